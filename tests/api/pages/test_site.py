"""The built site: to people who are signed in, and to nobody else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.work.status import CURRENT, write_status
from content.replacing import write_atomically
from support.factories import apart, fill, sign_in

PAGES = {
    "index.html": "The playbook",
    "guides/index.html": "Guides",
    "404.html": "Nothing here",
    "assets/style.css": "body{}",
    "app/search/index.html": "Search",
    "app/search/hits.json": "{}",
    "app/search/search.js": "let x",
    "app/shared/dom.js": "let y",
    "app/shared/look.css": "p{}",
    "app/odd.js/index.html": "A page of the library",
    "assets/prices.pdf": "A file of the library",
    "assets/prices/index.html": "A page of the library",
}
OPEN = ["assets/style.css", "app/search/search.js", "app/shared/dom.js", "app/shared/look.css"]


CLOSED = ["/", "/guides/", "/guides/index.html", "/nothing", "/404.html", "/images/a.png"]
AMONG_OPEN = ["/assets/prices.pdf", "/assets/prices/", "/assets/prices", "/assets/nothing.css", "/assets/", "/assets"]


@pytest.mark.parametrize("path", [*CLOSED, *AMONG_OPEN, "/" + "x" * 300])
def test_a_stranger_is_asked_to_sign_in(sqlite_app: Flask, path: str) -> None:
    """Pages and files of the company are for people who are signed in, and no difference shows what is there."""
    answer = _get(_built(sqlite_app).test_client(), path)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")


@pytest.mark.parametrize(
    "path", ["/app/search/", "/app/search", "/app/search/index.html", "/app/search/hits.json", "/app/shared/", "/app/"]
)
def test_the_apps_pages_stay_closed_beside_its_scripts(sqlite_app: Flask, path: str) -> None:
    """Below app/ only the theme's scripts and styles are open."""
    answer = _get(_built(sqlite_app).test_client(), path)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")


@pytest.mark.parametrize("path", ["/app/odd.js", "/app/odd.js/", "/app/odd.js/index.html"])
def test_a_page_named_like_a_script_stays_closed(sqlite_app: Flask, path: str) -> None:
    """Its name opens nothing, and doesn't show that it is there."""
    answer = _get(_built(sqlite_app).test_client(), path)
    assert "A page of the library" not in answer.get_data(as_text=True)
    assert answer.status_code in {303, 404}


@pytest.mark.parametrize(
    "path", ["/assets/style.css", "/app/search/search.js", "/app/shared/dom.js", "/app/shared/look.css"]
)
def test_the_themes_own_files_are_open(sqlite_app: Flask, path: str) -> None:
    """They say nothing about anybody, and a cache may keep them."""
    answer = _get(_built(sqlite_app).test_client(), path)
    assert answer.status_code == 200
    assert "public" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../index.html",
        "/app/../guides/",
        "/app/x.js/../../guides/",
        "/assets/%2e%2e/index.html",
        "/assets/..%2findex.html",
    ],
)
def test_a_stranger_gets_nothing_by_way_of_the_open_folders(sqlite_app: Flask, path: str) -> None:
    """Climbing out of an open folder leads to no page."""
    answer = _get(_built(sqlite_app).test_client(), path)
    assert answer.status_code in {303, 404}


@pytest.mark.parametrize("path", ["/assets/../../../repertoire.db", "/..%2f..%2frepertoire.db", "/../repertoire.db"])
def test_nobody_leaves_the_sites_folder(sqlite_app: Flask, path: str) -> None:
    """The database beside the site is no part of it, even for who is signed in."""
    app = _built(sqlite_app)
    assert _get(_signed_in(app), path).status_code == 404


@pytest.mark.parametrize("path", [f"/assets/{'a' * 300}", f"/{'a/' * 3000}b", f"/{'a' * 100}/%00"])
def test_a_name_that_no_file_can_have_is_not_found(sqlite_app: Flask, path: str) -> None:
    """It is no failure of ours."""
    assert _get(_signed_in(_built(sqlite_app)), path).status_code == 404


