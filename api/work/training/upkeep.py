"""Training in step with the library and the days: courses registered, rules applied, counts summed."""

from __future__ import annotations

from sqlalchemy.orm import Session

from api.work.training.courses import register_library
from content.catalogue import Catalogue
from lms.base import in_steps
from lms.days import Now
from lms.training.applying import apply_waiting_rules
from lms.training.counts import sum_changes
from lms.training.upkeep import refresh_stale_courses


class TrainingUpkeep:
    """What one process of an installation does again and again; every step may be cut short and repeated."""

    def __init__(self) -> None:
        """Begin without knowing the library."""
        self._registered: Catalogue | None = None

    def run(self, session: Session, *, catalogue: Catalogue | None, now: Now) -> None:
        """Bring training up to date, with the library where one can be read; commits each step."""
        if catalogue is not None and catalogue is not self._registered:
            register_library(session, catalogue=catalogue, now=now)
            session.commit()
            self._registered = catalogue
        in_steps(session, refresh_stale_courses(session))
        in_steps(session, apply_waiting_rules(session, now=now))
        in_steps(session, sum_changes(session))
