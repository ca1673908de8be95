"""What is counted of buyers: visible time and downloads of people outside, and nothing of robots and colleagues."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from flask import Flask

from support.factories import Cast, apart, fill, sign_in
from support.sharing_links import BROWSER, DECK, Buyer, moved, nobody, page, share

SCANNERS = (
    "",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.2; Trident/6.0) SkypeUriPreview Preview/0.5",
    "curl/8.5.0",
    "python-requests/2.32",
)


def test_what_was_on_screen_is_added_up_slide_by_slide(app: Flask, cast: Cast) -> None:
    """A page tells all so far: what comes twice or late changes nothing, and a page that is opened again adds."""
    link = share(cast.ada, page(DECK))
    item, buyer = link["items"][0]["id"], Buyer(app, link)
    buyer.get()
    first = buyer.page
    for seen in ({f"{item}/1": 2.0}, {f"{item}/1": 4.0, f"{item}/4": 30.0}, {f"{item}/1": 2.0}):
        assert buyer.tell(seen).status_code == 204
    moved(app)
    visit = buyer.named("visit")
    apart(buyer.client.get, f"{buyer.path}?visit={visit}", headers={"User-Agent": BROWSER})
    buyer.get(f"?visit={visit}")
    buyer.tell({f"{item}/4": 10.0})
    buyer.tell({f"{item}/1": 1.0}, page=first)
    assert moved(app) == 1
    seen = cast.ada.get(f"/sharing/links/{link['id']}").get_json()
    parts = {one["part"]: (one["visits"], one["seconds"]) for one in seen["items"][0]["parts"]}
    assert parts == {1: (1, 4.0), 4: (1, 40.0)}
    assert (seen["seen"]["opens"], seen["seen"]["seconds"]) == (1, 44.0)


@pytest.mark.parametrize("agent", SCANNERS)
def test_robots_that_say_so_are_left_out(sqlite_app: Flask, sqlite_cast: Cast, agent: str) -> None:
    """Whatever they tell."""
    link = share(sqlite_cast.ada)
    Buyer(sqlite_app, link, agent=agent).read(link["items"][0])
    moved(sqlite_app)
    seen = sqlite_cast.ada.get(f"/sharing/links/{link['id']}").get_json()["seen"]
    assert (seen["opens"], seen["left_out"], seen["first_at"]) == (0, 1, None)


def test_who_only_loads_a_page_and_takes_its_files_is_left_out(app: Flask, cast: Cast) -> None:
    """So visit scanners of mail gateways, which call themselves browsers: nothing is on any screen."""
    link = share(cast.ada)
    buyer, item = Buyer(app, link), link["items"][0]["id"]
    buyer.get()
    buyer.tell({f"{item}/0": 8.0}, acts=0)
    moved(app)
    assert cast.ada.get(f"/sharing/links/{link['id']}").get_json()["seen"]["opens"] == 0
    buyer.tell({f"{item}/0": 9.0}, acts=2)
    moved(app)
    seen = cast.ada.get(f"/sharing/links/{link['id']}").get_json()["seen"]
    assert (seen["opens"], seen["left_out"], seen["seconds"]) == (1, 0, 9.0)


def test_nothing_is_noted_of_colleagues(sqlite_app: Flask, sqlite_cast: Cast) -> None:
    """Who is signed in sees what the buyer sees, also of a link that asks something, and isn't counted."""
    link = share(sqlite_cast.ada, passcode="open sesame")
    buyer = Buyer(sqlite_app, link)
    buyer.client = sign_in(sqlite_app, sqlite_cast.max)
    assert "This is what Lena Vogt sees" in buyer.get().get_data(as_text=True)
    buyer.tell({f"{link['items'][0]['id']}/0": 30.0})
    assert moved(sqlite_app) == 0


def test_others_of_the_company_type_what_the_buyer_types(sqlite_app: Flask, sqlite_cast: Cast) -> None:
    """Who may not see the rep's records, and partners, who stand outside."""
    link = share(sqlite_cast.ada, passcode="open sesame")
    for player in (sqlite_cast.olga, sqlite_cast.paula):
        buyer = Buyer(sqlite_app, link)
        buyer.client = sign_in(sqlite_app, player)
        assert "Dockside" not in buyer.get().get_data(as_text=True)


