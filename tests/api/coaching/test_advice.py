"""Whom to coach next through the API: who is told what of whom, decisions, and nothing behind anybody's back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from api.web.database import db
from lms.days import present
from support.acting import in_days, pointers_of, problem_of
from support.agreeing import agreed, met
from support.factories import Cast, Player, fill

PLACE = "/coaching/advice"
DECISIONS = f"{PLACE}/decisions"


@pytest.fixture
def led(session: Session, cast: Cast) -> Cast:
    """North, in which Ada owes Max something, and Sven wasn't coached for long; South, in which Olga owes Greta."""
    ago = present() - timedelta(days=50)
    for coach, rep in ((cast.max, cast.ada), (cast.greta, cast.olga)):
        of = met(session, coach, rep, at=ago)
        agreed(session, of, rep, f"Item of {rep.name}", due_on=in_days(-4))
    met(session, cast.max, cast.sven, at=ago)
    return cast


def test_a_manager_is_told_of_their_own_people(led: Cast) -> None:
    """By what their reasons weigh, each with words, where it stands, and one click."""
    body = led.max.get(PLACE).get_json()
    assert [(one["person"]["name"], one["weight"]) for one in body["people"]] == [("Ada Lind", 4), ("Sven Berg", 2)]
    ada = body["people"][0]
    assert [reason["rule"] for reason in ada["reasons"]] == ["overdue_action", "no_session"]
    first = ada["reasons"][0]
    assert first["text"].startswith("“Item of Ada Lind” was due on ")
    assert first["url"].startswith("/app/session/?id=")
    (way,) = first["actions"]
    assert way["label"] == "Schedule a session"
    assert way["url"] == f"/app/my-coaching/?with={led.ada.id}&kind=one-to-one&topic=What+we+agreed"
    assert body["may_decide"] is True
    assert {rule["name"] for rule in body["rules"]} >= {"missed_target", "falling_score", "skill_gap"}
    assert "at least 0.5 levels" in next(one["explains"] for one in body["rules"] if one["name"] == "skill_gap")


def test_who_may_ask_about_whom(led: Cast) -> None:
    """Everybody about themselves, managers and admins about those they manage; for others a person isn't there."""
    for player in led.staff():
        answer = player.get(f"{PLACE}?person_id={led.ada.id}")
        if player in (led.ada, led.max, led.nadia):
            (one,) = answer.get_json()["people"]
            assert one["person"]["name"] == "Ada Lind"
        else:
            problem_of(answer, 404)
    problem_of(led.paula.get(PLACE), 403)
    problem_of(led.max.get(f"{PLACE}?team_id={led.teams['South']}"), 404)
    names = [
        one["person"]["name"]
        for one in led.max.get(f"{PLACE}?team_id={led.teams['North juniors']}").get_json()["people"]
    ]
    assert names == ["Sven Berg"]
    assert led.mara.get(PLACE).get_json()["people"] == []
    assert led.mara.get(PLACE).get_json()["may_decide"] is False


def test_what_two_agreed_stays_between_them(led: Cast) -> None:
    """An admin hears of no item, and not with whom the last session was."""
    seen = led.nadia.get(PLACE).get_data(as_text=True)
    assert "Item of" not in seen
    assert "50 days ago" not in seen
    assert "No session for 30 days or more, with whomever." in seen


def test_nothing_is_said_behind_anybodys_back(led: Cast) -> None:
    """Whatever anybody is told of a rep, and whatever was decided, the rep sees too."""
    _decide(led.nadia, led.ada, "no_session", reason="She is on leave")
    own = {rep: _keys(rep.get(PLACE).get_json()["people"]) for rep in (led.ada, led.sven, led.olga)}
    for player in (led.max, led.greta, led.nadia):
        for rep, keys in own.items():
            answer = player.get(f"{PLACE}?person_id={rep.id}")
            if answer.status_code == 200:
                assert _keys(answer.get_json()["people"]) <= keys, (player.name, rep.name)
    (mine,) = led.ada.get(PLACE).get_json()["people"]
    (aside,) = mine["set_aside"]
    assert (aside["decision"]["by"]["name"], aside["decision"]["reason"]) == ("Nadia Brandt", "She is on leave")
    assert mine["reasons"][0]["actions"][0]["label"] == "Propose a session"
    assert f"with={led.max.id}" in mine["reasons"][0]["actions"][0]["url"]


