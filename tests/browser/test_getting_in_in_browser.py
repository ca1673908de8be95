"""Getting in as people do: by a letter, then by a passkey of the browser's own device, and out of other browsers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from support.browsers import INES, UNHURRIED, OpenBrowser
from support.factories import write_good_page
from support.live import Server, run, serving
from support.mailing import Postbox, mail_to, text_of
from support.signing_in import mail_settings
from support.waiting import wait_for

pytestmark = pytest.mark.browser
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def postbox() -> Iterator[Postbox]:
    """A mail server that listens."""
    box = Postbox()
    box.open()
    yield box
    box.close()


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory, postbox: Postbox) -> Iterator[Server]:
    """A company at http://localhost, where passkeys need no HTTPS, with that mail server."""
    folder = tmp_path_factory.mktemp("getting-in")
    pages = folder / "library"
    write_good_page(pages, "index.md", "# Our playbook\n\nWelcome.\n", title="Our playbook")
    mail = {name.upper(): str(value) for name, value in mail_settings(postbox).items()}
    with serving(folder, CONTENT_DIR=str(pages), BASE_URL="http://localhost:{port}", **mail, **UNHURRIED) as server:
        run("person", "add", INES, "--name", "Ines Carvalho", "--role", "rep", environ=server.environ)
        server.wait_until_published()
        yield replace(server, url=server.environ["BASE_URL"])


@pytest.fixture
def page(company: Server, open_browser: OpenBrowser) -> Page:
    """A browser at that address in which nobody is signed in, with a device that has no passkey yet."""
    found = open_browser(company)
    add_device(found)
    return found


def add_device(page: Page) -> Any:
    """Give a browser a device for passkeys, and return how to talk to it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return session


def test_a_letter_lets_in_then_a_passkey_and_a_replay_does_not(
    company: Server, postbox: Postbox, page: Page, open_browser: OpenBrowser
) -> None:
    """One types an address, makes a passkey on one's own page, signs in with it, and what was sent is good no more."""
    page.goto("/app/person/#sign-ins")
    page.get_by_label("Your e-mail address").fill(INES)
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_role("status")).to_contain_text(f"If {INES} is known here")
    wait_for(lambda: postbox.kept)
    link = re.search(r"http://localhost:\d+/sign-in/\S+", text_of(mail_to(postbox, INES), "plain"))
    assert link
    page.goto(link[0])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/app/person/**")
    fold = page.locator("#sign-ins")
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    fold.get_by_label("Name of the new passkey").fill("Work laptop")
    fold.get_by_role("button", name="Make a passkey").click()
    expect(fold.get_by_role("button", name="Delete Work laptop")).to_be_visible()

    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_url("**/sign-in")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/")
    page.goto("/app/person/#sign-ins")
    expect(page.locator("#sign-ins li").first).to_contain_text("with a passkey")
    with page.expect_download() as given_out:
        page.get_by_role("link", name="All that is held of you").click()
    assert INES in Path(given_out.value.path()).read_text()

    thief = open_browser(company)
    thief.goto("/sign-in")
    answer = thief.request.post(
        "/sign-in/passkey",
        data=next(body for body in sent if body.startswith("credential=")),
        headers={"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"},
    )
    assert (answer.status, thief.context.cookies()) == (404, [])

    # Another browser of hers is ended from here.
    thief.goto(company.fresh_link(INES))
    thief.get_by_role("button", name="Sign in").click()
    thief.wait_for_url("**/")
    page.reload()
    page.get_by_role("button", name="End all others").click()
    expect(page.get_by_role("button", name="End all others")).to_have_count(0)
    assert thief.request.get("/api/v1/me").status == 401


def test_a_browser_without_such_a_passkey_says_so(page: Page) -> None:
    """A device that has none for this site, and one that is asked for another site's."""
    page.goto("/sign-in")

    def elsewhere(route: Route) -> None:
        told = route.fetch()
        route.fulfill(response=told, json={**told.json(), "rpId": "evil.example"})

    page.route("**/sign-in/passkey/challenge", elsewhere)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("Sign in another way")
