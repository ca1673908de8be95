"""Below a path of a host, behind nginx with HTTPS: whatever anybody opens, nothing leads beside the path."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, Response, expect

from support.browsers import EMAILS, UNHURRIED
from support.live import Server, serving
from support.nginx import make_nginx

PATH = "/playbook/"
# Of each role: the tools are found in its menu, these are what opens from them and from the library.
MORE = {
    "ada": (
        "courses/discovery-calls/",
        "courses/discovery-calls/01-before-the-call/",
        "app/quiz/?course=course-discovery-calls",
        "decks/business-case/?present=1#what-it-costs",
        "email-templates/after-discovery-call/",
        "app/search/?q=pricing",
        "app/person/",
        "docs/training/",
    ),
    "mara": ("app/coverage/", "app/demand/", "app/front-matter/", "api/v1/docs/"),
    "max": ("app/kpi/?name=win_rate", "app/training-matrix/", "app/skills/"),
}
# Every address that a page holds, as the browser reads it.
ADDRESSES = """() => [...document.querySelectorAll("[href], [src], form[action]")]
  .filter((one) => !one.closest("svg"))
  .map((one) => one.href || one.src || one.action).filter((one) => typeof one === "string")"""


@pytest.fixture(scope="module")
def demo_below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo company below a path, behind nginx."""
    folder = tmp_path_factory.mktemp("below")
    nginx = make_nginx(folder / "nginx", PATH)
    with serving(folder, "--demo", BASE_URL=nginx.url, TRUSTED_PROXIES="127.0.0.1", **UNHURRIED) as server:
        port = urlsplit(server.own_url).port
        assert port
        with nginx.before(port):
            server.wait_until_published()
            yield server


@pytest.mark.parametrize("who", MORE)
def test_nothing_leads_beside_the_path(
    demo_below: Server, new_context: Callable[..., BrowserContext], patience: None, who: str
) -> None:
    """No request, no link and no redirect; and nothing that is asked for is missing."""
    context = new_context(ignore_https_errors=True, base_url=f"{demo_below.url}/")
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    context.on("response", note)
    page = context.new_page()
    _sign_in(page, demo_below.sign_in_link(EMAILS[who]))
    tools = page.locator("#menu a[href*='app/'], .rp-groups a").evaluate_all("links => links.map((link) => link.href)")
    assert len(tools) > 5
    linked: set[str] = set()
    for address in sorted({*tools, *(urljoin(f"{demo_below.url}/", more) for more in MORE[who])}):
        page.goto(address, wait_until="networkidle")
        linked.update(page.evaluate(ADDRESSES))
    assert [address for address in linked if not _is_below(address, demo_below.url)] == []
    asked = [answer for answer in answers if not answer.url.startswith(("data:", "blob:"))]
    assert len(asked) > 50
    assert [answer.url for answer in asked if not _is_below(answer.url, demo_below.url)] == []
    assert [answer.url for answer in asked if answer.status == 404] == []


def test_a_session_that_ended_leads_back_to_the_page(
    demo_below: Server, new_context: Callable[..., BrowserContext], patience: None
) -> None:
    """By the link that the page shows, the sign-in page and the link that came by mail; and signing out stays here."""
    context = new_context(ignore_https_errors=True, base_url=f"{demo_below.url}/")
    page = context.new_page()
    _sign_in(page, demo_below.sign_in_link(EMAILS["hanna"]))
    context.clear_cookies()
    page.goto("app/today/?again=1")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto(demo_below.fresh_link(EMAILS["hanna"]))
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{demo_below.url}/app/today/?again=1")
    page.goto("app/person/", wait_until="networkidle")
    page.get_by_role("button", name="Sign out").first.click()
    expect(page).to_have_url(f"{demo_below.url}/sign-in")
    assert context.cookies() == []


def _sign_in(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{PATH}")
    page.wait_for_load_state("networkidle")


def _is_below(address: str, url: str) -> bool:
    """Tell whether an address is of the product, or of no place on its host at all."""
    parts, own = urlsplit(address), urlsplit(url)
    return parts.netloc != own.netloc or address.startswith(f"{url}/")
