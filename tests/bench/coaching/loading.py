"""Loads made people and rows into either database."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bench.coaching.company import Company, write_people
from bench.coaching.facts import COLUMNS, rows_of
from bench.loading import load_tables

if TYPE_CHECKING:
    from flask import Flask


def fill(app: Flask, company: Company) -> None:
    """Fill the app's database, which has its tables and nothing else."""
    from api.web.database import db

    with app.app_context():
        write_people(db.session(), company)
        url = db.engine.url
        db.session.remove()
        db.engine.dispose()
    load_tables(url, COLUMNS, partial(rows_of, company))
