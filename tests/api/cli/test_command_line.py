"""The command `repertoire`, run as its users run it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import main
from support.factories import write_page
from support.waiting import PATIENCE_SECONDS

SEARCH_FIELDS = {
    *("items", "total", "page", "limit", "facets", "did_you_mean", "did_you_mean_query", "relaxed", "advice"),
    *("pieces", "named", "is_reduced", "took_ms"),
}
COMMAND = str(Path(sys.executable).parent / "repertoire")


@dataclass(frozen=True)
class Run:
    """What a command answered."""

    returncode: int
    stdout: str
    stderr: str


def run(*arguments: str, data: Path | str, library: Path | None = None, **environ: str) -> Run:
    """Run the command with its own data folder, in this process."""
    given = {"DATA_DIR": str(data), "XDG_CACHE_HOME": f"{data}/kept", **environ}
    if library:
        given["CONTENT_DIR"] = str(library)
    done = CliRunner().invoke(main, arguments, env=given)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Run(done.exit_code, done.stdout, done.stderr)


def test_the_installed_command_answers() -> None:
    """It is there under its name, with its help and its version."""
    done = subprocess.run([COMMAND, "--version"], capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=True)
    assert done.stdout.startswith("repertoire, version")


def test_check_finds_nothing_in_the_sample_library(tmp_path: Path) -> None:
    """The library that is shipped is an example; only time may have passed since its last review."""
    done = run("check", "--format", "json", data=tmp_path)
    assert done.returncode == 0
    assert {item["code"] for item in json.loads(done.stdout)} <= {"review-overdue"}
    assert " 0 errors, " in done.stderr


def test_check_names_file_line_and_what_to_change_and_fails(tmp_path: Path) -> None:
    """An error is one line that an author can act on; exit code 1."""
    write_page(tmp_path / "library", "guides/a.md", "# A\n\nSee [b](b.md).\n", title="A", stages="[awarenes]")
    write_page(tmp_path, "library/taxonomy.yml", "stages:\n  awareness: Awareness\n")
    done = run("check", data=tmp_path / "data", library=tmp_path / "library")
    assert done.returncode == 1
    assert "guides/a.md:3:10: error unknown-word" in done.stdout
    assert "did you mean `awareness`?" in done.stdout
    assert "guides/a.md:7:9: error broken-link" in done.stdout


def test_check_prints_json(tmp_path: Path) -> None:
    """A tool reads the same problems as JSON."""
    write_page(tmp_path / "library", "a.md", "# A\n")
    done = run("check", "--format", "json", data=tmp_path, library=tmp_path / "library")
    assert done.returncode == 0
    assert [item["code"] for item in json.loads(done.stdout)] == ["no-front-matter", "orphan"]


def test_search_works_without_a_server_and_builds_its_index(tmp_path: Path) -> None:
    """The first search indexes; --json prints what the API would answer."""
    done = run("search", "too expensive", "--json", data=tmp_path)
    found = json.loads(done.stdout)
    assert set(found) == SEARCH_FIELDS
    assert found["items"][0]["path"] == "objections/too-expensive.md"


def test_index_says_what_it_did(tmp_path: Path) -> None:
    """A second run has nothing to write."""
    run("index", data=tmp_path)
    assert ": 0 written, 0 removed" in run("index", data=tmp_path).stdout


def test_a_person_is_added_and_gets_a_token_that_is_the_last_line(tmp_path: Path) -> None:
    """A script takes the token with tail."""
    added = run("person", "add", "ada@x.example", "--name", "Ada", "--role", "rep", "--team", "North", data=tmp_path)
    assert added.returncode == 0, added.stderr
    token = run("token", "ada@x.example", data=tmp_path).stdout.splitlines()[-1]
    assert token.startswith("rpt_")
    link = run("sign-in", "ada@x.example", data=tmp_path).stdout.splitlines()[-1]
    assert link.startswith("http://127.0.0.1:8000/sign-in/")


@pytest.mark.parametrize(
    ("arguments", "environ", "says"),
    [
        (("token", "nobody@x.example"), {}, "nobody with the address nobody@x.example"),
        (("person", "add", "no-address", "--name", "A", "--role", "rep"), {}, "is not an e-mail address"),
        (("person", "add", "a@x.example", "--name", "A", "--role", "boss"), {}, "a role is one of rep, author"),
        (("check",), {"CONTENT_DIR": "/nowhere"}, "/nowhere is not a folder"),
        (("serve",), {"CONTENT_DIR": "/nowhere"}, "CONTENT_DIR /nowhere is not a folder"),
        (("serve",), {"PORT": "many"}, "PORT is `many`"),
        (("serve", "--port", "99999"), {}, "PORT is 99999"),
        (("token", "a@x.example"), {"DATA_DIR": "/dev/null/x"}, "DATA_DIR /dev/null/x can't be made"),
        (("token", "a@x.example"), {"DATABASE_URL": "postgresql://127.0.0.1:1/x"}, "the database: "),
        (("token", "a@x.example"), {"DATABASE_URL": "nonsense"}, "the database: "),
        (("settings",), {"BASELINE_SECONDS": "240"}, ""),
        (("index",), {"BASELINE_SECONDS": "240"}, "BASELINE_SECONDS is set without BASELINE_SOURCE"),
    ],
)
def test_what_is_refused_is_one_clear_line(
    tmp_path: Path, arguments: tuple[str, ...], environ: dict[str, str], says: str
) -> None:
    """No traceback; the line says what to change."""
    done = run(*arguments, **{"data": tmp_path, **environ})  # type: ignore[arg-type]  # DATA_DIR may be overridden
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 1
    assert done.returncode == (2 if says else 0)
