"""`repertoire training`: lists in, the matrix out, as an admin types it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from api.cli import main
from lms.audit.reading import Sought, read_entries
from lms.people.models import Person
from support.databases import SqliteDatabase, session_of
from support.factories import write_good_page

Run = Callable[..., Result]
MAX = "max@x.example"


@pytest.fixture
def run(tmp_path: Path, kept: Path) -> Run:
    """Run `repertoire training` over a library of one course and a database with Ada, Olga and Ada's manager Max."""
    pages = tmp_path / "pages"
    write_good_page(pages, "courses/slots/index.md", type="course", id="slots", title="=Slots", valid_days="365")
    write_good_page(pages, "courses/slots/one.md", type="lesson", id="slots-one")
    environ = {"DATA_DIR": str(tmp_path / "data"), "CONTENT_DIR": str(pages)}
    SqliteDatabase(tmp_path / "data" / "repertoire.db", kept).put_back("empty")
    for name, role, team in (("ada", "rep", "North"), ("olga", "rep", "South"), ("max", "manager", "North")):
        arguments = ["person", "add", f"{name}@x.example", "--name", name.title(), "--role", role, "--team", team]
        assert CliRunner().invoke(main, arguments, env=environ).exit_code == 0

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["training", *arguments], env=environ)

    return run


def test_a_list_is_checked_kept_and_known_again(run: Run, tmp_path: Path) -> None:
    """A dry run predicts what is kept; rows with errors are named with their line, and the others count."""
    file = tmp_path / "list.csv"
    file.write_text("email,course_id,due_days\nada@x.example,slots,30\nolga@x.example,slots,30\nada@x.example,x,5\n")
    errors = [
        f"{file}:3: email: nobody you manage has the address olga@x.example",
        f"{file}:4: course_id: the library has no course `x`",
    ]
    for arguments, said in (
        (["--dry-run"], "1 would be new, 0 there already, 2 errors"),
        ([], "1 new, 0 there already, 2 errors"),
        ([], "0 new, 1 there already, 2 errors"),
    ):
        done = run("assign", str(file), "--as", MAX, *arguments)
        assert done.exit_code == 1
        assert done.stderr.splitlines() == errors
        assert done.stdout.splitlines()[-1] == said


def test_completions_come_in_and_the_matrix_goes_out(run: Run, tmp_path: Path) -> None:
    """As of the day before, of the day itself, and of a day on which it has expired; no cell is a formula."""
    file = tmp_path / "done.csv"
    file.write_text("\ufeffEmail;Course ID;Completed on\r\nADA@x.example;slots;2026-01-10\r\n", encoding="utf-8")
    done = run("complete", str(file), "--as", MAX)
    assert (done.exit_code, done.stdout) == (0, "1 new, 0 there already, 0 errors\n")
    out = run("matrix", "--as", MAX)
    assert out.stdout.splitlines()[0] == "\ufeffname,email,team,'=Slots"
    assert out.stdout.splitlines()[1:] == ["Ada,ada@x.example,North,complete", "Max,max@x.example,North,not assigned"]
    assert run("matrix", "--as", MAX, "--as-of", "2026-01-09").stdout.count("complete") == 0
    assert "expired" in run("matrix", "--as", MAX, "--as-of", "2030-01-10").stdout


def test_the_audit_says_who_did_it_and_who_took_the_matrix(run: Run, tmp_path: Path) -> None:
    """By `--as`, of a list that came in as of the matrix that went out; one that was refused took nothing."""
    file = tmp_path / "done.csv"
    file.write_text("email,course_id,completed_on\nada@x.example,slots,2026-01-10\n", encoding="utf-8")
    run("complete", str(file), "--as", MAX)
    run("matrix", "--as", MAX, "--as-of", "2026-01-09")
    run("matrix", "--as", "ada@x.example")
    with session_of(f"sqlite:///{tmp_path / 'data' / 'repertoire.db'}") as session:
        max_id = session.scalars(select(Person.id).where(Person.email == MAX)).one()
        (taken,) = read_entries(session, Sought(action="export"), before=None, limit=9)
        (brought,) = read_entries(session, Sought(action="completions"), before=None, limit=9)
    assert {(one.via, one.actor_id) for one in (taken, brought)} == {("command", max_id)}
    assert (taken.action, taken.subject) == ("export.made", "training-matrix-2026-01-09.csv")
    assert taken.after == {"command": "training matrix", "as_of": "2026-01-09"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--as", "nobody@x.example"], "nobody with the address"),
        (["--as", "ada@x.example"], "neither a manager nor an admin"),
    ],
)
def test_who_manages_nobody_is_refused(run: Run, arguments: list[str], said: str) -> None:
    """In one line, with exit code 2."""
    refused = run("matrix", *arguments)
    assert refused.exit_code == 2
    assert said in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


def test_what_a_file_leaves_open_is_asked_and_answered_by_options(run: Run, tmp_path: Path) -> None:
    """A dry run shows columns and rows as they would be read; without the answers nothing is kept."""
    file = tmp_path / "excel.csv"
    file.write_bytes("Person;Kurs;Erledigt\r\nada@x.example;=Slots;03/04/2026\r\n".encode("cp1252"))
    asked = run("complete", str(file), "--as", MAX, "--dry-run")
    assert (asked.exit_code, "--map email=1  Person" in asked.stderr) == (1, True)
    named = ("--map", "email=Person", "--map", "completed_on=3")
    asked = run("complete", str(file), "--as", MAX, "--dry-run", *named)
    assert "--days completed_on:dmy  day, month, year: 03/04/2026 is 3 April 2026" in asked.stderr
    refused = run("complete", str(file), "--as", MAX, *named)
    assert (refused.exit_code, "`days`" in refused.stderr, refused.stdout) == (2, True, "")
    shown = run("complete", str(file), "--as", MAX, "--dry-run", *named, "--days", "dmy")
    assert "  row 2: email=ada@x.example, course_id==Slots, completed_on=2026-04-03" in shown.stdout.splitlines()
    for arguments, said in (((*named, "--days", "dmy"), "1 new"), ((), "0 new, 1 there already")):
        done = run("complete", str(file), "--as", MAX, *arguments)
        assert (done.exit_code, done.stdout.startswith(said)) == (0, True), done.output


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--map", "email"], "--map FIELD=COLUMN"),
        (["--days", "ydm"], "--days dmy, mdy or ymd"),
        (["--encoding", "klingon"], "cp1252"),
        (["--sheet", "x"], "0 errors"),
    ],
)
def test_an_option_that_says_nothing_is_refused(run: Run, tmp_path: Path, options: list[str], says: str) -> None:
    """With what it may be."""
    file = tmp_path / "list.csv"
    file.write_text("email,course_id,due_days\n")
    assert says in run("assign", str(file), "--as", MAX, *options).output
