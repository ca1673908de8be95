"""The company's colour, name and logo: what is refused, and that what follows can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import ConfigError, read_config
from content.brand import LEAST_CONTRAST, MAX_LOGO_BYTES, brand_style, refusal_of_colour

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
# By the formula of WCAG 2.2, worked out apart from ours: relative luminance of the red, green and blue of a colour.
WEIGHTS = (0.2126, 0.7152, 0.0722)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip(WEIGHTS, linear, strict=True)) + 0.05

    low, high = sorted((light(one), light(other)))
    return high / low


@given(COLOURS)
def test_a_colour_is_taken_when_white_text_on_it_can_be_read(colour: str) -> None:
    """At 4.5 to 1, which WCAG asks of text; what follows from it can be read too, in both schemes."""
    is_readable = contrast(colour, "#ffffff") >= LEAST_CONTRAST
    assert (refusal_of_colour(colour) is None) == is_readable
    if is_readable:
        found = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6})", brand_style(colour)))
        assert found["--md-primary-fg-color"] == colour
        for name in ("--md-primary-fg-color--light", "--md-primary-fg-color--dark"):
            assert contrast(found[name], "#ffffff") >= LEAST_CONTRAST
        assert contrast(found["--rp-brand"], "#10181e") >= 7
        assert contrast(found["--rp-button"], "#ffffff") >= LEAST_CONTRAST


def test_known_ratios() -> None:
    """Black on white is 21 to 1; the grey #767676 is the lightest that white text can be read on."""
    assert refusal_of_colour("#000000") is None
    assert refusal_of_colour("#767676") is None
    assert "4.5 to 1" in str(refusal_of_colour("#777777"))


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "#1234567", "123f5c", "# 23f5c", "#123f5c\n"])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    """With what to write instead."""
    with pytest.raises(ConfigError, match="six digits after a hash"):
        read_config({"BRAND_COLOUR": colour})


def test_a_logo_must_be_a_picture_that_is_there(tmp_path: Path) -> None:
    """Of a kind that browsers show, and not too large to be sent with each first page."""
    good, large, other = tmp_path / "logo.svg", tmp_path / "large.png", tmp_path / "logo.tiff"
    good.write_text("<svg/>", encoding="utf-8")
    large.write_bytes(b"x" * (MAX_LOGO_BYTES + 1))
    other.write_bytes(b"x")
    assert read_config({"LOGO": str(good)}).brand.logo == str(good)
    for file, reason in (
        (large, "bytes; use at most"),
        (other, r"use one of \.svg"),
        (tmp_path / "no.svg", "isn't there"),
    ):
        with pytest.raises(ConfigError, match=reason):
            read_config({"LOGO": str(file)})


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_name_is_needed_and_short(name: str) -> None:
    """It stands in the header of every page."""
    with pytest.raises(ConfigError, match="SITE_NAME"):
        read_config({"SITE_NAME": name})