def test_made_up_tales_change_nothing(sqlite_app: Flask, sqlite_cast: Cast) -> None:
    """Neither of other links' things nor of what is no time; each has its answer."""
    link, other = share(sqlite_cast.ada), share(sqlite_cast.olga)
    buyer, item = Buyer(sqlite_app, link), link["items"][0]["id"]
    buyer.get()
    assert buyer.tell({f"{other['items'][0]['id']}/0": 50.0}).status_code == 204
    for seen in ({f"{item}/0": -1.0}, {f"{item}/0": 1e9}, {"x/0": 1.0}, {f"{item}/99999": 1.0}, {f"{item}/0": "x"}):
        assert buyer.tell(seen).status_code == 422, seen
    assert buyer.tell({}, acts=-1).status_code == 422
    assert buyer.tell({}, more=1).status_code == 422
    for body in (b"", b"{", b"[]", b"\xff", b"[" * 100_000, b'{"visit": NaN}'):
        assert apart(buyer.client.post, f"{buyer.path}told", data=body).status_code == 422, body[:20]
    stranger = Buyer(sqlite_app, other)
    stranger.get()
    told = {f"{other['items'][0]['id']}/0": 20.0}
    assert stranger.tell(told, visit=buyer.named("visit")).status_code == 204
    moved(sqlite_app)
    for player, made in ((sqlite_cast.ada, link), (sqlite_cast.olga, other)):
        assert player.get(f"/sharing/links/{made['id']}").get_json()["seen"]["opens"] == 0


def test_what_the_company_does_not_want_to_know_is_not_noted(make_app: Callable[..., Flask]) -> None:
    """The buyer's page says which it is."""
    for kept, opens, seconds, says in (
        ("opens", 1, 0.0, "We note when this is opened, and which files are taken"),
        ("nothing", 0, 0.0, "Nothing is noted of your visit"),
    ):
        app = make_app(link_notes=kept)
        cast = fill(app)
        link = share(cast.ada)
        buyer = Buyer(app, link)
        buyer.read(link["items"][0])
        assert says in buyer.page
        moved(app)
        seen = cast.ada.get(f"/sharing/links/{link['id']}").get_json()["seen"]
        assert (seen["opens"], seen["seconds"]) == (opens, seconds)


def test_a_link_that_many_open_at_once_is_counted_right(app: Flask, cast: Cast) -> None:
    """Each of them once, with all of its time."""
    link = share(cast.ada)
    item = link["items"][0]

    def read() -> None:
        Buyer(app, link).read(item, seconds=11.0)

    threads = [threading.Thread(target=read) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    moved(app)
    seen = cast.ada.get(f"/sharing/links/{link['id']}").get_json()["seen"]
    assert (seen["opens"], seen["seconds"]) == (40, 440.0)


def test_the_home_page_of_the_rep_tells_of_it(app: Flask, cast: Cast) -> None:
    """And nobody else's does."""
    link = share(cast.ada)
    Buyer(app, link).read(link["items"][0])
    moved(app)
    assert [one["id"] for one in cast.ada.get("/sharing/links/opened").get_json()["items"]] == [link["id"]]
    assert cast.max.get("/sharing/links/opened").get_json() == {"items": []}
    cards = {card["name"]: card for card in cast.ada.get("/home").get_json()["cards"]}
    assert cards["opened"]["items"][0]["title"] == "Lena Vogt: Dockside"
    assert all(card["name"] != "opened" for card in cast.max.get("/home").get_json()["cards"])


def test_a_visit_of_nothing_is_no_error(sqlite_app: Flask, sqlite_cast: Cast) -> None:
    """Addresses may name any visit, or none."""
    buyer = Buyer(sqlite_app, share(sqlite_cast.ada))
    for visit in ("", "x", nobody(), "00000000-0000-0000-0000-000000000000"):
        assert buyer.get(f"?visit={visit}").status_code == 200
