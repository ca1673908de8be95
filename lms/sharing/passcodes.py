"""Passcodes of links: kept as salt and scrypt, compared in constant time, and not to be tried out."""

from __future__ import annotations

import hashlib
import hmac
import secrets

SALT = 16
LEAST_LENGTH = 6
# As RFC 7914 has it for what somebody waits for: about 16 MB and 50 ms.
_COST = {"n": 2**14, "r": 8, "p": 1, "dklen": 32}


def hashed(passcode: str) -> bytes:
    """Return what is kept of a passcode."""
    salt = secrets.token_bytes(SALT)
    return salt + _hash(passcode, salt)


def is_passcode(typed: str, kept: bytes) -> bool:
    """Tell whether somebody typed the passcode."""
    return hmac.compare_digest(_hash(typed, kept[:SALT]), kept[SALT:])


def _hash(passcode: str, salt: bytes) -> bytes:
    text = " ".join(passcode.split()).encode("utf-8", "surrogatepass")
    return hashlib.scrypt(text, salt=salt, n=_COST["n"], r=_COST["r"], p=_COST["p"], dklen=_COST["dklen"])
