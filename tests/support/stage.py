"""A stage for screens: one browser page for each role, on which screens are brought into their states."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, Page, expect

from support.browsers import EMAILS
from support.live import Server

Role = Literal["rep", "author", "manager", "admin", "stranger"]
Scheme = Literal["light", "dark"]
WHO: dict[Role, str] = {"rep": "ada", "author": "mara", "manager": "max", "admin": "nadia"}
WIDTHS = {390: 844, 1440: 900}
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
SHOWN_MS = 60_000

# Where a screen shows what it is about: an article, an app, rows, cards of home, a refusal, nothing, a dialog.
ARTICLE, APP, ROWS = "article h1", "#app > *", "#app tbody tr"
HOME = "#app section, #app .rp-card"
ALERT, EMPTY, DIALOG = "#app [role=alert]", "#app .rp-empty", "dialog[open]"
LOADING = "h1"


@dataclass(frozen=True)
class Screen:
    """A page of the site in one state, as one role sees it.

    `shows` is what stands there only in this state (a selector). `before` prepares the browser or the server, `into`
    does on the page what a person would, and `after` puts back what `before` took away.
    """

    name: str
    role: Role
    path: str
    shows: str
    before: Callable[[Page, Server], object] | None = None
    into: Callable[[Page], object] | None = None
    after: Callable[[Page, Server], object] | None = None

    def __str__(self) -> str:
        """Return the name and who sees it, as files and tests call it."""
        return f"{self.name}-{self.role}"


@dataclass
class Stage:
    """The browser pages of a server's people, each signed in when first needed, with more `options` of their browser.

    A screen has `patience_ms` to show.
    """

    browser: Browser
    server: Server
    pages: dict[Role, Page] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    patience_ms: int = SHOWN_MS

    @contextmanager
    def shown(self, screen: Screen, *, width: int = 1440, scheme: Scheme = "light") -> Iterator[Page]:
        """Bring a screen into its state, and leave it as if nobody had been there."""
        page = self.page_of(screen.role)
        set_look(page, width=width, scheme=scheme)
        if screen.before:
            screen.before(page, self.server)
        try:
            page.goto(screen.path, wait_until="load")
            settle(page, patience_ms=self.patience_ms)
            if screen.into:
                screen.into(page)
                settle(page, patience_ms=self.patience_ms)
            expect(page.locator(screen.shows).first).to_be_visible(timeout=self.patience_ms)
            yield page
        finally:
            page.unroute_all(behavior="ignoreErrors")
            if screen.after:
                screen.after(page, self.server)

    def page_of(self, role: Role) -> Page:
        """Return the page of a role, which is kept from screen to screen."""
        if role not in self.pages:
            self.pages[role] = self._open(role).new_page()
        return self.pages[role]

    def close(self) -> None:
        """Close all pages."""
        for page in self.pages.values():
            page.context.close()

    def _open(self, role: Role) -> BrowserContext:
        # What audits a page is put into it; its policy, which other tests look at, would keep that out.
        options: dict[str, Any] = {"base_url": self.server.url, "locale": "en-GB", "timezone_id": "Europe/Warsaw"}
        options |= self.options
        email = EMAILS[WHO[role]] if role in WHO else None
        if email is not None and email not in self.server.cookies:
            context = self.browser.new_context(**options)
            page = context.new_page()
            page.goto(self.server.sign_in_link(email))
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url("**/")
            self.server.cookies[email] = context.storage_state()
            context.close()
        state = self.server.cookies.get(email or "")
        context = self.browser.new_context(**options, bypass_csp=True, storage_state=state)
        context.set_default_timeout(self.patience_ms)
        return context


def set_look(page: Page, *, width: int, scheme: Scheme) -> None:
    """Give a page the size of a desk's or a phone's screen and the scheme that its device asks for, until it shows."""
    page.set_viewport_size({"width": width, "height": WIDTHS.get(width, 900)})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.evaluate(DRAWN)


def settle(page: Page, *, patience_ms: int = SHOWN_MS) -> None:
    """Wait until what a page shows stands still: nothing in its app says that it is loading, and nothing moves."""
    page.wait_for_function(STILL, timeout=patience_ms)


# Resolves once a change of size or scheme is on the screen, without waiting for what fades. What turns for ever, as
# while something loads, has no end to go to.
DRAWN = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
  for (const animation of document.getAnimations()) {
    if (animation.effect?.getComputedTiming().endTime === Infinity) animation.cancel();
    else animation.finish();
  }
  requestAnimationFrame(() => done(true));
})))"""
# Resolves once nothing was asked for and nothing in the page has changed for a moment.
STILL = """() => new Promise((done) => {
  const root = document.body;
  let last = performance.now();
  const watcher = new MutationObserver(() => { last = performance.now(); });
  const traffic = new PerformanceObserver(() => { last = performance.now(); });
  watcher.observe(root, { childList: true, subtree: true, attributes: true, characterData: true });
  traffic.observe({ type: "resource" });
  const look = () => {
    if (performance.now() - last < 250) return setTimeout(look, 50);
    watcher.disconnect();
    traffic.disconnect();
    done(true);
  };
  look();
})"""
