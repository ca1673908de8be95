"""Visits of links: what pages told while they were open, who it was, and the sums that follow."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.base import hold_each, insert_into
from lms.days import day_of
from lms.journals.journal import Journal, JournalKind
from lms.sharing.models import (
    BuyerLink,
    LinkDownload,
    LinkItem,
    LinkTally,
    LinkView,
    LinkVisit,
    PartTally,
)
from lms.sharing.reading import tallies_of

VisitVerdict = Literal["buyer", "own", "robot", "unseen"]
SUFFIX = ".visits"
# Who was on a page for so many seconds is somebody, also without moving; with a movement it takes one.
SECONDS_STILL, SECONDS_MOVING = 10.0, 1.0
# An item and its part; and these as one loaded page saw them.
ItemPart = tuple[UUID, int]
LoadedPart = tuple[UUID, UUID, int]


@dataclass(frozen=True)
class VisitTold:
    """What a page of a visit told, or its answer: all that was on screen since it was loaded, not what came since.

    `load_id` names the page as it was loaded, `seen` has the seconds of each part, by `ITEM/PART`; `download` is the
    item of a file that was taken. `said` is own, robot or buyer where that was clear at once, else "".
    """

    id: UUID
    link_id: UUID
    visit_id: UUID
    load_id: UUID
    at: datetime
    said: str
    seen: dict[str, float]
    acts: int
    download: str | None
    email: str | None
    is_forwarded: bool


@dataclass
class _Visit:
    """A visit as it is known, and what of it stood in the database when this transaction began."""

    row: LinkVisit
    last_at: datetime | None = None
    loaded: dict[LoadedPart, float] = field(default_factory=dict)
    downloads: dict[UUID, UUID] = field(default_factory=dict)
    stored: dict[LoadedPart, float] = field(default_factory=dict)
    taken: frozenset[UUID] = frozenset()
    before: dict[str, float] = field(default_factory=dict)
    parts_before: dict[ItemPart, float] = field(default_factory=dict)

    def sums(self) -> dict[str, float]:
        """Return what this visit is in the tally of its link."""
        if self.row.verdict == "own":
            return {}
        if self.row.verdict != "buyer":
            return {"robots": 1}
        forwarded = int(self.row.is_forwarded)
        counts = {"opens": 1, "downloads": len(self.downloads), "forwarded": forwarded}
        return {**counts, "seconds": self.row.seconds}

    def counted_parts(self) -> dict[ItemPart, float]:
        """Return the parts that count in sums: those that a buyer saw."""
        sums: dict[ItemPart, float] = {}
        if self.row.verdict == "buyer":
            for (_, item, part), seconds in self.loaded.items():
                sums[item, part] = sums.get((item, part), 0.0) + seconds
        return sums


def verdict_of(said: str, *, seconds: float, acts: int) -> VisitVerdict:
    """Return who a visitor was, by what was clear at once, by how long anything was on screen, and by movements."""
    if said in {"own", "robot", "buyer"}:
        return said  # type: ignore[return-value]  # just compared
    is_somebody = seconds >= SECONDS_STILL or (acts > 0 and seconds >= SECONDS_MOVING)
    return "buyer" if is_somebody else "unseen"


def store_told(session: Session, rows: list[dict[str, Any]], zone: ZoneInfo) -> int:
    """Bring what pages told into visits and sums, and return how many events said anything new.

    Every event tells all so far, so that one that comes twice, or late, changes nothing.
    """
    told = [VisitTold(**row) for row in rows]
    link_ids = set(session.scalars(select(BuyerLink.id).where(BuyerLink.id.in_({one.link_id for one in told}))))
    told = [one for one in told if one.link_id in link_ids]
    if not told:
        return 0
    tallies = _hold_tallies(session, link_ids)
    items = _items_of(session, told)
    visits = _known_visits(session, {one.visit_id for one in told})
    news = 0
    for one in sorted(told, key=lambda event: (event.at, event.id)):
        visit = visits.get(one.visit_id)
        if visit is None:
            on = day_of(zone, one.at)
            row = LinkVisit(id=one.visit_id, link_id=one.link_id, at=one.at, on=on, verdict="", seconds=0.0, acts=0)
            row.email, row.is_forwarded = None, False
            session.add(row)
            visit = visits[one.visit_id] = _Visit(row)
        if visit.row.link_id == one.link_id:  # a made-up page may name another link's visit
            news += _take(visit, one, items)
    session.flush()
    _write(session, tallies, (visit for visit in visits.values() if visit.row.link_id in tallies))
    return news


def forget_visits(session: Session, *, before: datetime) -> int:
    """Delete the visits from before a moment with all that was noted of each; sums of links stay. Return how many."""
    old = select(LinkVisit.id).where(LinkVisit.at < before)
    for table in (LinkView, LinkDownload):
        session.execute(delete(table).where(table.visit_id.in_(old)))
    gone = session.execute(delete(LinkVisit).where(LinkVisit.at < before))
    return int(gone.rowcount)  # type: ignore[attr-defined]  # a delete has it


def _take(visit: _Visit, told: VisitTold, items: dict[UUID, UUID]) -> bool:
    """Add to a visit what it didn't have; tell whether there was anything."""
    row, is_new = visit.row, visit.row.verdict == ""
    had = (row.verdict, row.acts, row.email, dict(visit.loaded), len(visit.downloads))
    for name, seconds in told.seen.items():
        item, _, part = name.partition("/")
        place = (told.load_id, UUID(item), int(part))
        if items.get(place[1]) == row.link_id:
            visit.loaded[place] = max(visit.loaded.get(place, 0.0), seconds)
    if told.download is not None and items.get(UUID(told.download)) == row.link_id:
        visit.downloads[told.id] = UUID(told.download)
    row.acts, row.seconds = max(row.acts, told.acts), sum(visit.loaded.values())
    row.email, row.is_forwarded = row.email or told.email, row.is_forwarded or told.is_forwarded
    said = row.verdict if row.verdict in {"own", "robot"} else told.said
    row.verdict = verdict_of(said, seconds=row.seconds, acts=row.acts)
    is_news = is_new or had != (row.verdict, row.acts, row.email, visit.loaded, len(visit.downloads))
    if is_news:
        visit.last_at = max(filter(None, (visit.last_at, told.at)))
    return is_news


