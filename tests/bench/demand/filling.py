"""Invented searches and opens: few queries often and many seldom, some misspelled, some that find nothing."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, text
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from lms.people.joining import add_person
from lms.people.proofs import issue_token
from lms.usage.marks import mark_days
from lms.usage.models import OpenEvent, SearchEvent, UseEvent

SEED = 5
PEOPLE = 300
NEEDS = 8_000
MISSPELLED = 0.06
BATCH = 20_000
SYLLABLES = [c + v for c in "bcdfghklmnprstvwz" for v in "aeiou"]


def fill(session: Session, *, events: int, pages: int, days: int, today: date) -> str:
    """Fill an empty database with so many searches over the days before today; return an author's token."""
    dice = random.Random(SEED)
    at = datetime.combine(today, time(), UTC)
    people = [_person(session, f"rep{number}@bench.example", "rep", at) for number in range(PEOPLE)]
    author = add_person(
        session, email="mara@bench.example", name="Mara", roles=["author"], team_id=None, at=at, day=at.date()
    )
    token = issue_token(session, person=author, name="bench", days=7, at=datetime.now(UTC))[1]
    session.commit()
    queries = _queries(dice)
    weights = [1 / (rank + 8) ** 0.95 for rank in range(len(queries))]
    page_weights = [1 / (rank + 20) ** 0.8 for rank in range(int(pages * 0.8))]
    numbers = random.Random(SEED).sample(range(pages), len(page_weights))
    for start in range(0, events, BATCH):
        size = min(BATCH, events - start)
        asked = dice.choices(queries, weights, k=size)
        opened = dice.choices(numbers, page_weights, k=size)
        _write(session, dice, people, asked, opened, at, days)
    mark_days(session, [today - timedelta(days=number) for number in range(days + 2)])
    session.commit()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ANALYZE"))
        session.commit()
    return token


def _person(session: Session, email: str, role: str, at: datetime) -> UUID:
    return add_person(session, email=email, name=email, roles=[role], team_id=None, at=at, day=at.date()).id


def _queries(dice: random.Random) -> list[tuple[str, bool]]:
    """Return queries of one to three invented words, and whether each finds nothing."""
    words = sorted({"".join(dice.choices(SYLLABLES, k=dice.randrange(2, 5))) for _ in range(5_000)})
    found = {" ".join(dice.choices(words, k=dice.choice((1, 2, 2, 3)))) for _ in range(NEEDS)}
    return [(query, dice.random() < 0.12) for query in sorted(found, key=lambda _: dice.random())]


def _misspelled(dice: random.Random, query: str) -> str:
    """Return one of two misspellings that a query has."""
    own = random.Random(f"{query} {dice.randrange(2)}")
    place = own.randrange(1, len(query))
    return query[:place] + own.choice("aeiour") + query[place + 1 :]


def _write(
    session: Session,
    dice: random.Random,
    people: list[UUID],
    asked: list[tuple[str, bool]],
    opened: list[int],
    at: datetime,
    days: int,
) -> None:
    searches: list[dict[str, Any]] = []
    opens: list[dict[str, Any]] = []
    uses: list[dict[str, Any]] = []
    for (query, is_in_vain), page in zip(asked, opened, strict=True):
        moment = at - timedelta(seconds=dice.randrange(days * 86_400))
        typed = _misspelled(dice, query) if dice.random() < MISSPELLED else query
        person, search_id = dice.choice(people), uuid7()
        known: dict[str, Any] = {"session_id": None, "language": "en", "filters": {}, "page": 1, "took_ms": 5.0}
        asking = {"id": search_id, "person_id": person, "at": moment, "query": typed, "normal": typed}
        was_typing = dice.random() < 0.3
        searches.append({**known, **asking, "was_typing": was_typing, "hits": 0 if is_in_vain else 12})
        if not is_in_vain and dice.random() < 0.6:
            open_id, later = uuid7(), moment + timedelta(seconds=20)
            opens.append(
                {"id": open_id, "person_id": person, "at": later, "page_id": f"made-{page}", "search_id": search_id}
            )
            if dice.random() < 0.5:
                uses.append({"open_id": open_id, "kind": "read", "at": later + timedelta(seconds=30)})
    for table, rows in ((SearchEvent, searches), (OpenEvent, opens), (UseEvent, uses)):
        session.execute(insert(table), rows)
    session.commit()
