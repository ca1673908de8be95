"""What leaves the company by a link: the thing that was shared, and nothing that it leads to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from support.acting import problem_of
from support.buyer_decks import make_deck
from support.factories import Cast, write_good_page
from support.sharing_links import LENA, Buyer, moved, page, share
from support.sharing_shop import keep_up

_ADDRESS = re.compile(r'(?:href|src|action)="([^"]+)"')


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("guide", "“A page” isn't written for customers: its audience is internal"),
        ("allies", "“A page” isn't written for customers: its audience is partner"),
        ("sketch", "“A page” is a draft"),
        ("old", "“A page” is archived"),
        ("late", "“A page” expired on 2020-01-01"),
        ("never", "there is no page `never` any more"),
    ],
)
def test_what_buyers_may_not_have_is_not_shared(shop_cast: Cast, target: str, says: str) -> None:
    """A draft, an archived page, one that has expired, and one for others."""
    problem = problem_of(shop_cast.ada.post("/sharing/links", {"items": [page(target)], "contact": LENA}), 409)
    assert problem["detail"] == f"this can't be shared: {says}"


@pytest.mark.parametrize("path", ["secret.pdf", "own.png", "sheet.md", "../index", "kit.zip/", "/etc/passwd", "in"])
def test_files_that_no_page_for_customers_leads_to_are_not_shared(shop_cast: Cast, path: str) -> None:
    """Wherever they lie."""
    asked = {"items": [{"kind": "file", "target": path}], "contact": LENA}
    assert shop_cast.ada.post("/sharing/links", asked).status_code == 409


def test_a_page_that_may_no_longer_be_seen_is_gone_from_its_links(shop: Flask, shop_cast: Cast, pages: Path) -> None:
    """From that moment on the buyer reads whom to write to, and the rep why; once it is back, it is there again."""
    link, whole = share(shop_cast.ada, page("sheet")), (pages / "sheet.md").read_text(encoding="utf-8")
    for field, says in (
        ("status: draft", "“Dockside” is a draft"),
        ("expires: 2020-01-01", "“Dockside” expired on 2020-01-01"),
    ):
        (pages / "sheet.md").write_text(whole.replace("---\n", f"---\n{field}\n", 1), encoding="utf-8")
        keep_up(shop)
        buyer = Buyer(shop, link)
        assert buyer.get().status_code == 404
        assert "being revised" in buyer.page
        assert "ada@brightwharf.example" in buyer.page
        assert "Dockside" not in buyer.page
        assert buyer.get(f"{link['items'][0]['id']}/pictures/dock.png").status_code == 404
        (item,) = shop_cast.ada.get(f"/sharing/links/{link['id']}").get_json()["items"]
        assert item["why_not"] == says
    (pages / "sheet.md").unlink()
    keep_up(shop)
    assert Buyer(shop, link).get().status_code == 404
    (pages / "sheet.md").write_text(whole, encoding="utf-8")
    keep_up(shop)
    assert Buyer(shop, link).get().status_code == 200


def test_links_into_the_library_are_text_and_guidance_is_not_there(shop: Flask, shop_cast: Cast) -> None:
    """Links elsewhere stay, pictures stand below the link's own address, and one that is gone is its words."""
    buyer = Buyer(shop, share(shop_cast.ada, page("sheet")))
    buyer.get()
    assert "WHISPERED" not in buyer.page
    assert "When to use it" not in buyer.page
    assert "Read the terms, the guide, <a" in buyer.page
    assert 'href="https://buyer.example/x"' in buyer.page
    assert "pictures/dock.png" in buyer.page
    assert "Gone" in buyer.page
    assert "gone.png" not in buyer.page
    deck = Buyer(shop, share(shop_cast.ada, page("deck")))
    deck.get()
    assert "Because." in deck.page
    assert "WHISPERED" not in deck.page


def test_every_address_from_a_link_leads_to_what_was_shared(shop: Flask, shop_cast: Cast) -> None:
    """A room is walked through to its end: nothing of it leads to another page of the library or to a tool."""
    kit = {"kind": "file", "target": "kit.zip"}
    link = share(shop_cast.ada, page("sheet"), page("deck"), kit, note="x", plan=[{"text": "a", "owner": "b"}])
    buyer, seen, left = Buyer(shop, link), set[str](), [""]
    while left:
        more = left.pop()
        if more in seen:
            continue
        seen.add(more)
        answer = buyer.get(more)
        assert answer.status_code in {200, 202, 405, 409}, more
        for name, value in (
            ("X-Robots-Tag", "noindex, nofollow, noarchive"),
            ("Referrer-Policy", "no-referrer"),
            ("Cache-Control", "no-store"),
        ):
            assert answer.headers[name] == value, more
        assert "Set-Cookie" not in answer.headers
        if answer.mimetype != "text/html":
            continue
        text = answer.get_data(as_text=True)
        assert "WHISPERED" not in text
        for address in _ADDRESS.findall(text):
            if address.startswith(buyer.path):
                left.append(re.sub(r"\?visit=.*", "", address.removeprefix(buyer.path)))
            else:
                is_plain = address.startswith(("/plain/", "/assets/early.js"))
                assert is_plain or address.startswith(("#", "https://buyer.example/", "mailto:ada@")), address
    assert len(seen) >= 6


