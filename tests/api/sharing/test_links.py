"""Links over HTTP: made by a rep, opened by a buyer, counted, ended; what may not leave the company never does."""

from __future__ import annotations

import pytest
from flask import Flask

from support.acting import items_of, problem_of
from support.factories import Cast
from support.sharing_links import DECK, LENA, PLAN, Buyer, moved, page, share


def test_a_rep_shares_a_page_and_learns_that_it_was_read(app: Flask, cast: Cast) -> None:
    """The buyer needs no account, and the rep sees how often it was opened and for how long it was on screen."""
    link = share(cast.ada, note="As we said\n<b>yesterday</b>")
    assert (link["title"], link["state"], link["seen"]["opens"]) == ("Dockside", "open", 0)
    buyer = Buyer(app, link)
    shown = buyer.get()
    assert shown.status_code == 200
    assert "<h1" in buyer.page
    assert "&lt;b&gt;yesterday&lt;/b&gt;" in buyer.page
    buyer.read(link["items"][0], seconds=12.5)
    assert moved(app) == 3
    (found,) = items_of(cast.ada.get("/sharing/links"))
    assert (found["seen"]["opens"], found["seen"]["seconds"], found["seen"]["left_out"]) == (1, 12.5, 1)
    whole = cast.ada.get(f"/sharing/links/{link['id']}").get_json()
    assert [visit["seconds"] for visit in whole["visits"]] == [12.5]
    assert whole["items"][0]["parts"] == [{"part": 0, "visits": 1, "seconds": 12.5}]


def test_a_manager_sees_their_peoples_links_and_changes_none(app: Flask, cast: Cast) -> None:
    """Others see nothing of them, not even that they are there."""
    link = share(cast.ada)
    assert [one["id"] for one in items_of(cast.max.get("/sharing/links"))] == [link["id"]]
    assert cast.max.get(f"/sharing/links/{link['id']}").status_code == 200
    assert cast.max.post(f"/sharing/links/{link['id']}/revoked").status_code == 404
    for stranger in (cast.olga, cast.greta, cast.mara):
        assert items_of(stranger.get("/sharing/links")) == []
        assert stranger.get(f"/sharing/links/{link['id']}").status_code == 404
    assert cast.paula.get("/sharing/links").status_code == 403
    assert app.test_client().get("/api/v1/sharing/links").status_code == 401


@pytest.mark.parametrize(
    ("item", "says"),
    [
        (page("too-expensive"), "its audience is internal"),
        (page("no-such-page"), "there is no page `no-such-page` any more"),
        ({"kind": "file", "target": "secret/plans.pdf"}, "no page that is written for customers leads to"),
        ({"kind": "file", "target": "../../etc/passwd"}, "no page that is written for customers leads to"),
    ],
)
def test_what_is_not_for_customers_is_not_shared(sqlite_cast: Cast, item: dict[str, str], says: str) -> None:
    """The refusal names the thing and the reason."""
    asked = {"items": [page(), item], "contact": LENA}
    problem = problem_of(sqlite_cast.ada.post("/sharing/links", asked), 409)
    assert says in problem["detail"]
    assert problem["errors"][0]["pointer"] == "#/items/1"


def test_a_link_ends_on_its_day_and_when_its_rep_says_so(app: Flask, cast: Cast) -> None:
    """Both say whom to write to; a guess says nothing of anybody."""
    link = share(cast.ada)
    ended = cast.ada.post(f"/sharing/links/{link['id']}/revoked").get_json()
    assert ended["state"] == "revoked"
    buyer = Buyer(app, link)
    assert buyer.get().status_code == 410
    assert "Ada Lind" in buyer.page
    assert problem_of(cast.ada.ask("PATCH", f"/sharing/links/{link['id']}", json={"days": 5}), 409)
    guess = Buyer(app, {"url": "/for/AAAAAAAAAAAAAAAAAAAAAA/"})
    assert guess.get().status_code == 404
    assert "Ada" not in guess.page
    assert guess.get("x").status_code == 303


def test_a_room_has_a_list_a_note_and_a_plan_that_the_buyer_ticks(app: Flask, cast: Cast) -> None:
    """A buyer ticks their own steps, the rep all; the address stays when the room gets more."""
    link = share(cast.ada, page(), page(DECK), title="Kranich and us", plan=PLAN)
    buyer = Buyer(app, link)
    assert buyer.get().status_code == 200
    assert "Kranich and us" in buyer.page
    assert buyer.get(f"{link['items'][1]['id']}/").status_code == 200
    assert 'id="slide-2"' in buyer.page
    ours, theirs = link["plan"]
    assert buyer.post(f"plan/{theirs['id']}", done="yes").status_code == 303
    assert buyer.post(f"plan/{ours['id']}", done="yes").status_code == 409
    plan = cast.ada.get(f"/sharing/links/{link['id']}").get_json()["plan"]
    assert [step["done_by"] for step in plan] == [None, "buyer"]
    done = cast.ada.put(f"/sharing/links/{link['id']}/plan/{ours['id']}/done").get_json()
    assert [step["done_by"] for step in done["plan"]] == ["ours", "buyer"]
    steps = [
        {"id": theirs["id"], "text": "Read it", "owner": "Lena", "is_buyers": True},
        {"text": "Sign", "owner": "L"},
    ]
    written = cast.ada.put(f"/sharing/links/{link['id']}/plan", {"steps": steps}).get_json()["plan"]
    assert [(step["text"], step["done_by"]) for step in written] == [("Read it", "buyer"), ("Sign", None)]
    changed = cast.ada.ask("PATCH", f"/sharing/links/{link['id']}", json={"items": [page(DECK)], "title": "Less"})
    assert [item["id"] for item in changed.get_json()["items"]] == [link["items"][1]["id"]]
    assert changed.get_json()["url"] == link["url"]


def test_what_contradicts_itself_is_refused(sqlite_cast: Cast) -> None:
    """Each refusal says what to change, and nothing is made."""
    for body, status in (
        ({"items": [page(), page()], "contact": LENA}, 409),
        ({"items": [], "contact": LENA}, 422),
        ({"items": [page()], "contact": {"name": "x", "email": "not an address"}}, 409),
        ({"items": [page()], "contact": LENA, "days": 0}, 422),
        ({"items": [page()], "contact": LENA, "passcode": "12345"}, 422),
        ({"items": [page()], "contact": LENA, "plan": [{"text": "x", "owner": "y"}] * 51}, 422),
        ({"items": [{"kind": "room", "target": "x"}], "contact": LENA}, 422),
    ):
        assert sqlite_cast.ada.post("/sharing/links", body).status_code == status, body
    assert items_of(sqlite_cast.ada.get("/sharing/links")) == []
