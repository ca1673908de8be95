"""Claims of a provider in the product's words: who somebody is, and which roles and team that makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.work.sso.settings import ProviderSettings
from lms.people.addresses import is_address, plain_address

MOST_SUBJECT, MOST_NAME = 255, 200
_YES = (True, "true", "True", "1")


class BadTokenError(Exception):
    """A token or an answer that proves nothing; the message is for the log."""


@dataclass(frozen=True)
class Arrival:
    """Somebody of whom a provider says who they are.

    `email` is None where it isn't verified. `roles` and `team` are None where the claims that they are read from
    aren't there; no roles at all means that none of somebody's groups has one.
    """

    issuer: str
    subject: str
    email: str | None
    name: str
    roles: frozenset[str] | None
    team: str | None
    issuer_session: str | None = None


def read_arrival(provider: ProviderSettings, claims: Mapping[str, Any]) -> Arrival:
    """Return who the claims of a verified token speak of; raises BadTokenError for what can't be a subject."""
    email = verified_email(provider, claims)
    session = claims.get("sid")
    return Arrival(
        issuer=provider.issuer,
        subject=read_subject(claims),
        email=email,
        name=_name(claims) or (email or "").partition("@")[0],
        roles=_roles(provider, claims),
        team=next((team for team in map(provider.teams.get, _listed(claims, provider.teams_claim)) if team), None),
        issuer_session=session if _is_plain(session, MOST_SUBJECT) else None,
    )


def is_kept_out(provider: ProviderSettings, roles: frozenset[str] | None) -> bool:
    """Tell whether somebody is in none of the groups without which nobody is let in, or isn't said to be in one."""
    return provider.default_role is None and not roles


def says_all(provider: ProviderSettings, claims: Mapping[str, Any]) -> bool:
    """Tell whether claims say whatever is wanted of them, so that nothing is to be asked beside."""
    has_email = "email" in claims and provider.email_verified_claim in claims
    has_roles = not provider.roles or _found(claims, provider.roles_claim) is not None
    has_team = not provider.teams or _found(claims, provider.teams_claim) is not None
    return has_email and bool(_name(claims)) and has_roles and has_team


def read_subject(claims: Mapping[str, Any]) -> str:
    """Return the subject of a token; raises BadTokenError."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not _is_plain(subject, MOST_SUBJECT):
        raise BadTokenError("the subject is no plain text of at most 255 characters")
    return subject


def verified_email(provider: ProviderSettings, claims: Mapping[str, Any]) -> str | None:
    """Return the address as it is compared; None where it isn't verified, or isn't of a domain that is let in."""
    email = claims.get("email")
    is_verified = any(claims.get(provider.email_verified_claim) == yes for yes in _YES)
    if not is_verified or not isinstance(email, str) or not _is_plain(email, 320):
        return None
    plain = plain_address(email)
    domain = plain.rpartition("@")[2]
    is_wanted = not provider.email_domains or domain in {one.lower() for one in provider.email_domains}
    return plain if is_address(plain) and is_wanted else None


def _name(claims: Mapping[str, Any]) -> str:
    parts = [claims.get("name")] if claims.get("name") else [claims.get("given_name"), claims.get("family_name")]
    said = " ".join(part for part in parts if isinstance(part, str))
    return " ".join(sign for sign in "".join(one if one.isprintable() else " " for one in said).split())[:MOST_NAME]


def _roles(provider: ProviderSettings, claims: Mapping[str, Any]) -> frozenset[str] | None:
    if not provider.roles or _found(claims, provider.roles_claim) is None:
        return None
    return frozenset(provider.roles[one] for one in _listed(claims, provider.roles_claim) if one in provider.roles)


def _listed(claims: Mapping[str, Any], name: str) -> list[str]:
    """Return a claim as a list of texts, in the order of the token."""
    found = _found(claims, name)
    values = found if isinstance(found, list) else [found]
    return [value for value in values if isinstance(value, str)]


def _found(claims: Mapping[str, Any], name: str) -> Any:
    """Return a claim by its name, or by its path, as in `realm_access.roles`."""
    if name in claims:
        return claims[name]
    value: Any = claims
    for step in name.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _is_plain(value: object, most: int) -> bool:
    """Tell whether a value is a text that any database takes."""
    return isinstance(value, str) and 0 < len(value) <= most and value.isprintable()
