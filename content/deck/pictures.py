"""Pictures on slides: read from files of the library alone, in kinds that PowerPoint takes."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Container
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from content.deck.logos import facts_of
from content.places.files import is_inside

MAX_BYTES = 20_000_000
_BEGINNINGS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF8", "gif"))
_SVG_DATA = "data:image/svg+xml;base64,"
# What a drawing would load from elsewhere.
_LOADS = re.compile(
    rb"""(?:href|src)\s*=\s*["']?(?!["']?\s*(?:\#|data:))|url\((?!\s*["']?\#)|@import|<!ENTITY""", re.IGNORECASE
)
# Drawings become pictures of so many times their size, so that they are sharp on a wall.
SCALE = 3.0
MAX_PIXELS = 20_000_000


class Picture(NamedTuple):
    """A picture's bytes, and their kind: png, jpeg or gif."""

    data: bytes
    kind: str

    @property
    def address(self) -> str:
        """The picture as an address that holds it."""
        return f"data:image/{self.kind};base64,{base64.b64encode(self.data).decode()}"


Pictures = Callable[[str], Picture | None]
# From a picture's address in a page to the one that it has in what pandoc gets.
Placing = Callable[[str], str | None]


def embedded(pictures: Pictures) -> Placing:
    """Return a placing by which addresses hold the pictures themselves."""

    def place(address: str) -> str | None:
        picture = pictures(address)
        return picture and picture.address

    return place


def filed(pictures: Pictures, folder: Path) -> Placing:
    """Return a placing by which pictures are files of a folder, each written once."""
    names: dict[str, str | None] = {}

    def place(address: str) -> str | None:
        if address not in names:
            picture = pictures(address)
            names[address] = picture and f"picture-{len(names)}.{picture.kind}"
            if picture:
                (folder / f"picture-{len(names) - 1}.{picture.kind}").write_bytes(picture.data)
        return names[address]

    return place


def pictures_in(root: Path, files: Container[str]) -> Pictures:
    """Return a function from a picture's address in the site to the picture, None for one that can't be had.

    `files` are the paths of those that may be read below the library's root; nothing is asked for elsewhere.
    """

    def read(address: str) -> Picture | None:
        if address.startswith(_SVG_DATA):
            return picture_of(base64.b64decode(address.removeprefix(_SVG_DATA)))
        path = unquote(address.partition("#")[0].removeprefix("/"))
        return _read(root / path, root) if path in files else None

    return read


def picture_of(data: bytes) -> Picture | None:
    """Tell by a file's first bytes what picture it is; drawings and WebP are drawn, and other kinds are None."""
    kind = next((kind for beginning, kind in _BEGINNINGS if data.startswith(beginning)), None)
    if kind is not None:
        return Picture(data, kind)
    if data.startswith(b"RIFF"):
        return _redraw(data)
    return _draw(data) if b"<svg" in data[:2000].lower() else None


def _read(file: Path, root: Path) -> Picture | None:
    try:
        if not is_inside(file, root) or file.stat().st_size > MAX_BYTES:
            return None
        return picture_of(file.read_bytes())
    except (OSError, ValueError):
        return None


def _draw(svg: bytes) -> Picture | None:
    try:
        return None if _LOADS.search(svg) else _drawn(svg.decode("utf-8"), scale=SCALE)
    except UnicodeDecodeError:
        return None


def _drawn(svg: str, *, scale: float) -> Picture | None:
    import vl_convert  # 60 MB; most decks have no drawing

    try:
        return Picture(vl_convert.svg_to_png(svg, scale=scale), "png")
    except (ValueError, RuntimeError):  # no SVG after all
        return None


def _redraw(webp: bytes) -> Picture | None:
    """Return a WebP picture as PNG, pixel by pixel: older versions of PowerPoint know no other way to show one."""
    found = facts_of(webp)
    if found is None or found.width * found.height > MAX_PIXELS:
        return None
    size = f'width="{found.width}" height="{found.height}"'
    address = f"data:image/webp;base64,{base64.b64encode(webp).decode()}"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image href="{address}" {size}/></svg>'
    return _drawn(svg, scale=1.0)
