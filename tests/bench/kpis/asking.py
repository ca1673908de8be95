"""Asks the API for the figures of the made company, and times it."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.figures import quantile
from bench.kpis.company import ADMIN, Company

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Flask

API = "/api/v1"
LEAST = 5
BROKEN_DOWN = ("win_rate", "won_value", "calls_per_day", "median_deal")


class Asker:
    """A client of the API, signed in as an admin."""

    def __init__(self, app: Flask, admin_id: UUID = ADMIN) -> None:
        """Make a token; must stand in the app's context."""
        from api.web.database import db
        from lms.people.directory import get_person
        from lms.people.proofs import issue_token

        admin, at = get_person(db.session(), person_id=admin_id), datetime.now(UTC)
        self._headers = {
            "Authorization": f"Bearer {issue_token(db.session(), person=admin, name='b', days=1, at=at)[1]}"
        }
        db.session.commit()
        self._client = app.test_client(use_cookies=False)

    def ask(self, path: str) -> Any:
        """Ask and return the JSON of the answer; ends the run at an error."""
        answer = self._client.get(f"{API}{path}", headers=self._headers)
        if answer.status_code >= 300:
            raise SystemExit(f"{path}: {answer.status_code} {answer.get_data(as_text=True)[:500]}")
        return answer.get_json()


def show_requests(app: Flask, company: Company, kind: str, *, requests: int, seconds: float) -> None:
    """Print how long each kind of request takes, the first one of the process by itself."""
    from api.running.processes import calculate_in_one_thread, keep_out_of_collections

    calculate_in_one_thread()  # as a server process does
    asker = Asker(app)
    print(f"{'milliseconds':<44} {'p50':>8} {'p95':>8} {'max':>8} {'own p50':>8} {'own p95':>8} {'n':>4}", flush=True)
    began, busy = time.perf_counter(), time.process_time()
    asker.ask("/kpis?of=company")
    first = 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - busy)
    print(f"{kind + ' first request of a process':<44} {first[0]:8.0f} {'':26} {first[1]:8.0f}", flush=True)
    keep_out_of_collections()  # as a server process does once its index is loaded
    for label, paths in _questions(company):
        _show(f"{kind} {label}", asker, paths, requests, seconds)
    print(f"{kind}: memory of this process {memory()}", flush=True)


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


def _show(label: str, asker: Asker, paths: list[str], requests: int, seconds: float) -> None:
    wall: list[float] = []
    own: list[float] = []
    started = time.perf_counter()
    for number in range(requests):
        if number >= LEAST and time.perf_counter() - started > seconds:
            break
        began, busy = time.perf_counter(), time.process_time()
        asker.ask(paths[number % len(paths)])
        own.append(1000 * (time.process_time() - busy))
        wall.append(1000 * (time.perf_counter() - began))
    shown = quantile(wall, 50), quantile(wall, 95), max(wall), quantile(own, 50), quantile(own, 95)
    print(f"{label:<44} {' '.join(f'{value:8.1f}' for value in shown)} {len(wall):4}", flush=True)


def memory() -> str:
    """Return what this process has in memory: its own, and the files that it shares with others."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    found = {
        name: int(value.split()[0]) // 1024 for name, value in (line.split(":", 1) for line in lines) if "kB" in value
    }
    return f"{found['RssAnon']} MB and {found['RssFile']} MB of files; {found['VmHWM']} MB at the most"
