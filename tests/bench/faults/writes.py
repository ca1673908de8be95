"""What is written while the product is killed: a page that is opened, coaching, questions, links for buyers, people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.faults.product import ADMIN, MANAGER

WRITTEN = ("open_event", "coaching_session", "action_item", "rep_question", "buyer_link", "person")
PAGE, SHEET = "demo-guide", "product-dockside"
Body = dict[str, Any]


def write_of(number: int, about: Mapping[str, str]) -> tuple[str, str, str, Body]:
    """Return the write of a number: its table, who sends it, the path and the body.

    `about` has the id of the `rep` whom it is about, an `own` word of this run, and the last `session` if there is one.
    """
    table, topic = WRITTEN[number % len(WRITTEN)], f"Talk {number} {about['own']}"
    if table == "action_item" and "session" not in about:
        table = "rep_question"
    at = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    place = f"coaching/sessions/{about.get('session')}/action-items"
    email = f"n{number}.{about['own']}@brightwharf.example"
    known: dict[str, tuple[str, Body]] = {
        "open_event": ("opens", {"page_id": PAGE}),
        "coaching_session": (
            "coaching/sessions",
            {"rep_id": about["rep"], "topic": topic, "scheduled_at": at, "minutes": 30},
        ),
        "action_item": (place, {"text": topic, "owner_id": about["rep"]}),
        "rep_question": ("questions", {"text": topic}),
        "buyer_link": ("sharing/links", {"items": [{"kind": "page", "target": SHEET}], "contact": {"name": topic}}),
        "person": ("people", {"email": email, "name": topic, "roles": ["rep"]}),
    }
    path, body = known[table]
    return table, ADMIN if table == "person" else MANAGER, f"/api/v1/{path}", body
