"""PostgreSQL's own programs: found on the machine, new enough for a server, run with what they tell of themselves."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from api.work.backups.manifest import BackupRefusal, Telling

# What the programs write with --verbose before each table's rows.
_TABLE = re.compile(r"^pg_(?:dump|restore): (?:dumping contents of|processing data for) table ")
LAST_LINES = 5
# What they say is read, so they say it in one language.
PLAINLY = ("env", "LC_ALL=C")


def find_program(name: str, *, at_least: int) -> str:
    """Return the path of a program; raises BackupRefusal where there is none of this major version or newer."""
    path = shutil.which(name)
    if path is None:
        raise BackupRefusal(
            f"{name} isn't on this machine, and without it PostgreSQL can't be backed up or restored; install the "
            f"client programs of PostgreSQL {at_least} (postgresql-client-{at_least} on Debian)"
        )
    major = major_of(path)
    if major < at_least:
        raise BackupRefusal(
            f"{path} is of PostgreSQL {major}, and {at_least} or newer is needed here; install "
            f"postgresql-client-{at_least}, and let PATH find it first"
        )
    return path


def major_of(program: str) -> int:
    """Return the major version of a program, 0 where it doesn't say."""
    found = re.search(r"\) (\d+)", _printed(program, "--version"))
    return int(found[1]) if found else 0


def run_program(command: Sequence[str | Path], *, tables: int, what: str, tell: Telling) -> None:
    """Run a program with --verbose, and tell with which of its tables it is; raises BackupRefusal where it fails.

    Where we are killed it ends with the next line that it can't tell anybody.
    """
    done, last = 0, [""]
    arguments = [*PLAINLY, *map(str, command), "--verbose"]
    with subprocess.Popen(  # noqa: S603 - a program of PostgreSQL, and our own arguments
        arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            for line in process.stderr or ():
                last = [*last[1 - LAST_LINES :], line.strip()]
                if _TABLE.match(line):
                    done += 1
                    tell(what, done, max(done, tables))
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise failure_of(command[0], last)


def failure_of(program: str | Path, last: Sequence[str]) -> BackupRefusal:
    """Return what to raise for a program that failed, of the last lines that it wrote."""
    faults = [line for line in last if "error" in line.lower() or "fatal" in line.lower()] or last
    return BackupRefusal(f"{Path(program).name} failed: {' '.join(faults)}")


def refuse_unreadable(program: str, dump: Path) -> None:
    """Raise BackupRefusal for a dump that `pg_restore` can't list."""
    _printed(program, "--list", str(dump))


def _printed(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - as above
    if done.returncode:
        raise BackupRefusal(f"{Path(command[0]).name} failed: {done.stderr.strip()}")
    return done.stdout
