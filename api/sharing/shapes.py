"""Shapes of links: what they lead to, their plans, and what buyers did with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.web.below import SiteAddress
from api.web.context import clock, now, once, parts, session
from api.web.shapes import Address, Day, Name, PersonRef, Strict, Words
from api.work.sharing.items import DeckFound, FileFound, PageFound, ThingsFinder
from content.places.links import site_url
from lms.people.directory import names_of
from lms.sharing.links import MOST_ITEMS, ItemKind, LinkState, items_of_links, state_of
from lms.sharing.models import BuyerLink, LinkItem, LinkTally, PlanStep
from lms.sharing.plans import MOST_STEPS, read_plan
from lms.sharing.reading import last_visits, parts_of, tallies_of

LinkTitle = Annotated[Words, Field(max_length=300)]
LinkNote = Annotated[str, Field(max_length=2_000, pattern=r"^[^\x00]*$")]


class SharedIn(Strict):
    """One thing to share: a page's id, the path of a file in the library, or the id of a deck for a buyer."""

    kind: ItemKind
    target: Annotated[Words, Field(max_length=1_000)]


Items = Annotated[list[SharedIn], Field(min_length=1, max_length=MOST_ITEMS)]


class BuyerIn(Strict):
    """For whom a link is; with an address it can be told when it was forwarded."""

    name: Name
    email: Address | None = None


class PlanStepIn(Strict):
    """A step of the plan: what, who does it (and whether that is on the buyer's side), and by when."""

    id: UUID | None = Field(None, description="of a step that stands there already, which keeps whether it is done")
    text: Annotated[Words, Field(max_length=300)]
    owner: Name
    is_buyers: bool = False
    due_on: Day | None = None


Steps = Annotated[list[PlanStepIn], Field(max_length=MOST_STEPS)]


class PlanStepOut(BaseModel):
    """A step of the plan; `done_by` is the buyer or ours, null while it isn't done."""

    id: UUID
    text: str
    owner: str
    is_buyers: bool
    due_on: date | None
    done_at: datetime | None
    done_by: Literal["buyer", "ours"] | None


class PartSeenOut(BaseModel):
    """How long buyers had a part on screen: a slide by its number, 0 for a page or file; in how many visits."""

    part: int
    visits: int
    seconds: float


class LinkItemOut(BaseModel):
    """One thing that a link leads to; `why_not` says why a buyer doesn't get it now, null where they do."""

    id: UUID
    kind: ItemKind
    target: str
    title: str
    url: SiteAddress | None
    is_deck: bool
    why_not: str | None
    parts: list[PartSeenOut]


class TallyOut(BaseModel):
    """What buyers did with a link, in sum: opens of buyers, seconds on screen, files taken.

    `forwarded` are visits with another address than the contact's. `left_out` are visits that don't count: robots, and
    those of which nothing was ever on a screen.
    """

    opens: int
    seconds: float
    downloads: int
    forwarded: int
    left_out: int
    first_at: datetime | None
    last_at: datetime | None


class LinkOut(BaseModel):
    """A link that a rep made for a buyer, what it leads to, and what came of it; `url` is what the buyer opens."""

    id: UUID
    rep: PersonRef
    title: str
    url: SiteAddress
    state: LinkState
    contact_name: str
    contact_email: str | None
    deal: str | None
    note: str | None
    made_at: datetime
    expires_at: datetime
    asks_email: bool
    has_passcode: bool
    can_download: bool
    has_watermark: bool
    items: list[LinkItemOut]
    seen: TallyOut


class VisitOut(BaseModel):
    """One visit of a buyer; `email` is what they typed, where the link asks for it."""

    at: datetime
    seconds: float
    email: str | None
    is_forwarded: bool
    downloads: int


class LinkWhole(LinkOut):
    """A link with its plan and its last visits."""

    plan: list[PlanStepOut]
    visits: list[VisitOut]


class LinksOpenedOut(BaseModel):
    """Links that buyers opened lately, the last opened first."""

    items: list[LinkOut]


def links_out(found: Sequence[BuyerLink]) -> list[LinkOut]:
    """Return links as lists show them."""
    ids = [link.id for link in found]
    names = names_of(session(), person_ids={link.rep_id for link in found})
    items, tallies = items_of_links(session(), link_ids=ids), tallies_of(session(), link_ids=ids)
    seen = parts_of(session(), item_ids=[item.id for some in items.values() for item in some])
    return [
        LinkOut(
            id=link.id,
            rep=PersonRef(id=link.rep_id, name=names[link.rep_id]),
            title=link.title,
            url=f"{parts().config.public_url}/for/{link.secret}/",
            state=state_of(link, at=now()),
            contact_name=link.contact_name,
            contact_email=link.contact_email,
            deal=link.deal,
            note=link.note,
            made_at=link.made_at,
            expires_at=link.expires_at,
            asks_email=link.asks_email,
            has_passcode=link.passcode is not None,
            can_download=link.can_download,
            has_watermark=link.has_watermark,
            items=[_item(item, [PartSeenOut(**vars(one)) for one in seen.get(item.id, [])]) for item in items[link.id]],
            seen=_tally(tallies.get(link.id)),
        )
        for link in found
    ]


def link_whole(link: BuyerLink) -> LinkWhole:
    """Return a link with its plan and visits."""
    visits = [VisitOut(**vars(one)) for one in last_visits(session(), link_id=link.id)]
    plan = [step_out(step) for step in read_plan(session(), link_id=link.id)]
    return LinkWhole(**links_out([link])[0].model_dump(), plan=plan, visits=visits)


def step_out(step: PlanStep) -> PlanStepOut:
    """Return a step of a plan."""
    done_by: Literal["buyer", "ours"] | None = None
    if step.done_at is not None:
        done_by = "ours" if step.done_by_id else "buyer"
    return PlanStepOut(
        id=step.id,
        text=step.text,
        owner=step.owner,
        is_buyers=step.is_buyers,
        due_on=step.due_on,
        done_at=step.done_at,
        done_by=done_by,
    )


def finder() -> ThingsFinder:
    """Return where this request finds what links lead to."""
    return once("things", lambda: ThingsFinder(session(), parts().search, parts().renderer, clock().day))


def _item(item: LinkItem, seen: list[PartSeenOut]) -> LinkItemOut:
    kind: ItemKind = item.kind  # type: ignore[assignment]  # a column holds text
    now_ = finder().find(kind, item.target)
    found, url = now_.found, None
    if isinstance(found, PageFound):
        url = site_url(found.entry.url)
    elif isinstance(found, FileFound):
        url = site_url(found.path)
    elif isinstance(found, DeckFound):
        url = f"/app/buyer-deck/?id={found.row.id}"
    return LinkItemOut(
        id=item.id,
        kind=kind,
        target=item.target,
        title=now_.title if found else item.title,
        url=url,
        is_deck=now_.is_deck,
        why_not=now_.why,
        parts=seen,
    )


def _tally(found: LinkTally | None) -> TallyOut:
    if found is None:
        return TallyOut(opens=0, seconds=0, downloads=0, forwarded=0, left_out=0, first_at=None, last_at=None)
    return TallyOut(
        opens=found.opens,
        seconds=round(found.seconds, 1),
        downloads=found.downloads,
        forwarded=found.forwarded,
        left_out=found.robots,
        first_at=found.first_at,
        last_at=found.last_at,
    )
