"""Everybody's home: which cards a person gets, what stands on them, and that nobody sees another's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from lms.days import present
from lms.usage.models import OpenEvent
from support.acting import COURSE, PAGE, items_of, problem_of
from support.factories import Cast, Player

TODAY = present()


def test_each_role_has_its_cards(sqlite_cast: Cast) -> None:
    """What comes first is what presses: exceptions for a manager, reviews for an author, troubles for an admin."""
    assert list(_cards(sqlite_cast.ada)) == ["due", "sessions", "finding", "new"]
    assert list(_cards(sqlite_cast.max)) == ["exceptions", "sessions", "team", "new"]
    assert list(_cards(sqlite_cast.mara)) == ["reviews", "problems", "demand", "new"]
    assert list(_cards(sqlite_cast.nadia)) == ["troubles", "reviews", "outside", "library", "new"]


def test_a_partner_has_no_home(sqlite_cast: Cast) -> None:
    """Partners read what is written for them by the API, and nothing else is there for them."""
    problem_of(sqlite_cast.paula.get("/home"), 403)


def test_what_is_due_has_the_next_step_one_click_away(cast: Cast) -> None:
    """A course that was assigned leads to its first lesson."""
    _assign(cast, due_in=10)
    due = _cards(cast.ada)["due"]
    assert due["items"][0]["state"] == "not_started"
    assert due["items"][0]["on"] == (TODAY + timedelta(days=10)).date().isoformat()
    assert due["items"][0]["action"]["label"] == "Begin"
    assert due["items"][0]["action"]["url"].startswith("/courses/")


def test_a_step_has_one_word_and_one_way_everywhere(cast: Cast) -> None:
    """What comes first is named and leads to its own next step; home says the same as My training."""
    first, then = "course-dockside-basics", "course-dockside-certification"
    _assign(cast, due_in=10, course_id=then)
    lessons = [one["page"] for one in cast.ada.get(f"/training/courses/{first}").get_json()["lessons"]]
    assert _actions(cast.ada) == [
        {"label": "Begin", "url": lessons[0]["url"]},
        {"label": "First: Dockside basics", "url": lessons[0]["url"]},
    ]
    cast.ada.put(f"/training/courses/{first}/lessons/{lessons[0]['id']}/read")
    assert _actions(cast.ada) == [
        {"label": "Go on", "url": lessons[1]["url"]},
        {"label": "First: Dockside basics", "url": lessons[1]["url"]},
    ]


def test_a_person_on_a_card_is_a_link_for_who_may_see_them(cast: Cast) -> None:
    """Max leads his teams; for Ada he is her coach, whose page isn't hers to read."""
    when = (TODAY + timedelta(days=2)).isoformat().replace("+00:00", "Z")
    cast.max.post("/coaching/sessions", {"rep_id": str(cast.ada.id), "topic": "Price", "scheduled_at": when})
    shown = {player.name: _cards(player)["sessions"]["items"][0]["person"] for player in (cast.ada, cast.max)}
    assert shown[cast.max.name]["url"] == f"/app/person/?id={cast.ada.id}"
    assert shown[cast.ada.name] == {"id": str(cast.max.id), "name": cast.max.name, "url": None}
    assert cast.ada.get(f"/people/{cast.max.id}").status_code == 404


def test_figures_of_the_team_lead_to_their_records(cast: Cast) -> None:
    """In the views that My team has of them."""
    _assign(cast, due_in=10)
    ways = {figure["label"]: figure["url"] for figure in _cards(cast.max)["team"]["figures"]}
    assert ways["complete"] == "/app/my-team/?state=done#records"
    assert ways["overdue"] == "/app/my-team/?state=overdue#records"


def test_a_manager_sees_the_exceptions_of_their_own_teams_alone(cast: Cast) -> None:
    """What is overdue in North stands on Max's home, with the person and the course; Greta's says nothing of it."""
    _assign(cast, due_in=0)
    cast.nadia.post("/training/assignments", _rule(cast.olga, due_in=0))
    later = _cards(cast.max)["exceptions"]
    assert later["figures"] == []
    assert _cards(cast.greta)["exceptions"]["items"] == []


def test_recently_used_pages_are_ones_own(cast: Cast, session: Session) -> None:
    """The latest first, each once; nobody else has them."""
    for minutes, page in enumerate([PAGE, COURSE, PAGE]):
        session.add(OpenEvent(person_id=cast.ada.id, at=TODAY + timedelta(minutes=minutes), page_id=page))
    session.add(OpenEvent(person_id=cast.ada.id, at=TODAY + timedelta(hours=1), page_id="gone"))
    session.commit()
    recent = _cards(cast.ada)["recent"]
    assert [item["url"] for item in recent["items"]] == ["/objections/too-expensive/", "/courses/discovery-calls/"]
    assert "recent" not in _cards(cast.sven)


