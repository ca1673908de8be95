"""A passkey's device in a few lines: makes a key, and signs challenges honestly or not, as JSON of a browser."""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, HAS_KEY = 0x01, 0x04, 0x40


@dataclass
class Device:
    """A device with one key, for the origin of a site; `count` is how often it signed, 0 for one that doesn't count."""

    origin: str
    rp_id: str
    count: int = 0
    user: bytes = b""
    flags: int = PRESENT | VERIFIED
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: dict[str, Any]) -> str:
        """Answer what is asked of a device that makes a passkey."""
        self.user = decoded(options["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        key = bytes(16) + len(self.credential).to_bytes(2, "big") + self.credential + cbor2.dumps(cose)
        data = self._data(self.flags | HAS_KEY) + key
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        said = {"clientDataJSON": self._client("webauthn.create", options), "attestationObject": encoded(attestation)}
        return self._json(said)

    def sign(self, options: dict[str, Any]) -> str:
        """Answer what is asked of a device that signs somebody in."""
        client, data = self._client("webauthn.get", options), self._data(self.flags)
        signature = self.key.sign(data + hashlib.sha256(decoded(client)).digest(), ec.ECDSA(SHA256()))
        said = {"clientDataJSON": client, "authenticatorData": encoded(data), "signature": encoded(signature)}
        return self._json({**said, "userHandle": encoded(self.user)})

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.rp_id.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client(self, kind: str, options: dict[str, Any]) -> str:
        said = {"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": False}
        return encoded(json.dumps(said).encode())

    def _json(self, response: dict[str, str]) -> str:
        name = encoded(self.credential)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def encoded(data: bytes) -> str:
    """Write bytes as WebAuthn's JSON does."""
    return urlsafe_b64encode(data).decode().rstrip("=")


def decoded(text: str) -> bytes:
    """Read bytes of WebAuthn's JSON."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
