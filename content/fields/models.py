"""The front matter of each page type, as pydantic models."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from content.fields.items import (
    BaselineFields,
    CapFields,
    CaseResult,
    CriterionFields,
    FindTask,
    MeasureFields,
    MergeField,
    PartsFields,
    PassFields,
    PathStepFields,
    PracticalFields,
    Responsibility,
    SequenceStep,
    SkillTargets,
    Target,
    VersionChangeFields,
)
from content.fields.measures import OwnKpiGroup
from content.fields.values import PageId, SessionKind, Text, WrittenDay, WrittenPeriod

CourseKind = Literal[
    "course", "e-learning", "certification", "webinar", "workshop", "lunch-and-learn", "contest", "mentoring"
]
KINDS: tuple[CourseKind, ...] = get_args(CourseKind)
# Somebody takes part in these on a day; the others are worked through.
EVENT_KINDS: tuple[CourseKind, ...] = ("webinar", "workshop", "lunch-and-learn", "contest", "mentoring")
# Bounds that calendars and databases can count to.
MAX_VALID, MAX_MINUTES, MAX_VERSION = 36_500, 100_000, 99_999_999


def _many(description: str) -> Any:
    """Return the field of a list that may be left out; without a factory it would be copied for each page."""
    return Field(default_factory=list, description=description)


class PageFields(BaseModel):
    """What every page may say about itself."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True, defer_build=True)

    id: PageId | None = Field(None, description="stable id; guessed from the path when missing")
    aliases: list[PageId] = _many("ids this page had before")
    former_addresses: list[Text] = _many("addresses it had before, such as `old/prices/`")
    title: Text | None = Field(None, description="guessed from the first heading when missing")
    summary: Text | None = Field(None, description="one sentence shown in lists")
    type: Text | None = Field(None, description="guessed from the folder when missing")
    stages: list[Text] = _many("stages of the buyer's journey that the page serves")
    personas: list[Text] = _many("whom it speaks to, or about")
    industries: list[Text] = _many("industries it fits; none means all")
    products: list[Text] = _many("products it is about")
    language: Text = Field("en", description="such as `en` or `pt-BR`; found by folder or text when missing")
    translation_of: PageId | None = Field(None, description="id of the page that this one translates")
    owner: Text | None = Field(None, description="e-mail address of who keeps the page true")
    audience: Literal["internal", "partner", "customer"] = Field("internal", description="who may be sent the page")
    status: Literal["draft", "approved", "archived"] = Field("approved", description="only approved ones are published")
    reviewed: WrittenDay | None = Field(None, description="the day somebody last read it and found it true")
    review_every: WrittenPeriod | None = Field(None, description="how long a review counts")
    expires: WrittenDay | None = Field(None, description="the day after which nobody should use it; it stays there")
    publish_on: WrittenDay | None = Field(None, description="the day of its publication; before it, it is a draft")
    unpublish_on: WrittenDay | None = Field(None, description="the day from which it is archived")
    updated: WrittenDay | None = Field(None, description="the day of its last change, where files don't tell")
    authors: list[Text] = _many("who wrote it; who keeps it true is its owner")
    order: float | None = Field(None, allow_inf_nan=False, description="its place in menus; lower numbers come first")
    skills: list[Text] = _many("skills it teaches or needs")
    keywords: list[Text] = _many("words a rep would type that the title lacks")
    parts: PartsFields | None = Field(None, description="headings of what is sent, and of what stays inside")

    @property
    def verified_until(self) -> date | None:
        """The last day on which the last review counts, by the calendar; None when the page doesn't say."""
        if self.reviewed is None or self.review_every is None:
            return None
        try:
            return self.reviewed + self.review_every
        except (OverflowError, ValueError):
            return date.max


class EmailTemplateFields(PageFields):
    """An e-mail with merge fields."""

    subject: Text = Field(description="may hold merge fields, `{{ name }}`")
    fields: dict[str, MergeField] = Field(default_factory=dict, description="merge field to its default text")


class SequenceFields(PageFields):
    """E-mails in an order, each on its day."""

    steps: list[SequenceStep] = Field(min_length=1, description="messages in their order")


