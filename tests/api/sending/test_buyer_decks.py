"""Decks for buyers over HTTP: made of slides of several pages, changed, accepted, and sent as files without notes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from support.acting import items_of, problem_of
from support.buyer_decks import (
    DECK,
    PLACES,
    ROOT,
    STORY,
    Shop,
    make_deck,
    match,
    put_logo,
    slides_at,
    states_of,
)
from support.factories import Cast, fill, write_good_page

OFFER = "# Offer\n\n## Price\n\n10 EUR\n\n> Notes: never below 8\n\n## Why\n\n- time\n"


@pytest.fixture
def shop(make_app: Callable[..., Flask], tmp_path: Path) -> Shop:
    """A company with a deck and a guide for customers."""
    library = tmp_path / "library"
    write_good_page(library, "index.md", id="home")
    app = make_app(is_indexed=False, content_dir=library)
    made = Shop(app, fill(app), library)
    made.write("offer.md", OFFER, type="deck", id="offer")
    made.write("guide.md", "# Guide\n\n## Steps\n\nOne.\n\n## For reps\n\nsecret\n", id="guide")
    return made


def test_a_rep_takes_slides_of_several_pages(cast: Cast) -> None:
    """A deck and a case study, in any order and language of the first; the buyer's slides begin with a cover."""
    made = make_deck(cast.ada)
    assert (made["language"], made["version"], made["slide_count"], made["to_check"]) == ("en", 1, 3, 0)
    assert [slide["title"] for slide in made["slides"]] == ["What it costs", "The problem", "Decision"]
    assert states_of(made) == ["current"] * 3
    assert made["slides"][1]["page"]["url"] == "/case-studies/frostvale-foods/"
    assert made["counts"] == {"current": 3, "changed": 0, "expired": 0, "gone": 0, "withheld": 0}
    place = f"{ROOT}/{made['id']}"
    read = cast.ada.get(place)
    assert (read.get_json(), read.headers["ETag"]) == (made, '"1"')
    wanted = [*slides_at(PLACES[2]), {**slides_at(PLACES[0])[0], "is_hidden": True}, *slides_at((STORY, "the-results"))]
    body = {"title": " New ", "buyer": "Kranich SE", "slides": wanted, "language": "de"}
    missing = problem_of(cast.ada.put(place, body, headers=match(1)), 409)
    assert missing["detail"] == "`frostvale-foods` has no slide `the-results`; load its slides again"
    body["slides"] = wanted[:2]
    changed = cast.ada.put(place, body, headers=match(1)).get_json()
    assert (changed["title"], changed["buyer"], changed["language"], changed["version"]) == (
        "New",
        "Kranich SE",
        "de",
        2,
    )
    assert [slide["is_hidden"] for slide in changed["slides"]] == [False, True]
    shown = cast.ada.get(f"{place}/slides").get_json()
    assert [slide["title"] for slide in shown["slides"]] == ["New", "Decision"]
    assert (shown["slides"][0]["html"], {slide["notes"] for slide in shown["slides"]}) == (
        "<p>für Kranich SE</p>",
        {None},
    )
    assert cast.ada.delete(place).status_code == 204
    problem_of(cast.ada.get(place), 404)
    assert items_of(cast.ada.get(ROOT)) == []


def test_a_deck_is_its_reps_and_read_by_who_manages_them(cast: Cast) -> None:
    """Max and Nadia read it, Olga, Greta and Mara don't find it, and a partner isn't asked at all."""
    made = make_deck(cast.ada)
    put_logo(cast.ada, made)
    place = f"{ROOT}/{made['id']}"
    for player in cast.everyone():
        read = [player.get(f"{place}{part}") for part in ("", "/slides", "/logo")]
        if player in {cast.ada, cast.max, cast.nadia}:
            assert [one.status_code for one in read] == [200] * 3
            assert [one["rep"]["name"] for one in items_of(player.get(ROOT))] == ["Ada Lind"]
            assert player.get(f"{place}/deck.pdf").status_code == 202
        else:
            status = 403 if player is cast.paula else 404
            for one in (*read, player.get(f"{place}/deck.pdf")):
                problem_of(one, status)
            if player is not cast.paula:
                assert items_of(player.get(ROOT)) == []
        if player is not cast.ada:
            status = 403 if player is cast.paula else 404
            body = {"title": "x", "buyer": "y"}
            problem_of(player.put(place, body, headers=match(2)), status)
            problem_of(put_logo(player, {**made, "version": 2}), status)
            problem_of(player.delete(place), status)
    assert items_of(cast.max.get(f"{ROOT}?person_id={cast.sven.id}")) == []


