"""Links that ask for something: an e-mail address, a passcode or both, and what becomes of wrong ones."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from api.web.database import db
from lms.days import present
from lms.sharing.entering import MOST_WRONG, PASS_HOURS, forget_passes
from lms.sharing.models import BuyerLink, LinkPass
from support.factories import Cast
from support.sharing_links import Buyer, moved, share

CODE = "open sesame 7"


def test_a_buyer_types_the_passcode_once(app: Flask, cast: Cast) -> None:
    """Before that nothing of the page is there, at no address of the link; after it this browser gets in."""
    link = share(cast.ada, passcode=CODE)
    buyer, item = Buyer(app, link), link["items"][0]
    for more in ("", f"{item['id']}/", f"{item['id']}/file", f"{item['id']}/pictures/x.png"):
        assert "Dockside" not in buyer.get(more).get_data(as_text=True)
    assert "passcode" in buyer.page
    wrong = buyer.post("enter", passcode="open sesame 8")
    assert wrong.status_code == 409
    assert "That isn&#39;t the passcode" in wrong.get_data(as_text=True)
    right = buyer.post("enter", passcode=f" {CODE} ")
    assert right.status_code == 303
    cookie = right.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert f"Path={buyer.path.rstrip('/')}" in cookie
    assert "Dockside" in buyer.get().get_data(as_text=True)
    assert "Dockside" not in Buyer(app, link).get().get_data(as_text=True)


def test_passcodes_cannot_be_tried_out(app: Flask, cast: Cast) -> None:
    """After so many wrong ones not even the right one gets in, for the rest of the hour; then it does."""
    link = share(cast.ada, passcode=CODE)
    buyer = Buyer(app, link)
    for number in range(MOST_WRONG):
        assert buyer.post("enter", passcode=f"guess {number}").status_code == 409
    late = buyer.post("enter", passcode=CODE)
    assert late.status_code == 409
    assert "too many wrong passcodes" in late.get_data(as_text=True)
    with app.app_context():
        row = db.session.query(BuyerLink).one()
        assert row.passcode is not None
        assert CODE.encode() not in row.passcode
        assert row.wrong_since is not None
        row.wrong_since -= timedelta(hours=1)
        db.session.commit()
    assert buyer.post("enter", passcode=CODE).status_code == 303


def test_who_typed_another_address_has_it_forwarded(app: Flask, cast: Cast) -> None:
    """The rep sees both visits, by the addresses that were typed; what is none gets a clear answer."""
    link = share(cast.ada, asks_email=True)
    item = link["items"][0]
    for email in ("Lena.Vogt@kranich.example", "otto@kranich.example"):
        buyer = Buyer(app, link)
        assert "e-mail address" in buyer.get().get_data(as_text=True)
        assert buyer.post("enter", email="no address").status_code == 409
        assert buyer.post("enter", email=email).status_code == 303
        buyer.read(item)
    moved(app)
    seen = cast.ada.get(f"/sharing/links/{link['id']}").get_json()
    assert (seen["seen"]["opens"], seen["seen"]["forwarded"]) == (2, 1)
    assert {(one["email"], one["is_forwarded"]) for one in seen["visits"]} == {
        ("lena.vogt@kranich.example", False),
        ("otto@kranich.example", True),
    }


def test_a_passcode_is_changed_and_taken_away(app: Flask, cast: Cast) -> None:
    """Whoever was let in before stays in; a new browser types the new one, or none."""
    link = share(cast.ada, passcode=CODE)
    assert cast.ada.ask("PATCH", f"/sharing/links/{link['id']}", json={"passcode": "another one"}).status_code == 200
    assert Buyer(app, link).post("enter", passcode=CODE).status_code == 409
    assert Buyer(app, link).post("enter", passcode="another one").status_code == 303
    assert cast.ada.ask("PATCH", f"/sharing/links/{link['id']}", json={"passcode": ""}).status_code == 200
    assert "Dockside" in Buyer(app, link).get().get_data(as_text=True)


def test_passes_that_are_over_are_forgotten(app: Flask, cast: Cast) -> None:
    """With the addresses that were typed; one that still lets in stays."""
    link = share(cast.ada, asks_email=True)
    assert Buyer(app, link).post("enter", email="lena@kranich.example").status_code == 303
    with app.app_context():
        forget_passes(db.session(), at=present())
        assert db.session.query(LinkPass).count() == 1
        forget_passes(db.session(), at=present() + timedelta(hours=PASS_HOURS))
        assert db.session.query(LinkPass).count() == 0
