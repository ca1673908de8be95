"""Reaching: writes with whom they may reach, their routes, and every row that names some people."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from api.web.database import db
from lms.people.models import Person
from lms.schema import metadata
from support.factories import PREFIX

# What only admins or only authors do is refused to a manager whatever it is done to.
ADMINS, AUTHORS, OWN, PEOPLE, TWO = "admins only", "authors only", "one's own", "people one manages", "its two people"
# Plain pages and the directory's interface, which stand beside the API.
PLAIN = ("/sign-", "/unsubscribe/", "/for/", "/scim/")
SCORERS = "its rep, who scores it, and who manages the rep"


@dataclass(frozen=True)
class Write:
    """Whom a write may reach, what Max sends, and the status he gets; names in braces are South's things."""

    reach: str
    status: int
    body: Any = None
    headers: dict[str, str] | None = None


class _Ids(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "A" * 22 if key == "secret" else "00000000-0000-7000-8000-000000000000"


def route_of(app: Flask, write: str) -> str:
    """Return the route that a write of the table is matched by."""
    method, path = write.split()
    sample = path.format_map(_Ids())
    rule, _ = app.url_map.bind("").match(
        sample if sample.startswith(PLAIN) else PREFIX + sample, method=method, return_rule=True
    )
    return f"{method} {rule.rule.removeprefix(PREFIX)}"


def rows_of(*ids: UUID, least: Collection[str]) -> dict[str, list[Any]]:
    """Return every row that names one of some people, but for the moments at which tokens were used.

    Of the tables `least` there must be some.
    """
    session: Session = db.session()
    session.rollback()
    found = {}
    for table in metadata.sorted_tables:
        people = [column for column in table.c if any(key.column.table.name == "person" for key in column.foreign_keys)]
        people += [table.c.id] if table.name == Person.__tablename__ else []
        shown = [column for column in table.c if column.name != "last_used_at"]
        if people:
            rows = session.execute(select(*shown).where(or_(*(column.in_(ids) for column in people))))
            found[table.name] = sorted(map(repr, rows))
    assert {name for name, rows in found.items() if rows} >= set(least)
    session.rollback()
    return found
