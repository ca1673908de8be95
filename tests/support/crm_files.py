"""CRM files of tests, as the systems export them, and what an import of one says."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from api.work.crm.asked import AskedImport, Imported
from api.work.crm.importing import import_file
from api.work.uploads.files import SentFile
from lms.crm.facts import each_record
from lms.crm.imports import counted_imports
from lms.crm.kinds import KINDS, KindName
from lms.days import Now

EXPORTS = Path(__file__).with_name("exports")
BERLIN = ZoneInfo("Europe/Berlin")
NOW = Now(datetime(2026, 5, 31, 12, tzinfo=UTC), date(2026, 5, 31))


def send(session: Session, text: str | bytes, *, name: str = "x.csv", **asked: Any) -> Imported:
    """Import a file from memory."""
    data = text.encode() if isinstance(text, str) else text
    return import_file(session, SentFile(name, data), AskedImport(**{"zone": BERLIN, "now": NOW, **asked}))


def records(session: Session, kind: KindName, day: date | None = None) -> dict[str, dict[str, Any]]:
    """Return what holds of each record of a kind, by key."""
    found = each_record(session, kind=KINDS[kind].number, counted=counted_imports(session))
    return {record.key: record.on(day) for record in found}


def export(name: str) -> str:
    """Return a file as a system exports it, from the folder `exports`."""
    return (EXPORTS / name).read_text(encoding="utf-8")
