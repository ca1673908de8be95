"""Files that pages lead to: named by searches, listed on the page, and given to who may see a page that names them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask

from api.running.site_build import build_site
from content.library import read_library
from content.search import update_index
from support.factories import Cast, apart, fill, sign_in, write_good_page

PARTNERS = "[rates](files/rates 2026.csv) ![yard](/files/yard.png) [all](/search/search_index.json) [p](x.csv)"


@pytest.fixture
def shop(make_app: Callable[..., Flask], tmp_path: Path) -> tuple[Flask, Cast]:
    """A company with pages for itself and for partners, files that they lead to, its index and its site."""
    library = tmp_path / "library"
    write_good_page(library, "index.md", "[all](/search/search_index.json)", id="home")
    write_good_page(library, "partners.md", PARTNERS.replace("rates 2026", "rates%202026"), audience="partner")
    write_good_page(library, "inside.md", "[margins](files/margins.xlsx) [r](files/rates%202026.csv)", id="inside")
    write_good_page(library, "x.csv.md", "# A page named like a file\n", id="named-like-a-file")
    write_good_page(library, "draft.md", "[plan](files/planned.pdf)", id="draft", status="draft", audience="partner")
    (library / "files").mkdir()
    for name in ("rates 2026.csv", "yard.png", "margins.xlsx", "planned.pdf", "nobodys.zip"):
        (library / "files" / name).write_bytes(b"x")
    app = make_app(is_indexed=False, content_dir=library)
    config = app.extensions["repertoire"].config
    update_index(read_library(library), config.index_dir)
    build_site(config, progress=lambda *_: None)
    return app, fill(app)


def test_a_hit_names_the_files_that_were_asked_for(shop: tuple[Flask, Cast]) -> None:
    """With their kinds and addresses; the page they stand on lists its own."""
    app, cast = shop
    rates = {"name": "rates 2026.csv", "url": "/files/rates%202026.csv", "kind": "CSV table"}
    found = _hits(cast.ada.get("/search?q=rates.csv"))
    assert {"partners": [rates], "inside": [rates]} == {name: found[name] for name in ("partners", "inside")}
    assert _hits(cast.ada.get("/search?q=margins.xlsx"))["inside"][0]["kind"] == "Excel workbook"
    page = apart(sign_in(app, cast.ada).get, "/inside/").get_data(as_text=True)
    assert '<a href="../files/rates%202026.csv">rates 2026.csv</a> (CSV table)' in page


def test_raw_html_for_mkdocs_leads_on_from_the_address_of_its_page(
    make_app: Callable[..., Flask], tmp_path: Path
) -> None:
    """In the site, in the API, and for partners, who get that file and no other."""
    library = tmp_path / "library"
    html = '<img src="../../files/x.png" alt="x"> <a href="../b/">b</a> <a href="../../files/x.csv">c</a>'
    write_good_page(library, "guides/a.md", f"{html} ![y](y.png)\n", id="a", audience="partner")
    write_good_page(library, "guides/b.md", id="b", audience="partner")
    (library / "taxonomy.yml").write_text("dialect: mkdocs\n", encoding="utf-8")
    for path in ("files/x.png", "files/x.csv", "guides/y.png", "guides/a/y.png"):
        (library / path).parent.mkdir(parents=True, exist_ok=True)
        (library / path).write_bytes(b"x")
    app = make_app(is_indexed=False, content_dir=library)
    config = app.extensions["repertoire"].config
    update_index(read_library(library), config.index_dir)
    build_site(config, progress=lambda *_: None)
    cast = fill(app)
    page = apart(sign_in(app, cast.ada).get, "/guides/a/").get_data(as_text=True)
    body = cast.ada.get("/content/a").get_json()["html"]
    for path, found in (
        ("files/x.png", "src"),
        ("guides/b/", "href"),
        ("files/x.csv", "href"),
        ("guides/y.png", "src"),
    ):
        relative = {"guides/b/": "../b/", "guides/y.png": "../y.png"}.get(path, f"../../{path}")
        assert (f'{found}="{relative}"' in page, f'{found}="/{path}"' in body) == (True, True), path
    given = [_status(sign_in(app, cast.paula), path) for path in ("files/x.png", "files/x.csv", "guides/y.png")]
    assert (given, _status(sign_in(app, cast.paula), "guides/a/y.png")) == ([200, 200, 200], 403)


def test_a_file_of_a_draft_has_no_address_yet(shop: tuple[Flask, Cast]) -> None:
    """Authors find it by its name, and nobody gets it from the site."""
    app, cast = shop
    (plan,) = _hits(cast.mara.get("/search?q=planned.pdf"))["draft"]
    assert plan == {"name": "planned.pdf", "url": None, "kind": "PDF"}
    assert _hits(cast.ada.get("/search?q=planned.pdf")) == {}
    assert _status(sign_in(app, cast.mara), "files/planned.pdf") == 404


def test_a_partner_gets_the_files_of_pages_for_partners(shop: tuple[Flask, Cast]) -> None:
    """What such a page leads to or shows, by cookie or token; never a page, nor the list of all that is written."""
    app, cast = shop
    paula = sign_in(app, cast.paula)
    for path in ("files/rates 2026.csv", "files/yard.png"):
        assert _status(paula, path) == 200
        assert _status(app.test_client(), path, Authorization=f"Bearer {cast.paula.token}") == 200
        assert _status(app.test_client(), path) == 303
    closed = ("files/margins.xlsx", "files/nobodys.zip", "files/planned.pdf", "search/search_index.json", "x.csv")
    for path in (*closed, "x.csv/", "partners/", "", "files/nothing.csv", "files/../files/margins.xlsx"):
        assert _status(paula, path) == 403, path
    for path in ("files/margins.xlsx", "files/nobodys.zip", "inside/"):
        assert _status(sign_in(app, cast.ada), path) == 200, path


def test_a_name_of_a_proxy_does_not_shut_anybody_out(shop: tuple[Flask, Cast]) -> None:
    """Who is signed in stays so, whatever the browser tells a proxy in front."""
    app, cast = shop
    assert _status(sign_in(app, cast.ada), "inside/", Authorization="Basic dXNlcjpwYXNz") == 200


def _hits(answer: Any) -> dict[str, list[dict[str, Any]]]:
    return {hit["id"]: hit["attachments"] for hit in answer.get_json()["items"]}


def _status(client: Any, path: str, **headers: str) -> int:
    status: int = apart(client.get, f"/{quote(path)}", headers=headers).status_code
    return status