def test_the_open_files_are_those_of_the_newest_site(sqlite_app: Flask) -> None:
    """A build that no longer has a file closes its address at once."""
    app = _built(sqlite_app)
    client = app.test_client()
    assert _get(client, "/assets/style.css").status_code == 200
    current = _data_dir(app) / "site" / CURRENT
    write_atomically(current, json.dumps({"folder": "one", "script_hashes": [], "open": []}))
    assert _get(client, "/assets/style.css").status_code == 303


def test_ada_reads_a_page(sqlite_app: Flask) -> None:
    """Each visit asks again, and nothing of it is kept for others."""
    client = _signed_in(_built(sqlite_app))
    answer = _get(client, "/guides/")
    assert (answer.status_code, answer.get_data(as_text=True)) == (200, "Guides")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert _get(client, "/guides/", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("path", [*CLOSED, *AMONG_OPEN])
def test_a_partner_gets_nothing_of_the_site(sqlite_app: Flask, path: str) -> None:
    """It shows what is written for the company; 403 is the same for what is there and what isn't."""
    client = _signed_in(_built(sqlite_app), "paula")
    answer = _get(client, path)
    assert answer.status_code == 403
    assert "Guides" not in answer.get_data(as_text=True)
    assert _get(client, "/app/search/search.js").status_code == 200


def test_the_pages_inline_scripts_are_allowed_by_their_hash(sqlite_app: Flask) -> None:
    """The policy of a page names its scripts, and that of the API names none."""
    client = _signed_in(_built(sqlite_app))
    assert "script-src 'self' 'sha256-abc'" in _get(client, "/").headers["Content-Security-Policy"]
    assert "sha256" not in _get(client, "/api/v1/me").headers["Content-Security-Policy"]


def test_a_folder_without_its_slash_leads_to_the_page(sqlite_app: Flask) -> None:
    """Relative links work only below the slash."""
    answer = _get(_signed_in(_built(sqlite_app)), "/guides")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/guides/")


def test_what_is_not_there_gets_the_sites_own_page(sqlite_app: Flask) -> None:
    """404, in the site's clothes."""
    answer = _get(_signed_in(_built(sqlite_app)), "/nothing")
    assert (answer.status_code, answer.get_data(as_text=True)) == (404, "Nothing here")


def test_while_the_site_is_being_built_the_visitor_is_told(sqlite_app: Flask) -> None:
    """503 with how far it is, and when to come again."""
    client = _signed_in(sqlite_app)
    write_status(_data_dir(sqlite_app), "site", "working", done=3, total=90)
    answer = _get(client, "/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")


@pytest.mark.parametrize("text", ["{", "[]", '{"folder": "one", "script_hashes": []}'])
def test_a_damaged_pointer_to_the_site_counts_as_no_site(sqlite_app: Flask, text: str) -> None:
    """Half written, or by an older version: the waiting page is shown instead of an error."""
    app = _built(sqlite_app)
    client = _signed_in(app)
    (_data_dir(app) / "site" / CURRENT).write_text(text, encoding="utf-8")
    assert _get(client, "/").status_code == 503


def _built(app: Flask) -> Flask:
    """Lay a small site where the worker would."""
    site = _data_dir(app) / "site"
    for name, text in PAGES.items():
        file = site / "one" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    current = {"folder": "one", "script_hashes": ["sha256-abc"], "open": OPEN}
    (site / CURRENT).write_text(json.dumps(current), encoding="utf-8")
    return app


def _signed_in(app: Flask, name: str = "ada") -> FlaskClient:
    return sign_in(app, getattr(fill(app), name))


def _data_dir(app: Flask) -> Path:
    found: Path = app.extensions["repertoire"].config.data_dir
    return found


def _get(client: FlaskClient, path: str, **options: Any) -> Any:
    return apart(client.get, path, **options)
