"""Times in the database: aware, and in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from lms.people.models import Person
from support.factories import MONDAY, Cast


def test_a_time_of_another_zone_comes_back_in_utc(session: Session, cast: Cast) -> None:
    """The moment is the same, the zone is UTC, on both databases."""
    session.get_one(Person, cast.ada.id).left_at = MONDAY.astimezone(timezone(timedelta(hours=5, minutes=30)))
    session.commit()
    found = session.scalars(select(Person.left_at).where(Person.id == cast.ada.id)).one()
    assert found == MONDAY
    assert found is not None
    assert found.tzinfo is UTC


def test_a_time_without_a_zone_is_a_bug(session: Session, cast: Cast) -> None:
    """It is refused before it can be misread."""
    session.get_one(Person, cast.ada.id).left_at = datetime(2026, 3, 2)  # noqa: DTZ001 - the point
    with pytest.raises(StatementError, match="without a zone"):
        session.flush()
    session.rollback()


def test_ids_sort_by_the_time_they_were_made(cast: Cast) -> None:
    """UUIDv7: cursors rely on it."""
    ids = [player.id for player in (cast.ada, cast.max, cast.sven, cast.olga, cast.greta, cast.mara, cast.nadia)]
    assert ids == sorted(ids)
    assert {id_.version for id_ in ids} == {7}