def test_pictures_of_other_pages_and_ways_out_of_the_folder_are_not_there(shop: Flask, shop_cast: Cast) -> None:
    """Whatever the address says."""
    link = share(shop_cast.ada, page("sheet"))
    buyer, item = Buyer(shop, link), link["items"][0]["id"]
    assert buyer.get(f"{item}/pictures/dock.png").status_code == 200
    for path in ("own.png", "secret.pdf", "../data-0/repertoire.db", "%2e%2e/x", "dock.png/x", "sheet.md", "%00"):
        assert buyer.get(f"{item}/pictures/{path}").status_code == 404, path
    other = share(shop_cast.olga, page("deck"))["items"][0]["id"]
    assert buyer.get(f"{other}/").status_code == 404
    assert buyer.get(f"{item}/file").status_code == 404
    assert buyer.get(f"{item}/deck.pdf").status_code == 404


def test_a_deck_that_was_put_together_is_shared(shop: Flask, shop_cast: Cast, pages: Path) -> None:
    """Slides follow their pages; another rep's deck isn't shared, and one that is removed is gone from its links."""
    body = "# First\n\n## Why\n\n![The dock](dock.png) [in](/app/shared/)\n\n> Notes: WHISPERED\n"
    write_good_page(pages, "deck.md", body, audience="customer", type="deck", title="First")
    keep_up(shop)
    made = make_deck(shop_cast.ada, ("deck", "why"))
    thing = {"kind": "deck", "target": made["id"]}
    assert shop_cast.olga.post("/sharing/links", {"items": [thing], "contact": LENA}).status_code == 409
    link = share(shop_cast.ada, thing)
    buyer, item = Buyer(shop, link), link["items"][0]["id"]
    assert buyer.get().status_code == 200
    assert "for Kranich AG" in buyer.page
    assert "WHISPERED" not in buyer.page
    assert "/app/shared/" not in buyer.page
    assert buyer.get(f"{item}/pictures/dock.png").status_code == 200
    assert buyer.get(f"{item}/pictures/own.png").status_code == 404
    buyer.get()
    buyer.tell({f"{item}/2": 12.0})
    moved(shop)
    (seen,) = shop_cast.ada.get(f"/sharing/links/{link['id']}").get_json()["items"]
    assert (seen["is_deck"], seen["parts"][0]["part"]) == (True, 2)
    assert shop_cast.ada.delete(f"/sending/decks/{made['id']}").status_code == 204
    assert buyer.get().status_code == 404


def test_a_picture_that_became_a_link_out_of_the_library_is_not_read(
    shop: Flask, shop_cast: Cast, pages: Path, tmp_path: Path
) -> None:
    """Nor one that is a folder now."""
    link = share(shop_cast.ada, page("sheet"))
    (tmp_path / "other.png").write_bytes(b"\x89PNG\r\n\x1a\nprivate")
    (pages / "dock.png").unlink()
    (pages / "dock.png").symlink_to(tmp_path / "other.png")
    assert Buyer(shop, link).get(f"{link['items'][0]['id']}/pictures/dock.png").status_code == 404


def test_titles_and_notes_of_reps_are_text(shop: Flask, shop_cast: Cast, pages: Path) -> None:
    """Whatever somebody types, nothing of it is a tag of the buyer's page."""
    evil = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
    steps = [{"text": evil, "owner": evil, "is_buyers": True}]
    write_good_page(pages, "evil.md", f"# {evil}\n\n{evil}\n", audience="customer", title="'" + evil + "'")
    keep_up(shop)
    link = share(shop_cast.ada, page("sheet"), page("evil"), title=evil, note=evil, plan=steps, contact={"name": evil})
    buyer = Buyer(shop, link)
    for more in ("", f"{link['items'][1]['id']}/"):
        buyer.get(more)
        assert "<img src=x" not in buyer.page
        assert "<script>alert" not in buyer.page
