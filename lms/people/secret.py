"""Secrets that prove who somebody is: 256 random bits, shown once, kept as SHA-256."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Secret:
    """A secret: `text` is for its owner alone and in no log, `digest` is what is kept."""

    text: str = field(repr=False)

    @property
    def digest(self) -> bytes:
        """What is kept of it; also of what somebody made up."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).digest()


def new_secret(prefix: str = "") -> Secret:
    """Make a secret; a prefix lets a leaked one be recognised."""
    return Secret(prefix + secrets.token_urlsafe(32))