def test_a_reason_is_dismissed_snoozed_and_taken_back(led: Cast) -> None:
    """It counts nothing meanwhile, and again once it is taken back or about something else."""
    made = _decide(led.max, led.sven, "no_session", until=in_days(3).isoformat())
    sven = _of(led.max, "Sven Berg")
    assert (sven["weight"], [one["rule"] for one in sven["set_aside"]]) == (0, ["no_session"])
    assert _of(led.nadia, "Sven Berg")["weight"] == 0
    problem_of(led.greta.delete(f"{DECISIONS}/{made['id']}"), 404)
    problem_of(led.sven.delete(f"{DECISIONS}/{made['id']}"), 403)
    assert [led.nadia.delete(f"{DECISIONS}/{made['id']}").status_code for _ in range(2)] == [204, 204]
    assert _of(led.max, "Sven Berg")["weight"] == 2
    _decide(led.max, led.sven, "no_session", reason="He is fine")
    second = _decide(led.max, led.sven, "no_session", until=in_days(9).isoformat())
    (aside,) = _of(led.max, "Sven Berg")["set_aside"]
    assert (aside["decision"]["id"], aside["decision"]["until"]) == (second["id"], in_days(9).isoformat())


def test_decisions_are_for_who_manages_and_on_what_they_see(led: Cast) -> None:
    """Nobody decides on themselves, on others' people, or on what isn't said; a dismissal says why."""
    reason = next(one for one in _of(led.max, "Ada Lind")["reasons"] if one["rule"] == "overdue_action")
    body = {"person_id": str(led.ada.id), "rule": "overdue_action", "subject": reason["subject"], "reason": "x"}
    problem_of(led.ada.post(DECISIONS, body), 403)
    problem_of(led.greta.post(DECISIONS, body), 404)
    problem_of(led.nadia.post(DECISIONS, body), 404)
    problem_of(led.max.post(DECISIONS, {**body, "subject": "another"}), 404)
    problem_of(led.max.post(DECISIONS, {**body, "person_id": str(led.max.id)}), 403)
    for day, field in ((None, "reason"), (in_days(0), "until"), (in_days(367), "until")):
        sent = {**body, "reason": None, "until": day.isoformat() if day else None}
        assert problem_of(led.max.post(DECISIONS, sent), 409)["errors"][0]["pointer"] == f"#/{field}"
    assert pointers_of(led.max.post(DECISIONS, {**body, "reason": " "})) == ["#/reason"]
    assert led.max.post(DECISIONS, body).status_code == 201


def test_who_leaves_a_team_leaves_its_managers_list(led: Cast) -> None:
    """The new manager sees the person, and nothing of what was agreed with the former one."""
    led.nadia.ask("PATCH", f"/people/{led.ada.id}", json={"team_id": str(led.teams["South"])})
    assert [one["person"]["name"] for one in led.max.get(PLACE).get_json()["people"]] == ["Sven Berg"]
    problem_of(led.max.get(f"{PLACE}?person_id={led.ada.id}"), 404)
    seen = _of(led.greta, "Ada Lind")
    assert [one["rule"] for one in seen["reasons"]] == ["no_session"]


def test_a_rule_whose_setting_is_0_is_left_out(make_app: Callable[..., Flask]) -> None:
    """Here all but that of new hires; a list says so."""
    app = make_app(advice_session_days=0, advice_action_days=0)
    cast = fill(app)
    with app.app_context():
        of = met(db.session(), cast.max, cast.ada, at=present() - timedelta(days=50))
        agreed(db.session(), of, cast.ada, "Late", due_on=in_days(-4))
    body = cast.max.get(PLACE).get_json()
    assert {reason["rule"] for one in body["people"] for reason in one["reasons"]} <= {"new_hire"}
    assert {one["name"] for one in body["rules"] if not one["number"]} == {"no_session", "overdue_action"}


def _decide(player: Player, rep: Player, rule: str, **how: str) -> dict[str, Any]:
    found = player.get(f"{PLACE}?person_id={rep.id}").get_json()["people"][0]
    reasons = [*found["reasons"], *found["set_aside"]]
    subject = next(reason["subject"] for reason in reasons if reason["rule"] == rule)
    answer = player.post(DECISIONS, {"person_id": str(rep.id), "rule": rule, "subject": subject, **how})
    assert answer.status_code == 201, answer.get_data(as_text=True)
    made: dict[str, Any] = answer.get_json()
    return made


def _of(player: Player, name: str) -> dict[str, Any]:
    people = player.get(PLACE).get_json()["people"]
    found: dict[str, Any] = next(one for one in people if one["person"]["name"] == name)
    return found


def _keys(people: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(one["rule"], one["subject"]) for person in people for one in (*person["reasons"], *person["set_aside"])}
