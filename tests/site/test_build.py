"""The built site: what may be published is there, the rest is not, and nothing in it runs but our own scripts."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from config import PROJECT
from content.library import read_library
from content.places.rooms import manual_pictures
from support.factories import write_good_page, write_page
from support.sharing import once
from support.waiting import PATIENCE_SECONDS

SAMPLE, JSON_TYPES = PROJECT / "content" / "pages", {"application/json", "application/ld+json"}
EVIL = """# Evil <img src=x onerror=alert(31337)>

## __config

<script>alert(31337)</script> <svg onload=alert(31337)></svg> <a href="javascript:alert(31337)"
 onclick=alert(31337)>x</a>

[x](javascript:alert(31337)) [y](javascript%3Aalert(31337)) ![z](https://other.example/pixel.png) <style>b{}</style>

<div id="__search" style="position:fixed">x</div> <iframe src="//other.example"></iframe> {{ config }} {% raw %}

![local](pic.png) [there](guides/with%20space.md#part) [кирилл](кириллица.md) ![back](/\\other.example/x.png)
"""


def build(program: str, library: Path, output: Path) -> None:
    """Build a library with MkDocs or its fork, as `repertoire serve` does."""
    command = [sys.executable, "-m", program, "build", "-f", str(PROJECT / "site" / "mkdocs.yml"), "-d", str(output)]
    environ = {**os.environ, "CONTENT_DIR": str(library), "NO_MKDOCS_2_WARNING": "1"}
    result = subprocess.run(
        command, cwd=PROJECT, env=environ, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


def fill(folder: Path, outside: Path) -> None:
    """Write a library of good pages and of everything that can be wrong with one."""
    write_good_page(folder, "index.md", "# Home\n\n[evil](evil.md)\n", title="Home")
    write_good_page(folder, "good.md", "# Good\n\n## Part\n\n[home](index.md) [up](guides/)\n")
    write_good_page(folder, "guides/with space.md", "# Spaced\n\n## Part\n\n[g](../good.md#part)\n", id="spaced")
    write_good_page(folder, "кириллица.md", "# Кириллица\n", id="cyrillic")
    write_good_page(folder, "a&b 'c'.md", "# Signs\n", id="signs")
    write_good_page(folder, "evil.md", EVIL, title="'<script>alert(31337)</script> {{ config }}'")
    write_good_page(folder, "nofront.md", "# R&D\n\n## Sales & more\n")
    write_good_page(folder, "slow.md", "# Slow\n\n" + "[a" * 50_000)
    write_good_page(folder, "draft.md", "secretword", status="draft")
    write_good_page(folder, "archived.md", "secretword", status="archived")
    write_good_page(folder, "quiz.md", "## Q?\n\n- [x] secretword\n- [ ] b\n", type="quiz")
    write_page(folder, "broken.md", "secretword", title="A\nno field")
    write_good_page(folder, "zz-double.md", "secretword", id="good")
    (folder / "latin.md").write_bytes(b"secretword caf\xe9")
    (folder / "big.md").write_text("secretword " * 200_000, encoding="utf-8")
    (folder / ".hidden.md").write_text("secretword", encoding="utf-8")
    outside.write_text("secretword", encoding="utf-8")
    (folder / "linked.md").symlink_to(outside)
    (folder / "linked.png").symlink_to(outside)
    for name in ("code.py", "page.html", "feed.xml", "script.js", "macro.xlsm", "style.css"):
        (folder / name).write_text("secretword", encoding="utf-8")
    (folder / "app" / "search").mkdir(parents=True)
    for name in ("script.js", "style.css", "search/script.js"):
        (folder / "app" / name).write_text("secretword", encoding="utf-8")
    (folder / "pic.png").write_bytes(b"png")


@pytest.fixture(scope="session")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each library built by each program, once for all workers of this run."""

    def make(folder: Path) -> None:
        fill(folder / "library", folder / "outside.md")
        sources = {"small": folder / "library", "sample": SAMPLE}
        kinds = [(program, kind) for program in ("mkdocs", "properdocs") for kind in sources]
        with ThreadPoolExecutor(len(kinds)) as pool:
            list(pool.map(lambda one: build(one[0], sources[one[1]], folder / f"{one[1]}-{one[0]}"), kinds))

    return once(tmp_path_factory, "sites", make)


@pytest.fixture(params=["small-mkdocs", "small-properdocs", "sample-mkdocs", "sample-properdocs"])
def site(request: pytest.FixtureRequest, builds: Path) -> Path:
    """Return the folder of a built site."""
    return builds / str(request.param)


@pytest.fixture(params=["mkdocs", "properdocs"])
def small(request: pytest.FixtureRequest, builds: Path) -> Path:
    """Return the built site of the small library."""
    return builds / f"small-{request.param}"


@pytest.fixture(params=["mkdocs", "properdocs"])
def sample(request: pytest.FixtureRequest, builds: Path) -> Path:
    """Return the built site of the sample library."""
    return builds / f"sample-{request.param}"


def pages(site: Path) -> list[tuple[str, LexborHTMLParser]]:
    """Return every HTML file of the site with its path."""
    files = sorted(site.rglob("*.html"))
    assert files
    return [(file.relative_to(site).as_posix(), LexborHTMLParser(file.read_text(encoding="utf-8"))) for file in files]


def test_good_pages_are_present(small: Path) -> None:
    """Whatever their names."""
    for folder in ("", "good", "guides/with space", "кириллица", "a&b 'c'", "evil", "nofront", "slow"):
        assert (small / folder / "index.html").is_file(), folder
    assert (small / "pic.png").read_bytes() == b"png"


def test_bad_pages_and_foreign_files_are_absent(small: Path) -> None:
    """Neither their pages nor a word of them anywhere, the search index included."""
    for name in ("draft", "archived", "quiz", "broken", "zz-double", "latin", "big", "linked", ".hidden"):
        assert not (small / name).exists(), name
    for file in small.rglob("*"):
        if file.is_file():
            assert b"secretword" not in file.read_bytes(), file


def test_every_sample_page_but_what_holds_answers_is_present(sample: Path) -> None:
    """And nothing of a quiz or of timed tasks, whose answers stand in them."""
    library = read_library(SAMPLE)
    for page in library.pages:
        assert (sample / page.url / "index.html").is_file() == page.is_shown, page.path
    assert not list((sample / "courses").rglob("*quiz*"))


def test_no_source_is_published(site: Path) -> None:
    """Of Python, YAML or Markdown, neither the library's nor the project's."""
    assert [file.name for file in site.rglob("*") if file.suffix in {".py", ".pyc", ".md", ".yml", ".toml"}] == []


def test_a_page_that_is_too_slow_says_so(small: Path) -> None:
    """And doesn't keep the others from being built."""
    assert "takes too long to render" in (small / "slow" / "index.html").read_text(encoding="utf-8")


def test_every_inline_script_is_covered_by_a_hash(site: Path) -> None:
    """The content security policy allows no other."""
    allowed = set(json.loads((site / "built.json").read_text(encoding="utf-8"))["script_hashes"])
    for path, tree in pages(site):
        for script in tree.css("script"):
            if "src" not in script.attributes and script.attributes.get("type") not in JSON_TYPES:
                digest = hashlib.sha256(script.text(deep=True).encode()).digest()
                assert f"sha256-{base64.b64encode(digest).decode()}" in allowed, f"{path}: {script.text()[:80]}"


def test_no_script_of_an_author_is_among_the_hashes(small: Path) -> None:
    """A page's raw HTML must never be noted as ours."""
    hashes = json.loads((small / "built.json").read_text(encoding="utf-8"))["script_hashes"]
    digest = base64.b64encode(hashlib.sha256(b"alert(31337)").digest()).decode()
    assert f"sha256-{digest}" not in hashes


def test_scripts_styles_and_images_come_from_this_host(site: Path) -> None:
    """No font, pixel or library is loaded from elsewhere."""
    for path, tree in pages(site):
        for node in tree.css("script[src], link[href], img[src], source, iframe, object, embed, video, audio"):
            for name in ("src", "href", "srcset", "data", "poster"):
                address = node.attributes.get(name) or ""
                if node.attributes.get("rel") not in {"canonical", "alternate"}:
                    assert not re.match(r"\s*([a-z][a-z0-9+.-]*:|[/\\]{2})", address, re.IGNORECASE), (
                        f"{path}: {node.html}"
                    )
    for file in site.rglob("*.css"):
        assert not re.search(r"(url\(|@import)\s*['\"]?(https?:)?//", file.read_text(encoding="utf-8")), file


def test_nothing_in_a_page_runs_but_scripts(site: Path) -> None:
    """No event attribute and no javascript: address, in the theme's parts either."""
    for path, tree in pages(site):
        for node in tree.css("*"):
            assert not [name for name in node.attributes if name.startswith("on")], f"{path}: {node.html}"
            for name in ("href", "src", "action", "formaction"):
                value = re.sub(r"[\x00-\x20]", "", node.attributes.get(name) or "").lower()
                assert not value.startswith(("javascript:", "data:text", "vbscript:")), f"{path}: {node.html}"


def test_an_evil_page_is_shown_harmless(small: Path) -> None:
    """Its title is text in head, heading and navigation; its markup is gone."""
    for path, tree in pages(small):
        assert not [s for s in tree.css("script") if "31337" in s.text()], path
        assert not tree.css("svg[onload], iframe, style:not([nonce]) b, [style*=fixed]"), path
        assert len(tree.css("#__config")) <= 1, path
    evil = LexborHTMLParser((small / "evil" / "index.html").read_text(encoding="utf-8"))
    title = evil.css_first("title")
    assert title is not None
    assert "<script>alert(31337)</script> {{ config }}" in title.text()
    assert not [image for image in evil.css("img") if "other.example" in (image.attributes.get("src") or "")[:16]]


def test_every_place_in_a_page_that_is_linked_to_exists(site: Path) -> None:
    """The table of contents leads to headings."""
    for path, tree in pages(site):
        if path != "slow/index.html":
            assert lost_places(tree) == [], path


def test_a_page_that_is_too_slow_has_no_table_of_contents(small: Path) -> None:
    """It would lead nowhere."""
    assert lost_places(LexborHTMLParser((small / "slow" / "index.html").read_text(encoding="utf-8"))) == []


def lost_places(tree: LexborHTMLParser) -> list[str]:
    """Return the anchors that a page links to in itself and doesn't have."""
    ids = {node.attributes.get("id") for node in tree.css("[id]")}
    anchors = [unquote((link.attributes["href"] or "")[1:]) for link in tree.css('a[href^="#"]')]
    return [anchor for anchor in anchors if anchor and anchor not in ids]


def test_an_ampersand_in_a_heading_is_escaped_once(small: Path) -> None:
    """In the table of contents as in the heading."""
    text = (small / "nofront" / "index.html").read_text(encoding="utf-8")
    assert "Sales &amp; more" in text
    assert "&amp;amp;" not in text


def dead_links(site: Path) -> list[str]:
    """Return the links to files of this site that aren't there; /api/ is another program's."""
    found = []
    for path, tree in pages(site):
        for node in tree.css("a[href], link[href], script[src], img[src]"):
            parts = urlsplit(node.attributes.get("href") or node.attributes.get("src") or "")
            if parts.scheme or parts.netloc or not parts.path or path == "404.html":
                continue
            target = Path(os.path.normpath((site / path).parent / unquote(parts.path)))
            if target.is_relative_to(site / "api"):
                continue
            if not (target.is_file() or (target / "index.html").is_file()):
                found.append(f"{path}: {parts.path}")
    return sorted(set(found))


def test_links_lead_to_pages_of_the_site(sample: Path) -> None:
    """A link that the check finds fine must not be dead in the site."""
    assert dead_links(sample) == []


def test_every_chapter_of_the_manual_is_published_with_its_title(site: Path) -> None:
    """Whatever the library, at the address of its name; its links lead to the other chapters."""
    sources = sorted((PROJECT / "site" / "manual").glob("*.md"))
    names = {source.stem for source in sources}
    assert {"index", "settings", "commands", "checks"} <= names
    for source in sources:
        folder = site / "docs" / source.stem if source.stem != "index" else site / "docs"
        tree = LexborHTMLParser((folder / "index.html").read_text(encoding="utf-8"))
        title = source.read_text(encoding="utf-8").split("\n")[0].removeprefix("# ")
        assert [heading.text() for heading in tree.css("h1")] == [title]
        assert (tree.css_first("title") or tree).text().startswith(f"{title} - ")
        found = {link.attributes["href"] or "" for link in tree.css(".rp-article a[href]")}
        near = {os.path.normpath(folder / unquote(urlsplit(one).path)) for one in found if "://" not in one}
        chapters = {str(site / "docs" / name) for name in names - {"index"}}
        assert near >= (chapters if source.stem == "index" else {str(site / "docs")})
        assert all(Path(one, "index.html").is_file() for one in near)


def test_the_manual_is_linked_at_the_foot_and_found_by_no_search(sample: Path) -> None:
    """The search is for the library, and so is the menu."""
    for path, tree in pages(sample):
        (link,) = [link for link in tree.css(".rp-footer a") if link.text() == "Manual"]
        if path != "404.html":
            assert os.path.normpath((sample / path).parent / (link.attributes["href"] or "")) == str(sample / "docs")
    index = json.loads((sample / "search" / "search_index.json").read_text(encoding="utf-8"))
    assert not [entry for entry in index["docs"] if entry["location"].startswith("docs/")]
    menu = LexborHTMLParser((sample / "index.html").read_text(encoding="utf-8"))
    assert not menu.css('.rp-tree a[href^="docs/"]')


def test_building_twice_gives_the_same_pages(builds: Path, tmp_path: Path) -> None:
    """Nothing depends on the order in which pages are rendered."""
    build("mkdocs", builds / "library", tmp_path / "again")
    for path in ("good/index.html", "evil/index.html", "built.json"):
        assert (tmp_path / "again" / path).read_bytes() == (builds / "small-mkdocs" / path).read_bytes()


def test_the_manual_shows_its_pictures(small: Path) -> None:
    """Each stands at the address that a chapter gives, as the repository has it."""
    shown = {
        (small / path).parent / str(image.attributes["src"])
        for path, page in pages(small)
        if path.startswith("docs/")
        for image in page.css("article img")
    }
    assert {path.read_bytes() for path in shown} == {path.read_bytes() for path in manual_pictures().values()}
