"""Pages that other tools would hide: neither in the site nor in the API, until their day comes; former addresses."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from flask import Flask

from api.running.site_build import build_site
from api.work.status import CURRENT
from config import PROJECT, Config
from content.library import read_library
from content.places.addresses import FIRST_PAGE
from content.search import Search, Sight, read_query, update_index
from support.factories import fill, write_good_page
from support.hiding import HIDDEN, LATER, SHOWN, front_of
from support.waiting import wait_for


def site_of(folder: Path, **options: object) -> Path:
    """Build `folder/library` and return the folder of the site."""
    config = Config(content_dir=folder / "library", data_dir=folder / "data")
    build_site(config, progress=lambda *_: None, **options)  # type: ignore[arg-type]
    (site,) = config.site_dir.glob("site-*")
    return site


def test_the_site_holds_what_is_shown_and_nothing_that_is_hidden(tmp_path: Path) -> None:
    """Neither as a page nor as a word in any other."""
    library = tmp_path / "library"
    write_good_page(
        library, "index.md", "# Home\n\n" + " ".join(f"[x](p{n}.md)" for n in range(len(HIDDEN))), id="home"
    )
    for number, lines in enumerate((*HIDDEN, *SHOWN)):
        (library / f"p{number}.md").write_text(front_of(lines, f"p{number}"), encoding="utf-8")
    site = site_of(tmp_path)
    there = {number for number in range(len(HIDDEN) + len(SHOWN)) if (site / f"p{number}" / "index.html").is_file()}
    assert there == set(range(len(HIDDEN), len(HIDDEN) + len(SHOWN)))
    text = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.html"))
    assert [lines for number, lines in enumerate(HIDDEN) if f"wordp{number}<" in text] == []


def test_the_api_gives_what_is_shown_and_nothing_that_is_hidden(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    """To a rep, by any of its lists."""
    library = tmp_path / "library"
    for number, lines in enumerate((*HIDDEN, *SHOWN)):
        write_good_page(library, "index.md", id="home")
        (library / f"p{number}.md").write_text(front_of(lines, f"p{number}"), encoding="utf-8")
    app = make_app(content_dir=library, is_indexed=False)
    update_index(read_library(library), app.extensions["repertoire"].config.index_dir)
    rep = fill(app).sven
    answers = {n: rep.get(f"/content/p{n}").status_code for n in range(len(HIDDEN) + len(SHOWN))}
    assert {lines for n, lines in enumerate(HIDDEN) if answers[n] != 404} == set()
    assert {lines for n, lines in enumerate(SHOWN) if answers[len(HIDDEN) + n] != 200} == set()


def test_former_addresses_lead_on_and_take_nothing_from_others(tmp_path: Path) -> None:
    """Not out of the site, not over a page or a file that is there, and not for a page that is hidden."""
    library = tmp_path / "library"
    write_good_page(library, "index.md", "# Home\n\n[old](/was/here/)\n", id="home")
    aliases = "[/was/here/, /good/, /built.json, /404.html, /assets/, ../../../../out, '/<b>&/', '/a\\0b/', /deep.html]"
    write_good_page(library, "new & good.md", "# New\n", id="new", aliases=aliases)
    write_good_page(library, "good.md", "# Good\n", id="good")
    write_good_page(library, "draft.md", "# Draft\n", id="draft", aliases="[/was/secret/]", status="draft")
    site = site_of(tmp_path)
    for old, up in (("was/here/index.html", "../../"), ("deep.html", ""), ("<b>&/index.html", "../")):
        assert f'content="0; url={up}new%20%26%20good/"' in (site / old).read_text(encoding="utf-8")
    assert "Moved" not in (site / "good/index.html").read_text(encoding="utf-8")
    assert "Moved" not in (site / "404.html").read_text(encoding="utf-8")
    assert not (site / "was/secret").exists()
    assert not list(tmp_path.glob("**/data/out*"))
    assert 'href="../../new%20%26%20good/"' in (site / FIRST_PAGE / "index.html").read_text(encoding="utf-8")


def test_pages_stand_in_the_order_that_they_ask_for(tmp_path: Path) -> None:
    """Those with a number first; the first page of a folder stays where it is."""
    library = tmp_path / "library"
    write_good_page(library, "index.md", id="home")
    for name, front in (("apple", ""), ("banana", "weight: 2"), ("cherry", "nav_order: 1"), ("damson", "order: -1.5")):
        (library / f"{name}.md").write_text(front_of(f"title: {name}\n{front}".strip(), name), encoding="utf-8")
    text = (site_of(tmp_path) / FIRST_PAGE / "index.html").read_text(encoding="utf-8")
    places = {name: text.index(f'href="../../{name}/"') for name in ("apple", "banana", "cherry", "damson")}
    assert sorted(places, key=lambda name: places[name]) == ["damson", "cherry", "banana", "apple"]


KEEPER = """
import sys
from datetime import date
from pathlib import Path
from api.running.publishing import Publisher
from api.running.worker import Keeper
from config import Config
from content.processes import prepare_forking
folder = Path(sys.argv[1])
config = Config(content_dir=folder / "library", data_dir=folder / "data")
prepare_forking()
publisher = Publisher(config, owners=set)
publisher.start()
today = lambda: date.fromisoformat((folder / "today").read_text())
Keeper(config, publisher, count_pages=lambda: 0, today=today).run()
"""


def test_a_page_shows_when_its_day_comes_though_nothing_is_saved(tmp_path: Path) -> None:
    """In search and in the site: the worker asks each second which day it is for the company."""
    config = Config(content_dir=tmp_path / "library", data_dir=tmp_path / "data")
    write_good_page(config.content_dir, "index.md", id="home")
    (config.content_dir / "plan.md").write_text(front_of(f"date: {LATER}", "plan"), encoding="utf-8")
    (tmp_path / "today").write_text((LATER - timedelta(days=1)).isoformat())
    config.data_dir.mkdir()
    search = Search(config.index_dir, patience=30)

    def is_found() -> bool:
        return any(hit.entry.id == "plan" for hit in search.find(read_query("wordplan"), limit=9, sight=Sight()).hits)

    def is_in_site() -> bool:
        current = config.site_dir / CURRENT
        folder = json.loads(current.read_text(encoding="utf-8"))["folder"] if current.is_file() else "none"
        return (config.site_dir / folder / "plan" / "index.html").is_file()

    with subprocess.Popen([sys.executable, "-c", KEEPER, str(tmp_path)], cwd=PROJECT) as process:
        try:
            wait_for(lambda: (config.site_dir / CURRENT).is_file() and (config.data_dir / "problems.json").is_file())
            assert not is_found()
            assert not is_in_site()
            (tmp_path / "today").write_text(LATER.isoformat())
            wait_for(is_found)
            wait_for(is_in_site)
        finally:
            process.kill()
