"""Agendas: templates of the library, filled in with what both people of a session may see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from content.agenda import BLOCKS
from lms.coaching.models import CoachingSession
from lms.people.models import Person
from lms.training.courses import register_course
from support.acting import COURSE, assign, in_days, items_of, problem_of
from support.agreeing import agreed, met
from support.crm import count_figures, say
from support.factories import MONDAY, Cast, Player
from support.learning import PLAIN, give
from support.scorecards import answers, open_one, publish
from support.skilled import AE, days_ago, put_in_job, score


def test_the_agendas_of_the_library_are_listed_by_kind(sqlite_cast: Cast) -> None:
    """Those made for a kind, with what is filled in; partners have none."""
    found = items_of(sqlite_cast.ada.get("/coaching/agendas?kind=deal-review"))
    assert [(one["id"], one["kinds"], one["url"]) for one in found] == [
        ("agenda-deal-review", ["deal-review"], "/agendas/deal-review/")
    ]
    assert found[0]["blocks"] == ["deals", "open_actions"]
    assert len(items_of(sqlite_cast.max.get("/coaching/agendas"))) == 6
    problem_of(sqlite_cast.max.get("/coaching/agendas?kind=juggling"), 422)
    problem_of(sqlite_cast.paula.get("/coaching/agendas"), 403)


def test_an_agenda_is_filled_in_with_what_the_two_have_open(session: Session, cast: Cast) -> None:
    """Carried items and the rep's points, as words that no name turns into markup."""
    item = agreed(
        session, met(session, cast.max, cast.ada), cast.ada, "Call *Tom* | <b>now</b>", due_on=date(2026, 3, 5)
    )
    cast.ada.post("/coaching/points", {"text": "[The pilot](https://evil.example)"})
    coming = _coming(session, cast.max, cast.ada)
    found = _proposal(cast.max, coming)
    assert found["template"]["id"] == "agenda-one-to-one"
    assert "- Call \\*Tom\\* \\| \\<b\\>now\\</b\\> (Ada Lind, was due 5 March 2026)" in found["markdown"]
    assert "- \\[The pilot\\](https://evil.example)" in found["markdown"]
    assert not any(f"{{{{ {name} }}}}" in found["markdown"] for name in BLOCKS)
    assert not found["markdown"].startswith("# ")
    cast.ada.put(f"/coaching/action-items/{item.id}/done")
    assert "_Nothing is open._" in _proposal(cast.ada, coming)["markdown"]


def test_nobody_else_gets_an_agenda(session: Session, cast: Cast) -> None:
    """404 for everyone but the two."""
    coming = _coming(session, cast.max, cast.ada)
    for player in cast.everyone():
        if player not in {cast.max, cast.ada}:
            answer = player.get(f"/coaching/sessions/{coming.id}/agenda/proposal")
            problem_of(answer, 403 if player is cast.paula else 404)


def test_records_stand_in_an_agenda_only_where_the_coach_manages_the_rep(session: Session, cast: Cast) -> None:
    """Not for mentoring, and not once Ada has moved away: whoever of the two fills it in, both read it."""
    assign(cast.max, cast.ada, days=1)
    coming = _coming(session, cast.max, cast.ada)
    mentoring = _coming(session, cast.max, cast.ada, kind="mentoring")
    template = "template=agenda-with-newcomers"
    for player in (cast.max, cast.ada):
        assert _proposal(player, coming, template)["left_out"] == []
        assert _proposal(player, mentoring, template)["left_out"] == ["overdue_training", "skill_gaps"]
    session.get_one(Person, cast.ada.id).team_id = cast.teams["South"]
    session.commit()
    for player in (cast.max, cast.ada):
        found = _proposal(player, coming, template)
        assert found["left_out"] == ["overdue_training", "skill_gaps"]
        assert "records are filled in only between a rep and who manages them now" in found["markdown"]


@pytest.fixture
def records(app: Flask, session: Session, cast: Cast) -> CoachingSession:
    """A session to come of Max and Ada, who is late with a course, and has deals that nobody attends to."""
    coming = _coming(session, cast.max, cast.ada)
    coming.agenda_id = "agenda-deal-review"
    deal = {"owner_email": cast.ada.email, "stage": "Proposal", "currency": "EUR", "created_on": "2026-01-02"}
    far, past = in_days(60).isoformat(), in_days(-3).isoformat()
    say(
        session,
        "deals",
        {"key": "1", "name": "Quiet", "amount": 3_000_000, "close_on": far, **deal},
        {"key": "2", "name": "Late | *now*", "amount": 100_000, "close_on": past, **deal},
        {"key": "3", "name": "Lively", "amount": 9_000_000, "close_on": far, **deal},
        {"key": "4", "name": "Both", "amount": 1_000, "close_on": past, **deal},
        {"key": "5", "name": "Olga's", "amount": 5, "close_on": past, **(deal | {"owner_email": cast.olga.email})},
        {"key": "6", "name": "Won", "amount": 5, "close_on": past, **deal, "is_won": True},
        on=in_days(-70),
    )
    activity = {"kind": "call", "owner_email": cast.ada.email}
    say(
        session,
        "activities",
        {"key": "a", "deal": "1", "on": in_days(-40).isoformat(), **activity},
        {"key": "b", "deal": "2", "on": in_days(-2).isoformat(), **activity},
        {"key": "c", "deal": "3", "on": in_days(-2).isoformat(), **activity},
    )
    session.commit()
    count_figures(app)
    return coming


