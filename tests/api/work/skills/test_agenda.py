"""Skill gaps in an agenda: the clearest first, in words, and only by what all who read it may see."""

from __future__ import annotations

from datetime import date

from flask import Flask
from sqlalchemy.orm import Session

from api.web.context import parts
from api.work.skills.agenda import gap_lines
from api.work.skills.standing import Rules
from lms.people.access import Actor
from lms.training.following import change_person
from support.factories import Cast, Player
from support.learning import on
from support.scoring import assess
from support.skilled import AE, card, rate, score

EVERYBODY = frozenset({"internal", "partner", "customer"})
RULES = Rules(half_life_days=180, history="released")


def test_a_gap_is_a_line_with_a_course_that_nobody_assigned(app: Flask, session: Session, cast: Cast) -> None:
    """Those that may be chance say so; what is reached, and of what nothing is known, isn't there."""
    _has_job(session, cast.ada, AE)
    for days in range(5):
        score(session, cast.max, cast.ada, 0.0, days=days + 200)
    rate(session, cast.max, cast.ada, 2, days=270, skill="demonstration")
    first, second = _lines(session, cast.max, cast.ada, day=on(280).day)
    assert first.startswith("Discovery: 1.1 of 3 (1.0 to 1.")
    assert first.endswith("), the job asks Alone; not assigned yet: [Discovery calls](/courses/discovery-calls/)")
    assert second.startswith("Demonstration: ")
    assert "which may be chance" in second


def test_nobody_reads_of_whom_they_do_not_manage(app: Flask, session: Session, cast: Cast) -> None:
    """Nor by evidence that one of the two doesn't see yet: Ada is to score herself first."""
    _has_job(session, cast.ada, AE)
    for days in range(4):
        call = assess(session, cast.max, cast.ada, now=on(days + 200), asks_self=True)
        card(session, cast.max, call, 0.0, days=days + 200)
    day = on(280).day
    assert _lines(session, cast.greta, cast.ada, day=day) == []
    assert len(_lines(session, cast.max, cast.ada, day=day)) == 1
    assert _lines(session, cast.max, cast.ada, day=day, readers=(cast.ada,)) == []


def _has_job(session: Session, player: Player, job: str) -> None:
    change_person(session, actor=None, person_id=player.id, on=on().day, now=on(), job=job)


def _lines(session: Session, actor: Player, rep: Player, *, day: date, readers: tuple[Player, ...] = ()) -> list[str]:
    search = parts().search
    others: list[Actor] = [one.actor for one in readers]
    return gap_lines(
        session,
        catalogue=search.catalogue(),
        taxonomy=search.generation().head.taxonomy,
        audiences=EVERYBODY,
        actor=actor.actor,
        person_id=rep.id,
        day=day,
        rules=RULES,
        readers=others,
    )
