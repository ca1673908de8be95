"""Asks the API for the figures of the made company, and times it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.asking import API, Asker, Times, show_head
from bench.kpis.company import ADMIN, Company

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Flask

BROKEN_DOWN = ("win_rate", "won_value", "calls_per_day", "median_deal")


def as_admin(app: Flask, admin_id: UUID = ADMIN) -> Callable[[str], Any]:
    """Return how an admin asks the API for the JSON of a path; must be called in the app's context."""
    asker = Asker(app)
    return lambda path: asker.ask(admin_id, f"{API}{path}")


def show_requests(app: Flask, company: Company, kind: str, *, requests: int, seconds: float) -> None:
    """Print how long each kind of request takes, the first one of the process by itself."""
    from api.running.processes import calculate_in_one_thread, keep_out_of_collections

    calculate_in_one_thread()  # as a server process does
    ask, first = as_admin(app), Times()
    show_head(f"{kind}, milliseconds")
    with first.one():
        ask("/kpis?of=company")
    first.show("first request of a process")
    keep_out_of_collections()  # as a server process does once its index is loaded
    for label, paths in _questions(company):
        times = Times()
        times.repeat(partial(_ask_next, ask, paths), requests, seconds=seconds)
        times.show(label)
    print(f"{kind}: memory of this process {memory()}", flush=True)


def _ask_next(ask: Callable[[str], Any], paths: list[str], number: int) -> None:
    ask(paths[number % len(paths)])


def _questions(company: Company) -> Iterator[tuple[str, list[str]]]:
    dice = random.Random(7)
    past = [f"&as_of={company.today - timedelta(days=dice.randrange(1, 3 * 365))}" for _ in range(40)]
    team = f"of=team&team_id={company.middle_team}"
    yield "company, today", ["/kpis?of=company"]
    yield "company, a past day", [f"/kpis?of=company{day}" for day in past]
    yield "a team of 50, today", [f"/kpis?{team}"]
    yield "a team of 50, a past day", [f"/kpis?{team}{day}" for day in past]
    yield "one person, today", [f"/kpis?of=person&person_id={company.rep_id(number)}" for number in range(40)]
    for name in BROKEN_DOWN:
        yield f"{name} by person, a quarter", [f"/kpis/{name}/breakdown?of=company&by=person"]
    yield "win_rate by person, a past day", [f"/kpis/win_rate/breakdown?of=company&by=person{day}" for day in past]
    yield "win_rate by person, nine quarters", ["/kpis/win_rate/breakdown?of=company&by=person&count=9"]
    yield "win_rate by product, nine quarters", ["/kpis/win_rate/breakdown?of=company&by=product&count=9"]
    yield "company, 24 months", ["/kpis?of=company&step=month&count=24"]
    yield "company, segment and product", ["/kpis?of=company&segment=Enterprise&product=Product%203"]


def memory() -> str:
    """Return what this process has in memory: its own, and the files that it shares with others."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    found = {
        name: int(value.split()[0]) // 1024 for name, value in (line.split(":", 1) for line in lines) if "kB" in value
    }
    return f"{found['RssAnon']} MB and {found['RssFile']} MB of files; {found['VmHWM']} MB at the most"
