"""Letters are claimed before they are sent: two senders never send one twice, and a failed one is tried again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from lms.notices.claims import Kind, claim, is_open, is_tried, note_sent
from lms.notices.models import Digest, KpiDigest
from support.acting import meanwhile
from support.factories import MONDAY, Cast

WEEK = date(2026, 3, 2)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
KINDS = pytest.mark.parametrize("kind", [Digest, KpiDigest])


@KINDS
def test_a_digest_is_claimed_once_and_again_after_an_hour(session: Session, cast: Cast, kind: Kind) -> None:
    """Whoever claimed it may have been killed."""
    ada = cast.ada.id
    assert not is_tried(session, kind, person_id=ada, begins=WEEK)
    assert claim(session, kind, person_id=ada, begins=WEEK, at=MONDAY)
    assert is_tried(session, kind, person_id=ada, begins=WEEK)
    assert not claim(session, kind, person_id=ada, begins=WEEK, at=MONDAY + HOUR - SECOND)
    assert claim(session, kind, person_id=ada, begins=WEEK, at=MONDAY + HOUR)
    assert not claim(session, kind, person_id=ada, begins=WEEK, at=MONDAY + HOUR + SECOND)


@KINDS
def test_a_digest_that_was_sent_is_never_claimed_again(session: Session, cast: Cast, kind: Kind) -> None:
    """But the next week's is, and somebody else's."""
    claim(session, kind, person_id=cast.ada.id, begins=WEEK, at=MONDAY)
    note_sent(session, kind, person_id=cast.ada.id, begins=WEEK, at=MONDAY + SECOND)
    later = MONDAY + 100 * HOUR
    assert not is_open(session, kind, person_id=cast.ada.id, begins=WEEK, at=later)
    assert not claim(session, kind, person_id=cast.ada.id, begins=WEEK, at=later)
    assert claim(session, kind, person_id=cast.max.id, begins=WEEK, at=later)
    assert claim(session, kind, person_id=cast.ada.id, begins=WEEK + timedelta(days=7), at=later)


@KINDS
def test_what_nobody_claimed_was_not_sent(session: Session, cast: Cast, kind: Kind) -> None:
    """A sender that forgets to claim is a bug."""
    with pytest.raises(LookupError):
        note_sent(session, kind, person_id=cast.ada.id, begins=WEEK, at=MONDAY)


@KINDS
@pytest.mark.parametrize("is_retry", [False, True])
def test_of_two_senders_at_once_one_gets_the_claim(session: Session, cast: Cast, kind: Kind, is_retry: bool) -> None:
    """The second waits for the first one's commit, and then finds the claim; the first try and a later one alike."""
    at = MONDAY
    if is_retry:
        claim(session, kind, person_id=cast.ada.id, begins=WEEK, at=at)
        session.commit()
        at += 2 * HOUR
    claims: list[bool] = []

    def try_to(one: Session) -> bool:
        claims.append(claim(one, kind, person_id=cast.ada.id, begins=WEEK, at=at))
        return claims[-1]

    assert meanwhile(session, try_to, try_to) is False
    assert claims == [True, False]
