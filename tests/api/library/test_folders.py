"""Addresses of pages and folders: in the API's pages, in hits, and as people type them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from api.work.status import CURRENT
from content.library import read_library
from content.search import update_index
from support.factories import apart, fill, sign_in, write_page

LINKS = ["cases/", "sec/", "sec/_index.md", "PRICES.MD", "C%23.md", "pair.md", "pair/", "plans/", "inner/", "/"]


@pytest.fixture
def app(make_app: Callable[..., Flask], tmp_path: Path) -> Flask:
    """An app with an index of odd paths, and a site of which each page says its address."""
    library = tmp_path / "library"
    body = " ".join(f"[x]({target}#y)" for target in LINKS)
    write_page(library, "home.md", f"# Home\n\n{body}\n", id="home", audience="customer")
    for path in ("cases/acme.md", "sec/_index.md", "PRICES.MD", "C#.md", "pair.md", "pair/README.md"):
        write_page(library, path, f"# {path}\n\nquokka\n", audience="customer")
    write_page(library, "plans/plan.md", "# Plan\n", status="draft", audience="customer")
    write_page(library, "inner/page.md", "# Inner\n")
    app: Flask = make_app(is_indexed=False, content_dir=library)
    config = app.extensions["repertoire"].config
    read = read_library(library)
    update_index(read, config.index_dir)
    for url in (*(page.url for page in read.pages if page.fields.status == "approved"), "cases/", "inner/", ""):
        place = config.data_dir / "site" / "one" / url / "index.html"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"this is {url}", encoding="utf-8")
    (config.data_dir / "site" / "one" / "404.html").write_text("nothing here", encoding="utf-8")
    current = {"folder": "one", "script_hashes": [], "open": []}
    (config.data_dir / "site" / CURRENT).write_text(json.dumps(current), encoding="utf-8")
    return app


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ada", "/cases/ /sec/ /sec/ /PRICES/ /C%23/ /pair.md/ /pair/ /plans /inner/ /app/library/"),
        ("paula", "/cases/ /sec/ /sec/ /PRICES/ /C%23/ /pair.md/ /pair/ /plans /inner /app/library/"),
    ],
)
def test_links_lead_to_pages_and_to_lists_of_folders(app: Flask, name: str, expected: str) -> None:
    """A folder in which somebody sees nothing looks like one that isn't there."""
    html = getattr(fill(app), name).get("/content/home").get_json()["html"]
    assert re.findall(r'href="([^"#]*)#y"', html) == expected.split()


def test_every_hit_is_a_page_of_the_site(app: Flask) -> None:
    """Whatever its file is called."""
    cast = fill(app)
    items = cast.ada.get("/search?q=quokka").get_json()["items"]
    urls = {item["url"] for item in items}
    assert urls == {"/cases/acme/", "/sec/", "/PRICES/", "/C%23/", "/pair.md/", "/pair/"}
    client = sign_in(app, cast.ada)
    for url in urls:
        answer = apart(client.get, url)
        assert answer.status_code == 200, url
        assert "this is" in answer.text


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("/sec/_index/", "/sec/"),
        ("/sec/_index.md", "/sec/"),
        ("/sec.md", "/sec/"),
        ("/pair/README.md", "/pair/"),
        ("/PRICES.MD", "/PRICES/"),
        ("/C%23.md", "/C%23/"),
        ("/cases/acme.md?x=1", "/cases/acme/"),
    ],
)
def test_another_way_to_write_an_address_leads_to_it(app: Flask, typed: str, place: str) -> None:
    """As links from elsewhere are written."""
    answer = apart(sign_in(app, fill(app).ada).get, typed)
    assert (answer.status_code, answer.headers["Location"]) == (302, place)


@pytest.mark.parametrize(
    "typed", ["/plans/", "/plans/plan.md", "/none.md", "/cases/_index/", "/../x.md", "/inner/none/"]
)
def test_what_is_no_page_for_readers_is_not_there(app: Flask, typed: str) -> None:
    """And nothing tells what is hidden from what isn't there."""
    answer = apart(sign_in(app, fill(app).ada).get, typed)
    assert (answer.status_code, answer.headers.get("Location")) == (404, None)


@pytest.mark.parametrize(("name", "status"), [(None, 303), ("paula", 403)])
def test_who_may_not_see_the_site_is_led_nowhere(app: Flask, name: str | None, status: int) -> None:
    """Whatever they ask for."""
    cast = fill(app)
    client = sign_in(app, getattr(cast, name)) if name else app.test_client()
    answers = {apart(client.get, path).headers.get("Location") for path in ("/sec.md", "/none.md")}
    assert len(answers) == 1
    assert apart(client.get, "/sec.md").status_code == status
