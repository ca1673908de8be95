"""Figures of a few rows, made without a database: what isn't said of a row is what no row says."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from lms.days import now_in
from lms.figures.building import refresh_figures
from lms.figures.contracts import lasts_until
from lms.figures.frames import MISSING, NEVER, FigureSet, Frame, read_generation
from lms.figures.linking import order_of
from lms.figures.months import activity_months
from lms.figures.openings import openings_of
from lms.figures.people import jobs_of, key_of
from lms.figures.scores import by_people
from lms.figures.training import numbered
from lms.kpis.asked import KpiPeriod, KpiQuestion, PartsShown, PeopleScope
from lms.kpis.definition import KpiReading
from lms.kpis.money import rates_on
from lms.kpis.registry import registry
from lms.schema import metadata

Row = Mapping[str, Any]
_ORDERS = {
    **dict.fromkeys(("end", "activity", "survey", "lead", "episode", "visit", "attempt", "session", "hire"), "day"),
    **dict.fromkeys(("action", "coached", "score", "share", "link"), "day"),
    **dict.fromkeys(("held", "standing"), "since"),
    **dict.fromkeys(("contract", "spend", "quota"), "start"),
    "stay": "left",
    "stand": "who",
}
EVERYBODY = PeopleScope()
_NOTHING = {
    **dict.fromkeys(("until", "done", "dropped", "first_won", "opened"), NEVER),
    "amount": MISSING,
    "margin": np.nan,
}
_ZERO = frozenset(
    {
        *("day", "since", "start", "end", "created", "began", "hired", "due", "completed", "valid_until", "left"),
        *("is_won", "is_success", "found_nothing", "was_used", "is_assigned", "is_employed", "punctuality", "state"),
        *("is_link", "visits", "seconds", "minutes", "score", "faults", "became", "waits", "share"),
    }
)


def on(year: int, month: int = 1, day: int = 1) -> int:
    """Return a day as figures count them."""
    return date(year, month, day).toordinal()


def make_figures(
    words: Mapping[str, Sequence[str]] | None = None, *, today: int = on(2026, 12, 31), **rows: Sequence[Row]
) -> FigureSet:
    """Return figures of these rows by frame, each as what its columns say; words as their lists.

    `person` has a row for everybody of whom any row is, who is a rep unless one says otherwise.
    """
    frames = {name: _frame(columns, rows.get(name, ()), name) for name, columns in _empty().items()}
    stand = frames["stand"]
    stand["key"] = key_of(stand["who"], stand["since"])
    frames["job"], frames["leaver"] = jobs_of(stand)
    frames["attempt"] = numbered(frames["attempt"])
    frames["score"]["order"] = by_people(frames["score"])
    contract, spend = frames["contract"], frames["spend"]
    contract["until"] = np.where(contract["end"] > 0, contract["end"] + 1, NEVER).astype(np.int32)
    contract["lasts"] = lasts_until(contract)
    spend["until"] = np.maximum(spend["start"], spend["end"]) + 1
    frames["deal"]["order"] = order_of(frames["deal"])
    frames["activity_month"] = activity_months(frames["activity"])
    frames["held_opening"], frames["held_open"] = openings_of(frames["held"])
    count = 1 + max(int(frame["who"].max(initial=-1)) for frame in frames.values() if "who" in frame)
    is_rep = np.ones(count, dtype=np.int8)
    for row in rows.get("person", ()):
        is_rep[row["who"]] = row["is_rep"]
    frames["person"] = {"is_rep": is_rep, "hired": np.zeros(count, dtype=np.int32)}
    names = [f"Person {number}" for number in range(count)]
    notes = {
        "words": {name: list(texts) for name, texts in (words or {}).items()},
        "who": {"ids": names, "names": names, "emails": [None] * count},
        "day": today,
    }
    return FigureSet(uuid4().hex, frames, notes)


def ask(
    figures: FigureSet,
    *periods: tuple[int, int],
    as_of: int | None = None,
    scope: PeopleScope = EVERYBODY,
    parts: PartsShown | None = None,
    filters: Mapping[str, frozenset[int]] | None = None,
    settings: Mapping[str, Any] | None = None,
) -> KpiQuestion:
    """Return a question of periods, as of a day or of the last one's end; amounts without a currency are in euros."""
    day = as_of or max(end for _, end in periods)
    own = tuple(KpiPeriod(*period) for period in periods)
    rates = rates_on(figures, day=day, currency="EUR")
    return KpiQuestion(figures, own, day, rates, scope, parts, filters or {}, settings=settings or {})


def read(name: str, asked: KpiQuestion) -> KpiReading:
    """Return what a KPI says."""
    with np.errstate(all="ignore"):
        return registry()[name].read(asked)


def _frame(columns: Frame, rows: Sequence[Row], name: str) -> Frame:
    made = {
        column: np.array([row.get(column, _missing(column)) for row in rows], dtype=values.dtype)
        for column, values in columns.items()
    }
    unknown = {column for row in rows for column in row} - set(columns) - {"who"}
    assert not unknown, f"{name} has no {unknown}"
    if name not in _ORDERS or not rows:
        return made
    second = made["since"] if name == "stand" else np.zeros(len(rows))
    order = np.lexsort((second, made[_ORDERS[name]]))
    return {column: values[order] for column, values in made.items()}


def _missing(column: str) -> Any:
    return _NOTHING.get(column, 0 if column in _ZERO else -1)


@cache
def _empty() -> dict[str, Frame]:
    """Return the frames of a company of which nothing is known, with all their columns."""
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    now = now_in(ZoneInfo("UTC"), datetime(2026, 12, 31, tzinfo=UTC))
    with Session(engine) as session, tempfile.TemporaryDirectory() as folder:
        refresh_figures(session, Path(folder), zone=ZoneInfo("UTC"), now=now)
        frames = read_generation(Path(folder)).frames
        return {name: {column: np.array(values) for column, values in own.items()} for name, own in frames.items()}
