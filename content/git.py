"""Git's own program, asked so that no repository makes it run programs, look elsewhere, or wait for a person."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

PATIENCE_SECONDS = 120
# What brings or lays out a whole library; a line that stands still is given up earlier.
SLOW_SECONDS = 3600
# A repository's own settings must not make git run programs or wait for a person.
_QUIET = ("-c", "core.fsmonitor=false", "-c", "log.showSignature=false", "-c", "core.quotePath=false")


class GitError(Exception):
    """Git said no, took too long or isn't there; the message is the last that it said."""


def git(root: Path, *arguments: str) -> str | None:
    """Run git in a folder and return what it prints, or None when it fails."""
    try:
        return run_git(root, *arguments)
    except GitError:
        return None


def run_git(
    root: Path,
    *arguments: str,
    environ: Mapping[str, str] | None = None,
    keeps_open: Sequence[int] = (),
    patience: float | None = None,
) -> str:
    """Run git in a folder and return what it prints; raises GitError, after PATIENCE_SECONDS where none are given.

    `environ` is added to our own environment, which nobody else can read, unlike arguments. `keeps_open` are files that
    stay open for as long as git runs, whatever becomes of this process.
    """
    # In a hook git names the repository in the environment, which would hide that of another folder.
    seconds = PATIENCE_SECONDS if patience is None else patience
    command = ["env", "-u", "GIT_DIR", "-u", "GIT_WORK_TREE", "-u", "GIT_INDEX_FILE"]
    command += [f"{name}={value}" for name, value in (("GIT_TERMINAL_PROMPT", "0"), ("LC_ALL", "C"))]
    command += ["git", "--no-pager", "--literal-pathspecs", *_QUIET, "-C", str(root), *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - our own arguments; paths stand behind `--`
            command,
            env={**os.environ, **environ} if environ else None,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
            pass_fds=keeps_open,
        )
    except OSError as error:
        raise GitError(f"git can't be run: {error.strerror}") from error
    except subprocess.TimeoutExpired as error:
        raise GitError(f"git took longer than {seconds} seconds") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise GitError(said[-1][:300] if said else f"git ended with {done.returncode}")
    return done.stdout.decode("utf-8", "replace")
