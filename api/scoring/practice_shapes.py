"""Shapes of practice: where one stands, who grades it, and what came of it, as far as the asker may know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from api.scoring.seeing import sight_over
from api.web.below import SiteAddress
from api.web.context import actor, parts, session
from api.web.documentation import PREFIX
from api.web.shapes import PersonRef
from content.places.links import site_url
from lms.people.directory import names_of
from lms.practice.graders import graders_of
from lms.practice.models import Practice
from lms.practice.reading import closed_among
from lms.practice.verdict import Grader, mean_of, verdict_of
from lms.scoring.models import Scorecard
from lms.scoring.reading import cards_of

PracticeKind = Literal["role-play", "pitch", "demo"]
PracticeState = Literal[
    "draft", "waiting", "lacks_grader", "differs", "passed", "failed", "scored", "wanted_again", "closed"
]
ROOT = f"{PREFIX}/practice"


class NamedPage(BaseModel):
    """A page by its id; `url` is null for one that the library no longer has, whose title is its id."""

    id: str
    title: str
    url: SiteAddress | None


class RecordingOut(BaseModel):
    """A recording: how much of it has come, and where it is played once that is all of it, and until it is deleted."""

    media_type: str
    total_bytes: int
    kept_bytes: int
    seconds: int | None
    url: SiteAddress | None
    deleted_at: datetime | None


class GraderOut(BaseModel):
    """Somebody who grades, and whether they have published; of others a grader learns once they are all done."""

    person: PersonRef
    has_published: bool


class OutcomeOut(BaseModel):
    """What the graders came to: `has_passed` is null where the rubric doesn't say what passes.

    `points` of `most` is the mean of theirs; it decides nothing, and is null to who doesn't see each of their cards.
    """

    decided_at: datetime
    has_passed: bool | None
    points: float | None
    most: float | None


class WantedAgainOut(BaseModel):
    """Which grader wants to see it again, and why."""

    at: datetime
    by: PersonRef
    reason: str


class PracticeItem(BaseModel):
    """A practice; `link` or `recording` is where it can be seen, both null to who only names a grader.

    `delete_on` is the day on which its recording is deleted, of a draft all of it. `after_id` is the one that was
    wanted again. Who may score it does so in the assessment.
    """

    id: UUID
    person: PersonRef
    title: str
    subject: PracticeKind
    rubric: NamedPage
    course: NamedPage | None
    link: str | None
    recording: RecordingOut | None
    has_transcript: bool
    begun_at: datetime
    handed_in_at: datetime | None
    delete_on: date | None
    state: PracticeState
    graders: list[GraderOut]
    assessment_id: UUID | None
    outcome: OutcomeOut | None
    wanted_again: WantedAgainOut | None
    after_id: UUID | None


@dataclass(frozen=True)
class _Known:
    """What is read once for several practices."""

    graders: Mapping[UUID, Sequence[Grader]]
    closed: frozenset[UUID]
    cards: Mapping[UUID, int]
    names: Mapping[UUID, str]


def items_of(found: Sequence[Practice], *, sees: bool = True) -> list[PracticeItem]:
    """Return practices that the asker sees, or of which they only know that a grader is lacking."""
    known = _known(found)
    return [PracticeItem(**facts_of(practice, known, sees)) for practice in found]


def facts_for(practice: Practice) -> dict[str, object]:
    """Return what the asker, who sees a practice, may know of it."""
    return facts_of(practice, _known([practice]), sees=True)


def facts_of(practice: Practice, known: _Known, sees: bool) -> dict[str, object]:
    """Return what the asker may know of a practice."""
    graders = known.graders.get(practice.assessment_id, ()) if practice.assessment_id else ()
    facts = ("id", "title", "subject", "begun_at", "handed_in_at", "delete_on", "assessment_id", "after_id")
    again_by = practice.again_by_id
    return {
        **{name: getattr(practice, name) for name in facts},
        "person": _ref(practice.person_id, known),
        "rubric": page_named(practice.rubric_id),
        "course": page_named(practice.course_id) if practice.course_id else None,
        "link": practice.link if sees else None,
        "recording": _recording(practice) if sees else None,
        "has_transcript": practice.transcript is not None,
        "state": state_of(practice, graders, known.closed),
        "graders": [
            GraderOut(person=_ref(one.person_id, known), has_published=one.has_published)
            for one in _shown_graders(practice, graders, sees)
        ],
        "outcome": _outcome(practice, graders, known) if sees else None,
        "wanted_again": WantedAgainOut(at=practice.again_at, by=_ref(again_by, known), reason=practice.again_reason)
        if practice.again_at and again_by and practice.again_reason
        else None,
    }


def state_of(practice: Practice, graders: Sequence[Grader], closed: Iterable[UUID]) -> PracticeState:
    """Return where a practice stands."""
    if practice.assessment_id is None:
        return "draft"
    if practice.decided_at is not None:
        return "scored" if practice.has_passed is None else "passed" if practice.has_passed else "failed"
    if practice.again_at is not None:
        return "wanted_again"
    return "closed" if practice.assessment_id in closed else verdict_of(graders)


def page_named(page_id: str) -> NamedPage:
    """Return a page by its id, be it in the library or not."""
    entry = parts().search.catalogue().by_id.get(page_id)
    if entry is None:
        return NamedPage(id=page_id, title=page_id, url=None)
    return NamedPage(id=entry.id, title=entry.title, url=site_url(entry.url))


def _known(found: Sequence[Practice]) -> _Known:
    ids = [practice.assessment_id for practice in found if practice.assessment_id]
    graders = graders_of(session(), assessment_ids=ids)
    reps = {practice.person_id for practice in found}
    cards = cards_of(session(), sight=sight_over(reps), assessment_ids=ids)
    people = {*reps, *(one.again_by_id for one in found if one.again_by_id)}
    people |= {grader.person_id for own in graders.values() for grader in own}
    counts = {
        id_: sum(one.role == "grader" and one.published_at is not None for one in own) for id_, own in cards.items()
    }
    closed = closed_among(session(), assessment_ids=ids)
    return _Known(graders, closed, counts, names_of(session(), person_ids=people))


def _is_graded(card: Scorecard) -> bool:
    return card.role == "grader" and card.published_at is not None


def _shown_graders(practice: Practice, graders: Sequence[Grader], sees: bool) -> Sequence[Grader]:
    """Return whom the asker may know of: a grader themselves alone, before it is decided."""
    grades = any(grader.person_id == actor().id for grader in graders)
    is_open = practice.decided_at is None and sees
    return [one for one in graders if one.person_id == actor().id] if grades and is_open else graders


def _recording(practice: Practice) -> RecordingOut | None:
    if practice.media_type is None or practice.total_bytes is None:
        return None
    return RecordingOut(
        media_type=practice.media_type,
        total_bytes=practice.total_bytes,
        kept_bytes=practice.kept_bytes,
        seconds=practice.seconds,
        url=f"{ROOT}/{practice.id}/recording" if practice.media_key else None,
        deleted_at=practice.media_deleted_at,
    )


def _outcome(practice: Practice, graders: Sequence[Grader], known: _Known) -> OutcomeOut | None:
    if practice.decided_at is None or practice.assessment_id is None:
        return None
    sees_all = known.cards.get(practice.assessment_id, 0) >= len(graders)
    points, most = (mean_of(graders) if sees_all else None) or (None, None)
    return OutcomeOut(decided_at=practice.decided_at, has_passed=practice.has_passed, points=points, most=most)


def _ref(person_id: UUID, known: _Known) -> PersonRef:
    return PersonRef(id=person_id, name=known.names[person_id])
