"""Practice from handing in to a result, by graders who don't see each other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.errors import Conflict, NotAllowed, NotFound, Refusal
from lms.people.models import Person
from lms.practice.deciding import ask_again
from lms.practice.graders import graders_of, list_lacking
from lms.practice.models import Practice
from lms.practice.verdict import PracticeVerdict, verdict_of
from lms.scoring.assessments import close_assessment
from lms.scoring.models import Assessment
from lms.scoring.reading import read_assessment
from lms.scoring.scorers import decline
from lms.training.courses import CourseFacts, Practical
from lms.training.progress import CourseProgress, read_progress
from support.acting import meanwhile
from support.factories import Cast, Player
from support.learning import PLAIN, in_days, on, read_all, state
from support.practising import BAD, GOOD, begun, decided, graded, handed_in, named
from support.scoring import CALLS, amend, move, seat

SHOWN = replace(PLAIN, practical=Practical(CALLS.rubric_id, times=1))


def test_the_manager_grades_and_names_another(session: Session, cast: Cast) -> None:
    """Once both have published the rep sees both cards, and each grader the other's; before that nobody does."""
    practice = handed_in(session, cast.ada)
    assert _verdict(session, practice) == "lacks_grader"
    assert list_lacking(session, actor=cast.max.actor, limit=9) == [practice]
    named(session, cast.max, practice, cast.mara)
    assert list_lacking(session, actor=cast.max.actor, limit=9) == []
    graded(session, cast.max, practice, GOOD)
    assert (_cards(session, cast.ada, practice), _cards(session, cast.mara, practice)) == (0, 0)
    assert not practice.has_passed
    graded(session, cast.mara, practice, GOOD)
    session.refresh(practice)
    assert (practice.has_passed, practice.decided_at) == (True, on().at)
    assert [_cards(session, who, practice) for who in (cast.ada, cast.max, cast.mara)] == [2, 2, 2]


def test_where_two_differ_a_third_decides(session: Session, cast: Cast) -> None:
    """Nobody sees anything until then."""
    practice = _graded_by_two(session, cast, GOOD, BAD)
    assert (_verdict(session, practice), practice.decided_at) == ("differs", None)
    assert _cards(session, cast.ada, practice) == 0
    assert list_lacking(session, actor=cast.max.actor, limit=9) == [practice]
    named(session, cast.max, practice, cast.sven, 1)
    graded(session, cast.sven, practice, BAD, days=2)
    assert (practice.has_passed, practice.decided_at) == (False, on(2).at)
    assert _cards(session, cast.ada, practice) == 3


def test_a_list_of_the_course_grades_instead(session: Session, cast: Cast) -> None:
    """Two of it, those with the least to grade; who has left, the rep and who reads only figures are passed over."""
    emails = [cast.ada.email, cast.paula.email, "nobody@x.example", cast.mara.email, cast.greta.email, cast.olga.email]
    first, second = (handed_in(session, cast.ada, emails=emails) for _ in range(2))
    assert _graders(session, first) == {"Mara Quill", "Greta Holm"}
    assert "Olga Petrova" in _graders(session, second)
    assert session.get_one(Assessment, first.assessment_id).opened_by_id == cast.max.id
    assert _graders(session, handed_in(session, cast.ada, emails=["nobody@x.example"])) == {"Max Oduya"}


def test_nobody_grades_who_could_not(session: Session, cast: Cast) -> None:
    """A partner, the rep, who grades already, an unknown address; and only who manages the rep names anybody."""
    practice = handed_in(session, cast.ada)
    for who in (cast.paula, cast.ada, cast.max):
        with pytest.raises(Conflict):
            named(session, cast.max, practice, who)
    for player in (cast.ada, cast.sven, cast.greta, cast.mara):
        with pytest.raises(NotFound):
            named(session, player, practice, cast.mara)
    named(session, cast.max, practice, cast.mara)
    with pytest.raises(Conflict, match="has its graders"):
        named(session, cast.max, practice, cast.sven)


