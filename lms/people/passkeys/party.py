"""The relying party: what passkeys are bound to, which is the host that people reach the product at."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True)
class RelyingParty:
    """The host that passkeys are bound to, what the product is called, and the origin that its pages have."""

    id: str
    name: str
    origin: str


def party_at(url: str, *, name: str) -> RelyingParty | None:
    """Return the party of an address; None where browsers allow no passkeys: without HTTPS, and for bare numbers.

    `localhost` needs no HTTPS.
    """
    parts = urlsplit(url)
    host = _plain_host(parts.hostname or "")
    is_here = host == "localhost" or host.endswith(".localhost")
    if not host or parts.scheme not in _PORTS or (parts.scheme != "https" and not is_here) or _is_number(host):
        return None
    port = f":{parts.port}" if parts.port and parts.port != _PORTS[parts.scheme] else ""
    return RelyingParty(host, name, f"{parts.scheme}://{host}{port}")


def _plain_host(host: str) -> str:
    """Return a host as browsers write it, in ASCII; "" for what can't be one."""
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""


def _is_number(host: str) -> bool:
    with suppress(ValueError):
        ip_address(host)
        return True
    return False
