"""Opening a page and making use of it, as an episode of a search."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.people.access import visible_people
from lms.usage.episodes import Episode, read_events, split_episodes
from lms.usage.models import SearchEvent, UseEvent
from support.acting import PAGE, pointers_of, problem_of, recorded_searches
from support.factories import Cast, Player


def test_a_search_an_open_and_a_use_make_one_successful_episode(session: Session, cast: Cast) -> None:
    """Ada searches, opens the first hit and copies from it."""
    search = cast.ada.get("/search?q=too+expensive").get_json()
    opened = _open(cast.ada, search["items"][0]["id"], search["search_id"])
    assert opened["search_id"] == search["search_id"]
    used = cast.ada.post(f"/opens/{opened['id']}/uses", {"kind": "copied"})
    assert (used.status_code, used.get_json()["kind"]) == (201, "copied")
    episodes = _episodes(session, cast.max)
    assert [(e.person_id, e.was_successful, e.found_nothing) for e in episodes] == [(cast.ada.id, True, False)]
    assert 0 <= episodes[0].seconds < 60


def test_a_search_can_be_named_right_after_its_answer(session: Session, cast: Cast) -> None:
    """Before anybody has moved it into the database."""
    search_id = cast.ada.get("/search?q=too+expensive").get_json()["search_id"]
    assert session.scalars(select(SearchEvent)).all() == []
    assert _open(cast.ada, PAGE, search_id)["search_id"] == search_id
    assert [str(event.id) for event in recorded_searches(session)] == [search_id]


def test_a_search_that_nobody_made_can_not_be_named(cast: Cast) -> None:
    """The journal doesn't know it either."""
    answer = cast.ada.post("/opens", {"page_id": PAGE, "search_id": str(cast.ada.id)})
    assert problem_of(answer, 404)["errors"][0]["pointer"] == "#/search_id"


def test_an_open_without_use_is_no_success(session: Session, cast: Cast) -> None:
    """Looking isn't finding."""
    search = cast.ada.get("/search?q=too+expensive").get_json()
    _open(cast.ada, PAGE, search["search_id"])
    assert [episode.was_successful for episode in _episodes(session, cast.max)] == [False]


def test_max_sees_adas_episodes_and_not_olgas(session: Session, cast: Cast) -> None:
    """What Olga searches for stays in South."""
    cast.ada.get("/search?q=price")
    cast.olga.get("/search?q=price")
    assert {episode.person_id for episode in _episodes(session, cast.max)} == {cast.ada.id}
    assert {episode.person_id for episode in _episodes(session, cast.greta)} == {cast.olga.id}


def test_a_page_may_be_opened_without_a_search(cast: Cast) -> None:
    """From a bookmark, for one."""
    assert _open(cast.ada, PAGE)["search_id"] is None


def test_an_open_can_not_claim_anothers_search(cast: Cast) -> None:
    """Ada's search isn't there for Olga, not even for her manager."""
    search_id = cast.ada.get("/search?q=price").get_json()["search_id"]
    for other in (cast.olga, cast.max, cast.nadia):
        answer = other.post("/opens", {"page_id": PAGE, "search_id": search_id})
        assert problem_of(answer, 404)["errors"][0]["pointer"] == "#/search_id"


def test_a_use_can_not_be_added_to_anothers_open(cast: Cast) -> None:
    """Nobody makes Ada's episode a success but Ada."""
    opened = _open(cast.ada, PAGE)
    for other in (cast.olga, cast.max, cast.nadia):
        problem_of(other.post(f"/opens/{opened['id']}/uses", {"kind": "read"}), 404)


def test_saying_twice_that_a_page_was_of_use_keeps_the_first(session: Session, cast: Cast) -> None:
    """The same kind counts once; another kind is another fact."""
    address = f"/opens/{_open(cast.ada, PAGE)['id']}/uses"
    first, second = (cast.ada.post(address, {"kind": "read"}).get_json() for _ in range(2))
    assert first == second
    cast.ada.post(address, {"kind": "shared"})
    assert sorted(session.scalars(select(UseEvent.kind))) == ["read", "shared"]


def test_a_page_that_is_not_there_can_not_be_opened(cast: Cast) -> None:
    """An open names a page of the library."""
    problem_of(cast.ada.post("/opens", {"page_id": "nothing"}), 404)
    problem_of(cast.ada.post("/opens", {"page_id": "a\0b"}), 404)


@pytest.mark.parametrize("kind", ["liked", "", None, 1])
def test_a_use_is_one_of_three_kinds(sqlite_cast: Cast, kind: Any) -> None:
    """Read, copied or shared."""
    address = f"/opens/{_open(sqlite_cast.ada, PAGE)['id']}/uses"
    assert pointers_of(sqlite_cast.ada.post(address, {"kind": kind})) == ["#/kind"]


def _open(player: Player, page_id: str, search_id: str | None = None) -> dict[str, Any]:
    answer = player.post("/opens", {"page_id": page_id, "search_id": search_id})
    assert answer.status_code == 201, answer.get_data(as_text=True)
    made: dict[str, Any] = answer.get_json()
    return made


def _episodes(session: Session, player: Player) -> list[Episode]:
    now = datetime.now(UTC)
    hour = timedelta(hours=1)
    recorded_searches(session)
    events = read_events(session, people=visible_people(player.actor), start=now - hour, end=now + hour)
    return split_episodes(events)
