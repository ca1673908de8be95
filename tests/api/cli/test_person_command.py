"""`repertoire person`: adding, moving, leaving and returning, as an admin types it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from api.cli import main
from lms.people.memberships import employment
from lms.people.models import Membership, Person, Team
from support.databases import SqliteDatabase

Run = Callable[..., Result]
ADA = "ada@x.example"


@pytest.fixture
def run(tmp_path: Path, kept: Path) -> Run:
    """Run `repertoire person` over a database with Ada, who came in 2024 and works in North."""
    SqliteDatabase(tmp_path / "repertoire.db", kept).put_back("empty")

    def run(*arguments: str, **environ: str) -> Result:
        return CliRunner().invoke(main, ["person", *arguments], env={"DATA_DIR": str(tmp_path), **environ})

    added = run(
        *("add", ADA, "--name", "Ada", "--role", "rep", "--team", "North"),
        *("--hired-on", "2024-02-01", "--region", "EMEA"),
    )
    assert added.exit_code == 0, added.output
    assert run("add", "s@x.example", "--name", "S", "--role", "rep", "--team", "South").exit_code == 0
    return run


@pytest.fixture
def database(run: Run, tmp_path: Path) -> Session:
    """The database that the commands wrote."""
    return Session(create_engine(f"sqlite:///{tmp_path / 'repertoire.db'}"))


def test_a_person_is_added_moved_let_go_and_taken_back(run: Run, database: Session) -> None:
    """Each command says in a line what holds from which day on."""
    said = [
        run("move", ADA, "--team", "South", "--on", "2025-01-01"),
        run("leave", ADA, "--on", "2025-06-30"),
        run("return", ADA, "--team", "North", "--on", "2025-09-01"),
    ]
    assert [done.output for done in said] == [
        "Ada is in South from 2025-01-01 on\n",
        "Ada's last day is 2025-06-30\n",
        "Ada is back in North from 2025-09-01 on\n",
    ]
    ada = database.scalars(select(Person).where(Person.email == ADA)).one()
    assert (ada.hired_on, ada.region, ada.left_at) == (date(2024, 2, 1), "EMEA", None)
    spans = employment(database, person_ids=[ada.id])[ada.id]
    assert spans == [(date(2024, 2, 1), date(2025, 7, 1)), (date(2025, 9, 1), None)]
    rows = database.execute(
        select(Membership.since, Team.name).join(Team).where(Membership.person_id == ada.id).order_by(Membership.id)
    )
    assert [(str(since), team) for since, team in rows] == [
        ("2024-02-01", "North"),
        ("2025-01-01", "South"),
        ("2025-07-01", "South"),
        ("2025-09-01", "North"),
    ]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_without_a_day_a_move_is_of_the_companys_today(run: Run, database: Session, zone: str) -> None:
    """Of two zones that never have the same day, each has its own."""
    shift = timedelta(hours=14 if zone.endswith("Kiritimati") else -11)
    before = (datetime.now(UTC) + shift).date()
    assert run("move", ADA, "--team", "South", TIME_ZONE=zone).exit_code == 0
    newest = select(Membership.since).join(Person, Person.id == Membership.person_id).where(Person.email == ADA)
    since = database.scalars(newest.order_by(Membership.id.desc())).first()
    assert since in {before, (datetime.now(UTC) + shift).date()}


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
def test_the_last_day_ends_in_the_companys_time_zone(run: Run, database: Session, zone: str) -> None:
    """What the person's record holds is the moment in UTC."""
    assert run("leave", ADA, "--on", "2025-06-30", TIME_ZONE=zone).exit_code == 0
    ends = datetime(2025, 6, 30, 12, tzinfo=UTC) if zone.endswith("land") else datetime(2025, 7, 1, 7, tzinfo=UTC)
    assert database.scalar(select(Person.left_at).where(Person.email == ADA)) == ends


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("move", "nobody@x.example", "--team", "South"), "nobody with the address nobody@x.example"),
        (("move", ADA, "--team", "West"), "no team of the name West"),
        (("move", ADA, "--team", "South", "--on", "2999-01-01"), "2999-01-01 lies ahead"),
        (("move", ADA, "--team", "South", "--on", "2024-01-31"), "wasn't with the company on 2024-01-31"),
        (("move", ADA, "--team", "South", "--on", "soon"), "'soon' does not match the format '%Y-%m-%d'"),
        (("leave", ADA, "--on", "2999-01-01"), "more than ten years ahead"),
        (("return", ADA, "--team", "South", "--on", "2025-01-01"), "Ada is with the company"),
        (("add", "b@x.example", "--name", "B", "--role", "rep", "--region", "x" * 101), "at most 100 characters"),
        (("add", "b@x.example", "--name", "B", "--role", "rep", "--hired-on", "2999-01-01"), "ten years ahead"),
    ],
)
def test_what_is_refused_says_what_to_change(run: Run, arguments: tuple[str, ...], says: str) -> None:
    """Exit code 2, and nothing is kept."""
    done = run(*arguments)
    assert done.exit_code == 2
    assert says in done.stderr
