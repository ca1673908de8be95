"""Signing out with an identity provider: there after here, and here when it says so by its back channel."""

from __future__ import annotations

import logging

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from api.pages.sso import provider_named
from api.web.asked import SIGN_IN
from api.web.auth import ANYONE, allow
from api.web.below import below
from api.web.context import now, parts, session
from api.web.limits import count_wrong_secret
from api.web.signing_in import keep_secret
from api.work.seldom import Seldom
from api.work.sso.claims import BadTokenError
from api.work.sso.leaving import log_out_from_there
from api.work.sso.outgoing import AWAY_HEADERS, AWAY_STATUS, ProviderAwayError

blueprint = Blueprint("sso_leaving", __name__, url_prefix="/sign-in/with")
blueprint.after_request(keep_secret)
seldom = Seldom(logging.getLogger("repertoire.sso"), BadTokenError, ProviderAwayError)


@blueprint.get("/<name>/out")
@allow(ANYONE)
def leave(name: str) -> ResponseReturnValue:
    """Go on to sign out with the provider too.

    A page that goes on by itself, because browsers follow no redirect from a form of ours to another host.
    """
    provider = provider_named(name)
    try:
        place = provider.sign_out_url(back_to=f"{parts().config.public_url}{SIGN_IN}")
    except ProviderAwayError:
        place = None
    if place is None:
        return redirect(below(SIGN_IN), 303)
    page = render_template("sso_out.html", label=provider.settings.label, place=place)
    return page, 200, {"Refresh": f"0; url={place}"}


@blueprint.post("/<name>/logout")
@allow(ANYONE)
def log_out(name: str) -> ResponseReturnValue:
    """End the sessions that a logout token names (OpenID Connect Back-Channel Logout 1.0)."""
    provider = provider_named(name)
    try:
        log_out_from_there(session(), provider, request.form.get("logout_token", ""), at=now())
    except BadTokenError as error:
        count_wrong_secret()
        seldom.warn(f"{name} logout", f"a logout token of {name} was refused: {error}", error=error)
        return {"error": "invalid_request", "error_description": "the logout token doesn't hold"}, 400
    except ProviderAwayError as error:
        seldom.warn(f"{name} away", f"a logout token of {name} can't be looked at: {error}", error=error)
        return {"error": "temporarily_unavailable"}, AWAY_STATUS, AWAY_HEADERS
    session().commit()
    return "", 200
