"""Answers kept by Idempotency-Key."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from lms.errors import Conflict
from lms.retries.answers import find_answer, keep_answer
from support.acting import meanwhile
from support.factories import MONDAY, Cast

DIGEST = b"d" * 32


def test_a_kept_answer_is_found_by_its_person_and_key(session: Session, cast: Cast) -> None:
    """And by nobody else, under no other key."""
    _keep(session, cast, "k")
    found = find_answer(session, person_id=cast.ada.id, key="k", digest=DIGEST)
    assert found is not None
    assert (found.status, found.location, found.body) == (201, "/here", "{}")
    assert find_answer(session, person_id=cast.olga.id, key="k", digest=DIGEST) is None
    assert find_answer(session, person_id=cast.ada.id, key="K", digest=DIGEST) is None


def test_another_request_with_the_key_is_a_conflict(session: Session, cast: Cast) -> None:
    """The digest tells requests apart."""
    _keep(session, cast, "k")
    with pytest.raises(Conflict):
        find_answer(session, person_id=cast.ada.id, key="k", digest=b"e" * 32)


def test_answers_are_forgotten_after_a_week(session: Session, cast: Cast) -> None:
    """The table doesn't grow for ever: keeping a new one removes the person's old ones."""
    _keep(session, cast, "old")
    _keep(session, cast, "kept", at=MONDAY + timedelta(days=1))
    _keep(session, cast, "new", at=MONDAY + timedelta(days=7, seconds=1))
    session.commit()
    session.expire_all()
    kept = [
        key for key in ("old", "kept", "new") if find_answer(session, person_id=cast.ada.id, key=key, digest=DIGEST)
    ]
    assert kept == ["kept", "new"]


def test_two_answers_to_one_key_at_the_same_moment_are_a_conflict(session: Session, cast: Cast) -> None:
    """The second is told to ask again, and then finds the first answer."""
    outcome = meanwhile(session, lambda first: _keep(first, cast, "k"), lambda second: _keep(second, cast, "k"))
    assert isinstance(outcome, Conflict)
    assert find_answer(session, person_id=cast.ada.id, key="k", digest=DIGEST) is not None


def _keep(session: Session, cast: Cast, key: str, *, at: datetime = MONDAY) -> None:
    keep_answer(session, person_id=cast.ada.id, key=key, digest=DIGEST, status=201, location="/here", body="{}", at=at)
