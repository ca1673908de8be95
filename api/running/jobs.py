"""Jobs done from time to time: searches moved into the database, use and demand counted, old events forgotten."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from api.web.context import clock, now, parts, session
from api.web.database import db
from api.work.demand import count_demand
from api.work.notices.digest import send_weekly
from api.work.training.upkeep import TrainingUpkeep
from content.catalogue import Catalogue
from content.history import refresh_history
from content.search import IndexMissingError, write_usage
from lms.demand.retention import forget_before, make_anonymous_before
from lms.people.directory import addresses
from lms.usage.popularity import opens_after_search

log = logging.getLogger("repertoire.jobs")
MOVE_SECONDS = 0.5
USE_SECONDS = 120
HISTORY_SECONDS = 20
FORGET_SECONDS = 6 * 3600
DIGEST_SECONDS = 600
DEMAND_SECONDS = 10
TRAINING_SECONDS = 1


def keep_moving(app: Flask) -> None:
    """Move this process's searches into the database, in a thread that lives as long as the process."""
    _every(app, "move-searches", MOVE_SECONDS, move_searches)


def keep_house(app: Flask) -> None:
    """Count the use of pages, keep training in step, forget old events, in threads; one process of all does this."""
    upkeep = TrainingUpkeep()
    _every(app, "keep-training", TRAINING_SECONDS, lambda: keep_training(upkeep))
    _every(app, "count-use", USE_SECONDS, count_use)
    _every(app, "note-history", HISTORY_SECONDS, note_history)
    _every(app, "count-demand", DEMAND_SECONDS, count_searches)
    _every(app, "forget", FORGET_SECONDS, forget)
    _every(app, "digest", DIGEST_SECONDS, send_digests)


def move_searches() -> None:
    """Move searches that were answered into the database."""
    parts().journal.move(session())


def count_use() -> None:
    """Write down how much each page is used, for the ranking."""
    config = parts().config
    opens = opens_after_search(session(), at=now(), half_life_days=config.search_use_half_life_days)
    write_usage(config.index_dir, opens)


def keep_training(upkeep: TrainingUpkeep) -> None:
    """Keep training in step with the library and the days."""
    upkeep.run(session(), catalogue=_catalogue(), now=clock())


def count_searches() -> None:
    """Count what was searched for and read on the days on which something happened."""
    count_demand(session(), search=parts().search)


def send_digests() -> None:
    """Send the weekly e-mails whose day and hour have come, once there is an index."""
    catalogue = _catalogue()
    if catalogue is not None:
        send_weekly(session(), config=parts().config, catalogue=catalogue, at=now())


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


def forget() -> None:
    """Forget, and make anonymous, what is older than the settings allow."""
    config = parts().config
    if config.search_retention_days:
        forget_before(session(), moment=now() - timedelta(days=config.search_retention_days))
    if config.search_anonymous_after_days:
        make_anonymous_before(session(), moment=now() - timedelta(days=config.search_anonymous_after_days))
    session().commit()


def _catalogue() -> Catalogue | None:
    """Return what is known of the library's pages; None while there is no index."""
    try:
        return parts().search.catalogue()
    except IndexMissingError:
        return None


def _every(app: Flask, name: str, seconds: float, work: Callable[[], None]) -> None:
    def run() -> None:
        while True:
            with app.app_context():
                try:
                    work()
                except (SQLAlchemyError, OSError):
                    log.exception("%s failed; it will be tried again", name)
                finally:
                    db.session.remove()
            time.sleep(seconds)

    threading.Thread(target=run, name=name, daemon=True).start()
