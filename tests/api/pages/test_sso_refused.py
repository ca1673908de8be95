"""What a callback is sent that isn't a sign-in: nobody is let in, and nothing is a fault of ours."""

from __future__ import annotations

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.web.auth import COOKIE
from support.crm_server import Answer
from support.factories import Cast, apart
from support.issuer import CLIENT, Issuer, begin, come_back, enter, issuing, let_in_by, provider_of, who

ADA = {"email": "ada@brightwharf.example", "email_verified": True}
NOW = int(time.time())


@pytest.fixture(scope="module")
def issuers() -> Iterator[tuple[Issuer, Issuer]]:
    """Two issuers, of which the second wants to be the first."""
    with issuing() as own, issuing() as other:
        yield own, other


@pytest.fixture
def known(sqlite_app: Flask, sqlite_cast: Cast, issuers: tuple[Issuer, Issuer]) -> Flask:
    """The app with both as providers."""
    for issuer in issuers:
        issuer.discovered, issuer.said, issuer.troubles = {}, None, []
    let_in_by(sqlite_app, provider_of(issuers[0]), provider_of(issuers[1], name="other"))
    return sqlite_app


def _forged(header: dict[str, Any], claims: dict[str, Any], signature: bytes = b"") -> str:
    parts = [json.dumps(header).encode(), json.dumps(claims).encode(), signature]
    return ".".join(urlsafe_b64encode(part).decode().rstrip("=") for part in parts)


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": NOW - 120},
        {"exp": None},
        {"exp": "soon"},
        {"exp": 1e400},
        {"nbf": NOW + 3600},
        {"iat": NOW + 3600},
        {"iat": None},
        {"aud": "another"},
        {"aud": None},
        {"aud": [CLIENT, "another"]},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"azp": "another"},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"nonce": "another"},
        {"nonce": None},
        {"nonce": ["x"]},
        {"sub": None},
        {"sub": 7},
        {"sub": ""},
        {"padding": "x" * 20_000},
        {"email": {"$gt": ""}},
    ],
    ids=range(22),
)
def test_a_token_with_other_claims_signs_nobody_in(
    known: Flask, issuers: tuple[Issuer, Issuer], claims: dict[str, Any]
) -> None:
    """Expired, not valid yet, for another client, of another issuer or sign-in, without what it must say, or huge."""
    client = known.test_client()
    answer = enter(client, issuers[0], **ADA | claims)
    assert (answer.status_code, who(client)) == (403, None)
    assert client.get_cookie(COOKIE) is None


def _tokens(issuer: Issuer, other: Issuer, nonce: str) -> dict[str, object]:
    """Return tokens that would be Ada's if something of them were believed that mustn't be."""
    claims = {"iss": issuer.url, "aud": CLIENT, "sub": "ada-1", "iat": NOW, "exp": NOW + 3600, "nonce": nonce} | ADA
    pem = issuer.keys["first"].public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    theirs = other.keys["first"]
    good = issuer.sign({"nonce": nonce} | ADA)
    own = {"jwk": other.public("first")}
    body = _forged({}, claims).split(".")[1]
    deep = urlsafe_b64encode(b"[" * 9_000).decode()
    return {
        "no algorithm": _forged({"alg": "none", "kid": "first"}, claims),
        "no algorithm in other letters": _forged({"alg": "NoNe", "kid": "first"}, claims),
        "the public key as a secret": _hs256(claims, pem),
        "the set's modulus as a secret": _hs256(claims, issuer.public("first")["n"].encode()),
        "another issuer's key": jwt.encode(claims, theirs, "RS256", {"kid": "first"}),
        "a key of its own": jwt.encode(claims, theirs, "RS256", {"kid": "first"} | own),
        "a set of keys elsewhere": jwt.encode(claims, theirs, "RS256", {"kid": "x", "jku": f"{other.url}/jwks"}),
        "a certificate elsewhere": jwt.encode(claims, theirs, "RS256", {"kid": "x", "x5u": f"{other.url}/jwks"}),
        "a key of a file": jwt.encode(claims, theirs, "RS256", {"kid": "../../../../dev/null"}),
        "a key of a query": jwt.encode(claims, theirs, "RS256", {"kid": "' OR 1=1 --"}),
        "no key": jwt.encode(claims, theirs, "RS256"),
        "another kind": issuer.sign({"nonce": nonce} | ADA, typ="logout+jwt"),
        "something critical": issuer.sign({"nonce": nonce} | ADA, crit=["exp"]),
        "a token cut off": good[:-10],
        "a token with another's body": ".".join([good.split(".")[0], body, good.split(".")[2]]),
        "a list": ["a", "b"],
        "nothing": None,
        "deep nesting": ".".join([good.split(".")[0], deep, "x"]),
        "a deep header": f"{deep}.{body}.x",
    }