def _hold_tallies(session: Session, link_ids: Collection[UUID]) -> dict[UUID, LinkTally]:
    rows = [
        {"link_id": one, "opens": 0, "seconds": 0.0, "downloads": 0, "forwarded": 0, "robots": 0}
        for one in sorted(link_ids)
    ]
    session.connection().execute(insert_into(session, LinkTally).on_conflict_do_nothing(), rows)
    hold_each(session, LinkTally.link_id, link_ids)
    return tallies_of(session, link_ids=link_ids)


def _items_of(session: Session, told: Iterable[VisitTold]) -> dict[UUID, UUID]:
    """Return the link of each item that was named."""
    names = {UUID(name.partition("/")[0]) for one in told for name in one.seen}
    names |= {UUID(one.download) for one in told if one.download}
    found = session.execute(select(LinkItem.id, LinkItem.link_id).where(LinkItem.id.in_(names)))
    return {row[0]: row[1] for row in found}


def _known_visits(session: Session, ids: Collection[UUID]) -> dict[UUID, _Visit]:
    found = {row.id: _Visit(row) for row in session.scalars(select(LinkVisit).where(LinkVisit.id.in_(ids)))}
    for view in session.scalars(select(LinkView).where(LinkView.visit_id.in_(found))):
        found[view.visit_id].loaded[view.load_id, view.item_id, view.part] = view.seconds
    for taken in session.scalars(select(LinkDownload).where(LinkDownload.visit_id.in_(found))):
        found[taken.visit_id].downloads[taken.id] = taken.item_id
    for visit in found.values():
        visit.stored, visit.taken = dict(visit.loaded), frozenset(visit.downloads)
        visit.before, visit.parts_before = visit.sums(), visit.counted_parts()
    return found


def _write(session: Session, tallies: Mapping[UUID, LinkTally], visits: Iterable[_Visit]) -> None:
    """Write what is new of parts and downloads of visits, and what changed in the sums."""
    parts: dict[ItemPart, list[float]] = {}
    views: list[dict[str, Any]] = []
    downloads: list[dict[str, Any]] = []
    for visit in visits:
        row = visit.row
        views += [
            {"visit_id": row.id, "load_id": load, "item_id": item, "part": part, "seconds": seconds}
            for (load, item, part), seconds in visit.loaded.items()
            if visit.stored.get((load, item, part)) != seconds
        ]
        downloads += [
            {"id": one, "visit_id": row.id, "item_id": item, "at": row.at}
            for one, item in visit.downloads.items()
            if one not in visit.taken
        ]
        _add_to_tally(tallies[row.link_id], visit)
        for place, seconds in visit.counted_parts().items():
            sums = parts.setdefault(place, [0, 0.0])
            sums[0] += place not in visit.parts_before
            sums[1] += seconds - visit.parts_before.get(place, 0.0)
    _upsert(session, LinkView, views, keys=("visit_id", "load_id", "item_id", "part"), values=("seconds",))
    if downloads:
        session.connection().execute(insert_into(session, LinkDownload).on_conflict_do_nothing(), downloads)
    sums_of_parts = [
        {"item_id": item, "part": part, "visits": int(count), "seconds": seconds}
        for (item, part), (count, seconds) in sorted(parts.items())
        if count or seconds
    ]
    _upsert(session, PartTally, sums_of_parts, keys=("item_id", "part"), adds=("visits", "seconds"))
    session.flush()


def _add_to_tally(tally: LinkTally, visit: _Visit) -> None:
    now = visit.sums()
    for name in {*now, *visit.before}:
        setattr(tally, name, getattr(tally, name) + now.get(name, 0) - visit.before.get(name, 0))
    if visit.row.verdict == "buyer":
        tally.first_at = min(filter(None, (tally.first_at, visit.row.at)))
        tally.last_at = max(filter(None, (tally.last_at, visit.last_at)), default=None)


def _upsert(
    session: Session,
    table: type[LinkView | PartTally],
    rows: list[dict[str, Any]],
    *,
    keys: tuple[str, ...],
    values: tuple[str, ...] = (),
    adds: tuple[str, ...] = (),
) -> None:
    """Insert rows; where one is there already, its `values` are replaced, and the `adds` added."""
    if not rows:
        return
    insert = insert_into(session, table)
    news: dict[str, Any] = {name: getattr(insert.excluded, name) for name in values}
    news |= {name: getattr(table, name) + getattr(insert.excluded, name) for name in adds}
    session.connection().execute(insert.on_conflict_do_update(index_elements=list(keys), set_=news), rows)


VISITS = JournalKind(VisitTold, SUFFIX, store_told, "visits of buyers are answered but not noted")


def open_visits(folder: Path, *, zone: ZoneInfo) -> Journal:
    """Return the journal of this process's visits in a folder."""
    return Journal(VISITS, folder, zone=zone)
