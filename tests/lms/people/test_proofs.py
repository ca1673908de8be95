"""Tokens, links and cookies: kept as SHA-256, and good for their time only."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.errors import NotFound
from lms.people.access import Actor
from lms.people.last_uses import LastUses
from lms.people.models import ApiToken, BrowserSession, Person, SignInLink
from lms.people.proofs import (
    LINK_HOURS,
    TokenOwner,
    actor_of_cookie,
    actor_of_token,
    issue_link,
    issue_token,
    revoke_token,
    use_link,
)
from lms.people.sessions import SESSION_DAYS, end_session
from support.factories import MONDAY, Cast

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


@pytest.fixture
def ada(session: Session, cast: Cast) -> Person:
    """Find Ada's record."""
    return session.get_one(Person, cast.ada.id)


def test_secrets_are_long_and_different(session: Session, ada: Person) -> None:
    """256 random bits each, the tokens marked as ours so that a scanner can find a leaked one."""
    tokens = {issue_token(session, person=ada, name="x", at=MONDAY)[1] for _ in range(3)}
    links = {issue_link(session, person=ada, at=MONDAY) for _ in range(3)}
    assert len(tokens | links) == 6
    assert all(token.startswith("rpt_") and len(token) == 4 + 43 for token in tokens)
    assert all(len(link) == 43 for link in links)


def test_only_the_sha_256_is_kept(session: Session, ada: Person) -> None:
    """Of a token, a link and a cookie alike."""
    _, token = issue_token(session, person=ada, name="mine", at=MONDAY)
    link = issue_link(session, person=ada, at=MONDAY)
    cookie = use_link(session, secret=link, at=MONDAY)
    kept = [
        session.scalars(select(ApiToken.digest).where(ApiToken.name == "mine")).one(),
        session.scalars(select(SignInLink.digest)).one(),
        session.scalars(select(BrowserSession.digest)).one(),
    ]
    assert kept == [hashlib.sha256(secret.encode()).digest() for secret in (token, link, cookie)]


def test_a_token_is_good_until_the_moment_it_expires(session: Session, ada: Person) -> None:
    """One second before ninety days it works, at ninety days it doesn't."""
    _, secret = issue_token(session, person=ada, name="x", at=MONDAY)
    assert actor_of_token(session.connection(), secret=secret, at=MONDAY + 90 * DAY - SECOND) == TokenOwner(
        Actor.of(ada), "all", is_due=True
    )
    assert actor_of_token(session.connection(), secret=secret, at=MONDAY + 90 * DAY) is None


def test_a_revoked_token_is_nobodys(session: Session, cast: Cast, ada: Person) -> None:
    """Only its owner can revoke it."""
    token, secret = issue_token(session, person=ada, name="x", at=MONDAY)
    with pytest.raises(NotFound):
        revoke_token(session, actor=cast.nadia.actor, token_id=token.id, at=MONDAY)
    revoke_token(session, actor=cast.ada.actor, token_id=token.id, at=MONDAY)
    assert actor_of_token(session.connection(), secret=secret, at=MONDAY) is None


def test_the_last_use_is_due_again_after_five_minutes(session: Session, ada: Person) -> None:
    """Not at every request, because a write costs more than the request."""
    _, secret = issue_token(session, person=ada, name="x", at=MONDAY)
    uses = LastUses(ApiToken.last_used_at)
    uses.note(secret, at=MONDAY)
    uses.write(session)
    for minutes, is_due in ((0, False), (4, False), (5, True)):
        assert actor_of_token(
            session.connection(), secret=secret, at=MONDAY + timedelta(minutes=minutes)
        ) == TokenOwner(Actor.of(ada), "all", is_due)


def test_a_link_is_good_once_and_for_a_day(session: Session, ada: Person) -> None:
    """The second use, and the use at the end of the day, are refused."""
    link, old = (issue_link(session, person=ada, at=MONDAY) for _ in range(2))
    cookie = use_link(session, secret=link, at=MONDAY)
    assert actor_of_cookie(session.connection(), cookie=cookie, at=MONDAY) == (Actor.of(ada), False)
    for secret, at in ((link, MONDAY), (old, MONDAY + timedelta(hours=LINK_HOURS)), ("guess", MONDAY)):
        with pytest.raises(NotFound):
            use_link(session, secret=secret, at=at)


def test_a_browser_session_lasts_two_weeks_or_until_it_is_ended(session: Session, ada: Person) -> None:
    """Signing out ends this browser's session and no other."""
    first, second = (use_link(session, secret=issue_link(session, person=ada, at=MONDAY), at=MONDAY) for _ in range(2))
    end = MONDAY + SESSION_DAYS * DAY
    assert actor_of_cookie(session.connection(), cookie=first, at=end - SECOND) == (Actor.of(ada), True)
    assert actor_of_cookie(session.connection(), cookie=first, at=end) is None
    end_session(session, cookie=first, at=MONDAY)
    assert actor_of_cookie(session.connection(), cookie=first, at=MONDAY) is None
    assert actor_of_cookie(session.connection(), cookie=second, at=MONDAY) == (Actor.of(ada), False)


def test_who_left_proves_nothing_any_more(session: Session, ada: Person) -> None:
    """Token, cookie and link all end with the day of leaving."""
    _, token = issue_token(session, person=ada, name="x", at=MONDAY)
    link, other = (issue_link(session, person=ada, at=MONDAY) for _ in range(2))
    cookie = use_link(session, secret=link, at=MONDAY)
    ada.left_at = MONDAY
    session.flush()
    assert actor_of_token(session.connection(), secret=token, at=MONDAY) is None
    assert actor_of_cookie(session.connection(), cookie=cookie, at=MONDAY) is None
    with pytest.raises(NotFound):
        use_link(session, secret=other, at=MONDAY)


@pytest.mark.parametrize("secret", ["", "rpt_", "\0", "\ud800", "é" * 10_000])
def test_any_text_may_be_tried_as_a_secret(session: Session, cast: Cast, secret: str) -> None:
    """Whatever a header or cookie holds, the answer is that it is nobody's."""
    assert actor_of_token(session.connection(), secret=secret, at=MONDAY) is None
    assert actor_of_cookie(session.connection(), cookie=secret, at=MONDAY) is None