def _hs256(claims: dict[str, Any], secret: bytes) -> str:
    """Sign with a secret that PyJWT itself would refuse to sign with."""
    import hashlib
    import hmac

    unsigned = _forged({"alg": "HS256", "typ": "JWT", "kid": "first"}, claims).rpartition(".")[0]
    signature = urlsafe_b64encode(hmac.digest(secret, unsigned.encode(), hashlib.sha256)).decode().rstrip("=")
    return f"{unsigned}.{signature}"


def test_a_token_that_its_issuer_did_not_sign_signs_nobody_in(known: Flask, issuers: tuple[Issuer, Issuer]) -> None:
    """Whatever its header says; nothing that a header names is asked."""
    own, other = issuers
    for kind in _tokens(own, other, ""):
        client = known.test_client()
        asked = begin(client)
        other.asked.clear()
        own.given["code"] = _tokens(own, other, asked["nonce"])[kind]  # type: ignore[assignment]  # whatever it is
        answer = come_back(client, code="code", state=asked["state"])
        assert (answer.status_code, who(client), other.asked) == (403, None, []), kind
    assert enter(client, own, **ADA).status_code == 303


def test_a_state_works_once_and_in_its_own_browser_alone(known: Flask, issuers: tuple[Issuer, Issuer]) -> None:
    """Not again, not elsewhere, not for another provider, not when it is old, and not when it was never begun."""
    own, other = issuers
    client, stranger = known.test_client(), known.test_client()
    asked = begin(client)
    own.given["code"] = other.given["code"] = own.sign({"nonce": asked["nonce"]} | ADA)
    begin(stranger)
    stamp, rest = asked["state"].split(".", 1)
    for browser, name, state in (
        (stranger, "own", asked["state"]),
        (known.test_client(), "own", asked["state"]),
        (client, "other", asked["state"]),
        (client, "own", f"{int(stamp) - 601}.{rest}"),
        (client, "own", ""),
        (client, "own", "x" * 5_000),
        (client, "own", f"{stamp}.{rest}\x00"),
    ):
        answer = come_back(browser, name, code="code", state=state)
        assert (answer.status_code, who(browser)) == (400, None), state
    assert come_back(client, code="code", state=asked["state"]).status_code == 303
    again = known.test_client()
    again.set_cookie("repertoire_with", client.get_cookie("repertoire_with", path="/sign-in/with").value, path="/")  # type: ignore[union-attr]
    assert come_back(again, code="code", state=asked["state"]).status_code == 400
    assert who(again) is None


def test_two_callbacks_at_once_with_one_state_make_one_session(known: Flask, issuers: tuple[Issuer, Issuer]) -> None:
    """On whichever process they arrive: the second is told to begin again."""
    from support.acting import at_once

    client = known.test_client()
    asked = begin(client)
    issuers[0].given["code"] = issuers[0].sign({"nonce": asked["nonce"]} | ADA)
    cookie = client.get_cookie("repertoire_with", path="/sign-in/with")
    assert cookie is not None

    def come() -> int:
        browser = known.test_client()
        browser.set_cookie("repertoire_with", cookie.value, path="/")
        return come_back(browser, code="code", state=asked["state"]).status_code

    assert sorted(at_once(come, come)) == [303, 400]


