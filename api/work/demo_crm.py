"""The demo company's CRM: two years of deals and all that belongs to them, invented from a seed, with known faults."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from api.work.demo_crm_accounts import account_rows, make_accounts, product_rows, rate_rows
from api.work.demo_crm_calendar import Calendar
from api.work.demo_crm_contacts import contact_rows
from api.work.demo_crm_deals import make_deals
from api.work.demo_crm_faults import plant_faults
from api.work.demo_crm_money import contract_rows, quota_rows, spend_rows, survey_rows
from api.work.demo_crm_work import activity_rows, lead_rows
from api.work.demo_people import HEADS, SELLERS, address
from lms.crm.facts import AT_ONCE, SaidRow
from lms.crm.imports import File, add_rows, begin_import, finish_import
from lms.crm.kinds import KindName

SOURCE = "demo"
# Chosen: with it the one effect is found and the other isn't on every day that was tried.
SEED = 32
_HEAD = "Tom Achterberg"
# Who left: how many weeks ago they came and went, and to which team they belonged.
_FORMER = {
    "Nils Aaberg": (240, 81, "Sales North SDR"),
    "Petra Horn": (140, 47, "Sales South SDR"),
    "Cem Aydin": (66, 18, "Sales South SDR"),
}


@dataclass(frozen=True)
class DemoCrm:
    """What the CRM says, by kind, and the ids of the deals that have each planted fault or oddity.

    What changed in deals is in rows of deals; as a CRM exports it, it comes with its own file.
    """

    rows: dict[KindName, list[SaidRow]]
    planted: dict[str, list[str]]


def make_crm(day: date, *, seed: int = SEED) -> DemoCrm:
    """Invent the CRM as it stands on a day; the same day and seed give the same rows."""
    dice = random.Random(seed)  # noqa: S311 - invented history, nothing secret
    calendar = Calendar(day)
    accounts = make_accounts(dice)
    deals = make_deals(seed, accounts, calendar)
    rows: dict[KindName, list[SaidRow]] = {
        "rates": list(rate_rows(dice, first=calendar.first, last=day)),
        "people": list(_people_rows(day)),
        "products": list(product_rows()),
        "accounts": list(account_rows(accounts, day=day)),
        "contacts": list(contact_rows(seed, accounts, day=day)),
        "quotas": list(quota_rows(dice, deals, calendar)),
        "contracts": list(contract_rows(dice, deals, accounts, calendar)),
        "spend": list(spend_rows(dice, calendar)),
        "surveys": list(survey_rows(dice, accounts, calendar)),
        "leads": list(lead_rows(dice, deals, accounts, calendar)),
        "activities": list(activity_rows(dice, deals, calendar)),
    }
    planted = plant_faults(dice, deals, today=day)
    said = [row for deal in deals for row in deal.rows()]
    rows["deals"] = [row for row in said if not row.is_event]
    rows["deal_changes"] = [row for row in said if row.is_event]
    return DemoCrm(rows, planted)


def load_crm(session: Session, *, day: date, at: datetime) -> None:
    """Import the CRM, each kind once; the caller commits."""
    for kind, rows in make_crm(day).rows.items():
        file = File(f"{kind}.csv", digest=None, as_of=day)
        made = begin_import(session, source=SOURCE, kind=kind, file=file, by_id=None, at=at)
        counts = {"new": 0, "changed": 0, "same": 0}
        for start in range(0, len(rows), AT_ONCE):
            # Changes of deals are facts of deals.
            of = "deals" if kind == "deal_changes" else kind
            done = add_rows(session, made=made, kind=of, rows=rows[start : start + AT_ONCE], at=at)
            counts = {name: count + getattr(done, name) for name, count in counts.items()}
        finish_import(session, made=made, counts=counts, at=at)
        session.flush()


def _people_rows(day: date) -> Iterator[SaidRow]:
    """Yield who sells, who leads them, and who did until they left."""
    yield _person(_HEAD, "Sales", "Head of sales", hired_on=day - timedelta(weeks=400))
    for team, name in HEADS.items():
        yield _person(name, team, "Sales manager", manager=_HEAD, hired_on=day - timedelta(weeks=300))
    for seller in SELLERS:
        head = HEADS[seller.team.removesuffix(" SDR")]
        hired_on = seller.hired_on(day)
        yield _person(seller.name, seller.team, _role(seller.is_sdr), manager=head, hired_on=hired_on)
    for name, (came, went, team) in _FORMER.items():
        head, came_on = HEADS[team.removesuffix(" SDR")], day - timedelta(weeks=came)
        left_on = day - timedelta(weeks=went)
        yield _person(name, team, _role(is_sdr=True), manager=head, hired_on=came_on, left_on=left_on)


def _role(is_sdr: bool) -> str:
    return "Sales development" if is_sdr else "Account executive"


def _person(
    name: str, team: str, role: str, *, hired_on: date, manager: str | None = None, left_on: date | None = None
) -> SaidRow:
    values = {
        "name": name,
        "email": address(name),
        "manager": address(manager) if manager else None,
        "team": team,
        "region": team.split()[1] if " " in team else None,
        "role": role,
        "hired_on": hired_on.isoformat(),
        "left_on": left_on.isoformat() if left_on else None,
        "is_active": left_on is None,
    }
    return SaidRow(address(name), None, {field: value for field, value in values.items() if value is not None})
