"""`repertoire reviewed` and `repertoire digest`, run as their users run them."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from click.testing import CliRunner
from dateutil.relativedelta import relativedelta

from api.cli import main
from support.factories import write_good_page, write_page
from support.ports import free_port

TODAY = datetime.now(UTC).astimezone().date()
MARA = "mara@brightwharf.example"


@dataclass(frozen=True)
class Run:
    """What a command answered."""

    returncode: int
    stdout: str
    stderr: str


def run(*arguments: str, library: Path, **environ: str) -> Run:
    """Run the command in this process, with its data folder beside the library."""
    given = {"DATA_DIR": str(library.parent / "data"), "CONTENT_DIR": str(library), **environ}
    done = CliRunner().invoke(main, arguments, env=given)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Run(done.exit_code, done.stdout, done.stderr)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library in a git repository, with the shell beside it."""
    folder = tmp_path / "library"
    write_good_page(folder, "guides/old one.md", title="The old one", id="old", reviewed="2020-01-02", owner=MARA)
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    subprocess.run(["git", "-C", str(folder), "add", "."], check=True)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    return folder


def test_a_page_is_marked_and_the_commit_is_printed(library: Path) -> None:
    """By its path in the library; the printed command commits it."""
    page = library / "guides" / "old one.md"
    page.chmod(0o664)
    before = page.read_text()
    done = run("reviewed", "guides/old one.md", library=library)
    assert (done.returncode, done.stderr) == (0, "")
    assert page.read_text() == before.replace("2020-01-02", str(TODAY))
    assert page.stat().st_mode & 0o777 == 0o664
    shown, command = done.stdout.splitlines()
    until = TODAY + relativedelta(months=6)
    assert shown == f"{page}:6: reviewed: {TODAY}, counts until {until}"
    git = command.strip().replace("git ", "git -c user.name=M -c user.email=m@x.example ", 1)
    subprocess.run(git, shell=True, cwd=library, check=True, capture_output=True)
    assert subprocess.check_output(["git", "log", "--format=%s"], cwd=library, text=True) == "Review The old one\n"


def test_a_path_of_this_folder_comes_first(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As every command of a shell takes it; what is printed is as short as that."""
    monkeypatch.chdir(library / "guides")
    done = run("reviewed", "old one.md", "--on", "2026-02-28", library=library)
    assert done.stdout.startswith("old one.md:6: reviewed: 2026-02-28, counts until 2026-08-28\n")
    assert "  git commit -m 'Review The old one' -- 'old one.md'\n" in done.stdout


def test_what_can_not_be_changed_is_named_and_the_others_are_done(library: Path) -> None:
    """One line each, with the reason; exit code 2."""
    write_page(library, "list.md", title="List", reviewed="[2020]")
    (library / "latin.md").write_bytes("---\ntitle: é\n---\n".encode("latin-1"))
    (library / "note.txt").write_text("a note")
    paths = ["missing.md", "list.md", "latin.md", "note.txt", "guides", "guides/old one.md"]
    done = run("reviewed", *paths, library=library)
    assert done.returncode == 2
    lines = done.stderr.splitlines()
    assert [line.split(": ")[1] for line in lines] == paths[:-1]
    for line, says in zip(
        lines, ["no such file", "by hand", "isn't UTF-8", "pages end in .md", "no such file"], strict=True
    ):
        assert says in line
    assert f"reviewed: {TODAY}" in done.stdout
    assert "reviewed: [2020]" in (library / "list.md").read_text()


def test_a_link_stays_a_link(library: Path) -> None:
    """What it leads to is written."""
    (library.parent / "elsewhere" / "link.md").symlink_to(library / "guides" / "old one.md")
    assert run("reviewed", "link.md", library=library).returncode == 0
    assert Path("link.md").is_symlink()
    assert f"reviewed: {TODAY}" in (library / "guides" / "old one.md").read_text()


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_folder_that_can_not_be_written_to_is_named(library: Path) -> None:
    """The page stays as it was."""
    (library / "guides").chmod(0o555)
    done = run("reviewed", "guides/old one.md", library=library)
    (library / "guides").chmod(0o755)
    assert (done.returncode, "Permission denied" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("day", "says"), [("soon", "write a date as YYYY-MM-DD"), (str(TODAY + timedelta(days=1)), "still to come")]
)
def test_a_day_that_is_none_or_has_not_come_is_refused(library: Path, day: str, says: str) -> None:
    """Before any page is touched."""
    done = run("reviewed", "guides/old one.md", "--on", day, library=library)
    assert (done.returncode, done.stdout, says in done.stderr) == (2, "", True)
    assert "2020-01-02" in (library / "guides" / "old one.md").read_text()


def test_without_a_mail_server_a_digest_is_refused_in_one_line(library: Path) -> None:
    """Unless it is only to be looked at."""
    done = run("digest", library=library)
    assert done.returncode == 2
    assert done.stderr == "repertoire: there is no mail server; set SMTP_HOST and MAIL_FROM\n"


def test_a_digest_is_shown_and_then_sent_once(library: Path) -> None:
    """Looking sends nothing; a second run skips who got one."""
    kept: list[str] = []

    class Keep(Message):
        def handle_message(self, message: object) -> None:
            kept.append(str(message))

    assert run("person", "add", MARA, "--name", "Mara", "--role", "author", library=library).returncode == 0
    shown = run("digest", "--dry-run", library=library)
    assert shown.stdout.startswith(f"To: {MARA}\nSubject: Reviews: 1 overdue\n\nThe old one\n")
    assert "still true? repertoire reviewed 'guides/old one.md'\n" in shown.stdout
    assert shown.stderr == "1 to send; nothing was sent\n"
    port = free_port()
    server = Controller(Keep(), hostname="127.0.0.1", port=port)
    server.start()
    mail = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(port), "MAIL_FROM": "repertoire@brightwharf.example"}
    first, second = (run("digest", library=library, **mail) for _ in range(2))
    server.stop()
    assert (first.returncode, first.stdout.partition(" (")[0], len(kept)) == (0, "1 sent, 0 skipped", 1)
    assert second.stdout == "0 sent, 1 skipped (sent this week, or tried within the hour), 0 failed\n"


def test_a_digest_that_is_not_sent_is_named(library: Path) -> None:
    """With the reason; exit code 2."""
    run("person", "add", MARA, "--name", "Mara", "--role", "author", library=library)
    mail = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": "1", "MAIL_FROM": "repertoire@brightwharf.example"}
    done = run("digest", library=library, **mail)
    assert (done.returncode, "0 sent, 0 skipped" in done.stdout, "1 failed" in done.stdout) == (2, True, True)
    assert done.stderr.startswith(f"not sent: {MARA}: 127.0.0.1:1: ")
