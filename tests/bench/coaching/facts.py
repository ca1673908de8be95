"""Invented coaching: rows of its tables, in the order in which they would have come, as both databases load them."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from bench.coaching.company import DAYS, Company

Row = tuple[Any, ...]
PAGES = Path(__file__).resolve().parents[3] / "content" / "pages"
RUBRICS = ("rubric-discovery-call", "rubric-demo")
SKILLS = ("discovery", "demonstration")
SCORES_A_CARD = 7
# Of all sessions so many are to come.
COMING_DAYS = 30
LEVELS = 4

COLUMNS = {
    "coaching_session": (
        "id", "coach_id", "rep_id", "kind", "topic", "status", "proposed_by_id", "scheduled_at", "minutes", "sequence",
        "told_sequence", "created_at", "changed_at", "held_at", "held_on",
    ),
    "session_event": ("id", "session_id", "kind", "at", "by_id", "scheduled_at", "minutes"),
    "session_text": ("id", "session_id", "kind", "text", "version", "updated_at", "updated_by_id"),
    "action_item": (
        "id", "session_id", "coach_id", "rep_id", "owner_id", "text", "skill", "due_on", "created_at", "created_by_id",
        "is_done", "closed_at", "closed_on",
    ),
    "action_event": ("id", "item_id", "kind", "at", "by_id", "text", "due_on"),
    "rubric_paper": ("digest", "rubric_id", "content"),
    "score_line": ("line", "rubric_id", "criterion", "name", "levels", "first_on"),
    "assessment": (
        "id", "rep_id", "rubric_id", "paper_digest", "subject", "title", "took_place_on", "asks_self", "is_blind",
        "is_calibration", "opened_at", "opened_on", "opened_by_id",
    ),
    "scorer": ("assessment_id", "person_id", "role", "asked_at", "asked_by_id"),
    "scorecard": (
        "id", "assessment_id", "scorer_id", "role", "answers", "summary", "version", "begun_at", "updated_at",
        "published_at", "published_on", "points", "most", "share", "has_passed",
    ),
    "score": ("card_id", "criterion", "line", "rep_id", "role", "skill", "share", "day"),
}  # fmt: skip


def rows_of(company: Company, table: str) -> Iterator[Row]:
    """Yield the rows of a table."""
    makers: dict[str, Callable[[Company], Iterator[Row]]] = {
        "coaching_session": _sessions,
        "session_event": _session_events,
        "session_text": _texts,
        "action_item": _items,
        "action_event": _item_events,
        "rubric_paper": _papers,
        "score_line": _lines,
        "assessment": _assessments,
        "scorer": _scorers,
        "scorecard": _cards,
        "score": _scores,
    }
    yield from makers[table](company)


def _each_session(company: Company) -> Iterator[tuple[int, str, str, str, datetime, str]]:
    """Yield number, id, coach, rep, start and status of each session, in the order of their starts."""
    dice = random.Random(1)
    first = datetime.combine(company.first, time(8), UTC)
    span = timedelta(days=DAYS + COMING_DAYS)
    now = datetime.combine(company.today, time(), UTC)
    for number in range(company.sessions):
        at = first + span * number / company.sessions
        rep = (number * 7919) % company.reps
        status = dice.choices(("held", "missed", "cancelled"), (90, 5, 5))[0] if at < now else "accepted"
        coach = company.coach_id(company.coach_of(rep)).hex
        yield number, _id(at, number, 0), coach, company.rep_id(rep).hex, at, status


def _sessions(company: Company) -> Iterator[Row]:
    kinds = ("one-to-one", "call-review", "demo-review", "role-play", "deal-review")
    for number, id_, coach, rep, at, status in _each_session(company):
        made, changed = at - timedelta(days=14), at + timedelta(minutes=30) if status != "accepted" else at
        held = _moment(changed) if status == "held" else None
        known = (id_, coach, rep, kinds[number % 5], f"Topic {number % 400}", status, coach)
        yield (*known, _moment(at), 30, 0, 0, _moment(made), _moment(changed), held, held and at.date().isoformat())


def _session_events(company: Company) -> Iterator[Row]:
    for number, id_, coach, _, at, status in _each_session(company):
        for of, kind, moment in ((1, "accepted", at - timedelta(days=14)), (2, status, at + timedelta(minutes=30))):
            if of == 1 or status != "accepted":
                yield _id(moment, number, of), id_, kind, _moment(moment), coach, _moment(at), 30


def _texts(company: Company) -> Iterator[Row]:
    text = "Asked good questions, and moved to the demonstration before the cost was clear. " * 4
    for number, id_, coach, _, at, status in _each_session(company):
        if status == "held" and number % 5 == 0:
            yield _id(at, number, 3), id_, "shared", f"{text}{number}", 7, _moment(at), coach


def _each_item(company: Company) -> Iterator[Row]:
    """Yield session, coach, rep, number, moment, due day and the day on which it was done, of each item."""
    for number, id_, coach, rep, at, status in _each_session(company):
        if status == "held" and number % 2:
            due, done = at + timedelta(days=14), at + timedelta(days=3 + number % 17)
            is_over = number % 10 != 1 and done.date() < company.today
            yield id_, coach, rep, number, at, due, done if is_over else None


def _items(company: Company) -> Iterator[Row]:
    for session_id, coach, rep, number, at, due, done in _each_item(company):
        whose = (_id(at, number, 4), session_id, coach, rep, rep)
        what = (_text(number), SKILLS[number // 2 % 2], due.date().isoformat())
        closed = (bool(done), done and _moment(done), done and done.date().isoformat())
        yield (*whose, *what, _moment(at), coach, *closed)


def _text(number: int) -> str:
    return f"Ask for the invoices of month {number % 12}"


def _item_events(company: Company) -> Iterator[Row]:
    for _, coach, rep, number, at, due, done in _each_item(company):
        item = _id(at, number, 4)
        what = (_text(number), due.date().isoformat())
        yield (_id(at, number, 5), item, "made", _moment(at), coach, *what)
        if done:
            yield (_id(done, number, 6), item, "done", _moment(done), rep, *what)


@cache
def _rubrics() -> tuple[tuple[str, str, dict[str, Any]], ...]:
    """Return id, digest and paper of each rubric of the sample library."""
    from content.catalogue import Catalogue, entry_of, published
    from content.library import read_library
    from content.quiz.paper import digest_of
    from content.rubric.paper import read_paper

    library = read_library(PAGES)
    catalogue = Catalogue(str(library.root), 0, tuple(entry_of(page) for page in published(library.pages)))
    papers = [(name, read_paper(catalogue, catalogue.by_id[name])) for name in RUBRICS]
    return tuple((name, digest_of(paper), paper) for name, paper in papers)


def _papers(_: Company) -> Iterator[Row]:
    for name, digest, paper in _rubrics():
        yield digest, name, json.dumps(paper)


@cache
def _known_lines() -> tuple[tuple[tuple[str, str], ...], ...]:
    """Return criterion and line of each criterion, by rubric."""
    from lms.scoring.rubric import line_of, rubric_of

    return tuple(
        tuple((part.id, line_of(name, part)) for part in rubric_of(paper).criteria if part.kind == "level")
        for name, _, paper in _rubrics()
    )


def _lines(company: Company) -> Iterator[Row]:
    for (name, _, paper), lines in zip(_rubrics(), _known_lines(), strict=True):
        parts = {part["id"]: part for part in paper["criteria"]}
        for criterion, line in lines:
            levels = json.dumps(parts[criterion]["levels"])
            yield line, name, criterion, parts[criterion]["name"], levels, company.first.isoformat()


def _each_card(company: Company) -> Iterator[tuple[int, datetime, int, str, str, str, bool]]:
    """Yield number, moment, which rubric, assessment, coach, rep, and whether it is the rep's own, of each card."""
    count = company.scores // SCORES_A_CARD
    first = datetime.combine(company.first, time(9), UTC)
    for number in range(count):
        pair = number // 2
        at = first + timedelta(days=DAYS - 1) * pair * 2 / count
        rep = (pair * 7919) % company.reps
        coach = company.coach_id(company.coach_of(rep)).hex
        yield number, at, pair // company.reps % 2, _id(at, pair, 7), coach, company.rep_id(rep).hex, bool(number % 2)


