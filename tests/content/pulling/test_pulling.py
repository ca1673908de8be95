"""A library that is pulled: each commit is shown in one step or not at all, whatever it holds and whoever is killed."""

from __future__ import annotations

import base64
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from content import git as subject
from content.git import GitError, run_git
from content.history import head_of, read_history
from content.library import read_library
from content.pulling.pulling import CLONE, CURRENT, BrokenCommitError, PullError, pull, shown_commit
from content.pulling.remote import Remote, read_remote
from support.checking import MARCH, Repository, write

PAGE = "---\nid: {0}\ntitle: {0}\n---\n\n# {0}\n\nAbout the {0}.\n"
CONFLICT = PAGE + "\n<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> other\n"


class Pulled:
    """A remote of a test's own with two pages, and what is pulled of it."""

    def __init__(self, folder: Path) -> None:
        """Make the remote; nothing is pulled yet."""
        self.remote = Repository(folder / "remote")
        self.home = folder / "library"
        self.home.mkdir()
        self.broken: dict[str, str] = {}
        self.lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT)
        for name in ("anchor", "capstan"):
            write(self.remote.folder, f"pages/{name}.md", PAGE.format(name))
        write(self.remote.folder, "taxonomy.yml", "products:\n  rope: Rope\n")
        self.commit()

    def commit(self) -> str:
        """Commit what is in the remote's folder, and return the hash."""
        self.remote.commit(at=MARCH)
        return self.remote.git("rev-parse", "HEAD").strip()

    def pull(self, inside: str = "pages") -> str:
        """Pull the newest commit."""
        where = Remote(str(self.remote.folder), "main")
        return pull(where, self.home, inside=inside, lock=self.lock, broken=self.broken)

    def ids(self) -> set[str]:
        """Return the ids of the pages that are shown."""
        return set(read_library(self.home / CURRENT / "pages").by_id)


@pytest.fixture
def pulled(tmp_path: Path) -> Iterator[Pulled]:
    """A remote with two pages, which were pulled."""
    made = Pulled(tmp_path)
    made.pull()
    yield made
    os.close(made.lock)


def test_the_newest_commit_is_shown_with_its_history(pulled: Pulled) -> None:
    """What changed is another file; what didn't kept its time, so that nobody reads it again; git knows of both."""
    before = {path: (pulled.home / CURRENT / path).stat().st_mtime_ns for path in ("pages/anchor.md", "taxonomy.yml")}
    write(pulled.remote.folder, "pages/capstan.md", PAGE.format("winch"))
    commit = pulled.commit()
    assert pulled.pull() == commit == shown_commit(pulled.home) == head_of(pulled.home / CURRENT / "pages")
    assert pulled.ids() == {"anchor", "winch"}
    assert {path: (pulled.home / CURRENT / path).stat().st_mtime_ns for path in before} == before
    history = read_history(pulled.home / CURRENT / "pages")
    assert history is not None
    assert (history.head, set(history.pages)) == (commit, {"anchor.md", "capstan.md"})
    assert pulled.pull() == commit, "nothing newer changes nothing"


def test_commits_that_were_shown_are_swept_but_for_the_last(pulled: Pulled) -> None:
    """Somebody may still read it; and a branch that was set back is followed."""
    first = shown_commit(pulled.home)
    for name in ("halyard", "mizzen", "rudder"):
        write(pulled.remote.folder, f"pages/{name}.md", PAGE.format(name))
        pulled.commit()
        pulled.pull()
    assert len(list(pulled.home.glob("at-*"))) == 2
    pulled.remote.git("reset", "--quiet", "--hard", str(first))
    assert pulled.pull() == first
    assert pulled.ids() == {"anchor", "capstan"}


def _conflicts(folder: Path) -> None:
    for name in ("anchor", "capstan"):
        write(folder, f"pages/{name}.md", CONFLICT.format(name))


