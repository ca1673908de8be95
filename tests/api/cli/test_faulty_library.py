"""Commands on a library of faulty pages and names, on terminals that have every letter and that have few."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli import main
from support.factories import write_good_page
from support.faults import fill_with_faults
from support.faults.names import NAMES
from support.faults.words import WORDS

COMMANDS = {
    "check": ["check"],
    "check as JSON": ["check", "--format", "json"],
    "check as SARIF": ["check", "--format", "sarif"],
    "check for GitHub": ["check", "--format", "github"],
    "check a file": ["check", "library/index.md"],
    "adopt": ["adopt", "library"],
    "new": ["new", "guide", "Zażółć"],
    "index": ["index"],
    "search": ["search", "title"],
    "search as JSON": ["search", "--json", "title"],
    "search for what isn't there": ["search", os.fsdecode(b"caf\xe9 \xf0\x9f\x8e\x89")],
    "reviewed": ["reviewed", "library/index.md"],
    "no such file": ["reviewed", os.fsdecode(b"library/Preise_f\xfcr.md")],
}


def run(folder: Path, *words: str, encoding: str = "utf-8", **settings: str) -> Result:
    """Run a command beside the library; raises what it raised."""
    known = {"CONTENT_DIR": "library", "DATA_DIR": "data", "XDG_CACHE_HOME": str(folder / "kept"), **settings}
    here = Path.cwd()
    os.chdir(folder)
    try:
        done = CliRunner(charset=encoding).invoke(main, words, env={**known, "DATABASE_URL": None})
    finally:
        os.chdir(here)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that holds the library."""
    folder: Path = tmp_path_factory.mktemp("faulty")
    fill_with_faults(folder / "library", iter((*NAMES, *WORDS)), seed=5)
    return folder


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_ends_in_a_fault_of_its_own(place: Path, command: str, encoding: str) -> None:
    """It says what is wrong, and does the rest."""
    done = run(place, *COMMANDS[command], encoding=encoding)
    assert done.exit_code in {0, 1, 2}
    if "JSON" in command or "SARIF" in command:
        assert json.loads(done.stdout_bytes.decode("utf-8"))


def test_a_name_of_windows_is_shown_by_its_bytes(place: Path) -> None:
    """In the same way in every list, so that it can be found and renamed."""
    found = [
        run(place, "check").stdout,
        run(place, "adopt", "library").stderr,
        run(place, "check", "--format", "json").stdout,
    ]
    assert all("Preise_f\\xfcr-" in text.replace("\\\\", "\\") for text in found)


def test_a_terminal_without_a_letter_shows_its_code(tmp_path: Path) -> None:
    """A check of a Polish library goes through on a terminal of Western Europe."""
    write_good_page(tmp_path / "library", "zażółć.md", "[x](gdzieś.md)")
    done = run(tmp_path, "check", encoding="latin-1")
    assert done.stdout_bytes.decode("latin-1").startswith("library/za\\u017có\\u0142\\u0107.md:")


def test_the_librarys_own_folder_may_have_any_name(tmp_path: Path) -> None:
    """Only its server can't have such a folder; authors may."""
    name = os.fsdecode(b"Preise_f\xfcr")
    write_good_page(tmp_path / name, "a.md", "# A\n\nhello\n")
    for words in (["check"], ["adopt", name], ["new", "guide", "Tint"], ["search", "hello"], ["reviewed", "a"]):
        assert run(tmp_path, *words, CONTENT_DIR=name).exit_code in {0, 1, 2}
