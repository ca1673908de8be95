"""Scoring in tests: assessments of the cast by a small rubric, opened, filled in and published in a line each."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy.orm import Session

from lms.days import Now
from lms.people.changes import change_person
from lms.scoring.assessments import (
    Deed,
    Manner,
    Paper,
    ScoringSeat,
    add_scorer,
    make_assessment,
    open_assessment,
    seat_in,
)
from lms.scoring.cards import CardGiven, amend_card, publish_card, save_draft
from lms.scoring.models import Assessment, Scorecard
from lms.scoring.sight import CardSight, card_sight
from support.factories import Cast, Player
from support.learning import on

DIGEST = "5" * 64
CRITERION: dict[str, Any] = {"weight": 1.0, "skill": "discovery", "is_mandatory": True, "may_be_left_out": True}
CONTENT: dict[str, Any] = {
    "title": "Calls",
    "points": 4.0,
    "criteria": [
        {"id": "calm", "name": "Calm", "kind": "level", "points": 3.0, "levels": ["no", "some", "yes"], **CRITERION},
        {"id": "told", "name": "Told it", "kind": "yes-no", "points": 1.0, "good": "yes", **CRITERION},
    ],
    "passes": {"points": 3.0, "levels": {}, "times": 1},
    "caps": [],
}
CALLS = Paper("rubric-calls", DIGEST, CONTENT)


def sight_on(
    session: Session,
    player: Player,
    *reps: Player,
    days: int = 0,
    history: str = "released",
    mentees: Collection[Player] = (),
) -> CardSight:
    """Return what somebody sees of some reps' assessments, so many days after Monday."""
    return card_sight(
        session,
        actor=player.actor,
        rep_ids=[rep.id for rep in reps],
        day=on(days).day,
        history=history,
        mentees=[mentee.id for mentee in mentees],
    )


def assess(
    session: Session,
    coach: Player,
    rep: Player,
    *,
    now: Now | None = None,
    paper: Paper = CALLS,
    mentees: Collection[Player] = (),
    **manner: bool,
) -> Assessment:
    """Let a coach, or the rep, open an assessment of a call."""
    now = now or on()
    return open_assessment(
        session,
        actor=coach.actor,
        rep_id=rep.id,
        sight=card_sight(
            session,
            actor=coach.actor,
            rep_ids=[rep.id],
            day=now.day,
            history="released",
            mentees=[one.id for one in mentees],
        ),
        paper=paper,
        done=Deed("call", "Call with Frostvale", now.day),
        manner=Manner(**manner),
        now=now,
    )


def practise(session: Session, rep: Player, *graders: Player, **manner: bool) -> Assessment:
    """Let a rep have something assessed by graders."""
    done = Deed("practice", "Pitch", on().day)
    made = make_assessment(
        session, rep_id=rep.id, opened_by_id=rep.id, paper=CALLS, done=done, manner=Manner(**manner), now=on()
    )
    for grader in graders:
        add_scorer(session, assessment=made, person_id=grader.id, role="grader", by_id=rep.id, now=on())
    return made


def ask(session: Session, assessment: Assessment, player: Player, role: str = "peer", *, days: int = 0) -> None:
    """Ask somebody to score."""
    by_id = assessment.opened_by_id
    add_scorer(session, assessment=assessment, person_id=player.id, role=role, by_id=by_id, now=on(days))


def seat(session: Session, player: Player, assessment: Assessment, *, days: int = 0, **sight: Any) -> ScoringSeat:
    """Return what somebody is in an assessment."""
    seen = card_sight(
        session,
        actor=player.actor,
        rep_ids=[assessment.rep_id],
        day=on(days).day,
        history=sight.get("history", "released"),
        mentees=sight.get("mentees", ()),
    )
    return seat_in(session, sight=seen, assessment_id=assessment.id, to_change=True)


def given(calm: int | None = 2, *, told: bool | None = True, summary: str = "") -> CardGiven:
    """Return answers; None leaves a criterion out."""
    values = {"calm": calm, "told": told}
    answers = {id_: {"is_left_out": True} if value is None else {"value": value} for id_, value in values.items()}
    return CardGiven(answers, summary)


def draft(
    session: Session, player: Player, assessment: Assessment, answers: CardGiven | None = None, *, days: int = 0
) -> Scorecard:
    """Let somebody begin their card, or go on with it."""
    own = seat(session, player, assessment, days=days)
    version = own.card.version if own.card else 0
    return save_draft(session, seat=own, given=answers or given(), version=version, now=on(days))


def publish(
    session: Session, player: Player, assessment: Assessment, answers: CardGiven | None = None, *, days: int = 0
) -> Scorecard:
    """Let somebody fill in and publish their card."""
    card = draft(session, player, assessment, answers, days=days)
    return publish_card(session, seat=seat(session, player, assessment, days=days), version=card.version, now=on(days))


def amend(
    session: Session, player: Player, assessment: Assessment, answers: CardGiven, *, reason: str = "Heard again"
) -> Scorecard:
    """Let somebody change their published card."""
    own = seat(session, player, assessment)
    version = own.card.version if own.card else 0
    return amend_card(session, seat=own, given=answers, reason=reason, version=version, now=on(1))


def move(session: Session, cast: Cast, rep: Player, team: str, *, days: int) -> None:
    """Let somebody change teams, so many days after Monday."""
    now = on(days)
    change_person(session, actor=cast.nadia.actor, person_id=rep.id, on=now.day, now=now, team_id=cast.teams[team])
