"""The company's name, colour and logo on every screen; what the colour must be, and what follows from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

# Kinds of pictures that every browser takes for a logo and an icon, with their media types.
LOGOS = {".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp"}
MAX_LOGO_BYTES = 200_000
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}", re.ASCII)
_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)
# The darkest ground that text of the brand's colour stands on, and what WCAG 2.2 asks of text.
_NIGHT = (16, 24, 30)
LEAST_CONTRAST = 4.5
_Rgb = tuple[int, int, int]


@dataclass(frozen=True)
class Brand:
    """The name; the colour as `#rrggbb` and the logo's file, each "" for the product's own."""

    name: str
    colour: str = ""
    logo: str = ""


def refusal_of_colour(colour: str) -> str | None:
    """Say why a colour can't stand behind white text; None when it can."""
    if not _COLOUR.fullmatch(colour):
        return f"`{colour}` is no colour; write six digits after a hash, as in #123f5c"
    contrast = _contrast(_rgb(colour), _WHITE)
    if contrast < LEAST_CONTRAST:
        return f"`{colour}` is too light for the white text on it ({contrast:.1f} to 1); use one with at least 4.5 to 1"
    return None


def refusal_of_logo(logo: str) -> str | None:
    """Say why a file can't be the logo; None when it can."""
    path = Path(logo)
    if path.suffix.lower() not in LOGOS:
        return f"`{logo}` is no picture that browsers take for a logo; use one of {', '.join(LOGOS)}"
    try:
        size = path.stat().st_size
    except (OSError, ValueError):
        return f"`{logo}` isn't there"
    return f"`{logo}` has {size} bytes; use at most {MAX_LOGO_BYTES}" if size > MAX_LOGO_BYTES else None


def brand_style(colour: str) -> str:
    """Return the rules that put a colour in the place of the product's own in both schemes; "" without one."""
    if not colour:
        return ""
    own = _rgb(colour)
    night = next(mixed for share in range(0, 101, 5) if _contrast(mixed := _mix(own, _WHITE, share), _NIGHT) >= 7)
    # As light as white text allows, so that a button stands out from the night.
    lighter = [_mix(own, _WHITE, share) for share in range(0, 40, 2)]
    button = [mixed for mixed in lighter if _contrast(mixed, _WHITE) >= LEAST_CONTRAST][-1]
    light = _mix(own, _WHITE, 8)
    # Text of the brand's colour stands on tinted grounds too.
    ink = next(mixed for share in range(0, 101, 5) if _contrast(mixed := _mix(own, _BLACK, share), _WHITE) >= 6)
    return (
        f':root, [data-md-color-primary="custom"] {{ --md-primary-fg-color: {_hex(own)};'
        f" --md-primary-fg-color--light: {_hex(light if _contrast(light, _WHITE) >= LEAST_CONTRAST else own)};"
        f" --md-primary-fg-color--dark: {_hex(_mix(own, _BLACK, 30))}; }}\n"
        f'[data-md-color-scheme="default"] {{ --rp-brand: {_hex(ink)}; --md-typeset-a-color: {_hex(ink)};'
        f" --md-footer-bg-color: {_hex(_mix(own, _BLACK, 30))}; }}\n"
        f'[data-md-color-scheme="slate"] {{ --rp-brand: {_hex(night)}; --md-typeset-a-color: {_hex(night)};'
        f" --rp-button: {_hex(button)}; }}\n"
    )


def _rgb(colour: str) -> _Rgb:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def _hex(colour: _Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _mix(colour: _Rgb, other: _Rgb, share: int) -> _Rgb:
    """Return a colour with so many per cent of another."""
    red, green, blue = (round(a + (b - a) * share / 100) for a, b in zip(colour, other, strict=True))
    return red, green, blue


def _contrast(one: _Rgb, other: _Rgb) -> float:
    """Return the contrast ratio of two colours as WCAG 2.2 defines it, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: _Rgb) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _shares(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _shares(colour: _Rgb) -> tuple[float, float, float]:
    red, green, blue = colour
    return red / 255, green / 255, blue / 255
