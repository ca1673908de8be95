"""Signing in with providers that others wrote, on loopback: all the way there and back, by forms and in Chromium."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import BrowserContext, Page, expect

from support.databases import SqliteDatabase
from support.issuer import IMPATIENT, let_in_by
from support.ports import free_port
from support.sso.running import (
    FormBrowser,
    asked_of,
    product_on,
    start_canaille,
    start_oidc_provider,
    write_accounts,
)
from support.standing import Standing
from support.waiting import wait_for

ADA, NINA = "ada@brightwharf.example", "nina@brightwharf.example"
SECRET = "a secret + of 100 % signs"
ACCOUNT = {"email": ADA, "email_verified": True, "name": "Ada Lind", "groups": ["leads"]}
VERIFIER = "v" * 43


@dataclass(frozen=True)
class Place:
    """The product and both providers, and what the tests tell them."""

    product: str
    node: str
    canaille: str
    accounts: Path
    verified: Path

    def enter_by_node(self, browser: FormBrowser, name: str = "ada") -> None:
        """Sign in with the provider from npm, where nobody is signed in yet."""
        browser.open(f"{self.product}/sign-in/with/node")
        browser.fill(login=name, password="any")
        browser.fill()

    def enter_by_canaille(self, browser: FormBrowser, name: str) -> str:
        """Sign in with Canaille, and return the page that shows then."""
        browser.open(f"{self.product}/sign-in/with/canaille")
        browser.fill(login=name)
        return browser.fill(password="correct horse")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, kept: Path, sample_index: Path) -> Iterator[Place]:
    """The product, which lets in whom either provider names."""
    folder = tmp_path_factory.mktemp("providers")
    accounts, verified = folder / "accounts.json", folder / "nina-is-verified"
    write_accounts(accounts, ada=ACCOUNT)
    ports = [free_port() for _ in range(3)]
    product, node, canaille = (f"http://127.0.0.1:{port}" for port in ports)
    standing = Standing(folder, SqliteDatabase(folder / "data" / "repertoire.db", kept), sample_index, base_url=product)
    app = standing.put_back(peopled=True)
    common = {"client_id": "playbook", "api_audience": "urn:playbook-api", "roles": {"leads": "manager"}}
    let_in_by(
        app,
        {"name": "node", "label": "Node", "issuer": node, "client_secret": SECRET, "signs_out": True, **common},
        {"name": "canaille", "label": "Canaille", "issuer": canaille, "client_secret": "a secret", **common}
        | {"creates_people": True, "scopes": ["openid", "email", "profile", "groups"]},
        pace=IMPATIENT,
    )
    started = []
    try:
        started.append(start_oidc_provider(ports[1], product, accounts))
        started.append(start_canaille(ports[2], product, verified))
        with product_on(app, ports[0]):
            yield Place(product, node, canaille, accounts, verified)
    finally:
        for process in started:
            process.kill()
            process.wait()
        standing.close()


def test_an_account_is_linked_by_address_and_found_by_its_subject(place: Place) -> None:
    """Also after its address has changed at the provider."""
    write_accounts(place.accounts, ada=ACCOUNT)
    first = FormBrowser()
    place.enter_by_node(first)
    assert first.me(place.product) == ADA
    write_accounts(place.accounts, ada=ACCOUNT | {"email": "ada@married.example"})
    second = FormBrowser()
    place.enter_by_node(second)
    assert second.me(place.product) == ADA
    write_accounts(place.accounts, ada=ACCOUNT, zoe=ACCOUNT | {"email": "zoe@brightwharf.example"})
    stranger = FormBrowser()
    place.enter_by_node(stranger, "zoe")
    assert "nobody here has the address" in stranger.page.text
    assert stranger.me(place.product) is None


def test_signing_out_at_the_provider_signs_out_here(place: Place) -> None:
    """Its back channel names the session; another browser of the same person stays signed in."""
    write_accounts(place.accounts, ada=ACCOUNT)
    here, elsewhere = FormBrowser(), FormBrowser()
    for browser in (here, elsewhere):
        place.enter_by_node(browser)
        assert browser.me(place.product) == ADA
    here.open(f"{place.node}/session/end")
    here.fill(logout="yes")
    wait_for(lambda: here.me(place.product) is None)
    assert elsewhere.me(place.product) == ADA


def test_signing_out_here_goes_on_to_the_provider(place: Place) -> None:
    """And from there back to the sign-in page; the next sign-in asks for the password again."""
    write_accounts(place.accounts, ada=ACCOUNT)
    browser = FormBrowser()
    place.enter_by_node(browser)
    browser.open(f"{place.product}/sign-in")
    assert "You are signed out" in browser.fill()
    assert browser.me(place.product) is None
    browser.open(browser.page.headers["Refresh"].partition("url=")[2])
    browser.fill(logout="yes")
    assert browser.page.url.startswith(f"{place.product}/sign-in")
    assert 'name="password"' in browser.open(f"{place.product}/sign-in/with/node")


def test_an_access_token_opens_the_api_also_when_keys_are_new(place: Place) -> None:
    """As the person who is linked; a token of the sign-in itself doesn't."""
    write_accounts(place.accounts, ada=ACCOUNT)
    for _ in range(2):
        browser = FormBrowser()
        place.enter_by_node(browser)
        assert browser.me(place.product) == ADA
        given = _token(place, browser)
        bearer = {"Authorization": f"Bearer {given['access_token']}"}
        answer = requests.get(f"{place.product}/api/v1/me", headers=bearer, timeout=60)
        assert (answer.status_code, answer.json().get("email")) == (200, ADA)
        wrong = {"Authorization": f"Bearer {given['id_token']}"}
        assert requests.get(f"{place.product}/api/v1/me", headers=wrong, timeout=60).status_code == 401
        requests.post(f"{place.node}/rotate", timeout=60)


