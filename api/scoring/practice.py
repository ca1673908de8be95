"""Practice: begun by a rep, handed in, graded by two who don't see each other, and wanted again."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field, StringConstraints

from api.scoring.practice_shapes import ROOT, PracticeItem, PracticeKind, facts_for, items_of
from api.scoring.rubrics import published_rubric
from api.scoring.seeing import seat_of_asker
from api.scoring.settling import course_facts
from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, clock, parts, session
from api.web.documentation import Answer, answers, spec
from api.web.paging import After, Listed, created, listed
from api.web.shapes import Id, Name, Strict, Words
from api.web.writes import writes
from api.work.practice.disk import remove
from api.work.practice.media_types import MEDIA_TYPES
from api.work.scoring import paper_now
from content.course import read_course
from lms.errors import Conflict, NotFound
from lms.people.directory import find_person
from lms.practice.beginning import PracticeWanted, Recording, Room, begin_practice, drop_practice
from lms.practice.deciding import ask_again
from lms.practice.graders import list_lacking, name_grader
from lms.practice.handing_in import HandInTerms, hand_in
from lms.practice.models import Practice
from lms.practice.reading import list_graded, list_own, list_to_grade, own_practice, practice_assessed, practice_of
from lms.training.courses import CourseFacts

PLACE = "/<uuid:practice_id>"
MOST_SECONDS, MOST_BYTES = 600, 2_000_000_000
MOST_LISTED, MOST_GRADED = 200, 20
blueprint = Blueprint("practice", __name__, url_prefix=ROOT)


class RecordingIn(Strict):
    """A recording that is about to come, of ten minutes at most; what a browser says of its codecs may stand behind."""

    media_type: Annotated[str, StringConstraints(pattern=rf"^({'|'.join(MEDIA_TYPES)})(;.{{0,100}})?$")]
    total_bytes: int = Field(ge=1, le=MOST_BYTES)
    seconds: int | None = Field(None, ge=0, le=MOST_SECONDS)


class PracticeIn(Strict):
    """What is practised, by a rubric, or for a course that asks for a practical: it has the rubric.

    Either `recording` or `link`, an address that begins with https://; `after_id` is one's own that was wanted again,
    and brings its rubric and course along.
    """

    title: Name
    subject: PracticeKind
    rubric_id: Id | None = None
    course_id: Id | None = None
    after_id: UUID | None = None
    recording: RecordingIn | None = None
    link: Annotated[str, Field(max_length=1000, pattern=r"^https://[^\s\x00]+$")] | None = None


class TranscriptLineOut(BaseModel):
    """A line of a transcript, in seconds from the start; `who` is null where the file doesn't say."""

    at: float
    until: float
    who: str | None
    text: str


class PracticeOut(PracticeItem):
    """A practice with its transcript, null where none is attached."""

    transcript: list[TranscriptLineOut] | None


class GradingOut(BaseModel):
    """What the asker is to grade, the oldest first; what they graded last; and what they are to name a grader for.

    A manager names one where only one was asked, one declined, or those who were asked differ.
    """

    to_grade: list[PracticeItem]
    graded: list[PracticeItem]
    lacking: list[PracticeItem]


class GraderIn(Strict):
    """Who is to grade too."""

    email: Annotated[Words, Field(max_length=320)]


class AgainIn(Strict):
    """Why it is wanted again; the rep reads it."""

    reason: Annotated[Words, Field(max_length=500)]


@blueprint.get("")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=Listed[PracticeItem]), tags=["scoring"])
def mine(query: After) -> Answer:
    """List the asker's own practice, begun last first."""
    found = list_own(session(), actor=actor(), after=query.after, limit=query.limit + 1)
    return listed(Listed[PracticeItem], items_of(found), query.limit)


@blueprint.get("/grading")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=GradingOut), tags=["scoring"])
def grading() -> Answer:
    """List the practice that waits for the asker: to be graded, or to have a grader named."""
    return GradingOut(
        to_grade=items_of(list_to_grade(session(), actor=actor(), limit=MOST_LISTED)),
        graded=items_of(list_graded(session(), actor=actor(), limit=MOST_GRADED)),
        lacking=items_of(list_lacking(session(), actor=actor(), limit=MOST_LISTED), sees=False),
    )


