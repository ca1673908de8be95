"""Evidence of skills as it is read: which piece each source gives, and who sees which."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from lms.scoring.assessments import close_assessment
from lms.skills.reading import quiz_shares
from lms.training.courses import register_course
from support.acting import statements
from support.factories import Cast
from support.learning import CERTIFICATION, complete, on
from support.scoring import ask, assess, move, practise, seat
from support.skilled import answer, card, course, rate, said, score, seen


def test_a_call_is_one_piece_however_many_criteria_and_coaches_it_has(session: Session, cast: Cast) -> None:
    """Two criteria of one skill, and two graders: their mean, once."""
    practice = practise(session, cast.ada, cast.max, cast.greta)
    card(session, cast.max, practice, 1.0)
    card(session, cast.greta, practice, 0.5)
    (found,) = seen(session, cast.ada, cast.ada)
    assert said([found]) == [("scorecard", "discovery", 0.75, 4.0)]
    assert (found.day, UUID(found.source_id)) == (on().day, practice.id)


def test_what_the_rep_gave_themselves_is_a_piece_of_its_own(session: Session, cast: Cast) -> None:
    """Beside the coach's."""
    score(session, cast.max, cast.ada, 0.5, own=1.0)
    assert said(seen(session, cast.max, cast.ada)) == [
        ("own_scorecard", "discovery", 1.0, 0.5),
        ("scorecard", "discovery", 0.5, 4.0),
    ]


def test_peers_count_where_no_coach_scored(session: Session, cast: Cast) -> None:
    """And count less; once the coach has, of the same call only the coach's card does."""
    call = assess(session, cast.max, cast.ada)
    ask(session, call, cast.sven)
    card(session, cast.sven, call, 1.0)
    assert said(seen(session, cast.max, cast.ada)) == [("peer_scorecard", "discovery", 1.0, 2.0)]
    card(session, cast.max, call, 0.5)
    assert said(seen(session, cast.max, cast.ada)) == [("scorecard", "discovery", 0.5, 4.0)]


def test_of_a_course_the_last_attempt_counts(session: Session, cast: Cast) -> None:
    """For each skill that the course names, where its questions name none."""
    calls = course("calls", "discovery", "prospecting")
    answer(session, cast.ada, calls, 40, results={"": [2, 5]})
    answer(session, cast.ada, calls, 80, days=3, results={"": [4, 5]})
    wanted = [("quiz", "discovery", 0.8, 1.25), ("quiz", "prospecting", 0.8, 1.25)]
    assert said(seen(session, cast.max, cast.ada, days=5)) == wanted
    assert [piece[2] for piece in said(seen(session, cast.max, cast.ada, days=2))] == [0.4, 0.4]


def test_a_certification_that_is_held_counts_and_its_quiz_not_beside_it(session: Session, cast: Cast) -> None:
    """With the quiz's score; once it has expired the quiz is all that is left."""
    certificate = replace(CERTIFICATION, id="cert", skills=("discovery",), practical=None)
    register_course(session, course=certificate, day=on().day)
    complete(session, cast.ada.actor, certificate)
    assert said(seen(session, cast.max, cast.ada, days=10)) == [("certification", "discovery", 1.0, 3.0)]
    later = said(seen(session, cast.max, cast.ada, days=400))
    assert [(kind, share) for kind, _, share, _ in later] == [("quiz", 1.0)]


def test_only_the_last_word_of_each_rater_counts(session: Session, cast: Cast) -> None:
    """Of the manager and of herself; a level of four stands for its share."""
    for days, level in enumerate((1, 4, 3)):
        rate(session, cast.max, cast.ada, level, days=days)
    rate(session, cast.ada, cast.ada, 4)
    assert said(seen(session, cast.max, cast.ada, days=9)) == [
        ("own_rating", "discovery", 1.0, 1.0),
        ("manager_rating", "discovery", 0.667, 3.0),
    ]