def _assessments(company: Company) -> Iterator[Row]:
    for number, at, of, id_, coach, rep, is_own in _each_card(company):
        if not is_own:
            name, digest, _ = _rubrics()[of]
            day = at.date().isoformat()
            yield id_, rep, name, digest, "call", f"Call {number}", day, True, False, False, _moment(at), day, coach


def _scorers(company: Company) -> Iterator[Row]:
    for _, at, _, id_, coach, rep, is_own in _each_card(company):
        yield id_, rep if is_own else coach, "self" if is_own else "coach", _moment(at), coach


def _shares(number: int) -> list[int]:
    return [(number * 31 + place * 17) % LEVELS for place in range(SCORES_A_CARD)]


def _cards(company: Company) -> Iterator[Row]:
    for number, at, of, id_, coach, rep, is_own in _each_card(company):
        given = dict(zip((name for name, _ in _known_lines()[of]), _shares(number), strict=True))
        answers = json.dumps({name: {"value": level + 1, "note": "Minute 14."} for name, level in given.items()})
        points = sum(given.values()) + SCORES_A_CARD
        moment = _moment(at + timedelta(hours=1))
        known = (_id(at, number, 8), id_, rep if is_own else coach, "self" if is_own else "coach", answers, "", 3)
        most = SCORES_A_CARD * LEVELS
        day = at.date().isoformat()
        yield (*known, moment, moment, moment, day, float(points), float(most), points / most, points >= 20)


def _scores(company: Company) -> Iterator[Row]:
    for number, at, of, _, _, rep, is_own in _each_card(company):
        card, day, role = _id(at, number, 8), at.date().isoformat(), "self" if is_own else "coach"
        for (criterion, line), level in zip(_known_lines()[of], _shares(number), strict=True):
            yield card, criterion, line, rep, role, SKILLS[of], level / (LEVELS - 1), day


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")


def _id(at: datetime, number: int, of: int) -> str:
    """Return an id that sorts by time, as those of version 7 do."""
    return f"{int(at.timestamp() * 1000):012x}7000800000{of:x}{number:09x}"
