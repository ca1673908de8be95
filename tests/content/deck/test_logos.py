"""Logos: what their bytes say, and what is refused."""

from __future__ import annotations

import struct
from io import BytesIO

import pytest
from PIL import Image

from content.deck.errors import DeckError
from content.deck.logos import check_logo
from content.deck.pictures import picture_of
from support.decks import png


def painted(kind: str, size: tuple[int, int] = (30, 20), **options: object) -> bytes:
    """Return a red picture."""
    made = BytesIO()
    Image.new("RGB", size, (200, 10, 10)).save(made, kind, **options)
    return made.getvalue()


WEBPS = (painted("WEBP"), painted("WEBP", lossless=True), painted("WEBP", exif=b"Exif\0\0"))
PICTURES = (png(), painted("PNG"), painted("JPEG"), painted("JPEG", progressive=True), *WEBPS)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
HUGE = png()[:16] + struct.pack(">II", 30_000, 30_000) + png()[24:]


@pytest.mark.parametrize("data", PICTURES)
def test_pictures_say_their_size_and_are_whole(data: bytes) -> None:
    """Whichever way they are written; each that is cut short is refused."""
    assert check_logo(data)[1:] == (30, 20)
    for length in (0, 1, 8, 12, 30, len(data) // 2, len(data) - 4):
        with pytest.raises(DeckError):
            check_logo(data[:length])


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (SVG, "PNG, JPEG or WebP"),
        (painted("GIF"), "PNG, JPEG or WebP"),
        (b"%PDF-1.7", "PNG, JPEG or WebP"),
        (b"\x89PNG\r\n\x1a\n<script>", "PNG, JPEG or WebP"),
        (png()[:40] + b"x" + png()[41:], "PNG, JPEG or WebP"),
        (HUGE, "PNG, JPEG or WebP"),
        (painted("PNG", (4001, 1)), "4001 by 1 pixels"),
        (painted("PNG") + bytes(500_000), "at most 500,000"),
    ],
)
def test_what_is_no_logo_says_why(data: bytes, says: str) -> None:
    """Neither drawings, which may run scripts, nor what only begins like a picture."""
    with pytest.raises(DeckError, match=says):
        check_logo(data)


@pytest.mark.parametrize("data", WEBPS)
def test_webp_is_redrawn_for_files(data: bytes) -> None:
    """Pixel by pixel, as a picture that PowerPoint takes; a broken one isn't there."""
    found = picture_of(data)
    assert found is not None
    assert (found.kind, check_logo(found.data)[1:]) == ("png", (30, 20))
    red, green, blue = Image.open(BytesIO(found.data)).convert("RGB").getpixel((5, 5))  # type: ignore[misc]
    assert (red > 180, max(green, blue) < 30) == (True, True)
    assert picture_of(data[:20]) is None
