"""The page by which somebody outside ends that they are written to: anybody with the link may, without signing in."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from api.web.auth import ANYONE, allow
from api.web.compressing import keep_plain
from api.web.context import clock, session
from api.web.limits import count_wrong_secret
from lms.errors import NotFound
from lms.people.secret import Secret
from lms.sending.outgoing import address_of_link, unsubscribe_by

blueprint = Blueprint("unsubscribing", __name__)


@blueprint.after_request
def keep_secret(response: Response) -> Response:
    """Keep the page in no cache and uncompressed, and its address, which holds a secret, out of every Referer."""
    keep_plain()
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@blueprint.get("/unsubscribe/<secret>")
@allow(ANYONE)
def offer(secret: str) -> ResponseReturnValue:
    """Show the button: a mail scanner that only looks must not end anything."""
    try:
        email = address_of_link(session(), secret=Secret(secret))
    except NotFound:
        return _unknown()
    return render_template("unsubscribe.html", secret=secret, email=email, is_done=False)


@blueprint.post("/unsubscribe/<secret>")
@allow(ANYONE)
def end(secret: str) -> ResponseReturnValue:
    """Put the address on the list of those that aren't written to; mail programs post here too, as RFC 8058 has it."""
    try:
        email = unsubscribe_by(session(), secret=Secret(secret), now=clock())
    except NotFound:
        return _unknown()
    session().commit()
    return render_template("unsubscribe.html", secret=secret, email=email, is_done=True)


def _unknown() -> ResponseReturnValue:
    count_wrong_secret()
    return render_template("unsubscribe.html", secret=None, email=None, is_done=False), 404
