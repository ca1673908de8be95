"""Days with the company, and the moment that ends them: of two records made one, and of the two parted again. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from lms.days import start_of
from lms.people.timeline import Place, Timeline

_PARTS = tuple(field.name for field in fields(Place))


@dataclass(frozen=True)
class Presence:
    """Where one record stood from which day on, and the moment from which it can't sign in."""

    timeline: Timeline
    left_at: datetime | None

    @property
    def end(self) -> date | None:
        """The day from which it is with the company no more: None for none, the calendar's first day for always."""
        spans = self.timeline.spans()
        return spans[-1][1] if spans else date.min


def joined(kept: Presence, gone: Presence, *, zone: ZoneInfo) -> Presence:
    """Return who was with the company on the days of either; where both say something, the kept one's holds."""
    mine, theirs = kept.timeline, gone.timeline
    days = sorted({*mine.places, *theirs.places})
    places = {day: mine.on(day) for day in days}
    places |= {day: theirs.on(day) for day in days if not mine.on(day).is_employed and theirs.on(day).is_employed}
    return _ended(Timeline(places), [kept, gone], zone)


def nowhere(gone: Presence, *, at: datetime) -> Presence:
    """Return who was never with the company, because nobody was twice, in counts of people above all."""
    places = {day: replace(place, is_employed=False) for day, place in gone.timeline.places.items()}
    return Presence(Timeline(places), min(gone.left_at, at) if gone.left_at else at)


def parted(before: Presence, merged: Presence, known: Presence, *, zone: ZoneInfo) -> Presence:
    """Return who stands as before a merge, but for what was changed since the merge made it what `merged` is."""
    days = sorted({*before.timeline.places, *merged.timeline.places, *known.timeline.places})
    timeline = Timeline({day: _place_on(day, before.timeline, merged.timeline, known.timeline) for day in days})
    if (known.timeline.spans(), known.left_at) == (merged.timeline.spans(), merged.left_at):
        return Presence(timeline, before.left_at)
    return _ended(timeline, [before, known], zone)


def _place_on(day: date, before: Timeline, merged: Timeline, known: Timeline) -> Place:
    was, made, now = before.on(day), merged.on(day), known.on(day)
    changed = {name: getattr(now, name) for name in _PARTS if getattr(now, name) != getattr(made, name)}
    return replace(was, **changed)


def _ended(timeline: Timeline, known: Sequence[Presence], zone: ZoneInfo) -> Presence:
    """Return a presence that ends as a known one of the same last day did: some were let go in the middle of it."""
    found = Presence(timeline, None)
    if found.end is None:
        return found
    moments = [each.left_at for each in known if each.left_at is not None and each.end == found.end]
    ended_on = max(timeline.places) if found.end == date.min else found.end
    return replace(found, left_at=min(moments, default=start_of(zone, ended_on)))
