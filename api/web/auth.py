"""Callers of a route: `allow` says who they may be, on every one, and a test fails for any without it."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from typing import Any, TypeVar, cast
from uuid import UUID

from flask import abort, g, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import BadGateway, Unauthorized

from api.web.context import connected, now, parts
from api.web.limits import count
from api.work.seldom import Seldom
from api.work.sso.claims import Arrival
from api.work.sso.outgoing import AWAY_HEADERS, ProviderAwayError
from lms.people.access import Actor
from lms.people.identities import actor_of_identity
from lms.people.models import ALL, ROLES
from lms.people.proofs import TOKEN_PREFIX, actor_of_cookie, actor_of_token
from lms.people.sessions import SessionLimits

COOKIE = "repertoire_session"
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
ANYONE = "anyone"
# The customer's own people; partners read the library and nothing else.
SIGNED_IN = tuple(role for role in ROLES if role != "partner")
READERS = ROLES
View = TypeVar("View", bound=Callable[..., Any])
seldom = Seldom(logging.getLogger("repertoire.sso"), ProviderAwayError)


def allow(*roles: str, is_limited: bool = False, scopes: tuple[str, ...] = (ALL,)) -> Callable[[View], View]:
    """State who may call a route: some of the roles, or ANYONE; the rest get 401 or 403.

    Writes are always limited in rate, reads when `is_limited`. A route for a directory names the `scopes` of its
    tokens, and then nothing else opens it, no browser either. What is stated here is held by `check_caller`, which
    stands before every route.
    """
    unknown = set(roles) - {*ROLES, ANYONE}
    if unknown or not roles:
        raise ValueError(f"no such role: {unknown}")

    def mark(view: View) -> View:
        view.allowed_roles = roles  # type: ignore[attr-defined]  # read by the tests and the API's document too
        view.is_limited = is_limited  # type: ignore[attr-defined]
        view.scopes = scopes  # type: ignore[attr-defined]
        return view

    return mark


def check_caller(view: Any, *, is_counted: bool) -> None:
    """Refuse whoever may not call a view, and note who it is; `is_counted` counts the request towards its limit.

    A view that doesn't say is nobody's, but for Flask's own, of the plain pages' styles.
    """
    roles = getattr(view, "allowed_roles", (ANYONE,) if request.endpoint == "static" else ())
    if ANYONE in roles:
        return
    g.actor = _authenticate()
    if scope() not in getattr(view, "scopes", (ALL,)):
        abort(403, "this token opens /scim/v2 alone" if scope() != ALL else "this needs a token made for a directory")
    if not g.actor.roles & set(roles):
        abort(403, f"this needs the role {' or '.join(roles)}; {_say_roles(g.actor)}")
    if is_counted and (view.is_limited or request.method not in SAFE_METHODS):
        config = parts().config
        count(config.rate_limit if scope() == ALL else config.directory_rate_limit, str(g.actor.id))


def caller() -> Actor | None:
    """Return who is asking, by token or cookie; None for a stranger, and for a directory."""
    who = _caller()
    return who if scope() == ALL else None


def scope() -> str:
    """Return what the token of this request opens; a browser opens what its person may do."""
    return cast(str, g.get("scope", ALL))


def _caller() -> Actor | None:
    header = request.headers.get("Authorization", "")
    return _of_bearer(header) if header else _of_cookie()


def _say_roles(actor: Actor) -> str:
    roles = " and ".join(sorted(actor.roles))
    return f"your role is {roles}" if len(actor.roles) == 1 else f"your roles are {roles}"


def _authenticate() -> Actor:
    actor = _caller()
    if actor is None:
        message = "sign in, or send `Authorization: Bearer TOKEN` with a token that is valid"
        raise Unauthorized(message, www_authenticate=WWWAuthenticate("bearer", {"realm": "repertoire"}))
    return actor


def _of_bearer(header: str) -> Actor | None:
    scheme, _, secret = header.partition(" ")
    if scheme.lower() != "bearer":
        return None
    if not secret.strip().startswith(TOKEN_PREFIX) and (arrival := _arrival(secret.strip())):
        return _of_provider(arrival)
    with connected() as connection:
        found = actor_of_token(connection, secret=secret.strip(), at=now())
    if found is None:
        return None
    g.scope = found.scope
    if found.is_due:  # behind the request: a read must not wait for whoever writes
        parts().token_uses.note(secret.strip(), at=now())
    return found.actor


class _IssuerAwayError(BadGateway):
    """Nobody can tell now whether a token is good, so that its owner isn't told that it is none."""

    description = "the provider of this token can't be asked for its keys just now; ask again"

    def get_headers(self, *args: Any, **options: Any) -> list[tuple[str, str]]:
        """Say when to ask again."""
        return [*super().get_headers(*args, **options), *AWAY_HEADERS.items()]


def _arrival(token: str) -> Arrival | None:
    """Return whom a token speaks of, if a provider made it."""
    try:
        return parts().providers.bearer(token, at=now())
    except ProviderAwayError as error:
        seldom.warn("bearer", f"an access token can't be looked at: {error}", error=error)
        raise _IssuerAwayError from error


def _of_provider(arrival: Arrival) -> Actor | None:
    """Return whom a provider's access token speaks of; it links nobody, and makes nobody."""
    with connected() as connection:
        return actor_of_identity(
            connection, issuer=arrival.issuer, subject=arrival.subject, email=arrival.email, at=now()
        )


def _of_cookie() -> Actor | None:
    actor = cookie_actor()
    if actor is not None and request.method not in SAFE_METHODS and not is_same_origin():
        abort(403, "a browser may change something only from a page of this site")
    return actor


def cookie_actor() -> Actor | None:
    """Return who is signed in with this browser, or None."""
    cookie = request.cookies.get(COOKIE)
    if not cookie:
        return None
    with connected() as connection:
        found = actor_of_cookie(connection, cookie=cookie, at=now(), limits=session_limits())
    if found is None:
        return None
    actor, is_due = found
    if is_due:
        parts().session_uses.note(cookie, at=now())
    return actor


def browser_proof() -> str | None:
    """Return the cookie of the session that asks; None where a token does."""
    return None if "Authorization" in request.headers else request.cookies.get(COOKIE)


def session_limits() -> SessionLimits:
    """Return how long sessions last here."""
    config = parts().config
    return SessionLimits(config.session_days, config.session_idle_hours)


def search_session() -> UUID:
    """Return an id that all requests with the same token or browser session share, and that leads back to neither."""
    proof = request.headers.get("Authorization") or request.cookies.get(COOKIE) or ""
    return UUID(bytes=hashlib.sha256(b"searches of " + proof.encode("utf-8", "surrogateescape")).digest()[:16])


def is_same_origin() -> bool:
    """Tell whether the browser says that the request comes from a page of ours; silence is a no."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    ours = {f"http://{request.host}", f"https://{request.host}", parts().config.public_origin}
    return request.headers.get("Origin") in ours
