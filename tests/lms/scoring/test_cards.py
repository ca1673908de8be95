"""Scorecards: drafts by version, published once, amended with a reason; scores follow from their answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.errors import Conflict, NotAllowed, Refusal
from lms.people.models import Person
from lms.scoring.acting import actions_of
from lms.scoring.assessments import Deed, Manner, close_assessment, make_assessment, release_assessment
from lms.scoring.cards import CardGiven, StaleCardError, add_comment, amend_card, publish_card, save_draft
from lms.scoring.differing import differences
from lms.scoring.models import CardAmendment, RubricPaper, Score, Scorecard, ScoreLine
from lms.scoring.reading import list_to_score, read_assessment
from lms.scoring.rubric import rubric_of
from lms.scoring.scorers import ask_peer, decline
from lms.scoring.scores import list_scores
from support.acting import meanwhile
from support.factories import Cast, Player
from support.learning import on
from support.scoring import (
    CALLS,
    CONTENT,
    amend,
    ask,
    assess,
    draft,
    given,
    move,
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


def test_who_declined_or_comes_after_the_end_scores_nothing(session: Session, cast: Cast) -> None:
    """What they had begun stays theirs."""
    call = assess(session, cast.max, cast.ada)
    ask(session, call, cast.mara)
    draft(session, cast.mara, call)
    decline(session, seat=seat(session, cast.mara, call), now=on())
    with pytest.raises(Conflict, match="you declined"):
        draft(session, cast.mara, call, given(3))
    assert [card.answers for card in _cards(session, cast.mara, call)] == [given().answers]
    close_assessment(session, seat=seat(session, cast.max, call), now=on())
    for act in (draft, publish):
        with pytest.raises(Conflict, match="closed"):
            act(session, cast.max, call)
    with pytest.raises(Conflict, match="closed already"):
        close_assessment(session, seat=seat(session, cast.max, call), now=on())
    with pytest.raises(Conflict, match="nobody is asked any more"):
        ask_peer(session, seat=seat(session, cast.max, call), person=_person(session, cast.olga), now=on())


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


def test_the_rep_and_the_coach_ask_peers(session: Session, cast: Cast) -> None:
    """Once each; whoever declined may be asked again."""
    call = assess(session, cast.max, cast.ada)
    publish(session, cast.max, call)
    for asker, peer in ((cast.ada, cast.sven), (cast.max, cast.olga), (cast.nadia, cast.mara)):
        ask_peer(session, seat=seat(session, asker, call), person=_person(session, peer), now=on())
        assert seat(session, peer, call).scorer is not None
    with pytest.raises(Conflict, match="Sven Berg was asked already"):
        ask_peer(session, seat=seat(session, cast.ada, call), person=_person(session, cast.sven), now=on())
    decline(session, seat=seat(session, cast.sven, call), now=on())
    again = ask_peer(session, seat=seat(session, cast.max, call), person=_person(session, cast.sven), now=on(1))
    assert (again.declined_at, again.asked_by_id) == (None, cast.max.id)
    assert draft(session, cast.sven, call).role == "peer"


def test_who_cannot_be_asked_is_told(session: Session, cast: Cast) -> None:
    """A partner, the rep themselves, somebody who left, and an address that isn't there look the same or say why."""
    call = assess(session, cast.max, cast.ada)
    ask(session, call, cast.mara)
    own = seat(session, cast.max, call)
    for person in (None, _person(session, cast.paula)):
        with pytest.raises(Conflict, match="nobody with this address can be asked"):
            ask_peer(session, seat=own, person=person, now=on())
    with pytest.raises(Conflict, match="somebody else than who is scored"):
        ask_peer(session, seat=own, person=_person(session, cast.ada), now=on())
    _person(session, cast.sven).left_at = on().at
    with pytest.raises(Conflict, match="Sven Berg has left"):
        ask_peer(session, seat=own, person=_person(session, cast.sven), now=on())
    with pytest.raises(NotAllowed, match="the rep asks their peers"):
        ask_peer(session, seat=seat(session, cast.mara, call), person=_person(session, cast.olga), now=on())


def test_the_rep_scorers_and_who_leads_comment_on_what_is_published(session: Session, cast: Cast) -> None:
    """Whoever sees the card reads them."""
    call = assess(session, cast.max, cast.ada)
    card = draft(session, cast.max, call)
    with pytest.raises(Conflict, match="publish it first"):
        add_comment(session, seat=seat(session, cast.max, call), card=card, text="x", now=on())
    publish(session, cast.max, call)
    for player in (cast.ada, cast.max, cast.nadia):
        add_comment(session, seat=seat(session, player, call), card=card, text=player.name, now=on())
    read = read_assessment(session, seat=seat(session, cast.ada, call))
    assert [comment.text for comment in read.comments[card.id]] == ["Ada Lind", "Max Oduya", "Nadia Brandt"]


