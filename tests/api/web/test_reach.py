"""Whom each write may reach: what Max, who manages North, tries on what is South's changes nothing of South's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from api.web.database import db
from support.acting import COURSE, PAGE, assign, begin, in_days, items_of, read_lessons
from support.administering import ADMINISTERING
from support.advising import set_aside
from support.dealing import DEALING, ask_one
from support.factories import PREFIX, Cast, apart
from support.reaching import ADMINS, AUTHORS, OWN, PEOPLE, PLAIN, SCORERS, TWO, Write, route_of, rows_of
from support.recording import record
from support.scorecards import open_one, publish
from support.sharing_links import SENDING, send_and_share
from support.signing_in import SIGNING_IN
from support.standing import Standing
from support.teaching import TEACHING

SOUTH = "south"
MATCHED = {"If-Match": '"0"'}
SHEET = "timed-tasks-find-this"
KEPT = {
    *("assignment", "coaching_session", "session_series", "session_link", "mentoring_pair", "action_item"),
    *("assessment", "sequence_run", "sent_message", "buyer_link", "buyer_deck", "deal_tick", "reference_ask"),
    *("practice", "scorecard", "rep_question", "standing", "api_token", "finding_answer", "task_draw", "task_run"),
}
TODAY, DUE = in_days(0).isoformat(), in_days(7).isoformat()
SCORED = {
    "rep_id": "{olga}",
    "rubric_id": "rubric-demo",
    "subject": "demo",
    "title": "x",
    "took_place_on": TODAY,
}
WRITES = {
    "PUT /crm/owners": Write(ADMINS, 403, {"name": "x", "person_id": "{olga}"}),
    "POST /coaching/sessions": Write(PEOPLE, 404, {"rep_id": "{olga}", "topic": "x", "scheduled_at": f"{DUE}T09:00Z"}),
    "POST /coaching/sessions/{session}/action-items": Write(TWO, 404, {"text": "x", "owner_id": "{olga}"}),
    "PATCH /coaching/action-items/{item}": Write(TWO, 404, {"text": "x"}),
    "PUT /coaching/action-items/{item}/done": Write(TWO, 404),
    "PUT /coaching/action-items/{item}/dropped": Write(TWO, 404, {"reason": "x"}),
    "PUT /coaching/action-items/{item}/open": Write(TWO, 404),
    "PUT /coaching/sessions/{session}/texts/shared": Write(TWO, 404, {"text": "x"}, MATCHED),
    "POST /coaching/sessions/{session}/texts/shared/copies/{open}/settled": Write(TWO, 404, {"text": "x"}, MATCHED),
    "POST /coaching/sessions/{session}/links": Write(TWO, 404, {"kind": "page", "target": PAGE}),
    "DELETE /coaching/sessions/{session}/links/{link}": Write(TWO, 404),
    "POST /coaching/series": Write(
        PEOPLE, 404, {"rep_id": "{olga}", "topic": "x", "scheduled_at": f"{DUE}T09:00Z", "rule": "FREQ=WEEKLY"}
    ),
    "POST /coaching/series/{series}/accepted": Write(TWO, 404),
    "POST /coaching/series/{series}/changed": Write(TWO, 404, {"scheduled_at": f"{DUE}T09:00Z"}),
    "POST /coaching/series/{series}/ended": Write(TWO, 404, {"reason": "x"}),
    "POST /coaching/pairs": Write(PEOPLE, 404, {"mentee_id": "{olga}", "mentor_id": "{ada}"}),
    "POST /coaching/pairs/{pair}/ended": Write(PEOPLE, 404),
    "DELETE /people/directory/preview": Write(ADMINS, 403),
    "PATCH /me": Write(OWN, 200, {"time_zone": "Europe/Berlin"}),
    "PATCH /coaching/sessions/{session}": Write(TWO, 404, {"topic": "y"}),
    "POST /coaching/sessions/{session}/accepted": Write(TWO, 404),
    "POST /coaching/sessions/{session}/cancelled": Write(TWO, 404, {"reason": "x"}),
    "POST /coaching/points": Write(OWN, 404, {"text": "x", "coach_id": "{greta}"}),
    "PATCH /coaching/points/{point}": Write(OWN, 404, {"text": "x"}),
    "DELETE /coaching/points/{point}": Write(OWN, 404),
    "PUT /coaching/points/{point}/open": Write(OWN, 404),
    "POST /coaching/sessions/{session}/held": Write(TWO, 404),
    "POST /coaching/sessions/{session}/missed": Write(TWO, 404),
    "POST /coaching/sessions/{session}/moved": Write(TWO, 404, {"minutes": 60}),
    "POST /coaching/sessions/{session}/reopened": Write(TWO, 404),
    "POST /crm/imports": Write(ADMINS, 403, "Record ID,Deal Stage\n1,Won\n"),
    "POST /crm/imports/{open}/undo": Write(ADMINS, 403),
    "POST /demand/gaps": Write(AUTHORS, 403, {"query_id": "{open}"}),
    "DELETE /demand/gaps/{open}": Write(AUTHORS, 403),
    "POST /demand/gaps/{open}/close": Write(AUTHORS, 403, {"page_id": PAGE}),
    "POST /effects/roll-outs": Write(
        PEOPLE,
        404,
        {"name": "x", "page_id": PAGE, "person_ids": ["{ada}", "{olga}"], "waves": [TODAY, DUE], "reading_on": DUE},
    ),
    "POST /effects/roll-outs/{roll_out}/end": Write(PEOPLE, 404),
    f"POST /feedback/{PAGE}": Write(OWN, 201, {"has_worked": True}),
    f"PUT /favourites/{PAGE}": Write(OWN, 200),
    f"DELETE /favourites/{PAGE}": Write(OWN, 204),
    "POST /kpis/initiatives/enablement-plan/tasks": Write(PEOPLE, 404, {"title": "x", "owner_id": "{olga}"}),
    "PATCH /kpis/initiatives/enablement-plan/tasks/{task}": Write(PEOPLE, 404, {"done": True}),
    "PUT /kpis/targets": Write(
        PEOPLE,
        404,
        {"kpi": "win_rate", "of": "person", "person_id": "{olga}", "start": DUE, "end": DUE, "value": 1},
    ),
    "POST /kpis/targets.csv": Write(
        PEOPLE, 200, f"kpi,email,starts_on,ends_on,value\nwin_rate,{{email}},{DUE},{DUE},1\n"
    ),
    "POST /me/calendar": Write(OWN, 201),
    "PUT /me/calendar": Write(OWN, 404, {"holds": ["sessions"]}),
    "PUT /me/invitations": Write(OWN, 200, {"are_sent": False}),
    "PUT /me/sender": Write(OWN, 200, {"phone": "1"}),
    "DELETE /me/calendar": Write(OWN, 204),
    "PUT /kpis/digest/subscription": Write(OWN, 200),
    "DELETE /kpis/digest/subscription": Write(OWN, 204),
    "POST /kpis/survey": Write(OWN, 201, {"seconds": 90}),
    f"POST /kpis/tasks/{SHEET}/draw": Write(OWN, 201),
    f"POST /kpis/tasks/{SHEET}/start": Write(OWN, 404, {"place": 1}),
    f"POST /kpis/tasks/{SHEET}/stop": Write(OWN, 404, {"place": 1, "outcome": "gave_up"}),
    "POST /content/quote-sent/render": Write(OWN, 200, {"is_draft": True}),
    "POST /opens": Write(OWN, 201, {"page_id": PAGE}),
    "POST /opens/{open}/uses": Write(OWN, 404, {"kind": "read"}),
    "POST /coaching/advice/decisions": Write(
        PEOPLE, 404, {"person_id": "{olga}", "rule": "new_hire", "subject": "x", "reason": "x"}
    ),
    "DELETE /coaching/advice/decisions/{decision}": Write(PEOPLE, 404),
    "POST /questions": Write(PEOPLE, 404, {"text": "x", "asked_id": "{greta}"}),
    "POST /questions/{question}/answers": Write(TWO, 404, {"text": "x"}),
    "POST /questions/{question}/close": Write(TWO, 404),
    "POST /questions/{question}/offer": Write(TWO, 404, {"words": "x", "text": "x"}),
    "PUT /questions/{question}/named": Write(TWO, 404, {"is_named": True}),
    **(SENDING | DEALING | ADMINISTERING | SIGNING_IN | TEACHING),
    "PUT /questions/heard/{question}": Write(OWN, 404),
    f"POST /ratings/courses/{COURSE}": Write(OWN, 409, {"rating": 5}),
    "POST /skills/people/{olga}/ratings": Write(PEOPLE, 404, {"skill": "discovery", "level": 1}),
    "PUT /skills/me/offers": Write(OWN, 200, {"skills": ["discovery"]}),
    "POST /tokens": Write(OWN, 201, {"name": "x"}),
    "DELETE /tokens/{token}": Write(OWN, 404),
    "POST /scoring/assessments": Write(PEOPLE, 404, SCORED),
    "POST /scoring/calibrations": Write(
        PEOPLE, 404, {**SCORED, "recording": "https://x.example", "emails": ["greta@brightwharf.example"]}
    ),
    "PUT /scoring/assessments/{assessment}/card": Write(SCORERS, 404, {"answers": {}}, MATCHED),
    "POST /scoring/assessments/{assessment}/card/published": Write(SCORERS, 404, None, MATCHED),
    "POST /scoring/assessments/{assessment}/card/amended": Write(SCORERS, 404, {"answers": {}, "reason": "x"}, MATCHED),
    "POST /scoring/assessments/{assessment}/scorers": Write(SCORERS, 404, {"email": "ada@brightwharf.example"}),
    "POST /scoring/assessments/{assessment}/declined": Write(SCORERS, 404),
    "POST /scoring/assessments/{assessment}/closed": Write(SCORERS, 404),
    "PUT /scoring/assessments/{assessment}/released": Write(OWN, 404),
    "DELETE /scoring/assessments/{assessment}/released": Write(OWN, 404),
    "POST /practice": Write(
        OWN, 404, {"title": "x", "subject": "pitch", "after_id": "{practice}", "link": "https://x.x"}
    ),
    "DELETE /practice/{practice}": Write(OWN, 404),
    "PUT /practice/{practice}/upload": Write(OWN, 415, "x"),
    "PUT /practice/{practice}/transcript": Write(OWN, 415, "x"),
    "DELETE /practice/{practice}/transcript": Write(OWN, 404),
    "POST /practice/{practice}/handed-in": Write(OWN, 404),
    "POST /practice/{practice}/graders": Write(PEOPLE, 404, {"email": "ada@brightwharf.example"}),
    "POST /practice/{practice}/again": Write(SCORERS, 404, {"reason": "x"}),
    "POST /scoring/cards/{card}/comments": Write(SCORERS, 404, {"text": "x"}),
    "POST /unsubscribe/{token}": Write(OWN, 404),
}


@dataclass(frozen=True)
class South:
    """What South has and shares: ids by the names that stand in braces."""

    cast: Cast
    names: dict[str, str]

    def filled(self, value: Any) -> Any:
        """Put the ids where the names are."""
        if isinstance(value, dict):
            return {key: self.filled(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self.filled(one) for one in value]
        return value.format_map(self.names) if isinstance(value, str) else value

    def try_as_max(self, write: str) -> TestResponse:
        """Send a write as Max does."""
        method, path = self.filled(write).split()
        body = self.filled(WRITES[write].body)
        sent: dict[str, Any] = {"data": body, "content_type": "text/csv"} if isinstance(body, str) else {"json": body}
        if not path.startswith(PLAIN):
            return self.cast.max.ask(method, path, headers=WRITES[write].headers, **sent)
        headers = {"Authorization": f"Bearer {self.cast.max.token}"}
        return apart(self.cast.max.client.open, path, method=method, headers=headers)


@pytest.fixture(scope="module")
def names(standing_on_sqlite: Standing) -> dict[str, str]:
    """Make what South has, once for all writes, and return its ids by name.

    Olga learns, was coached, opened a page and was timed; Nadia assigned a course to her and to Ada at once.
    """
    app, cast = standing_on_sqlite.put_back(peopled=True), standing_on_sqlite.cast
    made = _made(app, cast)
    standing_on_sqlite.keep(SOUTH)
    return made


@pytest.fixture
def south(standing_on_sqlite: Standing, names: dict[str, str]) -> Iterator[South]:
    """South as it was made, whatever was tried before."""
    with standing_on_sqlite.put_back_kept(SOUTH).app_context():
        yield South(standing_on_sqlite.cast, names)
        db.session.remove()


def _made(app: Flask, cast: Cast) -> dict[str, str]:
    rule = assign(cast.nadia, cast.ada, cast.olga).get_json()
    read_lessons(cast.olga)
    at = f"{in_days(3)}T09:00:00Z"
    coached = cast.greta.post("/coaching/sessions", {"rep_id": str(cast.olga.id), "topic": "x", "scheduled_at": at})
    place = f"/coaching/sessions/{coached.get_json()['id']}"
    item = cast.olga.post(f"{place}/action-items", {"text": "x", "owner_id": str(cast.olga.id)}).get_json()
    linked = cast.olga.post(f"{place}/links", {"kind": "page", "target": PAGE}).get_json()
    weekly = {"rep_id": str(cast.olga.id), "topic": "x", "scheduled_at": at, "rule": "FREQ=WEEKLY", "asks": True}
    mentor = {"mentee_id": str(cast.olga.id), "mentor_id": str(cast.greta.id)}
    cast.olga.post("/kpis/survey", {"seconds": 60})
    cast.olga.post(f"/kpis/tasks/{SHEET}/draw")
    cast.olga.post(f"/kpis/tasks/{SHEET}/start", {"place": 1})
    lesson = cast.ada.get(f"/training/courses/{COURSE}").get_json()["lessons"][0]
    task = cast.greta.post("/kpis/initiatives/enablement-plan/tasks", {"title": "x", "owner_id": str(cast.olga.id)})
    four = [str(one.id) for one in (cast.ada, cast.sven, cast.olga, cast.greta)]
    call = open_one(cast.greta, cast.olga)
    card = publish(cast.greta, call)["my_card"]["id"]
    drawn = {"name": "x", "page_id": PAGE, "person_ids": four, "waves": [TODAY, DUE], "reading_on": DUE}
    return {
        "roll_out": cast.nadia.post("/effects/roll-outs", drawn).get_json()["id"],
        "task": task.get_json()["id"],
        **{name: str(getattr(cast, name).id) for name in ("ada", "olga", "greta")},
        **{name.lower(): str(team) for name, team in cast.teams.items()},
        "email": cast.olga.email,
        "rule": rule["id"],
        **(send_and_share(cast.olga) | ask_one(app, cast)),
        "assessment": call.rpartition("/")[2],
        "card": card,
        "practice": record(cast.olga).rpartition("/")[2],
        "question": cast.olga.post("/questions", {"text": "x"}).get_json()["id"],
        "decision": set_aside(app, cast.greta, cast.olga),
        "session": coached.get_json()["id"],
        "item": item["id"],
        "link": linked["links"][0]["id"],
        "series": cast.greta.post("/coaching/series", weekly).get_json()["id"],
        "pair": cast.nadia.post("/coaching/pairs", mentor).get_json()["id"],
        "point": cast.olga.post("/coaching/points", {"text": "x"}).get_json()["id"],
        "attempt": begin(cast.olga)["id"],
        "open": cast.olga.post("/opens", {"page_id": PAGE}).get_json()["id"],
        "token": cast.olga.post("/tokens", {"name": "x"}).get_json()["id"],
        "lesson": lesson["page"]["id"],
    }


def test_every_write_is_listed(sqlite_app: Flask) -> None:
    """A new one states here whom it may reach, and is tried."""
    there = {
        f"{method} {rule.rule.removeprefix(PREFIX)}"
        for rule in sqlite_app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
    }
    matched = {write: route_of(sqlite_app, write) for write in WRITES}
    assert set(matched.values()) == there
    assert len(matched) == len(there)


@pytest.mark.parametrize("write", WRITES)
def test_a_manager_changes_nothing_of_another_team(south: South, write: str) -> None:
    """Whatever he sends, every row that speaks of somebody of South is as it was."""
    before = rows_of(south.cast.olga.id, south.cast.greta.id, least=KEPT)
    answer = south.try_as_max(write)
    assert answer.status_code == WRITES[write].status, answer.get_data(as_text=True)
    assert rows_of(south.cast.olga.id, south.cast.greta.id, least=KEPT) == before


def test_a_refused_list_of_people_reaches_none_of_them(south: South) -> None:
    """Ada, who stands beside Olga, is neither assigned another course nor noted as there."""
    facts = "/training/people/{ada}/courses/event-winter-peak"
    for write in ("POST /training/assignments", "POST /training/courses/event-winter-peak/attendance"):
        south.try_as_max(write)
    assert len(items_of(south.cast.ada.get("/training/mine"))) == 1
    assert south.cast.ada.get(south.filled(facts)).status_code == 404


def test_what_is_shared_ends_for_the_managers_own_people(south: South) -> None:
    """Ada loses it, Olga keeps it; each manager is told for whom they can end it, and counts their own people."""
    place = south.filled("/training/assignments/{rule}")
    seen = south.cast.max.get(place).get_json()
    assert (seen["can_end"], seen["people"], seen["given"], seen["ended_for"]) == ("own_people", 1, 1, [])
    ended = south.cast.max.delete(place).get_json()
    assert (ended["can_end"], ended["given"], ended["ended_at"]) == ("nobody", 0, None)
    assert [(end["team_name"], end["ended_by"]) for end in ended["ended_for"]] == [("North", "Max Oduya")]
    assert south.cast.max.delete(place).get_json() == ended
    assert items_of(south.cast.ada.get("/training/mine")) == []
    assert [item["is_assigned"] for item in items_of(south.cast.olga.get("/training/mine"))] == [True]
    greta, nadia = (player.get(place).get_json() for player in (south.cast.greta, south.cast.nadia))
    assert (greta["can_end"], greta["ended_for"], greta["given"]) == ("own_people", [], 1)
    assert (nadia["can_end"], nadia["people"], len(nadia["ended_for"])) == ("all", 2, 1)
    assert south.cast.nadia.delete(place).get_json()["ended_by"] == "Nadia Brandt"
    assert [item["is_assigned"] for item in items_of(south.cast.olga.get("/training/mine"))] == [False]
