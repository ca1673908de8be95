"""Signing in with a real browser: over plain HTTP in a company's own network, and not from another site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserType, Page, Request, expect

from api.web.auth import COOKIE
from support.browsers import EMAILS
from support.live import Server

pytestmark = pytest.mark.browser
NAME = "playbook.example"


@pytest.fixture
def intranet(browser_type: BrowserType, browser_type_launch_args: dict[str, Any], demo: Server) -> Iterator[Page]:
    """Open a browser for which this machine is a host of the network, whose pages it doesn't trust as its own."""
    args = [*browser_type_launch_args["args"], f"--host-resolver-rules=MAP {NAME} 127.0.0.1"]
    browser: Browser = browser_type.launch(**{**browser_type_launch_args, "args": args})
    yield browser.new_page()
    browser.close()


def link_for(server: Server, email: str) -> str:
    """Return a fresh link under the host's name in the network."""
    return server.fresh_link(email).replace("127.0.0.1", NAME)


def test_the_button_signs_in_without_https(intranet: Page, demo: Server, patience: None) -> None:
    """The browser says then only by `Origin` where the form stands, and the page must not keep that from us."""
    link = link_for(demo, EMAILS["ada"])
    sent: list[Request] = []
    intranet.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    intranet.goto(link)
    intranet.get_by_role("button", name="Sign in").click()
    intranet.wait_for_url("**/")
    headers = sent[0].all_headers()
    assert (headers.get("sec-fetch-site"), headers["origin"]) == (None, f"http://{urlsplit(link).netloc}")
    assert "referer" not in headers or "/sign-in/" not in headers["referer"]
    intranet.goto(link.partition("/sign-in/")[0] + "/sign-in")
    expect(intranet.get_by_text("You are Ada")).to_be_visible()


def test_a_form_on_another_site_signs_nobody_in(intranet: Page, demo: Server, patience: None) -> None:
    """The page says what to do instead."""
    link = demo.fresh_link(EMAILS["max"])
    form = f'<form method="post" action="{link}"><button>Win a prize</button></form>'
    intranet.route("http://evil.example/", lambda route: route.fulfill(body=form, content_type="text/html"))
    intranet.goto("http://evil.example/")
    intranet.get_by_role("button", name="Win a prize").click()
    expect(intranet.get_by_role("alert")).to_contain_text("press the button there")
    assert [cookie for cookie in intranet.context.cookies() if cookie.get("name") == COOKIE] == []
