"""Pages that buyers open by a link: plain pages, without signing in, of nothing but what was shared."""

from __future__ import annotations

import json
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from uuid_utils.compat import uuid7
from werkzeug.routing import BaseConverter

from api.sharing.files import send_deck, send_picture, send_shared
from api.sharing.opening import (
    BUYER,
    InsteadError,
    Opened,
    known_link,
    note,
    open_link,
    refuse_other_sites,
    said,
    visit_of,
)
from api.sharing.shapes import finder
from api.web.auth import ANYONE, allow
from api.web.below import below
from api.web.compressing import keep_plain
from api.web.context import now, parts, session
from api.web.cookies import set_cookie
from api.web.limits import count_caller, count_wrong_secret
from api.work.sharing.items import DeckFound, FileFound, ItemFound, PageFound
from api.work.sharing.pages import PageShown, show_page
from lms.days import day_of
from lms.errors import Conflict, NotFound
from lms.sharing.entering import PASS_HOURS, WrongPasscodeError, enter
from lms.sharing.models import SECRET_LENGTH, LinkItem
from lms.sharing.plans import read_plan, tick_step

PREFIX = "/for"
# Of one caller: a network of many readers tells of each every ten seconds.
TOLD_LIMIT = "6000 per minute"
blueprint = Blueprint("buyers", __name__, url_prefix=f"{PREFIX}/<buyer_secret:secret>")
Seconds = Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)]
SeenPart = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/\d{1,4}$")]


class SecretConverter(BaseConverter):
    """An end of an address that may be a link's secret; any other may be a page of a library with such a folder."""

    regex = rf"[A-Za-z0-9_-]{{{SECRET_LENGTH}}}"


class TellingIn(BaseModel):
    """How long parts were on screen since a page was loaded (seconds, by `ITEM/PART`), and how often somebody moved."""

    model_config = ConfigDict(extra="forbid")

    visit: UUID
    load: UUID
    seen: Annotated[dict[SeenPart, Seconds], Field(max_length=1_000)] = Field(default_factory=dict)
    acts: Annotated[int, Field(ge=0, le=1_000_000)] = 0


@blueprint.record_once
def _register(state: BlueprintSetupState) -> None:
    state.app.url_map.converters["buyer_secret"] = SecretConverter


@blueprint.before_request
def keep_to_this_site() -> None:
    """Take what changes anything from pages of this site alone."""
    refuse_other_sites()


@blueprint.after_request
def keep_secret(response: Response) -> Response:
    """Keep these pages in no cache, list or index and uncompressed, and their addresses out of every Referer."""
    keep_plain()
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


@blueprint.errorhandler(InsteadError)
def show_instead(error: InsteadError) -> Response:
    """Show what is shown instead."""
    return error.response


@blueprint.get("/")
@allow(ANYONE)
def show(secret: str) -> ResponseReturnValue:
    """Show what a link leads to: the one thing itself, or the room with its note, its list and its plan."""
    opened, visit = open_link(secret), visit_of()
    if len(opened.items) == 1:
        return _shown(secret, opened, visit, opened.items[0])
    return _shown(secret, opened, visit, None)


@blueprint.get("/<uuid:item_id>/")
@allow(ANYONE)
def show_item(secret: str, item_id: UUID) -> ResponseReturnValue:
    """Show one thing of a room."""
    opened = open_link(secret)
    return _shown(secret, opened, visit_of(), opened.item(item_id))


@blueprint.get("/<uuid:item_id>/pictures/<path:path>")
@allow(ANYONE)
def show_picture(secret: str, item_id: UUID, path: str) -> ResponseReturnValue:
    """Return a picture that a shared page shows."""
    opened = open_link(secret)
    found = _found(opened.item(item_id)).found
    shown = found.entry.pictures if isinstance(found, PageFound) else ()
    if path not in (found.pictures if isinstance(found, DeckFound) else shown):
        raise NotFound("no such picture")
    return send_picture(parts().search.catalogue().library, path)


@blueprint.get("/<uuid:item_id>/file")
@allow(ANYONE)
def take_file(secret: str, item_id: UUID) -> ResponseReturnValue:
    """Return a shared file: shown where browsers show such files, else downloaded."""
    opened = open_link(secret)
    item = opened.item(item_id)
    found = _found(item).found
    if not isinstance(found, FileFound) or not (found.kind.is_shown or opened.link.can_download):
        raise NotFound("no such file")
    note(opened, visit_of(), download=item.id)
    return send_shared(found, opened.link)


