"""Figures brought up to what the database holds: what is new is read, the rest is taken from the last generation."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.crm.facts import Record, each_record, read_records
from lms.crm.imports import counted_imports
from lms.crm.kinds import KINDS
from lms.crm.models import CrmFact, CrmImport, OwnerAlias
from lms.days import Now, day_of
from lms.figures.deals import DealRows
from lms.figures.frames import FiguresMissingError, Frame, Generation, read_generation, write_generation
from lms.figures.keys import DEAL_KEY, frame_of_keys, more_keys
from lms.figures.linking import Links, link_all
from lms.figures.owners import Owners
from lms.figures.parts import part_stamps, read_parts
from lms.figures.people import Who, hires_of, jobs_of, read_people, read_persons
from lms.figures.records import SHAPES, read_frame
from lms.figures.rows import reference, taken
from lms.figures.usage import read_usage
from lms.figures.words import Vocabulary
from lms.people.models import Membership, Person, PersonRole, Team
from lms.usage.models import OpenEvent, SearchEvent

_KEYS_AT_ONCE = 5_000
# Above this share of all deals, reading all anew is quicker.
_MOST_CHANGED = 0.3


@dataclass(frozen=True)
class Kept:
    """From which days on searches and opens are kept at all, and with people's names; None means for ever."""

    since: date | None = None
    named_since: date | None = None


def refresh_figures(session: Session, folder: Path, *, zone: ZoneInfo, now: Now, kept: Kept | None = None) -> bool:
    """Write a new generation if the database holds anything that the current one doesn't; tells whether it did."""
    last = _last(folder)
    parts = part_stamps(session, last, now)
    stamp = _stamp(session, now, parts)
    if last is not None and last.notes["stamp"] == stamp:
        return False
    build = _Build(session, zone, now, last)
    frames = build.frames(kept or Kept(), parts)
    notes = {
        "stamp": stamp,
        "counted_at": now.at.isoformat(),
        "day": now.day.toordinal(),
        "words": build.vocabulary.plain(),
        "who": build.who.plain(),
        "imports": build.imports,
        "parts": build.parts,
    }
    write_generation(folder, frames, notes)
    return True


def is_pending(session: Session, generation: Generation, now: Now) -> bool:
    """Tell whether the database holds anything of the CRM or of people that a generation doesn't count yet."""
    return bool(generation.notes["stamp"][:-1] != _stamp(session, now, {})[:-1])


def _last(folder: Path) -> Generation | None:
    try:
        return read_generation(folder)
    except FiguresMissingError:
        return None


def _stamp(session: Session, now: Now, parts: Mapping[str, list[Any]]) -> list[Any]:
    """Return what changes whenever something is added: imports, people, teams, the day, and last events and parts."""
    people = session.execute(select(func.count(Membership.id), func.max(Membership.recorded_at))).one()
    names = session.execute(select(func.count(Person.id), func.max(Person.created_at))).one()
    reps = session.scalar(select(func.count()).select_from(PersonRole).where(PersonRole.role == "rep"))
    aliases = session.execute(select(func.count(OwnerAlias.name), func.max(OwnerAlias.recorded_at))).one()
    teams = sorted(f"{team_id} {parent_id}" for team_id, parent_id in session.execute(select(Team.id, Team.parent_id)))
    events = [session.scalar(select(table.id).order_by(table.id.desc()).limit(1)) for table in (SearchEvent, OpenEvent)]
    return [
        sorted(counted_imports(session)),
        [str(value) for value in (*people, *names, *aliases, reps)],
        teams,
        now.day.toordinal(),
        [[str(event) for event in events], dict(parts)],
    ]


