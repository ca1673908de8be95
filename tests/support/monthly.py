"""Months of deals for the cast, and digests of KPIs sent with the settings of the app."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from api.web.context import parts
from api.web.database import db
from api.work.kpis.asking import KpiSource, source_of
from api.work.notices.kpi_digest import send_kpi_digests
from api.work.notices.sending import SendingOutcome
from lms.notices.subscriptions import subscribe
from lms.people.access import Actor
from lms.people.models import Person

APRIL = date(2026, 4, 1)
MAY_DAY = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
# Of 40 closed each in March and in April, so many were won: Ada's win rate rises clearly, that of Greta doesn't.
WON = {"ada": (8, 31), "greta": (21, 22)}


def months_of_deals() -> list[dict[str, Any]]:
    """Return the deals of March and April 2026 of Ada, who is of North, and of Greta, who is of South."""
    return [
        {
            "key": f"{name}-{month}-{number}",
            "owner": name,
            "owner_email": f"{name}@brightwharf.example",
            "stage": "Closed Won" if number < won else "Closed Lost",
            "amount": 100_000,
            "created_on": f"2026-{month:02}-01",
            "close_on": f"2026-{month:02}-{3 + number % 25:02}",
            "account": f"Account {name} {month} {number}",
        }
        for name, both in WON.items()
        for month, won in zip((3, 4), both, strict=True)
        for number in range(40)
    ]


def subscribe_all(*names: str) -> None:
    """Let people of the cast subscribe, by their first names."""
    for name in names:
        person = db.session.scalars(db.select(Person).where(Person.email == f"{name}@brightwharf.example")).one()
        subscribe(db.session(), actor=Actor.of(person), at=MAY_DAY)
    db.session.commit()


def source() -> KpiSource:
    """Return the figures and the library of the app."""
    own = parts()
    return source_of(own.figures.current(), own.search.catalogue(), own.history.read(), config=own.config)


def send_month(month: date = APRIL, *, at: datetime = MAY_DAY, may_begin: bool = True) -> SendingOutcome:
    """Send a month's digests with the settings and the figures of the app."""
    config = parts().config
    return send_kpi_digests(db.session(), month, config=config, source=source(), at=at, may_begin=may_begin)
