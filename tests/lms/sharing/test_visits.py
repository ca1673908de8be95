"""Sums of links: whatever pages tell, in whatever order and how often, they are those of the visits themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.days import now_in
from lms.sharing.links import LinkTerms, Shared, items_of_links, make_link
from lms.sharing.models import BuyerLink, LinkDownload, LinkTally, LinkView, LinkVisit, PartTally
from lms.sharing.reading import last_visits, tallies_of
from lms.sharing.visits import VisitTold, forget_visits, open_visits, store_told, verdict_of
from support.acting import meanwhile
from support.factories import MONDAY, Cast
from support.learning import UTC_ZONE

NOW = now_in(UTC_ZONE, MONDAY)
THINGS = [Shared("page", "dockside", "Dockside"), Shared("page", "portal", "Portal")]


@dataclass(frozen=True)
class Made:
    """A link and the ids of what it leads to."""

    link: BuyerLink
    items: list[UUID]


@pytest.fixture
def made(session: Session, cast: Cast) -> Made:
    """Ada's link to two pages."""
    link = make_link(session, actor=cast.ada.actor, terms=LinkTerms("Dockside", "Lena"), items=THINGS, now=NOW)
    items = [item.id for item in items_of_links(session, link_ids=[link.id])[link.id]]
    session.commit()
    return Made(link, items)


def told(made: Made, visit: UUID, **more: Any) -> VisitTold:
    """Return what a page told; nothing if nothing is given."""
    plain: dict[str, Any] = {
        "id": uuid4(),
        "link_id": made.link.id,
        "visit_id": visit,
        "load_id": UUID(int=1),
        "at": MONDAY,
        "said": "",
        "seen": {},
        "acts": 0,
        "download": None,
        "email": None,
        "is_forwarded": False,
    }
    return VisitTold(**{**plain, **more})


def store(session: Session, events: Sequence[VisitTold]) -> int:
    """Store what pages told, as a journal does."""
    new = store_told(session, [asdict(one) for one in events], UTC_ZONE)
    session.commit()
    return new


@pytest.mark.parametrize(
    ("said", "seconds", "acts", "verdict"),
    [
        ("", 0.0, 5, "unseen"),
        ("", 0.9, 1, "unseen"),
        ("", 1.0, 1, "buyer"),
        ("", 9.9, 0, "unseen"),
        ("", 10.0, 0, "buyer"),
        ("robot", 100.0, 9, "robot"),
        ("own", 100.0, 9, "own"),
        ("buyer", 0.0, 0, "buyer"),
    ],
)
def test_who_a_visitor_was(said: str, seconds: float, acts: int, verdict: str) -> None:
    """Somebody is who moves, or stays; a program that says so never is."""
    assert verdict_of(said, seconds=seconds, acts=acts) == verdict


