"""The demo's baselines: what most sellers say that finding took before, and the tasks that some of them did."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from api.work.finding import sheet_facts
from content.catalogue import Catalogue
from content.timed_tasks import read_sheets
from lms.baselines.sheets import SheetFacts, draw_sheet, tasks_of, turns_of
from lms.baselines.survey import record_answer
from lms.baselines.timing import start_task, stop_task
from lms.days import now_in
from lms.people.access import Actor

# Some didn't answer, and fewer did the tasks; the first seller of all has done neither.
ANSWERED, TIMED = 20, 12
_BEFORE, _HERE, _SPREAD = 5.2, 3.9, 0.6  # of logarithms of seconds
_SEED = 11


def load_finding(session: Session, *, catalogue: Catalogue, people: Sequence[Actor], at: datetime) -> None:
    """Record answers of ten weeks ago and tasks of the week after; the caller commits."""
    dice = random.Random(_SEED)  # noqa: S311 - invented history, nothing secret
    asked_at = at - timedelta(weeks=10)
    for actor in people[1 : ANSWERED + 1]:
        seconds = round(dice.lognormvariate(5.4, 0.5) / 10) * 10
        _answer(session, actor, seconds, dice.randrange(5, 40), asked_at + timedelta(minutes=dice.randrange(2000)))
    for sheet in map(sheet_facts, read_sheets(catalogue)):
        for actor in people[1 : TIMED + 1]:
            _do_tasks(session, dice, sheet, actor, asked_at + timedelta(days=7, minutes=dice.randrange(2000)))


def _answer(session: Session, actor: Actor, seconds: int, searches: int, at: datetime) -> None:
    now = now_in(ZoneInfo("UTC"), at)
    record_answer(session, actor=actor, seconds=seconds, searches_per_week=searches, note=None, now=now)


def _do_tasks(session: Session, dice: random.Random, sheet: SheetFacts, actor: Actor, at: datetime) -> None:
    zone, moment, speed = ZoneInfo("UTC"), at, dice.gauss(0, 0.25)
    draw, _ = draw_sheet(session, actor=actor, sheet=sheet, now=now_in(zone, moment))
    answers = tasks_of(session, draw=draw)
    for place, turn in enumerate(turns_of(draw), start=1):
        usual = _BEFORE if turn.way == "before" else _HERE
        start_task(session, actor=actor, page_id=sheet.page_id, place=place, now=now_in(zone, moment))
        moment += timedelta(seconds=dice.lognormvariate(usual + speed, _SPREAD))
        stop_task(
            session,
            actor=actor,
            page_id=sheet.page_id,
            place=place,
            outcome="found",
            found=answers[turn.task_id].answer,
            is_answer=lambda found, answer: found == answer,
            now=now_in(zone, moment),
        )
        moment += timedelta(seconds=30)
