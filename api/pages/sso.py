"""Signing in with an identity provider: the browser is sent there, and comes back with a code that names who it is."""

from __future__ import annotations

import hashlib
import logging
from datetime import timedelta

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from api.web.auth import ANYONE, allow, session_limits
from api.web.context import clock, now, parts, session
from api.web.cookies import set_cookie
from api.web.limits import count_wrong_secret
from api.web.signing_in import keep_secret, let_in
from api.work.heard import for_log
from api.work.seldom import Seldom
from api.work.sso.arriving import arrive
from api.work.sso.claims import Arrival, BadTokenError
from api.work.sso.flow import FLOW_SECONDS, Flow, begin_flow, browser_secret, read_flow
from api.work.sso.outgoing import AWAY_HEADERS, AWAY_STATUS, ProviderAwayError
from api.work.sso.provider import Provider
from api.work.sso.settings import ProviderSettings
from api.work.sso.tokens import LEEWAY_SECONDS
from lms.errors import Conflict, Refusal
from lms.people.identities import spend
from lms.people.sessions import begin_session

blueprint = Blueprint("sso", __name__, url_prefix="/sign-in/with")
blueprint.after_request(keep_secret)
seldom = Seldom(logging.getLogger("repertoire.sso"), BadTokenError, ProviderAwayError)
# The secret of a browser that signs in with a provider, while it does.
BROWSER = "repertoire_with"
AGAIN = "this browser began no such sign-in within the last ten minutes; begin again"
AWAY = "it doesn't answer just now; try again in a minute, or sign in another way"
UNPROVEN = "what it answered proves nothing; begin again, and if that doesn't help, tell whoever runs this"
# What providers say instead of signing somebody in (OpenID Connect Core 3.1.2.6, RFC 6749 4.1.2.1).
_SAID = {
    "access_denied": "it was refused there, or you cancelled it",
    "login_required": "it wants you to sign in there first",
    "temporarily_unavailable": AWAY,
    "server_error": AWAY,
}
_ELSE = "it couldn't sign you in; whoever runs this finds in the log why"


@blueprint.app_context_processor
def offered() -> dict[str, list[ProviderSettings]]:
    """Let the sign-in page show a button for each provider."""
    return {"providers": [one.settings for one in parts().providers.all]}


@blueprint.get("/<name>")
@allow(ANYONE)
def begin(name: str) -> ResponseReturnValue:
    """Send the browser to the provider."""
    provider = provider_named(name)
    secret = browser_secret(request.cookies.get(BROWSER))
    flow = begin_flow(secret, provider=name, at=now())
    try:
        response = redirect(provider.sign_in_url(flow, callback=_callback(name)), 303)
    except ProviderAwayError as error:
        return _refused(provider, AWAY, AWAY_STATUS, error)
    set_cookie(response, BROWSER, secret, seconds=FLOW_SECONDS, path="/sign-in/with")
    return response


@blueprint.get("/<name>/callback")
@allow(ANYONE)
def come_back(name: str) -> ResponseReturnValue:
    """Sign in whom the provider names, once for each time that this browser went there."""
    provider = provider_named(name)
    flow = _spent_flow(name)
    if flow is None:
        count_wrong_secret()
        return _refused(provider, AGAIN, 400)
    try:
        provider.check_issuer(request.args.get("iss"))
        if said := request.args.get("error"):
            told = f"it says {for_log(said)!r}: {for_log(request.args.get('error_description', ''))!r}"
            return _refused(provider, _SAID.get(said, _ELSE), 403, BadTokenError(told))
        arrival = provider.arrival(flow, code=request.args.get("code", "")[:4_000], callback=_callback(name))
        return let_in(_arrived(arrival, provider.settings))
    except ProviderAwayError as error:
        return _refused(provider, AWAY, AWAY_STATUS, error)
    except BadTokenError as error:
        return _refused(provider, UNPROVEN, 403, error)
    except Refusal as refusal:
        session().rollback()
        return _refused(provider, str(refusal), 403)


def provider_named(name: str) -> Provider:
    """Return a provider of the settings; ends the request with 404 for another name."""
    return parts().providers.named(name) or abort(404)


def _spent_flow(name: str) -> Flow | None:
    """Return the sign-in that comes back, and use it up; None for one that isn't this browser's, or did before."""
    secret, state, at = request.cookies.get(BROWSER, ""), request.args.get("state", ""), now()
    flow = read_flow(secret, provider=name, state=state, at=at)
    if flow is None:
        return None
    digest = hashlib.sha256(f"state {state}".encode()).hexdigest()
    # Until it is too old on each node, whichever way the clocks differ.
    expires_at = at + timedelta(seconds=FLOW_SECONDS + 2 * LEEWAY_SECONDS)
    is_new = spend(session(), digest=digest, expires_at=expires_at)
    session().commit()
    return flow if is_new else None


def _arrived(arrival: Arrival, settings: ProviderSettings) -> str:
    """Return the cookie of a new session; where two came at once, the second finds what the first has made."""
    try:
        return _begun(arrival, settings)
    except Conflict:
        session().rollback()
        return _begun(arrival, settings)


def _begun(arrival: Arrival, settings: ProviderSettings) -> str:
    person = arrive(session(), arrival, settings, now=clock())
    cookie = begin_session(
        session(),
        person=person,
        at=now(),
        method="sso",
        agent=request.user_agent.string,
        limits=session_limits(),
        issuer=arrival.issuer,
        issuer_session=arrival.issuer_session,
    )
    session().commit()
    return cookie


def _callback(name: str) -> str:
    return f"{parts().config.public_url}{blueprint.url_prefix}/{name}/callback"


def _refused(
    provider: Provider, reason: str, status: int, error: Exception | None = None
) -> tuple[str, int, dict[str, str]]:
    """Say in plain words why nobody was signed in; what the provider wrote goes to the log alone."""
    label = provider.settings.label
    if error is not None:
        seldom.warn(f"{provider.settings.name} {status}", f"nobody was signed in with {label}: {error}", error=error)
    headers = AWAY_HEADERS if status == AWAY_STATUS else {}
    return render_template("sso.html", label=label, reason=reason), status, headers
