"""What a CRM says in the tests of its reports: rows by key, imported, and counted as figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from lms.crm.facts import Said
from lms.crm.imports import File, add_rows, begin_import, finish_import
from lms.crm.kinds import KindName
from lms.days import now_in
from lms.figures.building import refresh_figures
from lms.figures.frames import Generation, read_generation

UTC_ZONE = ZoneInfo("UTC")
COUNTED = now_in(UTC_ZONE, datetime(2026, 11, 2, 9, tzinfo=UTC))
FINE: dict[str, Any] = {
    "account": "a1",
    "owner_email": "ada@brightwharf.example",
    "stage": "Closed Won",
    "amount": 100_000,
    "currency": "EUR",
    "created_on": "2026-08-03",
    "close_on": "2026-10-05",
    "product": "GTX Pro",
}


def say(session: Session, kind: KindName, rows: Mapping[str, Mapping[str, Any]]) -> None:
    """Import rows by key, all that is said of each; commits."""
    file = File(f"{kind}.csv", None, date(2026, 11, 1))
    made = begin_import(session, source="crm", kind=kind, file=file, by_id=None, at=COUNTED.at)
    said = [Said(key, None, dict(values)) for key, values in rows.items()]
    add_rows(session, made=made, kind=kind, rows=said, at=COUNTED.at)
    finish_import(session, made=made, counts={}, at=COUNTED.at)
    session.commit()


def say_deals(session: Session, rows: Mapping[str, Mapping[str, Any]]) -> None:
    """Import deals in which all is fine but what is said here; a deal is called by its key."""
    say(session, "deals", {key: {**FINE, "name": f"Deal {key}", **values} for key, values in rows.items()})


def count(session: Session, folder: Path) -> Generation:
    """Count what was said, and return the figures."""
    refresh_figures(session, folder, zone=UTC_ZONE, now=COUNTED)
    return read_generation(folder)
