"""Sign-ins with a provider that came to nothing, as the log tells why."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from flask import Flask

from api.pages import sso
from api.work.seldom import Seldom
from api.work.sso.claims import BadTokenError
from support.crm_server import Answer
from support.factories import Cast
from support.issuer import Issuer, begin, come_back, enter, issuing, let_in_by, provider_of


@pytest.fixture
def issuer(sqlite_app: Flask) -> Iterator[Issuer]:
    """An issuer that the app knows."""
    with issuing() as made:
        let_in_by(sqlite_app, provider_of(made))
        yield made


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> pytest.LogCaptureFixture:
    """The log, which has said nothing within this minute."""
    monkeypatch.setattr(sso, "seldom", Seldom(logging.getLogger("repertoire.sso"), BadTokenError))
    return caplog


def test_what_a_provider_says_stands_in_the_log_without_addresses(
    sqlite_app: Flask, sqlite_cast: Cast, issuer: Issuer, log: pytest.LogCaptureFixture
) -> None:
    """Why it signed nobody in, on one line that isn't long."""
    client = sqlite_app.test_client()
    why = f"AADSTS50105: user\n<ada@brightwharf.example> is not assigned\x1b[31m {'x' * 500}"
    come_back(client, state=begin(client)["state"], error="access_denied", error_description=why)
    (line,) = [one.getMessage() for one in log.records if one.name == "repertoire.sso"]
    assert "'access_denied': 'AADSTS50105: user (an address) is not assigned [31m xxx" in line
    assert ("@" in line, line.isprintable(), len(line) < 320) == (False, True, True)


def test_why_a_provider_refuses_a_code_stands_in_the_log(
    sqlite_app: Flask, sqlite_cast: Cast, issuer: Issuer, log: pytest.LogCaptureFixture
) -> None:
    """By its own code, such as that of a secret that is no longer good."""
    issuer.troubles = [("/token", Answer(401, {"error": "invalid_client", "error_description": "for a@b.example"}))]
    client = sqlite_app.test_client()
    assert enter(client, issuer, email="ada@brightwharf.example", email_verified=True).status_code == 403
    assert "the provider refuses the code: invalid_client" in log.text
    assert "a@b.example" not in log.text
