"""Agenda blocks: what each is asked with, and what it answers, so that every room can add its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from api.work.skills.standing import Rules
from content.catalogue import Catalogue
from content.taxonomy import Taxonomy
from lms.coaching.models import CoachingSession
from lms.days import Now
from lms.figures.frames import FigureSet
from lms.people.access import Actor


@dataclass(frozen=True)
class AgendaAsk:
    """Whose agenda of which session is filled in, and with what; `figures` are None before any were counted.

    An agenda is read by both people of the session, whoever fills it in: a block says only what both may see.
    `audiences` are those whose pages the rep may read, `rules` what settings say of evidence.
    """

    session: Session
    actor: Actor
    coach: Actor
    rep: Actor
    coaching: CoachingSession
    now: Now
    catalogue: Catalogue
    taxonomy: Taxonomy
    audiences: frozenset[str]
    rules: Rules
    figures: FigureSet | None
    currency: str

    @property
    def rep_id(self) -> UUID:
        """Return whose records blocks are about."""
        return self.coaching.rep_id


@dataclass(frozen=True)
class AgendaBlock:
    """A block of agendas by its name (of `content.agenda.BLOCKS`), and how its items are read, as Markdown.

    One that `is_record` is read only where the coach manages the rep now, and not for mentoring. `nothing` is said
    where there is no item.
    """

    name: str
    read: Callable[[AgendaAsk], Sequence[str]]
    nothing: str
    is_record: bool = False


def say_day(day: date) -> str:
    """Return a day in words."""
    return f"{day.day} {day:%B} {day.year}"