def test_a_new_manager_sees_no_earlier_word_and_no_earlier_card(session: Session, cast: Cast) -> None:
    """But her training; the old one sees nothing new; the company's policy may release all."""
    score(session, cast.max, cast.ada, 0.5)
    rate(session, cast.max, cast.ada, 2)
    rate(session, cast.ada, cast.ada, 3)
    answer(session, cast.ada, course("calls", "discovery"), 80)
    move(session, cast, cast.ada, "South", days=10)
    assert [piece[0] for piece in said(seen(session, cast.greta, cast.ada, days=12))] == ["quiz"]
    kinds = {"scorecard", "manager_rating", "own_rating", "quiz"}
    assert {piece[0] for piece in said(seen(session, cast.greta, cast.ada, days=12, history="all"))} == kinds
    assert {piece[0] for piece in said(seen(session, cast.ada, cast.ada, days=12))} == kinds
    assert {piece[0] for piece in said(seen(session, cast.nadia, cast.ada, days=12))} == kinds
    score(session, cast.greta, cast.ada, 1.0, days=12)
    rate(session, cast.greta, cast.ada, 4, days=12)
    found = said(seen(session, cast.greta, cast.ada, days=13))
    assert [(piece[0], piece[2]) for piece in found] == [
        ("quiz", 0.8),
        ("manager_rating", 1.0),
        ("scorecard", 1.0),
    ]


def test_a_blind_call_shows_nothing_before_it_is_closed(session: Session, cast: Cast) -> None:
    """To nobody but who scored it."""
    call = assess(session, cast.max, cast.ada, is_blind=True)
    card(session, cast.max, call, 1.0)
    assert seen(session, cast.ada, cast.ada) == []
    assert said(seen(session, cast.max, cast.ada)) == [("scorecard", "discovery", 1.0, 4.0)]
    close_assessment(session, seat=seat(session, cast.max, call), now=on(1))
    assert len(seen(session, cast.ada, cast.ada, days=1)) == 1


def test_what_is_too_old_or_still_to_come_is_not_read(session: Session, cast: Cast) -> None:
    """After six half-lives."""
    score(session, cast.max, cast.ada, 1.0)
    rate(session, cast.max, cast.ada, 4, days=1)
    answer(session, cast.ada, course("calls", "discovery"), 80, days=2)
    assert len(seen(session, cast.ada, cast.ada, days=2)) == 3
    assert len(seen(session, cast.ada, cast.ada)) == 1
    assert [piece[0] for piece in said(seen(session, cast.ada, cast.ada, days=43, half_life=7))] == [
        *("manager_rating", "quiz")
    ]
    assert seen(session, cast.ada, cast.ada, days=45, half_life=7) == []


def test_many_people_take_as_many_questions_as_one(session: Session, cast: Cast) -> None:
    """One for each source."""
    for player in (cast.ada, cast.sven):
        score(session, cast.max, player, 0.5)
    engine = session.get_bind().engine
    with statements(engine) as one:
        seen(session, cast.max, cast.ada)
    with statements(engine) as many:
        assert len({piece.person_id for piece in seen(session, cast.max, cast.ada, cast.sven, cast.max)}) == 2
    assert len(one) == len(many) <= 9


@pytest.mark.parametrize(
    ("results", "wanted"),
    [
        (None, {"a": (0.6, 2.0), "b": (0.6, 2.0)}),
        ({"": [3, 4]}, {"a": (0.75, 1.0), "b": (0.75, 1.0)}),
        ({"c": [1, 2], "": [3, 4]}, {"c": (0.5, 0.5), "a": (0.75, 1.0), "b": (0.75, 1.0)}),
        ({"a": [0, 2], "": [4, 4]}, {"a": (4 / 6, 1.5), "b": (1.0, 1.0)}),
        ({"a": [10, 20]}, {"a": (0.5, 2.0)}),
        ({}, {}),
    ],
)
def test_questions_count_for_the_skill_that_they_name_and_the_others_for_those_of_the_course(
    results: dict[str, list[int]] | None, wanted: dict[str, tuple[float, float]]
) -> None:
    """A question of a skill and one of none are both about a skill that the course names too."""
    assert quiz_shares(60, results, ("a", "b")) == wanted
