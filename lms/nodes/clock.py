"""The database's clock, the one that all nodes share: those of machines differ, and one that is off would take all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.visitors import InternalTraversal

from lms.base import UtcDateTime


class DatabaseMoment(ColumnElement[datetime]):
    """The moment at which the database reads it, and so many seconds later."""

    type = UtcDateTime()
    # What of it stands in the statement: the seconds tell compiled statements apart.
    inherit_cache = True
    _traverse_internals = [("seconds", InternalTraversal.dp_plain_obj)]  # noqa: RUF012 - so SQLAlchemy reads it

    def __init__(self, seconds: float = 0.0) -> None:
        """Take the seconds, which stand in the statement."""
        self.seconds = float(seconds)


@compiles(DatabaseMoment, "postgresql")
def _on_postgresql(element: DatabaseMoment, *_: Any, **__: Any) -> str:
    """Not `now()`, which is the moment at which the transaction began."""
    return f"(clock_timestamp() + interval '{element.seconds:.3f} seconds')"


@compiles(DatabaseMoment)
def _on_sqlite(element: DatabaseMoment, *_: Any, **__: Any) -> str:
    """In the six digits that our moments have, so that texts compare as moments do."""
    return f"(strftime('%Y-%m-%d %H:%M:%f', 'now', '{element.seconds:+.3f} seconds') || '000')"
