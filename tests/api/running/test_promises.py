"""Promises: what is forecast is written down once a week, and accuracy reads what was said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from api.running.company_jobs import note_promises
from api.web.context import clock
from api.web.database import db
from lms.days import Now
from lms.goals.models import ForecastSnapshot
from lms.goals.promises import Promise, keep_promises
from support.crm import count_figures, say
from support.factories import Cast

CATEGORIES = ("Commit", "Best Case", "Pipeline", "Omitted", None)


def _deals(today: date) -> list[dict[str, Any]]:
    """Make 20 weeks with a deal of 1,000 won in each, and an open one of each category, to close today."""
    won = [today - timedelta(days=7 * week) for week in range(20)]
    rows = [
        {**_deal(f"won-{number}"), "stage": "Closed Won", "close_on": day.isoformat(), "created_on": "2026-01-05"}
        for number, day in enumerate(won)
    ]
    for number, category in enumerate(CATEGORIES):
        own = {"stage": "Proposal", "close_on": today.isoformat(), "created_on": "2026-01-05"}
        rows.append({**_deal(f"open-{number}"), **own, "forecast_category": category})
    return rows


def _deal(key: str) -> dict[str, Any]:
    return {"key": key, "owner": "ada", "owner_email": "ada@brightwharf.example", "amount": 100_000}


@pytest.fixture
def counted(app: Flask, cast: Cast) -> Iterator[Cast]:
    """Return the cast with deals, in the context of the app."""
    with app.app_context():
        say(db.session(), "deals", *_deals(clock().day))
        db.session.remove()
        count_figures(app)
        yield cast
        db.session.remove()


def _amounts(team_id: UUID | None, step: str) -> dict[str, int]:
    """Return what was promised for the current period of a step, by kind."""
    wanted = select(ForecastSnapshot).where(
        ForecastSnapshot.team_id.is_not_distinct_from(team_id),
        ForecastSnapshot.step == step,
        ForecastSnapshot.starts_on <= clock().day,
    )
    return {row.kind: row.amount for row in db.session().scalars(wanted)}


def test_categories_add_up_and_what_is_omitted_is_left_out(counted: Cast) -> None:
    """Of today's week 1,000 is won; committed, best case and pipeline add theirs, and so does what has no category."""
    note_promises()
    said = {"commit": 200_000, "best_case": 300_000, "pipeline": 500_000}
    assert said.items() <= _amounts(None, "week").items()
    assert said.items() <= _amounts(counted.teams["North"], "week").items()
    assert _amounts(counted.teams["South"], "week")["pipeline"] == 0
    assert set(_amounts(None, "quarter")) == {"commit", "best_case", "pipeline", "ours"}


def test_it_happens_once_in_a_week(counted: Cast) -> None:
    """Whoever comes second writes nothing, and nothing of what was said changes."""
    note_promises()
    before = {row.id: row.amount for row in db.session().scalars(select(ForecastSnapshot))}
    note_promises()
    assert not keep_promises(db.session(), promises=[_promise(1)], now=clock())
    assert {row.id: row.amount for row in db.session().scalars(select(ForecastSnapshot))} == before
    later = Now(clock().at + timedelta(days=7), clock().day + timedelta(days=7))
    assert keep_promises(db.session(), promises=[_promise(1)], now=later)


def test_a_promise_beyond_all_measure_is_left_out(sqlite_app: Flask) -> None:
    """The others are kept: one deal of an amount that can't be doesn't end them all."""
    with sqlite_app.app_context():
        promises = [_promise(2**70), _promise(7)]
        assert keep_promises(db.session(), promises=promises, now=clock())
        assert [row.amount for row in db.session().scalars(select(ForecastSnapshot))] == [7]


def test_nothing_is_promised_before_anything_was_counted(sqlite_app: Flask) -> None:
    """And the week stays open for when there is."""
    with sqlite_app.app_context():
        note_promises()
        assert db.session().scalars(select(ForecastSnapshot)).all() == []


def test_accuracy_reads_what_was_said(counted: Cast, app: Flask) -> None:
    """Of a month that is over: 3,000 were promised on its first day, and 4,000 or 5,000 came."""
    month = (clock().day.replace(day=1) - timedelta(days=1)).replace(day=1)
    session = db.session()
    for day, amount in ((month - timedelta(days=7), 999_900), (month, 300_000), (month + timedelta(days=7), 1)):
        promise = _promise(amount, starts_on=month, ends_on=_last(month))
        assert keep_promises(session, promises=[promise], now=Now(clock().at, day))
    session.commit()
    count_figures(app)
    body = counted.nadia.get("/kpis/forecast_accuracy?step=month&count=2").get_json()
    details = body["items"][0]["results"][0]["details"]
    assert (details["forecast"], details["was_kept"]) == (3000, 1)
    assert details["actual"] in {4000, 5000}
    assert details["bias"] == pytest.approx((3000 - details["actual"]) / details["actual"])


def _last(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _promise(amount: int, starts_on: date = date(2026, 11, 1), ends_on: date = date(2026, 11, 30)) -> Promise:
    return Promise(None, "month", starts_on, ends_on, "ours", amount, "EUR")
