"""Items of lists in the front matter: a step, a result, a task, each with fields of its own."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from content.fields.measures import KpiFilter, MeasureName
from content.fields.values import PageId, Text, WrittenDay

VersionAsks = Literal["nothing", "re-read", "retake"]
# As many as calendars can count to.
MAX_DAYS = 3650


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True, defer_build=True)


class SequenceStep(_Part):
    """One message of a sequence."""

    day: int = Field(ge=0, le=365, description="days after the first message")
    template: PageId = Field(description="id of the e-mail template")


class CaseResult(_Part):
    """One measured result of a case study."""

    measure: Text = Field(description="what was measured")
    before: Text = Field(description="its value before")
    after: Text = Field(description="its value after")


class Criterion(_Part):
    """One line of a rubric, levels from weakest to strongest."""

    name: Text = Field(description="what is looked at")
    levels: list[Text] = Field(min_length=2, description="from weakest to strongest")


class Target(_Part):
    """What a KPI is to reach, and by when."""

    kpi: Text = Field(description="name of the KPI, such as `win_rate`, or the id of a page of type `kpi`")
    target: Text = Field(description="what it is to reach, such as `29 %` or `92`")
    by: WrittenDay | None = Field(None, description="the day by which")


class BaselineFields(_Part):
    """The days with which an initiative compares."""

    start: WrittenDay = Field(description="the first day")
    end: WrittenDay = Field(description="the last day")

    @field_validator("end")
    @classmethod
    def _check_end(cls, end: date, info: ValidationInfo) -> date:
        if (start := info.data.get("start")) and end < start:
            raise ValueError(f"must not be before `start`, {start}")
        return end


class MeasureFields(_Part):
    """What is counted, of all rows or of some alone."""

    measure: MeasureName
    where: dict[KpiFilter, list[Text]] = Field(default_factory=dict, description="only rows with one of these words")


class Responsibility(_Part):
    """One row of a RACI matrix."""

    task: Text = Field(description="what is to be done")
    responsible: Text = Field(description="who does it")
    accountable: Text = Field(description="who answers for it")
    consulted: Text = Field(description="who is asked before")
    informed: Text = Field(description="who is told after")


class VersionChangeFields(_Part):
    """What one version of a course asks of who completed an earlier one."""

    version: int = Field(ge=2, description="the version that brought the change")
    since: WrittenDay = Field(description="the day from which it counts")
    asks: VersionAsks = Field(description="what who completed an earlier version has to do")
    within_days: int = Field(30, ge=0, le=MAX_DAYS, description="days they have for it")


class PracticalFields(_Part):
    """What somebody must be able to do, scored by a rubric: so many practicals running must pass."""

    rubric: PageId = Field(description="id of the rubric that it is scored by")
    times: int = Field(1, ge=1, le=10, description="how many must pass, one after another")


class PathStepFields(_Part):
    """One course of a path."""

    course: PageId = Field(description="id of the course")
    day: int = Field(ge=0, le=MAX_DAYS, description="days after the start by which it is due")


class FindTask(_Part):
    """One thing to find, and the page that answers."""

    id: PageId = Field(description="a name of its own on this page; answers are kept by it")
    ask: Text = Field(description="what to find, in words that the page's title lacks")
    answer: PageId = Field(description="id of the page that answers; who does the tasks isn't shown it")