class DeckFields(PageFields):
    """Slides to show; each `##` heading of the page is one."""

    slides: list[Text] = _many("titles of the slides in their order; checked against the page")


class CaseStudyFields(PageFields):
    """A customer's story with measured results; name its industry in `industries`."""

    customer: Text = Field(description="who the story is about")
    results: list[CaseResult] = _many("measured results")


class PlaybookFields(PageFields):
    """What to do in one stage of the buyer's journey."""

    stage: Text = Field(description="the one stage that it is about")
    objective: Text = Field(description="what is reached when it worked")
    entry_criteria: list[Text] = Field(min_length=1, description="what must hold before it is used")
    exit_criteria: list[Text] = _many("what must hold before the next stage begins")
    plays: list[PageId] = _many("ids of the pages to use, in their order")


class BattlecardFields(PageFields):
    """How to sell against one competitor."""

    competitor: Text = Field(description="against whom")


class CourseFields(PageFields):
    """The first page of a course's folder, with lessons and quiz as its neighbours; or an event."""

    kind: CourseKind = Field("course", description="an event is attended, all others are worked through")
    version: int = Field(1, ge=1, le=MAX_VERSION, description="raise it with the content; see `changes`")
    changes: list[VersionChangeFields] = _many("what versions ask of who completed an earlier one")
    areas: list[Text] = _many("areas of training that it belongs to")
    prerequisites: list[PageId] = _many("ids of courses to complete before")
    pass_mark: int = Field(80, ge=0, le=100, description="per cent of quiz questions")
    attempts: int | None = Field(None, ge=1, le=1000, description="how often the quiz may be tried; else any number")
    valid_days: int | None = Field(None, ge=1, le=MAX_VALID, description="days until a completion expires")
    renew_days: int | None = Field(None, ge=1, description="days before that in which it can be renewed; mostly 30")
    minutes: int | None = Field(None, ge=1, le=MAX_MINUTES, description="how long it takes")
    lessons: list[PageId] = _many("ids in their order; without any, the folder's other pages by name")
    quiz: PageId | None = Field(None, description="id of the quiz; the folder's quiz when missing")
    practical: PracticalFields | None = Field(None, description="what must be shown and scored too")
    held_on: list[WrittenDay] = _many("days of an event")

    @field_validator("changes")
    @classmethod
    def _check_changes(cls, changes: list[VersionChangeFields], info: ValidationInfo) -> list[VersionChangeFields]:
        versions = [change.version for change in changes]
        if versions != sorted(set(versions)):
            raise ValueError("write the versions in rising order, each of them once")
        if versions and versions[-1] > (version := info.data.get("version", MAX_VERSION)):
            raise ValueError(f"version {versions[-1]} is above the course's own `version`, {version}; raise that")
        return changes

    @field_validator("renew_days")
    @classmethod
    def _check_renew_days(cls, days: int | None, info: ValidationInfo) -> int | None:
        valid_days = info.data.get("valid_days", 0)  # 0 when it is wrong itself
        if days is not None and valid_days is None:
            raise ValueError("only what expires can be renewed; give `valid_days` too or remove it")
        if days is not None and 0 < valid_days <= days:
            raise ValueError(f"must be fewer than `valid_days`, {valid_days}")
        return days


class PathFields(PageFields):
    """Courses that a newcomer takes, each by its day."""

    courses: list[PathStepFields] = Field(min_length=1, description="courses in their order")


class QuizFields(PageFields):
    """Questions of a course; what its Markdown may hold stands in the starter of a new quiz."""

    draw: int | dict[Text, int] | None = Field(None, description="how many questions are asked, in all or of each pool")
    shuffle: bool = Field(True, description="whether questions and options change places from attempt to attempt")

    @field_validator("draw", mode="before")
    @classmethod
    def _check_draw(cls, value: Any) -> Any:
        counts = value.values() if isinstance(value, dict) else [value]
        is_counted = len(counts) > 0 and all(type(count) is int and count > 0 for count in counts)
        if value is not None and not is_counted:
            raise ValueError("write a number from 1, or lines of `pool: number`")
        return value


