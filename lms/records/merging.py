"""Merging: two records of one person made one, foretold before, and undone within a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from lms.coaching.texts.cipher import NotesCipher
from lms.days import Now
from lms.errors import Conflict, NotFound
from lms.people.access import Actor
from lms.people.directory import get_person, take_turns_with_admins
from lms.people.memberships import read_timeline
from lms.people.merges import MergedRow, PersonMerge, merged_away
from lms.people.models import Person
from lms.people.proofs import sign_out
from lms.people.timeline import Place, Timeline
from lms.records.exchanging import exchange_addresses, part_addresses
from lms.records.moving import move, move_back, moving
from lms.records.presence import Presence, joined, nowhere, parted
from lms.records.private_texts import hand_over
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
    session: Session,
    *,
    actor: Actor | None,
    kept_id: UUID,
    gone_id: UUID,
    takes_address: bool,
    now: Now,
    zone: ZoneInfo,
    cipher: NotesCipher,
) -> PersonMerge:
    """Give all facts of one record to the other; the one that is gone can't sign in any more, and its row stays.

    The kept one has been with the company on the days of either, until the last day of both. With `takes_address` it
    has the other's e-mail address from now on; `cipher` closes private texts for their new writer. Raises NotFound,
    and Conflict where the records are the same, one was merged before, or the last admin would be lost.
    """
    take_turns_with_admins(session, person_ids={kept_id, gone_id})
    kept, gone = _check(session, kept_id, gone_id)
    mine, theirs = _presence(session, kept), _presence(session, gone)
    merged = PersonMerge(
        kept_id=kept_id,
        gone_id=gone_id,
        took_address=takes_address,
        kept_email=kept.email if takes_address else None,
        gone_email=gone.email if takes_address else None,
        kept_left_at=kept.left_at,
        gone_left_at=gone.left_at,
        kept_places=_plain(mine.timeline),
        gone_places=_plain(theirs.timeline),
        at=now.at,
        by_id=actor.id if actor else None,
    )
    session.add(merged)
    session.flush()
    for found in list(moving(session, gone_id=gone_id, kept_id=kept_id)):
        move(session, found, gone_id=gone_id, kept_id=kept_id, merge_id=merged.id)
    hand_over(session, merge_id=merged.id, from_id=gone_id, to_id=kept_id, cipher=cipher)
    session.expire_all()
    if takes_address:
        exchange_addresses(session, kept, gone, now=now)
    if kept.has_left(now.at):  # what opened something before they left opens nothing again
        sign_out(session, person_id=kept_id, at=now.at)
    _stand(session, gone, nowhere(theirs, at=now.at), actor, now)
    _stand(session, kept, joined(mine, theirs, zone=zone), actor, now)
    return merged


def undo_merge(
    session: Session, *, actor: Actor | None, merge_id: UUID, now: Now, zone: ZoneInfo, cipher: NotesCipher
) -> PersonMerge:
    """Take a merge back: rows that were given away are the other's again, and what came since stays with the kept one.

    So does what was changed since of where they stand, a last day too. Raises NotFound, and Conflict for one that was
    undone, or that is older than UNDONE_WITHIN; where one of the two was erased since, or joined with another; and
    where an address that it would give back is somebody else's.
    """
    merged = _undoable(session, merge_id, now)
    take_turns_with_admins(session, person_ids={merged.kept_id, merged.gone_id})
    session.refresh(merged)
    _undoable(session, merge_id, now)
    kept, gone = session.get_one(Person, merged.kept_id), session.get_one(Person, merged.gone_id)
    session.refresh(kept)
    session.refresh(gone)
    rows = session.scalars(select(MergedRow).where(MergedRow.merge_id == merge_id).order_by(MergedRow.id)).all()
    move_back(session, rows, gone_id=gone.id)
    hand_over(session, merge_id=merge_id, from_id=kept.id, to_id=gone.id, cipher=cipher)
    session.expire_all()
    if merged.took_address:
        part_addresses(session, kept, gone, merged=merged, now=now)
    merged.undone_at, merged.undone_by_id = now.at, actor.id if actor else None
    mine = Presence(_timeline(merged.kept_places), merged.kept_left_at)
    theirs = Presence(_timeline(merged.gone_places), merged.gone_left_at)
    made = {kept: joined(mine, theirs, zone=zone), gone: nowhere(theirs, at=merged.at)}
    for person, before in ((kept, mine), (gone, theirs)):
        known = _presence(session, person)
        _stand(session, person, parted(before, made[person], known, zone=zone), actor, now)
    # What is over needs nobody's addresses.
    merged.kept_email = merged.gone_email = None
    session.flush()
    return merged


def list_merges(session: Session) -> list[PersonMerge]:
    """Return the merges there were, the newest first."""
    return list(session.scalars(select(PersonMerge).order_by(PersonMerge.id.desc()).limit(200)))


def _check(session: Session, kept_id: UUID, gone_id: UUID) -> tuple[Person, Person]:
    if kept_id == gone_id:
        raise Conflict("these are one record; name two", field="other_id")
    kept, gone = get_person(session, person_id=kept_id), get_person(session, person_id=gone_id)
    session.refresh(kept)
    session.refresh(gone)
    if session.scalar(merged_away().where(PersonMerge.gone_id.in_((kept_id, gone_id))).limit(1)) is not None:
        raise Conflict("one of the two was merged into another record already", field="other_id")
    return kept, gone


def _undoable(session: Session, merge_id: UUID, now: Now) -> PersonMerge:
    merged = session.get(PersonMerge, merge_id)
    if merged is None:
        raise NotFound("no such merge")
    if merged.undone_at is not None:
        raise Conflict("this merge was undone already")
    if merged.erased_at is not None:
        raise Conflict("one of these two records was erased since; there is nothing to go back to")
    if now.at - merged.at > UNDONE_WITHIN:
        raise Conflict("this merge is older than a day; it can't be undone any more")
    both = (merged.kept_id, merged.gone_id)
    later = select(PersonMerge.id).where(
        PersonMerge.id > merge_id,
        PersonMerge.undone_at.is_(None),
        or_(PersonMerge.kept_id.in_(both), PersonMerge.gone_id.in_(both)),
    )
    if session.scalar(later.limit(1)) is not None:
        raise Conflict("one of these two records was joined with another since; undo that first")
    return merged


def _presence(session: Session, person: Person) -> Presence:
    return Presence(read_timeline(session, person_id=person.id), person.left_at)


def _stand(session: Session, person: Person, presence: Presence, actor: Actor | None, now: Now) -> None:
    set_places(session, person_id=person.id, timeline=presence.timeline, left_at=presence.left_at, actor=actor, now=now)


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


def _timeline(places: list[dict[str, Any]]) -> Timeline:
    return Timeline({date.fromisoformat(said["day"]): _place(said) for said in places})


def _place(said: dict[str, Any]) -> Place:
    team = UUID(said["team_id"]) if said["team_id"] else None
    return Place(team, said["region"], said["job"], said["is_employed"])
