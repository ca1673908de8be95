"""Timeline of one person: where they stood from which day on, and how a change is put into it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

DaySpan = tuple[date, date | None]


@dataclass(frozen=True)
class Place:
    """Where a person stands: their team, region and job, and whether they are with the company."""

    team_id: UUID | None
    region: str | None
    job: str | None
    is_employed: bool


class Timeline:
    """The places of one person, each with the day from which it holds."""

    def __init__(self, places: Mapping[date, Place]) -> None:
        """Keep the places in the order of their days; there is at least one."""
        self.places = dict(sorted(places.items()))

    def on(self, day: date) -> Place:
        """Return what holds on a day; before the first one a person isn't with the company."""
        found = [place for since, place in self.places.items() if since <= day]
        return found[-1] if found else replace(next(iter(self.places.values())), is_employed=False)

    def spans(self) -> list[DaySpan]:
        """Return from which day on until which day (not included) the person was with the company."""
        return employed_spans((since, place.is_employed) for since, place in self.places.items())

    def start(self) -> date | None:
        """Return the first day with the company, which may lie ahead."""
        return next((since for since, _ in self.spans()), None)

    def since(self, day: date, name: str) -> date:
        """Return since which day a value holds without a break that holds on a day.

        Where nobody knows when it began, that is the first day that is known; who left and came back begins anew.
        """
        present, began = self.on(day), day
        for since, place in reversed(self.places.items()):
            if since > day:
                continue
            if getattr(place, name) != getattr(present, name) or place.is_employed != present.is_employed:
                break
            began = since
        return began

    def next_change(self, name: str, *, after: date) -> date | None:
        """Return the first day behind a day on which a value differs from the one of that day."""
        value = getattr(self.on(after), name)
        later = (day for day, place in self.places.items() if day > after and getattr(place, name) != value)
        return next(later, None)

    def spread(self, since: date, until: date | None, **values: Any) -> Timeline:
        """Return the timeline with these values from a day on until another (not included); the rest stays."""
        places = {**self.places, since: self.on(since)}
        if until is not None:
            places[until] = self.on(until)
        held = {day for day in places if since <= day and (until is None or day < until)}
        return Timeline({day: replace(place, **values) if day in held else place for day, place in places.items()})

    def changes_from(self, known: Timeline) -> dict[date, Place]:
        """Return what must be added to what was known for this timeline to hold; nothing that says nothing new."""
        changes: dict[date, Place] = {}
        before: Place | None = None
        for day, place in self.places.items():
            if known.places.get(day, before) != place:
                changes[day] = place
            before = place
        return changes


def employed_spans(entries: Iterable[tuple[date, bool]]) -> list[DaySpan]:
    """Merge days on which employment began or ended, in their order, to half-open spans; None is still."""
    spans: list[DaySpan] = []
    began: date | None = None
    for since, is_employed in entries:
        if is_employed and began is None:
            began = since
        elif not is_employed and began is not None:
            spans.append((began, since))
            began = None
    return [*spans, (began, None)] if began is not None else spans