def test_who_declines_is_replaced(session: Session, cast: Cast) -> None:
    """They see the practice no more, and can be asked again."""
    practice = handed_in(session, cast.ada)
    named(session, cast.max, practice, cast.mara)
    assessment = session.get_one(Assessment, practice.assessment_id)
    decline(session, seat=seat(session, cast.mara, assessment), now=on())
    assert _verdict(session, practice) == "lacks_grader"
    with pytest.raises(NotFound):
        seat(session, cast.mara, assessment)
    named(session, cast.max, practice, cast.mara)
    assert _verdict(session, practice) == "waiting"


def test_a_new_manager_names_who_grades(session: Session, cast: Cast) -> None:
    """Ada moved to South before Max named anybody: Greta does, and sees nothing of what Max gave."""
    practice = handed_in(session, cast.ada)
    move(session, cast, cast.ada, "South", days=1)
    with pytest.raises(NotFound):
        named(session, cast.max, practice, cast.mara, 2)
    named(session, cast.greta, practice, cast.greta, 2)
    graded(session, cast.max, practice, GOOD, days=2)
    assert _cards(session, cast.greta, practice) == 0


def test_without_a_manager_nothing_is_handed_in(session: Session, cast: Cast) -> None:
    """Nobody could grade it; and a recording must be whole first."""
    with pytest.raises(Conflict, match="ask an admin"):
        handed_in(session, cast.mara)
    with pytest.raises(Conflict, match="70 bytes are still to come"):
        handed_in(session, cast.ada, begun(session, cast.ada, size=70))
    paper = replace(CALLS, digest="6" * 64, content=CALLS.content | {"passes": None})
    read_all(session, cast.ada.actor, SHOWN)
    with pytest.raises(Conflict, match="doesn't say what passes"):
        handed_in(session, cast.ada, course=SHOWN, paper=paper)


def test_handing_in_twice_is_handing_in_once(session: Session, cast: Cast) -> None:
    """Also at the same moment."""
    practice = begun(session, cast.ada)
    session.commit()
    meanwhile(
        session,
        lambda first: handed_in(first, cast.ada, first.get_one(Practice, practice.id)),
        lambda second: handed_in(second, cast.ada, second.get_one(Practice, practice.id)),
    )
    assert len(session.scalars(select(Assessment)).all()) == 1
    with pytest.raises(NotFound):
        handed_in(session, cast.sven, practice)


def test_a_passed_practical_completes_its_course(session: Session, cast: Cast) -> None:
    """On the day it was handed in; an amended card changes the result, and takes no completion back."""
    read_all(session, cast.ada.actor, SHOWN)
    practice = _graded_by_two(session, cast, GOOD, GOOD, course=SHOWN)
    assert state(session, cast.ada, 0) == "complete"
    amend(session, cast.mara, session.get_one(Assessment, practice.assessment_id), BAD)
    assert decided(session, cast.mara, practice.assessment_id, course=SHOWN) is None
    assert practice.has_passed is True
    amend(session, cast.max, session.get_one(Assessment, practice.assessment_id), BAD)
    decided(session, cast.max, practice.assessment_id, course=SHOWN)
    assert practice.has_passed is False
    assert _progress(session, cast, SHOWN).practicals.passes == 0
    assert state(session, cast.ada, 0) == "complete"