def test_canaille_lets_in_whom_it_vouches_for(place: Place) -> None:
    """Ada is known; Nina is made once her address is verified, with the role of her group."""
    ada = FormBrowser()
    place.enter_by_canaille(ada, "ada")
    assert ada.me(place.product) == ADA
    assert "verified" in place.enter_by_canaille(FormBrowser(), "nina")
    place.verified.touch()
    nina = FormBrowser()
    place.enter_by_canaille(nina, "nina")
    assert nina.me(place.product) == NINA
    assert nina.get(f"{place.product}/api/v1/me").json()["roles"] == ["manager"]


@pytest.mark.browser
def test_a_real_browser_signs_in_and_out(place: Place, new_context: Any, patience: None) -> None:
    """By the button, the provider's form and back; signing out leads to the provider, whatever our policy says."""
    write_accounts(place.accounts, ada=ACCOUNT)
    context: BrowserContext = new_context()
    context.set_default_timeout(120_000)
    page: Page = context.new_page()
    page.goto(f"{place.product}/sign-in")
    page.get_by_role("link", name="Node").click()
    page.get_by_placeholder("Enter any login").fill("ada")
    page.get_by_placeholder("and password").fill("any")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(f"{place.product}/**")
    page.goto(f"{place.product}/sign-in")
    expect(page.get_by_role("heading", name="You are signed in")).to_be_visible()
    expect(page.get_by_text(ADA)).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{place.node}/**")
    page.get_by_role("button", name="Yes, sign me out").click()
    page.wait_for_url(f"{place.product}/sign-in**")
    expect(page.get_by_role("link", name="Node")).to_be_visible()


def _token(place: Place, browser: FormBrowser) -> dict[str, str]:
    """Return what the provider gives a program of somebody who is signed in there; our callback knows no such state."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
    callback = f"{place.product}/sign-in/with/node/callback"
    asked = {
        "client_id": "playbook",
        "response_type": "code",
        "scope": "openid",
        "redirect_uri": callback,
        "resource": "urn:playbook-api",
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    url = requests.Request("GET", f"{place.node}/auth", params=asked).prepare().url or ""
    browser.open(url)
    if not browser.page.url.startswith(place.product):
        browser.fill()
    answered = asked_of(browser.page.url)
    assert "code" in answered, f"{browser.page.url} {browser.page.text}"
    code = answered["code"]
    fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": callback, "code_verifier": VERIFIER}
    fields |= {"client_id": "playbook", "client_secret": SECRET}
    given: dict[str, str] = requests.post(f"{place.node}/token", data=fields, timeout=60).json()
    return given