@pytest.mark.parametrize(
    ("page_id", "anchor", "says"),
    [
        ("too-expensive", "x", "slides of `too-expensive` can't go to a buyer: its audience is `internal`"),
        ("deck-product-overview", "x", "`deck-product-overview` can't go to a buyer: its audience is `partner`"),
        ("nowhere", "x", "slides of `nowhere` can't go to a buyer: it isn't published, or there is no such page"),
        (DECK, "nowhere", "`deck-business-case` has no slide `nowhere`; load its slides again"),
    ],
)
def test_what_may_not_go_to_a_buyer_is_refused_by_name(sqlite_cast: Cast, page_id: str, anchor: str, says: str) -> None:
    """Also when the deck has other slides, and nothing is made."""
    asked = {"title": "x", "buyer": "y", "slides": slides_at(PLACES[0], (page_id, anchor))}
    refused = problem_of(sqlite_cast.ada.post(ROOT, asked), 409)
    assert says in refused["detail"]
    assert refused["errors"][0]["pointer"] == "#/slides/1"
    assert items_of(sqlite_cast.ada.get(ROOT)) == []


def test_a_slide_stands_in_a_deck_once_and_three_hundred_are_the_most(shop: Shop) -> None:
    """The one after the last is refused by the schema, and nothing changes."""
    twice = problem_of(
        shop.cast.ada.post(ROOT, {"title": "x", "buyer": "y", "slides": slides_at(("offer", "why"), ("offer", "why"))}),
        409,
    )
    assert "“Why” of `offer` is in the deck twice" in twice["detail"]
    shop.write("long.md", "# Long\n\n" + "".join(f"## S{number}\n\nx\n\n" for number in range(301)), id="long")
    places = [("long", f"s{number}") for number in range(301)]
    made = make_deck(shop.cast.ada, *places[:300])
    assert (made["slide_count"], len(shop.cast.ada.get(f"{ROOT}/{made['id']}/slides").get_json()["slides"])) == (
        300,
        301,
    )
    body = {"title": "x", "buyer": "y", "slides": slides_at(*places)}
    problem_of(shop.cast.ada.put(f"{ROOT}/{made['id']}", body, headers=match(1)), 422)


def test_slides_to_pick_are_those_of_any_page_for_customers(shop: Shop) -> None:
    """Without notes and guidance; without the word it stays a deck's route, with notes."""
    cast = shop.cast
    picked = cast.ada.get("/content/guide/slides?for_buyer=true").get_json()
    assert [(slide["title"], slide["anchor"], slide["notes"]) for slide in picked["slides"]] == [
        ("Steps", "steps", None)
    ]
    problem_of(cast.ada.get("/content/guide/slides"), 409)
    offer = cast.ada.get("/content/offer/slides?for_buyer=true").get_json()
    assert ([slide["notes"] for slide in offer["slides"]], "never below" in str(offer)) == ([None, None], False)
    assert "never below" in str(cast.ada.get("/content/offer/slides").get_json())
    refused = problem_of(cast.ada.get("/content/home/slides?for_buyer=true"), 409)
    assert "its audience is `internal`" in refused["detail"]
    shop.write("bare.md", "# Bare\n", id="bare")
    assert "has no slide" in problem_of(cast.ada.get("/content/bare/slides?for_buyer=true"), 409)["detail"]
    problem_of(cast.ada.get("/content/nowhere/slides?for_buyer=true"), 404)


def test_a_slide_that_changes_is_shown_as_it_is_and_accepted_as_it_was_seen(shop: Shop) -> None:
    """What was looked at counts; what changed once more meanwhile is refused, and saving accepts nothing."""
    ada = shop.cast.ada
    made = make_deck(ada, ("offer", "price"), ("offer", "why"), ("guide", "steps"))
    place = f"{ROOT}/{made['id']}"
    shop.write("offer.md", OFFER.replace("10 EUR", "12 EUR"), type="deck", id="offer")
    (listed,) = items_of(ada.get(ROOT))
    assert listed["to_check"] == 2  # both of its page, which alone is looked at in lists
    seen = ada.get(place).get_json()
    assert (states_of(seen), seen["counts"]["changed"]) == (["changed", "current", "current"], 1)
    assert "12 EUR" in str(ada.get(f"{place}/slides").get_json())
    body = {"title": "x", "buyer": "y", "slides": slides_at(("offer", "price"), ("offer", "why"))}
    saved = ada.put(place, body, headers=match(1)).get_json()
    assert (states_of(saved), saved["to_check"]) == (["changed", "current"], 1)
    looked_at = {"page_id": "offer", "anchor": "price", "text_hash": seen["slides"][0]["text_hash"]}
    shop.write("offer.md", OFFER.replace("10 EUR", "14 EUR"), type="deck", id="offer")
    refused = problem_of(ada.post(f"{place}/accepted", {"slides": [looked_at]}, headers=match(2)), 409)
    assert refused["detail"] == "“Price” has changed once more; look at it again"
    looked_at["text_hash"] = ada.get(place).get_json()["slides"][0]["text_hash"]
    accepted = ada.post(f"{place}/accepted", {"slides": [looked_at]}, headers=match(2)).get_json()
    assert (states_of(accepted), accepted["version"]) == (["current", "current"], 3)
    stranger = {**looked_at, "anchor": "nowhere"}
    assert "has no slide `nowhere`" in str(
        problem_of(ada.post(f"{place}/accepted", {"slides": [stranger]}, headers=match(3)), 409)
    )