BROKEN: dict[str, Callable[[Path], object]] = {
    "its taxonomy can't be read": lambda folder: write(folder, "taxonomy.yml", "products: [\n"),
    "it holds no page": lambda folder: (
        shutil.move(folder / "pages" / "anchor.md", folder / "anchor.md")
        and shutil.move(folder / "pages" / "capstan.md", folder / "pages" / "capstan.txt")
    ),
    "it has no folder `pages`": lambda folder: shutil.move(folder / "pages", folder / "moved"),
    "2 of its 2 pages": _conflicts,
}


@pytest.mark.parametrize("says", BROKEN)
def test_a_broken_commit_leaves_the_last_good_one(pulled: Pulled, says: str) -> None:
    """It is named each time it is met, looked at once, and the next good one is shown."""
    good = shown_commit(pulled.home)
    BROKEN[says](pulled.remote.folder)
    broken = pulled.commit()
    with pytest.raises(BrokenCommitError, match=f"{broken[:12]} isn't shown.*{says}") as refused:
        pulled.pull()
    assert (shown_commit(pulled.home), pulled.ids()) == (good, {"anchor", "capstan"})
    pulled.broken = {refused.value.which: "looked at before"}
    with pytest.raises(BrokenCommitError, match="looked at before"):
        pulled.pull()
    pulled.remote.git("revert", "--no-edit", "HEAD")
    assert pulled.pull() != good
    assert pulled.ids() == {"anchor", "capstan"}


def test_single_broken_pages_hold_nothing_up(pulled: Pulled) -> None:
    """One of three that can't be read is a line in the check, as ever."""
    write(pulled.remote.folder, "pages/rudder.md", PAGE.format("rudder"))
    write(pulled.remote.folder, "pages/capstan.md", "---\ntitle: [\n---\n")
    assert pulled.pull() != pulled.commit() == pulled.pull()
    assert "rudder" in pulled.ids()


LEFT: dict[str, Callable[[Path], object]] = {
    "a lock of a fetch": lambda home: (home / CLONE / "refs" / "heads" / "library.lock").write_text(""),
    "a lock of packed refs": lambda home: (home / CLONE / "packed-refs.lock").write_text(""),
    "half a commit": lambda home: (home / f".new-{'0' * 40}").mkdir(),
    "a link that wasn't put in place": lambda home: (home / ".new-link").symlink_to("nowhere"),
    "no link any more": lambda home: (home / CURRENT).unlink(),
    "a clone without its head": lambda home: (home / CLONE / "HEAD").unlink(),
    "no clone any more": lambda home: shutil.rmtree(home / CLONE),
    "the files of the commit gone": lambda home: shutil.rmtree((home / CURRENT).resolve()),
}


@pytest.mark.parametrize("left", LEFT)
def test_whatever_a_kill_left_is_pulled_over(pulled: Pulled, left: str) -> None:
    """The next pull shows the newest commit, whole."""
    LEFT[left](pulled.home)
    write(pulled.remote.folder, "pages/rudder.md", PAGE.format("rudder"))
    commit = pulled.commit()
    place = pulled.home / f"at-{commit}"
    place.mkdir()  # what was laid out and not shown, and maybe not whole
    assert pulled.pull() == commit
    assert pulled.ids() == {"anchor", "capstan", "rudder"}


def test_a_remote_that_is_away_changes_nothing(pulled: Pulled) -> None:
    """What git says is told; a branch that isn't there as well."""
    aside = pulled.remote.folder.with_name("aside")
    pulled.remote.folder.rename(aside)
    with pytest.raises(PullError, match="git: "):
        pulled.pull()
    aside.rename(pulled.remote.folder)
    where = Remote(str(pulled.remote.folder), "nowhere")
    with pytest.raises(PullError, match="nowhere"):
        pull(where, pulled.home, inside="pages", lock=pulled.lock, broken={})
    assert pulled.ids() == {"anchor", "capstan"}


