"""Merging: two records of one person made one, foretold before, and undone within a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.days import Now
from lms.errors import Conflict, NotFound
from lms.people.access import Actor
from lms.people.directory import get_person, take_turns
from lms.people.memberships import read_timeline
from lms.people.merges import MergedRow, PersonMerge
from lms.people.models import Person
from lms.people.timeline import Place, Timeline
from lms.records.moving import move, move_back, moving
from lms.training.following import set_places

UNDONE_WITHIN = timedelta(days=1)


@dataclass(frozen=True)
class Foreseen:
    """What a merge would do in one table: rows that get another person, and rows that stay, as the other has theirs."""

    table: str
    moves: int
    stays: int


def foresee(session: Session, *, kept_id: UUID, gone_id: UUID) -> list[Foreseen]:
    """Return what merging would do, by table; nothing is changed. Raises NotFound, and Conflict as `merge` does."""
    _check(session, kept_id, gone_id)
    sums: dict[str, tuple[int, int]] = {}
    for found in moving(session, gone_id=gone_id, kept_id=kept_id):
        moves, stays = sums.get(found.column.table.name, (0, 0))
        sums[found.column.table.name] = (moves + len(found.keys), stays + found.stays)
    return [Foreseen(name, *counts) for name, counts in sums.items()]


def merge(
    session: Session, *, actor: Actor | None, kept_id: UUID, gone_id: UUID, takes_address: bool, now: Now
) -> PersonMerge:
    """Give all facts of one record to the other; the one that is gone can't sign in any more, and its row stays.

    The kept one has been with the company on the days of either. With `takes_address` it has the other's e-mail address
    from now on. Raises NotFound, and Conflict where the records are the same, or one was merged before.
    """
    kept, gone = _check(session, kept_id, gone_id)
    take_turns(session, person_ids={kept_id, gone_id})
    mine, theirs = read_timeline(session, person_id=kept_id), read_timeline(session, person_id=gone_id)
    merged = PersonMerge(
        kept_id=kept_id,
        gone_id=gone_id,
        took_address=takes_address,
        gone_left_at=gone.left_at,
        kept_places=_plain(mine),
        gone_places=_plain(theirs),
        at=now.at,
        by_id=actor.id if actor else None,
    )
    session.add(merged)
    session.flush()
    for found in list(moving(session, gone_id=gone_id, kept_id=kept_id)):
        move(session, found, gone_id=gone_id, kept_id=kept_id, merge_id=merged.id)
    session.expire_all()
    if takes_address:
        _change_addresses(session, kept, gone)
    left_at = min(gone.left_at, now.at) if gone.left_at else now.at
    # Nobody was with the company twice, in counts of people above all.
    nowhere = Timeline({day: replace(place, is_employed=False) for day, place in theirs.places.items()})
    set_places(session, person_id=gone_id, timeline=nowhere, left_at=left_at, actor=actor, now=now)
    both = _joined(mine, theirs)
    set_places(session, person_id=kept_id, timeline=both, left_at=kept.left_at, actor=actor, now=now)
    return merged


def undo_merge(session: Session, *, actor: Actor | None, merge_id: UUID, now: Now) -> PersonMerge:
    """Take a merge back: rows that were given away are the other's again, and what came since stays with the kept one.

    Raises NotFound, and Conflict for one that was undone, or that is older than UNDONE_WITHIN.
    """
    merged = session.get(PersonMerge, merge_id)
    if merged is None:
        raise NotFound("no such merge")
    if merged.undone_at is not None:
        raise Conflict("this merge was undone already")
    if now.at - merged.at > UNDONE_WITHIN:
        raise Conflict("this merge is older than a day; it can't be undone any more")
    take_turns(session, person_ids={merged.kept_id, merged.gone_id})
    kept, gone = session.get_one(Person, merged.kept_id), session.get_one(Person, merged.gone_id)
    rows = session.scalars(select(MergedRow).where(MergedRow.merge_id == merge_id).order_by(MergedRow.id)).all()
    move_back(session, rows, gone_id=gone.id)
    session.expire_all()
    if merged.took_address:
        _change_addresses(session, kept, gone)
    merged.undone_at, merged.undone_by_id = now.at, actor.id if actor else None
    for person, places, left_at in (
        (kept, merged.kept_places, kept.left_at),
        (gone, merged.gone_places, merged.gone_left_at),
    ):
        timeline = _as_before(session, person.id, places)
        set_places(session, person_id=person.id, timeline=timeline, left_at=left_at, actor=actor, now=now)
    return merged


def list_merges(session: Session) -> list[PersonMerge]:
    """Return the merges there were, the newest first."""
    return list(session.scalars(select(PersonMerge).order_by(PersonMerge.id.desc()).limit(200)))


def _check(session: Session, kept_id: UUID, gone_id: UUID) -> tuple[Person, Person]:
    if kept_id == gone_id:
        raise Conflict("these are one record; name two", field="other_id")
    kept, gone = get_person(session, person_id=kept_id), get_person(session, person_id=gone_id)
    held = select(PersonMerge.id).where(PersonMerge.gone_id.in_((kept_id, gone_id)), PersonMerge.undone_at.is_(None))
    if session.scalar(held.limit(1)) is not None:
        raise Conflict("one of the two was merged into another record already", field="other_id")
    return kept, gone


def _change_addresses(session: Session, kept: Person, gone: Person) -> None:
    """Change two e-mail addresses; in between one of them is nobody's, because they are unique."""
    mine, theirs = kept.email, gone.email
    gone.email = f"{gone.id}@merging.invalid"
    session.flush()
    kept.email = theirs
    session.flush()
    gone.email = mine
    session.flush()


def _joined(kept: Timeline, gone: Timeline) -> Timeline:
    """Return a timeline with the company on the days of either; where both say something, the kept one's holds."""
    days = sorted({*kept.places, *gone.places})
    return Timeline({day: kept.on(day) if kept.on(day).is_employed else _filled(kept, gone, day) for day in days})


def _filled(kept: Timeline, gone: Timeline, day: date) -> Place:
    return gone.on(day) if gone.on(day).is_employed else kept.on(day)


def _as_before(session: Session, person_id: UUID, places: list[dict[str, Any]]) -> Timeline:
    """Return the timeline that a record had; days that came since say what held before them."""
    known = read_timeline(session, person_id=person_id)
    before = Timeline({date.fromisoformat(each["day"]): _place(each) for each in places})
    return Timeline({day: before.on(day) for day in {*known.places, *before.places}})


def _plain(timeline: Timeline) -> list[dict[str, Any]]:
    return [
        {
            "day": day.isoformat(),
            "team_id": str(place.team_id) if place.team_id else None,
            "region": place.region,
            "job": place.job,
            "is_employed": place.is_employed,
        }
        for day, place in timeline.places.items()
    ]


def _place(said: dict[str, Any]) -> Place:
    team = UUID(said["team_id"]) if said["team_id"] else None
    return Place(team, said["region"], said["job"], said["is_employed"])
