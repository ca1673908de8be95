"""Opening of a link by a buyer: whether it holds, whether something is to be typed first, and what is noted of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from flask import Response, abort, make_response, render_template, request
from uuid_utils.compat import uuid7

from api.web.auth import SAFE_METHODS, SIGNED_IN, cookie_actor, is_same_origin
from api.web.context import now, parts, session
from api.web.limits import count_wrong_secret
from api.work.sharing.robots import is_robot
from lms.errors import NotFound
from lms.journals.journal import JournalError
from lms.people.access import Actor, visible_among
from lms.people.models import Person
from lms.sharing.entering import Entered, entered, is_forwarded
from lms.sharing.links import items_of_links, link_of_secret, state_of
from lms.sharing.models import BuyerLink, LinkItem
from lms.sharing.visits import VisitTold, verdict_of

BUYER = "repertoire_buyer"


class InsteadError(Exception):
    """Another page is shown instead of what was asked for."""

    def __init__(self, response: Response) -> None:
        """Keep the page."""
        super().__init__("another page is shown")
        self.response = response


@dataclass(frozen=True)
class Opened:
    """A link that is open to who asks: what it leads to, whose it is, and who that is, where it is known."""

    link: BuyerLink
    items: list[LinkItem]
    rep: Person
    visitor: Actor | None
    typed: Entered

    def item(self, item_id: UUID) -> LinkItem:
        """Return one of its things; raises NotFound for others'."""
        found = next((item for item in self.items if item.id == item_id), None)
        if found is None:
            raise NotFound("this link doesn't lead there")
        return found


def refuse_other_sites() -> None:
    """Refuse what another site lets a browser send: it may not act for who reads here, nor for a colleague."""
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    if site != "same-origin" or (cookie_actor() is not None and not is_same_origin()):
        abort(403, "a browser may change something only from a page of this site")


def open_link(secret: str) -> Opened:
    """Return what a link leads to; raises InsteadError with the page that says why it isn't open, or asks first."""
    link = known_link(secret)
    state, rep = state_of(link, at=now()), session().get_one(Person, link.rep_id)
    if state != "open":
        raise InsteadError(said("share_ended.html", 410, rep=rep, state=state, link=link))
    visitor = _colleague()
    typed = entered(session(), link, cookie=request.cookies.get(BUYER), at=now())
    if typed is None and not (visitor and visible_among(session(), actor=visitor, person_ids=[link.rep_id])):
        raise InsteadError(said("share_enter.html", 200, rep=rep, link=link, secret=secret))
    items = items_of_links(session(), link_ids=[link.id]).get(link.id, [])
    return Opened(link, items, rep, visitor, typed or Entered(None))


def _colleague() -> Actor | None:
    """Return who of the company's own people is signed in with this browser; partners stand outside."""
    actor = cookie_actor()
    return actor if actor is not None and not actor.roles.isdisjoint(SIGNED_IN) else None


def known_link(secret: str) -> BuyerLink:
    """Return the link with this address; raises InsteadError for a guess, which is counted."""
    try:
        return link_of_secret(session(), secret=secret)
    except NotFound:
        count_wrong_secret()
        raise InsteadError(said("share_ended.html", 404, rep=None, state="unknown", link=None)) from None


def said(template: str, status: int, **values: Any) -> Response:
    """Return a page that says something."""
    rep = values.get("rep")
    reach = rep if rep is not None and not rep.has_left(now()) else None
    return make_response(render_template(template, **values, reach=reach), status)


def visit_of() -> UUID:
    """Return the visit that the address names, so that a room's pages are one; a new one where it names none."""
    try:
        return UUID(request.args.get("visit", ""))
    except ValueError:
        return uuid7()


def note(
    opened: Opened,
    visit: UUID,
    *,
    load: UUID | None = None,
    seen: dict[str, float] | None = None,
    acts: int = 0,
    download: UUID | None = None,
) -> None:
    """Write down what a visit told, on disk before this returns; nothing of our own people, nor of who asks for heads.

    A file that is taken again, or part by part, is taken once in a visit. A disk that takes nothing doesn't keep the
    page from the buyer: it is counted as refused, and health says so.
    """
    kept = parts().config.link_notes
    if opened.visitor is not None or kept == "nothing" or request.method == "HEAD":
        return
    seen, clear = seen or {}, "robot" if is_robot(request.headers.get("User-Agent", "")) else ""
    if kept == "opens":
        verdict = verdict_of(clear, seconds=sum(seen.values()), acts=acts)
        clear, seen, acts = (clear or ("buyer" if verdict == "buyer" else "")), {}, 0
    email = opened.typed.email
    told = VisitTold(
        id=uuid5(visit, str(download)) if download else uuid7(),
        link_id=opened.link.id,
        visit_id=visit,
        load_id=load or uuid7(),
        at=now(),
        said=clear,
        seen=seen,
        acts=acts,
        download=str(download) if download else None,
        email=email,
        is_forwarded=is_forwarded(opened.link, email),
    )
    try:
        parts().visits.append(told)
    except JournalError:
        return
