"""Signing in with a passkey: a challenge for this browser, and the answer of a device, sent as a form."""

from __future__ import annotations

from flask import Blueprint, abort, jsonify, request
from flask.typing import ResponseReturnValue

from api.web.asked import SIGN_IN
from api.web.auth import ANYONE, allow, is_same_origin, session_limits
from api.web.below import below
from api.web.context import now, parts, session
from api.web.cookies import set_cookie
from api.web.limits import count_caller, count_wrong_secret
from api.web.signing_in import FROM_ELSEWHERE, keep_secret, let_in, party, refuse_sign_in
from lms.errors import NotFound
from lms.people.passkeys.ceremony import MAX_ANSWER, request_options
from lms.people.passkeys.challenges import CHALLENGE_MINUTES, begin_challenge, spend_challenge
from lms.people.passkeys.party import RelyingParty
from lms.people.passkeys.proving import use_passkey
from lms.people.secret import new_secret

blueprint = Blueprint("sign_in_passkeys", __name__)
blueprint.after_request(keep_secret)
# Binds a challenge to the browser that asked for it.
ASKING = "repertoire_passkey"
NO_PASSKEY = "No passkey signed you in"


@blueprint.post("/sign-in/passkey/challenge")
@allow(ANYONE)
def challenge() -> ResponseReturnValue:
    """Return what a device is to sign, as WebAuthn's JSON; the challenge is good once, in this browser alone."""
    if not is_same_origin():
        abort(403, FROM_ELSEWHERE)
    here = _party()
    count_caller(parts().config.sign_in_begun)
    browser = new_secret().text
    asked = begin_challenge(session(), browser=browser, at=now())
    session().commit()
    response = jsonify(request_options(here, asked))
    set_cookie(response, ASKING, browser, seconds=CHALLENGE_MINUTES * 60, path=SIGN_IN, same_site="Strict")
    return response


@blueprint.post("/sign-in/passkey")
@allow(ANYONE)
def sign_in_with_passkey() -> ResponseReturnValue:
    """Check what a device signed, and start a browser session; whatever comes of it, the challenge is spent."""
    if not is_same_origin():
        return refuse_sign_in(FROM_ELSEWHERE, 403, title=NO_PASSKEY)
    here = _party()
    try:
        asked = spend_challenge(session(), browser=request.cookies.get(ASKING, ""), at=now())
        session().commit()
        cookie = use_passkey(
            session(),
            party=here,
            challenge=asked,
            answer=request.form.get("credential", "")[:MAX_ANSWER],
            at=now(),
            agent=request.user_agent.string,
            limits=session_limits(),
        )
    except NotFound as refusal:
        count_wrong_secret()
        return refuse_sign_in(str(refusal), 404, title=NO_PASSKEY)
    session().commit()
    response = let_in(cookie)
    response.delete_cookie(ASKING, path=below(SIGN_IN))
    return response


def _party() -> RelyingParty:
    """Return what passkeys are bound to; where browsers allow none, there is no such page."""
    return party() or abort(404)
