"""Giving a person's data out, and erasing it: nothing they wrote is left, and what was counted stays."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import JSON, String, Text, func, select
from sqlalchemy.orm import Session

from lms.audit.chain import verify
from lms.audit.models import AuditEntry
from lms.days import Now
from lms.errors import Conflict, NotFound
from lms.people.models import ApiToken, Person
from lms.people.proofs import issue_token
from lms.questions.models import PageFeedback
from lms.records.columns import people_of
from lms.records.erasing import ERASED, erase_person
from lms.records.giving_out import records_of
from lms.records.telling import COMPANY, GONE_WITH, MARKS, PLAIN, SAYS
from lms.schema import metadata
from lms.training.following import leave
from lms.training.models import TrainingEvent
from lms.usage.models import OpenEvent, SearchEvent
from support.factories import MONDAY, UTC_ZONE, Cast

NOW = Now(MONDAY, MONDAY.date())
WORDS = "A sentence that only Ada could have written"


@pytest.fixture
def written(session: Session, cast: Cast) -> Cast:
    """A company in which Ada searched, opened a page, said what was wrong with it, and was waived a course."""
    counts: dict[str, Any] = {"hits": 1, "took_ms": 1.0, "page": 1, "was_typing": False}
    session.add(SearchEvent(person_id=cast.ada.id, at=MONDAY, query="prices", normal="price", **counts))
    session.add(OpenEvent(person_id=cast.ada.id, at=MONDAY, page_id="p"))
    said: dict[str, Any] = {"page_id": "p", "has_worked": False, "because": WORDS, "at": MONDAY, "on": NOW.day}
    session.add(PageFeedback(person_id=cast.ada.id, **said))
    waived: dict[str, Any] = {
        "course_id": "c",
        "course_version": 1,
        "kind": "waived",
        "day": NOW.day,
        "at": MONDAY,
        "source": "site",
    }
    session.add(
        TrainingEvent(person_id=cast.ada.id, recorded_at=MONDAY, recorded_by_id=cast.max.id, note=WORDS, **waived)
    )
    issue_token(session, person=session.get_one(Person, cast.ada.id), name=WORDS, at=MONDAY)
    session.commit()
    return cast


def _all(session: Session) -> str:
    """Return every value of every table as text."""
    return "\n".join(repr(row) for table in metadata.sorted_tables for row in session.execute(select(table)))


def test_all_that_is_held_is_given_out_without_secrets(session: Session, written: Cast) -> None:
    """As JSON, each table by its name; a person who isn't there is an error."""
    found = dict(records_of(session, person_id=written.ada.id))
    text = json.dumps(found)
    assert {"person", "membership", "search_event", "page_feedback", "training_event", "audit_entry"} <= set(found)
    assert text.count(WORDS) >= 3
    assert "digest" not in json.dumps(found["api_token"])
    assert written.max.email not in text
    with pytest.raises(NotFound):
        list(records_of(session, person_id=next(iter(written.teams.values()))))


def test_nothing_of_a_person_is_left_and_the_counts_stay(session: Session, written: Cast) -> None:
    """Neither name nor address nor words, in no table; searches, opens and training are as many as before."""
    counted = (SearchEvent, OpenEvent, TrainingEvent, PageFeedback)
    before = [session.scalar(select(func.count()).select_from(table)) for table in counted]
    leave(session, person_id=written.ada.id, on=NOW.day, now=NOW, zone=UTC_ZONE)
    session.get_one(Person, written.ada.id).left_at = MONDAY
    session.commit()
    counts = erase_person(session, person_id=written.ada.id, now=NOW).tables
    session.commit()
    held = _all(session)
    assert not any(text in held for text in (WORDS, written.ada.name, written.ada.email))
    assert session.get_one(Person, written.ada.id).name == ERASED
    assert [session.scalar(select(func.count()).select_from(table)) for table in counted] == before
    assert counts["page_feedback"] == 1
    assert not session.scalars(select(ApiToken).where(ApiToken.person_id == written.ada.id)).all()


def test_the_audit_holds_and_says_that_somebody_was_erased(session: Session, written: Cast) -> None:
    """Entries of others keep what they say."""
    session.get_one(Person, written.ada.id).left_at = MONDAY
    session.get_one(Person, written.max.id).name = "Max O."
    session.commit()
    erase_person(session, person_id=written.ada.id, now=NOW)
    session.commit()
    found = verify(session)
    assert (found.fault, found.erased > 3) == (None, True)
    last = session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc()).limit(1)).one()
    assert last.action == "person.erased"
    assert '"Max O."' in "".join(filter(None, session.scalars(select(AuditEntry.details))))


def test_who_is_with_the_company_is_not_erased(session: Session, written: Cast) -> None:
    """Their last day comes first."""
    with pytest.raises(Conflict, match="note their last day first"):
        erase_person(session, person_id=written.ada.id, now=NOW)


def test_every_column_of_text_is_sorted() -> None:
    """A new one in a table that names people says nothing, goes with the person, or is emptied: somebody decides."""
    for table in metadata.sorted_tables:
        if not people_of(table) or table.name in COMPANY or table.name in GONE_WITH:
            continue
        texts = {column.name for column in table.c if isinstance(column.type, String | Text | JSON)}
        told = {*SAYS.get(table.name, ()), MARKS.get(table.name)}
        unsorted = texts - told - PLAIN - {"kept_places", "gone_places"}
        assert not unsorted, (table.name, unsorted)
    assert all(set(columns) <= set(metadata.tables[name].c.keys()) for name, columns in SAYS.items())
    assert set(GONE_WITH) | COMPANY <= set(metadata.tables)


def test_what_must_be_there_is_emptied_as_words() -> None:
    """A column of JSON that can't be empty would hold what nobody can read."""
    for name, columns in SAYS.items():
        kept = [metadata.tables[name].c[column] for column in columns if not metadata.tables[name].c[column].nullable]
        assert all(isinstance(column.type, String | Text) for column in kept), name
