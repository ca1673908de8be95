"""Addresses of callers: whose a request is when proxies stand between, and what counts as one caller."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# What a provider gives one customer of IPv6; who has it has all its addresses.
CUSTOMER_BITS = 64


def caller_of(peer: str, forwarded: str, trusted: Sequence[IPv4Network | IPv6Network]) -> str:
    """Return what counts as the caller: an address, or a network of IPv6; empty when the server knows no peer.

    `forwarded` is X-Forwarded-For: each proxy writes at its end whom it heard. So it is read from there, as long as who
    wrote is one of `trusted`; anybody else could have written anything.
    """
    found = _address(peer)
    for heard in reversed(forwarded.split(",")):
        nearer = _address(heard)
        if nearer is None or found is None or not any(found in network for network in trusted):
            break
        found = nearer
    if isinstance(found, IPv6Address):
        return str(IPv6Network((int(found), CUSTOMER_BITS), strict=False))
    return str(found or "")


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """Read an address, which may have a port; one of IPv4 inside IPv6 is the one of IPv4."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found
