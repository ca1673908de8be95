"""Figures brought up to what the database holds: what is new is read, the rest is taken from the last generation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.crm.imports import counted_imports
from lms.crm.models import OwnerAlias
from lms.days import Now, day_of
from lms.figures.changed import Imports
from lms.figures.crm import Crm
from lms.figures.frames import (
    FigureSet,
    FiguresMissingError,
    Frame,
    as_before,
    read_generation,
    read_own_notes,
    write_generation,
)
from lms.figures.parts import part_stamps, read_parts
from lms.figures.people import Who, hires_of, jobs_of, read_people, read_persons
from lms.figures.rows import taken
from lms.figures.usage import read_usage
from lms.figures.words import WordLists
from lms.people.merges import PersonMerge
from lms.people.models import Membership, Person, PersonRole, Team
from lms.usage.models import OpenEvent, SearchEvent

# Lists of words that are long, and that nobody needs who only reads.
_OWN_WORDS = ("owner", "account_text")


@dataclass(frozen=True)
class KeptSince:
    """From which days on searches and opens are kept at all, and with people's names; None means for ever."""

    since: date | None = None
    named_since: date | None = None

    @property
    def first(self) -> date | None:
        """The first day of which people's searches and opens are kept; None where all are."""
        return max(filter(None, (self.since, self.named_since)), default=None)


def refresh_figures(session: Session, folder: Path, *, zone: ZoneInfo, now: Now, kept: KeptSince | None = None) -> bool:
    """Write a new generation if the database holds anything that the current one doesn't; tells whether it did."""
    last, joined = _last(folder), _joined_records(session)
    if last is not None and last.notes.get("joined", 0) != joined:
        last = None  # rows of any age name another person now
    parts = part_stamps(session, last, now)
    stamp = _stamp(session, now, parts)
    if last is not None and last.notes["stamp"] == stamp:
        return False
    own_notes = read_own_notes(folder, last) if last else {}
    build = _Build(session, zone, now, last, own_notes.get("words", {}))
    kept_from = (kept or KeptSince()).first
    frames = build.frames(kept_from, parts)
    notes = {
        "stamp": stamp,
        "counted_at": now.at.isoformat(),
        "day": now.day.toordinal(),
        "words": {name: texts for name, texts in build.vocabulary.plain().items() if name not in _OWN_WORDS},
        "who": build.who.plain(),
        "imports": build.imports.by_kind,
        "parts": build.parts,
        "joined": joined,
        "usage_since": kept_from.toordinal() if kept_from else 0,
    }
    own_words = {name: build.vocabulary[name].texts for name in _OWN_WORDS}
    write_generation(folder, frames, notes, own_notes={"words": own_words}, last=last)
    return True


def is_pending(session: Session, generation: FigureSet, now: Now) -> bool:
    """Tell whether the database holds anything of the CRM or of people that a generation doesn't count yet."""
    is_parted = generation.notes.get("joined", 0) != _joined_records(session)
    return bool(is_parted or generation.notes["stamp"][:-1] != _settled_stamp(session, now))


def _last(folder: Path) -> FigureSet | None:
    try:
        return read_generation(folder)
    except FiguresMissingError:
        return None


def _joined_records(session: Session) -> int:
    """Return how often two records of a person were made one, or parted again."""
    return session.scalar(select(func.count(PersonMerge.id) + func.count(PersonMerge.undone_at))) or 0


def _stamp(session: Session, now: Now, parts: Mapping[str, list[Any]]) -> list[Any]:
    """Return what changes whenever something is added: what `_settled_stamp` holds, and last events and parts."""
    events = [session.scalar(select(table.id).order_by(table.id.desc()).limit(1)) for table in (SearchEvent, OpenEvent)]
    return [*_settled_stamp(session, now), [[str(event) for event in events], dict(parts)]]


def _settled_stamp(session: Session, now: Now) -> list[Any]:
    """Return what doesn't change all day long, as people search: imports, people, teams, the day."""
    people = session.execute(select(func.count(Membership.id), func.max(Membership.recorded_at))).one()
    names = session.execute(select(func.count(Person.id), func.max(Person.created_at))).one()
    reps = session.scalar(select(func.count()).select_from(PersonRole).where(PersonRole.role == "rep"))
    aliases = session.execute(select(func.count(OwnerAlias.name), func.max(OwnerAlias.recorded_at))).one()
    teams = sorted(f"{team_id} {parent_id}" for team_id, parent_id in session.execute(select(Team.id, Team.parent_id)))
    return [
        sorted(counted_imports(session)),
        [str(value) for value in (*people, *names, *aliases, reps)],
        teams,
        now.day.toordinal(),
    ]


@dataclass
class _Build:
    session: Session
    zone: ZoneInfo
    now: Now
    last: FigureSet | None
    own_words: Mapping[str, list[str]]
    parts: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        notes = self.last.notes if self.last else {}
        self.vocabulary = WordLists({**notes.get("words", {}), **self.own_words})
        self.who = Who(**notes.get("who", {"ids": [], "names": [], "emails": []}))
        self.imports = Imports.read(self.session, self.last)

    def frames(self, kept_from: date | None, stamps: Mapping[str, list[Any]]) -> dict[str, Frame]:
        stand, team = read_people(self.session, self.who, self.vocabulary)
        frames = as_before({"stand": stand, "team": team}, self.last)
        frames["job"], frames["leaver"] = jobs_of(frames["stand"])
        crm, links = Crm(self.imports, self.now.day, self.last, self.vocabulary, self.who).frames(frames["stand"])
        frames |= crm
        frames["person"] = read_persons(self.session, self.who, links.users)
        frames["hire"] = hires_of(frames["person"], frames["job"], links.users)
        frames["episode"], frames["visit"] = self._usage(kept_from)
        learnt, self.parts = read_parts(
            self.session,
            last=self.last,
            stamps=stamps,
            who=self.who,
            vocabulary=self.vocabulary,
            zone=self.zone,
            now=self.now,
        )
        return as_before(frames | learnt, self.last)

    def _usage(self, kept_from: date | None) -> tuple[Frame, Frame]:
        known = None
        since: date | None = None
        if self.last and self.last.notes["day"]:
            known = (self.last.frames["episode"], self.last.frames["visit"])
            counted_at = datetime.fromisoformat(self.last.notes["counted_at"])
            since = day_of(self.zone, counted_at) - timedelta(days=1)
        episode, visit = read_usage(
            self.session,
            who=self.who,
            pages=self.vocabulary["page"],
            zone=self.zone,
            since=since,
            known=known,
            until=self.now.at,
        )
        return _since(episode, kept_from), _since(visit, kept_from)


def _since(frame: Frame, day: date | None) -> Frame:
    return frame if day is None else taken(frame, slice(int(np.searchsorted(frame["day"], day.toordinal())), None))
