"""Invitations are claimed before they are sent, and what was told is noted without standing in anybody's way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.coaching.models import CoachingSession
from lms.notices.appointments import Appointment
from lms.notices.invitations import (
    EventName,
    LastSent,
    choose_invitations,
    claim_invitation,
    count_untold,
    invited_among,
    last_sent,
    note_invitation,
    note_told,
    untold_sessions,
)
from support.acting import meanwhile
from support.appointments import HOUR, change, meet
from support.factories import MONDAY, Cast

SECOND = timedelta(seconds=1)
UID = "a@sessions.repertoire"


def test_an_invitation_is_claimed_once_and_again_after_an_hour(session: Session, cast: Cast) -> None:
    """Whoever claimed it may have been killed; once it was sent, only a higher sequence is."""
    name = EventName(cast.ada.id, UID)
    assert last_sent(session, name) is None
    assert claim_invitation(session, name, sequence=0, at=MONDAY)
    assert last_sent(session, name) == LastSent(-1, "")
    assert not claim_invitation(session, name, sequence=0, at=MONDAY + HOUR - SECOND)
    assert claim_invitation(session, name, sequence=0, at=MONDAY + HOUR)
    note_invitation(session, name, sequence=0, method="REQUEST", at=MONDAY + HOUR)
    assert last_sent(session, name) == LastSent(0, "REQUEST")
    assert not claim_invitation(session, name, sequence=0, at=MONDAY + 9 * HOUR)
    assert claim_invitation(session, name, sequence=1, at=MONDAY + HOUR)
    assert not claim_invitation(session, name, sequence=2, at=MONDAY + HOUR + SECOND)


@pytest.mark.parametrize("other", [("max", UID, ""), ("ada", "b", ""), ("ada", UID, "20260303T090000")])
def test_a_claim_is_of_one_person_and_one_event(session: Session, cast: Cast, other: tuple[str, str, str]) -> None:
    """One of a series is another event than all of it."""
    who, uid, recurrence = other
    assert claim_invitation(session, EventName(cast.ada.id, UID), sequence=0, at=MONDAY)
    name = EventName(getattr(cast, who).id, uid, recurrence)
    assert claim_invitation(session, name, sequence=0, at=MONDAY)


@pytest.mark.parametrize("is_known", [False, True])
def test_of_two_senders_at_once_one_gets_the_claim(session: Session, cast: Cast, is_known: bool) -> None:
    """The second waits for the first one's commit, and then finds the claim."""
    name = EventName(cast.ada.id, UID)
    if is_known:
        note_invitation(session, name, sequence=0, method="REQUEST", at=MONDAY)
        session.commit()
    claims: list[bool] = []

    def try_to(one: Session) -> bool:
        claims.append(claim_invitation(one, name, sequence=1, at=MONDAY + HOUR))
        return claims[-1]

    assert meanwhile(session, try_to, try_to) is False
    assert claims == [True, False]


def test_sessions_to_come_that_are_not_told_are_found_in_steps(session: Session, cast: Cast) -> None:
    """The next first, also of several at the same moment; not those that are over, nor those that are told."""
    made = [meet(session, cast, at=MONDAY + (1 + number // 2) * HOUR) for number in range(5)]
    meet(session, cast, at=MONDAY)
    note_told(session, CoachingSession, told={made[0].id: 0})
    found: list[Appointment] = []
    while step := untold_sessions(session, at=MONDAY, after=found[-1] if found else None, limit=2):
        found += step
    assert [one.id for one in found] == [one.id for one in made[1:]]
    assert count_untold(session, at=MONDAY) == len(found)


def test_what_changed_meanwhile_stays_to_be_told(session: Session, cast: Cast) -> None:
    """And nothing that is told becomes untold again."""
    one = meet(session, cast)
    change(one)
    session.flush()
    note_told(session, CoachingSession, told={one.id: 0})
    assert len(untold_sessions(session, at=MONDAY, after=None, limit=9)) == 1
    for sequence in (1, 0):
        note_told(session, CoachingSession, told={one.id: sequence})
        assert untold_sessions(session, at=MONDAY, after=None, limit=9) == []
    note_told(session, CoachingSession, told={})


@pytest.mark.postgres
@pytest.mark.parametrize("standing", ["postgres"], indirect=True)
def test_nobody_waits_for_what_somebody_else_is_changing(session: Session, cast: Cast) -> None:
    """It is told the next time; where several sessions are changed, two that wait would wait for each other."""
    free, busy = meet(session, cast), meet(session, cast)
    session.commit()

    def edit(one: Session) -> None:
        one.get_one(CoachingSession, busy.id).topic = "Other"
        one.flush()

    def note(one: Session) -> list[int]:
        note_told(one, CoachingSession, told={free.id: 0, busy.id: 0})
        told = select(CoachingSession.told_sequence).where(CoachingSession.id.in_([free.id, busy.id]))
        return sorted(one.scalars(told))

    assert meanwhile(session, edit, note) == [-1, 0]


def test_who_left_is_a_partner_or_wants_none_is_not_invited(session: Session, cast: Cast) -> None:
    """Everybody else is, without having said so."""
    ids = [player.id for player in cast.everyone()]
    choose_invitations(session, actor=cast.ada.actor, are_sent=False, at=MONDAY)
    assert invited_among(session, person_ids=ids, at=MONDAY) == set(ids) - {cast.ada.id, cast.paula.id}