@blueprint.get("/<uuid:item_id>/deck.<any(pdf, pptx):form>")
@allow(ANYONE)
def take_deck(secret: str, item_id: UUID, form: str) -> ResponseReturnValue:
    """Return a shared deck as a file, without notes; a page that waits while it is being built."""
    opened = open_link(secret)
    item = opened.item(item_id)
    found = _found(item)
    if not found.is_deck or not opened.link.can_download:
        raise NotFound("no such file")
    answer = send_deck(found, "pdf" if form == "pdf" else "pptx", opened.link)
    if answer.status_code == 200:
        note(opened, visit_of(), download=item.id)
    return answer


@blueprint.post("/enter")
@allow(ANYONE)
def type_in(secret: str) -> ResponseReturnValue:
    """Check what was typed, and let this browser in for some hours."""
    link = known_link(secret)
    email, passcode = request.form.get("email", "")[:320], request.form.get("passcode", "")[:200]
    try:
        cookie = enter(session(), link, email=email, passcode=passcode, at=now())
    except Conflict as refusal:
        if isinstance(refusal, WrongPasscodeError):
            session().commit()  # the wrong try counts
            count_wrong_secret()
        return said("share_enter.html", 409, link=link, secret=secret, refusal=str(refusal), email=email)
    session().commit()
    response = redirect(url_for(".show", secret=secret), 303)
    set_cookie(response, BUYER, cookie, seconds=PASS_HOURS * 3600, path=f"{PREFIX}/{secret}")
    return response


@blueprint.post("/plan/<uuid:step_id>")
@allow(ANYONE)
def tick(secret: str, step_id: UUID) -> ResponseReturnValue:
    """Say that a step of the plan is done, or isn't; a buyer of their own steps, the rep of any."""
    opened = open_link(secret)
    visitor = opened.visitor
    if visitor is not None and visitor.id != opened.link.rep_id:
        raise Conflict(f"only {opened.rep.name} and the buyer tick steps here")
    is_done = request.form.get("done") == "yes"
    by_id = visitor.id if visitor else None
    tick_step(session(), opened.link, step_id=step_id, is_done=is_done, by_id=by_id, at=now())
    session().commit()
    return redirect(url_for(".show", secret=secret, visit=visit_of()) + "#plan", 303)


@blueprint.post("/told")
@allow(ANYONE)
def told(secret: str) -> ResponseReturnValue:
    """Write down what a page tells of its visit; it is on disk once this is answered, and waits for no lock."""
    count_caller(TOLD_LIMIT)
    opened = open_link(secret)
    try:
        telling = TellingIn.model_validate(json.loads(request.get_data()))
    except (ValidationError, ValueError, RecursionError):
        return "", 422
    mine = {str(item.id) for item in opened.items}
    seen = {place: seconds for place, seconds in telling.seen.items() if place.partition("/")[0] in mine}
    note(opened, telling.visit, load=telling.load, seen=seen, acts=telling.acts)
    return "", 204


def _shown(secret: str, opened: Opened, visit: UUID, item: LinkItem | None) -> Response:
    found = _found(item) if item else None
    if found is not None and found.found is None:
        return said("share_ended.html", 404, rep=opened.rep, state="withheld", link=opened.link)
    note(opened, visit)
    listed = [(one, _found(one)) for one in opened.items] if len(opened.items) > 1 else []
    page = _page(secret, item, found) if item and found else None
    link = opened.link
    return make_response(
        render_template(
            "share.html",
            secret=secret,
            link=link,
            item=item,
            found=found,
            file=found.found if found and isinstance(found.found, FileFound) else None,
            page=page,
            listed=[(one, it) for one, it in listed if it.found is not None],
            plan=read_plan(session(), link_id=link.id) if item is None or len(opened.items) == 1 else [],
            rep=opened.rep,
            visitor=opened.visitor,
            reach=None if opened.rep.has_left(now()) else opened.rep,
            visit=visit,
            load=uuid7(),
            notes=parts().config.link_notes,
            keeps_days=parts().config.link_visits_days,
            ends_on=day_of(parts().config.zone, link.expires_at),
        )
    )


def _page(secret: str, item: LinkItem, found: ItemFound) -> PageShown | None:
    if found.found is None or isinstance(found.found, FileFound):
        return None
    base = below(f"{PREFIX}/{secret}/{item.id}/pictures/")
    return show_page(
        found.found,
        catalogue=parts().search.catalogue(),
        renderer=parts().renderer,
        picture_at=lambda path: base + quote(path),
        public_url=parts().config.public_url,
    )


def _found(item: LinkItem) -> ItemFound:
    kind: Any = item.kind
    return finder().find(kind, item.target)
