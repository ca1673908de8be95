"""Links of the demo company: what its sellers shared with buyers in two months, and how much of it was read."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from content.document import Document
from lms.days import now_in
from lms.people.access import Actor
from lms.sharing.links import LinkTerms, Shared, items_of_links, make_link
from lms.sharing.models import BuyerLink
from lms.sharing.plans import WrittenStep, write_plan
from lms.sharing.visits import VisitTold, store_told

SEED = 11
DAYS = 60
LINKS_EACH = 4
# Of ten links so many are opened.
OPENED = 6
SHARED_TYPES = ("product-sheet", "case-study", "deck", "e-book", "white-paper")
BUYERS = (
    *("Lena Vogt", "Marek Nowak", "Ines Duarte", "Paul Okafor", "Sofia Lindgren", "Jan de Wit", "Amina Haddad"),
    *("Oskar Brandl", "Claire Fontaine", "Teo Rossi", "Hanna Kowalska", "Viktor Sava"),
)
PLAN = (
    WrittenStep("Send the draft of the contract", "us", is_buyers=False),
    WrittenStep("Let security read the answers", "the buyer", is_buyers=True),
    WrittenStep("Decide on the pilot's terminal", "the buyer", is_buyers=True),
)


def load_sharing(
    session: Session, *, sellers: Sequence[Actor], pages: Sequence[Document], at: datetime, zone: ZoneInfo
) -> None:
    """Let sellers have shared pages for customers, one of them a room with a plan, and buyers have read some."""
    dice = random.Random(SEED)  # noqa: S311 - invented history, nothing secret
    shelf = [page for page in pages if page.type in SHARED_TYPES and _is_sent(page)]
    if len(shelf) < 2:
        return
    for seller in sellers:
        for number in reversed(range(LINKS_EACH)):  # the newest last, as their ids are
            made = at - timedelta(days=dice.uniform(number * 12 + 1, number * 12 + 14))
            chosen = dice.sample(shelf, 3 if number == 0 else 1)
            link = _share(session, seller, dice.choice(BUYERS), chosen, made, zone)
            if number == 0:
                write_plan(session, link, PLAN, at=made)
            if dice.randrange(10) < OPENED:
                _read(session, dice, link, chosen, at, zone)


def _is_sent(page: Document) -> bool:
    return page.fields.audience == "customer" and page.fields.status == "approved"


def _share(
    session: Session, seller: Actor, buyer: str, pages: Sequence[Document], made: datetime, zone: ZoneInfo
) -> BuyerLink:
    title = pages[0].title if len(pages) == 1 else f"For {buyer.split(maxsplit=1)[0]}: what we spoke about"
    terms = LinkTerms(title=title, contact_name=buyer, days=90)
    items = [Shared("page", page.id, page.title) for page in pages]
    return make_link(session, actor=seller, terms=terms, items=items, now=now_in(zone, made))


def _read(
    session: Session,
    dice: random.Random,
    link: BuyerLink,
    pages: Sequence[Document],
    at: datetime,
    zone: ZoneInfo,
) -> None:
    """Let a buyer open a link once or twice, and look at some of it."""
    items = items_of_links(session, link_ids=[link.id])[link.id]
    told = []
    for _ in range(dice.choice((1, 1, 2))):
        opened = link.made_at + (at - link.made_at) * dice.uniform(0.05, 0.6)
        seen: dict[str, float] = {}
        for item, page in zip(items, pages, strict=True):
            if dice.random() < 0.8:
                parts = range(1, dice.randint(3, 9)) if page.type == "deck" else (0,)
                seen |= {f"{item.id}/{part}": round(dice.uniform(4, 70), 1) for part in parts}
        names = [UUID(int=dice.getrandbits(128)) for _ in range(3)]
        told.append(VisitTold(names[0], link.id, names[1], names[2], opened, "", seen, 9, None, None, False))
    store_told(session, [asdict(one) for one in told], zone)