def test_what_vanished_expired_or_isnt_for_buyers_any_more_says_so(shop: Shop) -> None:
    """A heading, a day, an audience, a draft and a page; what may not be shown isn't, and the rest may be saved."""
    ada = shop.cast.ada
    shop.write("other.md", "# Other\n\n## One\n\nx\n", id="other")
    places = [("offer", "price"), ("offer", "why"), ("guide", "steps"), ("other", "one")]
    made = make_deck(ada, *places)
    place = f"{ROOT}/{made['id']}"
    shop.write("offer.md", OFFER.replace("## Why", "## Because"), type="deck", id="offer", reviewed="2019-07-01")
    shop.write("guide.md", "# Guide\n\n## Steps\n\nOne.\n", id="guide", audience="partner")
    shop.write("other.md", "# Other\n\n## One\n\nx\n", id="other", status="draft")
    seen = ada.get(place).get_json()
    assert states_of(seen) == ["expired", "gone", "withheld", "withheld"]
    assert [slide["reason"] for slide in seen["slides"]] == [
        None,
        "the page has no heading “Why” any more",
        "its audience is `partner`, and buyers get pages for `customer` alone",
        "it isn't published, or there is no such page",
    ]
    assert seen["slides"][0]["verified_until"] == "2020-01-01"
    assert (seen["to_check"], seen["slides"][3]["title"]) == (4, "One")
    shown = ada.get(f"{place}/slides").get_json()["slides"]
    assert [slide["title"] for slide in shown] == ["Dockside", "Price"]
    body = {"title": "x", "buyer": "y", "slides": slides_at(*reversed(places))}
    assert states_of(ada.put(place, body, headers=match(1)).get_json()) == states_of(seen)[::-1]
    shop.write("offer.md", OFFER, type="deck", id="offer", expires="2020-01-01")
    assert ada.get(place).get_json()["slides"][-1]["reason"] == "it expired on 2020-01-01"
    (shop.pages / "offer.md").unlink()
    shop.write("other.md", "# Other\n\n## One\n\nx\n", id="other")
    assert states_of(ada.get(place).get_json()) == ["current", "withheld", "withheld", "withheld"]


def test_two_windows_dont_write_over_each_other(cast: Cast) -> None:
    """The second is told so, with the version that counts, and may write over that one."""
    made = make_deck(cast.ada)
    place, body = f"{ROOT}/{made['id']}", {"title": "One", "buyer": "K", "slides": []}
    problem_of(cast.ada.put(place, body), 428)
    assert cast.ada.put(place, body, headers=match(1)).headers["ETag"] == '"2"'
    stale = cast.ada.put(place, {**body, "title": "Two"}, headers=match(1))
    assert problem_of(stale, 412)["detail"] == "the deck was changed meanwhile, in another window; load it again"
    assert stale.headers["ETag"] == '"2"'
    problem_of(put_logo(cast.ada, made), 412)
    looked_at = {"slides": [{"page_id": DECK, "anchor": "decision", "text_hash": "x"}]}
    problem_of(cast.ada.post(f"{place}/accepted", looked_at, headers=match(1)), 412)
    assert cast.ada.get(place).get_json()["title"] == "One"
    assert cast.ada.put(place, {**body, "title": "Two"}, headers=match(2)).get_json()["version"] == 3


def test_what_a_deck_is_called_must_say_something(sqlite_cast: Cast) -> None:
    """The field is named; a deal that isn't one's own is none."""
    for change, pointer in (
        ({"title": " "}, "#/title"),
        ({"buyer": "x" * 201}, "#/buyer"),
        ({"language": "English, please"}, "#/language"),
        ({"slides": [{"page_id": DECK}]}, "#/slides/0/anchor"),
        ({"colour": "red"}, "#/colour"),
    ):
        refused = problem_of(sqlite_cast.ada.post(ROOT, {"title": "x", "buyer": "y", **change}), 422)
        assert [error["pointer"] for error in refused["errors"]] == [pointer]
    problem_of(sqlite_cast.ada.post(ROOT, {"title": "x", "buyer": "y", "deal": "crm:1"}), 503)
    refused = problem_of(sqlite_cast.ada.post(ROOT, {"title": "x", "buyer": "\x01 \x7f"}), 409)
    assert refused["errors"][0]["pointer"] == "#/buyer"
