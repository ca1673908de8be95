"""Assessments: who asks, declines, comments, closes and releases, and what a page may offer of it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.errors import Conflict, NotAllowed
from lms.people.models import Person
from lms.scoring.acting import actions_of
from lms.scoring.assessments import Deed, Manner, close_assessment, make_assessment, release_assessment
from lms.scoring.cards import add_comment, publish_card
from lms.scoring.models import Score, Scorecard
from lms.scoring.reading import list_to_score, read_assessment
from lms.scoring.scorers import ask_peer, decline
from support.acting import meanwhile
from support.factories import Cast, Player
from support.learning import on
from support.scoring import (
    CALLS,
    ask,
    assess,
    draft,
    given,
    move,
    publish,
    seat,
)


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
