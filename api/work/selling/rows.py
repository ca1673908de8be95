"""Deals as lists and pages show them: what the CRM says now of each, and how the figures count it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import numpy as np
from sqlalchemy.orm import Session

from api.work.selling.listing import DealState, state_of, word_of
from lms.crm.imports import shown_id
from lms.figures.frames import FigureSet
from lms.quality.report import ListedDeals
from lms.quality.rows import DealRow, read_rows


@dataclass(frozen=True)
class ListedDeal:
    """A deal by its number and id (`source:key`): its account by name, and whose it is."""

    number: int
    id: str
    name: str
    account: str | None
    owner_id: UUID | None
    owner: str | None
    stage: str | None
    state: DealState
    amount: Decimal | None
    currency: str | None
    created_on: date | None
    close_on: date | None
    product: str | None


def read_deals(session: Session, figures: FigureSet, numbers: Sequence[int], *, currency: str) -> list[ListedDeal]:
    """Return deals by their numbers, in that order; amounts that name no currency are in that of reports."""
    wanted = np.array(numbers, dtype=np.int64)
    refs = np.asarray(figures.frames["deal"]["ref"][wanted], dtype=np.int64)
    listed = ListedDeals(figures, wanted, np.zeros(len(wanted)), refs, None, None)
    rows = read_rows(session, listed, start=0, end=len(wanted), currency=currency)
    return [_deal(figures, number, row) for number, row in zip(numbers, rows, strict=True)]


def _deal(figures: FigureSet, number: int, row: DealRow) -> ListedDeal:
    return ListedDeal(
        number=number,
        id=shown_id(row.source, row.key),
        name=row.name or row.key,
        account=row.account,
        owner_id=row.owner_id,
        owner=row.owner,
        stage=row.stage,
        state=state_of(figures, number),
        amount=row.amount,
        currency=row.currency,
        created_on=row.created_on,
        close_on=row.close_on,
        product=word_of(figures, "product", number),
    )
