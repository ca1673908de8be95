"""Scorecards: drafts by version, published once, amended with a reason; scores follow from their answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.errors import Conflict, NotAllowed, Refusal
from lms.scoring.assessments import close_assessment
from lms.scoring.cards import CardGiven, StaleCardError, amend_card, publish_card, save_draft
from lms.scoring.differing import differences
from lms.scoring.models import CardAmendment, RubricPaper, Score, Scorecard, ScoreLine
from lms.scoring.reading import read_assessment
from lms.scoring.rubric import rubric_of
from lms.scoring.scores import list_scores
from support.acting import meanwhile
from support.factories import Cast, Player
from support.learning import on
from support.scoring import (
    CALLS,
    CONTENT,
    amend,
    assess,
    draft,
    given,
    practise,
    publish,
    seat,
    sight_on,
)


def scores(session: Session) -> dict[tuple[str, str], float]:
    """Return all scores by role and criterion."""
    return {(score.role, score.criterion): score.share for score in session.scalars(select(Score))}


def test_a_draft_grows_by_versions_and_makes_no_scores(session: Session, cast: Cast) -> None:
    """It may be as unfinished, or as wrong, as it is."""
    call = assess(session, cast.max, cast.ada)
    first = draft(session, cast.max, call, CardGiven({"calm": {"value": 2, "note": "0:14"}}, ""))
    assert (first.version, first.role, first.published_at) == (1, "coach", None)
    second = draft(session, cast.max, call, CardGiven({"calm": {"value": 9}}, "Hm"))
    assert (second.id, second.version, second.answers) == (first.id, 2, {"calm": {"value": 9}})
    assert scores(session) == {}


def test_a_draft_on_an_older_version_is_refused_with_what_is_kept(session: Session, cast: Cast) -> None:
    """Unless it is what is kept: then the answer alone was lost."""
    call = assess(session, cast.max, cast.ada)
    own = seat(session, cast.max, call)
    with pytest.raises(StaleCardError) as error:
        save_draft(session, seat=own, given=given(), version=3, now=on())
    assert error.value.current is None
    kept = draft(session, cast.max, call, given(1))
    own = seat(session, cast.max, call)
    with pytest.raises(StaleCardError) as error:
        save_draft(session, seat=own, given=given(3), version=0, now=on())
    assert error.value.current is kept
    assert save_draft(session, seat=own, given=given(1), version=0, now=on()).version == 1


def test_publishing_counts_the_card_and_writes_its_scores(session: Session, cast: Cast) -> None:
    """Once: who asks again gets the same."""
    call = assess(session, cast.max, cast.ada)
    card = publish(session, cast.max, call, given(2, told=False), days=3)
    assert (card.points, card.most, card.share, card.has_passed) == (2, 4, 0.5, False)
    assert (card.published_on, card.version) == (on(3).day, 2)
    assert scores(session) == {("coach", "calm"): 0.5, ("coach", "told"): 0.0}
    (calm,) = session.scalars(select(ScoreLine).where(ScoreLine.criterion == "calm"))
    assert (calm.rubric_id, calm.levels, calm.first_on) == ("rubric-calls", ["no", "some", "yes"], call.took_place_on)
    again = publish_card(session, seat=seat(session, cast.max, call), version=1, now=on(4))
    assert (again.version, again.published_on) == (2, on(3).day)


@pytest.mark.parametrize(
    ("answers", "says", "field"),
    [
        ({"calm": {"value": 2}}, "Told it: answer it, or say that it doesn't apply", "answers/told"),
        ({}, "Calm: answer it, or say that it doesn't apply; 1 more", "answers/calm"),
        ({"calm": {"value": 4}, "told": {"value": True}}, "Calm: answer with a level, 1 to 3", "answers/calm"),
        ({"calm": {"is_left_out": True}, "told": {"is_left_out": True}}, "at least one criterion that counts", None),
    ],
)
def test_an_unfinished_card_is_not_published(
    session: Session, cast: Cast, answers: dict[str, Any], says: str, field: str | None
) -> None:
    """The field is named."""
    call = assess(session, cast.max, cast.ada)
    card = draft(session, cast.max, call, CardGiven(answers, ""))
    with pytest.raises(Conflict, match=says) as error:
        publish_card(session, seat=seat(session, cast.max, call), version=card.version, now=on())
    assert error.value.field == field
    assert card.published_at is None


def test_a_card_is_published_as_it_was_seen(session: Session, cast: Cast) -> None:
    """Nothing was filled in, or another device saved meanwhile."""
    call = assess(session, cast.max, cast.ada)
    with pytest.raises(Conflict, match="nothing to publish yet"):
        publish_card(session, seat=seat(session, cast.max, call), version=0, now=on())
    draft(session, cast.max, call)
    draft(session, cast.max, call, given(3))
    with pytest.raises(StaleCardError):
        publish_card(session, seat=seat(session, cast.max, call), version=1, now=on())


def test_an_amendment_keeps_what_was_before_with_its_reason(session: Session, cast: Cast) -> None:
    """Scores are those of the card as it is now; its day of publication stays."""
    call = assess(session, cast.max, cast.ada)
    publish(session, cast.max, call, given(1, told=True, summary="So"))
    card = amend(session, cast.max, call, given(3, told=None, summary="Better"), reason="Heard it again")
    assert (card.points, card.most, card.has_passed, card.version) == (3, 3, True, 3)
    assert scores(session) == {("coach", "calm"): 1.0}
    (before,) = session.scalars(select(CardAmendment))
    assert (before.answers, before.summary) == (given(1).answers, "So")
    assert (before.points, before.has_passed, before.reason) == (2, False, "Heard it again")
    assert (before.by_id, before.at, card.published_on) == (cast.max.id, on(1).at, on().day)


def test_only_a_published_card_is_amended_and_only_to_something_else(session: Session, cast: Cast) -> None:
    """And a published one isn't a draft any more."""
    call = assess(session, cast.max, cast.ada)
    draft(session, cast.max, call)
    with pytest.raises(Conflict, match="only a published scorecard is amended"):
        amend(session, cast.max, call, given(3))
    publish(session, cast.max, call)
    with pytest.raises(Conflict, match="nothing differs"):
        amend(session, cast.max, call, given())
    with pytest.raises(Conflict, match="answer it, or say"):
        amend(session, cast.max, call, CardGiven({}, ""))
    with pytest.raises(Conflict, match="amend it, and say why"):
        draft(session, cast.max, call, given(3))
    with pytest.raises(StaleCardError):
        amend_card(session, seat=seat(session, cast.max, call), given=given(3), reason="x", version=1, now=on())
    assert list(session.scalars(select(CardAmendment))) == []


