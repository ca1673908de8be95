"""Jobs of the processes: searches moved into the database, use and demand counted, old events forgotten."""

from __future__ import annotations

import contextlib
from datetime import datetime, timedelta

from flask import Flask

from api.running.timetable import Job
from api.running.watched import NOTE_POOL
from api.web.context import clock, now, parts, session
from api.web.database import db, known_revisions
from api.web.searching import known_catalogue
from api.work.backups.schedule import BackupsFromTime
from api.work.crm.live.keeping import PullsFromTime
from api.work.decks.building import Workshop, build_wished
from api.work.decks.store import DeckStore
from api.work.demand import count_demand
from api.work.kpis.asking import question_of, source_of
from api.work.notices.digest import send_weekly
from api.work.notices.invitations import send_untold
from api.work.notices.kpi_digest import is_kpi_time, send_monthly
from api.work.practice.keeping import forget_practice, store_away, sweep
from api.work.practice.store import open_store
from api.work.sending.mailbox import read_mailbox
from api.work.sharing.telling import tell_openings
from api.work.training.upkeep import TrainingUpkeep
from content.history import refresh_history
from content.search import write_popular, write_usage
from lms.audit.chain import forget as forget_entries
from lms.base import in_steps
from lms.coaching.series import extend_series
from lms.days import day_of
from lms.demand.retention import forget_before, make_anonymous_before
from lms.figures.building import KeptSince, is_pending, refresh_figures
from lms.figures.frames import FiguresMissingError
from lms.goals.promises import is_taken, keep_promises
from lms.kpis.forecasting.promising import promises_of
from lms.kpis.warming import warm_up
from lms.people.directory import addresses
from lms.sharing.entering import forget_passes
from lms.sharing.visits import forget_visits
from lms.usage.popularity import opens_after_search, searches_of_several

# Searches and opens are many, and a report of quarters needn't have the last one.
SEARCHES_WAIT = timedelta(minutes=1)


def server_jobs() -> tuple[Job, ...]:
    """Return what each server process does: bring into the database what it wrote down while it answered."""
    return (
        Job("move-searches", "Searches that were answered go into the database", 0.5, move_searches),
        Job("move-visits", "Visits of buyers' links that were answered go into the database", 0.5, move_visits),
        Job("write-token-uses", "Last uses of API tokens go into the database", 2, write_token_uses),
        Job("open-figures", "The newest figures are open before somebody asks for a report", 3, open_figures),
        NOTE_POOL,
    )


def worker_jobs() -> tuple[Job, ...]:
    """Return what one process of all does: keep training in step, count, forget, and send the digest."""
    upkeep, pulls, backups = TrainingUpkeep(), PullsFromTime(), BackupsFromTime()
    return (
        Job("keep-training", "Training follows the library, the rules and the days", 1, lambda: keep_training(upkeep)),
        Job("count-demand", "What was searched for and read is counted for the demand reports", 10, count_searches),
        Job("count-figures", "What reports count is brought up to the day", 3, count_figures),
        Job(
            "keep-promises",
            "What is forecast is written down once a week, and stays as it was said",
            600,
            note_promises,
        ),
        Job("note-history", "What git knows of the pages is read", 20, note_history),
        Job("count-use", "Opens after searches are counted for the ranking", 120, count_use),
        Job(
            "note-searches",
            "Searches that several people made with success complete what others type",
            600,
            note_searches,
        ),
        Job("pull-crm", "What changed in the CRM is read, where settings say how", 60, lambda: pull_crm(pulls)),
        Job("make-sessions", "Coaching that comes again is made some weeks ahead", 600, make_sessions),
        Job("build-decks", "Files of decks that somebody asked for are built", 0.3, build_decks),
        Job("send-digests", "The weekly digest is sent", 600, send_digests),
        Job("send-invitations", "Calendars hear of sessions that are new, changed or cancelled", 60, send_session_news),
        Job("read-mailbox", "Answers to sequences, and bounces, are read in the mailbox", 60, read_answers),
        Job("tell-openings", "Reps hear by e-mail that a buyer opened their link, once", 30, tell_of_openings),
        Job("send-kpi-digests", "The monthly digest of KPIs is sent", 600, send_kpi_digests),
        Job(
            "keep-practice",
            "Recordings of practice go into the store, and are deleted when their time is over",
            60,
            keep_practice,
        ),
        Job("back-up", "A backup is made each day, where settings name a folder", 60, lambda: back_up(backups)),
        Job(
            "forget",
            "What is older than the settings allow is deleted: searches, opens, visits, the audit",
            6 * 3600,
            forget,
        ),
        NOTE_POOL,
    )


def move_searches() -> None:
    """Move searches that were answered into the database."""
    parts().journal.move(session())


def move_visits() -> None:
    """Move what was noted of visits into the database."""
    parts().visits.move(session())


def tell_of_openings() -> None:
    """Tell reps of links that were opened for the first time."""
    tell_openings(session(), parts().config, at=now())


