"""Flow: what ties a sign-in with a provider to the browser that began it, without a row for who only begins one.

The browser keeps one secret in a cookie. State, nonce and PKCE verifier are made from it, so a state that another
browser began is none, and so is one that was for another provider.
"""

from __future__ import annotations

import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime

from api.work.sso.tokens import LEEWAY_SECONDS

FLOW_SECONDS = 600
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
_STATE = re.compile(r"([0-9]{1,12})\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})")


@dataclass(frozen=True)
class Flow:
    """One sign-in that was begun: `state` goes there and comes back, `nonce` comes back in the token."""

    state: str
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


def browser_secret(kept: str | None) -> str:
    """Return the secret that a browser keeps, or a new one for a browser that keeps none."""
    return kept if kept and _SECRET.fullmatch(kept) else secrets.token_urlsafe(32)


def begin_flow(secret: str, *, provider: str, at: datetime) -> Flow:
    """Begin a sign-in with a provider in the browser that keeps a secret."""
    return _flow(secret, provider, f"{int(at.timestamp())}", secrets.token_urlsafe(16))


def read_flow(secret: str, *, provider: str, state: str, at: datetime) -> Flow | None:
    """Return the sign-in that a state belongs to; None if this browser began none like it in the last ten minutes."""
    found = _STATE.fullmatch(state)
    if not found or not _SECRET.fullmatch(secret):
        return None
    flow = _flow(secret, provider, found[1], found[2])
    # Another node may have begun it, whose clock goes ahead.
    is_young = -LEEWAY_SECONDS <= at.timestamp() - int(found[1]) < FLOW_SECONDS
    return flow if is_young and hmac.compare_digest(flow.state, state) else None


def _flow(secret: str, provider: str, stamp: str, salt: str) -> Flow:
    def made(purpose: str) -> str:
        words = f"{purpose} {provider} {stamp} {salt}".encode()
        return urlsafe_b64encode(hmac.digest(secret.encode(), words, "sha256")).decode().rstrip("=")

    return Flow(f"{stamp}.{salt}.{made('state')}", made("nonce"), made("verifier"))
