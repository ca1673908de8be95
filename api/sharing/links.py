"""Links over HTTP: made for a buyer, changed, ended, with the plan that both share; a manager sees their people's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from flask import Blueprint
from pydantic import BeforeValidator, Field

from api.sharing.shapes import (
    BuyerIn,
    Items,
    LinkNote,
    LinkOut,
    LinksOpenedOut,
    LinkTitle,
    LinkWhole,
    PlanStepIn,
    SharedIn,
    Steps,
    finder,
    link_whole,
    links_out,
)
from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, clock, now, session
from api.web.deals import known_deal
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import After, Limited, Listed, created, listed
from api.web.shapes import DealId, Strict, as_number
from api.web.writes import writes
from api.work.sharing.items import DeckFound, FileFound
from api.work.sharing.watermarks import can_mark
from lms.errors import Conflict
from lms.sharing.links import (
    MOST_DAYS,
    LinkChange,
    LinkTerms,
    Shared,
    change_link,
    get_link,
    held_link,
    list_links,
    make_link,
    revoke_link,
)
from lms.sharing.passcodes import LEAST_LENGTH
from lms.sharing.plans import WrittenStep, tick_step, write_plan
from lms.sharing.reading import opened_lately

blueprint = Blueprint("links", __name__, url_prefix=f"{PREFIX}/sharing/links")
TAGS = ["sharing"]
Days = Annotated[int, Field(ge=1, le=MOST_DAYS), BeforeValidator(as_number)]
Passcode = Annotated[str, Field(min_length=LEAST_LENGTH, max_length=100, pattern=r"^[^\x00]*$")]


class BuyerLinkIn(Strict):
    """A link to a thing, or to a room of several with a note and a plan, for a named contact.

    It holds for `days`. It may ask for an e-mail address or a passcode, be closed to downloads, and write the contact's
    name across PDFs.
    """

    items: Items
    title: LinkTitle | None = Field(None, description="of the room; the name of the first thing if not given")
    contact: BuyerIn
    deal: DealId | None = None
    note: LinkNote | None = None
    days: Days = 30
    passcode: Passcode | None = None
    asks_email: bool = False
    can_download: bool = True
    has_watermark: bool = False
    plan: Steps = Field(default_factory=list)


class LinksQuery(After):
    """Which links: of one person, of one deal; without both those of all whose records the asker may see."""

    person_id: UUID | None = None
    deal: DealId | None = None


class OpenedQuery(Limited):
    """In how many of the last days they were opened."""

    days: int = Field(7, ge=1, le=90)


class LinkPatch(Strict):
    """What is to be another; `days` count from now. An empty passcode takes it away."""

    items: Items | None = None
    title: LinkTitle | None = None
    note: LinkNote | None = None
    days: Days | None = None
    passcode: Annotated[str, Field(max_length=100, pattern=rf"^(|[^\x00]{{{LEAST_LENGTH},}})$")] | None = None
    can_download: bool | None = None


class PlanIn(Strict):
    """The steps of the plan, all of them, in their order."""

    steps: Steps


@blueprint.get("")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=Listed[LinkOut]), tags=TAGS)
def links(query: LinksQuery) -> Answer:
    """List links for buyers, the last made first: the asker's own, and of those whose records they may see."""
    found = list_links(
        session(),
        actor=actor(),
        person_id=query.person_id,
        deal=query.deal,
        after=query.after,
        limit=query.limit + 1,
    )
    return listed(Listed[LinkOut], links_out(found), query.limit)


@blueprint.post("")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_201=LinkWhole), tags=TAGS)
def make(json: BuyerLinkIn) -> Answer:
    """Make a link; 409 for what isn't written for customers, is a draft, archived, expired or gone."""
    items = _shared(json.items, can_download=json.can_download)
    if json.has_watermark and not can_mark():
        raise Conflict("a watermark needs more packages: `pip install repertoire[pdf]`", field="has_watermark")
    terms = LinkTerms(
        title=json.title.strip() if json.title else items[0].title,
        contact_name=json.contact.name.strip(),
        contact_email=json.contact.email,
        deal=known_deal(json.deal),
        note=json.note.strip() or None if json.note else None,
        days=json.days,
        passcode=json.passcode,
        asks_email=json.asks_email,
        can_download=json.can_download,
        has_watermark=json.has_watermark,
    )
    made = make_link(session(), actor=actor(), terms=terms, items=items, now=clock())
    if json.plan:
        write_plan(session(), made, _steps(json.plan), at=now())
    return created(link_whole(made), f"{PREFIX}/sharing/links/{made.id}")


