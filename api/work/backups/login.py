"""Signing PostgreSQL's programs in: an address of SQLAlchemy as libpq reads it, its password where nobody can."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg.conninfo import make_conninfo
from sqlalchemy import URL, Connection


@contextmanager
def login(url: URL, *, beside: Connection | None = None) -> Iterator[str]:
    """Give an address for a program's command line: the password stands in a file that nobody else may read.

    Of several servers it leads to the one that a connection is `beside`, or to that which libpq chooses.
    """
    options = _options_of(url)
    if beside is not None:
        options |= _server_of(beside)
    password = options.pop("password", None)
    if not password:
        yield make_conninfo(**options)
        return
    with tempfile.NamedTemporaryFile("w", prefix="repertoire-", encoding="utf-8") as file:
        escaped = str(password).replace("\\", "\\\\").replace(":", "\\:")
        file.write(f"*:*:*:*:{escaped}\n")
        file.flush()
        yield make_conninfo(**options | {"passfile": file.name})


def _options_of(url: URL) -> dict[str, Any]:
    """Return what libpq is told of an address: SQLAlchemy has ways of its own to write several servers."""
    dialect = url.set(drivername="postgresql+psycopg").get_dialect()()
    return dict(dialect.create_connect_args(url)[1])


def _server_of(connection: Connection) -> dict[str, Any]:
    """Return where a connection leads: a name may stand for several machines, and a snapshot is one server's."""
    info = connection.connection.dbapi_connection.info  # type: ignore[union-attr]  # it is psycopg's
    found = {"host": info.host, "port": info.port, "hostaddr": info.hostaddr}
    return {name: value for name, value in found.items() if value}
