"""What a test lets the CRM say, and the figures that follow from it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from api.web.context import KEY
from api.web.database import db
from lms.crm.facts import SaidRow
from lms.crm.imports import File, add_rows, begin_import, finish_import
from lms.crm.kinds import KindName
from lms.crm.models import CrmImport
from lms.days import now_in
from lms.figures.building import refresh_figures


def say(
    session: Session,
    kind: KindName,
    *rows: dict[str, Any],
    on: date = date(2026, 11, 1),
    source: str = "crm",
    at: datetime | None = None,
) -> CrmImport:
    """Import rows of a kind, each with its `key`, as a file that shows a day; commits."""
    moment = at or datetime.now(UTC)
    made = begin_import(session, source=source, kind=kind, file=File(f"{kind}.csv", None, on), by_id=None, at=moment)
    said = [SaidRow(str(row["key"]), on, {name: row[name] for name in row if name != "key"}) for row in rows]
    add_rows(session, made=made, kind=kind, rows=said, at=moment)
    finish_import(session, made=made, counts={"rows": len(rows)}, at=moment)
    session.commit()
    return made


def count_figures(app: Flask, *, at: datetime | None = None) -> bool:
    """Bring an app's figures up to its database; tells whether there was anything new."""
    config = app.extensions[KEY].config
    with app.app_context():
        now = now_in(config.zone, at or datetime.now(UTC))
        is_new = refresh_figures(db.session(), config.figures_dir, zone=config.zone, now=now)
        db.session.remove()
    return is_new
