"""The pages on which people sign in, whichever way they come: how they look, and what lets a browser in."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.web.asked import ASKED, SIGN_IN, asked_page, local_page
from api.web.auth import COOKIE, session_limits
from api.web.below import below
from api.web.compressing import keep_plain
from api.web.context import connected, now, parts, session
from api.web.cookies import set_cookie
from api.work.notices.sign_in_links import can_send_links
from lms.people.passkeys.party import RelyingParty, party_at
from lms.people.proofs import actor_of_cookie

# Read by the site before anything is drawn; see theme/assets/early.js.
ROLES_SHOWN = "repertoire_roles"
FROM_ELSEWHERE = (
    "Nobody was signed in, because this didn't come from our own sign-in page. Open the page or the link that you were"
    " given and press the button there; if you did, use a current browser"
)


def keep_secret(response: Response) -> Response:
    """Keep these pages in no cache and uncompressed, and their addresses, which hold secrets, out of every Referer.

    Not `no-referrer`: with it browsers send `Origin: null` with the form, which can't be told from another site's.
    """
    keep_plain()
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


def show_sign_in(status: int = 200, **said: Any) -> Response:
    """Return the sign-in page, with what it says besides."""
    own = parts().config
    asked = local_page(request.args.get("next", "")) or asked_page()
    ways = {"can_send": can_send_links(session(), own), "has_passkeys": party() is not None, "help": own.sign_in_help}
    return make_response(render_template("sign_in.html", asked=asked, **ways, **said), status)


def refuse_sign_in(refusal: str, status: int, **said: Any) -> Response:
    """Return the page that says why nobody was signed in."""
    return show_sign_in(status, refusal=f"{refusal[0].upper()}{refusal[1:]}".rstrip("."), **said)


def let_in(cookie: str) -> BaseResponse:
    """Give this browser its session, and lead to the page that was asked for."""
    response = redirect(asked_page() or below("/"), 303)
    if ASKED in request.cookies:
        response.delete_cookie(ASKED, path=below(SIGN_IN))
    lasts = int(session_limits().longest.total_seconds())
    set_cookie(response, COOKIE, cookie, seconds=lasts, path="/")
    # Tells the site's pages whose tools to draw at first; what anybody may do is decided at each request.
    with connected() as connection:
        found = actor_of_cookie(connection, cookie=cookie, at=now())
    roles = ".".join(sorted(found[0].roles)) if found else ""
    set_cookie(response, ROLES_SHOWN, roles, seconds=lasts, path="/", for_scripts=True)
    return response


def let_out(issuer: str | None) -> BaseResponse:
    """Take the cookie of a session away that has ended; one that followed a provider's may end there too."""
    provider = parts().providers.of_issuer(issuer)
    ends_there = provider is not None and provider.settings.signs_out
    place = url_for("sso_leaving.leave", name=provider.settings.name) if provider and ends_there else below(SIGN_IN)
    response = redirect(place, 303)
    response.delete_cookie(COOKIE, path=below("/"))
    response.delete_cookie(ROLES_SHOWN, path=below("/"))
    return response


def party() -> RelyingParty | None:
    """Return what passkeys are bound to here; None where browsers allow none."""
    own = parts().config
    return party_at(own.public_url, name=own.site_name)
