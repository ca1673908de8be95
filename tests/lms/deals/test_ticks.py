"""Criteria ticked on deals: facts that are only added, whoever says them and however often."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.deals.models import DealTick
from lms.deals.ticks import PlayCriterion, tick, ticks_of, untick
from support.factories import MONDAY, Cast

MET = PlayCriterion("playbook-conversion", "entry", "The decision meeting has a date")


def test_a_tick_holds_until_it_is_taken_back(session: Session, cast: Cast) -> None:
    """Who said it first stays; what was taken back is still there as a fact."""
    said = {"deal": "crm:d1", "criterion": MET}
    tick(session, actor=cast.ada.actor, **said, at=MONDAY)  # type: ignore[arg-type]  # as named
    tick(session, actor=cast.max.actor, **said, at=MONDAY + timedelta(1))  # type: ignore[arg-type]  # as named
    assert _by(session) == {MET: cast.ada.id}
    untick(session, actor=cast.max.actor, **said, at=MONDAY + timedelta(2))  # type: ignore[arg-type]  # as named
    assert _by(session) == {}
    tick(session, actor=cast.max.actor, **said, at=MONDAY + timedelta(3))  # type: ignore[arg-type]  # as named
    assert _by(session) == {MET: cast.max.id}
    assert [one.undone_by_id for one in session.scalars(select(DealTick).order_by(DealTick.id))] == [cast.max.id, None]


def test_ticks_are_of_one_deal_and_page(session: Session, cast: Cast) -> None:
    """The same words elsewhere are another criterion."""
    tick(session, actor=cast.ada.actor, deal="crm:d1", criterion=MET, at=MONDAY)
    assert ticks_of(session, deal="crm:d2", page_ids=[MET.page_id]) == {}
    assert ticks_of(session, deal="crm:d1", page_ids=["playbook-interest"]) == {}


def _by(session: Session) -> dict[PlayCriterion, object]:
    found = ticks_of(session, deal="crm:d1", page_ids=[MET.page_id])
    return {criterion: ticked.by_id for criterion, ticked in found.items()}
