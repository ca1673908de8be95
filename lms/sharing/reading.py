"""Reading of what buyers did: sums of links and their parts, single visits, and which links were opened lately."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from lms.people.access import Actor
from lms.sharing.models import BuyerLink, LinkDownload, LinkTally, LinkVisit, PartTally

# So many visits of one link are shown.
LAST_VISITS = 20


@dataclass(frozen=True)
class PartSeen:
    """How long buyers had a part of an item on screen: a slide by its number, 0 for a page; in how many visits."""

    part: int
    visits: int
    seconds: float


@dataclass(frozen=True)
class VisitSeen:
    """One visit of a buyer: when, for how long on screen, by which address, and how many files were taken."""

    at: datetime
    seconds: float
    email: str | None
    is_forwarded: bool
    downloads: int


def tallies_of(session: Session, *, link_ids: Collection[UUID]) -> dict[UUID, LinkTally]:
    """Return the sums of some links by their ids; a link that nobody opened has none."""
    wanted = select(LinkTally).where(LinkTally.link_id.in_(link_ids)).execution_options(populate_existing=True)
    return {tally.link_id: tally for tally in session.scalars(wanted)}


def parts_of(session: Session, *, item_ids: Collection[UUID]) -> dict[UUID, list[PartSeen]]:
    """Return what was seen of some items, part by part in their order."""
    found: dict[UUID, list[PartSeen]] = {}
    wanted = select(PartTally).where(PartTally.item_id.in_(item_ids)).order_by(PartTally.item_id, PartTally.part)
    for one in session.scalars(wanted.execution_options(populate_existing=True)):
        found.setdefault(one.item_id, []).append(PartSeen(one.part, one.visits, one.seconds))
    return found


def last_visits(session: Session, *, link_id: UUID) -> list[VisitSeen]:
    """Return the last visits of a buyer to a link, the newest first."""
    downloads = select(func.count()).where(LinkDownload.visit_id == LinkVisit.id).scalar_subquery()
    wanted = (
        select(LinkVisit.at, LinkVisit.seconds, LinkVisit.email, LinkVisit.is_forwarded, downloads)
        .where(LinkVisit.link_id == link_id, LinkVisit.verdict == "buyer")
        .order_by(LinkVisit.at.desc())
        .limit(LAST_VISITS)
    )
    return [VisitSeen(*row) for row in session.execute(wanted)]


def opened_lately(session: Session, *, actor: Actor, since: datetime, most: int) -> list[tuple[BuyerLink, LinkTally]]:
    """Return the actor's links that buyers opened since a moment, the last opened first."""
    wanted = (
        select(BuyerLink, LinkTally)
        .join(LinkTally, LinkTally.link_id == BuyerLink.id)
        .where(BuyerLink.rep_id == actor.id, LinkTally.last_at >= since)
        .order_by(LinkTally.last_at.desc())
        .limit(most)
    )
    return [(row[0], row[1]) for row in session.execute(wanted)]


def untold(session: Session, *, since: datetime, most: int) -> list[UUID]:
    """Return links that buyers opened for the first time since a moment, and whose rep wasn't told yet."""
    wanted = select(LinkTally.link_id).where(LinkTally.first_at >= since, LinkTally.told_at.is_(None))
    return list(session.scalars(wanted.order_by(LinkTally.first_at).limit(most)))


def claim_telling(session: Session, *, link_id: UUID, at: datetime) -> bool:
    """Claim that a rep is told of the first opening, so that it is told once; False where somebody did."""
    told = update(LinkTally).where(LinkTally.link_id == link_id, LinkTally.told_at.is_(None)).values(told_at=at)
    done = session.execute(told.execution_options(synchronize_session=False))
    return bool(done.rowcount)  # type: ignore[attr-defined]  # an update has it


def release_telling(session: Session, *, link_id: UUID) -> None:
    """Give a claim back because nothing has left."""
    session.execute(update(LinkTally).where(LinkTally.link_id == link_id).values(told_at=None))