def open_figures() -> None:
    """Open the figures that count now, and the first time do what the first report would wait for."""
    figures = parts().figures
    with contextlib.suppress(FiguresMissingError):
        if not figures.is_open:
            warm_up(figures.current(), day=clock().day, currency=parts().config.currency)
        figures.current()


def write_token_uses() -> None:
    """Write when the tokens of this process's requests were last used."""
    parts().token_uses.write(session())


def count_use() -> None:
    """Write down how much each page is used, for the ranking."""
    config = parts().config
    half_life = config.search_use_half_life_days
    opens = opens_after_search(session(), at=now(), zone=config.zone, half_life_days=half_life)
    write_usage(config.index_dir, opens)


def note_searches() -> None:
    """Write down what several people searched for and then opened a page, for suggestions."""
    write_popular(parts().config.index_dir, searches_of_several(session(), at=now()))


def keep_training(upkeep: TrainingUpkeep) -> None:
    """Keep training in step with the library and the days."""
    upkeep.run(session(), catalogue=known_catalogue(), now=clock())


def make_sessions() -> None:
    """Make the sessions of series that lie some weeks ahead now."""
    in_steps(session(), extend_series(session(), now=clock()))


def pull_crm(pulls: PullsFromTime) -> None:
    """Read what changed in the CRMs that the settings name, when it is time again."""
    pulls.run(session(), config=parts().config, now=clock())


def build_decks() -> None:
    """Build the files of decks that somebody asked for."""
    known = parts()
    shop = Workshop(known.search, known.renderer, session(), known.config, clock().day)
    build_wished(DeckStore(known.config.decks_dir), shop)


def count_searches() -> None:
    """Count what was searched for and read on the days on which something happened."""
    config = parts().config
    moments = _ago(config.search_retention_days), _ago(config.search_anonymous_after_days)
    whole_since = max((moment for moment in moments if moment), default=None)
    count_demand(session(), search=parts().search, zone=config.zone, whole_since=whole_since)


def count_figures() -> None:
    """Bring the figures up to what the database holds: at once what the CRM and people say, searches each minute."""
    config = parts().config
    if not _is_due():
        return
    kept, named = _ago(config.search_retention_days), _ago(config.search_anonymous_after_days)
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


def note_promises() -> None:
    """Write down what is forecast, once a week, from figures that lack nothing."""
    if is_taken(session(), day=clock().day):
        return
    try:
        figures = parts().figures.current()
    except FiguresMissingError:
        return
    if len(figures.frames["deal"]["number"]) and not is_pending(session(), figures, clock()):
        asked = question_of(figures, clock().day, config=parts().config)
        keep_promises(session(), promises=promises_of(asked), now=clock())
        session().commit()


def send_digests() -> None:
    """Send the weekly e-mails whose day and hour have come, once there is an index."""
    catalogue = known_catalogue()
    if catalogue is not None:
        send_weekly(session(), config=parts().config, catalogue=catalogue, at=now())


def send_session_news() -> None:
    """Send the invitations by e-mail that calendars lack."""
    send_untold(session(), config=parts().config, at=now())


def read_answers() -> None:
    """Note what the mailbox that the settings name says of what was sent."""
    in_steps(session(), read_mailbox(session(), config=parts().config, now=clock()))


def send_kpi_digests() -> None:
    """Send the monthly e-mails whose day and hour have come, once figures are counted."""
    config, at = parts().config, now()
    if not is_kpi_time(config, at):
        return
    with contextlib.suppress(FiguresMissingError):
        source = source_of(parts().figures.current(), known_catalogue(), parts().history.read(), config=parts().config)
        send_monthly(session(), config=config, source=source, at=at)


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


def keep_practice() -> None:
    """Bring recordings to where the settings want them, and delete those that nobody needs any more."""
    config = parts().config
    folder, store = config.practice_dir, open_store(config)
    try:
        if store is not None:
            store_away(session(), folder=folder, store=store, now=clock())
    finally:  # what is over goes though the store is away
        forget_practice(session(), folder=folder, store=store, now=clock())
        sweep(session(), folder=folder)


def back_up(backups: BackupsFromTime) -> None:
    """Make the backup of the day once its hour has come, and take away those that are over."""
    backups.run(parts().config, revisions=known_revisions(), now=clock())


def forget() -> None:
    """Forget, and make anonymous, what is older than the settings allow."""
    config = parts().config
    if kept_since := _ago(config.search_retention_days):
        forget_before(session(), moment=kept_since, zone=config.zone)
    if named_since := _ago(config.search_anonymous_after_days):
        make_anonymous_before(session(), moment=named_since)
    forget_passes(session(), at=now())
    if visits_since := _ago(config.link_visits_days):
        forget_visits(session(), before=visits_since)
    if audited_since := _ago(config.audit_keep_days):
        forget_entries(session(), before=audited_since)
    session().commit()


def _ago(days: int) -> datetime | None:
    """Return the moment so many days ago, from which on events are kept; None for 0, where all are."""
    return now() - timedelta(days=days) if days else None
