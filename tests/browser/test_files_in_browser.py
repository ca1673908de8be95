"""Files of the library in a browser: no script of theirs runs, films play, and a search leads to them."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import pytest
from playwright.sync_api import Download, Page, expect

from support.browsers import INES, OpenBrowser, Watched
from support.factories import write_good_page
from support.live import Server

pytestmark = pytest.mark.browser
SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30" onload="window.__pwned = 1">
<style>rect { fill: teal }</style><rect width="40" height="30"/>
<script>window.__pwned = 1; parent.__pwned = 1; document.title = "pwned"</script></svg>"""
HTML = "<script>window.__pwned = 1</script>"
PDF = rb"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\('pwned'\))>>>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
trailer<</Root 1 0 R>>
"""
# Kinds of files that browsers may run, all with the same script in them.
RUNNABLE = ("page.html", "page.xhtml", "page.htm", "feed.xml", "script.js", "style.css", "old.svgz", "page.mht")
DOWNLOADED = {
    "files/logo.svg": "logo.svg",
    "files/Großes Logo.SVG": "Großes Logo.SVG",
    "files/form.pdf": "form.pdf",
    "files/価格表.csv": "価格表.csv",
    "files/letter.eml": "letter.eml",
    "files/data.json": "data.json",
}


def sound() -> bytes:
    """Return three seconds of silence."""
    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(1)
        written.setframerate(8000)
        written.writeframes(bytes([128]) * 24_000)
    return file.getvalue()


@pytest.fixture(scope="module")
def filled(own: Server) -> Server:
    """Publish a page that shows a picture of vectors, and leads to files of every sort."""
    folder = Path(own.environ["CONTENT_DIR"])
    links = "\n".join(f"- [take](<{path}>)" for path in (*DOWNLOADED, *(f"files/{name}" for name in RUNNABLE)))
    body = f"# Kit\n\n![the logo](files/logo.svg)\n\n{links}\n- [hear](files/jingle.wav) [see](files/terms.txt)\n"
    write_good_page(folder, "kit.md", body, title="Kit")
    (folder / "files").mkdir(exist_ok=True)
    for name in RUNNABLE:
        (folder / "files" / name).write_text(HTML, encoding="utf-8")
    for path in DOWNLOADED:
        data = PDF if path.endswith("pdf") else (SVG if path.lower().endswith("svg") else HTML).encode()
        (folder / path).write_bytes(data)
    (folder / "files" / "jingle.wav").write_bytes(sound())
    (folder / "files" / "terms.txt").write_text(HTML, encoding="utf-8")
    return own


@pytest.fixture
def reader(filled: Server, open_browser: OpenBrowser) -> Page:
    """The browser of Ines, with the files published."""
    page = open_browser(filled, INES)
    filled.wait_until(lambda: page.request.get("/kit/").status == 200 and filled.is_published())
    return page


def test_a_picture_of_vectors_is_shown_and_runs_nothing(reader: Page) -> None:
    """It has its size in the page, and its script did nothing to it."""
    reader.goto("/kit/")
    picture = reader.get_by_alt_text("the logo")
    expect(picture).to_have_js_property("naturalWidth", 40)
    assert reader.evaluate("[window.__pwned, document.title.includes('pwned')]") == [None, False]


@pytest.mark.parametrize(("path", "name"), DOWNLOADED.items())
def test_what_could_run_is_downloaded_under_its_name(reader: Page, watched: Watched, path: str, name: str) -> None:
    """Opened by its address, it becomes no page, and opens no dialog."""
    reader.goto("/kit/")
    with reader.expect_download() as started:
        reader.evaluate("(path) => { location.href = '/' + path }", path)
    download: Download = started.value
    assert download.suggested_filename == name
    assert download.failure() is None
    assert (reader.title(), reader.evaluate("window.__pwned")) == ("Kit - Playbook", None)
    assert watched.offences == []


@pytest.mark.parametrize("name", RUNNABLE)
def test_what_only_a_browser_runs_is_not_published(reader: Page, name: str) -> None:
    """There is no such address."""
    answer = reader.goto(f"/files/{name}")
    assert answer is not None
    assert answer.status == 404
    assert reader.evaluate("window.__pwned") is None


def test_text_is_text(reader: Page) -> None:
    """What looks like a page isn't made one."""
    reader.goto("/files/terms.txt")
    expect(reader.locator("pre")).to_have_text(HTML)
    assert reader.evaluate("window.__pwned") is None


def test_a_sound_plays_from_where_one_likes(reader: Page, watched: Watched) -> None:
    """Opened by its address; the parts come as they are asked for, and the policy allows them."""
    reader.goto("/files/jingle.wav")
    player = reader.locator("video, audio")
    expect(player).to_have_js_property("duration", 3)
    reader.evaluate("document.querySelector('video, audio').currentTime = 2.5")
    expect(player).to_have_js_property("ended", value=True)
    assert watched.console == []


def test_a_rep_takes_a_file_from_the_search(reader: Page) -> None:
    """Its name, its kind, and one press; on a phone it fits, and the search counts as answered."""
    reader.set_viewport_size({"width": 320, "height": 640})
    reader.goto("/app/search/?q=価格表.csv")
    file = reader.get_by_role("list", name="Files").get_by_role("listitem")
    expect(file).to_have_text("価格表.csv CSV table")
    assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with reader.expect_response("**/api/v1/opens") as opened, reader.expect_download() as started:
        file.get_by_role("link").click()
    assert started.value.suggested_filename == "価格表.csv"
    assert opened.value.status == 201
    assert opened.value.json()["search_id"] is not None


def test_a_page_lists_the_files_that_it_leads_to(reader: Page) -> None:
    """With their kinds; what isn't published is none of them, nor what the page only shows."""
    reader.goto("/kit/")
    facts = reader.get_by_label("About this page")
    expect(facts.get_by_role("link", name="価格表.csv")).to_be_visible()
    expect(facts.get_by_role("link", name="form.pdf")).to_be_visible()
    expect(facts.get_by_role("link", name="logo.svg", exact=True)).to_be_visible()
    for name in ("page.html", "script.js", "old.svgz"):
        expect(facts.get_by_text(name)).to_have_count(0)