@blueprint.get("/opened")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=LinksOpenedOut), tags=TAGS)
def opened(query: OpenedQuery) -> Answer:
    """List the asker's own links that buyers opened lately, the last opened first: what to react to."""
    found = opened_lately(session(), actor=actor(), since=now() - timedelta(days=query.days), most=query.limit)
    return LinksOpenedOut(items=links_out([link for link, _ in found]))


@blueprint.get("/<uuid:link_id>")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=LinkWhole), tags=TAGS)
def show(link_id: UUID) -> Answer:
    """Return a link of the asker's, or of somebody whose records they may see, with its plan and its last visits."""
    return link_whole(get_link(session(), actor=actor(), link_id=link_id))


@blueprint.patch("/<uuid:link_id>")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_200=LinkWhole), tags=TAGS)
def change(link_id: UUID, json: LinkPatch) -> Answer:
    """Change a link of the asker's: the address stays the same, and leads to what it leads to now."""
    found = change_link(
        session(),
        actor=actor(),
        link_id=link_id,
        change=LinkChange(
            title=json.title and json.title.strip(),
            note=None if json.note is None else json.note.strip(),
            days=json.days,
            passcode=json.passcode,
            can_download=json.can_download,
            items=None if json.items is None else _shared(json.items, can_download=json.can_download is not False),
        ),
        now=clock(),
    )
    return link_whole(found)


@blueprint.post("/<uuid:link_id>/revoked")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 503, HTTP_200=LinkWhole), tags=TAGS)
def revoked(link_id: UUID) -> Answer:
    """End a link of the asker's at once; the buyer sees whom to write to."""
    return link_whole(revoke_link(session(), actor=actor(), link_id=link_id, now=clock()))


@blueprint.put("/<uuid:link_id>/plan")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_200=LinkWhole), tags=TAGS)
def write(link_id: UUID, json: PlanIn) -> Answer:
    """Write the plan that the asker and the buyer share."""
    link = held_link(session(), actor=actor(), link_id=link_id)
    write_plan(session(), link, _steps(json.steps), at=now())
    return link_whole(link)


@blueprint.put("/<uuid:link_id>/plan/<uuid:step_id>/done")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 503, HTTP_200=LinkWhole), tags=TAGS)
def done(link_id: UUID, step_id: UUID) -> Answer:
    """Say that a step of a plan of the asker's is done."""
    return _ticked(link_id, step_id, is_done=True)


@blueprint.delete("/<uuid:link_id>/plan/<uuid:step_id>/done")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 503, HTTP_200=LinkWhole), tags=TAGS)
def not_done(link_id: UUID, step_id: UUID) -> Answer:
    """Say that a step of a plan of the asker's isn't done after all."""
    return _ticked(link_id, step_id, is_done=False)


def _ticked(link_id: UUID, step_id: UUID, *, is_done: bool) -> LinkWhole:
    link = held_link(session(), actor=actor(), link_id=link_id)
    tick_step(session(), link, step_id=step_id, is_done=is_done, by_id=actor().id, at=now())
    return link_whole(link)


def _shared(given: Sequence[SharedIn], *, can_download: bool) -> list[Shared]:
    """Return things to share as they are called; raises Conflict for one that buyers don't get, or can't look at."""
    shared = []
    things = finder()
    for number, one in enumerate(given):
        target = one.target.strip()
        found = things.find(one.kind, target)
        why = found.why
        if isinstance(found.found, DeckFound) and found.found.row.rep_id != actor().id:
            why = f"there is no deck `{target[:100]}` of yours"
        if isinstance(found.found, FileFound) and not (can_download or found.found.kind.is_shown):
            why = f"a browser can't show `{target[:100]}`, and downloads are closed"
        if why is not None:
            raise Conflict(f"this can't be shared: {why}", field=f"items/{number}")
        shared.append(Shared(one.kind, target, found.title))
    return shared


def _steps(given: Sequence[PlanStepIn]) -> list[WrittenStep]:
    return [WrittenStep(**step.model_dump()) for step in given]
