"""The monthly digest of KPIs: who gets it, when, and only once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from api.running import company_jobs
from api.web.context import parts
from api.web.database import db
from api.work.notices.kpi_digest import kpi_start, send_monthly
from api.work.notices.sending import SendingOutcome
from config import Config
from lms.notices.subscriptions import unsubscribe
from lms.people.access import Actor
from lms.people.models import Person
from support.crm import count_figures
from support.mailing import HOUR, Postbox, mail_to
from support.monthly import MAY_DAY, send_month, source, subscribe_all

DAY = timedelta(days=1)


@pytest.fixture
def counted(office: Flask) -> Flask:
    """The office, of which figures are counted."""
    count_figures(office)
    return office


def test_each_subscriber_gets_one_mail_a_month_and_nobody_else(counted: Flask, postbox: Postbox) -> None:
    """However often the job runs; Olga has left, and Greta never subscribed."""
    subscribe_all("max", "nadia", "olga")
    assert send_month() == SendingOutcome(2, 0, ())
    assert postbox.to() == ["max@brightwharf.example", "nadia@brightwharf.example"]
    assert send_month() == send_month(at=MAY_DAY + 2 * HOUR) == SendingOutcome(0, 2, ())
    assert send_month(date(2026, 5, 1), at=MAY_DAY + 31 * DAY) == SendingOutcome(2, 0, ())
    ids = [mail["Message-ID"] for mail in postbox.kept]
    assert len(ids) == len(set(ids)) == 4


def test_who_ends_it_gets_no_more(counted: Flask, postbox: Postbox) -> None:
    """From then on, and nobody else is ended with them."""
    subscribe_all("max", "nadia")
    person = db.session.scalars(db.select(Person).where(Person.email == "max@brightwharf.example")).one()
    unsubscribe(db.session(), actor=Actor.of(person))
    db.session.commit()
    assert send_month() == SendingOutcome(1, 0, ())
    assert postbox.to() == ["nadia@brightwharf.example"]


def test_one_that_was_refused_is_tried_again_after_an_hour(counted: Flask, postbox: Postbox) -> None:
    """Also once nothing new is begun."""
    subscribe_all("max", "nadia")
    postbox.refused = {"max@brightwharf.example"}
    outcome = send_month()
    assert (outcome.sent, len(outcome.problems)) == (1, 1)
    postbox.refused = set()
    assert send_month(at=MAY_DAY + HOUR / 2) == SendingOutcome(0, 2, ())
    assert send_month(at=MAY_DAY + HOUR, may_begin=False) == SendingOutcome(1, 1, ())


def test_no_transaction_stays_open_while_it_is_sent(counted: Flask, postbox: Postbox) -> None:
    """A mail server may take its time, and what was read for a letter holds nobody up meanwhile."""
    subscribe_all("max")
    own, is_open = db.session(), list[bool]()
    postbox.meanwhile = lambda: is_open.append(own.in_transaction())
    assert send_month() == SendingOutcome(1, 0, ())
    assert is_open == [False]


@pytest.mark.parametrize(
    ("at", "start"),
    [
        (MAY_DAY, datetime(2026, 5, 1, 6, tzinfo=UTC)),
        (datetime(2026, 11, 30, 9, tzinfo=UTC), datetime(2026, 11, 2, 6, tzinfo=UTC)),
        (datetime(2026, 8, 1, 9, tzinfo=UTC), datetime(2026, 8, 3, 6, tzinfo=UTC)),
    ],
)
def test_a_month_is_told_on_its_first_working_day(at: datetime, start: datetime) -> None:
    """At the hour of digests."""
    assert kpi_start(Config(), at) == start


def test_it_is_sent_from_that_hour_on_and_begun_for_a_week(counted: Flask, postbox: Postbox) -> None:
    """Not before, and not to who subscribes in the middle of the month; the next month both get it."""
    subscribe_all("max")
    _send_monthly(MAY_DAY - 4 * HOUR)
    assert postbox.kept == []
    _send_monthly(MAY_DAY + 6 * DAY)
    assert postbox.to() == ["max@brightwharf.example"]
    assert mail_to(postbox, "max")["Subject"] == "Results of April 2026: North"
    subscribe_all("nadia")
    _send_monthly(MAY_DAY + 8 * DAY)
    assert len(postbox.kept) == 1
    _send_monthly(datetime(2026, 6, 1, 9, tzinfo=UTC))
    assert len(postbox.kept) == 3


def test_without_a_mail_server_nothing_is_claimed(counted: Flask, postbox: Postbox) -> None:
    """So that it is sent once there is one."""
    subscribe_all("max")
    alone = replace(parts().config, smtp_host="")
    send_monthly(db.session(), config=alone, source=source(), at=MAY_DAY)
    assert send_month() == SendingOutcome(1, 0, ())


def test_before_anything_was_counted_nothing_is_sent(make_app: Callable[..., Flask]) -> None:
    """And the job doesn't fail."""
    for settings in ({}, {"smtp_host": "127.0.0.1", "smtp_port": 1, "mail_from": "a@x.example"}):
        app = make_app(is_indexed=False, **settings)
        with app.app_context():
            company_jobs.send_kpi_digests()
            assert db.session.scalars(db.text("SELECT count(*) FROM kpi_digest")).one() == 0
            db.session.remove()


def _send_monthly(at: datetime) -> None:
    send_monthly(db.session(), config=parts().config, source=source(), at=at)