def test_a_rubric_that_changes_leaves_old_cards_as_they_were(session: Session, cast: Cast) -> None:
    """The same levels go on with their line; the criterion that changed begins another, and says since when."""
    call = assess(session, cast.max, cast.ada)
    publish(session, cast.max, call)
    calm, told = CONTENT["criteria"]
    changed = {**CONTENT, "criteria": [{**calm, "levels": ["no", "yes"], "points": 2.0}, {**told, "name": "Said it"}]}
    later = assess(session, cast.max, cast.ada, paper=replace(CALLS, digest="6" * 64, content=changed), now=on(5))
    publish(session, cast.max, later, given(2), days=6)
    old = read_assessment(session, seat=seat(session, cast.max, call)).rubric
    assert [criterion.name for criterion in old.criteria] == ["Calm", "Told it"]
    assert old.by_id["calm"].levels == ("no", "some", "yes")
    lines = [(line.criterion, line.levels, line.first_on) for line in session.scalars(select(ScoreLine))]
    assert sorted(lines) == [
        ("calm", ["no", "some", "yes"], on().day),
        ("calm", ["no", "yes"], on(5).day),
        ("told", ["good: yes"], on().day),
    ]
    assert len(list(session.scalars(select(RubricPaper)))) == 2


def test_a_line_begins_with_the_earliest_thing_that_was_scored(session: Session, cast: Cast) -> None:
    """Also when that is scored later."""
    publish(session, cast.max, assess(session, cast.max, cast.ada, now=on(5)), days=5)
    publish(session, cast.max, assess(session, cast.max, cast.ada, now=on(2)), days=6)
    publish(session, cast.max, assess(session, cast.max, cast.ada, now=on(4)), days=7)
    assert {line.first_on for line in session.scalars(select(ScoreLine))} == {on(2).day}


