"""Pages that try to run scripts in a reader's browser, wherever text of an author is shown."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from config import PROJECT
from support.browsers import INES, TRAP, TRAP_HTML, OpenBrowser
from support.factories import write_good_page
from support.live import Server

pytestmark = pytest.mark.browser
PAYLOADS = (PROJECT / "tests/content/payloads.txt").read_text(encoding="utf-8").replace("alert(1)", "window.__pwned=1")
FEWS = [PAYLOADS.splitlines()[start : start + 4] for start in range(0, len(PAYLOADS.splitlines()), 4)]
TITLE = f"Trap \"'></title></script>{TRAP_HTML}<script>window.__pwned=1</script>"
SAFE = ["http:", "https:", "mailto:", "tel:"]
ADDRESSES = "[...document.querySelectorAll('a[href], area[href]')].map((link) => [link.protocol, link.outerHTML])"


@pytest.fixture(scope="module")
def trapped(own: Server) -> Server:
    """Publish traps in titles, summaries, headings, links, images, an e-mail, a course, its quiz, and a file's name."""
    folder = Path(own.environ["CONTENT_DIR"])
    texts = {"title": json.dumps(TITLE), "summary": json.dumps(f"A trap {TRAP_HTML}")}
    write_good_page(folder, "traps/body.md", body(), **texts)
    for number, few in enumerate(FEWS):
        title = json.dumps(" ".join(few))
        write_good_page(folder, f"many/p{number}.md", "# Few\n\n" + "\n\n".join(few), title=title, summary=title)
    fields = json.dumps({"first_name": TRAP_HTML})
    message = f"# E\n\n## E-mail\n\nHello {{{{ first_name }}}},\n\n{TRAP_HTML}\n"
    kind = {"type": "email-template", "subject": json.dumps(f"{TRAP_HTML} {{{{ first_name }}}}"), "fields": fields}
    write_good_page(folder, "traps/mail.md", message, **texts, **kind)
    write_good_page(folder, "course/index.md", "# Trap\n", **texts, type="course", id="course-trap")
    write_good_page(folder, "course/01-one.md", "# Trap\n", **texts, type="lesson", id="lesson-trap")
    quiz = f"# Q\n\n## {TRAP_HTML}?\n\n- [x] {TRAP_HTML}\n- [ ] no {TRAP_HTML}\n\n> Why: {TRAP_HTML}\n"
    write_good_page(folder, "course/quiz.md", quiz, **texts, type="quiz", id="quiz-trap")
    write_good_page(
        folder, f"traps/{TRAP_HTML}.md", f"# N\n\n[x]({TRAP_HTML}.md) [y](no-{TRAP_HTML}.md)\n", **texts, id="n"
    )
    write_foreign(folder)
    return own


def write_foreign(folder: Path) -> None:
    """Write traps as other tools would: in their front matter, MDX, names of folders and files, wiki links."""
    fields = {"title": TITLE, "tags": [TRAP_HTML], "author": f"Ann {TRAP_HTML}", "slug": f"old {TRAP_HTML}"}
    link = f"[[Wiki {TRAP_HTML}]] [[Wiki {TRAP_HTML}|{TRAP_HTML}]] [f](<{quote(TRAP_HTML)}.csv>)\n\n# {TRAP_HTML}\n"
    toml = "\n".join(f"{name} = {json.dumps(value)}" for name, value in fields.items())
    texts = {
        "json.md": f"{json.dumps(fields | {'slug': 'former'})}\n\n{link}",
        "toml.md": f"+++\n{toml}\n+++\n\n{link}",
        "wiki.md": f"---\ntitle: {json.dumps(f'Wiki {TRAP_HTML}')}\n---\n\nx\n",
        "parts.mdx": "# Parts\n\n" + "\n\n".join(PAYLOADS.splitlines()),
        f"{TRAP_HTML}.csv": "a,b\n",
    }
    place = folder / "foreign" / TRAP_HTML
    place.mkdir(parents=True)
    for name, text in texts.items():
        (place / name).write_text(text, encoding="utf-8")


@pytest.fixture
def reader(trapped: Server, open_browser: OpenBrowser) -> Page:
    """A browser of Ines, with the traps published."""
    return until_published(open_browser(trapped, INES), trapped)


@pytest.fixture
def looker(trapped: Server, look_at: OpenBrowser) -> Page:
    """The browser of Ines in which tests only look, with the traps published."""
    return until_published(look_at(trapped, INES), trapped)


def until_published(page: Page, trapped: Server) -> Page:
    """Return the page once the traps are published."""
    trapped.wait_until(lambda: page.request.get("/traps/mail/").status == 200 and trapped.is_published())
    return page


