"""E-mail addresses as they are compared, and what can be one."""

from __future__ import annotations

import re

from lms.errors import Conflict

# Whoever has no address gets one below a domain that can never exist (RFC 2606), so that nothing reaches a stranger.
NOWHERE = "no-address.invalid"
# The host of the addresses of people who were erased.
ERASED_HOST = "erased.invalid"
_ADDRESS = re.compile(r"[^@\s<>\"]{1,64}@[^@\s<>\"]{1,255}")


def plain_address(email: str) -> str:
    """Return an address as it is compared: in lower case, without spaces around it."""
    return email.strip().lower()


def is_address(text: str) -> bool:
    """Tell whether a text can be an e-mail address; what can't be seen, such as a control character, is in none."""
    return text.isprintable() and _ADDRESS.fullmatch(text) is not None


def checked_address(email: str, *, field: str) -> str:
    """Return an e-mail address in lower case; raises Conflict for what is none."""
    address = plain_address(email)
    if not is_address(address):
        raise Conflict(f"`{email[:100]}` is not an e-mail address", field=field)
    return address
