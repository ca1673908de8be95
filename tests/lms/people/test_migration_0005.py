"""What a database knew of people before 0005 becomes where they stood."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from api.web.database import alembic
from lms.people.memberships import employment
from lms.people.models import Membership, Person
from support.factories import MONDAY, Cast

CAME = MONDAY.date()


@pytest.mark.parametrize(
    ("left_at", "until"),
    [
        (None, None),
        (datetime(2026, 5, 1, 17, tzinfo=UTC), date(2026, 5, 2)),
        (datetime(2026, 5, 1, tzinfo=UTC), date(2026, 5, 1)),
        (MONDAY + timedelta(minutes=1), CAME + timedelta(days=1)),
    ],
)
def test_everyone_is_known_since_they_were_added_and_until_they_left(
    session: Session, cast: Cast, left_at: datetime | None, until: date | None
) -> None:
    """In their present team; the day of leaving, in UTC, was the last."""
    session.get_one(Person, cast.ada.id).left_at = left_at
    _move(session, "0004", "0005")
    kept = (Membership.team_id, Membership.region, Membership.recorded_by_id, Membership.recorded_at)
    rows = session.execute(sa.select(*kept).where(Membership.person_id == cast.ada.id)).all()
    assert {(row.team_id, row.region, row.recorded_by_id) for row in rows} == {(cast.teams["North"], None, None)}
    assert sorted(row.recorded_at for row in rows) == [MONDAY, *([left_at] if left_at else [])]
    found = employment(session, person_ids=[player.id for player in cast.everyone()])
    assert found.pop(cast.ada.id) == [(CAME, until)]
    assert list(found.values()) == [[(CAME, None)]] * 7


def test_who_is_about_to_leave_stays_when_0005_is_taken_back(session: Session, cast: Cast) -> None:
    """Before it, anybody with a moment of leaving was gone; who had left stays gone."""
    present = datetime.now(UTC)
    session.get_one(Person, cast.ada.id).left_at = present + timedelta(days=9)
    session.get_one(Person, cast.olga.id).left_at = present - timedelta(seconds=5)
    _move(session, "0004")
    person = sa.table("person", sa.column("id", sa.Uuid()), sa.column("left_at"))
    gone = session.scalars(sa.select(person.c.id).where(person.c.left_at.is_not(None))).all()
    assert gone == [cast.olga.id]
    names = {column["name"] for column in sa.inspect(session.connection()).get_columns("person")}
    assert not {"region", "hired_on"} & names


def _move(session: Session, *revisions: str) -> None:
    """Bring the database to each revision, with no transaction of ours in the way."""
    session.commit()
    session.expunge_all()
    for revision in revisions:
        current = {script.revision for script in alembic.current()}
        (alembic.upgrade if revision > max(current) else alembic.downgrade)(revision)
