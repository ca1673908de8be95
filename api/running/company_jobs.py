"""Jobs of the company, of which one node holds each: training kept in step, demand counted, letters sent."""

from __future__ import annotations

import contextlib
from datetime import datetime, timedelta
from functools import partial

from api.running.timetable import Job
from api.web.context import clock, now, parts, session
from api.web.database import known_revisions
from api.web.searching import known_catalogue
from api.work.backups.schedule import BackupsFromTime
from api.work.crm.live.keeping import PullsFromTime
from api.work.demand import count_demand
from api.work.kpis.asking import question_of, source_of
from api.work.notices.digest import send_weekly
from api.work.notices.invitations import send_untold
from api.work.notices.kpi_digest import is_kpi_time, send_monthly
from api.work.notices.sign_in_links import send_sign_in_links
from api.work.practice.keeping import forget_practice
from api.work.practice.store import open_store
from api.work.sending.mailbox import read_mailbox
from api.work.sharing.telling import tell_openings
from api.work.training.upkeep import TrainingUpkeep
from config import Config
from lms.audit.chain import forget as forget_entries
from lms.base import in_steps
from lms.coaching.series import extend_series
from lms.demand.retention import forget_before, make_anonymous_before
from lms.figures.building import is_pending
from lms.figures.frames import FiguresMissingError
from lms.goals.promises import is_taken, keep_promises
from lms.kpis.forecasting.promising import promises_of
from lms.nodes.leases import forget_nodes
from lms.people.identities import forget_spent
from lms.people.passkeys.challenges import forget_challenges
from lms.people.proofs import sign_out_leavers
from lms.people.wishes import forget_wishes
from lms.sharing.entering import forget_passes
from lms.sharing.visits import forget_visits


def companys_jobs(config: Config) -> tuple[Job, ...]:
    """Return what one node does for all: keep training in step, count, forget, and send.

    Each may be done twice, and by two nodes at once: what must not happen twice is claimed in the database first.
    """
    upkeep, pulls, backups = TrainingUpkeep(), PullsFromTime(), BackupsFromTime()
    companys = partial(Job, is_companys=True)
    return (
        companys(
            "keep-training", "Training follows the library, the rules and the days", 1, lambda: keep_training(upkeep)
        ),
        companys(
            "count-demand", "What was searched for and read is counted for the demand reports", 10, count_searches
        ),
        companys(
            "keep-promises",
            "What is forecast is written down once a week, and stays as it was said",
            600,
            note_promises,
        ),
        companys("pull-crm", "What changed in the CRM is read, where settings say how", 60, lambda: pull_crm(pulls)),
        companys("make-sessions", "Coaching that comes again is made some weeks ahead", 600, make_sessions),
        companys("sign-out", "Who has left is signed out everywhere", 60, sign_out_gone),
        *_letter_jobs(config),
        companys("send-digests", "The weekly digest is sent", 600, send_digests),
        companys(
            "send-invitations", "Calendars hear of sessions that are new, changed or cancelled", 60, send_session_news
        ),
        companys("read-mailbox", "Answers to sequences, and bounces, are read in the mailbox", 60, read_answers),
        companys("tell-openings", "Reps hear by e-mail that a buyer opened their link, once", 30, tell_of_openings),
        companys("send-kpi-digests", "The monthly digest of KPIs is sent", 600, send_kpi_digests),
        companys("back-up", "A backup is made each day, where settings name a folder", 60, lambda: back_up(backups)),
        companys("forget-practice", "Recordings of practice go when their time is over", 60, forget_recordings),
        companys(
            "forget",
            "What is older than the settings allow is deleted: searches, opens, visits, the audit",
            6 * 3600,
            forget,
        ),
    )


def _letter_jobs(config: Config) -> tuple[Job, ...]:
    """Return what somebody waits for who asked for a letter, where a mail server can send one."""
    if not config.smtp_host:
        return ()
    return (
        Job("send-sign-in-links", "Links that people asked for to sign in are sent", 0.5, send_links, is_companys=True),
    )


def tell_of_openings() -> None:
    """Tell reps of links that were opened for the first time."""
    tell_openings(session(), parts().config, at=now())


def keep_training(upkeep: TrainingUpkeep) -> None:
    """Keep training in step with the library and the days."""
    upkeep.run(session(), catalogue=known_catalogue(), now=clock())


def sign_out_gone() -> None:
    """Sign out whose last day has ended."""
    sign_out_leavers(session(), at=now())
    session().commit()


def make_sessions() -> None:
    """Make the sessions of series that lie some weeks ahead now."""
    in_steps(session(), extend_series(session(), now=clock()))


def pull_crm(pulls: PullsFromTime) -> None:
    """Read what changed in the CRMs that the settings name, when it is time again."""
    pulls.run(session(), config=parts().config, now=clock())


def count_searches() -> None:
    """Count what was searched for and read on the days on which something happened."""
    config = parts().config
    moments = ago(config.search_retention_days), ago(config.search_anonymous_after_days)
    whole_since = max((moment for moment in moments if moment), default=None)
    count_demand(session(), search=parts().search, zone=config.zone, whole_since=whole_since)


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


def send_links() -> None:
    """Send the links to sign in that people asked for."""
    send_sign_in_links(session(), parts().config, at=now())


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


def back_up(backups: BackupsFromTime) -> None:
    """Make the backup of the day once its hour has come, and take away those that are over."""
    backups.run(parts().config, revisions=known_revisions(), now=clock())


def forget_recordings() -> None:
    """Delete recordings of practice whose time is over, in the store or, as each node sweeps its own, on disks."""
    config = parts().config
    forget_practice(session(), folder=config.practice_dir, store=open_store(config), now=clock())


def forget() -> None:
    """Forget, and make anonymous, what is older than the settings allow."""
    config = parts().config
    if kept_since := ago(config.search_retention_days):
        forget_before(session(), moment=kept_since, zone=config.zone)
    if named_since := ago(config.search_anonymous_after_days):
        make_anonymous_before(session(), moment=named_since)
    forget_passes(session(), at=now())
    forget_spent(session(), at=now())
    forget_wishes(session(), at=now())
    forget_challenges(session(), at=now())
    forget_nodes(session())
    if visits_since := ago(config.link_visits_days):
        forget_visits(session(), before=visits_since)
    if audited_since := ago(config.audit_keep_days):
        forget_entries(session(), before=audited_since)
    session().commit()


def ago(days: int) -> datetime | None:
    """Return the moment so many days ago, from which on events are kept; None for 0, where all are."""
    return now() - timedelta(days=days) if days else None