def test_a_password_reaches_the_remote_and_no_file(pulled: Pulled) -> None:
    """Git is refused without it, and told it by no command line; what it leaves on the disk doesn't hold it."""
    pulled.remote.git("update-server-info")
    word = "p@ss-word"
    with _asking_for("mara", word, pulled.remote.folder / ".git") as address:
        with pytest.raises(PullError):
            pull(read_remote(f"http://{address}/", "main"), pulled.home, inside="", lock=pulled.lock, broken={})
        write(pulled.remote.folder, "pages/rudder.md", PAGE.format("rudder"))
        commit = pulled.commit()
        pulled.remote.git("update-server-info")
        remote = read_remote(f"http://mara:p%40ss-word@{address}/", "main")
        assert pull(remote, pulled.home, inside="pages", lock=pulled.lock, broken={}) == commit
    files = [path for path in pulled.home.rglob("*") if path.is_file()]
    assert not [path for path in files if word.encode() in path.read_bytes() or b"p%40ss" in path.read_bytes()]


def test_a_fetch_may_take_longer_than_anything_else_of_git(pulled: Pulled, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that is large, or far away, could never be pulled otherwise."""
    monkeypatch.setattr(subject, "PATIENCE_SECONDS", 2)
    os.mkfifo(pulled.home.parent / "never")
    gave_up: list[str] = []

    def delay() -> None:
        """Wait until a git that was begun after the fetch was given up."""
        if not gave_up:
            with pytest.raises(GitError) as error:
                run_git(pulled.home.parent, "hash-object", "never")
            gave_up.append(str(error.value))

    write(pulled.remote.folder, "pages/winch.md", PAGE.format("winch"))
    commit = pulled.commit()
    pulled.remote.git("update-server-info")
    with _serving(pulled.remote.folder / ".git", delay) as address:
        remote = read_remote(f"http://{address}/", "main")
        assert pull(remote, pulled.home, inside="pages", lock=pulled.lock, broken={}) == commit
    assert gave_up == ["git took longer than 2 seconds"]


@contextmanager
def _serving(folder: Path, before_each: Callable[[], None]) -> Iterator[str]:
    """Serve a folder, and do something before each answer."""

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            before_each()
            super().do_GET()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()


@contextmanager
def _asking_for(user: str, word: str, folder: Path) -> Iterator[str]:
    """Serve a folder to who has a name and password."""
    wanted = "Basic " + base64.b64encode(f"{user}:{word}".encode()).decode()

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.headers.get("Authorization") == wanted:
                return super().do_GET()
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="library"')
            self.end_headers()
            return None

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.parametrize(
    ("url", "plain", "user", "password"),
    [
        ("https://mara:p%40ss@forge.example/a/b.git", "https://forge.example/a/b.git", "mara", "p@ss"),
        ("https://token123@forge.example/a/b.git", "https://forge.example/a/b.git", "token123", "token123"),
        ("https://forge.example/a/b.git", "https://forge.example/a/b.git", "", ""),
        ("git@forge.example:a/b.git", "git@forge.example:a/b.git", "", ""),
        ("ssh://git@forge.example/a/b.git", "ssh://git@forge.example/a/b.git", "", ""),
    ],
)
def test_a_name_and_password_stand_in_no_address(url: str, plain: str, user: str, password: str) -> None:
    """And a remote that is printed shows no password."""
    remote = read_remote(url, "main")
    assert (remote.url, remote.user, remote.password) == (plain, user, password)
    assert password not in repr(remote) or password in ("", user)


@pytest.mark.parametrize(
    "url", ["ext::sh -c id", "--upload-pack=id", "https://-x", "ssh://-oProxyCommand=id", "../here"]
)
def test_what_is_no_address_is_refused_without_saying_it(url: str) -> None:
    """Above all what makes git run a program."""
    with pytest.raises(ValueError, match="no address of git's") as refused:
        read_remote(url, "")
    assert url not in str(refused.value)
