"""Brotli and gzip: which answers become smaller by them, and how hard it is tried."""

from __future__ import annotations

import gzip

import brotli

# In the order in which they are preferred by us; browsers offer Brotli under HTTPS alone.
ENCODINGS = ("br", "gzip")
# What is smaller fits into the packet that brings its headers.
MIN_BYTES = 1024
KINDS = frozenset(
    {
        "application/javascript",
        "application/json",
        "application/problem+json",
        "application/xml",
        "image/svg+xml",
        "text/css",
        "text/csv",
        "text/html",
        "text/javascript",
        "text/plain",
        "text/xml",
    }
)
# Levels of Brotli and of gzip: for an answer that is waited for, for a file of this build, and for one that many builds
# have. A search's 15 kB cost 0.08 ms on the way; a higher level costs twice that and saves a tenth of what is left.
QUICK, GOOD, BEST = (1, 1), (5, 6), (11, 9)


def compress(data: bytes, encoding: str, levels: tuple[int, int]) -> bytes:
    """Compress by one of ENCODINGS; the same data gives the same bytes."""
    if encoding == "br":
        return bytes(brotli.compress(data, quality=levels[0]))
    return gzip.compress(data, levels[1], mtime=0)