FOREIGN = "json/", "toml/", "parts/", "", f"old {TRAP_HTML}/"
PATHS = "traps/body/", "traps/mail/", "course/", "course/01-one/", f"traps/{TRAP_HTML}/", "foreign/"


@pytest.mark.parametrize("path", [*PATHS, *(f"foreign/{TRAP_HTML}/{path}" for path in FOREIGN)])
def test_a_page_runs_no_script_of_its_author(looker: Page, path: str) -> None:
    """Its text is shown as text, and no link leads into a script."""
    looker.goto(f"/{quote(path)}", wait_until="networkidle")
    expect(looker.get_by_role("heading", level=1)).to_be_visible()
    assert_harmless(looker)


def test_no_payload_runs_among_few(looker: Page) -> None:
    """Each of the payloads as title, summary and text; one that swallows the rest of a page hides few of them here."""
    for number in range(len(FEWS)):
        looker.goto(f"/many/p{number}/")
        assert_harmless(looker)


@pytest.mark.parametrize("query", ["trap", TRAP_HTML, "onerror window", "Hello first_name"])
def test_hits_show_payloads_as_text(looker: Page, query: str) -> None:
    """Neither the query nor titles, summaries and passages become HTML."""
    looker.goto(f"/app/search/?q={quote(query)}")
    expect(looker.get_by_role("status")).to_contain_text(" ms")
    assert_harmless(looker)


def test_hits_of_the_index_of_the_site_are_text_too(reader: Page) -> None:
    """The search without a server shows the same payloads as harmlessly."""
    reader.route("**/api/v1/search?*", lambda route: route.abort())
    reader.goto("/app/search/?q=trap")
    expect(reader.get_by_text("The search server can't be reached")).to_be_visible()
    expect(reader.locator(".rp-hit")).not_to_have_count(0)
    assert_harmless(reader)


def test_an_email_with_payloads_is_filled_in_as_text(reader: Page) -> None:
    """What the rep types, the subject and the template's own words stay text."""
    reader.goto("/traps/mail/")
    reader.get_by_label("first name").fill(TRAP_HTML)
    expect(reader.locator(".rp-email")).to_contain_text(f"Hello {TRAP_HTML},")
    expect(reader.locator(".rp-email-panel__subject")).to_contain_text(f"{TRAP_HTML} {TRAP_HTML}")
    assert_harmless(reader)


def test_a_quiz_with_payloads_is_asked_as_text(reader: Page) -> None:
    """Questions, options and explanations."""
    reader.goto("/course/01-one/")
    reader.get_by_role("button", name="I have read this lesson").click()
    reader.get_by_role("link", name="Take the quiz").click()
    reader.get_by_label(f"no {TRAP_HTML}").check()
    reader.get_by_role("button", name="Hand in").click()
    expect(reader.get_by_text("Not right")).to_be_visible()
    assert_harmless(reader)


@pytest.mark.parametrize("tool", ["my-training", "my-team", "my-coaching", "library-check"])
def test_a_tool_shows_payloads_as_text(trapped: Server, looker: Page, look_at: OpenBrowser, tool: str) -> None:
    """Names of people, courses and files, and what is wrong with them; the admin's own name is a payload."""
    tess = look_at(trapped, TRAP)
    tess.goto(f"/app/{tool}/", wait_until="networkidle")
    expect(tess.get_by_text(f"Tess {TRAP_HTML}", exact=True).first).to_be_visible()
    assert_harmless(tess)


def body() -> str:
    """Return every payload wherever Markdown has a place for it."""
    parts = ["# Traps"]
    for payload in PAYLOADS.splitlines():
        parts += [payload, f"## {payload}", f"[x]({payload}) ![x]({payload}) [x](y '{payload}')", f"<{payload}>"]
        parts += [
            f"> [!NOTE]\n> {payload}",
            f"::: note {payload}\n{payload}\n:::",
            f"## a {{#{payload}}}",
            f"${payload}$",
        ]
        parts += [f"- [x] {payload}", f"a[^{payload}]\n\n[^{payload}]: {payload}", f"```mermaid\n{payload}\n```"]
        parts += [
            f'<a name="{payload}"></a>',
            f'<video src="{payload}"></video>',
            f"![{payload}](https://example.com/a.png)",
        ]
        parts += [f"| a | b |\n|---|---|\n| {payload} | {payload} |"]
    return "\n\n".join(parts)


def assert_harmless(page: Page) -> None:
    """Check that no script of an author ran or could be started by a click."""
    assert page.evaluate("window.__pwned") is None
    assert page.evaluate("window.__violations") == []
    assert [html for protocol, html in page.evaluate(ADDRESSES) if protocol not in SAFE] == []
    assert page.locator("iframe, object, embed, .rp-article [onerror], .rp-article [onclick]").count() == 0
