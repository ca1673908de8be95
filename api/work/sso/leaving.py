"""Leaving: a provider says by its back channel whose sessions are over, once with each token."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from api.work.sso.claims import BadTokenError
from api.work.sso.provider import Provider
from api.work.sso.tokens import LEEWAY_SECONDS, LOGOUT_SECONDS
from lms.people.identities import end_issuer_sessions, spend

_MOST = 255


def log_out_from_there(session: Session, provider: Provider, token: str, *, at: datetime) -> int:
    """End the sessions that a logout token names, and return how many they were.

    Raises BadTokenError, also for a token that was used before, and ProviderAwayError.
    """
    claims = provider.logged_out(token, at=at)
    issuer, names = provider.settings.issuer, {key: claims[key] for key in ("sid", "sub") if key in claims}
    if not names or not all(isinstance(name, str) and _is_plain(name) for name in names.values()):
        raise BadTokenError("the logout token names neither a session nor a subject")
    digest = hashlib.sha256(f"logout {issuer} {claims['jti']}".encode("utf-8", "replace")).hexdigest()
    if not spend(session, digest=digest, expires_at=at + timedelta(seconds=LOGOUT_SECONDS + 2 * LEEWAY_SECONDS)):
        raise BadTokenError("the logout token was used before")
    return end_issuer_sessions(session, issuer=issuer, at=at, issuer_session=names.get("sid"), subject=names.get("sub"))


def _is_plain(name: str) -> bool:
    return 0 < len(name) <= _MOST and name.isprintable()
