"""Coaching sessions: for two people, whatever role a third one has; who may plan them with whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from lms.coaching.changing import accept_session, allowed_for, edit_session
from lms.coaching.listing import list_sessions, list_waiting
from lms.coaching.plans import checked_place
from lms.coaching.sessions import get_session, list_events
from lms.errors import Conflict, NotAllowed, NotFound
from lms.people.models import Person
from support.coaching import TUESDAY, pair, plan, propose
from support.factories import MONDAY, Cast
from support.learning import on


def test_only_the_two_find_a_session(session: Session, cast: Cast) -> None:
    """Everybody else is told that there is none."""
    made = plan(session, cast.max, cast.ada)
    for player in cast.everyone():
        if player in {cast.max, cast.ada}:
            assert get_session(session, actor=player.actor, session_id=made.id) is made
            assert list_sessions(session, actor=player.actor, limit=9) == [made]
        else:
            assert list_sessions(session, actor=player.actor, limit=9) == []
            with pytest.raises(NotFound):
                get_session(session, actor=player.actor, session_id=made.id)


def test_a_coach_keeps_a_session_when_the_rep_changes_teams(session: Session, cast: Cast) -> None:
    """What the two talked about stays theirs; the new manager doesn't inherit it."""
    made = plan(session, cast.max, cast.ada)
    session.get_one(Person, cast.ada.id).team_id = cast.teams["South"]
    session.flush()
    assert get_session(session, actor=cast.max.actor, session_id=made.id) is made
    with pytest.raises(NotFound):
        get_session(session, actor=cast.greta.actor, session_id=made.id)
    with pytest.raises(NotFound):
        plan(session, cast.max, cast.ada)


def test_nobody_is_coached_alone_or_after_leaving(session: Session, cast: Cast) -> None:
    """Both refusals name the rep."""
    with pytest.raises(Conflict, match="two people"):
        plan(session, cast.max, cast.max)
    session.get_one(Person, cast.ada.id).left_at = MONDAY
    session.flush()
    with pytest.raises(Conflict, match="Ada Lind has left"):
        plan(session, cast.max, cast.ada)


def test_a_coach_plans_and_a_rep_proposes(session: Session, cast: Cast) -> None:
    """What the coach plans is agreed, unless the coach asks; what a rep asks for waits for the coach."""
    agreed, asked = plan(session, cast.max, cast.ada), plan(session, cast.max, cast.ada, asks=True)
    wished = propose(session, cast.ada, cast.max)
    assert [one.status for one in (agreed, asked, wished)] == ["accepted", "proposed", "proposed"]
    assert list_waiting(session, actor=cast.ada.actor, at=MONDAY, limit=9) == [asked]
    assert list_waiting(session, actor=cast.max.actor, at=MONDAY, limit=9) == [wished]
    assert list_waiting(session, actor=cast.max.actor, at=TUESDAY + timedelta(minutes=1), limit=9) == []
    with pytest.raises(NotAllowed, match="the other of you"):
        accept_session(session, actor=cast.ada.actor, session_id=wished.id, now=on())
    assert accept_session(session, actor=cast.max.actor, session_id=wished.id, now=on()).status == "accepted"
    assert [event.kind for event in list_events(session, coaching=wished)] == ["proposed", "accepted"]


def test_a_rep_proposes_to_a_manager_of_theirs_alone(session: Session, cast: Cast) -> None:
    """Sven's is Max too, who manages the team above; nobody else is there for them, not even the admin."""
    assert propose(session, cast.sven, cast.max).coach_id == cast.max.id
    for coach in (cast.greta, cast.nadia, cast.mara, cast.sven, cast.paula):
        with pytest.raises(NotFound):
            propose(session, cast.ada, coach)
    with pytest.raises(NotFound):
        propose(session, cast.mara, cast.max)
    with pytest.raises(Conflict, match="two people"):
        propose(session, cast.ada, cast.ada)
    with pytest.raises(Conflict, match="has passed"):
        propose(session, cast.ada, cast.max, at=MONDAY)


def test_a_mentor_has_sessions_of_mentoring_and_no_others(session: Session, cast: Cast) -> None:
    """From the day of the pair on, either of the two plans them, whatever team they are in."""
    pair(session, cast.olga, cast.ada, cast.nadia, since=1)
    with pytest.raises(NotFound):
        plan(session, cast.olga, cast.ada, kind="mentoring")
    assert plan(session, cast.olga, cast.ada, kind="mentoring", now=on(1), at=on(2).at).status == "accepted"
    assert propose(session, cast.ada, cast.olga, kind="mentoring", now=on(1), at=on(2).at).status == "proposed"
    for kind in ("one-to-one", "deal-review"):
        with pytest.raises(Conflict, match="a mentor's sessions"):
            plan(session, cast.olga, cast.ada, kind=kind, now=on(1), at=on(2).at)
        with pytest.raises(Conflict, match="a mentor's sessions"):
            propose(session, cast.ada, cast.olga, kind=kind, now=on(1), at=on(2).at)
    with pytest.raises(NotFound):
        plan(session, cast.ada, cast.olga, kind="mentoring", now=on(1))


def test_a_mentors_session_stays_one_of_mentoring(session: Session, cast: Cast) -> None:
    """Neither of the two can make another kind of it; a manager's may become any."""
    pair(session, cast.olga, cast.ada, cast.nadia)
    made, managed = plan(session, cast.olga, cast.ada, kind="mentoring"), plan(session, cast.max, cast.ada)
    for player in (cast.olga, cast.ada):
        with pytest.raises(Conflict, match="a mentor's sessions"):
            edit_session(session, actor=player.actor, session_id=made.id, now=on(), changes={"kind": "role-play"})
    changed = edit_session(
        session,
        actor=cast.ada.actor,
        session_id=managed.id,
        now=on(),
        changes={"kind": "role-play", "place": " Room 4 "},
    )
    assert (changed.kind, changed.place, changed.sequence) == ("role-play", "Room 4", 1)
    edit_session(session, actor=cast.ada.actor, session_id=managed.id, now=on(), changes={"place": "Room 4"})
    assert (changed.sequence, len(list_events(session, coaching=changed))) == (1, 2)


def test_what_one_may_do_next_is_said(session: Session, cast: Cast) -> None:
    """For each of the two; before it begins nobody says that it was missed."""
    made = plan(session, cast.max, cast.ada)
    assert allowed_for(made, actor=cast.max.actor, at=MONDAY) == ["move", "edit", "hold", "cancel"]
    assert allowed_for(made, actor=cast.ada.actor, at=TUESDAY) == ["move", "edit", "miss", "cancel"]


@pytest.mark.parametrize(
    "place",
    [
        "http://calls.example/4",
        "javascript://calls.example/%0aalert(1)",
        "https://",
        "https://max:secret@calls.example/",
        "https://calls.example/a b",
        "https://[calls.example/",
    ],
)
def test_an_address_of_a_call_is_one_of_https(place: str) -> None:
    """What would be made a link leads to another site, and nowhere else."""
    with pytest.raises(Conflict, match="https://"):
        checked_place(place)


@pytest.mark.parametrize("place", ["Room 4", "会議室", "https://calls.example/4?pwd=a#b", "tel. 12: by the lift"])
def test_a_place_is_kept_as_it_is_written(place: str) -> None:
    """But for spaces around it; an empty one is none."""
    assert checked_place(f" {place} ") == place
    assert checked_place("  ") is checked_place(None) is None