def test_who_was_not_asked_scores_nothing(session: Session, cast: Cast) -> None:
    """An admin who sees the assessment neither, and the rep only where the coach asks for it."""
    call = assess(session, cast.max, cast.ada)
    publish(session, cast.max, call)
    for player in (cast.nadia, cast.ada):
        with pytest.raises(NotAllowed, match="weren't asked"):
            draft(session, player, call)
        with pytest.raises(Refusal):
            amend(session, player, call, given(3))


def test_a_published_card_is_amended_after_the_end_but_not_in_a_calibration(session: Session, cast: Cast) -> None:
    """That compares what each gave alone."""
    call = assess(session, cast.max, cast.ada)
    compared = assess(session, cast.max, cast.ada, is_blind=True, is_calibration=True)
    for one in (call, compared):
        publish(session, cast.max, one)
        close_assessment(session, seat=seat(session, cast.max, one), now=on())
    assert amend(session, cast.max, call, given(3)).points == 4
    with pytest.raises(Conflict, match="a calibration compares"):
        amend(session, cast.max, compared, given(3))


def test_differences_are_told_by_criterion(session: Session, cast: Cast) -> None:
    """How far published cards lie apart; one that left a criterion out can't be compared."""
    answers = [given(1, told=True).answers, given(3, told=True).answers, given(2, told=None).answers]
    calm, told = differences(rubric_of(CONTENT), answers)
    assert (calm.values, calm.spread, calm.is_alike) == ([1, 3, 2], 1.0, False)
    assert (told.values, told.spread, told.is_alike) == ([True, True, None], 0.0, False)
    calm, told = differences(rubric_of(CONTENT), answers[:1])
    assert (calm.spread, told.spread, calm.is_alike) == (None, None, True)


def test_scores_are_listed_for_who_sees_their_cards(session: Session, cast: Cast) -> None:
    """By skill and up to a day; Ada doesn't see the coach's before her own is there."""
    call = assess(session, cast.max, cast.ada, asks_self=True)
    publish(session, cast.max, call)
    pitch = practise(session, cast.ada, cast.olga)
    publish(session, cast.olga, pitch, given(3))

    def seen(player: Player, **asked: Any) -> list[tuple[str, float]]:
        found = list_scores(session, sight=sight_on(session, player, cast.ada, cast.sven), **asked)
        return [(score.role, score.share) for score in found if score.criterion == "calm"]

    assert seen(cast.max) == [("coach", 0.5), ("grader", 1.0)]
    assert seen(cast.ada) == [("grader", 1.0)]
    assert seen(cast.olga) == [("grader", 1.0)]
    assert seen(cast.greta) == []
    assert seen(cast.max, skills=["negotiation"]) == []
    assert len(seen(cast.max, skills=["discovery"], until=on().day)) == 2
    assert seen(cast.max, rep_ids=[cast.sven.id]) == []


def test_of_two_saves_at_once_one_is_told(session: Session, cast: Cast) -> None:
    """Of the first one ever, too: there is one card, and what it says is what was saved first."""
    call = assess(session, cast.max, cast.ada)
    session.commit()

    def save(calm: int, version: int) -> Callable[[Session], object]:
        return lambda own: (
            save_draft(own, seat=seat(own, cast.max, call), given=given(calm), version=version, now=on()).version
        )

    for version in (0, 1):
        lost = meanwhile(session, save(1 + version, version), save(3, version))
        assert isinstance(lost, StaleCardError)
        assert lost.current is not None
        assert lost.current.version == version + 1
    assert [card.answers["calm"]["value"] for card in session.scalars(select(Scorecard))] == [2]
