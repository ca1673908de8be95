"""The monthly digest of KPIs: on the first working day, each subscriber gets what they may read of the month before."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from api.work.kpis.asking import KpiSource, read_month
from api.work.kpis.months import first_working_day, month_before
from api.work.notices.kpi_letters import kpi_message
from api.work.notices.sending import SendingOutcome, send_each
from config import Config
from lms.days import day_of, start_of
from lms.notices.models import KpiDigest
from lms.notices.recipients import Recipient
from lms.notices.subscriptions import list_subscribers
from lms.people.access import Actor
from lms.people.installation import is_demo

log = logging.getLogger("repertoire.digest")
# An installation that was down on the day still sends it; later in the month nothing is begun.
BEGINS_WITHIN = timedelta(days=7)


def is_kpi_time(config: Config, at: datetime) -> bool:
    """Tell whether this month's digest is due, and there is a mail server to send it by."""
    return bool(config.smtp_host) and at >= kpi_start(config, at)


def kpi_start(config: Config, at: datetime) -> datetime:
    """Return when this month's digest is due: on the first working day, at the hour of digests."""
    day = first_working_day(day_of(config.zone, at))
    return start_of(ZoneInfo("UTC"), day) + timedelta(hours=config.digest_hour)


def send_monthly(session: Session, *, config: Config, source: KpiSource, at: datetime) -> None:
    """Send the digests whose day and hour have come; does nothing without a mail server, nor for a demo."""
    if not is_kpi_time(config, at) or is_demo(session):
        return
    month = month_before(day_of(config.zone, at))
    may_begin = at < kpi_start(config, at) + BEGINS_WITHIN
    outcome = send_kpi_digests(session, month, config=config, source=source, at=at, may_begin=may_begin)
    for problem in outcome.problems:
        log.warning("digest of KPIs: %s", problem)


def send_kpi_digests(
    session: Session, month: date, *, config: Config, source: KpiSource, at: datetime, may_begin: bool = True
) -> SendingOutcome:
    """Send what wasn't sent of this month; without `may_begin` only what somebody tried to send before."""

    def write(who: Actor, to: Recipient) -> EmailMessage:
        report = read_month(session, month, config=config, source=source, who=who)
        return kpi_message(to, report, config, at)

    people = list_subscribers(session, at=at)
    session.rollback()
    letters = [(to, partial(write, who, to)) for who in people for to in [Recipient(who.id, who.email, who.name)]]
    return send_each(session, letters, kind=KpiDigest, begins=month, config=config, at=at, may_begin=may_begin)
