"""Who is at work while the product is harmed: they search, write and save pages, and remember what was acknowledged."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from email.message import Message
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, NamedTuple

from bench.faults.product import ADMIN, GIT, MANAGER, REP, Place
from bench.faults.writes import WRITTEN, write_of

PATIENCE = 10.0
REST = 0.03
FILES = 30
SAVES_A_COMMIT = 8
LONGEST_PAUSE = 1.2
AT_ONCE = 500
RETRIED = {503}


class Saved(NamedTuple):
    """What a page says alone, and when it was saved (monotonic)."""

    word: str
    at: float


class Asker:
    """One person's requests, over a connection that is made anew when it breaks; for one thread."""

    def __init__(self, port: int, token: str, *, patience: float = PATIENCE) -> None:
        """Connect when something is asked."""
        self._connection = HTTPConnection("127.0.0.1", port, timeout=patience)
        self.headers = Message()  # of the last answer
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Return status and JSON; raises OSError or HTTPException when there is no whole answer."""
        sent = None if body is None else json.dumps(body)
        try:
            self._connection.request(method, path, sent, self._headers | headers)
            answer = self._connection.getresponse()
            self.headers = answer.headers
            return answer.status, json.loads(answer.read())
        except BaseException:
            self._connection.close()
            raise


class Acknowledged:
    """What the product said it has, by table and id; safe for threads."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._ids: dict[str, set[str]] = {table: set() for table in ("search_event", *WRITTEN)}
        self._adding = threading.Lock()
        self.bad: Counter[int] = Counter()

    def add(self, table: str, made: str) -> None:
        """Remember an id that was answered."""
        with self._adding:
            self._ids[table].add(uuid.UUID(made).hex)

    def until_now(self) -> dict[str, set[str]]:
        """Return the ids of each table that were answered so far."""
        with self._adding:
            return {table: set(ids) for table, ids in self._ids.items()}


def missing_of(wanted: dict[str, set[str]], data: Path) -> list[str]:
    """Return what of some tables' ids isn't in the database, as it is now."""
    with closing(_opened(data)) as database:
        return [f"{table} {one}" for table, ids in wanted.items() for one in sorted(ids - _there(database, table, ids))]


class People:
    """A rep who searches, a manager who writes, and an author who saves; each in a thread, until `close`."""

    def __init__(self, place: Place, chance: random.Random) -> None:
        """Start them; the product is running."""
        self.acknowledged = Acknowledged()
        self.saved: dict[int, Saved] = {}
        self._place = place
        self._chance = random.Random(chance.random())
        self._own = uuid.uuid4().hex[:8]
        self._closed = threading.Event()
        self._may_ask = threading.Event()
        self._may_ask.set()
        manager = Asker(place.port, place.tokens[MANAGER])
        found = manager.ask("GET", "/api/v1/people?limit=100")[1]["items"]
        self._rep = next(person["id"] for person in found if person["email"] == REP)
        self._threads = [threading.Thread(target=work) for work in (self._search, self._write, self._save)]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Let them finish what they are doing."""
        self._closed.set()
        self._may_ask.set()
        for thread in self._threads:
            thread.join()

    def pause(self, *, is_on: bool) -> None:
        """Let nobody ask, or ask again; pages are saved all the same."""
        self._may_ask.clear() if is_on else self._may_ask.set()

    def twice(self) -> int:
        """Return how many coaching sessions are there more than once, because a write was tried again."""
        with closing(_opened(self._place.data)) as database:
            rows = database.execute(
                "SELECT count(*) - count(DISTINCT topic) FROM coaching_session WHERE topic LIKE ?", [f"%{self._own}"]
            )
            return int(rows.fetchone()[0])

    def _search(self) -> None:
        asker, number = Asker(self._place.port, self._place.tokens[REP]), 0
        while not self._closed.wait(REST):
            number += 1
            self._searched(asker, f"pricing quest{number}x{self._own}")

    def _searched(self, asker: Asker, words: str) -> str | None:
        status, found = self._tried(asker, "GET", f"/api/v1/search?q={words.replace(' ', '+')}")
        if status != 200:
            return None
        self.acknowledged.add("search_event", found["search_id"])
        return str(found["search_id"])

    def _write(self) -> None:
        """Write one thing after the other, of each kind: what was searched for and opened, coaching, and the rest."""
        hands = {who: Asker(self._place.port, self._place.tokens[who]) for who in (MANAGER, ADMIN)}
        number, about = 0, {"rep": self._rep, "own": self._own}
        while not self._closed.wait(REST):
            number += 1
            table, who, path, body = write_of(number, about)
            if table == "open_event":
                body["search_id"] = self._searched(hands[who], f"security quest{number}m{self._own}")
            made = self._written(hands[who], table, path, body)
            if table == "coaching_session" and made:
                about["session"] = made

    def _written(self, asker: Asker, table: str, path: str, body: Any) -> str | None:
        """Try under one key until there is an answer, and return the id of what was made, if anything was."""
        key = uuid.uuid4().hex
        while not self._closed.is_set():
            status, made = self._tried(asker, "POST", path, body, **{"Idempotency-Key": key})
            if status == 201:
                self.acknowledged.add(table, made["id"])
            if status and status not in RETRIED:
                return str(made["id"]) if status == 201 else None
            time.sleep(REST)
        return None

    def _tried(self, asker: Asker, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Return status and JSON, or 0 when nobody answered; what should never be answered is counted."""
        self._may_ask.wait()
        try:
            status, answer = asker.ask(method, path, body, **headers)
        except (OSError, HTTPException, ValueError):
            return 0, None
        if status >= 400 and status not in RETRIED:
            self.acknowledged.bad[status] += 1
        return status, answer

    def _save(self) -> None:
        number = 0
        while not self._closed.wait(self._chance.uniform(0.1, LONGEST_PAUSE)):
            number += 1
            which, word = self._chance.randrange(FILES), f"zanzibar{number}x{self._own}"
            self.saved.pop(which, None)
            path = self._place.library / "guides" / f"saved-{which}.md"
            path.write_text(f"# Saved page {which}\n\nThe word is {word}.\n", encoding="utf-8")
            self.saved[which] = Saved(word, time.monotonic())
            if number % SAVES_A_COMMIT == 0:
                for words in (["add", "-A"], ["commit", "-q", "-m", f"Save {number}"]):
                    subprocess.run([*GIT, *words], cwd=self._place.library.parent, check=False, capture_output=True)


def _opened(data: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{data / 'repertoire.db'}?mode=ro", uri=True, timeout=30)


def _there(database: sqlite3.Connection, table: str, ids: Iterable[str]) -> set[str]:
    ordered, found = sorted(ids), set()
    for start in range(0, len(ordered), AT_ONCE):
        batch = ordered[start : start + AT_ONCE]
        marks = ",".join("?" * len(batch))
        found |= {row[0] for row in database.execute(f"SELECT id FROM {table} WHERE id IN ({marks})", batch)}
    return found
