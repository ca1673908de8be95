"""Merging two records of one person: facts of both are kept, foretold before, and given back within a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.days import Now
from lms.errors import Conflict, NotFound
from lms.people.memberships import read_timeline
from lms.people.models import Person
from lms.people.proofs import issue_link, use_link
from lms.records.columns import people_of, person_columns
from lms.records.merging import foresee, merge, undo_merge
from lms.records.moving import moving
from lms.schema import metadata
from lms.training.following import change_person, leave
from lms.usage.favourites import add_favourite
from lms.usage.models import OpenEvent
from support.factories import MONDAY, UTC_ZONE, Cast
from support.noting import cipher_of

TODAY = MONDAY.date()
NOW = Now(MONDAY, TODAY)


@pytest.fixture
def two(session: Session, cast: Cast) -> Cast:
    """Ada twice: as Sven she was with the company before, opened pages, and marked one that Ada marked too."""
    for page in ("a", "b"):
        add_favourite(session, actor=cast.sven.actor, page_id=page, at=MONDAY)
    add_favourite(session, actor=cast.ada.actor, page_id="a", at=MONDAY)
    session.add(OpenEvent(person_id=cast.sven.id, at=MONDAY, page_id="p"))
    session.commit()
    return cast


def _facts(session: Session) -> dict[str, list[Any]]:
    """Return every row that names somebody, but for what a merge itself writes and adds to timelines."""
    found = {}
    for table in {column.table for column in person_columns()}:
        if table.name not in {"person_merge", "membership", "standing"}:
            rows = session.execute(select(metadata.tables[table.name])).all()
            found[table.name] = sorted(map(repr, rows))
    return found


def test_what_is_foreseen_is_what_is_done(session: Session, two: Cast) -> None:
    """By table: rows that move, and rows that stay because the other record has their like."""
    told = {one.table: (one.moves, one.stays) for one in foresee(session, kept_id=two.ada.id, gone_id=two.sven.id)}
    assert told["favourite"] == (1, 1)
    assert told["open_event"] == (1, 0)
    _merge(session, two)
    left = {one.column.table.name: len(one.keys) for one in moving(session, gone_id=two.sven.id, kept_id=two.ada.id)}
    assert left["favourite"] == 0
    assert "open_event" not in left


def _merge(session: Session, cast: Cast, *, takes_address: bool = False) -> UUID:
    made = merge(
        session,
        actor=cast.nadia.actor,
        kept_id=cast.ada.id,
        gone_id=cast.sven.id,
        takes_address=takes_address,
        now=NOW,
        zone=UTC_ZONE,
        cipher=cipher_of(),
    )
    session.commit()
    return made.id


def test_the_facts_of_both_are_the_kept_ones(session: Session, two: Cast) -> None:
    """And the other record can't come in any more, while the kept one can by the address it took."""
    link = issue_link(session, person=session.get_one(Person, two.sven.id), at=MONDAY)
    _merge(session, two, takes_address=True)
    assert set(session.scalars(select(OpenEvent.person_id))) == {two.ada.id}
    assert session.get_one(Person, two.ada.id).email == two.sven.email
    assert session.get_one(Person, two.sven.id).email == two.ada.email
    with pytest.raises(NotFound):
        use_link(session, secret=link, at=MONDAY + timedelta(minutes=1))


def test_days_with_the_company_are_joined_and_nobody_counts_twice(session: Session, two: Cast) -> None:
    """Who was hired again under another address was with the company in both times."""
    hired, left = TODAY - timedelta(days=100), TODAY - timedelta(days=10)
    change_person(session, actor=None, person_id=two.sven.id, on=TODAY, now=NOW, hired_on=hired)
    leave(session, person_id=two.sven.id, on=left, now=NOW, zone=UTC_ZONE)
    session.commit()
    before = read_timeline(session, person_id=two.sven.id).spans()
    _merge(session, two)
    assert read_timeline(session, person_id=two.sven.id).spans() == []
    joined = read_timeline(session, person_id=two.ada.id)
    assert before == [(hired, left + timedelta(days=1))]
    assert joined.spans() == [*before, (TODAY, None)]
    assert joined.on(TODAY).team_id == two.ada.actor.team_id


@pytest.mark.parametrize("takes_address", [True, False])
def test_a_merge_undone_leaves_everything_as_it_was(session: Session, two: Cast, *, takes_address: bool) -> None:
    """Every row of every table names whom it named, and people stand where they stood."""
    facts, spans = _facts(session), _spans(session, two)
    merge_id = _merge(session, two, takes_address=takes_address)
    assert _facts(session) != facts
    undo_merge(session, actor=two.nadia.actor, merge_id=merge_id, now=NOW, zone=UTC_ZONE, cipher=cipher_of())
    session.commit()
    assert _facts(session) == facts
    assert _spans(session, two) == spans
    assert session.get_one(Person, two.sven.id).left_at is None


def _spans(session: Session, cast: Cast) -> list[list[tuple[date, date | None]]]:
    return [read_timeline(session, person_id=one.id).spans() for one in (cast.ada, cast.sven)]


def test_a_merge_is_undone_once_and_within_a_day(session: Session, two: Cast) -> None:
    """Later, others have built on it."""
    merge_id = _merge(session, two)
    late = Now(MONDAY + timedelta(days=1, seconds=1), TODAY)
    with pytest.raises(Conflict, match="older than a day"):
        undo_merge(session, actor=None, merge_id=merge_id, now=late, zone=UTC_ZONE, cipher=cipher_of())
    undo_merge(session, actor=None, merge_id=merge_id, now=NOW, zone=UTC_ZONE, cipher=cipher_of())
    with pytest.raises(Conflict, match="undone already"):
        undo_merge(session, actor=None, merge_id=merge_id, now=NOW, zone=UTC_ZONE, cipher=cipher_of())


def test_what_cannot_be_merged_is_refused(session: Session, two: Cast) -> None:
    """A record with itself, one that went into another, the last admin, and one that isn't there."""
    with pytest.raises(Conflict, match="one record"):
        foresee(session, kept_id=two.ada.id, gone_id=two.ada.id)
    with pytest.raises(NotFound):
        foresee(session, kept_id=two.ada.id, gone_id=UUID(int=0))
    with pytest.raises(Conflict, match="last admin"):
        merge(
            session,
            actor=None,
            kept_id=two.ada.id,
            gone_id=two.nadia.id,
            takes_address=False,
            now=NOW,
            zone=UTC_ZONE,
            cipher=cipher_of(),
        )
    session.rollback()
    _merge(session, two)
    with pytest.raises(Conflict, match="merged into another"):
        foresee(session, kept_id=two.max.id, gone_id=two.sven.id)


def test_every_column_that_names_people_is_known() -> None:
    """So that a new table is merged, given out and erased without anybody thinking of it."""
    assert len(list(person_columns())) > 90
    assert [column.name for column in people_of(metadata.tables["person_merge"])] == [
        *("kept_id", "gone_id", "by_id", "undone_by_id"),
    ]