def test_an_answer_of_another_issuer_is_refused(known: Flask, issuers: tuple[Issuer, Issuer]) -> None:
    """RFC 9207: where the issuer is named it must be ours, and where it always is it must be there."""
    own, other = issuers
    for said, must in (({"iss": other.url}, False), ({"iss": f"{own.url}/"}, False), ({}, True)):
        own.discovered = {"authorization_response_iss_parameter_supported": must}
        let_in_by(known, provider_of(own))
        client = known.test_client()
        asked = begin(client)
        own.given["code"] = own.sign({"nonce": asked["nonce"]} | ADA)
        assert come_back(client, code="code", state=asked["state"], **said).status_code == 403
        assert who(client) is None
    asked = begin(client)
    own.given["code"] = own.sign({"nonce": asked["nonce"]} | ADA)
    assert come_back(client, code="code", state=asked["state"], iss=own.url).status_code == 303


@pytest.mark.parametrize(
    ("error", "says"),
    [("access_denied", "you cancelled it"), ("server_error", "try again"), ("<script>alert(1)</script>", "in the log")],
)
def test_a_providers_error_is_told_in_words_of_ours(
    known: Flask, issuers: tuple[Issuer, Issuer], error: str, says: str
) -> None:
    """Nothing that came with the address is shown."""
    client = known.test_client()
    said = {"error": error, "error_description": "<img src=x onerror=alert(1)>", "error_uri": "https://evil.example"}
    answer = come_back(client, state=begin(client)["state"], **said)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, says in page) == (403, True)
    assert not any(text in page for text in ("alert(", "evil.example", "onerror"))


@pytest.mark.parametrize(
    "discovered",
    [
        {"issuer": "https://evil.example"},
        {"authorization_endpoint": "http://evil.example/authorize"},
        {"token_endpoint": "file:///etc/passwd"},
        {"jwks_uri": "https://me:secret@evil.example/jwks"},
        {"token_endpoint": None},
        {"padding": "x" * 600_000},
    ],
    ids=lambda found: next(iter(found)),
)
def test_a_provider_that_says_what_it_may_not_is_not_asked(
    known: Flask, issuers: tuple[Issuer, Issuer], discovered: dict[str, Any]
) -> None:
    """That it is another, or that secrets go to where anybody reads along, or too much."""
    issuers[0].discovered = discovered
    answer = apart(known.test_client().get, "/sign-in/with/own")
    assert (answer.status_code, "answer just now" in answer.get_data(as_text=True)) == (502, True)


def test_a_provider_that_leads_elsewhere_is_not_followed(known: Flask, issuers: tuple[Issuer, Issuer]) -> None:
    """A redirect of its endpoints leads to nobody else."""
    own, other = issuers
    client = known.test_client()
    for path in ("openid-configuration", "/token"):
        let_in_by(known, provider_of(own))
        other.asked.clear()
        own.troubles = [(path, Answer(302, {}, {"Location": f"{other.url}{path}"}))]
        if path == "/token":
            assert enter(client, own, **ADA).status_code in {403, 502}
        else:
            assert apart(client.get, "/sign-in/with/own").status_code == 502
        assert (other.asked, who(client)) == ([], None)


def test_signing_in_leads_to_no_other_site(known: Flask, issuers: tuple[Issuer, Issuer]) -> None:
    """Whatever the address of the callback or the cookie says."""
    client = known.test_client()
    client.set_cookie("repertoire_asked", "//evil.example", path="/")
    asked = begin(client)
    issuers[0].given["code"] = issuers[0].sign({"nonce": asked["nonce"]} | ADA)
    more = {"next": "https://evil.example", "redirect_uri": "https://evil.example"}
    answer = come_back(client, code="code", state=asked["state"], **more)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    asked=st.dictionaries(st.sampled_from(["code", "state", "iss", "error", "session_state"]), st.text(max_size=40)),
    token=st.text(max_size=60),
    cookie=st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters=';,"\\'), max_size=50),
)
def test_nonsense_is_refused(known: Flask, asked: dict[str, str], token: str, cookie: str) -> None:
    """Of any text in any place the answer is a refusal."""
    client = known.test_client()
    client.set_cookie("repertoire_with", cookie, path="/")
    assert apart(client.get, "/sign-in/with/own/callback", query_string=asked).status_code in {400, 429}
    sent = apart(client.post, "/sign-in/with/own/logout", data={"logout_token": token})
    assert sent.status_code in {400, 429}
    bearer = {"Authorization": f"Bearer {token}".encode("ascii", "ignore").decode().replace("\n", "").replace("\r", "")}
    assert apart(client.get, "/api/v1/me", headers=bearer).status_code == 401
