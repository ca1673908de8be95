"""Arriving: who a provider's account is here, linked or made where that may be, with the roles that its claims say."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from sqlalchemy.orm import Session

from api.work.heard import for_log
from api.work.sso.claims import Arrival, is_kept_out
from api.work.sso.settings import ProviderSettings
from lms.days import Now
from lms.errors import Conflict, NotAllowed
from lms.people.directory import find_person, find_team, get_person, take_turns_with_admins
from lms.people.identities import find_identity, link_identity
from lms.people.models import Person, Team
from lms.training.following import add_person, change_person

log = logging.getLogger("repertoire.sso")


def arrive(session: Session, arrival: Arrival, provider: ProviderSettings, *, now: Now) -> Person:
    """Return the person whom an account lets in, linked to it from now on.

    Raises NotAllowed for whom nobody lets in, and Conflict where two came at once or another account is linked: who
    asks takes all back, and tries once more.
    """
    if is_kept_out(provider, arrival.roles):
        raise NotAllowed("none of your groups has access; ask whoever runs this")
    identity = find_identity(session, issuer=arrival.issuer, subject=arrival.subject)
    if identity is not None:
        person = get_person(session, person_id=identity.person_id)
        identity.last_used_at = now.at
    else:
        person = _matched(session, arrival, provider) or _made(session, arrival, provider, now)
        if provider.roles_follow:  # which may take these turns, and not after that of one of them
            take_turns_with_admins(session, person_ids=[person.id])
        link_identity(session, person=person, issuer=arrival.issuer, subject=arrival.subject, at=now.at)
    if person.has_left(now.at):
        raise NotAllowed(f"{person.email} has left the company, and can't sign in")
    if provider.roles_follow:
        _follow(session, person, arrival, provider, now)
    session.flush()
    return person


def _matched(session: Session, arrival: Arrival, provider: ProviderSettings) -> Person | None:
    """Return the person with the account's address, where that is verified and may decide."""
    if not provider.matches_by_email and not provider.creates_people:
        raise NotAllowed("your account isn't linked to anybody here; ask whoever runs this")
    if arrival.email is None:
        raise NotAllowed("the provider doesn't say that your e-mail address is verified, and one of this company's")
    return find_person(session, email=arrival.email) if provider.matches_by_email else None


def _made(session: Session, arrival: Arrival, provider: ProviderSettings, now: Now) -> Person:
    """Add somebody who comes for the first time."""
    if not provider.creates_people:
        raise NotAllowed(f"nobody here has the address {arrival.email}; ask whoever runs this to add you")
    team = _team_of(session, arrival, provider)
    return add_person(
        session,
        email=arrival.email or "",
        name=arrival.name,
        roles=_roles(arrival.roles, provider),
        team_id=team.id if team else None,
        now=now,
    )


def _follow(session: Session, person: Person, arrival: Arrival, provider: ProviderSettings, now: Now) -> None:
    """Let roles and team be what the claims say, from today on; what the rules refuse stays as it is."""
    change = partial(change_person, session, actor=None, person_id=person.id, on=now.day, now=now)
    if arrival.roles is not None:
        roles = _roles(arrival.roles, provider)
        if roles != {held.role for held in person.roles}:
            _unless_refused(session, person, partial(change, roles=roles))
    team = _team_of(session, arrival, provider)
    if team is not None and team.id != person.team_id:
        _unless_refused(session, person, partial(change, team_id=team.id))


def _team_of(session: Session, arrival: Arrival, provider: ProviderSettings) -> Team | None:
    """Return the team that the claims say; None where they say none, or one that isn't there."""
    if arrival.team is None:
        return None
    team = find_team(session, name=arrival.team)
    if team is None:
        log.warning("no team is called %s, which %s maps groups to", arrival.team, provider.name)
    return team


def _unless_refused(session: Session, person: Person, change: Callable[[], object]) -> None:
    try:
        with session.begin_nested():
            change()
    except Conflict as refusal:
        log.warning("what a provider says of %s isn't followed: %s", person.id, for_log(str(refusal)))


def _roles(said: frozenset[str] | None, provider: ProviderSettings) -> frozenset[str]:
    """Return the roles that claims say, or the one that is given without; who has neither isn't let in before."""
    return said or frozenset(filter(None, [provider.default_role]))
