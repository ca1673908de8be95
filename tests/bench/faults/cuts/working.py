"""What everybody does while the power may go: all that the API has for people to write, and what they were told of it.

Each is a generator that yields where it may be left, of a person's requests and everybody's ids by address.
"""

from __future__ import annotations

import random
import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bench.faults.cuts.hands import Hand

from support.recording import announced, wanted
from support.storing import webm

REPS, MANAGER, ADMIN = [f"rep{n}@cut.example" for n in range(4)], "manager@cut.example", "admin@cut.example"
PART = 20_000


def searching(hand: Hand, _: dict[str, str]) -> Iterator[None]:
    """Search, open what was found, use it, and like it."""
    while True:
        found = hand.ask("GET", f"/search?q=pricing+{_word('q')}")
        hand.told("search_event", found["search_id"])
        yield
        opened = hand.ask("POST", "/opens", {"page_id": "product-dockside", "search_id": found["search_id"]})
        hand.told("open_event", opened["id"])
        yield
        hand.ask("POST", f"/opens/{opened['id']}/uses", {"kind": "copied"})
        hand.told("use_event", uuid.UUID(opened["id"]).hex, "open_id")
        yield


def learning(hand: Hand, ids: dict[str, str]) -> Iterator[None]:
    """Take quizzes again and again, and answer them in steps."""
    course = "course-discovery-calls"
    me = uuid.UUID(hand.ask("GET", "/me")["id"]).hex
    for lesson in hand.ask("GET", f"/training/courses/{course}")["lessons"]:
        read = lesson["page"]["id"]
        hand.ask("PUT", f"/training/courses/{course}/lessons/{read}/read")
        hand.told("training_event", f"{me}/{read}", "person_id || '/' || lesson_id")
        yield
    while True:
        begun = hand.ask("POST", f"/training/courses/{course}/attempts")
        hand.told("quiz_attempt", begun["id"])
        empty = [None] * len(begun["questions"])
        hand.ask("PUT", f"/training/attempts/{begun['id']}/answers", {"answers": empty})
        yield
        hand.ask("POST", f"/training/attempts/{begun['id']}/submit", {"answers": empty})
        hand.told("quiz_attempt", uuid.UUID(begun["id"]).hex, "CASE WHEN submitted_at IS NOT NULL THEN id END")
        yield


def coaching(hand: Hand, ids: dict[str, str]) -> Iterator[None]:
    """Plan sessions, write the notes of both and one's own line by line, and agree on what to do."""
    while True:
        at = (datetime.now(UTC) + timedelta(days=2)).isoformat()
        made = hand.ask("POST", "/coaching/sessions", {"rep_id": ids[REPS[0]], "topic": "Cut", "scheduled_at": at})
        hand.told("coaching_session", made["id"])
        for kind, column in (("shared", "text"), ("private", "(closed) text")):
            lines, version = [], 0
            for step in range(8):
                lines.append(_word("line"))
                place = f"/coaching/sessions/{made['id']}/texts/{kind}"
                sent = {"text": "\n".join(lines), "device": made["id"], "step": step}
                version = hand.ask("PUT", place, sent, **{"If-Match": f'"{version}"'})["version"]
                hand.told("session_text", lines[-1], column)
                yield
        for _ in range(3):
            place = f"/coaching/sessions/{made['id']}/action-items"
            hand.told("action_item", hand.ask("POST", place, {"text": "Call", "owner_id": ids[REPS[0]]})["id"])
            yield


def recording(hand: Hand, _: dict[str, str]) -> Iterator[None]:
    """Send recordings part by part, and hand them in."""
    data = webm(3 * PART)
    while True:
        made = hand.ask("POST", "/practice", wanted(recording=announced(len(data))))
        hand.told("practice", made["id"])
        for offset in range(0, len(data), PART):
            place = f"/practice/{made['id']}/upload?offset={offset}"
            hand.ask("PUT", place, data[offset : offset + PART], kind="application/octet-stream")
            hand.note(port=hand.own_port, upload=uuid.UUID(made["id"]).hex, size=offset + PART)
            yield
        hand.ask("POST", f"/practice/{made['id']}/handed-in")
        done = "CASE WHEN handed_in_at IS NOT NULL THEN id END"
        hand.told("practice", uuid.UUID(made["id"]).hex, done)
        yield


def sharing(hand: Hand, _: dict[str, str]) -> Iterator[None]:
    """Share pages, read them as buyers do, and ask colleagues."""
    buyer = Hand(hand.port, hand.note)
    while True:
        items = [{"kind": "page", "target": "product-dockside"}]
        made = hand.ask("POST", "/sharing/links", {"items": items, "contact": {"name": "Lena"}})
        hand.told("buyer_link", made["id"])
        path = "/for/" + made["url"].partition("/for/")[2]
        shown = buyer.ask("GET", path)
        visit, load = (re.search(rf'data-{name}="([^"]+)"', shown)[1] for name in ("visit", "load"))  # type: ignore[index]
        for seconds in range(1, 4):
            told = {"visit": visit, "load": load, "seen": {f"{made['items'][0]['id']}/0": seconds * 3}, "acts": 1}
            buyer.ask("POST", f"{path}told", told)
            buyer.told("link_view", uuid.UUID(load).hex, "load_id", seconds=seconds * 3)
            yield
        hand.told("rep_question", hand.ask("POST", "/questions", {"text": _word("why")})["id"])
        yield


def keeping(hand: Hand, ids: dict[str, str]) -> Iterator[None]:
    """Make tokens and revoke some, say what worked, and bring in what the CRM says."""
    number = 0
    while True:
        number += 1
        made = hand.ask("POST", "/tokens", {"name": _word("token")})
        hand.told("api_token", made["id"])
        yield
        if number % 3 == 0:
            hand.ask("DELETE", f"/tokens/{made['id']}")
            hand.told("api_token", uuid.UUID(made["id"]).hex, "CASE WHEN revoked_at IS NOT NULL THEN id END")
            yield
        rows = "".join(f"{_word('deal')},Open,{n},2027-03-31\n" for n in range(20))
        text = f"Record ID,Deal Stage,Amount,Close Date\n{rows}".encode()
        hand.ask("POST", "/crm/imports?name=deals.csv", text, kind="text/csv")
        hand.told("crm_fact", rows.partition(",")[0], "key")
        yield
        person = {"email": f"{_word('new')}@cut.example", "name": "New", "roles": ["rep"]}
        hand.told("person", hand.ask("POST", "/people", person)["id"])
        yield


def _word(kind: str) -> str:
    return f"{kind}{uuid.UUID(int=random.getrandbits(128)).hex[:12]}"


WORK = (
    *((REPS[0], searching), (REPS[1], searching), (REPS[1], learning), (REPS[2], recording), (REPS[3], sharing)),
    *((MANAGER, coaching), (ADMIN, keeping)),
)
