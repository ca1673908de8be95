"""Asks the API for coaching as reps, coaches, managers and leaders of the made company, and times it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from bench.asking import API, Asker, Times, show_head
from bench.coaching.company import ADMIN, ANALYST, Company

if TYPE_CHECKING:
    from flask import Flask

Question = tuple[UUID, str]
MANY = 60


def show_requests(app: Flask, company: Company, kind: str, *, requests: int, seconds: float) -> None:
    """Print how long each kind of request takes, each time as somebody else, figures brought up to the day before."""
    from api.running.processes import calculate_in_one_thread, keep_out_of_collections

    calculate_in_one_thread()  # as a server process does
    asker = Asker(app)
    _count(app, kind)
    for first in (f"{API}/kpis?of=company", f"{API}/skills"):
        asker.ask(ADMIN, first)
    keep_out_of_collections()
    show_head(f"{kind}, milliseconds")
    for label, questions in _questions(company, asker):
        for person_id, _ in questions:
            asker.token(person_id)
        times = Times()
        times.repeat(partial(_ask_next, asker, questions), requests, seconds=seconds)
        times.show(label)


def show_letters() -> None:
    """Print how long it takes to find what the week's letters say of everybody's coaching, in an app's context."""
    from api.web.context import clock
    from api.web.database import db
    from lms.coaching.actions.weekly import weeks_by_person

    times = Times()
    with times.one():
        found = weeks_by_person(db.session(), now=clock())
    db.session.rollback()
    times.show(f"worker: the week of {len(found)} people")


def _count(app: Flask, kind: str) -> None:
    """Bring the figures up to what the database holds, as the worker does."""
    from api.web.context import KEY, clock
    from api.web.database import db
    from lms.figures.building import refresh_figures

    config = app.extensions[KEY].config
    times = Times()
    with times.one():
        refresh_figures(db.session(), config.figures_dir, zone=config.zone, now=clock())
    db.session.rollback()
    wall, own = times.wall[0] / 1000, times.own[0] / 1000
    print(f"{kind}: figures built in {wall:.0f} s, {own:.0f} s of a processor", flush=True)


def _ask_next(asker: Asker, questions: list[Question], number: int) -> None:
    person_id, path = questions[number % len(questions)]
    asker.ask(person_id, path)


def _questions(company: Company, asker: Asker) -> Iterator[tuple[str, list[Question]]]:
    dice = random.Random(5)
    reps = [dice.randrange(company.reps) for _ in range(MANY)]
    ids = [company.rep_id(number) for number in reps]
    coaches = [company.coach_id(company.coach_of(number)) for number in reps]
    regions = [company.manager_id(number) for number in range(company.region, company.first_team)][:MANY]

    def each(people: list[UUID], path: str) -> list[Question]:
        return [(person_id, f"{API}{path}") for person_id in people]

    def of_reps(people: list[UUID], path: Callable[[UUID], str]) -> list[Question]:
        return [(asking, f"{API}{path(rep)}") for asking, rep in zip(people, ids, strict=False)]

    yield "rep: home", each(ids, "/home")
    yield "coach: home", each(coaches, "/home")
    yield "rep: sessions to come", each(ids, "/coaching/sessions?when=coming")
    yield "coach: sessions held, latest first", each(coaches, "/coaching/sessions?when=past&order=desc")
    yield "coach: those with one rep", of_reps(coaches, lambda rep: f"/coaching/sessions?person_id={rep}")
    yield from _of_sessions(ids, asker)
    yield "rep: my action items", each(ids, "/coaching/action-items")
    yield "coach: open items by rep", each(coaches, "/coaching/action-items/reps")
    yield "coach: assessments of a rep", of_reps(coaches, lambda rep: f"/scoring/assessments?person_id={rep}")
    yield "rep: what there is to score", each(ids, "/scoring/assessments")
    yield "coach: trends of a rep", of_reps(coaches, lambda rep: f"/scoring/people/{rep}/trends")
    yield "coach: calibrations", each(coaches, "/scoring/calibrations")
    yield "rep: my skills", each(ids, "/skills/me")
    yield "coach: skills of a rep", of_reps(coaches, lambda rep: f"/skills/people/{rep}")
    yield "manager of 50: skill map", each(regions, "/skills/map")
    yield "coach: whom to coach next", each(coaches, "/coaching/advice")
    yield "manager of 50: whom to coach next", each(regions, "/coaching/advice")
    yield "rep: advice on myself", each(ids, "/coaching/advice")
    yield from _reports(company, dice)


def _of_sessions(ids: list[UUID], asker: Asker) -> Iterator[tuple[str, list[Question]]]:
    """Yield what the page of a session asks for, of one session of each of these reps."""
    own = [(rep, asker.ask(rep, f"{API}/coaching/sessions?limit=1")["items"][0]["id"]) for rep in ids[:20]]
    for label, rest in (
        ("a session", ""),
        ("its texts", "/texts"),
        ("its action items, and those carried into it", "/action-items"),
        ("its agenda as it would be filled", "/agenda/proposal?template=agenda-one-to-one"),
    ):
        yield f"rep: {label}", [(rep, f"{API}/coaching/sessions/{id_}{rest}") for rep, id_ in own]


def _reports(company: Company, dice: random.Random) -> Iterator[tuple[str, list[Question]]]:
    names = ("coaching_cadence", "coaching_coverage", "coaching_minutes", "actions_on_time", "scorecard_level")
    past = [f"&as_of={company.today - timedelta(days=dice.randrange(1, 400))}" for _ in range(MANY)]
    for name in (*names, "scorecard_change"):
        yield (
            f"admin: {name} by team, a past day",
            [(ADMIN, f"{API}/kpis/{name}/breakdown?of=company&by=team{day}") for day in past],
        )
    yield "admin: scorecard_level by skill", [(ADMIN, f"{API}/kpis/scorecard_level/breakdown?of=company&by=skill")]
    yield (
        "analyst: scores on what was coached, a past day",
        [(ANALYST, f"{API}/effects/coaching?of=company{day}") for day in past],
    )
