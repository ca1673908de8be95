"""Logos: pictures that people send us, of which nothing is believed but what their bytes say."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from typing import Literal, NamedTuple

from content.deck.errors import DeckError

LogoKind = Literal["png", "jpeg", "webp"]
MAX_BYTES = 500_000
# A small file may unpack to a picture that no browser has room for.
MAX_SIDE = 4_000
_PNG = b"\x89PNG\r\n\x1a\n"
# Frames of JPEG that begin with their size; the others of C0 to CF are tables.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class PictureFacts(NamedTuple):
    """What the bytes of a picture say: its kind, and its size in pixels."""

    kind: LogoKind
    width: int
    height: int


def check_logo(data: bytes) -> PictureFacts:
    """Return what a logo's bytes say of it; raises DeckError, which says what to send instead."""
    if len(data) > MAX_BYTES:
        raise DeckError(f"the logo has {len(data):,} bytes; send one of at most {MAX_BYTES:,}")
    found = facts_of(data)
    if found is None:
        raise DeckError("that is no whole PNG, JPEG or WebP picture; save the logo as one of these, and send it again")
    if not (1 <= found.width <= MAX_SIDE and 1 <= found.height <= MAX_SIDE):
        raise DeckError(
            f"the logo is {found.width} by {found.height} pixels; send one of at most {MAX_SIDE} by {MAX_SIDE}"
        )
    return found


def facts_of(data: bytes) -> PictureFacts | None:
    """Tell by all of a file which picture it is; None for another kind, and for one that is cut short."""
    readers: dict[LogoKind, Callable[[bytes], tuple[int, int] | None]] = {"png": _png, "jpeg": _jpeg, "webp": _webp}
    for kind, read in readers.items():
        try:
            size = read(data)
        except (struct.error, IndexError):
            size = None
        if size is not None:
            return PictureFacts(kind, *size)
    return None


def _png(data: bytes) -> tuple[int, int] | None:
    if not data.startswith(_PNG):
        return None
    kinds: list[bytes] = []
    at = len(_PNG)
    while at < len(data) and kinds[-1:] != [b"IEND"]:
        (length,) = struct.unpack_from(">I", data, at)
        chunk = data[at + 4 : at + 8 + length]
        (told,) = struct.unpack_from(">I", data, at + 8 + length)
        if zlib.crc32(chunk) != told:
            return None
        kinds.append(chunk[:4])
        at += 12 + length
    if kinds[:1] != [b"IHDR"] or b"IDAT" not in kinds or kinds[-1] != b"IEND":
        return None
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def _jpeg(data: bytes) -> tuple[int, int] | None:
    if not data.startswith(b"\xff\xd8\xff") or b"\xff\xd9" not in data[-64:]:
        return None
    at = 2
    while data[at] == 0xFF:
        kind = data[at + 1]
        if kind in _FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        if kind == 0xFF:  # filling
            at += 1
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        at += 2 + length
    return None


def _webp(data: bytes) -> tuple[int, int] | None:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or struct.unpack_from("<I", data, 4)[0] + 8 > len(data):
        return None
    kind = data[12:16]
    if kind == b"VP8X":
        return _three(data, 24) + 1, _three(data, 27) + 1
    if kind == b"VP8L" and data[20] == 0x2F:
        (bits,) = struct.unpack_from("<I", data, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None


def _three(data: bytes, at: int) -> int:
    return data[at] | data[at + 1] << 8 | data[at + 2] << 16