def test_favourites_stand_on_home_the_newest_first(cast: Cast) -> None:
    """Each person has their own; one that is taken away is gone."""
    for page in (COURSE, PAGE):
        assert cast.ada.put(f"/favourites/{page}").status_code in {200, 201}
    items = _cards(cast.ada)["favourites"]["items"]
    assert [item["url"] for item in items] == ["/objections/too-expensive/", "/courses/discovery-calls/"]
    assert "favourites" not in _cards(cast.max)
    cast.ada.delete(f"/favourites/{PAGE}")
    assert len(_cards(cast.ada)["favourites"]["items"]) == 1


def test_a_proposal_waits_on_the_home_of_who_is_asked(cast: Cast) -> None:
    """A series once, until it is accepted; then its sessions are the next ones."""
    when = (TODAY + timedelta(days=1)).isoformat().replace("+00:00", "Z")
    asked = {"coach_id": str(cast.max.id), "topic": "Weekly", "scheduled_at": when[:17] + "00Z", "rule": "FREQ=WEEKLY"}
    made = cast.ada.post("/coaching/series", asked).get_json()
    card = _cards(cast.max)["proposals"]
    assert [(item["title"], item["person"]["name"]) for item in card["items"]] == [("Weekly", "Ada Lind")]
    assert (card["is_urgent"], card["more"]["url"]) == (True, "/app/my-coaching/")
    assert "proposals" not in _cards(cast.ada)
    cast.max.post(f"/coaching/series/{made['id']}/accepted")
    assert "proposals" not in _cards(cast.max)
    assert [item["title"] for item in _cards(cast.ada)["sessions"]["items"]] == ["Weekly"] * 3


def test_sessions_stand_on_both_homes(cast: Cast) -> None:
    """Coach and rep see the session with each other's name, until it is held."""
    when = (TODAY + timedelta(days=2)).isoformat().replace("+00:00", "Z")
    made = cast.max.post("/coaching/sessions", {"rep_id": str(cast.ada.id), "topic": "Price", "scheduled_at": when})
    session_url = f"/coaching/sessions/{made.get_json()['id']}"
    item = {"text": "Call Tom", "owner_id": str(cast.ada.id)}
    answer = cast.max.post(f"{session_url}/action-items", item).get_json()
    for player, other in ((cast.ada, cast.max), (cast.max, cast.ada)):
        items = _cards(player)["sessions"]["items"]
        assert [(item["title"], item["person"]["name"]) for item in items] == [("Price", other.name)]
    assert _cards(cast.sven)["sessions"]["items"] == []
    cast.ada.put(f"/coaching/action-items/{answer['id']}/done")
    cast.max.post(f"{session_url}/held")
    assert _cards(cast.ada)["sessions"]["items"] == []


def test_who_never_came_stands_on_the_admins_home(sqlite_cast: Cast) -> None:
    """The whole cast has tokens; somebody new has none yet."""
    assert _cards(sqlite_cast.nadia)["outside"]["items"] == []
    person = {"email": "nel@north.example", "name": "Nel Vos", "roles": ["rep"]}
    assert sqlite_cast.nadia.post("/people", person).status_code == 201
    outside = _cards(sqlite_cast.nadia)["outside"]
    assert [item["title"] for item in outside["items"]] == ["Nel Vos"]
    assert outside["figures"][0]["value"] == 1
    assert outside["figures"][0]["url"] == outside["url"] == "/docs/signing-in/#a-link-from-an-admin"


def test_a_card_leads_on(sqlite_cast: Cast) -> None:
    """Every figure and every title of a card that has one is an address of this site."""
    for player in (sqlite_cast.ada, sqlite_cast.max, sqlite_cast.mara, sqlite_cast.nadia):
        for card in _cards(player).values():
            found = [card["url"], *(figure["url"] for figure in card["figures"])]
            assert all(url is None or url.startswith("/") for url in found)


def _cards(player: Player) -> dict[str, Any]:
    return {card["name"]: card for card in player.get("/home").get_json()["cards"]}


def _actions(player: Player) -> list[dict[str, Any]]:
    """Return what goes on with each of the person's tasks, after checking that home says the same."""
    actions = [task["action"] for task in items_of(player.get("/training/mine"))]
    assert actions == [item["action"] for item in _cards(player)["due"]["items"]]
    return actions


def _assign(cast: Cast, *, due_in: int, course_id: str = COURSE) -> None:
    rule = {**_rule(cast.ada, due_in=due_in), "course_id": course_id}
    assert cast.max.post("/training/assignments", rule).status_code == 201


def _rule(player: Player, *, due_in: int) -> dict[str, Any]:
    return {"course_id": COURSE, "person_ids": [str(player.id)], "due_days": due_in}