@dataclass
class _Build:
    session: Session
    zone: ZoneInfo
    now: Now
    last: Generation | None
    imports: dict[str, list[int]] = field(default_factory=dict)
    parts: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        notes = self.last.notes if self.last else {}
        self.vocabulary = Vocabulary(notes.get("words"))
        self.who = Who(**notes.get("who", {"ids": [], "names": [], "emails": []}))
        self.counted = counted_imports(self.session)
        kinds = self.session.execute(
            select(CrmImport.number, CrmImport.kind).where(CrmImport.number.in_(self.counted))
        ).all()
        for number, kind in kinds:
            self.imports.setdefault("deals" if kind == "deal_changes" else kind, []).append(number)
        for numbers in self.imports.values():
            numbers.sort()

    def frames(self, kept: Kept, stamps: Mapping[str, list[Any]]) -> dict[str, Frame]:
        stand, team = read_people(self.session, self.who, self.vocabulary)
        frames: dict[str, Frame] = {"stand": stand, "team": team}
        frames["job"], frames["leaver"] = jobs_of(stand)
        frames |= self._deals()
        for name, shape in SHAPES.items():
            if self.last and not self._is_changed(shape.kind):
                frames[name] = _columns(self.last.frames[name], shape.columns)
            else:
                records = each_record(self.session, kind=KINDS[shape.kind].number, counted=self.counted)
                frames[name] = read_frame(shape, records, self.vocabulary)
            if shape.order:
                frames[name] = taken(frames[name], np.argsort(frames[name][shape.order], kind="stable"))
        owners = Owners(self.session, self.who, self.counted)
        links = Links(owners.numbers(self.vocabulary["owner"]), owners.users(), stand, self.vocabulary)
        link_all(frames, links)
        frames["person"] = read_persons(self.session, self.who, links.users)
        frames["hire"] = hires_of(frames["person"], frames["job"], links.users)
        frames["episode"], frames["visit"] = self._usage(kept)
        learnt, self.parts = read_parts(
            self.session,
            last=self.last,
            stamps=stamps,
            who=self.who,
            vocabulary=self.vocabulary,
            zone=self.zone,
            now=self.now,
        )
        return frames | learnt

    def _is_changed(self, kind: str) -> bool:
        known = self.last.notes["imports"] if self.last else {}
        return bool(known.get(kind, []) != self.imports.get(kind, []))

    def _deals(self) -> dict[str, Frame]:
        if self.last is None:
            return self._all_deals()
        old = {name: dict(self.last.frames[name]) for name in ("deal", "held", "end", DEAL_KEY)}
        waiting = (old["deal"]["waits"] > 0) & (old["deal"]["waits"] <= self.now.day.toordinal())
        if not self._is_changed("deals"):
            return old if not waiting.any() else self._all_deals()
        keys = self._changed_keys()
        if waiting.any() or len(keys) > _MOST_CHANGED * len(old["deal"]["ref"]):
            return self._all_deals()
        return self._some_deals(old, keys)

    def _all_deals(self) -> dict[str, Frame]:
        rows, keys = DealRows(self.vocabulary), []
        records = each_record(self.session, kind=KINDS["deals"].number, counted=self.counted)
        for number, record in enumerate(records):
            rows.add(number, record, today=self.now.day)
            keys.append(record.key)
        return {**rows.frames(), DEAL_KEY: frame_of_keys(keys)}

    def _some_deals(self, old: dict[str, Frame], keys: Collection[tuple[int, str]]) -> dict[str, Frame]:
        """Take the deals that changed out of the frames, and put them in as they read now."""
        refs = old["deal"]["ref"]
        order = np.argsort(refs, kind="stable")
        rows, numbers, added = DealRows(self.vocabulary), [], list[str]()
        known = self._records(keys)
        for source_id, key in sorted(keys):
            ref = reference(source_id, key)
            place = int(np.searchsorted(refs, ref, sorter=order))
            is_known = place < len(refs) and refs[order[place]] == ref
            number = int(order[place]) if is_known else len(refs) + len(added)
            if not is_known:
                added.append(key)
            numbers.append(number)
            record = known.get((source_id, key))
            if record is None:
                rows.gone(number)
            else:
                rows.add(number, record, today=self.now.day)
        new = rows.frames()
        changed = np.zeros(len(refs) + len(added), dtype=bool)
        changed[numbers] = True
        merged = {DEAL_KEY: more_keys(old[DEAL_KEY], added)}
        for name, column in (("deal", "number"), ("held", "deal"), ("end", "deal")):
            stays = ~changed[old[name][column]]
            merged[name] = {
                each: np.concatenate([old[name][each][stays], values]) for each, values in new[name].items()
            }
        merged["deal"] = taken(merged["deal"], np.argsort(merged["deal"]["number"], kind="stable"))
        return merged

    def _records(self, keys: Collection[tuple[int, str]]) -> dict[tuple[int, str], Record]:
        found: dict[tuple[int, str], Record] = {}
        for source_id in {source_id for source_id, _ in keys}:
            own = sorted(key for source, key in keys if source == source_id)
            for start in range(0, len(own), _KEYS_AT_ONCE):
                some = read_records(
                    self.session,
                    source_id=source_id,
                    kind=KINDS["deals"].number,
                    keys=own[start : start + _KEYS_AT_ONCE],
                    counted=self.counted,
                )
                found |= {(source_id, key): record for key, record in some.items()}
        return found

    def _changed_keys(self) -> set[tuple[int, str]]:
        """Return the deals of which an import spoke that counts now and didn't, or the other way round."""
        known = self.last.notes["imports"].get("deals", []) if self.last else []
        numbers = set(known) ^ set(self.imports.get("deals", []))
        found: set[tuple[int, str]] = set()
        for number, first, last in self.session.execute(
            select(CrmImport.number, CrmImport.first_fact, CrmImport.last_fact).where(CrmImport.number.in_(numbers))
        ):
            within = CrmFact.id >= first, CrmFact.id <= (last or first), CrmFact.import_number == number
            is_deal = CrmFact.kind == KINDS["deals"].number
            found |= {
                (row[0], row[1])
                for row in self.session.execute(select(CrmFact.source_id, CrmFact.key).where(*within, is_deal))
            }
        return found

    def _usage(self, kept: Kept) -> tuple[Frame, Frame]:
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
        first = max(filter(None, (kept.since, kept.named_since)), default=None)
        return _since(episode, first), _since(visit, first)


def _since(frame: Frame, day: date | None) -> Frame:
    return frame if day is None else taken(frame, slice(int(np.searchsorted(frame["day"], day.toordinal())), None))


def _columns(frame: Frame, names: Collection[str]) -> Frame:
    return {name: frame[name] for name in names if name in frame}
