"""What browser tests share: Debian's Chromium, one demo company for each worker, and people who are signed in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from support.browsers import EDIT_URL, EMAILS, HEADLESS, INES, TRAP, TRAP_HTML, UNHURRIED, Lookers, OpenBrowser, Watched
from support.clicking import Clicks
from support.factories import write_good_page
from support.live import Server, run, serving
from support.sharing import once

# What a page shows comes after a request or two; only a hang takes so long.
SCREEN_MS = 120_000
PLACE = {"locale": "en-GB", "timezone_id": "Europe/Warsaw"}
DESK = {"width": 1280, "height": 720}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the system's browser; without one fail in CI, and say so anywhere else."""
    found = next(filter(None, map(shutil.which, HEADLESS)), None)
    if found is None and os.environ.get("CI") == "true":
        pytest.fail("CI has no Chromium: install the package `chromium` before the tests", pytrace=False)
    if found is None:
        pytest.skip("NO BROWSER: nothing was tested in one; install it with `apt install chromium`")
    # A camera and a microphone of the browser's own, which nobody has to allow.
    args = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    args += ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": found, "args": args}


@pytest.fixture(scope="session", autouse=True)
def built_after(former_site: None) -> None:
    """Let each site take the charts over."""


@pytest.fixture(scope="session")
def base_url() -> None:
    """Leave the address to each server; the plugin's own fixture is written in a way that pytest deprecates."""


@pytest.fixture(scope="session")
def patience() -> None:
    """Give a busy machine more time than Playwright's five seconds."""
    expect.set_options(timeout=SCREEN_MS)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo company, served and published: made once for all workers, and copied for each."""

    def make(folder: Path) -> None:
        with serving(folder, "--demo", **UNHURRIED) as server:
            server.wait_until_published()

    folder = tmp_path_factory.mktemp("demo")
    shutil.copytree(once(tmp_path_factory, "demo-company", make) / "data", folder / "data", symlinks=True)
    with serving(folder, "--demo", **UNHURRIED) as server:
        server.wait_until_published()
        yield server


@pytest.fixture(scope="session")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A company of its own with a library that tests may change, served but perhaps not published yet.

    Ines is author and rep there; the name of the admin is a trap.
    """
    folder = tmp_path_factory.mktemp("own")
    pages = folder / "library"
    write_good_page(pages, "index.md", "# Our playbook\n\nWelcome.\n", title="Our playbook")
    write_good_page(pages, "guides/pilots.md", "# Pilots\n\nHow to run one.\n", title="Pilots")
    with serving(folder, CONTENT_DIR=str(pages), EDIT_URL=EDIT_URL, **UNHURRIED) as server:
        for email, name, roles in ((INES, "Ines Carvalho", ("author", "rep")), (TRAP, f"Tess {TRAP_HTML}", ("admin",))):
            words = [word for role in roles for word in ("--role", role)]
            run("person", "add", email, "--name", name, *words, environ=server.environ)
        yield server


@pytest.fixture
def watched() -> Iterator[Watched]:
    """Watch all pages of a test, which fails when one of them misbehaves."""
    made = Watched()
    yield made
    assert made.offences == []


@pytest.fixture
def open_browser(watched: Watched, new_context: Callable[..., BrowserContext], patience: None) -> OpenBrowser:
    """Open a browser on a server, in which somebody is signed in by a link that is used once per worker, or nobody."""

    def open_one(server: Server, email: str | None = None, **options: Any) -> Page:
        if email is not None and email not in server.cookies:
            page = open_one(server)
            use_link(page, server.sign_in_link(email))
            server.cookies[email] = page.context.storage_state()
        context = new_context(
            **{"base_url": server.url, **PLACE, "storage_state": server.cookies.get(email or ""), **options}
        )
        context.set_default_timeout(SCREEN_MS)
        watched.watch(context, urlsplit(server.url).netloc)
        return context.new_page()

    return open_one


@pytest.fixture
def stranger(demo: Server, open_browser: OpenBrowser) -> OpenBrowser:
    """Open a browser in which nobody is signed in."""
    return partial(open_browser, demo)


@pytest.fixture
def sign_in(demo: Server, open_browser: OpenBrowser) -> OpenBrowser:
    """Open a browser in which a person of the demo company, named by the first name, is signed in."""
    return lambda who, **options: open_browser(demo, EMAILS[who], **options)


@pytest.fixture(scope="session")
def lookers(browser: Browser) -> Iterator[Lookers]:
    """The browsers that are kept from test to test."""
    made = Lookers(browser)
    yield made
    made.close()


@pytest.fixture
def look_at(lookers: Lookers, open_browser: OpenBrowser) -> Iterator[OpenBrowser]:
    """Give a browser on a server in which somebody is signed in, and in which other tests have looked at pages before.

    For tests that change nothing, neither on the server nor in the browser: a new one takes a second of a core.
    """
    lookers.watched.forget()

    def look(server: Server, email: str, *, viewport: dict[str, int] = DESK) -> Page:
        if email not in server.cookies:
            open_browser(server, email)
        page = lookers.page_of(server.url, email, state=server.cookies[email], **PLACE)
        page.context.set_default_timeout(SCREEN_MS)
        page.set_viewport_size(viewport)  # type: ignore[arg-type]  # its keys are those
        return page

    yield look
    assert lookers.watched.offences == []


@pytest.fixture
def look_as(demo: Server, look_at: OpenBrowser) -> OpenBrowser:
    """The same for a person of the demo company, named by the first name."""
    return lambda who, **options: look_at(demo, EMAILS[who], **options)


@pytest.fixture
def ada(sign_in: OpenBrowser) -> Page:
    """The browser of Ada, a rep of Sales North."""
    return sign_in("ada")


@pytest.fixture
def max_(sign_in: OpenBrowser) -> Page:
    """The browser of Max, who manages Sales North."""
    return sign_in("max")


@pytest.fixture
def mara(sign_in: OpenBrowser) -> Page:
    """The browser of Mara, an author."""
    return sign_in("mara")


@pytest.fixture
def nadia(sign_in: OpenBrowser) -> Page:
    """The browser of Nadia, the admin."""
    return sign_in("nadia")


@pytest.fixture
def clicks() -> Iterator[Clicks]:
    """Count the clicks of a test, which must have some and three at most."""
    made = Clicks()
    yield made
    assert 1 <= made.count <= 3


def use_link(page: Page, link: str) -> None:
    """Follow a sign-in link and press its button."""
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")
