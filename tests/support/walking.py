"""A walk over every address of the API that is read, with ids of things that are there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flask import Flask

from support.factories import PREFIX, Player, apart
from support.filling import Known

# Whose id a parameter of a route is; what isn't listed has a word of its own below.
_IDS = {
    "item_id": "action_item",
    "point_id": "agenda_point",
    "series_id": "session_series",
    "session_id": "coaching_session",
    "gap_id": "gap",
    "roll_out_id": "roll_out",
    "person_id": "person",
    "practice_id": "practice",
    "assessment_id": "assessment",
    "question_id": "rep_question",
    "run_id": "sequence_run",
    "send_id": "sent_message",
    "deck_id": "buyer_deck",
    "link_id": "buyer_link",
    "assignment_id": "assignment_rule",
    "attempt_id": "quiz_attempt",
}
_WORDS = {
    "kind": "shared",
    "page_id": "course-discovery",
    "course_id": "course-discovery",
    "deal_id": "none",
    "job_id": "job-account-executive",
    "rule": "no-amount",
    "name": "sessions_held",
    "secret": "A" * 22,
}
# What is asked of a route besides, where nothing can be answered without.
_ASKED = {"/search": "?q=price", "/suggest": "?q=pri"}
# Of the process that answers, of the disk, and what a walk itself adds to.
_OF_THE_MOMENT = re.compile(rb'"(?:counted_at|search_id|took_ms|request_id)":(?:"[^"]*"|[0-9.]+)')
NOT_OF_THE_DATABASE = ("/health", "/openapi.json", "/storage", "/settings", "/audit", "/nodes", "/me/personal-data")


def addresses(app: Flask, known: Known) -> list[str]:
    """Return an address below /api/v1 for every route that is read, with ids of rows by their tables."""
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.rule.startswith(PREFIX) and not _is_left_out(rule.rule):
            filled = re.sub(r"<(?:[^<>]*:)?(\w+)>", lambda match: _value(match[1], known), rule.rule)
            found.append(filled + _ASKED.get(filled.removeprefix(PREFIX), ""))
    return sorted(found)


def _is_left_out(rule: str) -> bool:
    return rule.removeprefix(PREFIX).startswith(NOT_OF_THE_DATABASE)


@dataclass(frozen=True)
class Answered:
    """What somebody was answered at an address, but for what is another each time."""

    who: str
    path: str
    status: int
    data: bytes


def answers(players: Iterable[Player], paths: list[str]) -> Iterator[Answered]:
    """Yield what each of some people is answered at each address."""
    for player in players:
        headers = {"Authorization": f"Bearer {player.token}"}
        for path in paths:
            answer = apart(player.client.get, path, headers=headers)
            yield Answered(player.name, path, answer.status_code, _OF_THE_MOMENT.sub(b"", answer.get_data()))


def _value(name: str, known: Mapping[str, list[dict[str, object]]]) -> str:
    if name == "other_id":
        return str(known["person"][-2]["id"])
    if name in _IDS:
        return str(known[_IDS[name]][-1]["id"])
    return _WORDS[name]
