"""Browsers of the tests: who signs in, what a page must not do, and settings for one person in a hurry."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright

from api.work.demo import DOMAIN

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# The same engine without the windows around it, which nobody sees in tests: it takes a third of the processor's time.
HEADLESS = ("chromium-headless-shell", *BROWSERS)
EMAILS = {
    "ada": f"ada.lindqvist@{DOMAIN}",
    "piotr": f"piotr.zielinski@{DOMAIN}",
    "hanna": f"hanna.virtanen@{DOMAIN}",
    "max": f"max.oduya@{DOMAIN}",
    "mara": f"mara.quill@{DOMAIN}",
    "nadia": f"nadia.brandt@{DOMAIN}",
}
INES = "ines.carvalho@own.example"
TRAP = "tess@own.example"
TRAP_HTML = "<img src=x onerror=window.__pwned=1>"
EDIT_URL = "https://forge.example/own/sales/edit/main/{path}"
# One person does in a minute here what many do elsewhere.
UNHURRIED = {"RATE_LIMIT": "100000 per minute", "SIGN_IN_RATE_LIMIT": "1000 per minute"}
NOTE_VIOLATIONS = (
    "window.__violations = [];"
    "document.addEventListener('securitypolicyviolation', (event) => window.__violations.push("
    "`${event.effectiveDirective} blocked ${event.blockedURI} ${event.sample}`))"
)
OpenBrowser = Callable[..., Page]


def launch_browser(playwright: Playwright) -> Browser:
    """Open the system's browser with all its parts, as benches look through it; without one that of the library."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    return playwright.chromium.launch(executable_path=found, args=["--no-sandbox"] if os.geteuid() == 0 else [])


class Watched:
    """What pages of a test did that they must not do: uncaught errors, dialogs, requests to other hosts."""

    def __init__(self) -> None:
        """Watch nothing yet."""
        self.offences: list[str] = []
        self.console: list[str] = []

    def forget(self) -> None:
        """Begin with another test."""
        self.offences.clear()
        self.console.clear()

    def watch(self, context: BrowserContext, host: str) -> None:
        """Watch every page of a context, which may ask this host only."""
        context.add_init_script(NOTE_VIOLATIONS)
        context.on("weberror", lambda error: self.offences.append(f"uncaught {error.error}"))
        context.on("request", lambda request: self._check(request.url, host))
        context.on("console", self._note)
        context.on("page", lambda page: page.on("dialog", self._refuse))

    def _check(self, url: str, host: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"data", "blob"} and parts.netloc != host:
            self.offences.append(f"request to {url}")

    def _note(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        self.console.append(f"{message.text} {message.location['url']}")
        if "Content Security Policy" in message.text:
            self.offences.append(message.text)

    def _refuse(self, dialog: Any) -> None:
        self.offences.append(f"dialog {dialog.message}")
        dialog.dismiss()


@dataclass
class Lookers:
    """Browsers that are kept from test to test, one for each server and person, for tests that only look."""

    browser: Browser
    watched: Watched = field(default_factory=Watched)
    _pages: dict[tuple[str, str], Page] = field(default_factory=dict)

    def page_of(self, url: str, email: str, *, state: Any, **options: Any) -> Page:
        """Return the page of somebody on a server; `state` and options are for the first time."""
        if (url, email) not in self._pages:
            context = self.browser.new_context(base_url=url, storage_state=state, **options)
            self.watched.watch(context, urlsplit(url).netloc)
            self._pages[url, email] = context.new_page()
        return self._pages[url, email]

    def close(self) -> None:
        """Close them all."""
        for page in self._pages.values():
            page.context.close()


def ask(page: Page, path: str) -> Any:
    """Return what the API answers to whoever is signed in."""
    answer = page.request.get(f"/api/v1{path}")
    assert answer.ok, answer.text()
    return answer.json()


def id_of(page: Page, name: str) -> str:
    """Return the id of one of the reader's people."""
    return str(next(person["id"] for person in ask(page, "/people?limit=200")["items"] if person["name"] == name))
