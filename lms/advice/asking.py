"""Asking for advice: about whom, for whom, what is known of them, and what a rule answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal
from uuid import UUID

from sqlalchemy.orm import Session

from lms.days import Now
from lms.figures.frames import FigureSet
from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition
from lms.people.access import Actor
from lms.skills.gaps import SkillStanding

# Where what a reason says stands: the API knows the addresses.
ReasonPlace = Literal["target", "scores", "session", "sessions", "skill", "training", "person"]


@dataclass(frozen=True)
class AdviceSettings:
    """From when on each rule names somebody; a rule whose number is 0 names nobody."""

    target_days: int = 45
    score_days: int = 180
    action_days: int = 1
    session_days: int = 30
    gap_levels: float = 0.5
    new_hire_weeks: int = 12
    expiry_days: int = 30


@dataclass(frozen=True)
class AdvisedRep:
    """Somebody whom advice is about; `since` is the day on which they came to the company."""

    id: UUID
    name: str
    since: date | None


@dataclass(frozen=True)
class KpisKnown:
    """What rules read of KPIs: the figures, the definitions, and how a question about some people is asked of them."""

    figures: FigureSet
    currency: str
    definitions: Mapping[str, Definition]
    question: Callable[[Sequence[int]], KpiQuestion]


@dataclass(frozen=True)
class AdviceAsk:
    """A question for advice: about some reps, for an actor, who sees in it only what they may see of them.

    `history` is the setting COACHING_HISTORY; `skills` are the standings of each rep by skill as the actor sees them.
    Without `kpis` nothing is counted yet.
    """

    session: Session
    actor: Actor
    reps: Sequence[AdvisedRep]
    now: Now
    settings: AdviceSettings = AdviceSettings()
    history: str = "released"
    kpis: KpisKnown | None = None
    skills: Mapping[UUID, Mapping[str, SkillStanding]] = field(default_factory=dict)
    skill_names: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def ids(self) -> tuple[UUID, ...]:
        """The ids of the reps."""
        return tuple(rep.id for rep in self.reps)

    @property
    def is_own(self) -> bool:
        """Whether somebody asks about themselves."""
        return self.ids == (self.actor.id,)


@dataclass(frozen=True)
class AdviceReason:
    """Why somebody may need a coach, in words with their numbers.

    `subject` names what it is about (an item, a course, a skill, a period): a decision on it holds for that alone.
    `shown` says where it stands, `shown_id` which of those, of a KPI with the days; `course_id` is a course that helps.
    """

    person_id: UUID
    rule: str
    subject: str
    text: str
    shown: ReasonPlace
    shown_id: str | None = None
    course_id: str | None = None


@dataclass(frozen=True)
class AdviceRule:
    """A rule of advice: `explains` says whom it names, with its setting's number as `{n}`.

    `weight` is what it adds to the order of people, however many reasons it has; `kind` and `topic` are of the session
    that one would schedule.
    """

    name: str
    title: str
    setting: str
    weight: int
    explains: str
    kind: str
    topic: str
    read: Callable[[AdviceAsk], Sequence[AdviceReason]]

    def number(self, settings: AdviceSettings) -> float:
        """Return the number of its setting."""
        return float(getattr(settings, self.setting))


def say_day(day: date) -> str:
    """Return a day as sentences say it: 3 Nov 2026."""
    return f"{day.day} {day:%b %Y}"


def say_days(count: int) -> str:
    """Return a number of days: "1 day", "12 days"."""
    return f"{count:,} day{'' if count == 1 else 's'}"
