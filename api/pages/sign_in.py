"""Signing in with a one-time link, and out again: plain pages that work without scripts."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from api.web.asked import remember_asked
from api.web.auth import ANYONE, COOKIE, allow, cookie_actor, is_same_origin, session_limits
from api.web.context import now, session
from api.web.limits import count_wrong_secret
from api.web.signing_in import FROM_ELSEWHERE, keep_secret, let_in, let_out, refuse_sign_in, show_sign_in
from lms.errors import NotFound
from lms.people.proofs import use_link
from lms.people.sessions import end_session, issuer_of

blueprint = Blueprint("sign_in", __name__)
blueprint.after_request(keep_secret)


@blueprint.get("/sign-in")
@allow(ANYONE)
def ask() -> ResponseReturnValue:
    """Say how to sign in, or who is signed in."""
    response = show_sign_in(actor=cookie_actor())
    if wanted := request.args.get("next"):
        remember_asked(response, wanted)
    return response


@blueprint.get("/sign-in/<secret>")
@allow(ANYONE)
def offer(secret: str) -> ResponseReturnValue:
    """Show the button that uses the link up: a mail scanner that only looks must not spend it."""
    return show_sign_in(secret=secret)


@blueprint.post("/sign-in/<secret>")
@allow(ANYONE)
def sign_in(secret: str) -> ResponseReturnValue:
    """Use the link up and start a browser session; another site can't, so it can't sign anybody in as somebody else."""
    if not is_same_origin():
        return refuse_sign_in(FROM_ELSEWHERE, 403)
    try:
        agent = request.user_agent.string
        cookie = use_link(session(), secret=secret, at=now(), agent=agent, limits=session_limits())
    except NotFound as refusal:
        count_wrong_secret()
        return refuse_sign_in(str(refusal), 404)
    session().commit()
    return let_in(cookie)


@blueprint.post("/sign-out")
@allow(ANYONE)
def sign_out() -> ResponseReturnValue:
    """End this browser's session."""
    cookie = request.cookies.get(COOKIE)
    if not cookie or not is_same_origin():
        return show_sign_in(403)
    issuer = issuer_of(session(), cookie=cookie)
    end_session(session(), cookie=cookie, at=now())
    session().commit()
    return let_out(issuer)
