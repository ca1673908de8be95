"""Lists of people hold together: what is taken out changes nothing, and the order of rows makes no difference."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from api.web.cells import cell_of
from api.work.people.exporting import COLUMNS, people_rows
from api.work.people.lists import PeopleList, upload_people
from api.work.people.said import PersonRow
from api.work.uploads.lists import SentList, Upload
from lms.days import Now
from lms.people.memberships import read_timeline
from lms.people.models import ROLES, Person
from support.factories import UTC_ZONE, Cast

NOW = Now(datetime(2026, 6, 1, 9, 0, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC).date())
DAYS = [NOW.day + timedelta(days=days) for days in (-60, -31, -30, 0, 1, 40)]
ADDRESSES = ["ada@brightwharf.example", "max@brightwharf.example", *(f"{name}@x.example" for name in "abcde")]
TEAMS = ["North", "south", "Field", "FIELD", "North juniors", "Nowhere?"]


@st.composite
def rows(draw: st.DrawFn) -> list[dict[str, str]]:
    """Some rows of people who may be there, with teams and managers among them."""
    picked = draw(st.lists(st.sampled_from(ADDRESSES), unique=True, min_size=1))
    cell = {
        "name": st.sampled_from(["", "Ann", "=Sum", "Łucja O'Neil", "李 雷", "'Quote", "-Dash", '"D", E']),
        "roles": st.lists(st.sampled_from(ROLES), max_size=2).map(";".join),
        "team": st.sampled_from(["", "", *TEAMS]),
        "manager": st.sampled_from(["", "", *ADDRESSES]),
        "region": st.sampled_from(["", "EMEA", "+49"]),
        "hired_on": st.sampled_from(["", *map(str, DAYS)]),
        "on": st.sampled_from(["", *map(str, DAYS)]),
        "last_day": st.sampled_from(["", *map(str, DAYS)]),
    }
    return [{"email": email, **{name: draw(one) for name, one in cell.items()}} for email in picked]


@contextmanager
def tried(session: Session) -> Iterator[Session]:
    """A session whose commits are all taken back in the end."""
    session.rollback()
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    with engine.connect() as connection:
        outer = connection.begin()
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")  # which its driver leaves out before savepoints
        with Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as own:
            yield own
        outer.rollback()


def send(session: Session, cast: Cast, written: Sequence[Mapping[str, object]]) -> Upload:
    """Send rows, with a header above them."""
    table = io.StringIO()
    writer = csv.DictWriter(table, fieldnames=list(PersonRow.model_fields))
    writer.writeheader()
    writer.writerows(written)
    sent = SentList(cast.nadia.actor, UTC_ZONE, NOW)
    return upload_people(session, table.getvalue().encode(), PeopleList(sent, dict, makes_teams=True))[0]


def standing(session: Session) -> dict[str, Any]:
    """Return how everybody stands, by address."""
    session.expire_all()
    return {
        person.email: (
            person.name,
            [role.role for role in person.roles],
            person.team.name if person.team else None,
            person.region,
            person.hired_on,
            person.left_at,
            _spans(session, person.id),
        )
        for person in session.scalars(select(Person))
    }


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written=rows(), chance=st.randoms(use_true_random=False))
def test_rows_in_any_order_give_the_same_company(
    session: Session, cast: Cast, written: list[dict[str, str]], chance: random.Random
) -> None:
    """Who is new, who changed, who can't be, and where everybody stands; a second time nothing changes."""
    said = []
    for rows_of_one in (written, chance.sample(written, len(written))):
        with tried(session) as own:
            done = send(own, cast, rows_of_one)
            wrong = sorted({rows_of_one[error.row - 2]["email"] for error in done.errors})
            said.append((done.created, done.changed, done.already_there, wrong, standing(own)))
            again = send(own, cast, rows_of_one)
            assert (again.created, again.changed, again.already_there) == (0, 0, len(written) - len(wrong))
            assert standing(own) == said[-1][-1]
    assert said[0] == said[1]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written=rows())
def test_what_is_taken_out_changes_nothing(session: Session, cast: Cast, written: list[dict[str, str]]) -> None:
    """Everybody, with names that a spreadsheet would take for formulas, and those who left or are still to come."""
    with tried(session) as own:
        send(own, cast, written)
        before = standing(own)
        out = [dict(zip(COLUMNS, map(cell_of, row), strict=True)) for row in people_rows(own, cast.nadia.actor)]
        done = send(own, cast, out)
        assert (done.created, done.changed, done.errors) == (0, 0, [])
        assert done.already_there == len(before)
        assert standing(own) == before


def _spans(session: Session, person_id: UUID) -> list[Any]:
    return read_timeline(session, person_id=person_id).spans()
