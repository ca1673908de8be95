"""Signing in with a one-time link, and out again: plain pages that work without scripts."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as BaseResponse

from api.web.asked import ASKED, SIGN_IN, asked_page, local_page, remember_asked
from api.web.auth import ANYONE, COOKIE, allow, cookie_actor, is_same_origin
from api.web.below import below
from api.web.compressing import keep_plain
from api.web.context import connected, now, parts, session
from api.web.limits import count_wrong_secret
from lms.errors import NotFound
from lms.people.access import Actor
from lms.people.proofs import actor_of_cookie, use_link
from lms.people.sessions import SESSION_DAYS, end_session

blueprint = Blueprint("sign_in", __name__)
# Read by the site before anything is drawn; see theme/assets/early.js.
ROLES_SHOWN = "repertoire_roles"
FROM_ELSEWHERE = (
    "Nobody was signed in, because this didn't come from our own sign-in page. Open the link that you were given and"
    " press the button there; if you did, use a current browser"
)


@blueprint.after_request
def keep_secret(response: Response) -> Response:
    """Keep these pages in no cache and uncompressed, and their addresses, which hold secrets, out of every Referer.

    Not `no-referrer`: with it browsers send `Origin: null` with the form, which can't be told from another site's.
    """
    keep_plain()
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


@blueprint.get("/sign-in")
@allow(ANYONE)
def ask() -> ResponseReturnValue:
    """Say how to sign in, or who is signed in."""
    response = make_response(_shown(actor=cookie_actor()))
    if wanted := request.args.get("next"):
        remember_asked(response, wanted)
    return response


@blueprint.get("/sign-in/<secret>")
@allow(ANYONE)
def offer(secret: str) -> ResponseReturnValue:
    """Show the button that uses the link up: a mail scanner that only looks must not spend it."""
    return _shown(secret=secret)


@blueprint.post("/sign-in/<secret>")
@allow(ANYONE)
def sign_in(secret: str) -> ResponseReturnValue:
    """Use the link up and start a browser session; another site can't, so it can't sign anybody in as somebody else."""
    if not is_same_origin():
        return _refused(FROM_ELSEWHERE), 403
    try:
        cookie = use_link(session(), secret=secret, at=now(), agent=request.user_agent.string)
    except NotFound as refusal:
        count_wrong_secret()
        return _refused(str(refusal)), 404
    session().commit()
    response = redirect(asked_page() or below("/"), 303)
    if ASKED in request.cookies:
        response.delete_cookie(ASKED, path=below(SIGN_IN))
    response.set_cookie(
        COOKIE,
        cookie,
        max_age=SESSION_DAYS * 24 * 3600,
        httponly=True,
        samesite="Lax",
        secure=parts().config.is_secure,
        path=below("/"),
    )
    _show_roles(response, cookie)
    return response


@blueprint.post("/sign-out")
@allow(ANYONE)
def sign_out() -> Response:
    """End this browser's session."""
    cookie = request.cookies.get(COOKIE)
    if not cookie or not is_same_origin():
        return make_response(_refused(None), 403)
    end_session(session(), cookie=cookie, at=now())
    session().commit()
    response = make_response(redirect(below(SIGN_IN), 303))
    response.delete_cookie(COOKIE, path=below("/"))
    response.delete_cookie(ROLES_SHOWN, path=below("/"))
    return response


def _show_roles(response: BaseResponse, cookie: str) -> None:
    """Tell the site's pages whose tools to draw at first; what anybody may do is decided at each request."""
    with connected() as connection:
        actor = actor_of_cookie(connection, cookie=cookie, at=now())
    roles = ".".join(sorted(actor.roles)) if actor else ""
    response.set_cookie(
        ROLES_SHOWN,
        roles,
        max_age=SESSION_DAYS * 24 * 3600,
        samesite="Lax",
        secure=parts().config.is_secure,
        path=below("/"),
    )


def _refused(refusal: str | None) -> str:
    return _shown(refusal=refusal)


def _shown(*, actor: Actor | None = None, secret: str | None = None, refusal: str | None = None) -> str:
    asked = local_page(request.args.get("next", "")) or asked_page()
    return render_template("sign_in.html", actor=actor, secret=secret, refusal=refusal, asked=asked)