def test_only_the_rep_releases_and_only_who_leads_closes(session: Session, cast: Cast) -> None:
    """After Ada moved that is Greta, once something is hers to see; Max isn't asked any more."""
    call = assess(session, cast.max, cast.ada)
    publish(session, cast.max, call)
    with pytest.raises(NotAllowed, match="only who was scored"):
        release_assessment(session, seat=seat(session, cast.max, call), is_released=True, now=on())
    with pytest.raises(NotAllowed, match="closes it"):
        close_assessment(session, seat=seat(session, cast.ada, call), now=on())
    move(session, cast, cast.ada, "South", days=2)
    release_assessment(session, seat=seat(session, cast.ada, call), is_released=True, now=on(2))
    with pytest.raises(NotAllowed, match="closes it"):
        close_assessment(session, seat=seat(session, cast.max, call, days=2), now=on(2))
    close_assessment(session, seat=seat(session, cast.greta, call, days=2), now=on(2))
    assert call.closed_at == on(2).at


@pytest.mark.parametrize(
    ("state", "player", "actions"),
    [
        ("new", "max", ["save", "decline", "ask", "close", "comment"]),
        ("new", "ada", ["save", "decline", "ask", "release", "comment"]),
        ("draft", "max", ["save", "publish", "decline", "ask", "close", "comment"]),
        ("published", "max", ["amend", "ask", "close", "comment"]),
        ("published", "nadia", ["ask", "close", "comment"]),
        ("published", "mara", ["save", "decline", "comment"]),
        ("declined", "ada", ["ask", "release", "comment"]),
        ("released", "ada", ["save", "decline", "ask", "take-back", "comment"]),
        ("closed", "max", ["amend", "comment"]),
        ("closed", "ada", ["release", "comment"]),
        ("moved", "max", ["amend", "comment"]),
    ],
)
def test_a_page_offers_what_may_be_done(
    session: Session, cast: Cast, state: str, player: str, actions: list[str]
) -> None:
    """By state and person; Mara is a peer."""
    call = assess(session, cast.max, cast.ada, asks_self=True)
    ask(session, call, cast.mara)
    if state != "new":
        (draft if state == "draft" else publish)(session, cast.max, call)
    if state == "declined":
        decline(session, seat=seat(session, cast.ada, call), now=on())
    if state == "released":
        release_assessment(session, seat=seat(session, cast.ada, call), is_released=True, now=on())
    if state == "closed":
        close_assessment(session, seat=seat(session, cast.max, call), now=on())
    if state == "moved":
        move(session, cast, cast.ada, "South", days=1)
    assert actions_of(seat(session, getattr(cast, player), call, days=1)) == actions


def test_what_is_to_be_scored_is_listed_until_it_is(session: Session, cast: Cast) -> None:
    """The oldest first; with one's own draft, and nothing that is closed or was declined."""
    first, second, third = (assess(session, cast.max, cast.ada, asks_self=True) for _ in range(3))
    draft(session, cast.ada, second)
    rows = list_to_score(session, actor=cast.ada.actor, limit=9)
    assert [row.assessment for row in rows] == [first, second, third]
    assert [len(row.cards) for row in rows] == [0, 1, 0]
    assert [row.assessment for row in list_to_score(session, actor=cast.ada.actor, after=first.id, limit=1)] == [second]
    publish(session, cast.ada, first)
    decline(session, seat=seat(session, cast.ada, second), now=on())
    close_assessment(session, seat=seat(session, cast.max, third), now=on())
    assert list_to_score(session, actor=cast.ada.actor, limit=9) == []
    assert [row.assessment for row in list_to_score(session, actor=cast.max.actor, limit=9)] == [first, second]


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


def test_nobody_publishes_while_it_is_being_closed(session: Session, cast: Cast) -> None:
    """Whoever comes second is told."""
    call = assess(session, cast.max, cast.ada)
    draft(session, cast.max, call)
    session.commit()
    late = meanwhile(
        session,
        lambda own: close_assessment(own, seat=seat(own, cast.max, call), now=on()),
        lambda own: publish_card(own, seat=seat(own, cast.max, call), version=1, now=on()),
    )
    assert isinstance(late, Conflict)
    assert list(session.scalars(select(Score))) == []


@pytest.mark.parametrize(("days", "says"), [(1, "has taken place"), (-4000, "more than ten years back")])
def test_what_is_assessed_has_taken_place(session: Session, cast: Cast, days: int, says: str) -> None:
    """And not before anybody's time."""
    done = Deed("call", "x", on(days).day)
    with pytest.raises(Conflict, match=says):
        make_assessment(
            session, rep_id=cast.ada.id, opened_by_id=cast.max.id, paper=CALLS, done=done, manner=Manner(), now=on()
        )


def test_nobody_who_left_is_assessed(session: Session, cast: Cast) -> None:
    """The field is named."""
    _person(session, cast.ada).left_at = on().at
    with pytest.raises(Conflict, match="Ada Lind has left"):
        assess(session, cast.max, cast.ada)


def _cards(session: Session, player: Player, call: Any) -> list[Scorecard]:
    return list(read_assessment(session, seat=seat(session, player, call)).cards)


def _person(session: Session, player: Player) -> Person:
    return session.get_one(Person, player.id)
