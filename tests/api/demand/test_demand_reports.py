"""The demand reports through the API: who may read them, what they count, CSV, and gaps from taking to closing."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.running.company_jobs import count_searches
from api.web.database import db
from lms.demand.models import CountedQuery, Gap
from lms.usage.marks import pending_days
from support.acting import PAGE, at_once, in_days, items_of, problem_of
from support.counting import open_page, search
from support.factories import Cast, Player, fill

NOON = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=2)
DAY = timedelta(days=1)
REPORTS = ("/demand/searches", "/demand/searches.csv", "/demand/pages", "/demand/pages.csv", "/demand/gaps")


@pytest.mark.parametrize("path", REPORTS)
def test_only_authors_and_admins_read_demand(sqlite_cast: Cast, path: str) -> None:
    """What people look for is for those who write, not for those who manage."""
    for player in sqlite_cast.everyone():
        expected = 200 if player in (sqlite_cast.mara, sqlite_cast.nadia) else 403
        assert player.get(path).status_code == expected, player.name


def test_a_search_through_the_api_becomes_demand(session: Session, cast: Cast) -> None:
    """From the journal to the report; until it is counted the report says so."""
    for player in (cast.ada, cast.sven, cast.olga):
        player.get("/search?q=Zeppelins+for+zebras&type=nosuch")
        player.get("/search?q=xqzvw")
    from api.web.context import parts

    parts().journal.move(session)
    before = cast.mara.get("/demand/searches").get_json()
    assert (before["items"], before["pending_days"]) == ([], 1)
    count_searches()
    after = cast.mara.get("/demand/searches").get_json()
    assert {item["query"]: item["nothing_found"] for item in after["items"]} == {
        "xqzvw": 3,
        "zeppelins for zebras type:nosuch": 3,
    }
    assert (after["pending_days"], after["totals"]["needs"], after["total"]) == (0, 6, 2)
    assert (after["start"], after["end"], after["kind"]) == (
        in_days(-90).isoformat(),
        in_days(0).isoformat(),
        "nothing",
    )


def test_variants_are_one_row_with_a_share(session: Session, cast: Cast) -> None:
    """The commonest spelling names it; five needs are enough for an interval, four aren't."""
    _ask(session, cast.everyone(), "slot harbor", hits=0)
    for query in ("slotharbor", "slot harbour", "harbor slots"):
        search(session, cast.ada, query, at=NOON - DAY, hits=0)
    _ask(session, [cast.ada, cast.max], "frostvale", hits=0)
    _count(session)
    first, second = items_of(cast.mara.get("/demand/searches"))
    assert (first["query"], sorted(first["variants"])) == (
        "slot harbor",
        ["harbor slots", "slot harbour", "slotharbor"],
    )
    assert (first["needs"], first["nothing_found"], first["unopened"]) == (9, 9, 0)
    assert (first["share"]["value"], first["share"]["status"]) == (1.0, "measured")
    assert first["share"]["interval"]["low"] == pytest.approx(0.7008, abs=1e-3)
    assert first["last_asked"] == NOON.date().isoformat()
    assert (second["query"], second["share"]["status"], second["share"]["value"]) == (
        "frostvale",
        "insufficient_data",
        None,
    )


def test_unopened_is_a_share_of_what_could_be_opened(session: Session, cast: Cast) -> None:
    """Six found something, two of them opened it."""
    for number, player in enumerate(cast.everyone()):
        event = search(session, player, "pricing", at=NOON, hits=0 if number < 2 else 7)
        if number > 5:
            open_page(session, player, event, page_id=PAGE)
    _count(session)
    (item,) = items_of(cast.mara.get("/demand/searches?kind=unopened"))
    assert (item["needs"], item["nothing_found"], item["unopened"]) == (8, 2, 4)
    assert item["share"]["value"] == pytest.approx(4 / 6)
    (everything,) = items_of(cast.mara.get("/demand/searches?kind=all"))
    assert everything["share"] is None


