"""What is noted by itself: each decision in the transaction that makes it, and no secret of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.audit.models import AuditEntry
from lms.audit.noting import note
from lms.audit.origin import Origin, set_origin
from lms.people.models import Person
from lms.people.proofs import issue_link, issue_token, use_link
from support.factories import MONDAY, Cast


@pytest.fixture
def ada(session: Session, cast: Cast) -> Person:
    """Find Ada's record."""
    return session.get_one(Person, cast.ada.id)


def _last(session: Session, action: str) -> tuple[AuditEntry, dict[str, Any]]:
    wanted = select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.number.desc())
    found = session.scalars(wanted.limit(1)).one()
    return found, json.loads(found.details or "null")


def test_a_change_says_who_about_whom_from_where_and_what(session: Session, cast: Cast, ada: Person) -> None:
    """The name before, and the name after."""
    set_origin(session, lambda: Origin("site", cast.nadia.id, "192.0.2.7", "r-1"))
    ada.name = "Ada Lindqvist"
    session.commit()
    entry, details = _last(session, "person.changed")
    assert (entry.actor_id, entry.person_id, entry.subject) == (cast.nadia.id, ada.id, str(ada.id))
    assert (entry.via, entry.request_id) == ("site", "r-1")
    assert details == {"address": "192.0.2.7", "before": {"name": "Ada Lind"}, "after": {"name": "Ada Lindqvist"}}


def test_what_was_added_and_removed_is_said_too(session: Session, ada: Person) -> None:
    """A role is a row of its own."""
    before = ada.roles[0]
    ada.roles = []
    session.commit()
    entry, details = _last(session, "role.removed")
    assert (entry.person_id, details["before"]["role"]) == (ada.id, "rep")
    ada.roles = [before.__class__(role="author")]
    session.commit()
    assert _last(session, "role.added")[1]["after"]["role"] == "author"


def test_what_is_taken_back_was_never_noted(session: Session, ada: Person) -> None:
    """The entry stands in the same transaction, also in one within another."""
    ada.name = "Nobody"
    session.flush()
    session.rollback()
    with session.begin_nested() as inner:
        ada.name = "Nobody either"
        session.flush()
        inner.rollback()
    session.commit()
    assert not [entry for entry in session.scalars(select(AuditEntry)) if "Nobody" in (entry.details or "")]


def test_no_secret_nor_its_hash_is_noted(session: Session, ada: Person) -> None:
    """Of a token, of a link and of the session that begins with it."""
    _, token = issue_token(session, person=ada, name="mine", at=MONDAY)
    link = issue_link(session, person=ada, at=MONDAY)
    cookie = use_link(session, secret=link, at=MONDAY, agent="Firefox")
    session.commit()
    said = " ".join(entry.details or "" for entry in session.scalars(select(AuditEntry)))
    assert '"name": "mine"' in said
    assert '"agent": "Firefox"' in said
    assert not any(secret in said for secret in (token, link, cookie))
    assert "digest" not in said


def test_what_nobody_decides_is_not_noted(session: Session, ada: Person) -> None:
    """A token that was used, and a change that changes nothing."""
    token, _ = issue_token(session, person=ada, name="mine", at=MONDAY)
    session.commit()
    known = len(session.scalars(select(AuditEntry.id)).all())
    token.last_used_at = MONDAY
    ada.name = str(ada.name)
    session.commit()
    assert len(session.scalars(select(AuditEntry.id)).all()) == known


def test_anything_else_is_noted_by_name(session: Session, cast: Cast) -> None:
    """An import has no row that says it."""
    note(session, "completions.imported", after={"rows": 3, "on": MONDAY.date(), "by": cast.max.id})
    session.commit()
    _, details = _last(session, "completions.imported")
    assert details["after"] == {"rows": 3, "on": "2026-03-02", "by": str(cast.max.id)}
    with pytest.raises(TypeError, match="the audit can't hold object"):
        note(session, "x.y", after={"what": object()})


def test_a_flush_that_fails_leaves_nothing_to_be_noted_later(session: Session, cast: Cast, ada: Person) -> None:
    """An address that is taken is refused after the row's own change was seen."""
    ada.name, ada.email = "Nobody", cast.max.email
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()
    session.get_one(Person, cast.max.id).name = "Max O."
    session.commit()
    assert _last(session, "person.changed")[0].person_id == cast.max.id
    assert not [entry for entry in session.scalars(select(AuditEntry)) if "Nobody" in (entry.details or "")]
