"""Asks the API as somebody of a made company, and times it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from bench.figures import quantile

if TYPE_CHECKING:
    from flask import Flask

API = "/api/v1"
LEAST = 5


class Asker:
    """A client of the API, signed in as anybody."""

    def __init__(self, app: Flask) -> None:
        """Begin without tokens."""
        self._client = app.test_client(use_cookies=False)
        self._tokens: dict[UUID, str] = {}

    def ask(self, person_id: UUID, path: str, method: str = "GET", json: Any = None) -> Any:
        """Ask as a person and return the JSON of the answer; ends the run at an error."""
        headers = {"Authorization": f"Bearer {self.token(person_id)}"}
        answer = self._client.open(path, method=method, json=json, headers=headers)
        if answer.status_code >= 300:
            raise SystemExit(f"{method} {path}: {answer.status_code} {answer.get_data(as_text=True)[:500]}")
        return answer.get_json(silent=True)

    def token(self, person_id: UUID) -> str:
        """Return a token of a person, made the first time."""
        from api.web.database import db
        from lms.people.directory import get_person
        from lms.people.proofs import issue_token

        if person_id not in self._tokens:
            person, at = get_person(db.session(), person_id=person_id), datetime.now(UTC)
            self._tokens[person_id] = issue_token(db.session(), person=person, name="bench", days=1, at=at)[1]
            db.session.commit()
        return self._tokens[person_id]


class Times:
    """Wall and processor milliseconds of one kind of request."""

    def __init__(self) -> None:
        """Begin without any."""
        self.wall: list[float] = []
        self.own: list[float] = []

    @contextmanager
    def one(self) -> Iterator[None]:
        """Time what happens inside."""
        began, busy = time.perf_counter(), time.process_time()
        yield
        self.own.append(1000 * (time.process_time() - busy))
        self.wall.append(1000 * (time.perf_counter() - began))

    def repeat(self, call: Callable[[int], object], requests: int, *, seconds: float) -> None:
        """Call so often, fewer times where that takes longer than some seconds."""
        began = time.perf_counter()
        for number in range(requests):
            if number >= LEAST and time.perf_counter() - began > seconds:
                return
            with self.one():
                call(number)

    def show(self, label: str) -> None:
        """Print a line of the table."""
        shown = quantile(self.wall, 50), quantile(self.wall, 95), max(self.wall), quantile(self.own, 50)
        figures = " ".join(f"{value:9.1f}" for value in (*shown, quantile(self.own, 95)))
        print(f"{label:<52} {figures} {len(self.wall):5}", flush=True)


def show_head(text: str) -> None:
    """Print the head of a table."""
    print(f"{text:<52} {'p50':>9} {'p95':>9} {'max':>9} {'own p50':>9} {'own p95':>9} {'n':>5}", flush=True)