class TimedTasksFields(PageFields):
    """Things to find against the clock, half of them as before and half here; they tell how long finding takes."""

    intro: Text | None = Field(None, description="what is said before the first task")
    tasks: list[FindTask] = Field(min_length=4, description="an even number of things to find")

    @field_validator("tasks")
    @classmethod
    def _check_tasks(cls, tasks: list[FindTask]) -> list[FindTask]:
        if len(tasks) % 2:
            raise ValueError("write an even number of tasks: half of them are done as before, half of them here")
        names = [task.id for task in tasks]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise ValueError(f"two tasks have the id `{twice}`; give each its own")
        return tasks


class LessonFields(PageFields):
    """One page to read in a course."""

    minutes: int | None = Field(None, ge=1, le=MAX_MINUTES, description="how long it takes")


class RubricFields(PageFields):
    """Criteria and levels that a coach scores by."""

    criteria: list[CriterionFields] = Field(min_length=1, max_length=100, description="what a coach scores")
    passes: PassFields | None = Field(None, description="what a scorecard must reach to pass")
    caps: list[CapFields] = _many("answers after which the points have a limit")


class AgendaFields(PageFields):
    """What a coaching session goes through, with blocks that are filled in for its two people."""

    kinds: list[SessionKind] = _many("kinds of sessions that it is for; none means all")


class InitiativeFields(PageFields):
    """A plan with goals and who answers for what."""

    goals: list[Text] = _many("what it is for")
    targets: list[Target] = _many("KPIs with what they are to reach")
    raci: list[Responsibility] = _many("who answers for what")
    content: list[PageId] = _many("ids of the pages that belong to it")
    courses: list[PageId] = _many("ids of the courses that belong to it")
    starts: WrittenDay | None = Field(None, description="its first day; since then KPIs are compared with before")
    baseline: BaselineFields | None = Field(None, description="the days before; else as many as since it began")


class JobFields(PageFields):
    """A job: how well who has it should know which skill, by their time in it, and which jobs may come after it."""

    skill_targets: SkillTargets = Field(min_length=1, description="levels of skills, from a time in the job on")
    next: list[PageId] = _many("ids of the jobs that may come next")


class KpiFields(PageFields):
    """A KPI of the company's own: the ratio of two measures."""

    question: Text = Field(description="what it answers")
    numerator: MeasureFields = Field(description="what is counted above the line")
    denominator: MeasureFields = Field(description="what is counted below the line")
    direction: Literal["up", "down", "neither"] = Field("up", description="which way is good")
    group: OwnKpiGroup = Field("selling", description="where it is listed")
    least_n: int = Field(20, ge=1, le=100_000, description="of how many it must be, at least, to be told")
    traps: list[Text] = _many("what it must not be taken for")


TYPES: dict[str, type[PageFields]] = {
    "agenda": AgendaFields,
    "battlecard": BattlecardFields,
    "case-study": CaseStudyFields,
    "course": CourseFields,
    "deck": DeckFields,
    "e-book": PageFields,
    "email-template": EmailTemplateFields,
    "guide": PageFields,
    "ideal-customer-profile": PageFields,
    "initiative": InitiativeFields,
    "job": JobFields,
    "kpi": KpiFields,
    "lesson": LessonFields,
    "objection": PageFields,
    "page": PageFields,
    "path": PathFields,
    "persona": PageFields,
    "playbook": PlaybookFields,
    "product-sheet": PageFields,
    "quiz": QuizFields,
    "rubric": RubricFields,
    "sequence": SequenceFields,
    "timed-tasks": TimedTasksFields,
    "white-paper": PageFields,
}

FOLDERS = {
    **{name: name for name in TYPES},
    **{f"{name}s": name for name in TYPES if name not in {"page", "timed-tasks"}},
    "case-studies": "case-study",
    "plans": "initiative",
    "quizzes": "quiz",
    "e-mail-templates": "email-template",
    "ebooks": "e-book",
    "whitepapers": "white-paper",
}
# Nobody reads these as pages: the answers stand in their files.
WITHHELD = frozenset({"quiz", "timed-tasks"})
# These types can't be guessed from a folder alone: they need fields that plain Markdown doesn't have.
GUESSED_AS_PAGE = {name for name, model in TYPES.items() if any(f.is_required() for f in model.model_fields.values())}