def test_asked_for_again_it_counts_for_nothing(session: Session, cast: Cast) -> None:
    """Once, by one of its graders, with a reason; whoever had published is seen, and nobody scores it any more."""
    read_all(session, cast.ada.actor, SHOWN)
    practice = handed_in(session, cast.ada, course=SHOWN)
    named(session, cast.max, practice, cast.mara)
    graded(session, cast.mara, practice, BAD, course=SHOWN)
    for who in (cast.ada, cast.sven, cast.greta, cast.nadia):
        with pytest.raises(NotFound):
            _again(session, who, practice)
    _again(session, cast.max, practice)
    assert (practice.again_by_id, practice.again_reason, practice.decided_at) == (cast.max.id, "No sound", None)
    assert _progress(session, cast, SHOWN).practicals == (0, 0, 0)
    assert _cards(session, cast.ada, practice) == 1
    with pytest.raises(Refusal):
        graded(session, cast.max, practice, GOOD)
    with pytest.raises(Conflict, match="again already"):
        _again(session, cast.mara, practice)
    assert list_lacking(session, actor=cast.max.actor, limit=9) == []


def test_what_was_decided_stands_though_it_is_wanted_again(session: Session, cast: Cast) -> None:
    """It passed, and somebody wants to see the close once more."""
    practice = _graded_by_two(session, cast, GOOD, GOOD)
    _again(session, cast.mara, practice)
    assert practice.has_passed is True


def test_one_that_is_closed_before_it_is_decided_counts_for_nothing(session: Session, cast: Cast) -> None:
    """The rep can't close it, as if they had opened it; who manages them can."""
    read_all(session, cast.ada.actor, SHOWN)
    practice = handed_in(session, cast.ada, course=SHOWN)
    assessment = session.get_one(Assessment, practice.assessment_id)
    with pytest.raises(NotAllowed):
        close_assessment(session, seat=seat(session, cast.ada, assessment), now=on())
    close_assessment(session, seat=seat(session, cast.max, assessment), now=on())
    decided(session, cast.max, assessment.id, course=SHOWN)
    assert (practice.decided_at, _progress(session, cast, SHOWN).practicals) == (None, (0, 0, 0))


def test_two_graders_who_publish_at_the_same_moment_decide_it_once(session: Session, cast: Cast) -> None:
    """Neither misses the other."""
    practice = handed_in(session, cast.ada)
    named(session, cast.max, practice, cast.mara)
    session.commit()
    outcome = meanwhile(
        session,
        lambda first: graded(first, cast.max, first.get_one(Practice, practice.id)),
        lambda second: graded(second, cast.mara, second.get_one(Practice, practice.id)),
    )
    assert not isinstance(outcome, Exception)
    session.refresh(practice)
    assert practice.has_passed is True


def _graded_by_two(
    session: Session, cast: Cast, one: object, other: object, course: CourseFacts | None = None
) -> Practice:
    practice = handed_in(session, cast.ada, course=course)
    named(session, cast.max, practice, cast.mara)
    graded(session, cast.max, practice, one, course=course)  # type: ignore[arg-type]
    graded(session, cast.mara, practice, other, course=course)  # type: ignore[arg-type]
    return practice


def _again(session: Session, who: Player, practice: Practice) -> None:
    ask_again(
        session,
        actor=who.actor,
        practice_id=practice.id,
        reason="No sound",
        course_of=lambda _: SHOWN,
        now=on(),
    )


def _cards(session: Session, who: Player, practice: Practice) -> int:
    """Return how many cards of others somebody sees, or of all for the rep."""
    assessment = session.get_one(Assessment, practice.assessment_id)
    cards = read_assessment(session, seat=seat(session, who, assessment)).cards
    is_decided = practice.decided_at is not None
    return len([card for card in cards if is_decided or card.scorer_id != who.id])


def _verdict(session: Session, practice: Practice) -> PracticeVerdict:
    assert practice.assessment_id
    return verdict_of(graders_of(session, assessment_ids=[practice.assessment_id])[practice.assessment_id])


def _graders(session: Session, practice: Practice) -> set[str]:
    assert practice.assessment_id
    found = graders_of(session, assessment_ids=[practice.assessment_id])[practice.assessment_id]
    return {session.get_one(Person, grader.person_id).name for grader in found}


def _progress(session: Session, cast: Cast, course: CourseFacts) -> CourseProgress:
    return read_progress(session, person_id=cast.ada.id, course=course, day=in_days(0))
