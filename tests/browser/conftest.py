"""What browser tests share: Debian's Chromium, one demo company for each worker, and people who are signed in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from api.demo import DOMAIN
from browser.live import Server, serving, wait_for

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
EMAILS = {
    "ada": f"ada.lindqvist@{DOMAIN}",
    "piotr": f"piotr.zielinski@{DOMAIN}",
    "hanna": f"hanna.virtanen@{DOMAIN}",
    "max": f"max.oduya@{DOMAIN}",
    "mara": f"mara.quill@{DOMAIN}",
    "nadia": f"nadia.brandt@{DOMAIN}",
}
NOTE_VIOLATIONS = (
    "window.__violations = [];"
    "document.addEventListener('securitypolicyviolation', (event) => window.__violations.push("
    "`${event.effectiveDirective} blocked ${event.blockedURI} ${event.sample}`))"
)
SignIn = Callable[..., Page]


class Watched:
    """What pages of a test did that they must not do: uncaught errors, dialogs, requests to other hosts."""

    def __init__(self, host: str) -> None:
        """Watch for requests to any host but this one."""
        self.offences: list[str] = []
        self.console: list[str] = []
        self._host = host

    def watch(self, context: BrowserContext) -> None:
        """Watch every page of a context."""
        context.add_init_script(NOTE_VIOLATIONS)
        context.on("weberror", lambda error: self.offences.append(f"uncaught {error.error}"))
        context.on("request", lambda request: self._check(request.url))
        context.on("console", lambda message: message.type == "error" and self._note(message.text))
        context.on("page", lambda page: page.on("dialog", self._refuse))

    def _check(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"data", "blob"} and parts.netloc != self._host:
            self.offences.append(f"request to {url}")

    def _note(self, text: str) -> None:
        self.console.append(text)
        if "Content Security Policy" in text:
            self.offences.append(text)

    def _refuse(self, dialog: Any) -> None:
        self.offences.append(f"dialog {dialog.message}")
        dialog.dismiss()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the system's browser; without one fail in CI, and say so anywhere else."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None and os.environ.get("CI") == "true":
        pytest.fail("CI has no Chromium: install the package `chromium` before the tests", pytrace=False)
    if found is None:
        pytest.skip("NO BROWSER: nothing was tested in one; install it with `apt install chromium`")
    args = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": found, "args": args}


@pytest.fixture(scope="session")
def base_url() -> None:
    """Leave the address to each server; the plugin's own fixture is written in a way that pytest deprecates."""


@pytest.fixture(scope="session")
def patience() -> None:
    """Give a busy machine more time than Playwright's five seconds."""
    expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo company, served and published."""
    folder = tmp_path_factory.mktemp("demo")
    with serving(folder, "--demo", SIGN_IN_RATE_LIMIT="1000 per minute") as server:
        wait_for(server.is_published, 90)
        yield server


@pytest.fixture
def watched(demo: Server) -> Iterator[Watched]:
    """Watch all pages of a test, which fails when one of them misbehaves."""
    made = Watched(urlsplit(demo.url).netloc)
    yield made
    assert made.offences == []


@pytest.fixture
def stranger(demo: Server, watched: Watched, new_context: Callable[..., BrowserContext], patience: None) -> SignIn:
    """Open a browser in which nobody is signed in."""

    def open_browser(**options: Any) -> Page:
        context = new_context(**{"base_url": demo.url, "locale": "en-GB", "timezone_id": "Europe/Warsaw", **options})
        watched.watch(context)
        return context.new_page()

    return open_browser


@pytest.fixture
def sign_in(demo: Server, stranger: SignIn) -> SignIn:
    """Open a browser in which a person of the demo company is signed in; their link is used once per worker."""

    def open_browser(who: str, **options: Any) -> Page:
        email = EMAILS[who]
        if email not in demo.cookies:
            page = stranger()
            use_link(page, demo.sign_in_link(email))
            demo.cookies[email] = page.context.storage_state()
        return stranger(storage_state=demo.cookies[email], **options)

    return open_browser


@pytest.fixture
def ada(sign_in: SignIn) -> Page:
    """The browser of Ada, a rep of Sales North."""
    return sign_in("ada")


@pytest.fixture
def max_(sign_in: SignIn) -> Page:
    """The browser of Max, who manages Sales North."""
    return sign_in("max")


@pytest.fixture
def mara(sign_in: SignIn) -> Page:
    """The browser of Mara, an author."""
    return sign_in("mara")


@pytest.fixture
def nadia(sign_in: SignIn) -> Page:
    """The browser of Nadia, the admin."""
    return sign_in("nadia")


def use_link(page: Page, link: str) -> None:
    """Follow a sign-in link and press its button."""
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep each file on one worker, so that few servers start (with `--dist loadgroup`)."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
