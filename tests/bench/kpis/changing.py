"""Builds the figures, changes a little, brings them up to date, and compares them with figures built anew."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from bench.kpis.asking import as_admin, memory
from bench.kpis.company import Company
from bench.kpis.facts import activity

if TYPE_CHECKING:
    from flask import Flask

    from config import Config
    from lms.crm.facts import SaidRow
    from lms.crm.kinds import KindName
    from lms.figures.frames import Frame

_ACTIVITIES = 10_000
_AT_ONCE = 5_000


def show_build(config: Config, folder: Path, label: str) -> None:
    """Bring the figures of a folder up to date in a process of its own, as the worker is, and print what it takes."""
    process = multiprocessing.get_context("spawn").Process(target=_build, args=(config, folder, label))
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"{label}: the build ended with {process.exitcode}")


def _build(config: Config, folder: Path, label: str) -> None:
    from api.web.database import database_app, db
    from lms.days import now_in, present
    from lms.figures.building import refresh_figures

    app = database_app(config)
    with app.app_context(), _timed(label):
        was_new = refresh_figures(db.session(), folder, zone=config.zone, now=now_in(config.zone, present()))
    files = list((folder / "current").resolve().iterdir())
    size = sum(path.stat().st_size for path in files) / 1e6
    print(f"  new: {was_new}; {len(files)} files, {size:.0f} MB; memory {memory()}", flush=True)


@contextmanager
def _timed(label: str) -> Iterator[None]:
    began, busy = time.perf_counter(), time.process_time()
    yield
    wall, own = time.perf_counter() - began, time.process_time() - busy
    print(f"{label:<60} {wall:8.1f} s, own {own:8.1f} s", flush=True)


def show_changes(app: Flask, config: Config, company: Company, kind: str) -> None:
    """Print how long it takes until a change shows."""
    ask = as_admin(app)
    day = company.today - timedelta(days=400)
    path = f"/kpis/won_value?of=company&from={day}&to={day}"
    before = _value(ask, path)
    with _timed(f"{kind}: a deal of last year changed, until it shows"):
        _import(app, config, "deals", [_late_deal(company, day)])
        show_build(config, config.figures_dir, f"{kind}:   of this, figures brought up to date")
        after = _value(ask, path)
    print(f"  won on {day}: {before:.2f}, then {after:.2f}", flush=True)
    if after <= before:
        raise SystemExit("the change doesn't show")
    with _timed(f"{kind}: {_ACTIVITIES} activities, until they show"):
        for rows in _new_activities(company):
            _import(app, config, "activities", rows)
        show_build(config, config.figures_dir, f"{kind}:   of this, figures brought up to date")


def show_comparison(config: Config, kind: str, anew: Path) -> None:
    """Print whether the figures, brought up to date as they were, are what building them anew gives."""
    show_build(config, anew, f"{kind}: figures built anew")
    print(f"{kind}: brought up to date is {compared(config.figures_dir, anew)}", flush=True)


def _value(ask: Callable[[str], Any], path: str) -> float:
    return float(ask(path)["items"][0]["results"][0]["value"] or 0)


def _import(app: Flask, config: Config, kind: KindName, rows: list[SaidRow]) -> None:
    from api.web.database import db
    from lms.crm.imports import File, add_rows, begin_import, finish_import

    session, at = db.session(), datetime.now(UTC)
    file = File(f"{kind}.csv", None, at.date())
    made = begin_import(session, source="bench", kind=kind, file=file, by_id=None, at=at)
    session.commit()
    for start in range(0, len(rows), _AT_ONCE):
        add_rows(session, made=made, kind=kind, rows=rows[start : start + _AT_ONCE], at=datetime.now(UTC))
        session.commit()
    finish_import(session, made=made, counts={}, at=datetime.now(UTC))
    session.commit()
    db.session.remove()


def _late_deal(company: Company, day: date) -> SaidRow:
    """Return that a deal was won on a day of last year, for much more than was known."""
    from lms.crm.facts import SaidRow

    number = company.deals // 2
    values = {"stage": "Closed Won", "is_won": True, "is_closed": True, "close_on": str(day), "amount": 99_999_999_00}
    return SaidRow(f"006{number:012}", day, values | {"currency": "EUR"})


def _new_activities(company: Company) -> Iterator[list[SaidRow]]:
    import json

    from lms.crm.facts import SaidRow

    dice, today = np.random.default_rng(23), company.today
    rows = []
    for number in range(_ACTIVITIES):
        owner, deal, kind, minutes = (int(dice.integers(0, top)) for top in (company.people, company.deals, 10, 60))
        day = today - timedelta(days=int(dice.integers(0, 30)))
        values: dict[str, Any] = json.loads(activity(day.isoformat(), owner, deal, kind, minutes))
        rows.append(SaidRow(f"00U{number:012}", today, values))
    yield rows


def compared(one: Path, other: Path) -> str:
    """Return whether two folders have the same rows in all frames, or where they differ."""
    from lms.figures.frames import read_generation

    frames, others = (_comparable(read_generation(folder).frames) for folder in (one, other))
    different = [name for name in frames if not _alike(frames[name], others.get(name, {}))]
    if set(frames) != set(others) or different:
        return f"NOT the same as built anew: {different or set(frames) ^ set(others)}"
    return f"the same as built anew in all {len(frames)} frames"


def _comparable(frames: Mapping[str, Frame]) -> dict[str, Frame]:
    """Return frames in which rows of others are named by their deals, as rows of one day have no order."""
    opening, row = frames["held_opening"], frames["held_open"]["row"]
    month = np.repeat(np.arange(len(opening["day"])), opening["last"] - opening["first"])
    return {**frames, "held_open": {"month": month, "deal": frames["held"]["deal"][row]}}


def _alike(frame: dict[str, Any], other: dict[str, Any]) -> bool:
    if set(frame) != set(other) or any(len(frame[name]) != len(other[name]) for name in frame):
        return False
    if all(_same(frame[name], other[name]) for name in frame):
        return True
    first, second = (np.lexsort([own[name] for name in sorted(own)]) for own in (frame, other))
    different = [name for name in frame if not _same(frame[name][first], other[name][second])]
    if different:
        print(f"  columns that differ: {different}", flush=True)
    return not different


def _same(one: Any, other: Any) -> bool:
    return bool(np.array_equal(one, other, equal_nan=one.dtype.kind == "f"))
