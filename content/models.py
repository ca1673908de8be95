"""The front matter of each page type, as pydantic models."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

MAX_ID = 200
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
PageId = Annotated[str, StringConstraints(pattern=r"^[\w][\w.\-]*$", max_length=MAX_ID)]
Stage = Text
DAYS_IN = {"day": 1, "week": 7, "month": 30, "year": 365}
_DURATION = re.compile(r"^(\d{1,4}) (day|week|month|year)s?$")


def _as_date(value: Any) -> Any:
    if value is not None and not (isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value)):
        raise ValueError("write a date as YYYY-MM-DD")
    return value


class PageFields(BaseModel):
    """What every page may say about itself."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)

    id: PageId | None = Field(None, description="stable id; guessed from the path when missing")
    aliases: list[PageId] = Field([], description="ids this page had before")
    title: Text | None = Field(None, description="guessed from the first heading when missing")
    summary: Text | None = Field(None, description="one sentence shown in lists")
    type: Text | None = Field(None, description="guessed from the folder when missing")
    stages: list[Stage] = Field([], description="stages of the buyer's journey that the page serves")
    personas: list[Text] = Field([], description="whom it speaks to, or about")
    industries: list[Text] = Field([], description="industries it fits; none means all")
    products: list[Text] = Field([], description="products it is about")
    language: Text = Field("en", description="such as `en` or `pt-BR`; guessed from the text when missing")
    translation_of: PageId | None = Field(None, description="id of the page that this one translates")
    owner: Text | None = Field(None, description="e-mail address of who keeps the page true")
    audience: Literal["internal", "partner", "customer"] = Field("internal", description="who may be sent the page")
    status: Literal["draft", "approved", "archived"] = Field(
        "approved", description="only approved pages are published"
    )
    reviewed: date | None = Field(None, description="the day somebody last read it and found it true")
    review_every: timedelta | None = Field(None, description="how long a review counts")
    expires: date | None = Field(None, description="the day after which nobody should use it")
    skills: list[Text] = Field([], description="skills it teaches or needs")
    keywords: list[Text] = Field([], description="words a rep would type that the title lacks")

    @field_validator("review_every", mode="before")
    @classmethod
    def _read_duration(cls, value: Any) -> Any:
        match = _DURATION.match(value) if isinstance(value, str) else None
        if value is not None and not match:
            raise ValueError("write a number and a unit, such as `90 days`, `6 months` or `1 year`")
        return match and timedelta(days=int(match[1]) * DAYS_IN[match[2]])

    @field_validator("reviewed", "expires", mode="before")
    @classmethod
    def _read_date(cls, value: Any) -> Any:
        return _as_date(value)

    @property
    def verified_until(self) -> date | None:
        """The day the last review stops counting; None when the page doesn't say."""
        if self.reviewed is None or self.review_every is None:
            return None
        try:
            return self.reviewed + self.review_every
        except OverflowError:
            return date.max


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class Step(_Part):
    """One message of a sequence."""

    day: int = Field(ge=0, le=365, description="days after the first message")
    template: PageId = Field(description="id of the e-mail template")


class Result(_Part):
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

    kpi: Text = Field(description="name of the KPI")
    target: Text = Field(description="what it is to reach")
    by: date | None = Field(None, description="the day by which")

    @field_validator("by", mode="before")
    @classmethod
    def _read_date(cls, value: Any) -> Any:
        return _as_date(value)


class Duty(_Part):
    """One row of a RACI matrix."""

    task: Text = Field(description="what is to be done")
    responsible: Text = Field(description="who does it")
    accountable: Text = Field(description="who answers for it")
    consulted: Text = Field(description="who is asked before")
    informed: Text = Field(description="who is told after")


class EmailTemplate(PageFields):
    """An e-mail with merge fields."""

    subject: Text = Field(description="may hold merge fields, `{{ name }}`")
    fields: dict[str, str] = Field({}, description="merge field to its default text")


class Sequence(PageFields):
    """E-mails in an order, each on its day."""

    steps: list[Step] = Field(min_length=1, description="messages in their order")


class Deck(PageFields):
    """Slides to show; each `##` heading of the page is one."""

    slides: list[Text] = Field([], description="titles of the slides in their order; checked against the page")


class CaseStudy(PageFields):
    """A customer's story with measured results; name its industry in `industries`."""

    customer: Text = Field(description="who the story is about")
    results: list[Result] = Field([], description="measured results")


class Playbook(PageFields):
    """What to do in one stage of the buyer's journey."""

    stage: Stage = Field(description="the one stage that it is about")
    objective: Text = Field(description="what is reached when it worked")
    entry_criteria: list[Text] = Field(min_length=1, description="what must hold before it is used")
    plays: list[PageId] = Field([], description="ids of the pages to use, in their order")


class Battlecard(PageFields):
    """How to sell against one competitor."""

    competitor: Text = Field(description="against whom")


class Course(PageFields):
    """The first page of a course's folder; lessons and quiz are its neighbours."""

    version: int = Field(1, ge=1, description="raise it when who completed it should take it again")
    pass_mark: int = Field(80, ge=0, le=100, description="per cent of quiz questions")
    valid_days: int | None = Field(None, ge=1, description="days until a completion expires")
    minutes: int | None = Field(None, ge=1, description="how long it takes")
    lessons: list[PageId] = Field([], description="ids in their order; without any, the folder's other pages by name")
    quiz: PageId | None = Field(None, description="id of the quiz; the folder's quiz when missing")


class Lesson(PageFields):
    """One page to read in a course."""

    minutes: int | None = Field(None, ge=1, description="how long it takes")


class Rubric(PageFields):
    """Criteria and levels that a coach scores by."""

    criteria: list[Criterion] = Field(min_length=1, description="what a coach scores")


class Initiative(PageFields):
    """A plan with goals and who answers for what."""

    goals: list[Text] = Field([], description="what it is for")
    targets: list[Target] = Field([], description="KPIs with what they are to reach")
    raci: list[Duty] = Field([], description="who answers for what")


TYPES: dict[str, type[PageFields]] = {
    "battlecard": Battlecard,
    "case-study": CaseStudy,
    "course": Course,
    "deck": Deck,
    "e-book": PageFields,
    "email-template": EmailTemplate,
    "guide": PageFields,
    "ideal-customer-profile": PageFields,
    "initiative": Initiative,
    "lesson": Lesson,
    "objection": PageFields,
    "page": PageFields,
    "persona": PageFields,
    "playbook": Playbook,
    "product-sheet": PageFields,
    "quiz": PageFields,
    "rubric": Rubric,
    "sequence": Sequence,
    "white-paper": PageFields,
}

FOLDERS = {
    **{name: name for name in TYPES},
    **{f"{name}s": name for name in TYPES if name != "page"},
    "case-studies": "case-study",
    "plans": "initiative",
    "quizzes": "quiz",
    "e-mail-templates": "email-template",
    "ebooks": "e-book",
    "whitepapers": "white-paper",
}
# These types can't be guessed from a folder alone: they need fields that plain Markdown doesn't have.
GUESSED_AS_PAGE = {name for name, model in TYPES.items() if any(f.is_required() for f in model.model_fields.values())}
