"""The quality of CRM data: which rules deals break, how much of the value that is, and the deals themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from api.web.auth import allow
from api.web.below import SiteAddress
from api.web.context import actor, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import Limited, next_address
from api.web.tables import streamed_csv
from api.web.whose import people_shown
from api.work.kpis.whose import LEADERS
from lms.errors import NotFound
from lms.figures.frames import FigureSet
from lms.kpis.asked import PeopleScope
from lms.kpis.money import CurrencyRates, rates_on
from lms.quality.report import Broken, ListedDeals, list_broken, read_quality
from lms.quality.rows import PLACE, DealRow, all_rows, place_of, read_rows
from lms.quality.rules import RULES, QualityRule

blueprint = Blueprint("crm_quality", __name__, url_prefix=f"{PREFIX}/crm/quality")
# Who may read it at all; those who lead see the company's deals, the others those of their own teams.
READERS = ("manager", "analyst", "admin")
_COLUMNS = (
    "rule",
    "source",
    "id",
    "name",
    "account",
    "owner",
    "stage",
    "amount",
    "currency",
    "created",
    "close_date",
    "suggestion",
)


class BrokenQuery(Limited):
    """Which part of a list: after a deal, by its `id` there."""

    after: str | None = Field(None, max_length=100, pattern=PLACE, description="the last id of the page before")


class WordHintOut(BaseModel):
    """What should be said in place of what, and in how many deals."""

    text: str
    deals: int


class RuleOut(BaseModel):
    """A rule, and the deals that break it; the share of the value is null where such deals have none that is known."""

    name: str
    title: str
    counts_as: str
    to_change: str
    deals: int
    value: float
    value_share: float | None
    suggestions: list[WordHintOut]


class QualityOut(BaseModel):
    """All rules, of the deals whose owners the asker manages today, as of the day on which figures were counted."""

    day: date
    currency: str
    deals: int
    value: float
    faulty_deals: int
    faulty_value_share: float | None
    rules: list[RuleOut]


class BrokenDealOut(BaseModel):
    """A deal that breaks a rule, as the CRM has it now; `id` is its place in the list, `key` its id in the CRM."""

    id: str
    source: str
    key: str
    name: str | None
    account: str | None
    owner: str | None
    owner_id: UUID | None
    stage: str | None
    amount: float | None
    currency: str | None
    created_on: date | None
    close_on: date | None
    suggestion: str | None


class BrokenDealsOut(BaseModel):
    """The deals that break a rule, those worth most first."""

    name: str
    title: str
    counts_as: str
    to_change: str
    total: int
    items: list[BrokenDealOut]
    next: SiteAddress | None


@blueprint.get("")
@allow(*READERS)
@spec.validate(resp=answers(503, HTTP_200=QualityOut), tags=["crm"])
def quality() -> Answer:
    """Report what is wrong with the data of the CRM, how such deals count, and what to change."""
    figures = parts().figures.current()
    found = read_quality(figures, rates=_rates(figures), scope=_scope(figures))
    return QualityOut(
        day=_day(figures),
        currency=parts().config.currency,
        deals=found.deals,
        value=found.value,
        faulty_deals=found.faulty_deals,
        faulty_value_share=found.faulty_value_share,
        rules=[_rule_out(broken) for broken in found.rules],
    )


@blueprint.get("/<rule>")
@allow(*READERS)
@spec.validate(resp=answers(503, HTTP_200=BrokenDealsOut), tags=["crm"])
def broken(rule: str, query: BrokenQuery) -> Answer:
    """List the deals that break a rule, those worth most first."""
    known = _rule(rule)
    listed = _listed(known)
    start = listed.after(*place_of(query.after)) if query.after else 0
    rows = read_rows(session(), listed, start=start, end=start + query.limit, currency=parts().config.currency)
    has_more = start + len(rows) < len(listed)
    return BrokenDealsOut(
        name=known.name,
        title=known.title,
        counts_as=known.counts_as,
        to_change=known.to_change,
        total=len(listed),
        items=[_deal_out(row) for row in rows],
        next=next_address(range(query.limit + has_more), query.limit, rows[-1].place) if rows else None,
    )


@blueprint.get("/<rule>.csv")
@allow(*READERS)
@spec.validate(resp=answers(503, HTTP_200=None), tags=["crm"])
def broken_csv(rule: str) -> Answer:
    """Report all deals that break a rule as CSV, those worth most first."""
    known = _rule(rule)
    listed, currency = _listed(known), parts().config.currency

    def rows(own: Session) -> Iterator[list[object]]:
        return (_csv_row(known, row) for row in all_rows(own, listed, currency=currency))

    return streamed_csv(_COLUMNS, rows, name=f"crm-{known.name}-{_day(listed.figures)}.csv")


def _rule(name: str) -> QualityRule:
    if name not in RULES:
        raise NotFound(f"no rule `{name[:100]}`; there are {', '.join(RULES)}")
    return RULES[name]


def _listed(rule: QualityRule) -> ListedDeals:
    figures = parts().figures.current()
    return list_broken(figures, rates=_rates(figures), scope=_scope(figures), rule=rule)


def _scope(figures: FigureSet) -> PeopleScope:
    """Return whose deals the asker sees: the company's, or those that people of their teams own today."""
    if actor().roles & LEADERS:
        return PeopleScope()
    return PeopleScope(people=frozenset(people_shown(actor(), figures)))


def _rates(figures: FigureSet) -> CurrencyRates:
    return rates_on(figures, day=figures.notes["day"], currency=parts().config.currency)


def _day(figures: FigureSet) -> date:
    return date.fromordinal(figures.notes["day"])


def _rule_out(found: Broken) -> RuleOut:
    return RuleOut(
        name=found.rule.name,
        title=found.rule.title,
        counts_as=found.rule.counts_as,
        to_change=found.rule.to_change,
        deals=found.deals,
        value=found.value,
        value_share=found.value_share,
        suggestions=[WordHintOut(text=one.text, deals=one.deals) for one in found.suggestions],
    )


def _deal_out(row: DealRow) -> BrokenDealOut:
    return BrokenDealOut(
        id=row.place,
        source=row.source,
        key=row.key,
        name=row.name,
        account=row.account,
        owner=row.owner,
        owner_id=row.owner_id,
        stage=row.stage,
        amount=None if row.amount is None else float(row.amount),
        currency=row.currency,
        created_on=row.created_on,
        close_on=row.close_on,
        suggestion=row.suggestion,
    )


def _csv_row(rule: QualityRule, row: DealRow) -> list[object]:
    return [
        rule.name,
        row.source,
        row.key,
        row.name,
        row.account,
        row.owner,
        row.stage,
        row.amount,
        row.currency,
        row.created_on,
        row.close_on,
        row.suggestion,
    ]
