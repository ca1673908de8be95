"""Scripts of SQL from one program of PostgreSQL to the next: all of it in one transaction, but for one line."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, cast

from api.work.backups.manifest import Telling
from api.work.backups.programs import LAST_LINES, PLAINLY, failure_of

# Settings of the session stand on top of a script, far before what tables hold.
TOP_LINES = 50
_PIPE = subprocess.PIPE


def restore_by_script(
    read: Sequence[str | Path], write: Sequence[str | Path], *, without: str, tables: int, tell: Telling
) -> None:
    """Let `write` carry out the script that `read` prints, `without` a line on top; raises BackupRefusal.

    The transaction is ended once the script is known to be whole. Where it isn't, or we are killed, the server gets no
    such end, and nothing is there.
    """
    with tempfile.TemporaryFile() as said:
        reader = subprocess.Popen([*PLAINLY, *map(str, read)], stdin=subprocess.DEVNULL, stdout=_PIPE, stderr=said)  # noqa: S603 - programs of PostgreSQL, and our own arguments
        writer = subprocess.Popen([*PLAINLY, *map(str, write)], stdin=_PIPE, stdout=subprocess.DEVNULL, stderr=said)  # noqa: S603 - as above
        try:
            is_whole = _pass_on(reader, writer, without=without.encode(), tables=tables, tell=tell)
        finally:
            for process in (reader, writer):
                process.kill()
                process.wait()
        if not is_whole:
            is_readers = reader.returncode > 0 or not writer.returncode
            raise failure_of(read[0] if is_readers else write[0], _last_lines(said))


def _pass_on(
    reader: subprocess.Popen[bytes], writer: subprocess.Popen[bytes], *, without: bytes, tables: int, tell: Telling
) -> bool:
    """Pass a script on, and tell whether all of it was carried out."""
    source, target = cast("IO[bytes]", reader.stdout), cast("IO[bytes]", writer.stdin)
    try:
        with source, target:
            target.write(b"BEGIN;\n")
            done = 0
            for line in _lines(source, without):
                target.write(line)
                if line.startswith(b"COPY "):
                    done += 1
                    tell("restoring", done, max(done, tables))
            if reader.wait() == 0:
                target.write(b"COMMIT;\n")
    except BrokenPipeError:  # it has ended, and said why
        writer.wait()
        return False
    return writer.wait() == 0 and reader.returncode == 0


def _lines(source: IO[bytes], without: bytes) -> Iterator[bytes]:
    """Yield the lines of a script, but for the first of the top that is `without`."""
    for _, line in zip(range(TOP_LINES), source):  # noqa: B905 - a script may be short
        if line.strip() == without:
            break
        yield line
    yield from source


def _last_lines(said: IO[bytes]) -> list[str]:
    said.seek(0)
    return said.read().decode("utf-8", "replace").splitlines()[-LAST_LINES:]
