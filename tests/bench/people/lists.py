"""Measures lists of people: `uv run --no-sync python tests/bench/people/lists.py [--rows N ...] [--kinds sqlite ...]`.

A list of so many people in 200 teams, each under the manager of their team, is sent to an empty company: tried, kept,
sent again as it is, and sent with another team for one in a hundred. Two rules with a course each follow them. Seconds
are those of the whole request inside this process, without a network; `own` is the processor time of this process,
which others on the machine don't change (SQLite works inside it, PostgreSQL beside).
"""

from __future__ import annotations

import argparse
import logging
import platform
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.keeping import kept_database, kept_folder

TEAMS = 200


def main() -> None:
    """Fill, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[5_000, 50_000])
    parser.add_argument("--kinds", nargs="+", default=["sqlite", "postgres"])
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}", flush=True)
    for rows in options.rows:
        with kept_folder(None, name="lists") as folder:
            for kind in options.kinds:
                with kept_database(kind, folder / kind, name="lists") as url:
                    _measure(kind, folder / kind, url, rows)


def _measure(kind: str, data: Path, url: str, rows: int) -> None:
    from api import create_app
    from api.web.database import db, upgrade
    from config import Config
    from content.library import read_library
    from content.search import update_index

    config = Config(data_dir=data, database_url=url)
    update_index(read_library(config.content_dir), config.index_dir)
    app = create_app(config)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    upgrade(app)
    with app.app_context():
        token = _begin(db.session)
        db.engine.dispose()
    client = app.test_client()
    headers = {"Authorization": f"Bearer {token}"}
    for role in ("rep", "manager"):
        rule = {"course_id": "course-discovery-calls", "role": role, "due_days": 28}
        made = client.post("/api/v1/training/assignments", json=rule, headers=headers)
        if made.status_code >= 300:
            raise SystemExit(made.get_data(as_text=True)[:500])
    first, moved = _listed(rows, moved=False), _listed(rows, moved=True)
    print(f"\n{kind}, {rows:,} rows, {len(first):,} bytes: seconds, own", flush=True)
    for name, body, tried in (
        ("a dry run of all, new", first, "true"),
        ("all, new", first, "false"),
        ("a dry run of all, as they are", first, "true"),
        ("all, as they are", first, "false"),
        ("one in a hundred moved", moved, "false"),
    ):
        query = {"dry_run": tried, "make_teams": "true"}
        began, own = time.perf_counter(), time.process_time()
        answer: Any = client.post(
            "/api/v1/people.csv", data=body, query_string=query, headers=headers, content_type="text/csv"
        )
        took, own = time.perf_counter() - began, time.process_time() - own
        if answer.status_code != 200 or answer.get_json()["errors"]:
            raise SystemExit(answer.get_data(as_text=True)[:500])
        said = answer.get_json()
        counts = f"{said['created']:,} new, {said['changed']:,} changed, {said['already_there']:,} as they are"
        print(f"  {name:32} {took:8.1f} {own:8.1f}   {counts}", flush=True)


def _begin(session: Any) -> str:
    """Add an admin, and return their token."""
    from lms.people.joining import add_person
    from lms.people.proofs import issue_token

    at = datetime.now(UTC)
    admin = add_person(
        session, email="admin@example.com", name="Admin", roles=["admin"], team_id=None, at=at, day=at.date()
    )
    token = issue_token(session, person=admin, name="bench", at=at, days=2)[1]
    session.commit()
    return token


def _listed(rows: int, *, moved: bool) -> bytes:
    lines = ["email,name,roles,team,manager,region,hired_on"]
    for n in range(rows):
        own = n % TEAMS
        team = (own + 1) % TEAMS if moved and n % 100 == 99 else own
        role = "manager" if n < TEAMS else "rep"
        manager = "" if n < TEAMS else f"person{team}@example.com"
        lines.append(f"person{n}@example.com,Person {n},{role},Team {team},{manager},EMEA,2024-03-01")
    return ("\n".join(lines) + "\n").encode()


if __name__ == "__main__":
    main()
