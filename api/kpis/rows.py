"""The rows behind a KPI as CSV: the deals, activities, answers or searches that were counted."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from flask import Blueprint
from sqlalchemy.orm import Session

from api.kpis.asking import AskQuery, ask
from api.kpis.figures import begin, named
from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, parts
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.tables import streamed_csv
from api.web.whose import may_name
from lms.errors import Conflict
from lms.kpis.behind import deals_behind, each_row, rows_behind
from lms.kpis.picked import Picked
from lms.quality.report import ListedDeals
from lms.quality.rows import DealRow, all_rows

blueprint = Blueprint("kpi_rows", __name__, url_prefix=PREFIX)
_DEAL = ("source", "id", "name", "account", "owner", "stage", "amount", "currency", "created", "close_date")


@blueprint.get("/kpis/<name>/rows.csv")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(404, 409, 503, HTTP_200=None), tags=["kpis"])
def kpi_rows(name: str, query: AskQuery) -> Answer:
    """Return the rows behind a KPI, in all its periods, as CSV; people by name for who manages them."""
    definition = named(name)
    figures, found = begin(query)
    asked = ask(query, found, figures)
    names_people = may_name(actor(), found)
    deals = deals_behind(asked, definition)
    if deals is not None:
        return _deals_csv(deals, f"{name}-rows.csv", names_people=names_people)
    behind = rows_behind(asked, definition)
    if behind is None:
        raise Conflict(f"{definition.title} isn't counted from rows that can be listed")
    header, rows, columns = behind

    def read(_: Session) -> Iterator[list[object]]:
        return iter(each_row(rows, columns, names_people=names_people))  # type: ignore[arg-type]  # cells are objects

    return streamed_csv(header, read, name=f"{name}-rows.csv")


def _deals_csv(rows: Picked, name: str, *, names_people: bool) -> Answer:
    figures, currency = rows.asked.figures, parts().config.currency
    numbers = np.unique(rows["deal"]).astype(np.int64)
    deal = figures.frames["deal"]
    worth = np.zeros(len(numbers))
    listed = ListedDeals(figures, numbers, worth, np.asarray(deal["ref"][numbers], dtype=np.int64), None, None)

    def read(own: Session) -> Iterator[list[object]]:
        return (_deal_row(row, names_people=names_people) for row in all_rows(own, listed, currency=currency))

    return streamed_csv(_DEAL, read, name=name)


def _deal_row(row: DealRow, *, names_people: bool) -> list[object]:
    owner = row.owner if names_people else None
    return [
        *(row.source, row.key, row.name, row.account, owner),
        *(row.stage, row.amount, row.currency, row.created_on, row.close_on),
    ]