@st.composite
def tales(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Draw what some pages of some visits tell, growing as time goes on, then shuffled and partly twice."""
    found: list[dict[str, Any]] = []
    for visit in range(draw(st.integers(1, 3))):
        said, email = draw(st.sampled_from(["", "", "robot", "own"])), draw(st.sampled_from([None, "x@y.example"]))
        for load in range(draw(st.integers(1, 2))):
            seen: dict[tuple[int, int], float] = {}
            for step in range(draw(st.integers(1, 3))):
                place = draw(st.tuples(st.integers(0, 1), st.integers(0, 2)))
                seen = {**seen, place: seen.get(place, 0.0) + draw(st.sampled_from([0.5, 2.0, 9.0]))}
                download = draw(st.sampled_from([None, None, 0, 1]))
                found.append(
                    {
                        "visit": visit,
                        "load": load,
                        "step": step,
                        "said": said,
                        "seen": dict(seen),
                        "acts": step,
                        "download": download,
                        "email": email,
                        "is_forwarded": email is not None,
                    }
                )
    order = draw(st.permutations(found))
    return [*order, *draw(st.lists(st.sampled_from(found), max_size=3))]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tales(), st.integers(1, 4))
def test_sums_are_those_of_the_visits(session: Session, made: Made, tale: list[dict[str, Any]], batch: int) -> None:
    """Each batch in a transaction of its own: the sums are what visits and parts of buyers add up to."""
    _forget_all(session)
    ids: dict[str, UUID] = {}
    events = []
    for one in tale:
        name = f"{one['visit']}/{one['load']}/{one['step']}"
        events.append(
            told(
                made,
                UUID(int=1_000 + one["visit"]),
                id=ids.setdefault(name, uuid4()),
                load_id=UUID(int=one["load"] + 1),
                at=MONDAY + timedelta(seconds=one["step"]),
                said=one["said"],
                seen={f"{made.items[item]}/{part}": seconds for (item, part), seconds in one["seen"].items()},
                acts=one["acts"],
                download=None if one["download"] is None else str(made.items[one["download"]]),
                email=one["email"],
                is_forwarded=one["is_forwarded"],
            )
        )
    for start in range(0, len(events), batch):
        store(session, events[start : start + batch])
    assert store(session, events) == 0
    _check_sums(session, made)


def _check_sums(session: Session, made: Made) -> None:
    session.expire_all()
    visits = list(session.scalars(select(LinkVisit)))
    buyers = {visit.id for visit in visits if visit.verdict == "buyer"}
    views = [view for view in session.scalars(select(LinkView)) if view.visit_id in buyers]
    files = [one for one in session.scalars(select(LinkDownload)) if one.visit_id in buyers]
    tally = tallies_of(session, link_ids=[made.link.id])[made.link.id]
    assert tally.opens == len(buyers)
    assert tally.downloads == len(files)
    assert tally.forwarded == sum(visit.is_forwarded for visit in visits if visit.id in buyers)
    assert tally.robots == sum(visit.verdict in {"robot", "unseen"} for visit in visits)
    assert tally.seconds == pytest.approx(sum(view.seconds for view in views))
    parts = {(one.item_id, one.part): (one.visits, one.seconds) for one in session.scalars(select(PartTally))}
    places = {(view.item_id, view.part) for view in views}
    assert set(parts) == places
    for place in places:
        own = [view for view in views if (view.item_id, view.part) == place]
        count, seconds = parts[place]
        assert count == len({view.visit_id for view in own})
        assert seconds == pytest.approx(sum(one.seconds for one in own))


def test_two_processes_that_move_at_once_count_each_visit_once(session: Session, made: Made) -> None:
    """The second waits for the first, and reads what it wrote."""
    visit = uuid4()
    first = told(made, visit, seen={f"{made.items[0]}/0": 12.0})
    second = told(made, visit, seen={f"{made.items[0]}/0": 20.0}, acts=3)
    news = meanwhile(
        session,
        lambda one: store_told(one, [asdict(first)], UTC_ZONE),
        lambda two: store_told(two, [asdict(second)], UTC_ZONE),
    )
    assert news == 1
    _check_sums(session, made)
    tally = tallies_of(session, link_ids=[made.link.id])[made.link.id]
    assert (tally.opens, tally.seconds) == (1, 20.0)


def test_old_visits_are_forgotten_and_sums_stay(session: Session, made: Made) -> None:
    """With the addresses that were typed."""
    for days, visit in ((0, uuid4()), (30, uuid4())):
        seen = {f"{made.items[0]}/0": 12.0}
        store(session, [told(made, visit, at=MONDAY + timedelta(days=days), seen=seen, email="x@y.example")])
    assert forget_visits(session, before=MONDAY + timedelta(days=1)) == 1
    session.commit()
    assert len(last_visits(session, link_id=made.link.id)) == 1
    assert tallies_of(session, link_ids=[made.link.id])[made.link.id].opens == 2


def test_lines_of_links_that_are_not_there_hold_nothing_up(session: Session, made: Made, tmp_path: Path) -> None:
    """They are left out, and what stands beside them gets into the database."""
    journal = open_visits(tmp_path / "visits", zone=UTC_ZONE)
    journal.append(told(Made(BuyerLink(id=uuid4()), []), uuid4()))
    journal.append(told(made, uuid4(), seen={f"{made.items[0]}/0": 12.0}))
    assert journal.move(session) == 1
    assert journal.move(session) == 0


def _forget_all(session: Session) -> None:
    for table in (LinkView, LinkDownload, LinkVisit, PartTally, LinkTally):
        session.execute(delete(table))
    session.commit()
