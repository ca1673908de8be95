"""Pulls from time to time: which CRM's turn it is, and how long one that failed is left alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from api.work.crm.asked import AskedImport
from api.work.crm.live.connecting import connect, connected
from api.work.crm.live.pulling import pull
from api.work.crm.live.wanted import PullFailedError
from lms.days import Now
from lms.errors import Conflict

if TYPE_CHECKING:
    from config import Config

FAILED_WAIT = timedelta(minutes=10)


class PullsFromTime:
    """What was pulled when by this process, and what is wrong with a CRM until that is tried again."""

    def __init__(self) -> None:
        """Begin with every CRM's turn."""
        self._next: dict[str, datetime] = {}
        self._wrong: dict[str, str] = {}

    def run(self, session: Session, *, config: Config, now: Now) -> None:
        """Pull from each CRM whose turn it is; raises PullFailedError while something is wrong with one."""
        if not config.crm_pull_hours:
            return
        for name in connected(config):
            if now.at >= self._next.get(name, now.at):
                wrong = _wrong(session, config, now, name)
                self._next[name] = now.at + (FAILED_WAIT if wrong else timedelta(hours=config.crm_pull_hours))
                self._wrong[name] = wrong
        if wrong := "; ".join(filter(None, self._wrong.values())):
            raise PullFailedError(wrong)


def _wrong(session: Session, config: Config, now: Now, name: str) -> str:
    """Pull from a CRM, and return what was wrong; nothing where all went well."""
    asked = AskedImport(config.zone, now, currency=config.currency)
    try:
        parts = list(pull(session, connect(config, name), asked))
    except Conflict as failed:
        session.rollback()
        return f"{name}: {failed}"
    return "; ".join(f"{name} {one.part.what}: {one.refused}" for one in parts if one.refused)
