"""Writers of coaching while the product is killed: each says what it was told is kept, and where that is read again.

A writer is a generator that makes one write and yields; it goes on after whatever it was answered, or wasn't. A writer
of another kind is one function more in `WRITERS`.
"""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from typing import Any

from bench.faults.clients import RETRIED, Asker
from bench.faults.product import ADMIN, MANAGER, REP, Place

REST = 0.03
MOST_LINES = 1_500
SESSIONS = "/api/v1/coaching/sessions"
SCORING = "/api/v1/scoring/assessments"
RUBRIC = "rubric-demo"
AMENDMENTS = 4


@dataclass(frozen=True)
class Fact:
    """A word that was answered as kept: whose, and the addresses of which at least one says it.

    Where `once` is one of them, it says it once at most.
    """

    word: str
    who: str
    places: tuple[str, ...]
    once: str


class Work:
    """What the writers of one run share: the sessions of Max and Ada, made when they are needed, and the facts."""

    def __init__(self, place: Place) -> None:
        """Begin with nothing; the product is running."""
        self.place = place
        self.facts: dict[str, list[Fact]] = {}
        self.bad: Counter[str] = Counter()
        self.closed = threading.Event()
        self._sessions: dict[tuple[str, int], str] = {}
        self._making = threading.Lock()
        people = Asker(place.port, place.tokens[ADMIN]).ask("GET", "/api/v1/people?limit=200")[1]["items"]
        self.ids = {person["email"]: person["id"] for person in people}

    def session(self, kind: str, number: int) -> str:
        """Return the session of a kind and number, the same for all writers."""
        with self._making:
            if (kind, number) not in self._sessions:
                at = (datetime.now(UTC) + timedelta(days=2)).isoformat()
                body = {"rep_id": self.ids[REP], "topic": f"Killed: {kind} {number}", "scheduled_at": at}
                made = Hand(self, kind, MANAGER).insist("POST", SESSIONS, body)
                self._sessions[kind, number] = made["id"]
            return self._sessions[kind, number]


@dataclass
class Hand:
    """One writer's requests, and what it tells of them; for one thread."""

    work: Work
    kind: str
    who: str
    asker: Asker = field(init=False)

    def __post_init__(self) -> None:
        """Connect when something is asked."""
        self.asker = Asker(self.work.place.port, self.work.place.tokens[self.who])

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Return status and JSON, or 0 when nobody answered; what should never be answered is counted."""
        try:
            status, answer = self.asker.ask(method, path, body, **headers)
        except (OSError, HTTPException, ValueError):
            return 0, None
        if status >= 400 and status not in {*RETRIED, 412}:
            self.work.bad[f"{self.kind}: {status} {json.dumps(answer)[:120]}"] += 1
        return status, answer

    def insist(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Try under one key until there is an answer."""
        headers["Idempotency-Key"] = uuid.uuid4().hex
        while True:
            status, answer = self.ask(method, path, body, **headers)
            if status and status not in RETRIED:
                return answer
            time.sleep(REST)

    def told(self, words: Iterator[str] | list[str], *places: str) -> None:
        """Remember words that were answered as kept; the first place may say each once at most."""
        facts = self.work.facts.setdefault(f"{self.kind} {self.who}", [])
        facts += [Fact(word, self.who, places, places[0]) for word in words]


def notes(hand: Hand) -> Iterator[None]:
    """Type line after line into the notes of both, as a page does that is saved every two seconds."""
    return _typed(hand, "shared")


def private(hand: Hand) -> Iterator[None]:
    """Type line after line into one's own notes."""
    return _typed(hand, "private")


def actions(hand: Hand) -> Iterator[None]:
    """Agree on one item after the other."""
    for number in range(1_000_000):
        word = f"item{uuid.uuid4().hex[:12]}"
        place = f"{SESSIONS}/{hand.work.session('actions', number // 100)}/action-items"
        if hand.insist("POST", place, {"text": word, "owner_id": hand.work.ids[REP]}).get("id"):
            hand.told([word], place)
        yield


def scores(hand: Hand) -> Iterator[None]:
    """Score one call after the other: a draft saved again and again, published, amended, and commented on."""
    while True:
        day = datetime.now(UTC).date().isoformat()
        done = {"subject": "demo", "title": "Killed", "took_place_on": day}
        made = hand.insist("POST", SCORING, {"rep_id": hand.work.ids[REP], "rubric_id": RUBRIC, **done})
        place, drafted, version = f"{SCORING}/{made['id']}", [], 0
        criteria = made["rubric"]["criteria"]
        given: dict[str, Any] = {}
        for criterion in criteria:
            drafted.append(f"note{uuid.uuid4().hex[:12]}")
            given[criterion["id"]] = _answer(criterion["kind"])
            body = {"answers": given, "summary": " ".join(drafted)}
            version = hand.insist("PUT", f"{place}/card", body, **{"If-Match": f'"{version}"'})["version"]
            hand.told(drafted[-1:], place)
            yield
        hand.insist("POST", f"{place}/card/published", **{"If-Match": f'"{version}"'})
        version += 1
        yield
        for _ in range(AMENDMENTS):
            word, why = f"amend{uuid.uuid4().hex[:12]}", f"why{uuid.uuid4().hex[:12]}"
            body = {"answers": given, "summary": word, "reason": why}
            hand.insist("POST", f"{place}/card/amended", body, **{"If-Match": f'"{version}"'})
            version += 1
            hand.told([word, why], place)
            yield
        card = hand.insist("GET", f"{place}/card")["id"]
        said = f"said{uuid.uuid4().hex[:12]}"
        hand.insist("POST", f"/api/v1/scoring/cards/{card}/comments", {"text": said})
        hand.told([said], place)
        yield


def _answer(kind: str) -> dict[str, Any]:
    return {"value": 2 if kind == "level" else False}


def _typed(hand: Hand, kind: str) -> Iterator[None]:
    for number in range(1_000_000):
        place = f"{SESSIONS}/{hand.work.session('notes', number)}/texts/{kind}"
        yield from _typed_into(hand, place)


def _typed_into(hand: Hand, place: str) -> Iterator[None]:
    """Type until a text is long; lines of the other one are taken up where both wrote."""
    device, step, settles = uuid.uuid4().hex, 0, None
    own: list[str] = []
    told = 0
    found = hand.insist("GET", place)
    lines, version = found["text"].split("\n"), found["version"]
    while len(lines) < MOST_LINES:
        own.append(f"line{uuid.uuid4().hex[:12]}")
        lines.append(own[-1])
        step += 1
        method, path = ("POST", f"{place}/copies/{settles}/settled") if settles else ("PUT", place)
        sent = {"text": "\n".join(lines), "device": device, "step": step}
        status, answer = hand.ask(method, path, sent, **{"If-Match": f'"{version}"'})
        if status in {200, 412}:
            hand.told(own[told:], place, f"{place}/versions?limit=20", f"{place}/copies?limit=20")
            told = len(own)
        if status == 200:
            version, settles = answer["version"], None
        elif status == 412:
            lines, version = answer["current"]["text"].split("\n"), answer["current"]["version"]
            lines += [line for line in own if line not in lines]
            settles = answer["kept"]["id"]
        yield


# What writes, and who does; each is a thread.
WRITERS: dict[str, tuple[Callable[[Hand], Iterator[None]], tuple[str, ...]]] = {
    "notes": (notes, (MANAGER, REP)),
    "private": (private, (MANAGER,)),
    "actions": (actions, (MANAGER, REP)),
    "scores": (scores, (MANAGER,)),
}
