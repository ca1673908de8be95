"""The demo's scorecards: calls and demonstrations of half a year, scored by coaches and reps, and a calibration."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from api.work.demo_coaching import COACHED_BEFORE, SKILLS, ZONE
from content.catalogue import Catalogue
from content.quiz.paper import digest_of
from content.rubric.paper import read_paper
from lms.days import now_in
from lms.people.access import Actor
from lms.scoring.assessments import Deed, Manner, Paper, add_scorer, close_assessment, open_assessment, seat_in
from lms.scoring.cards import CardGiven, publish_card, save_draft
from lms.scoring.rubric import Rubric, rubric_of
from lms.scoring.sight import RELEASED, card_sight

RUBRICS = dict(zip(SKILLS, ("rubric-discovery-call", "rubric-demo"), strict=True))
SUBJECTS = dict(zip(SKILLS, ("call", "demo"), strict=True))
BUYERS = ("Petersholm", "Nordkaai", "Velden Fresh", "Ostrava Stahl", "Lindqvist & Sons", "Porto Frio")
EVERY_WEEKS, FIRST_WEEK = 5, 24
# Levels that a rep gains on what they are coached on, and on the rest, in half a year.
GAINED, DRIFTED = 0.8, 0.15
EVIDENCE = 'Minute 14: "What did last Tuesday look like at the gate?"'


def load_scores(session: Session, *, catalogue: Catalogue, coach: Actor, reps: Sequence[Actor], at: datetime) -> None:
    """Let a coach have scored each rep by both rubrics every few weeks; some reps scored themselves first."""
    dice = random.Random(f"scores {coach.name}")  # noqa: S311 - invented history, nothing secret
    papers = read_papers(catalogue)
    for number, rep in enumerate(reps):
        base = dice.uniform(1.7, 3.0)
        for place, skill in enumerate(papers):
            is_coached = skill == SKILLS[number % 2]
            for week in range(FIRST_WEEK - number % 4 - 2 * place, 0, -EVERY_WEEKS):
                when = at - timedelta(weeks=week, hours=number)
                gained = _gained(when, at, is_coached=is_coached)
                asks_self = week < 2 * EVERY_WEEKS
                _score(session, dice, papers[skill], (coach, rep), skill, when, base + gained, asks_self=asks_self)


def load_calibration(
    session: Session, *, catalogue: Catalogue, admin: Actor, coaches: Sequence[Actor], rep: Actor, at: datetime
) -> None:
    """Let coaches have scored one recorded call without seeing each other; one of them is stricter than the others."""
    dice = random.Random("calibration")  # noqa: S311 - invented history, nothing secret
    paper, when = read_papers(catalogue).get(SKILLS[0]), at - timedelta(days=12)
    if paper is None:
        return
    now = now_in(ZONE, when)
    done = Deed("call", "Calibration: first call with Velden Fresh", now.day, "https://recordings.example/velden-fresh")
    manner = Manner(is_blind=True, is_calibration=True)
    sight = card_sight(session, actor=admin, rep_ids=[rep.id], day=now.day, history=RELEASED)
    made = open_assessment(
        session, actor=admin, rep_id=rep.id, sight=sight, paper=paper, done=done, manner=manner, now=now
    )
    true_levels = [dice.uniform(1.8, 3.6) for _ in rubric_of(paper.content).criteria]
    for strictness, scorer in zip((0.0, 0.9, 0.1), (admin, *coaches), strict=False):
        if scorer.id != admin.id:
            add_scorer(session, assessment=made, person_id=scorer.id, role="coach", by_id=admin.id, now=now)
        levels = [level - strictness for level in true_levels]
        publish_around(
            session,
            dice,
            scorer,
            rep,
            made.id,
            rubric_of(paper.content),
            levels,
            now_in(ZONE, when + timedelta(days=1)),
        )
    sight = card_sight(session, actor=admin, rep_ids=[rep.id], day=now.day, history=RELEASED)
    closed = now_in(ZONE, when + timedelta(days=3))
    close_assessment(session, seat=seat_in(session, sight=sight, assessment_id=made.id, to_change=True), now=closed)


def read_papers(catalogue: Catalogue) -> dict[str, Paper]:
    """Return the rubric of each skill as it is now, of those that the library has."""
    there = {skill: catalogue.by_id[rubric] for skill, rubric in RUBRICS.items() if rubric in catalogue.by_id}
    papers = {skill: read_paper(catalogue, entry) for skill, entry in there.items()}
    return {skill: Paper(RUBRICS[skill], digest_of(content), content) for skill, content in papers.items()}


def _gained(when: datetime, at: datetime, *, is_coached: bool) -> float:
    """Return how many levels somebody is above where they began; what is coached rises once it is coached."""
    begun = at - COACHED_BEFORE
    if is_coached:
        return GAINED * max(0.0, (when - begun) / COACHED_BEFORE)
    return DRIFTED * (1 - (at - when) / timedelta(weeks=FIRST_WEEK))


def _score(
    session: Session,
    dice: random.Random,
    paper: Paper,
    two: tuple[Actor, Actor],
    skill: str,
    when: datetime,
    level: float,
    *,
    asks_self: bool,
) -> None:
    coach, rep = two
    now, rubric = now_in(ZONE, when), rubric_of(paper.content)
    done = Deed(SUBJECTS[skill], f"{SUBJECTS[skill].title()} with {dice.choice(BUYERS)}", now.day)
    sight = card_sight(session, actor=coach, rep_ids=[rep.id], day=now.day, history=RELEASED)
    made = open_assessment(
        session, actor=coach, rep_id=rep.id, sight=sight, paper=paper, done=done, manner=Manner(asks_self), now=now
    )
    levels = [level] * len(rubric.criteria)
    if asks_self:
        publish_around(session, dice, rep, rep, made.id, rubric, [one + 0.4 for one in levels], now)
    publish_around(session, dice, coach, rep, made.id, rubric, levels, now_in(ZONE, when + timedelta(hours=2)))


def publish_around(
    session: Session,
    dice: random.Random,
    scorer: Actor,
    rep: Actor,
    assessment_id: Any,
    rubric: Rubric,
    levels: Sequence[float],
    now: Any,
) -> None:
    """Let somebody fill in a card, around these levels, and publish it."""
    sight = card_sight(session, actor=scorer, rep_ids=[rep.id], day=now.day, history=RELEASED)
    answers = {
        part.id: _answer(dice, part.kind, level, len(part.levels))
        for part, level in zip(rubric.criteria, levels, strict=True)
    }
    given = CardGiven(answers, "One thing for the next time: let the buyer do the sum.")
    seat = seat_in(session, sight=sight, assessment_id=assessment_id)
    card = save_draft(session, seat=seat, given=given, version=0, now=now)
    publish_card(
        session, seat=seat_in(session, sight=sight, assessment_id=assessment_id), version=card.version, now=now
    )


def _answer(dice: random.Random, kind: str, level: float, most: int) -> dict[str, Any]:
    if kind != "level":
        return {"value": False}
    given = round(min(max(level + dice.gauss(0, 0.7), 1), most))
    return {"value": given, "note": EVIDENCE} if given == most else {"value": given}
