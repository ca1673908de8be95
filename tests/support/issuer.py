"""An identity provider of the tests' own on loopback, which says whatever a test wants, true or not."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from flask import Flask
from flask.testing import FlaskClient
from jwt.algorithms import RSAAlgorithm
from werkzeug.test import TestResponse

from api.web.context import KEY
from api.work.sso.fetched import Pace
from api.work.sso.providers import Providers
from api.work.sso.settings import read_providers
from config import Config
from support.crm_server import Answer, Asked, CrmServer, served
from support.factories import apart

CLIENT, AUDIENCE = "playbook", "playbook-api"
# Whatever is missing is looked for at once, and nothing counts as away.
IMPATIENT = Pace(again=0, retry=0)


class Issuer(CrmServer):
    """A provider: `said` is what its user info says, `given` the ID token for each code."""

    def __init__(self) -> None:
        """Have one key, and nobody to speak of."""
        super().__init__()
        self.keys: dict[str, RSAPrivateKey] = {}
        self.said: dict[str, Any] | None = None
        self.given: dict[str, str] = {}
        self.discovered: dict[str, Any] = {}
        self.add_key("first")

    def add_key(self, name: str) -> None:
        """Sign with one more key."""
        self.keys[name] = generate_private_key(public_exponent=65537, key_size=2048)

    def answer(self, asked: Asked) -> Answer:
        """Answer as a provider does."""
        if asked.path == "/.well-known/openid-configuration":
            return Answer(200, self._discovery() | self.discovered)
        if asked.path == "/jwks":
            return Answer(200, {"keys": [self.public(name) for name in self.keys]})
        if asked.path == "/token" and asked.body.get("code") in self.given:
            return Answer(
                200, {"access_token": "opaque", "token_type": "Bearer", "id_token": self.given[asked.body["code"]]}
            )
        if asked.path == "/userinfo" and self.said is not None:
            return Answer(200, self.said)
        return Answer(400, {"error": "invalid_grant", "error_description": "<script>alert(1)</script>"})

    def public(self, name: str) -> dict[str, Any]:
        """Return a public key as its set shows it."""
        made: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(self.keys[name].public_key()))
        return made | {"kid": name, "use": "sig", "alg": "RS256"}

    def sign(self, claims: Mapping[str, Any], *, key: str = "first", **headers: Any) -> str:
        """Return a token of ours; a claim of None is left out."""
        now = int(time.time())
        said = {"iss": self.url, "aud": CLIENT, "sub": "ada-1", "iat": now, "exp": now + 300} | dict(claims)
        kept = {name: value for name, value in said.items() if value is not None}
        return jwt.encode(kept, self.keys[key], algorithm="RS256", headers={"kid": key} | headers)

    def _discovery(self) -> dict[str, Any]:
        names = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/jwks"}
        more = {"userinfo_endpoint": "/userinfo"} if self.said is not None else {}
        return {"issuer": self.url} | {name: f"{self.url}{path}" for name, path in (names | more).items()}


@contextmanager
def issuing() -> Iterator[Issuer]:
    """Run an issuer."""
    issuer = Issuer()
    with served(issuer):
        yield issuer


def provider_of(issuer: Issuer, /, **settings: Any) -> dict[str, Any]:
    """Return the settings of an issuer's provider."""
    return {
        "name": "own",
        "label": "Sign in with our own",
        "issuer": issuer.url,
        "client_id": CLIENT,
        "client_secret": "s3cret",
        "api_audience": AUDIENCE,
        **settings,
    }


def let_in_by(app: Flask, *providers: dict[str, Any], pace: Pace = IMPATIENT) -> None:
    """Let an app know these providers, until it is put back."""
    config = Config(oidc_providers=json.dumps(providers))
    app.extensions[KEY] = replace(app.extensions[KEY], providers=Providers(read_providers(config), pace=pace))


def begin(client: FlaskClient, name: str = "own") -> dict[str, str]:
    """Go to a provider, and return what it was asked."""
    answer = apart(client.get, f"/sign-in/with/{name}")
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return {key: values[0] for key, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}


def come_back(client: FlaskClient, name: str = "own", **asked: str) -> TestResponse:
    """Come back from a provider."""
    return apart(client.get, f"/sign-in/with/{name}/callback", query_string=asked)


def enter(client: FlaskClient, issuer: Issuer, /, **claims: Any) -> TestResponse:
    """Sign in as whom some claims speak of."""
    asked = begin(client)
    issuer.given["code"] = issuer.sign({"nonce": asked["nonce"]} | claims)
    return come_back(client, code="code", state=asked["state"])


def who(client: FlaskClient) -> str | None:
    """Return the address of whoever is signed in, or None."""
    answer = apart(client.get, "/api/v1/me")
    return answer.get_json()["email"] if answer.status_code == 200 else None
