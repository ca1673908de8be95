"""Secret addresses of calendars: one a person works at a time, and only its hash is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.errors import NotFound
from lms.notices.feeds import FeedChoice, choose_holds, find_feed, issue_feed, read_choice, revoke_feed
from lms.notices.models import CalendarFeed
from lms.people.models import Person
from support.acting import meanwhile
from support.factories import MONDAY, Cast


def test_the_address_leads_to_its_owner_and_only_its_hash_is_kept(session: Session, cast: Cast) -> None:
    """256 random bits."""
    secret = issue_feed(session, actor=cast.ada.actor, at=MONDAY)
    assert len(secret) == 43
    owner = find_feed(session, secret=secret, at=MONDAY).owner
    assert (owner.id, owner.email, owner.name) == (cast.ada.id, cast.ada.email, "Ada Lind")
    assert session.scalars(select(CalendarFeed.digest)).all() == [hashlib.sha256(secret.encode()).digest()]


def test_a_new_address_ends_the_old_one_and_nobody_elses(session: Session, cast: Cast) -> None:
    """So does revoking it, and doing that twice is no error."""
    old, other = (issue_feed(session, actor=player.actor, at=MONDAY) for player in (cast.ada, cast.max))
    new = issue_feed(session, actor=cast.ada.actor, at=MONDAY)
    with pytest.raises(NotFound):
        find_feed(session, secret=old, at=MONDAY)
    assert find_feed(session, secret=new, at=MONDAY).owner.id == cast.ada.id
    for _ in range(2):
        revoke_feed(session, actor=cast.ada.actor, at=MONDAY)
    with pytest.raises(NotFound):
        find_feed(session, secret=new, at=MONDAY)
    assert find_feed(session, secret=other, at=MONDAY).owner.id == cast.max.id


@pytest.mark.parametrize("secret", ["", "guess", "\x00", "\ud800", "x" * 5000])
def test_a_guess_leads_nowhere(session: Session, cast: Cast, secret: str) -> None:
    """Whatever bytes stand in the address."""
    with pytest.raises(NotFound):
        find_feed(session, secret=secret, at=MONDAY)


def test_who_left_or_became_a_partner_has_no_calendar(session: Session, cast: Cast) -> None:
    """Titles of internal pages stay inside."""
    ada, max_ = (issue_feed(session, actor=player.actor, at=MONDAY) for player in (cast.ada, cast.max))
    session.get_one(Person, cast.ada.id).left_at = MONDAY
    session.get_one(Person, cast.max.id).roles[0].role = "partner"
    session.flush()
    for secret in (ada, max_):
        with pytest.raises(NotFound):
            find_feed(session, secret=secret, at=MONDAY)


def test_of_two_addresses_made_at_once_one_works(session: Session, cast: Cast) -> None:
    """The later one ends the earlier."""
    secrets: list[str] = []

    def issue(one: Session) -> None:
        secrets.append(issue_feed(one, actor=cast.ada.actor, at=MONDAY))

    assert meanwhile(session, issue, issue) is None
    with pytest.raises(NotFound):
        find_feed(session, secret=secrets[0], at=MONDAY)
    assert find_feed(session, secret=secrets[1], at=MONDAY).owner.id == cast.ada.id


def test_of_two_choices_at_once_the_later_counts(session: Session, cast: Cast) -> None:
    """Neither is lost in an address that the other ended."""
    issue_feed(session, actor=cast.ada.actor, at=MONDAY)
    session.commit()

    def choose(*holds: str) -> Callable[[Session], FeedChoice]:
        return lambda one: choose_holds(one, actor=cast.ada.actor, holds=holds)

    meanwhile(session, choose("actions"), choose("sessions"))
    session.rollback()
    assert read_choice(session, actor=cast.ada.actor) == FeedChoice(("sessions",), has_address=True)
