"""Ratings of courses: two optional questions after a completion, and what they say of courses, never of people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated, Literal

from flask import Blueprint
from pydantic import BaseModel, BeforeValidator, Field

from api.web.auth import SIGNED_IN, allow
from api.web.below import SiteAddress
from api.web.context import actor, clock, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import IntervalOut, Strict, as_number, public_url
from api.web.sight import sight_of, visible_entry
from api.web.tables import csv_response
from api.web.writes import writes
from lms.errors import Conflict
from lms.questions.ratings import LEAST, Answered, MeanOf, RatedCourse, is_asked, rate_course, read_ratings
from lms.training.courses import list_registered
from lms.training.events import list_events
from lms.training.models import TrainingEvent

blueprint = Blueprint("ratings", __name__, url_prefix=f"{PREFIX}/ratings")
READERS = ("author", "manager", "analyst", "admin")
# Who completed it longer ago isn't asked any more: nobody remembers how sure they were before.
DAYS_ASKED = 30
# What came from another system isn't a course that somebody has just taken here.
TAKEN = ("completed", "attended")
OneToFive = Annotated[int, Field(ge=1, le=5), BeforeValidator(as_number)]
DEFINITION = (
    "Asked once after each completion, both questions optional. Means over people; the change is each person's"
    f" confidence now less theirs before. Below {LEAST} people nothing is said, and never of whom."
)


class RatingIn(Strict):
    """What the asker says of a course they completed, each from 1 to 5; without anything they skip it for good."""

    rating: OneToFive | None = None
    confidence_before: OneToFive | None = None
    confidence_after: OneToFive | None = None


class RatingAskedOut(BaseModel):
    """Whether the asker is to be asked about a course: they completed it lately, and didn't answer or skip it yet."""

    course_id: str
    completed_on: date | None
    is_asked: bool


class MeanOut(BaseModel):
    """A mean over people; null below five, and without an interval where too few differ for one to be told."""

    people: int
    value: float | None
    interval: IntervalOut | None
    status: Literal["measured", "insufficient_data"]

    @classmethod
    def of(cls, mean: MeanOf) -> MeanOut:
        """Return a mean as the API shows it."""
        interval = IntervalOut.model_validate(mean.interval, from_attributes=True) if mean.interval else None
        return cls(people=mean.people, value=mean.value, interval=interval, status=mean.status)


class RatedCourseOut(BaseModel):
    """How a course was rated, from 1 to 5, and how people's confidence changed with it."""

    course_id: str
    title: str
    url: SiteAddress | None
    rating: MeanOut
    confidence_before: MeanOut
    confidence_after: MeanOut
    confidence_change: MeanOut


class RatingsOut(BaseModel):
    """The courses that anybody rated, by title."""

    items: list[RatedCourseOut]
    definition: str


@blueprint.get("/courses")
@allow(*READERS)
@spec.validate(resp=answers(503, HTTP_200=RatingsOut), tags=["questions"])
def ratings() -> Answer:
    """Report how courses were rated by those who completed them; never by person or team."""
    return RatingsOut(items=_all(), definition=DEFINITION)


@blueprint.get("/courses.csv")
@allow(*READERS)
@spec.validate(resp=answers(503, HTTP_200=None), tags=["questions"])
def ratings_csv() -> Answer:
    """Report how courses were rated as CSV."""
    names = ("rating", "confidence_before", "confidence_after", "confidence_change")
    header = ["id", "title", *(f"{name}{part}" for name in names for part in ("", "_low", "_high", "_people"))]
    return csv_response(header, map(_csv_row, _all()), name="course-ratings.csv")


@blueprint.get("/courses/<course_id>")
@allow(*READERS)
@spec.validate(resp=answers(503, HTTP_200=RatedCourseOut), tags=["questions"])
def rating(course_id: str) -> Answer:
    """Return how one course was rated."""
    entry = visible_entry(course_id)
    nothing = MeanOf(0, None, None)
    found = next(iter(read_ratings(session(), course_id=entry.id)), None)
    return _out(found or RatedCourse(entry.id, nothing, nothing, nothing, nothing), {})


@blueprint.get("/courses/<course_id>/mine")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=RatingAskedOut), tags=["questions"])
def mine(course_id: str) -> Answer:
    """Return whether the asker is to be asked about a course."""
    entry = visible_entry(course_id)
    done = _last_taken(entry.id)
    asks = done is not None and _is_lately(done) and is_asked(session(), completion_id=done.id)
    return RatingAskedOut(course_id=entry.id, completed_on=done.day if done else None, is_asked=asks)


@blueprint.post("/courses/<course_id>")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_201=RatingAskedOut), tags=["questions"])
def rate(course_id: str, json: RatingIn) -> Answer:
    """Answer after a completion, or skip it; once for each."""
    entry = visible_entry(course_id)
    done = _last_taken(entry.id)
    if done is None or not _is_lately(done):
        raise Conflict(f"you didn't complete this course in the last {DAYS_ASKED} days")
    rate_course(
        session(),
        actor=actor(),
        completion_id=done.id,
        course_id=entry.id,
        version=done.course_version,
        answered=Answered(json.rating, json.confidence_before, json.confidence_after),
        now=clock(),
    )
    return RatingAskedOut(course_id=entry.id, completed_on=done.day, is_asked=False), 201


def _last_taken(course_id: str) -> TrainingEvent | None:
    """Return the actor's last completion of a course that they took here."""
    events = list_events(session(), person_id=actor().id, course_ids=[course_id])
    return next((event for event in reversed(events) if event.kind in TAKEN), None)


def _is_lately(done: TrainingEvent) -> bool:
    return done.day >= clock().day - timedelta(days=DAYS_ASKED)


def _all() -> list[RatedCourseOut]:
    titles = {course.id: course.title for course in list_registered(session())}
    found = [_out(rated, titles) for rated in read_ratings(session())]
    return sorted(found, key=lambda course: (course.title.casefold(), course.course_id))


def _out(rated: RatedCourse, titles: dict[str, str]) -> RatedCourseOut:
    entry = parts().search.entry(rated.course_id, sight=sight_of(actor()))
    return RatedCourseOut(
        course_id=rated.course_id,
        title=entry.title if entry is not None else titles.get(rated.course_id, rated.course_id),
        url=public_url(entry) if entry is not None else None,
        rating=MeanOut.of(rated.rating),
        confidence_before=MeanOut.of(rated.before),
        confidence_after=MeanOut.of(rated.after),
        confidence_change=MeanOut.of(rated.change),
    )


def _csv_row(course: RatedCourseOut) -> list[object]:
    means = (course.rating, course.confidence_before, course.confidence_after, course.confidence_change)
    return [course.course_id, course.title, *(cell for mean in means for cell in _cells(mean))]


def _cells(mean: MeanOut) -> Iterable[object]:
    low, high = (mean.interval.low, mean.interval.high) if mean.interval else (None, None)
    return mean.value, low, high, mean.people