def test_deals_that_nobody_attends_to_are_named_with_why(records: CoachingSession, cast: Cast) -> None:
    """Both reasons first, then by worth; not those of others, of which something is noted, or that are closed."""
    lines = [line for line in _proposal(cast.max, records)["markdown"].split("\n") if line.startswith("- **")]
    assert [line.split("**,")[0] for line in lines] == ["- **Both", "- **Quiet", "- **Late \\| \\*now\\*"]
    assert lines[0].endswith(f"its close day, {_said(in_days(-3))}, has passed; nothing noted for a long time")
    assert lines[1] == f"- **Quiet**, EUR 30,000, Proposal: nothing noted since {_said(in_days(-40))}"
    assert lines[2].endswith(f"its close day, {_said(in_days(-3))}, has passed")


def test_overdue_training_is_named_with_its_day(session: Session, cast: Cast) -> None:
    """With a way to a course that the library has; what is due later isn't there."""
    for course_id, title in ((COURSE, "Old title"), ("c", "A [course]")):
        register_course(session, course=replace(PLAIN, id=course_id, title=title), day=MONDAY.date())
        give(session, cast.max, [cast.ada.id], course_id=course_id)
    assign(cast.max, cast.ada, course_id="course-dockside-basics")
    session.commit()
    coming = _coming(session, cast.max, cast.ada)
    lines = _proposal(cast.max, coming, "template=agenda-with-newcomers")["markdown"].split("\n")
    assert [line for line in lines if "was due" in line] == [
        "- A \\[course\\]: was due 12 March 2026",
        "- [Discovery calls](/courses/discovery-calls/): was due 12 March 2026",
    ]


def test_the_last_scorecard_stands_there_once_both_see_it(session: Session, cast: Cast) -> None:
    """A draft is its scorer's; where Ada scores herself first, the coach's card waits for hers, for both of them."""
    coming = _coming(session, cast.max, cast.ada)
    template = "template=agenda-call-review"
    earlier = open_one(cast.max, cast.ada, title="Earlier", took_place_on=in_days(-9).isoformat())
    publish(cast.max, earlier)
    place = open_one(cast.max, cast.ada, title="Call [1] | <b>", asks_self=True)
    publish(cast.max, place, answers(3, cost=1, opening=2))
    for player in (cast.max, cast.ada):
        assert "- [Earlier](" in _proposal(player, coming, template)["markdown"]
    publish(cast.ada, place, answers(2))
    id_ = place.rpartition("/")[2]
    for player in (cast.max, cast.ada):
        lines = _proposal(player, coming, template)["markdown"].split("\n")
        at = next(number for number, line in enumerate(lines) if line.startswith("- [Call"))
        assert lines[at].startswith(f"- [Call \\[1\\] \\| \\<b\\>](/app/scorecard/?assessment={id_}), ")
        assert f"{_said(in_days(0))}, scored by Max Oduya: 18 of 28" in lines[at]
        assert lines[at + 1] == "- Lowest: Cost (1 of 4), Opening (2 of 4)"
    mentoring = _coming(session, cast.max, cast.ada, kind="mentoring")
    assert _proposal(cast.max, mentoring, template)["left_out"] == ["last_scorecard"]


def test_gaps_are_those_that_the_coach_sees(session: Session, cast: Cast) -> None:
    """By scores of five weak calls; nothing of them once Ada has moved away."""
    put_in_job(cast, cast.ada, AE, days=260)
    for days in range(5):
        score(session, cast.max, cast.ada, 0.0, days=days_ago(days))
    session.commit()
    coming = _coming(session, cast.max, cast.ada, kind="role-play")
    assert "- Discovery: 1." in _proposal(cast.ada, coming)["markdown"]
    session.get_one(Person, cast.ada.id).team_id = cast.teams["South"]
    session.commit()
    assert "Discovery: " not in _proposal(cast.ada, coming)["markdown"]


def test_an_agenda_that_is_not_there_is_not_found(session: Session, cast: Cast) -> None:
    """Nor is a page of another type; one that is gone gives way to one for the session's kind."""
    coming = _coming(session, cast.max, cast.ada, kind="role-play")
    for other in ("nothing", "too-expensive", "x" * 200):
        problem_of(cast.max.get(f"/coaching/sessions/{coming.id}/agenda/proposal?template={other}"), 404)
    coming.agenda_id = "agenda-that-was"
    session.commit()
    assert _proposal(cast.max, coming)["template"]["id"] == "agenda-role-play"
    questions = _coming(session, cast.max, cast.ada, kind="questions")
    found = _proposal(cast.max, questions)
    assert found["template"] is None
    assert "_No points were written down._" in found["markdown"]


def _coming(session: Session, coach: Player, rep: Player, **options: Any) -> CoachingSession:
    return met(session, coach, rep, at=MONDAY + timedelta(days=3000), status="accepted", **options)


def _proposal(player: Player, coaching: CoachingSession, query: str = "") -> dict[str, Any]:
    answer = player.get(f"/coaching/sessions/{coaching.id}/agenda/proposal?{query}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: dict[str, Any] = answer.get_json()
    return found


def _said(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
