"""Asks for each report of training, as of today and as of random days of the two years before."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from bench.asking import API, Asker, Times, show_head
from bench.training.crowd import DAYS, SEED, Figure
from bench.training.fill import ADMIN, PREFIX, Company

if TYPE_CHECKING:
    from flask import Flask

REPORTS = (
    ("manager", "/matrix?limit=100"), ("small", "/matrix?limit=100"), ("region", "/matrix?limit=100"),
    ("admin", "/rates?by=course"), ("admin", "/rates?by=area"), ("admin", "/rates?by=team"),
    ("manager", "/rates?by=course"), ("region", "/rates?by=course"), ("region", "/rates?by=team"),
    ("manager", "/records?state=overdue"), ("manager", "/records"),
    ("admin", "/records?state=overdue"), ("admin", "/records?state=overdue&page=20"),
    ("admin", "/records?state=expired&state=expiring"), ("admin", "/records"), ("admin", "/matrix?limit=50"),
    ("rep", "/people/{person}/courses/{course}"),
)  # fmt: skip
OF_TODAY = (
    ("rep", "/mine"), ("rep", "/courses"), ("rep", "/courses/{course}"), ("manager", "/assignments"),
    ("admin", "/assignments"), ("rep", "/home"), ("manager", "/home"), ("region", "/home"), ("admin", "/home"),
)  # fmt: skip
HOME = "/home"


def show_reports(app: Flask, company: Company, kind: str, *, requests: int, seconds: float) -> None:
    """Ask and print a table in milliseconds."""
    from api.running.processes import keep_out_of_collections

    asker = Asker(app)
    asker.ask(ADMIN, f"{PREFIX}/rates")
    keep_out_of_collections()  # as a server process does once its index is loaded
    show_head(f"{kind}, milliseconds")
    for role, path in REPORTS:
        for is_past in (False, True):
            _show(asker, company, role, path, requests=requests, seconds=seconds, is_past=is_past)
    for role, path in OF_TODAY:
        _show(asker, company, role, path, requests=requests, seconds=seconds, is_past=False)


def _show(
    asker: Asker, company: Company, role: str, path: str, *, requests: int, seconds: float, is_past: bool
) -> None:
    dice = random.Random(SEED)
    people = people_of(company, role)
    mark = "&" if "?" in path else "?"
    jobs: list[tuple[UUID, str]] = []
    for _ in range(requests):
        person = dice.choice(people)
        address = path.format(person=person, course=dice.choice(company.courses).id)
        if is_past:
            address += f"{mark}as_of={company.today - timedelta(days=dice.randrange(1, DAYS - 30))}"
        asker.token(person)
        jobs.append((person, (API if path == HOME else PREFIX) + address))
    asker.ask(*jobs[-1])
    times = Times()
    times.repeat(lambda number: asker.ask(*jobs[number]), requests, seconds=seconds)
    times.show(f"{role} {path}{' past' if is_past else ''}")


def people_of(company: Company, role: str) -> list[UUID]:
    """Return who may be the manager of a team of 50, of a small one, of a region, a rep, or the admin."""
    if role == "admin":
        return [ADMIN]
    if role == "rep":
        return [one.id for one in company.figures if one.gone is None and not one.is_manager]
    managers = [one for one in company.figures if one.is_manager]
    return [one.id for one in managers if _is_like(company, one, role)]


def _is_like(company: Company, manager: Figure, role: str) -> bool:
    group = company.groups[manager.team]
    if role == "region":
        return group.parent is None
    return group.size == {"manager": 51, "small": 10}[role]
