"""Columns straight from the database: a million rows in a second or two, without an object for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import Select
from sqlalchemy.orm import Session

from lms.days import day_of
from lms.figures.frames import NEVER, Frame
from lms.figures.people import Who

_BATCH = 20_000


class Codes(dict[Any, int]):
    """Codes by what the database holds, each made once: there are few days, people and courses."""

    def __init__(self, make: Callable[[Any], int]) -> None:
        """Begin with none."""
        super().__init__()
        self._make = make

    def __missing__(self, key: Any) -> int:
        """Make a number and keep it."""
        number = self[key] = self._make(key)
        return number


def days() -> Codes:
    """Return days by number, as text or as the database's own; 0 for none, NEVER for the calendar's last."""
    return Codes(_day)


def days_at(zone: ZoneInfo) -> Codes:
    """Return the days of moments, which as text are of UTC."""
    return Codes(lambda at: day_of(zone, datetime.fromisoformat(f"{at}Z") if isinstance(at, str) else at).toordinal())


def people(who: Who) -> Codes:
    """Return people by number, as text or as ids; -1 for somebody who isn't known."""
    return Codes(lambda key: who.numbers.get(str(key if isinstance(key, UUID) else UUID(key)), -1))


def read_columns(
    session: Session, queries: Iterable[Select[*tuple[Any, ...]]], columns: Mapping[str, tuple[Any, Codes | None]]
) -> Frame:
    """Return what queries select, one after the other, as columns: each with its type, and how numbers are made of it.

    Values are as the database's driver gives them: objects of our own for each row would take most of the time.
    """
    read: dict[str, list[Any]] = {name: [np.zeros(0, dtype=kind)] for name, (kind, _) in columns.items()}
    for query in queries:
        found = session.connection().execute(query)
        while found.cursor is not None and (rows := found.cursor.fetchmany(_BATCH)):
            for (name, (kind, made)), values in zip(columns.items(), zip(*rows, strict=True), strict=True):
                numbers = map(made.__getitem__, values) if made is not None else values
                read[name].append(np.fromiter(numbers, kind, len(rows)))
        found.close()
    return {name: np.concatenate(parts) for name, parts in read.items()}


def _day(day: date | str | None) -> int:
    if day is None:
        return 0
    own = date.fromisoformat(day) if isinstance(day, str) else day
    return NEVER if own == date.max else own.toordinal()
