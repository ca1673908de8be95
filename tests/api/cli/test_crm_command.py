"""`repertoire crm`: files in, listed, taken back, and mappings proposed, as an admin types it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli import main
from support.crm_files import export
from support.databases import SqliteDatabase

Run = Callable[..., Result]
NADIA = ["--as", "nadia@x.example"]
HEADER = "Record ID,Deal Stage,Amount,Close Date\n"


@pytest.fixture
def run(tmp_path: Path, kept: Path) -> Run:
    """Run `repertoire crm` over a database with the admin Nadia and the manager Max."""
    environ = {"DATA_DIR": str(tmp_path / "data"), "TIME_ZONE": "Europe/Berlin"}
    SqliteDatabase(tmp_path / "data" / "repertoire.db", kept).put_back("empty")
    for name, role in (("nadia", "admin"), ("max", "manager")):
        arguments = ["person", "add", f"{name}@x.example", "--name", name.title(), "--role", role, "--team", "North"]
        assert CliRunner().invoke(main, arguments, env=environ).exit_code == 0

    def run(*arguments: str | Path) -> Result:
        return CliRunner().invoke(main, ["crm", *map(str, arguments)], env=environ)

    return run


def write(folder: Path, text: str, name: str = "deals.csv") -> Path:
    """Write a file."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_a_file_is_tried_kept_listed_and_taken_back(run: Run, tmp_path: Path) -> None:
    """A dry run foretells what is kept; a row with an error is named with its line, and the others count."""
    file = write(tmp_path, HEADER + "1,Won,100,2024-03-31\n2,Won,x,2024-03-31\n")
    tried = run("import", file, *NADIA, "--dry-run")
    assert tried.exit_code == 1
    assert "  1 `Record ID`: key" in tried.stdout.splitlines()
    assert tried.stderr.splitlines() == [f"{file}:3: amount: `x` is no number; write 1234.56"]
    line = f"{file}: 2 rows of deals from hubspot: 1 would be new, 0 would be changed, 0 as known, 1 row with errors"
    assert tried.stdout.splitlines()[-1] == line
    done = run("import", file, *NADIA, "--source", "hubspot")
    assert done.exit_code == 1
    said, _, number = done.stdout.strip().rpartition("; import ")
    assert said == f"{file}: 2 rows of deals from hubspot: 1 new, 0 changed, 0 as known, 1 row with errors"
    assert f"{number}  " in run("imports").stdout
    assert run("undo", number, *NADIA).stdout == "deals.csv: taken back\n"
    assert "undone" in run("imports").stdout
    again = run("undo", number, *NADIA)
    assert (again.exit_code, "was undone" in again.stderr) == (2, True)


def test_several_files_come_in_at_once(run: Run, tmp_path: Path) -> None:
    """Each with a line, and nothing on standard error where nobody looks on."""
    files = [write(tmp_path, export(name), name) for name in ("salesforce_api.csv", "salesforce_history.csv")]
    done = run("import", *files, *NADIA)
    assert (done.exit_code, done.stderr) == (0, "")
    assert [line.partition(" of ")[2].partition(":")[0] for line in done.stdout.splitlines()] == [
        "deals from salesforce",
        "deal_changes from salesforce",
    ]


def test_a_question_is_asked_and_answered(run: Run, tmp_path: Path) -> None:
    """By an option, or in a mapping file."""
    file = write(tmp_path, HEADER + "1,Won,100,1/2/2024\n")
    refused = run("import", file, *NADIA)
    assert (refused.exit_code, "several ways" in refused.stderr) == (2, True)
    tried = run("import", file, *NADIA, "--dry-run")
    assert "  --days close_on:dmy  day, month, year: 1/2/2024 is 1 February 2024" in tried.stderr.splitlines()
    mapped = run("map", file)
    assert (mapped.exit_code, "question" in mapped.stderr) == (1, True)
    mapping = tmp_path / "deals.csv.map.yml"
    open_ = run("import", file, *NADIA, "--map", mapping)
    assert (open_.exit_code, f"{mapping}: line" in open_.stderr) == (2, True)
    mapping.write_text(mapping.read_text(encoding="utf-8").replace('close_on: "?"', "close_on: mdy"), encoding="utf-8")
    assert run("import", file, *NADIA, "--map", mapping).exit_code == 0
    assert run("import", file, *NADIA, "--days", "mdy").stdout.count("1 as known") == 1
    again = run("map", file)
    assert (again.exit_code, "is there already" in again.stderr) == (2, True)


def test_what_a_file_lacks_can_be_said_for_all_rows(run: Run, tmp_path: Path) -> None:
    """A column by its number, a value, a currency, the day that it shows."""
    file = write(tmp_path, "Date,Owner,X\n2024-03-31,Ada,Intro\n", "calls.csv")
    options = ["--kind", "activities", "--set", "kind=call", "--map", "subject=3", "--as-of", "2024-04-01"]
    done = run("import", file, *NADIA, *options)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "1 row of activities" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--as", "max@x.example"], "is no admin"),
        (["--as", "nobody@x.example"], "nobody with the address"),
        ([*NADIA, "--kind", "deal"], "there is no kind `deal`"),
        ([*NADIA, "--currency", "Taler"], "there is no currency"),
        ([*NADIA, "--numbers", "dot"], "--numbers point"),
        ([*NADIA, "--set", "kind"], "--set FIELD=VALUE"),
        ([*NADIA, "--map", "nowhere.yml"], "can't be read"),
    ],
)
def test_what_cant_be_done_is_refused_in_one_line(run: Run, tmp_path: Path, arguments: list[str], said: str) -> None:
    """With exit code 2."""
    refused = run("import", write(tmp_path, HEADER + "1,Won,1,\n"), *arguments)
    assert (refused.exit_code, said in refused.stderr, len(refused.stderr.splitlines())) == (2, True, 1)
