"""What authors run to begin, run as they run it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import main
from content.fields.models import TYPES
from support.factories import write_page
from support.waiting import PATIENCE_SECONDS

COMMAND = str(Path(sys.executable).parent / "repertoire")


@dataclass(frozen=True)
class Run:
    """What a command answered."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an empty repository of a library, whose author git knows."""
    folder = tmp_path / "library"
    folder.mkdir()
    git(folder, "init", "-q")
    git(folder, "config", "user.email", "mara@x.example")
    git(folder, "config", "user.name", "Mara")
    return folder


def git(folder: Path, *arguments: str) -> None:
    """Run git in a folder, where it must succeed."""
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


def run(*arguments: str, folder: Path) -> Run:
    """Run the command on a library."""
    environ = {"DATA_DIR": str(folder.parent / "data"), "CONTENT_DIR": str(folder)}
    done = CliRunner().invoke(main, arguments, env=environ)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Run(done.exit_code, done.stdout, done.stderr)


def test_adopt_prints_a_patch_and_says_how_to_apply_it(folder: Path) -> None:
    """The command that it prints works, and then nothing is left to add."""
    write_page(folder, "battlecards/acme.md", "# Acme\r\n\r\n## Where we win\r\n\r\nIn the price.\r\n")
    write_page(folder, "guides/ценник.md", "# Ценник\n\nВот наш ценник, и он для вас, а не для всех.\n")
    write_page(folder, "acme.md", "# Acme\n")
    write_page(folder, "broken.md", "---\na: [\n---\n")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "x")
    patch = folder.parent / "a patch"
    done = run("adopt", str(folder), "--owner", "mara@x.example", "--output", str(patch), folder=folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert "broken.md: left alone: line 3: the YAML can't be read" in done.stderr
    assert "4 files: 3 would get fields, 0 lack nothing, 1 left alone\ntypes: 2 page, 1 guide\n" in done.stderr
    assert "languages: 1 en, 1 ru\nlanguage not clear: 1 page has too few words to tell it: acme.md\n" in done.stderr
    assert "write `language: en`, or what it is, into the front matter" in done.stderr
    assert "nearly, but without what such a page needs: 1 battlecard\n" in done.stderr
    told = done.stderr.strip().splitlines()[-1].removeprefix("to apply it: ")
    subprocess.run(shlex.split(told), check=True, cwd="/")
    again = run("adopt", str(folder), "--owner", "mara@x.example", folder=folder)
    assert (again.returncode, again.stdout) == (0, "")
    assert "0 would get fields, 3 lack nothing, 1 left alone" in again.stderr
    assert "to apply it" not in again.stderr


def test_adopt_writes_the_patch_to_stdout_byte_by_byte(folder: Path) -> None:
    """Line ends of a file stay as they are, also in a folder without git."""
    (folder.parent / "plain").mkdir()
    (folder.parent / "plain" / "a.md").write_bytes(b"# A\r\n")
    done = subprocess.run(
        [COMMAND, "adopt", str(folder.parent / "plain")], capture_output=True, check=True, timeout=PATIENCE_SECONDS
    )
    assert done.stderr.startswith(b"1 file: 1 would get fields")
    assert b"+title: A\r\n" in done.stdout
    assert b"\n # A\r\n" in done.stdout
    assert b"reviewed" not in done.stdout
    assert (folder.parent / "plain" / "a.md").read_bytes() == b"# A\r\n"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--owner", "mara"), "--owner: `mara` is not an e-mail address"),
        (("--review-every", "often"), "--review-every: write a number and a unit"),
        (("--output", "{folder}/x.patch"), "where adopt writes nothing"),
        (("--output", "/nowhere/x.patch"), "/nowhere/x.patch can't be written: No such file"),
    ],
)
def test_adopt_refuses_what_would_be_wrong_everywhere(folder: Path, options: tuple[str, str], says: str) -> None:
    """One clear line, before anything is printed."""
    write_page(folder, "a.md")
    done = run("adopt", str(folder), *(option.format(folder=folder) for option in options), folder=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_adopt_needs_a_folder(folder: Path) -> None:
    """A file or a wrong name is refused."""
    done = run("adopt", str(folder / "nowhere"), folder=folder)
    assert done.returncode == 2
    assert "nowhere is not a folder" in done.stderr
    assert "CONTENT_DIR" not in done.stderr


def test_new_writes_a_page_that_the_check_accepts(folder: Path) -> None:
    """Its path is printed; the owner is whom git knows."""
    done = run("new", "battlecard", "How Acme sells", folder=folder)
    path = folder / "battlecards" / "how-acme-sells.md"
    assert (done.returncode, done.stdout) == (0, f"{path}\n")
    assert "\nowner: mara@x.example\n" in path.read_text(encoding="utf-8")
    assert "1 page, 0 errors, 0 warnings" in run("check", folder=folder).stderr


def test_new_takes_language_owner_and_folder(folder: Path) -> None:
    """What is said counts more than what is found."""
    options = ("--language", "pl", "--owner", "ola@x.example", "--folder", "sales/cards")
    done = run("new", "guide", "Dlaczego my?", *options, folder=folder)
    text = (folder / "sales" / "cards" / "dlaczego-my.md").read_text(encoding="utf-8")
    assert done.returncode == 0
    assert "\nlanguage: pl\n" in text
    assert "\nowner: ola@x.example\n" in text


def test_new_never_overwrites(folder: Path) -> None:
    """A page is named, and so is a file that is no page, and nothing of a course is left behind."""
    run("new", "guide", "Prices", folder=folder)
    before = (folder / "guides" / "prices.md").read_bytes()
    done = run("new", "guide", "PRICES!", folder=folder)
    assert done.returncode == 2
    assert "guides/prices.md has this address already" in done.stderr
    assert (folder / "guides" / "prices.md").read_bytes() == before
    (folder / "courses" / "x").mkdir(parents=True)
    (folder / "courses" / "x" / "quiz.md").write_bytes(b"\xff")
    done = run("new", "course", "X", folder=folder)
    assert "quiz.md is there already" in done.stderr
    assert [path.name for path in (folder / "courses" / "x").iterdir()] == ["quiz.md"]


def test_of_two_at_once_one_is_refused(folder: Path) -> None:
    """Neither writes into the other's file."""

    def new(owner: str) -> int:
        command = [COMMAND, "new", "guide", "Prices", "--owner", owner]
        environ = {**os.environ, "CONTENT_DIR": str(folder), "DATA_DIR": str(folder.parent / "data")}
        return subprocess.run(
            command, env=environ, capture_output=True, timeout=PATIENCE_SECONDS, check=False
        ).returncode

    with ThreadPoolExecutor(2) as pool:
        codes = list(pool.map(new, ["a@x.example", "b@x.example"]))
    assert sorted(codes) == [0, 2]
    text = (folder / "guides" / "prices.md").read_text(encoding="utf-8")
    assert re.findall(r"owner: (\w)", text) == [["a", "b"][codes.index(0)]]


def test_new_stays_in_the_library(folder: Path, tmp_path: Path) -> None:
    """A link that leads out of it is no folder of the library."""
    (tmp_path / "outside").mkdir()
    (folder / "guides").symlink_to(tmp_path / "outside")
    done = run("new", "guide", "Prices", folder=folder)
    assert done.returncode == 2
    assert "leads out of the library" in done.stderr
    assert not list((tmp_path / "outside").iterdir())


def test_the_help_of_new_names_every_type(folder: Path) -> None:
    """And a type that doesn't exist is refused with the nearest that does."""
    # Lines are broken behind hyphens too.
    shown = re.sub(r"\s+", " ", re.sub(r"-\s+", "-", run("new", "--help", folder=folder).stdout))
    assert f"TYPE is one of {', '.join(TYPES)}." in shown
    assert "did you mean `playbook`?" in run("new", "play-book", folder=folder).stderr
