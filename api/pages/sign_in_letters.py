"""Asking for a link by e-mail: the same answer for every address, whether anybody has it or not."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from api.web.auth import ANYONE, allow, is_same_origin
from api.web.context import now, parts, session
from api.web.limits import count, count_caller
from api.web.signing_in import FROM_ELSEWHERE, keep_secret, refuse_sign_in, show_sign_in
from api.work.notices.sign_in_links import can_send_links
from lms.people.addresses import is_address, plain_address
from lms.people.models import MAX_ADDRESS
from lms.people.proofs import LETTER_MINUTES
from lms.people.secret import Secret
from lms.people.wishes import note_wish

blueprint = Blueprint("sign_in_letters", __name__)
blueprint.after_request(keep_secret)
NO_ADDRESS = "That isn't an e-mail address; type yours, such as ann@company.example"
NO_LETTERS = "No links are sent by e-mail here"


@blueprint.post("/sign-in")
@allow(ANYONE)
def ask_for_letter() -> ResponseReturnValue:
    """Note that somebody wants a link; a job looks the address up, so that neither words nor time tell of it."""
    own = parts().config
    if not is_same_origin():
        return refuse_sign_in(FROM_ELSEWHERE, 403)
    if not can_send_links(session(), own):
        return refuse_sign_in(NO_LETTERS, 404)
    address = plain_address(request.form.get("email", ""))
    if len(address) > MAX_ADDRESS or not is_address(address):
        return show_sign_in(400, wrong=NO_ADDRESS, typed=address[:MAX_ADDRESS])
    count_caller(own.sign_in_begun)
    # As a hash, because counts may lie in a table, and an address may be longer than its keys.
    count(own.sign_in_letters, Secret(address).digest.hex())
    note_wish(session(), email=address, at=now())
    session().commit()
    return show_sign_in(sent_to=address, minutes=LETTER_MINUTES)
