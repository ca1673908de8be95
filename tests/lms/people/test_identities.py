"""Accounts with providers: one of each for a person, and what ends with them."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.errors import Conflict
from lms.people.identities import Identity, Unlinked, link_identity, unlink_identities
from lms.people.models import BrowserSession, Person
from lms.people.sessions import begin_session
from support.acting import meanwhile
from support.factories import MONDAY, Cast

ISSUER, OTHER = "https://login.example", "https://other.example"


def test_two_accounts_of_one_provider_at_once_link_one(session: Session, cast: Cast) -> None:
    """The second finds the first, whichever database it is."""

    def link(own: Session, subject: str) -> None:
        person = own.get_one(Person, cast.ada.id)
        link_identity(own, person=person, issuer=ISSUER, subject=subject, at=MONDAY)

    outcome = meanwhile(session, lambda own: link(own, "first"), lambda own: link(own, "second"))
    assert isinstance(outcome, Conflict)
    assert "ask an admin to unlink it" in str(outcome)
    assert session.scalars(select(Identity.subject)).all() == ["first"]


def test_unlinking_ends_what_was_begun_with_these_accounts(session: Session, cast: Cast) -> None:
    """Sessions of other providers, of other ways in, and of other people go on."""
    ada, olga = (session.get_one(Person, one.id) for one in (cast.ada, cast.olga))
    for person in (ada, olga):
        link_identity(session, person=person, issuer=ISSUER, subject=person.email, at=MONDAY)
        for method, issuer in (("sso", ISSUER), ("sso", ISSUER), ("sso", OTHER), ("link", None)):
            begin_session(session, person=person, at=MONDAY, method=method, issuer=issuer)
    assert unlink_identities(session, person=ada, at=MONDAY + timedelta(hours=1)) == Unlinked(accounts=1, sessions=2)
    ended = select(BrowserSession.person_id, BrowserSession.issuer).where(BrowserSession.ended_at.is_not(None))
    assert [tuple(row) for row in session.execute(ended)] == [(ada.id, ISSUER), (ada.id, ISSUER)]
    assert session.scalars(select(Identity.person_id)).all() == [olga.id]
    assert unlink_identities(session, person=ada, at=MONDAY) == Unlinked(accounts=0, sessions=0)
