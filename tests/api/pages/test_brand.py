"""The company's name, colour and logo on the pages beside the site."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from config import PROJECT
from support.factories import apart


def test_the_plain_pages_are_the_companys(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    """Its name in title and header, escaped; its colour; its logo as the icon."""
    logo = tmp_path / "logo.svg"
    logo.write_text("<svg>ours</svg>", encoding="utf-8")
    app = make_app(site_name="Quay & <Sons>", brand_colour="#6b1d5e", logo=str(logo))
    client = app.test_client()
    page = _text(client, "/sign-in")
    assert "<title>Sign in - Quay &amp; &lt;Sons&gt;</title>" in page
    assert "Repertoire" not in page
    assert "#6b1d5e" in _text(client, "/plain/brand.css")
    assert _text(client, "/plain/logo") == "<svg>ours</svg>"


def test_without_settings_the_plain_pages_have_our_own(sqlite_app: Flask) -> None:
    """No rule of another colour, and the icon that the site has too."""
    client = sqlite_app.test_client()
    assert _text(client, "/plain/brand.css") == ""
    answer = apart(client.get, "/plain/logo", follow_redirects=True)
    assert answer.get_data() == (PROJECT / "site" / "theme" / "assets" / "icon.svg").read_bytes()


def test_what_went_wrong_is_a_page_for_people(sqlite_app: Flask) -> None:
    """A browser that asks for a page gets one that says where to go; whoever doesn't gets a line."""
    client = sqlite_app.test_client()
    for accept, kind in (("text/html", "text/html"), ("text/plain", "text/plain")):
        answer = apart(client.post, "/nothing/here", headers={"Accept": accept})
        assert (answer.status_code, answer.mimetype) == (405, kind)
    page = apart(client.post, "/nothing/here", headers={"Accept": "text/html"}).get_data(as_text=True)
    assert "This page isn&#39;t here" in page
    assert 'href="/"' in page


def _text(client: FlaskClient, path: str) -> str:
    answer = apart(client.get, path)
    assert answer.status_code == 200
    return str(answer.get_data(as_text=True))
