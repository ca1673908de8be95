"""Measures calendars at scale: `uv run --no-sync python tests/bench/coaching/calendars.py [--keep DIR]`.

SQLite and PostgreSQL get the people, sessions and action items of the made company of `run.py`, and beside its 500,000
sessions a weekly series of each coach with one of their reps, begun half a year ago. Then the feeds of coaches and reps
are fetched by their secret addresses, each time somebody else's, and it is timed how long the job takes that looks for
invitations to send: where everybody is told, and where ten sessions changed. `own` is the processor time of this
process, which others on the machine don't change (SQLite works inside it, PostgreSQL beside).
"""

from __future__ import annotations

import argparse
import platform
import sys
from contextvars import Context
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.asking import Times
from bench.coaching.company import SPACE, Company
from bench.coaching.facts import COLUMNS, PAGES
from bench.coaching.loading import fill
from bench.figures import quantile
from bench.keeping import FILLED, kept_database, kept_folder, made_on

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

TABLES = {"coaching_session", "action_item"}
WEEKS_BEFORE, WEEKS_AHEAD = 26, 8


def main() -> None:
    """Fill where that is needed, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--coaches", type=int, default=2_000)
    parser.add_argument("--sessions", type=int, default=500_000)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--kinds", nargs="+", default=["sqlite", "postgres"])
    parser.add_argument("--keep", type=Path, help="folder in which filled databases stay")
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}", flush=True)
    with kept_folder(options.keep, name="calendars") as folder:
        company = Company(made_on(folder), options.coaches, options.sessions, 1_000)
        for kind in options.kinds:
            with kept_database(kind, folder / kind, name="calendars") as url:
                _measure(kind, folder / kind, url, company, options.requests)


def _measure(kind: str, data: Path, url: str, company: Company, requests: int) -> None:
    from api import create_app
    from api.web.database import db, upgrade
    from config import Config
    from content.library import read_library
    from content.search import update_index

    config = Config(content_dir=PAGES, data_dir=data, database_url=url, rate_limit="10000000 per minute")
    update_index(read_library(PAGES), config.index_dir)
    app = create_app(config)
    if not (data / FILLED).exists():
        (data / "repertoire.db").unlink(missing_ok=True)
        upgrade(app)
        for table in COLUMNS.keys() - TABLES:
            del COLUMNS[table]
        fill(app, company)
        with app.app_context():
            _add_series(db.session(), company)
        (data / FILLED).touch()
    with app.app_context():
        _show_feeds(app, company, kind, requests)
        _show_invitations(config, kind)
        db.session.remove()
    app.extensions["repertoire"].renderer.close()


def _add_series(session: Session, company: Company) -> None:
    """Add a weekly series of each coach, with its sessions."""
    from sqlalchemy import insert

    from lms.coaching.models import CoachingSession, SessionSeries

    begins = datetime(company.today.year, company.today.month, company.today.day, 9, tzinfo=UTC)
    begins -= timedelta(weeks=WEEKS_BEFORE)
    series: list[dict[str, Any]] = []
    sessions: list[dict[str, Any]] = []
    for number in range(company.coaches):
        two: dict[str, Any] = {"coach_id": company.coach_id(number), "rep_id": company.rep_id(number)}
        about = {"kind": "one-to-one", "topic": "Weekly", "minutes": 30, "created_at": begins, "changed_at": begins}
        id_ = uuid5(SPACE, f"series {number}")
        rule = {"rule": "FREQ=WEEKLY", "zone": "Europe/Berlin", "starts_at": f"{begins:%Y-%m-%dT%H:%M}"}
        state = {"is_agreed": True, "made_until": begins + timedelta(weeks=WEEKS_BEFORE + WEEKS_AHEAD), "sequence": 0}
        series.append({"id": id_, "created_by_id": two["coach_id"], **two, **about, **rule, **state})
        for week in range(WEEKS_BEFORE + WEEKS_AHEAD):
            at = begins + timedelta(weeks=week)
            one = {"id": uuid5(SPACE, f"{number} {week}"), "series_id": id_, "recurs_at": at, "scheduled_at": at}
            known = {"status": "accepted", "proposed_by_id": two["coach_id"], "sequence": week % 3 == 1}
            sessions.append({**one, **two, **about, **known})
    session.execute(insert(SessionSeries), series)
    session.execute(insert(CoachingSession), sessions)
    session.commit()


def _show_feeds(app: Flask, company: Company, kind: str, requests: int) -> None:
    """Fetch feeds of other coaches, or reps, each time."""
    from api.web.database import db
    from lms.notices.feeds import issue_feed
    from lms.people.access import Actor
    from lms.people.models import Person

    whose = {"coach": company.coach_id, "rep": company.rep_id}
    for name, id_of in whose.items():
        addresses = []
        for number in range(requests):
            person = db.session.get_one(Person, id_of((number * 37) % company.coaches))
            secret = issue_feed(db.session(), actor=Actor.of(person), at=datetime.now(UTC))
            addresses.append(f"/calendar/{secret}/repertoire.ics")
        db.session.commit()
        client, times, sizes = app.test_client(), Times(), []
        for address in addresses:
            with times.one():
                answer = Context().run(client.get, address)
            sizes.append(len(answer.data))
            assert answer.status_code == 200, answer.data
        _say(f"{kind}: feed of a {name}, {sum(sizes) / len(sizes) / 1000:.0f} kB", times)


def _show_invitations(config: Any, kind: str) -> None:
    """Look for invitations to send where everybody is told, and where ten sessions changed."""
    from sqlalchemy import select, update

    from api.web.database import db
    from api.work.notices.invitations import send_invitations
    from lms.coaching.models import CoachingSession, SessionSeries

    session, at = db.session(), datetime.now(UTC)
    for table in (CoachingSession, SessionSeries):
        session.execute(update(table).values(told_sequence=table.sequence))
    session.commit()
    mute = replace(config, smtp_host="127.0.0.1", smtp_port=1, mail_from="a@bench.example")
    times = Times()
    for _ in range(20):
        with times.one():
            assert send_invitations(session, config=mute, at=at).sent == 0
    _say(f"{kind}: looking for invitations, all told", times)
    coming = select(CoachingSession.id).where(CoachingSession.scheduled_at > at).limit(10)
    ids: list[UUID] = list(session.scalars(coming))
    session.execute(update(CoachingSession).where(CoachingSession.id.in_(ids)).values(told_sequence=-1))
    session.commit()
    times = Times()
    with times.one():
        send_invitations(session, config=mute, at=at)
    _say(f"{kind}: ten changed, and no mail server", times)


def _say(what: str, times: Times) -> None:
    wall, own = (
        f"median {quantile(one, 50):.1f} ms, 95 % in {quantile(one, 95):.1f}" for one in (times.wall, times.own)
    )
    print(f"{what}: {wall}; own {own}", flush=True)


if __name__ == "__main__":
    main()
