"""Tokens of providers, verified: signed by a key of theirs, for us, and in time. Nothing else is believed of one."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

import jwt
from jwt import PyJWK

from api.work.sso.claims import BadTokenError

# Signatures with public keys alone: with HS256 whoever knows a public key could sign.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
LEEWAY_SECONDS = 30
MOST_CHARACTERS = 16_000
ID_TYPES = ("", "jwt")
ACCESS_TYPES = ("", "jwt", "at+jwt", "application/at+jwt")
LOGOUT_TYPES = ("", "jwt", "logout+jwt", "application/logout+jwt")
LOGOUT_SECONDS = 600  # after which a logout token is too old, so that its id needn't be known for ever
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
# By the id that a header names; None where it names none.
FindKey = Callable[[str | None], PyJWK]


def read_id_token(token: object, *, key_of: FindKey, issuer: str, client_id: str, nonce: str) -> dict[str, Any]:
    """Return the claims of an ID token that answers the sign-in with this nonce; raises BadTokenError."""
    claims = _verified(token, key_of=key_of, issuer=issuer, audience=client_id, types=ID_TYPES, needs=("exp", "sub"))
    _check_party(claims, client_id)
    said = claims.get("nonce")
    if not isinstance(said, str) or not hmac.compare_digest(said.encode("utf-8", "replace"), nonce.encode()):
        raise BadTokenError("the nonce is that of another sign-in")
    return claims


def read_access_token(token: str, *, key_of: FindKey, issuer: str, audience: str) -> dict[str, Any]:
    """Return the claims of an access token for our API; raises BadTokenError."""
    needs = ("exp", "sub")
    return _verified(token, key_of=key_of, issuer=issuer, audience=audience, types=ACCESS_TYPES, needs=needs)


def read_logout_token(token: str, *, key_of: FindKey, issuer: str, client_id: str, at: datetime) -> dict[str, Any]:
    """Return the claims of a logout token (OpenID Connect Back-Channel Logout 1.0); raises BadTokenError."""
    needs = ("exp", "jti", "events")
    claims = _verified(token, key_of=key_of, issuer=issuer, audience=client_id, types=LOGOUT_TYPES, needs=needs)
    events = claims["events"]
    if not isinstance(events, dict) or not isinstance(events.get(LOGOUT_EVENT), dict) or "nonce" in claims:
        raise BadTokenError("it is no logout token")
    if not isinstance(claims["jti"], str) or not claims["jti"]:
        raise BadTokenError("the id of the logout token is no text")
    if at.timestamp() - claims["iat"] > LOGOUT_SECONDS:
        raise BadTokenError("the logout token is too old")
    return claims


def issuer_said(token: str) -> str | None:
    """Return the issuer that a token names, unverified: only whose keys are to be looked at; None for no token."""
    if len(token) > MOST_CHARACTERS:
        return None
    try:
        said = jwt.decode(token, options={"verify_signature": False}).get("iss")
    except (jwt.PyJWTError, ValueError, RecursionError):
        return None
    return said if isinstance(said, str) else None


def _verified(
    token: object, *, key_of: FindKey, issuer: str, audience: str, types: Collection[str], needs: Collection[str]
) -> dict[str, Any]:
    """Return the claims of a token that is signed by the issuer, for an audience; its header only names the key."""
    if not isinstance(token, str) or not token or len(token) > MOST_CHARACTERS:
        raise BadTokenError("there is no token, or one that is too long")
    try:
        header = jwt.get_unverified_header(token)
        key_id, kind = header.get("kid"), header.get("typ", "")
        if header.get("alg") not in ALGORITHMS or not isinstance(kind, str) or kind.lower() not in types:
            raise BadTokenError("the header names another kind of token or signature")
        if key_id is not None and (not isinstance(key_id, str) or not key_id):
            raise BadTokenError("the header names no key")
        return jwt.decode(
            token,
            key_of(key_id).key,  # which fits algorithms of its kind alone, also where the set names none
            algorithms=ALGORITHMS,
            issuer=issuer,
            audience=audience,
            leeway=LEEWAY_SECONDS,
            options={"require": ["iss", "aud", "iat", *needs]},
        )
    except (jwt.PyJWTError, ArithmeticError, ValueError, TypeError, RecursionError) as error:
        raise BadTokenError(f"the token doesn't hold: {type(error).__name__}") from error


def _check_party(claims: dict[str, Any], client_id: str) -> None:
    """Refuse a token that was made for another client, even where it names us too."""
    has_several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    party = claims.get("azp")
    if (has_several and party is None) or (party is not None and party != client_id):
        raise BadTokenError("the token was made for another client")
