"""Items of lists in the front matter: a step, a result, a task, each with fields of its own."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from content.fields.measures import KpiFilter, MeasureName
from content.fields.values import CriterionId, PageId, Text, WrittenDay, WrittenPeriod, WrittenPoints

VersionAsks = Literal["nothing", "re-read", "retake"]
CriterionKind = Literal["level", "yes-no", "number", "choice", "text"]
Good = Literal["yes", "no", "high", "low"]
MergeKind = Literal["text", "date", "number", "amount", "link"]
CurrencyCode = Annotated[str, Field(pattern="^[A-Z]{3}$")]
_NEEDED = {"level": "levels", "choice": "choices"}
_ONLY_OF = {"levels": "level", "choices": "choice", "unit": "number"}
# As many as calendars can count to.
MAX_DAYS = 3650
MAX_LEVELS = 9


class _Item(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True, defer_build=True)


class SequenceStep(_Item):
    """One message of a sequence."""

    day: int = Field(ge=0, le=365, description="days after the first message")
    template: PageId = Field(description="id of the e-mail template")


class MergeField(_Item):
    """One merge field of an e-mail template; its default alone may be written in its place."""

    default: str = Field("", max_length=1000, description="what stands there when nobody fills it in")
    kind: MergeKind = Field("text", description="how what is filled in is checked and written")
    required: bool = Field(False, description="whether it must be filled in, whatever its default")
    label: Text | None = Field(None, description="what it is called where it is asked for; else its name")
    currency: CurrencyCode | None = Field(None, description="of amounts, such as `EUR`")

    @model_validator(mode="before")
    @classmethod
    def _read_default(cls, value: Any) -> Any:
        return value if isinstance(value, dict | MergeField) else {"default": "" if value is None else str(value)}

    @model_validator(mode="after")
    def _check_currency(self) -> Self:
        if (self.kind == "amount") != bool(self.currency):
            raise ValueError("a field of kind `amount` needs a `currency`, such as `EUR`, and no other kind has one")
        return self


class CaseResult(_Item):
    """One measured result of a case study."""

    measure: Text = Field(description="what was measured")
    before: Text = Field(description="its value before")
    after: Text = Field(description="its value after")


class PartsFields(_Item):
    """Headings under which a page's parts stand, where they aren't called as usual."""

    sent: list[Text] = Field(default_factory=list, max_length=100, description="what a buyer gets")
    guidance: list[Text] = Field(default_factory=list, max_length=100, description="for the one who sends it")
    notes: list[Text] = Field(default_factory=list, max_length=100, description="for the one who presents it")


class ChoiceFields(_Item):
    """One answer of a criterion of kind `choice`."""

    name: Text = Field(description="the answer")
    points: float = Field(0, ge=0, le=1000, allow_inf_nan=False, description="what it earns")


class CriterionFields(_Item):
    """One line of a rubric; which fields it needs depends on its kind."""

    name: Text = Field(max_length=300, description="what is looked at")
    id: CriterionId | None = Field(None, description="a name of its own on this page; scores are compared by it")
    kind: CriterionKind = Field("level", description="what is answered")
    levels: list[Text] = Field(default_factory=list, max_length=20, description="from weakest to strongest")
    choices: list[ChoiceFields] = Field(default_factory=list, max_length=20, description="what is chosen from")
    least: float | None = Field(None, allow_inf_nan=False, description="the lowest number that may be answered")
    most: float | None = Field(None, allow_inf_nan=False, description="the highest")
    unit: Text | None = Field(None, description="of the number")
    good: Good | None = Field(None, description="the answer that earns its weight; else it earns nothing")
    weight: float = Field(1, gt=0, le=1000, allow_inf_nan=False, description="its points are multiplied by it")
    skill: Text | None = Field(None, description="what it shows; else the page's skill, where that is one")
    mandatory: bool = Field(True, description="whether a scorecard can't be published without an answer")
    may_be_left_out: bool = Field(True, description="whether the answer may be that it doesn't apply")

    @model_validator(mode="after")
    def _check_kind(self) -> Self:
        wanted = _NEEDED.get(self.kind)
        if wanted and len(getattr(self, wanted)) < 2:
            raise ValueError(f"a criterion of kind `{self.kind}` needs at least two `{wanted}`")
        for field, kind in _ONLY_OF.items():
            if kind != self.kind and getattr(self, field):
                raise ValueError(f"`{field}` belongs to the kind `{kind}`; set that, or remove it")
        names = [choice.name for choice in self.choices]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise ValueError(f"two choices are called `{twice}`; keep one")
        self._check_number()
        return self

    def _check_number(self) -> None:
        has_bounds = self.least is not None and self.most is not None
        if self.kind != "number" and not self.least is self.most is None:
            raise ValueError("`least` and `most` belong to the kind `number`; set that, or remove them")
        if self.kind == "number" and not has_bounds:
            raise ValueError("a criterion of kind `number` needs `least` and `most`")
        if self.least is not None and self.most is not None and self.least >= self.most:
            raise ValueError("`least` must be below `most`")
        may_be_good = {"yes-no": ("yes", "no"), "number": ("high", "low")}.get(self.kind, ())
        if self.good and self.good not in may_be_good:
            said = " or ".join(f"`{word}`" for word in may_be_good)
            raise ValueError(f"`good` is {said} here" if said else f"the kind `{self.kind}` has no `good`; remove it")


class PassFields(_Item):
    """What a scorecard must reach, and how often."""

    points: WrittenPoints | None = Field(None, description="the least points of all")
    levels: int | dict[Text, int] | None = Field(None, description="the least level, of all or of some criteria")
    times: int = Field(1, ge=1, le=10, description="how many must pass, one after another")
    graders: list[Text] = Field(
        default_factory=list, description="e-mail addresses of who scores it; else the rep's manager, who names another"
    )

    @field_validator("levels", mode="before")
    @classmethod
    def _check_levels(cls, value: Any) -> Any:
        numbers = list(value.values()) if isinstance(value, dict) else [value]
        if value is not None and not (numbers and all(type(number) is int and number > 1 for number in numbers)):
            raise ValueError("write a number from 2, or lines of `criterion: number`")
        return value

    @model_validator(mode="after")
    def _check_is_asked(self) -> Self:
        if self.points is None and self.levels is None:
            raise ValueError("say which `points` or `levels` it needs, such as `points: 20 of 28`")
        return self


class CapFields(_Item):
    """What the points can't be above, after one answer to one criterion."""

    criterion: CriterionId = Field(description="id of the criterion")
    when: Text = Field(description="the answer: `yes` or `no`, the name of a choice, or a level and those below")
    points: WrittenPoints = Field(description="the most points that there are then")
    because: Text | None = Field(None, description="why; said to who scores")

    @field_validator("when", mode="before")
    @classmethod
    def _read_answer(cls, value: Any) -> Any:
        return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


