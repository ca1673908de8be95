"""Sharing in the figures: what was sent and shared, by its day, person, page and deal, and what buyers opened."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy.orm import Session

from lms.days import now_in
from lms.figures.building import refresh_figures
from lms.figures.frames import NEVER, FigureSet, read_generation
from lms.kpis.sent_and_read import sent_and_read
from lms.sending.models import SentMessage
from lms.sending.sends import add_send
from lms.sharing.links import LinkTerms, Shared, items_of_links, make_link
from lms.sharing.visits import VisitTold, store_told
from support.factories import MONDAY, Cast
from support.learning import UTC_ZONE

NOW = now_in(UTC_ZONE, MONDAY)
DAY = MONDAY.date().toordinal()


def test_shares_and_links_are_those_of_the_database(session: Session, cast: Cast, tmp_path: Path) -> None:
    """A visit changes them; of a file nothing is said by page."""
    send = SentMessage(rep_id=cast.ada.id, page_id="hello", page_version="v", language="en", way="eml")
    add_send(session, send, now=NOW)
    things = [Shared("page", "dockside", "Dockside"), Shared("file", "a.pdf", "a.pdf")]
    link = make_link(session, actor=cast.olga.actor, terms=LinkTerms("x", "Lena"), items=things, now=NOW)
    before = _count(session, tmp_path)
    pages, ids = before.notes["words"]["page"], before.notes["who"]["ids"]
    shares = before.frames["share"]
    rows = zip(shares["page"], shares["who"], shares["is_link"], shares["visits"], strict=True)
    assert [(pages[page], ids[who], is_link, visits) for page, who, is_link, visits in rows] == [
        ("hello", str(cast.ada.id), 0, 0),
        ("dockside", str(cast.olga.id), 1, 0),
    ]
    assert before.frames["link"]["opened"].tolist() == [NEVER]
    item = items_of_links(session, link_ids=[link.id])[link.id][0]
    told = VisitTold(uuid4(), link.id, uuid4(), uuid4(), MONDAY, "", {f"{item.id}/0": 12.0}, 1, None, None, False)
    store_told(session, [asdict(told)], UTC_ZONE)
    after = _count(session, tmp_path, minutes=5)
    assert after.frames["link"]["opened"].tolist() == [DAY]
    hello, dockside = sorted(sent_and_read(after, start=DAY, end=DAY), key=lambda row: -row.sent)
    assert (hello.page_id, hello.sent, hello.links, hello.seconds) == ("hello", 1, 0, None)
    assert (dockside.links, dockside.read.part, dockside.read.status, dockside.seconds) == (
        1,
        1,
        "insufficient_data",
        12.0,
    )
    assert sent_and_read(after, start=DAY + 1, end=DAY + 9) == []


def _count(session: Session, folder: Path, *, minutes: int = 0) -> FigureSet:
    session.flush()
    later = now_in(UTC_ZONE, MONDAY + timedelta(minutes=minutes))
    refresh_figures(session, folder, zone=UTC_ZONE, now=later)
    return read_generation(folder)
