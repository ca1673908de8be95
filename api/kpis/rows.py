"""The rows behind a KPI as CSV: the deals, activities, answers or searches that were counted."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from flask import Blueprint
from sqlalchemy.orm import Session

from api.kpis.asking import AskQuery, ask, periods_out, step_of
from api.kpis.figures import begin, named
from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, parts
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.tables import streamed_csv
from api.web.whose import may_name
from lms.errors import Conflict
from lms.kpis.behind import counted_as, deal_once, deals_behind, each_row, rows_behind
from lms.kpis.picked import Picked
from lms.quality.report import ListedDeals
from lms.quality.rows import DealRow, all_rows

blueprint = Blueprint("kpi_rows", __name__, url_prefix=PREFIX)
_DEAL = (
    *("source", "id", "name", "account", "owner", "stage", "amount", "currency", "created", "close_date"),
    *("period", "outcome", "value", "value_currency"),
)


@blueprint.get("/kpis/<name>/rows.csv")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(404, 409, 503, HTTP_200=None), tags=["kpis"])
def kpi_rows(name: str, query: AskQuery) -> Answer:
    """Return the rows behind a KPI, in all its periods, as CSV; people by name for who manages them.

    Of deals `value` is what they count with in `value_currency`, that of reports: empty where it isn't known.
    """
    definition = named(name)
    figures, found = begin(query)
    asked = ask(query, found, figures)
    periods = [period.name for period in periods_out(asked, step_of(query))]
    names_people = may_name(actor(), found)
    deals = deals_behind(asked, definition)
    if deals is not None:
        return _deals_csv(deals, f"{name}-rows.csv", periods=periods, names_people=names_people)
    behind = rows_behind(asked, definition)
    if behind is None:
        raise Conflict(f"{definition.title} isn't counted from rows that can be listed")
    header, rows, columns = behind

    def read(_: Session) -> Iterator[list[object]]:
        found = each_row(rows, columns, periods=periods, names_people=names_people)
        return iter(found)  # type: ignore[arg-type]  # cells are objects

    return streamed_csv((*header, "period"), read, name=f"{name}-rows.csv")


def _deals_csv(rows: Picked, name: str, *, periods: list[str], names_people: bool) -> Answer:
    figures, currency = rows.asked.figures, parts().config.currency
    once = deal_once(rows)
    numbers = once["deal"].astype(np.int64)
    deal = figures.frames["deal"]
    worth = np.zeros(len(numbers))
    listed = ListedDeals(figures, numbers, worth, np.asarray(deal["ref"][numbers], dtype=np.int64), None, None)

    def read(own: Session) -> Iterator[list[object]]:
        each = zip(all_rows(own, listed, currency=currency), once.group.tolist(), counted_as(once), strict=True)
        for row, period, (outcome, value) in each:
            counted = (periods[period], outcome, value, currency if value is not None else None)
            yield [*_deal_row(row, names_people=names_people), *counted]

    return streamed_csv(_DEAL, read, name=name)


def _deal_row(row: DealRow, *, names_people: bool) -> list[object]:
    owner = row.owner if names_people else None
    return [
        *(row.source, row.key, row.name, row.account, owner),
        *(row.stage, row.amount, row.currency, row.created_on, row.close_on),
    ]