class SkillTargetFields(_Item):
    """How well a skill should be known in a job, from a time in it on."""

    skill: Text = Field(description="the skill")
    level: int = Field(ge=1, le=MAX_LEVELS, description="1 is the lowest of the taxonomy's `skill_levels`")
    after: WrittenPeriod | None = Field(
        None, description="time in the job from which it holds; else from the first day"
    )


def _named_once(targets: list[SkillTargetFields]) -> list[SkillTargetFields]:
    named: list[object] = []
    for target in targets:
        if (target.skill, target.after) in named:
            raise ValueError(f"two targets of `{target.skill}` hold from the same time on; keep one")
        named.append((target.skill, target.after))
    return targets


SkillTargets = Annotated[list[SkillTargetFields], AfterValidator(_named_once)]


class Target(_Item):
    """What a KPI is to reach, and by when."""

    kpi: Text = Field(description="name of the KPI, such as `win_rate`, or the id of a page of type `kpi`")
    target: Text = Field(description="what it is to reach, such as `29 %` or `92`")
    by: WrittenDay | None = Field(None, description="the day by which")


class BaselineFields(_Item):
    """The days with which an initiative compares."""

    start: WrittenDay = Field(description="the first day")
    end: WrittenDay = Field(description="the last day")

    @field_validator("end")
    @classmethod
    def _check_end(cls, end: date, info: ValidationInfo) -> date:
        if (start := info.data.get("start")) and end < start:
            raise ValueError(f"must not be before `start`, {start}")
        return end


class MeasureFields(_Item):
    """What is counted, of all rows or of some alone."""

    measure: MeasureName
    where: dict[KpiFilter, list[Text]] = Field(default_factory=dict, description="only rows with one of these words")


class Responsibility(_Item):
    """One row of a RACI matrix."""

    task: Text = Field(description="what is to be done")
    responsible: Text = Field(description="who does it")
    accountable: Text = Field(description="who answers for it")
    consulted: Text = Field(description="who is asked before")
    informed: Text = Field(description="who is told after")


class VersionChangeFields(_Item):
    """What one version of a course asks of who completed an earlier one."""

    version: int = Field(ge=2, description="the version that brought the change")
    since: WrittenDay = Field(description="the day from which it counts")
    asks: VersionAsks = Field(description="what who completed an earlier version has to do")
    within_days: int = Field(30, ge=0, le=MAX_DAYS, description="days they have for it")


class PracticalFields(_Item):
    """What somebody must be able to do, scored by a rubric: so many practicals running must pass."""

    rubric: PageId = Field(description="id of the rubric that it is scored by")
    times: int = Field(1, ge=1, le=10, description="how many must pass, one after another")
    graders: list[Text] = Field(
        default_factory=list, description="e-mail addresses of who scores it; else the rep's manager, who names another"
    )


class PathStepFields(_Item):
    """One course of a path."""

    course: PageId = Field(description="id of the course")
    day: int = Field(ge=0, le=MAX_DAYS, description="days after the start by which it is due")


class FindTask(_Item):
    """One thing to find, and the page that answers."""

    id: PageId = Field(description="a name of its own on this page; answers are kept by it")
    ask: Text = Field(description="what to find, in words that the page's title lacks")
    answer: PageId = Field(description="id of the page that answers; who does the tasks isn't shown it")
