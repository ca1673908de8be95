"""Plans of roll-outs as they are asked for, and as they are shown before it is drawn and after."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, Field

from api.effects.training import EffectOutcome
from api.web.shapes import Day, Id, IntervalOut, Name, PersonRef, Strict, as_number
from lms.effects.reading import RollOutStatus
from lms.effects.rolling_out import MOST_WAVES, RollOutKind
from lms.effects.units import DrawnBy, UnitStratum
from lms.kpis.definition import KpiUnit as Measured


class RollOutIn(Strict):
    """A course or a page, for people or teams; the days on which waves begin; the outcome, and the day it is read.

    People are drawn within strata. A course is due `due_days` after its wave begins. The reading day lies after the
    first wave began, and not after the second begins.
    """

    name: Name
    course_id: Id | None = None
    page_id: Id | None = None
    person_ids: list[UUID] = Field([], max_length=500)
    team_ids: list[UUID] = Field([], max_length=100)
    strata: list[UnitStratum] = Field(["team"], max_length=3)
    waves: list[Day] = Field(min_length=2, max_length=MOST_WAVES)
    outcome: EffectOutcome = "win_rate"
    reading_on: Day
    due_days: Annotated[int, Field(ge=0, le=365), BeforeValidator(as_number)] = 28


class DrawnOut(BaseModel):
    """What a plan could show: how many units would get it first, and the smallest difference most likely seen."""

    units: int
    first: int
    others: int
    detectable: float | None
    said_of_power: str


class WaveOut(BaseModel):
    """A wave: its day, the assignment that gives a course, and its people; `unseen` aren't the asker's any more."""

    number: int
    begins_on: date
    assignment_id: UUID | None
    units: int
    people: list[PersonRef]
    unseen: int


class ReadingOut(BaseModel):
    """What came out, once, on the reading day; numbers are null before it, and where nothing may be read.

    `drawn` and `measured` count units: those who got it first, and the others. `ratio_p` is the chance that they lie as
    far from those drawn.
    """

    status: RollOutStatus
    difference: float | None
    interval: IntervalOut | None
    p: float | None
    explained: float | None
    is_evidence: bool
    drawn: list[int]
    measured: list[int] | None
    completed: list[int] | None
    ratio_p: float | None
    said: str
    said_of_drawn: str


class RollOutItem(BaseModel):
    """A roll-out by lot; nothing of it changes after it was drawn."""

    id: UUID
    name: str
    kind: RollOutKind
    subject_id: str
    subject_title: str
    unit: DrawnBy
    outcome: str
    outcome_title: str
    outcome_unit: Measured
    begins_on: date
    reading_on: date
    status: Literal["running", "readable", "ended"]
    created_at: datetime
    created_by: str
    ended_at: datetime | None
    ended_by: str | None


class RollOutOut(RollOutItem):
    """A roll-out with what was drawn by its seed, what it could show, and its reading."""

    seed: str
    strata: list[UnitStratum]
    detectable: float | None
    said_of_power: str
    waves: list[WaveOut]
    reading: ReadingOut
    currency: str
