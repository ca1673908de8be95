"""`repertoire person import`: a list of people at the command line, tried, kept and sent again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli import main
from support.databases import SqliteDatabase
from support.factories import write_good_page

Run = Callable[..., Result]
NADIA = "nadia@x.example"


@pytest.fixture
def run(tmp_path: Path, kept: Path) -> Run:
    """Run `repertoire person` over a small library, and a database with an admin and a rep."""
    pages = tmp_path / "pages"
    write_good_page(pages, "apple.md")
    environ = {"DATA_DIR": str(tmp_path / "data"), "CONTENT_DIR": str(pages)}
    SqliteDatabase(tmp_path / "data" / "repertoire.db", kept).put_back("empty")

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["person", *arguments], env=environ)

    for email, role in ((NADIA, "admin"), ("ada@x.example", "rep")):
        assert run("add", email, "--name", email[:4], "--role", role, "--team", "North").exit_code == 0
    return run


def test_a_list_is_tried_kept_and_known_again(run: Run, tmp_path: Path) -> None:
    """A dry run tells what becomes of whom; rows with errors are named with their line, and the others count."""
    file = tmp_path / "people.csv"
    file.write_text("email,name,team\nben@x.example,Ben,South\nada@x.example,Ada Lind,\nx,X,\n", encoding="utf-8")
    tried = run("import", str(file), "--as", NADIA, "--dry-run", "--make-teams")
    assert tried.exit_code == 1
    lines = tried.stdout.splitlines()
    assert lines[0].startswith("row 2: added   Ben <ben@x.example>: roles - -> rep, team - -> South, hired_on - -> ")
    assert lines[1:3] == [
        "row 3: changed Ada Lind <ada@x.example>: name ada@ -> Ada Lind",
        "teams that would be made: South",
    ]
    assert lines[-1] == "1 would be new, 1 would be changed, 0 as they are, 1 error"
    assert tried.stderr == f"{file}:4: email: `x` is not an e-mail address\n"
    for said in ("1 new, 1 changed, 0 as they are, 1 error", "0 new, 0 changed, 2 as they are, 1 error"):
        done = run("import", str(file), "--as", NADIA, "--make-teams")
        assert (done.exit_code, done.stdout.splitlines()) == (1, [said])


def test_who_is_no_admin_imports_nobody(run: Run, tmp_path: Path) -> None:
    """Nor does somebody whom the directory doesn't know; the file isn't looked at."""
    file = tmp_path / "people.csv"
    file.write_text("email,name\nben@x.example,Ben\n", encoding="utf-8")
    for email, says in (("ada@x.example", "is no admin"), ("who@x.example", "nobody with the address")):
        refused = run("import", str(file), "--as", email)
        assert refused.exit_code == 2
        assert says in refused.output
    assert run("import", str(file), "--as", NADIA).stdout == "1 new, 0 changed, 0 as they are, 0 errors\n"