@blueprint.post("")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_201=PracticeOut), tags=["scoring"])
def begin(json: PracticeIn) -> Answer:
    """Begin a practice, with a recording to come part by part, or a link; until it is handed in nobody else sees it."""
    before = own_practice(session(), actor=actor(), practice_id=json.after_id) if json.after_id else None
    course = _course(json.course_id or (before.course_id if before else None))
    rubric_id = json.rubric_id or (before.rubric_id if before else None)
    if course is not None and course.practical is not None:
        rubric_id = course.practical.rubric_id
    if rubric_id is None:
        raise Conflict("name a rubric, or a course that asks for a practical", field="rubric_id")
    if (json.recording is None) == (json.link is None):
        raise Conflict("either announce a recording or name a link", field="recording")
    paper_now(parts().search.catalogue(), published_rubric(rubric_id))
    config = parts().config
    made = begin_practice(
        session(),
        actor=actor(),
        wanted=PracticeWanted(json.title.strip(), json.subject, rubric_id, json.after_id),
        course=course,
        source=_recording(json.recording) if json.recording else json.link or "",
        room=Room(config.practice_max_mb * 1_000_000, config.practice_quota_mb * 1_000_000),
        now=clock(),
    )
    return created(shown(made), f"{ROOT}/{made.id}")


@blueprint.get(PLACE)
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=PracticeOut), tags=["scoring"])
def show(practice_id: UUID) -> Answer:
    """Return a practice: one's own, or one that was handed in whose assessment the asker sees."""
    return shown(seen_practice(practice_id))


@blueprint.get("/of-assessment/<uuid:assessment_id>")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=PracticeOut), tags=["scoring"])
def show_assessed(assessment_id: UUID) -> Answer:
    """Return the practice that an assessment is of, where the asker sees it."""
    return shown(seen_practice(practice_assessed(session(), assessment_id=assessment_id).id))


@blueprint.delete(PLACE)
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409), tags=["scoring"])
def drop(practice_id: UUID) -> Answer:
    """Delete one of the asker's own that isn't handed in, with its recording."""
    drop_practice(session(), actor=actor(), practice_id=practice_id)
    session().commit()  # a file can't be put back
    remove(parts().config.practice_dir, practice_id.hex)
    return "", 204


@blueprint.post(f"{PLACE}/handed-in")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 503, HTTP_200=PracticeOut), tags=["scoring"])
def hand_in_one(practice_id: UUID) -> Answer:
    """Hand in one of the asker's own; their manager is asked to grade it, or two of those whom its course names."""
    practice = own_practice(session(), actor=actor(), practice_id=practice_id)
    catalogue, facts = parts().search.catalogue(), _course(practice.course_id)
    named = read_course(catalogue, facts.id).practical if facts else None
    terms = HandInTerms(
        emails=named.graders if named else [],
        address=f"{ROOT}/{practice.id}/recording",
        keep_days=parts().config.practice_keep_days,
    )
    made = hand_in(
        session(),
        actor=actor(),
        practice_id=practice_id,
        paper=paper_now(catalogue, published_rubric(practice.rubric_id)),
        course=facts,
        terms=terms,
        now=clock(),
    )
    return shown(made)


@blueprint.post(f"{PLACE}/graders")
@allow("manager", "admin")
@writes
@spec.validate(resp=answers(409, 415, HTTP_200=PracticeItem), tags=["scoring"])
def name(practice_id: UUID, json: GraderIn) -> Answer:
    """Name who grades too, as who manages the rep: where a grader is lacking, or those who were asked differ."""
    person = find_person(session(), email=json.email)
    name_grader(session(), actor=actor(), practice_id=practice_id, person=person, now=clock())
    return items_of([practice_of(session(), practice_id=practice_id)], sees=False)[0]


@blueprint.post(f"{PLACE}/again")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, HTTP_200=PracticeOut), tags=["scoring"])
def again(practice_id: UUID, json: AgainIn) -> Answer:
    """Ask the rep for it again, as one of its graders; where it isn't decided yet, it then counts for nothing."""
    found = ask_again(
        session(),
        actor=actor(),
        practice_id=practice_id,
        reason=json.reason.strip(),
        course_of=course_facts,
        now=clock(),
    )
    return shown(found)


def seen_practice(practice_id: UUID) -> Practice:
    """Return a practice that the asker sees; raises NotFound for any other, as if it weren't there."""
    practice = practice_of(session(), practice_id=practice_id)
    if practice.person_id == actor().id:
        return practice
    if practice.assessment_id is None:
        raise NotFound("no such practice")
    try:
        seat = seat_of_asker(practice.assessment_id)
    except NotFound:
        raise NotFound("no such practice") from None
    if seat.scorer is not None and seat.scorer.declined_at is not None and not seat.leads:
        raise NotFound("no such practice")
    return practice


def _course(course_id: str | None) -> CourseFacts | None:
    """Return a course of the library; raises NoSuchPageError for one that it hasn't."""
    if course_id is None:
        return None
    read_course(parts().search.catalogue(), course_id)
    return course_facts(course_id)


def _recording(json: RecordingIn) -> Recording:
    return Recording(json.media_type.partition(";")[0], json.total_bytes, json.seconds)


def shown(practice: Practice) -> PracticeOut:
    """Return a practice that the asker sees."""
    return PracticeOut(**facts_for(practice), transcript=practice.transcript)
