"""Running what a sign-in needs: providers as processes, the product on a port of loopback, and a browser of forms."""

from __future__ import annotations

import json
import os
import shutil
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, Popen
from typing import Any, NoReturn
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
import requests
from flask import Flask
from selectolax.lexbor import LexborHTMLParser
from werkzeug.serving import make_server

from config import PROJECT
from support.waiting import wait_for

PACKAGES = PROJECT / ".ci" / "node_modules"
HERE = Path(__file__).parent


def start_oidc_provider(port: int, product: str, accounts: Path) -> Popen[bytes]:
    """Start the provider from npm; a test is left out, loudly, where that isn't installed, and fails in CI."""
    if not (PACKAGES / "oidc-provider").is_dir() or shutil.which("node") is None:
        _without("oidc-provider (install it with `.ci/javascript`)")
    script = str(HERE / "oidc_provider.mjs")
    return _started([shutil.which("node") or "", script, str(PACKAGES), str(port), product, str(accounts)], port)


def start_canaille(port: int, product: str, verified: Path) -> Popen[bytes]:
    """Start Canaille."""
    return _started([sys.executable, str(HERE / "canaille_server.py"), str(port), product, str(verified)], port)


@contextmanager
def product_on(app: Flask, port: int) -> Iterator[None]:
    """Serve an app on a port, as a browser and a provider reach it."""
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class FormBrowser(requests.Session):
    """A browser that follows redirects and fills in forms; `page` is where it is."""

    page: requests.Response

    def open(self, url: str) -> str:
        """Go to an address, and return the text of the page."""
        self.page = self.get(url)
        return self.page.text

    def fill(self, **fields: str) -> str:
        """Send the page's first form, with what it holds already, and return the text of the next page."""
        form = LexborHTMLParser(self.page.text).css_first("form")
        assert form is not None, self.page.text
        held = {one.attributes["name"]: one.attributes.get("value") or "" for one in form.css("input[name]")}
        buttons = {one.attributes["name"]: one.attributes.get("value") or "" for one in form.css("button[name]")[:1]}
        place = urljoin(self.page.url, form.attributes.get("action") or "")
        own = {"Sec-Fetch-Site": "same-origin", "Referer": self.page.url}
        self.page = self.post(place, data=held | buttons | fields, headers=own)
        return self.page.text

    def me(self, product: str) -> str | None:
        """Return the address of whoever is signed in there, or None."""
        answer = self.get(f"{product}/api/v1/me")
        return answer.json()["email"] if answer.status_code == 200 else None


def asked_of(url: str) -> dict[str, str]:
    """Return what an address asks for."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def write_accounts(file: Path, **accounts: dict[str, Any]) -> None:
    """Let the provider from npm know these accounts, in one step."""
    beside = file.with_suffix(".new")
    beside.write_text(json.dumps(accounts), encoding="utf-8")
    beside.replace(file)


def _started(command: list[str], port: int) -> Popen[bytes]:
    process = Popen(command, stdout=DEVNULL, stderr=DEVNULL)
    address = f"http://127.0.0.1:{port}/.well-known/openid-configuration"
    wait_for(lambda: urllib.request.urlopen(address, timeout=5).status == 200, process=process)
    return process


def _without(what: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI lacks {what}", pytrace=False)
    pytest.skip(f"NO PROVIDER: there is no {what}")
