"""History of the pages in git: who changed each last, when, and when it came into the library.

Git is asked once for all pages. Without git, outside a repository, or where git fails, nothing is known.
"""

from __future__ import annotations

import heapq
import json
import re
import secrets
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from content.replacing import write_atomically

NAME = "history.json"
PATIENCE_SECONDS = 120
# A repository's own settings must not make git run programs or wait for a person.
_QUIET = ("-c", "core.fsmonitor=false", "-c", "log.showSignature=false", "-c", "core.quotePath=false")
_SHOW = ("show", "--no-color", "--no-ext-diff", "--no-textconv", "--format=", "--relative")
MOST_LINES = 1_000_000
NEWEST = 200
_WEB = re.compile(r"^(?:https?://(?:[^@/]*@)?|ssh://(?:[^@/]*@)?|git@)([\w.-]+)(?::\d+)?[:/](.+?)(?:\.git)?/?$")


@dataclass(frozen=True)
class PageChange:
    """One commit: its hash, author's name, time in UTC and subject."""

    commit: str
    author: str
    at: datetime
    subject: str


@dataclass(frozen=True)
class PageHistory:
    """A page's last change, and when its path was first committed; None where a shallow clone doesn't reach back."""

    last: PageChange
    first_at: datetime | None


@dataclass(frozen=True)
class History:
    """The histories of files by their paths in the library; `web` is the repository's address for people, or None."""

    head: str
    web: str | None
    pages: Mapping[str, PageHistory]

    def of(self, path: str) -> PageHistory | None:
        """Return the history of a file, None where git knows nothing of it."""
        return self.pages.get(path)

    @cached_property
    def newest(self) -> tuple[str, ...]:
        """Paths of the files that changed last, the latest first; at most NEWEST of them."""
        latest = heapq.nlargest(NEWEST, self.pages.items(), key=lambda item: (item[1].last.at, item[0]))
        return tuple(path for path, _ in latest)

    def link(self, change: PageChange) -> str | None:
        """Return the address at which people see what a commit changed, where the repository has one."""
        return f"{self.web}/commit/{change.commit}" if self.web else None


NOTHING = History("", None, {})


def read_history(root: Path) -> History | None:
    """Ask git about every file below root; None when there is no repository, no commit or no git."""
    head = commit_of(root)
    if head is None:
        return None
    mark = secrets.token_hex(16)  # no file can be named so that its name looks like the start of a commit
    form = f"--format={mark}%H%x00%an%x00%aI%x00%s"
    log = _git(root, "log", "--name-only", "--no-renames", "-z", "--relative", form, "--", ".")
    if log is None:
        return None
    ends = _ends(root)
    pages: dict[str, PageHistory] = {}
    for change, paths in _commits(log, mark):
        for path in paths:
            known = pages.get(path)
            if change.commit not in ends:
                pages[path] = PageHistory(known.last if known else change, change.at)
            elif known:
                pages[path] = PageHistory(known.last, None)
    return History(head, _web_address(_git(root, "remote", "get-url", "origin")), pages)


def commit_of(root: Path) -> str | None:
    """Return the hash of the commit that is checked out, or None."""
    found = _git(root, "rev-parse", "--verify", "--quiet", "HEAD")
    return found and found.strip()


def write_history(history: History | None, folder: Path) -> None:
    """Write down for other processes what git knows."""
    text = json.dumps(asdict(history or NOTHING), ensure_ascii=False, default=str)
    write_atomically(folder / NAME, text)


def refresh_history(root: Path, folder: Path) -> History:
    """Return what git knows now, and write it down in a folder where another commit is checked out than before."""
    known = HistoryFile(folder).read()
    if known.head == (commit_of(root) or ""):
        return known
    found = read_history(root)
    write_history(found, folder)
    return found or NOTHING


class HistoryFile:
    """Reads what was written down, again only when the file changed; safe for threads."""

    def __init__(self, folder: Path) -> None:
        """Read nothing yet."""
        self._path = folder / NAME
        self._known: tuple[int, History] = (-1, NOTHING)

    def read(self) -> History:
        """Return what git knew last; nothing while nobody has asked it."""
        try:
            stamp = self._path.stat().st_mtime_ns
            if stamp != self._known[0]:
                self._known = (stamp, _from_json(json.loads(self._path.read_text(encoding="utf-8"))))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return NOTHING
        return self._known[1]

    def of(self, path: str) -> PageHistory | None:
        """Return the history of a file, None where git knows nothing of it."""
        return self.read().of(path)


def last_change_patch(root: Path, path: str, commit: str) -> str | None:
    """Return what a commit changed in one file, as a patch; None when git can't say."""
    return _git(root, *_SHOW, commit, "--", path)


def whole_change(root: Path, path: str, commit: str) -> str | None:
    """Return the same with all lines that stayed, so that both sides of the file can be read from it."""
    return _git(root, *_SHOW, f"--unified={MOST_LINES}", commit, "--", path)


def author_address(root: Path) -> str | None:
    """Return the address with which git would sign a commit in a folder, or None."""
    address = (_git(root, "config", "user.email") or "").strip()
    return address if "@" in address else None


def _git(root: Path, *arguments: str) -> str | None:
    """Run git in a folder and return what it prints, or None when it fails."""
    # In a hook git names the repository in the environment, which would hide that of another folder.
    command = ["env", "-u", "GIT_DIR", "-u", "GIT_WORK_TREE", "-u", "GIT_INDEX_FILE"]
    command += ["git", "--no-pager", "--literal-pathspecs", *_QUIET, "-C", str(root), *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - our own arguments; paths stand behind `--`
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def _ends(root: Path) -> set[str]:
    """Return the commits at which a shallow clone ends: all files seem to be new in them."""
    place = _git(root, "rev-parse", "--git-path", "shallow")
    try:
        return set((root / place.strip()).read_text(encoding="ascii").split()) if place else set()
    except (OSError, ValueError):
        return set()


def _commits(log: str, mark: str) -> Iterator[tuple[PageChange, list[str]]]:
    """Yield each commit, newest first, with the files it touched; none whose time no calendar has."""
    pieces = iter(log.split("\0"))
    change: PageChange | None = None
    paths: list[str] = []
    for piece in pieces:
        if not piece.startswith(mark):
            if piece:  # git puts a line break before the first path
                paths.append(piece if paths else piece.removeprefix("\n"))
            continue
        if change and paths:
            yield change, paths
        author, at, subject = (next(pieces, "") for _ in range(3))
        change, paths = _change_at(at, piece.removeprefix(mark), author, subject), []
    if change and paths:
        yield change, paths


def _change_at(at: str, commit: str, author: str, subject: str) -> PageChange | None:
    try:
        return PageChange(commit, author, datetime.fromisoformat(at).astimezone(UTC), subject)
    except (ValueError, OverflowError):  # an author's clock may say anything, and old tools wrote nothing
        return None


def _web_address(remote: str | None) -> str | None:
    """Return the address of a repository's pages, made of its remote's; None for a folder or anything unknown."""
    found = _WEB.match((remote or "").strip())
    return f"https://{found[1]}/{found[2]}" if found else None


def _from_json(data: dict[str, Any]) -> History:
    pages = {
        path: PageHistory(_change(page["last"]), page["first_at"] and datetime.fromisoformat(page["first_at"]))
        for path, page in data["pages"].items()
    }
    return History(data["head"], data["web"], pages)


def _change(data: dict[str, str]) -> PageChange:
    return PageChange(data["commit"], data["author"], datetime.fromisoformat(data["at"]), data["subject"])