def test_a_day_outside_the_period_does_not_count(session: Session, cast: Cast) -> None:
    """Both ends are included."""
    for number in range(4):
        search(session, cast.ada, "pricing", at=NOON - number * DAY, hits=0)
    _count(session)
    start, end = (NOON - 2 * DAY).date(), (NOON - DAY).date()
    (item,) = items_of(cast.mara.get(f"/demand/searches?from={start}&to={end}"))
    assert (item["needs"], item["last_asked"]) == (2, end.isoformat())
    assert items_of(cast.mara.get("/demand/searches?from=0001-01-01&to=0001-01-02")) == []
    assert items_of(cast.mara.get("/demand/searches?from=0001-01-01&to=9999-12-31"))[0]["needs"] == 4
    problem_of(cast.mara.get("/demand/searches?from=2026-02-02&to=2026-02-01"), 409)


def test_pages_of_the_report_follow_each_other(session: Session, cast: Cast) -> None:
    """In one order, without gaps and doubles; behind the end there is nothing."""
    for number in range(7):
        search(session, cast.ada, f"item {number}{number}", at=NOON, hits=0)
    _count(session)
    pages = [items_of(cast.mara.get(f"/demand/searches?page={page}&limit=3")) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert len({item["id"] for page in pages for item in page}) == 7


def test_the_csv_says_the_same_and_runs_no_formula(session: Session, cast: Cast) -> None:
    """A query may begin like a formula."""
    search(session, cast.ada, "=cmd()", at=NOON, hits=0, normal='-"cmd" cmd')
    _count(session)
    answer = cast.mara.get("/demand/searches.csv")
    (row,) = csv.DictReader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff")))
    assert (row["query"], row["nothing_found"], row["status"]) == ('\'-"cmd" cmd', "1", "insufficient_data")


def test_stale_pages_are_ordered_by_their_readers(make_app: Callable[..., Flask]) -> None:
    """A reader is one person on one day; the rate has an interval around it. Here every review is due."""
    app = make_app(review_due_days=3650)
    cast = fill(app)
    page_id = items_of(cast.mara.get("/demand/pages?limit=200&from=2020-01-01"))[-1]["page"]["id"]
    with app.app_context():
        for player in cast.everyone():
            open_page(db.session(), player, page_id=page_id, at=NOON, is_used=True)
            open_page(db.session(), player, page_id=page_id, at=NOON)
        open_page(db.session(), cast.ada, page_id=page_id, at=NOON - 200 * DAY)
        _count(db.session())
    first, second, *_ = items_of(cast.mara.get("/demand/pages"))
    assert (first["page"]["id"], first["freshness"], first["readers"], first["uses"]) == (page_id, "due", 8, 8)
    assert second["readers"] == 0
    rate = first["rate_per_week"]
    assert 0 < rate["interval"]["low"] < rate["value"] < rate["interval"]["high"]


def test_a_page_that_was_opened_is_not_unused(session: Session, cast: Cast) -> None:
    """However long ago."""
    body = cast.mara.get("/demand/pages?kind=unused&limit=200").get_json()
    unused = {item["page"]["id"] for item in body["items"]}
    assert PAGE in unused
    assert all(item["page"]["type"] != "quiz" and item["days_published"] >= 30 for item in body["items"])
    assert body["items"][0]["rate_per_week"]["interval"]["low"] == 0
    open_page(session, cast.ada, page_id=PAGE, at=NOON - 300 * DAY)
    _count(session)
    after = cast.mara.get("/demand/pages?kind=unused&limit=200").get_json()
    assert {item["page"]["id"] for item in after["items"]} == unused - {PAGE}
    assert after["totals"]["counted"] == body["totals"]["counted"] - 1
    assert cast.mara.get("/demand/pages.csv?kind=unused").get_data(as_text=True).count("\n") == len(unused)


def test_a_gap_is_taken_by_one(session: Session, cast: Cast) -> None:
    """Nadia is told that Mara has it; the report shows it."""
    query_id = _sought(session, cast)
    taken = cast.mara.post("/demand/gaps", {"query_id": query_id})
    assert (taken.status_code, taken.get_json()["status"]) == (201, "taken")
    assert cast.mara.get(taken.headers["Location"].removeprefix("/api/v1")).get_json() == taken.get_json()
    assert "Mara Quill" in problem_of(cast.nadia.post("/demand/gaps", {"query_id": query_id}), 409)["detail"]
    (item,) = items_of(cast.nadia.get("/demand/searches"))
    assert item["gap"]["taken_by"]["name"] == "Mara Quill"
    assert taken.get_json()["before"]["needs"] == 8


def test_two_who_take_a_gap_at_once(session: Session, cast: Cast) -> None:
    """One gets it, the other is told to ask again or who has it."""
    query_id = _sought(session, cast)
    session.close()
    takers = (cast.mara.twin(), cast.nadia.twin())
    answers = at_once(*[partial(taker.post, "/demand/gaps", {"query_id": query_id}) for taker in takers])
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert len(items_of(cast.mara.get("/demand/gaps"))) == 1


def test_a_gap_can_be_given_back_and_taken_again(session: Session, cast: Cast) -> None:
    """By who took it or an admin; the row stays."""
    query_id = _sought(session, cast)
    first = cast.nadia.post("/demand/gaps", {"query_id": query_id}).get_json()["id"]
    problem_of(cast.mara.delete(f"/demand/gaps/{first}"), 403)
    assert cast.nadia.delete(f"/demand/gaps/{first}").status_code == 204
    problem_of(cast.nadia.delete(f"/demand/gaps/{first}"), 409)
    second = cast.mara.post("/demand/gaps", {"query_id": query_id}).get_json()["id"]
    assert cast.nadia.delete(f"/demand/gaps/{second}").status_code == 204
    rows = session.execute(select(Gap.released_at, Gap.released_by_id)).all()
    assert len(rows) == 2
    assert all(at is not None and by == cast.nadia.id for at, by in rows)
    assert items_of(cast.mara.get("/demand/gaps")) == []


def test_a_gap_is_closed_by_a_page(session: Session, cast: Cast) -> None:
    """The page's place among the hits of the search is told."""
    query_id = _sought(session, cast, "too expensive")
    gap = cast.mara.post("/demand/gaps", {"query_id": query_id}).get_json()["id"]
    problem_of(cast.mara.post(f"/demand/gaps/{gap}/close", {"page_id": "no-such-page"}), 404)
    closed = cast.mara.post(f"/demand/gaps/{gap}/close", {"page_id": PAGE})
    assert closed.status_code == 200, closed.get_data(as_text=True)
    body = closed.get_json()
    assert (body["status"], body["page"]["id"], body["rank_now"]) == ("closed", PAGE, 1)
    assert body["after"] == {"value": None, "interval": None, "status": "insufficient_data", "needs": 0, "opened": 0}
    assert [item["id"] for item in items_of(cast.mara.get("/demand/gaps?status=closed"))] == [gap]
    assert items_of(cast.mara.get("/demand/gaps?status=taken")) == []
    problem_of(cast.mara.post(f"/demand/gaps/{gap}/close", {"page_id": PAGE}), 409)


def test_a_gap_needs_a_query_that_somebody_asked(sqlite_cast: Cast) -> None:
    """And its list ends."""
    problem_of(sqlite_cast.mara.post("/demand/gaps", {"query_id": str(UUID(int=7))}), 404)
    problem_of(sqlite_cast.mara.delete(f"/demand/gaps/{UUID(int=7)}"), 404)
    assert sqlite_cast.mara.get("/demand/gaps").get_json() == {"items": [], "next": None}


def _ask(session: Session, players: Any, query: str, **fields: Any) -> None:
    for player in players:
        search(session, player, query, at=NOON, **fields)


def _count(session: Session) -> None:
    session.commit()
    count_searches()
    assert pending_days(session) == 0


def _sought(session: Session, cast: Cast, query: str = "zebra leasing") -> str:
    """Let everybody search for something in vain, and return its id."""
    players: list[Player] = [*cast.everyone()]
    _ask(session, players, query, hits=0)
    _count(session)
    return str(session.scalars(select(CountedQuery.id)).one())
