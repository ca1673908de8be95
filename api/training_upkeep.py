"""Keeps training in step with the library and with the days: courses registered, rules applied, counts summed."""

from __future__ import annotations

from api.context import clock, parts, session
from api.course_facts import register_library
from content.catalogue import Catalogue
from content.search.current import IndexMissingError
from lms.training.applying import apply_waiting_rules
from lms.training.counts import ConcurrentSumError, sum_changes
from lms.training.upkeep import refresh_stale_courses


class TrainingUpkeep:
    """What one process of an installation does again and again; every step may be cut short and repeated."""

    def __init__(self) -> None:
        """Begin without knowing the library."""
        self._registered: Catalogue | None = None

    def run(self) -> None:
        """Bring training up to date."""
        self._register()
        refresh_stale_courses(session(), done=session().commit)
        apply_waiting_rules(session(), now=clock(), done=session().commit)
        session().commit()
        sum_all_changes()

    def _register(self) -> None:
        try:
            catalogue = parts().search.catalogue()
        except IndexMissingError:
            return
        if catalogue is not self._registered:
            register_library(session(), catalogue=catalogue, now=clock())
            session().commit()
            self._registered = catalogue


def sum_all_changes() -> None:
    """Sum the ledger of standings until nothing is left; somebody else may be doing the same."""
    try:
        while sum_changes(session()):
            session().commit()
    except ConcurrentSumError:
        session().rollback()
