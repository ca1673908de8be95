"""Rows for tables that the demo leaves empty, so that what people type there is looked at too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import product
from typing import Any

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from lms.base import UtcDateTime
from lms.crm.kinds import KINDS
from lms.schema import metadata

NOW = datetime.now(UTC)
MOST = 40
DEAL = KINDS["deals"].number
# What can't be any text, by table; the rest is made of the column's type.
SAID: dict[str, dict[str, Any]] = {
    "advice_decision": {"rule": "overdue_action"},
    "api_token": {"scope": "all"},
    "deal_tick": {"page_id": "playbook-conversion", "part": "exit"},
    "roll_out": {"kind": "page", "subject_id": "too-expensive", "unit": "team", "outcome": "win_rate", "strata": ""},
    "roll_out_wave": {"rule_id": None, "number": 0},
    "run_event": {"kind": "stopped"},
    "scim_preview": {"kind": "User", "outcome": "added", "changes": []},
    "sent_message": {"page_id": "follow-up-no-reply", "language": "en", "way": "eml", "step": None},
    "sequence_run": {
        "page_id": "outbound-logistics",
        "steps": [{"day": 1, "template": "follow-up-no-reply"}],
        "zone": "UTC",
        "country": None,
        "part": None,
    },
    "session_link": {"kind": "recording", "seconds": 5},
    "session_series": {
        "kind": "one-to-one",
        "rule": "FREQ=WEEKLY",
        "zone": "UTC",
        "starts_at": "2026-01-05T09:00",
        "minutes": 30,
    },
}
# Nothing that was taken back, ended or is another's.
UNSAID = {
    *("withdrawn_at", "withdrawn_by_id", "undone_at", "undone_by_id", "ended_at", "ended_by_id", "ended_on"),
    *("settled_at", "removed_at", "lifted_at", "lifted_by_id", "revoked_at", "agenda_id", "external_id", "until"),
}
COACHES = {"coach_id", "by_id", "created_by_id", "added_by_id", "recorded_by_id"}
# Tables that others lead to, first.
FIRST = ("sequence_run",)
# Tables in which nobody types anything, without which what others hold can't be shown: no roll-out is without a wave.
BESIDE = {"roll_out_wave"}


def fill_empty(connection: sa.Connection, names: set[str], people: dict[str, Any]) -> None:
    """Give empty tables rows of a rep and a manager, one for each row that they lead to; `people` are ids by role."""
    for name in sorted(names | BESIDE, key=lambda one: (one not in FIRST, one)):
        table = metadata.tables[name]
        if connection.scalar(sa.select(sa.func.count()).select_from(table)) == 0:
            connection.execute(table.insert(), list(_rows(connection, table, people)))


def _rows(connection: sa.Connection, table: sa.Table, people: dict[str, Any]) -> Iterator[dict[str, Any]]:
    said = SAID.get(table.name, {})
    parents = {
        column.name: _keys(connection, next(iter(column.foreign_keys)).column)
        for column in table.c
        if column.foreign_keys and next(iter(column.foreign_keys)).column.table.name != "person"
        if column.name not in said
    }
    deals = _deals(connection) if "deal" in table.c else []
    for number, led in enumerate(product(*parents.values())):
        if number >= MOST:
            return
        for who in ("rep", "manager", "admin")[: 1 if parents else None]:
            row = {column.name: _value(column, number, who, people) for column in table.c}
            row |= dict(zip(parents, led, strict=True)) | said
            if deals:
                row["deal"] = deals[number % len(deals)]
            yield row


def _deals(connection: sa.Connection) -> list[str]:
    """Return deals as they are named, with their source; what else has such a key is shown nowhere."""
    facts, sources = metadata.tables["crm_fact"], metadata.tables["crm_source"]
    wanted = sa.select(sources.c.name, facts.c.key).join_from(facts, sources, sources.c.id == facts.c.source_id)
    found = connection.execute(wanted.where(facts.c.kind == DEAL).distinct().limit(MOST))
    return [f"{name}:{key}" for name, key in found]


def _keys(connection: sa.Connection, column: sa.Column[Any]) -> list[Any]:
    wanted = sa.select(column).limit(MOST)
    if "writer_id" in column.table.c:
        wanted = wanted.where(column.table.c.writer_id.is_(None))
    return list(connection.scalars(wanted)) or [None]


def _value(column: sa.Column[Any], number: int, who: str, people: dict[str, Any]) -> Any:
    if column.name in UNSAID:
        return None
    if column.foreign_keys:
        return people["manager" if column.name in COACHES else who]
    if isinstance(column.type, UtcDateTime | sa.JSON):
        return NOW if isinstance(column.type, UtcDateTime) else {}
    kind = column.type.python_type
    made: dict[type, Any] = {bool: True, int: 1, float: 1.0, date: NOW.date(), bytes: uuid7().bytes}
    if kind in made:
        return made[kind]
    return uuid7() if column.name == "id" else f"{who} {number}"[: getattr(column.type, "length", None)]
