"""Whose a request is, with proxies in between."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from api.web.addresses import caller_of

TRUSTED = tuple(map(ip_network, ("127.0.0.1", "10.0.0.0/8", "fd00::/8")))


@pytest.mark.parametrize(
    ("peer", "forwarded", "caller"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "6.6.6.6,198.51.100.1 , 10.2.3.4,127.0.0.1", "198.51.100.1"),
        ("10.0.0.1", "10.0.0.9, 10.0.0.8", "10.0.0.9"),
        ("10.0.0.1", "6.6.6.6, nonsense", "10.0.0.1"),
        ("10.0.0.1", "6.6.6.6, unknown, 10.0.0.2", "10.0.0.2"),
        ("10.0.0.1", ",,", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
        ("fd00::1", "[2001:db8:1:2:3:4:5:6]:4711", "2001:db8:1:2::/64"),
        ("fd00::1", "2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("2001:db8::1", "198.51.100.1", "2001:db8::/64"),
        ("::ffff:10.0.0.1", "::ffff:198.51.100.1", "198.51.100.1"),
        ("fe80::1%eth0", "198.51.100.1", "fe80::/64"),
        ("", "198.51.100.1", ""),
        ("/run/repertoire.sock", "198.51.100.1", ""),
    ],
)
def test_the_caller_is_the_last_who_is_no_proxy_of_ours(peer: str, forwarded: str, caller: str) -> None:
    """Whatever stands before that in the header was written by somebody who isn't believed."""
    assert caller_of(peer, forwarded, TRUSTED) == caller


def test_without_proxies_nobody_is_believed() -> None:
    """Not even this machine."""
    assert caller_of("127.0.0.1", "198.51.100.1", ()) == "127.0.0.1"
