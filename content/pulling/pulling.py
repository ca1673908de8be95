"""Pulling: the newest commit of a remote laid out beside the one that is shown, looked at, and shown in one step.

In a folder lie a bare clone, each shown commit as a repository of its own that borrows the clone's objects, and a link
to the one that is shown. Killed anywhere the link leads to a whole library, and the next pull does again what was
begun. Who pulls has a lock, which a git that runs on without its parent keeps until it ends.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from content.git import SLOW_SECONDS, GitError, git, run_git
from content.pulling.remote import Remote
from content.pulling.verdict import refusal_of

CURRENT, CLONE, PLACE, NEW = "current", "clone", "at-", ".new-"
_BRANCH = "refs/heads/library"
# Not a repository around the data folder, should the clone be none any more.
_HERE = ("--git-dir=.",)
# Nothing is taken away that a commit which is shown may borrow, and nothing is done behind our back.
_KEEPING = ("-c", "gc.pruneExpire=never", "-c", "gc.autoDetach=false")
# A forge that packs a large library says next to nothing meanwhile; one that says nothing at all is gone.
_SLOW = ("-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=120")


class PullError(OSError):
    """The remote can't be reached, says no, or has no such branch; what is shown stays."""


class BrokenCommitError(PullError):
    """A commit isn't shown, because of what it holds; what is shown stays."""

    def __init__(self, commit: str, message: str) -> None:
        """Keep which commit it is."""
        super().__init__(message)
        self.which = commit


def pull(remote: Remote, home: Path, *, inside: str, lock: int, broken: Mapping[str, str]) -> str:
    """Show the newest commit of a remote at CURRENT in a folder, and return its hash; raises PullError.

    `inside` is where in it the library lies; `lock` an open file whose lock the caller has. `broken` are commits that
    were looked at before, with what was said of them.
    """
    try:
        commit = _fetch(remote, home / CLONE, lock)
        if commit == shown_commit(home):
            return commit
        if commit in broken:
            raise BrokenCommitError(commit, broken[commit])
        _show(home, _lay_out(remote, home, commit, inside))
        _sweep(home)
    except GitError as error:
        raise PullError(f"git: {error}") from error
    return commit


def shown_commit(home: Path) -> str | None:
    """Return the hash of the commit that is shown; None where none is, or its files are gone."""
    try:
        if not (home / CURRENT).is_dir():
            return None
        return (home / CURRENT).readlink().name.removeprefix(PLACE)
    except OSError:
        return None


def _fetch(remote: Remote, clone: Path, lock: int) -> str:
    """Bring the clone up to the remote, and return the hash of its newest commit."""
    if not (clone / "HEAD").is_file() or git(clone, *_HERE, "rev-parse", "--git-dir") is None:
        shutil.rmtree(clone, ignore_errors=True)
        clone.mkdir()
        run_git(clone, "init", "--quiet", "--bare", "--template=")
    for left in clone.rglob("*.lock"):  # of a git that was killed: nobody else works here
        left.unlink(missing_ok=True)
    wanted = f"+{remote.source}:{_BRANCH}"
    options = ("--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head")
    fetch = (*_HERE, *_KEEPING, *_SLOW, "fetch", *options, "--", remote.url, wanted)
    run_git(clone, *fetch, environ=remote.environ, keeps_open=[lock], patience=SLOW_SECONDS)
    return run_git(clone, *_HERE, "rev-parse", "--verify", f"{_BRANCH}^{{commit}}").strip()


def _lay_out(remote: Remote, home: Path, commit: str, inside: str) -> Path:
    """Lay a commit out as a repository of its own, on the disk and looked at; raises BrokenCommitError."""
    new, place = home / f"{NEW}{commit}", home / f"{PLACE}{commit}"
    for left in (new, place):
        shutil.rmtree(left, ignore_errors=True)
    new.mkdir()
    run_git(new, "init", "--quiet", "--template=")
    (new / ".git" / "objects" / "info").mkdir(parents=True, exist_ok=True)
    (new / ".git" / "objects" / "info" / "alternates").write_text(f"../../../{CLONE}/objects\n", encoding="ascii")
    run_git(new, "remote", "add", "origin", "--", remote.url)
    run_git(new, "checkout", "--quiet", "--detach", commit, patience=SLOW_SECONDS)
    if refusal := refusal_of(new / inside):
        shutil.rmtree(new, ignore_errors=True)
        raise BrokenCommitError(commit, f"the commit {commit[:12]} isn't shown, the one before is: {refusal}")
    before = shown_commit(home)
    if before is not None:
        _keep_times(home / f"{PLACE}{before}", new, before, commit)
    new.rename(place)
    os.sync()  # the files of a commit that is shown are there after a power cut
    return place


def _keep_times(before: Path, new: Path, old: str, commit: str) -> None:
    """Let files that are as they were keep the times at which they were saved: nobody reads or builds them again."""
    differing = git(new, "diff", "--name-only", "--no-renames", "-z", old, commit)
    if differing is None:
        return
    changed = set(differing.split("\0"))
    for folder, folders, names in os.walk(new):
        folders[:] = [name for name in folders if name != ".git"]
        for name in names:
            file = Path(folder, name)
            path = file.relative_to(new)
            if path.as_posix() not in changed and not file.is_symlink():
                _keep_time(before / path, file)


def _keep_time(before: Path, file: Path) -> None:
    try:
        known = before.stat(follow_symlinks=False)
        os.utime(file, ns=(known.st_atime_ns, known.st_mtime_ns), follow_symlinks=False)
    except OSError:
        return


def _show(home: Path, place: Path) -> None:
    """Let the link lead to a commit, in one step that is on the disk."""
    link = home / f"{NEW}link"
    link.unlink(missing_ok=True)
    link.symlink_to(place.name)
    link.replace(home / CURRENT)
    folder = os.open(home, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _sweep(home: Path) -> None:
    """Take away what isn't shown, but for the commit before: somebody may still read it."""
    shown = f"{PLACE}{shown_commit(home)}"
    others = [path for path in home.glob(f"{PLACE}*") if path.name != shown]
    others.sort(key=lambda path: path.stat().st_mtime)
    for left in (*others[:-1], *home.glob(f"{NEW}*")):
        shutil.rmtree(left, ignore_errors=True)
