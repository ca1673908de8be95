"""Loads made people and rows into either database."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid5

from bench.kpis import facts, usage
from bench.kpis.company import SPACE, Company, write_people
from bench.loading import load_tables
from sqlalchemy import func, insert, select

if TYPE_CHECKING:
    from flask import Flask

_NAMES = {"crm_fact": facts.COLUMNS, **usage.COLUMNS}


def fill(app: Flask, company: Company) -> None:
    """Fill the app's database, which has its tables and nothing else."""
    from api.web.database import db

    with app.app_context():
        write_people(db.session(), company)
        url = db.engine.url
        db.session.remove()
        db.engine.dispose()
        load_tables(url, _NAMES, partial(_rows, company))
        _write_imports(company)


def _rows(company: Company, table: str) -> Iterator[tuple[Any, ...]]:
    if table != "crm_fact":
        yield from usage.rows_of(company, table)
        return
    for kind in facts.IMPORTED:
        began = time.perf_counter()
        yield from facts.rows_of(company, kind)
        print(f"  {kind} made in {time.perf_counter() - began:.0f} s", flush=True)


def _write_imports(company: Company) -> None:
    """Write that all these facts were imported by files that are finished."""
    from api.web.database import db
    from lms.crm.models import CrmFact, CrmImport, CrmSource

    session, at = db.session(), datetime.now(UTC)
    session.execute(insert(CrmSource), [{"id": facts.SOURCE, "name": "bench"}])
    wanted = select(CrmFact.import_number, func.min(CrmFact.id), func.max(CrmFact.id)).group_by(CrmFact.import_number)
    ids = {number: (first, last) for number, first, last in session.execute(wanted)}
    session.execute(
        insert(CrmImport),
        [
            {
                "id": uuid5(SPACE, kind),
                "number": number,
                "source_id": facts.SOURCE,
                "kind": kind,
                "name": f"{kind}.csv",
                "digest": None,
                "as_of": company.today,
                "is_full": False,
                "started_at": at,
                "alive_at": at,
                "finished_at": at,
                "undone_at": None,
                "by_id": None,
                "undone_by_id": None,
                "first_fact": ids[number][0],
                "last_fact": ids[number][1],
                "counts": {},
            }
            for number, kind in enumerate(facts.IMPORTED, start=1)
        ],
    )
    session.commit()
