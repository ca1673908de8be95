"""Digests are claimed before they are sent: two senders never send one twice, and a failed one is tried again."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from lms.notices.digests import claim_digest, find_recipients, is_open, is_tried, note_sent
from lms.people.models import Person, PersonRole
from support.acting import meanwhile
from support.factories import MONDAY, Cast

WEEK = date(2026, 3, 2)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def test_a_digest_is_claimed_once_and_again_after_an_hour(session: Session, cast: Cast) -> None:
    """Whoever claimed it may have been killed."""
    ada = cast.ada.id
    assert not is_tried(session, person_id=ada, week=WEEK)
    assert claim_digest(session, person_id=ada, week=WEEK, at=MONDAY)
    assert is_tried(session, person_id=ada, week=WEEK)
    assert not claim_digest(session, person_id=ada, week=WEEK, at=MONDAY + HOUR - SECOND)
    assert claim_digest(session, person_id=ada, week=WEEK, at=MONDAY + HOUR)
    assert not claim_digest(session, person_id=ada, week=WEEK, at=MONDAY + HOUR + SECOND)


def test_a_digest_that_was_sent_is_never_claimed_again(session: Session, cast: Cast) -> None:
    """But the next week's is, and somebody else's."""
    claim_digest(session, person_id=cast.ada.id, week=WEEK, at=MONDAY)
    note_sent(session, person_id=cast.ada.id, week=WEEK, at=MONDAY + SECOND)
    later = MONDAY + 100 * HOUR
    assert not is_open(session, person_id=cast.ada.id, week=WEEK, at=later)
    assert not claim_digest(session, person_id=cast.ada.id, week=WEEK, at=later)
    assert claim_digest(session, person_id=cast.max.id, week=WEEK, at=later)
    assert claim_digest(session, person_id=cast.ada.id, week=WEEK + timedelta(days=7), at=later)


def test_what_nobody_claimed_was_not_sent(session: Session, cast: Cast) -> None:
    """A sender that forgets to claim is a bug."""
    with pytest.raises(LookupError):
        note_sent(session, person_id=cast.ada.id, week=WEEK, at=MONDAY)


@pytest.mark.parametrize("is_retry", [False, True])
def test_of_two_senders_at_once_one_gets_the_claim(session: Session, cast: Cast, is_retry: bool) -> None:
    """The second waits for the first one's commit, and then finds the claim; the first try and a later one alike."""
    at = MONDAY
    if is_retry:
        claim_digest(session, person_id=cast.ada.id, week=WEEK, at=at)
        session.commit()
        at += 2 * HOUR
    claims: list[bool] = []

    def claim(one: Session) -> bool:
        claims.append(claim_digest(one, person_id=cast.ada.id, week=WEEK, at=at))
        return claims[-1]

    assert meanwhile(session, claim, claim) is False
    assert claims == [True, False]


def test_only_our_own_people_who_have_not_left_are_written_to(session: Session, cast: Cast) -> None:
    """A page can name anybody as its owner; mail goes only to the directory's people, and not to partners."""
    session.get_one(Person, cast.olga.id).left_at = MONDAY - timedelta(days=1)
    session.flush()
    wanted = {" Mara@BrightWharf.example ", "ada@brightwharf.example", "stranger@elsewhere.example"}
    wanted |= {cast.olga.email, cast.paula.email}
    assert [person.name for person in find_recipients(session, emails=wanted, at=MONDAY)] == ["Ada Lind", "Mara Quill"]


def test_a_partner_with_another_role_is_one_of_us(session: Session, cast: Cast) -> None:
    """The other role says that they see what is internal."""
    session.add(PersonRole(person_id=cast.paula.id, role="author"))
    session.flush()
    found: list[UUID] = [person.id for person in find_recipients(session, emails={cast.paula.email}, at=MONDAY)]
    assert found == [cast.paula.id]
