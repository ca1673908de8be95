"""Jobs of the processes: searches moved into the database, use and demand counted, old events forgotten."""

from __future__ import annotations

import contextlib
from datetime import datetime, timedelta

from flask import Flask

from api.running.company_jobs import ago, companys_jobs
from api.running.leases import Leases
from api.running.timetable import Job
from api.running.watched import NOTE_POOL
from api.web.context import clock, now, parts, session
from api.web.database import db
from api.web.searching import known_catalogue
from api.work.decks.building import Workshop, build_wished
from api.work.decks.store import DeckStore
from api.work.practice.keeping import store_away, sweep
from api.work.practice.store import open_store
from api.work.pulling import Puller
from config import Config
from content.history import refresh_history
from content.search import write_popular, write_usage
from lms.days import day_of
from lms.figures.building import KeptSince, is_pending, refresh_figures
from lms.figures.frames import FiguresMissingError
from lms.kpis.warming import warm_up
from lms.nodes.leases import BEAT_SECONDS
from lms.people.directory import addresses
from lms.usage.popularity import opens_after_search, searches_of_several

# Searches and opens are many, and a report of quarters needn't have the last one.
SEARCHES_WAIT = timedelta(minutes=1)


def server_jobs() -> tuple[Job, ...]:
    """Return what each server process does: bring into the database what it wrote down while it answered."""
    return (
        Job("move-searches", "Searches that were answered go into the database", 0.5, move_searches),
        Job("move-visits", "Visits of buyers' links that were answered go into the database", 0.5, move_visits),
        Job("write-last-uses", "Last uses of API tokens and sign-ins go into the database", 2, write_last_uses),
        Job("open-figures", "The newest figures are open before somebody asks for a report", 3, open_figures),
        NOTE_POOL,
    )


def beat_of(leases: Leases) -> Job:
    """Return the job by which a worker's node is known to be there, and holds others."""
    says = "This node says that it is there, and which jobs it holds"
    # Once the database is there again, nothing that the company needs is done before somebody holds it.
    return Job("hold-jobs", says, BEAT_SECONDS, leases.beat, longest=2 * BEAT_SECONDS)


def worker_jobs(config: Config) -> tuple[Job, ...]:
    """Return what the worker of each node does: for itself, and for the company, which one node of all does."""
    return (*_own_jobs(), *_pull_jobs(config), *companys_jobs(config))


def _pull_jobs(config: Config) -> tuple[Job, ...]:
    """Return what brings the library, where settings say from where."""
    if not config.content_remote:
        return ()
    puller = Puller(config)
    return (Job("pull-library", "The newest commit of the library is shown", config.content_pull_seconds, puller.run),)


def _own_jobs() -> tuple[Job, ...]:
    """Return what each node does for itself: what lies on its disk follows the database and its library."""
    return (
        Job("count-figures", "What reports count is brought up to the day", 3, count_figures),
        Job("note-history", "What git knows of the pages is read", 20, note_history),
        Job("count-use", "Opens after searches are counted for the ranking", 120, count_use),
        Job(
            "note-searches",
            "Searches that several people made with success complete what others type",
            600,
            note_searches,
        ),
        Job("keep-practice", "Recordings of practice go into the store, and none is kept in vain", 60, keep_practice),
        Job("build-decks", "Files of decks that somebody asked for are built", 0.3, build_decks),
        NOTE_POOL,
    )


def move_searches() -> None:
    """Move searches that were answered into the database."""
    parts().journal.move(session())


def move_visits() -> None:
    """Move what was noted of visits into the database."""
    parts().visits.move(session())


def open_figures() -> None:
    """Open the figures that count now, and the first time do what the first report would wait for."""
    figures = parts().figures
    with contextlib.suppress(FiguresMissingError):
        if not figures.is_open:
            warm_up(figures.current(), day=clock().day, currency=parts().config.currency)
        figures.current()


def write_last_uses() -> None:
    """Write when the tokens and browser sessions of this process's requests were last used."""
    parts().token_uses.write(session())
    parts().session_uses.write(session())


def count_use() -> None:
    """Write down how much each page is used, for the ranking."""
    config = parts().config
    half_life = config.search_use_half_life_days
    opens = opens_after_search(session(), at=now(), zone=config.zone, half_life_days=half_life)
    write_usage(config.index_dir, opens)


def note_searches() -> None:
    """Write down what several people searched for and then opened a page, for suggestions."""
    write_popular(parts().config.index_dir, searches_of_several(session(), at=now()))


def build_decks() -> None:
    """Build the files of decks that somebody asked for."""
    known = parts()
    shop = Workshop(known.search, known.renderer, session(), known.config, clock().day)
    build_wished(DeckStore(known.config.decks_dir), shop)


def count_figures() -> None:
    """Bring the figures up to what the database holds: at once what the CRM and people say, searches each minute."""
    config = parts().config
    if not _is_due():
        return
    kept, named = ago(config.search_retention_days), ago(config.search_anonymous_after_days)
    days = (day_of(config.zone, moment) if moment else None for moment in (kept, named))
    refresh_figures(session(), config.figures_dir, zone=config.zone, now=clock(), kept=KeptSince(*days))


def _is_due() -> bool:
    """Tell whether the figures lack more than the searches, opens and lessons of the last minute."""
    try:
        found = parts().figures.current()
    except FiguresMissingError:
        return True
    counted_at = datetime.fromisoformat(found.notes["counted_at"])
    return now() - counted_at >= SEARCHES_WAIT or is_pending(session(), found, clock())


def keep_practice() -> None:
    """Bring recordings from this node's disk to where the settings want them, and leave none that nobody needs."""
    config = parts().config
    folder, store = config.practice_dir, open_store(config)
    try:
        if store is not None:
            store_away(session(), folder=folder, node=config.node, store=store, now=clock())
    finally:  # what is over goes though the store is away
        sweep(session(), folder=folder)


def note_history() -> None:
    """Write down what git knows of the pages, once another commit is checked out."""
    config = parts().config
    refresh_history(config.content_dir, config.data_dir)


def read_owners(app: Flask) -> set[str]:
    """Read who may own pages, for a thread without a request."""
    with app.app_context():
        try:
            return addresses(session(), at=now())
        finally:
            db.session.remove()


def count_pages(app: Flask) -> int:
    """Return how many pages the index holds, for a thread without a request."""
    with app.app_context():
        catalogue = known_catalogue()
        return len(catalogue.entries) if catalogue else 0
