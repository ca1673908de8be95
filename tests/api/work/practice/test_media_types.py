"""Recordings are told by their first bytes."""

from __future__ import annotations

import pytest

from api.work.practice.media_types import MEDIA_TYPES, TELLING, refusal_of
from support.storing import webm

MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41".ljust(TELLING, b"\x00")
OGG = b"OggS\x00\x02".ljust(TELLING, b"\x00")
FIRST = {"webm": webm(TELLING), "mp4": MP4, "ogg": OGG}


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
def test_a_recording_is_what_it_says(media_type: str) -> None:
    """And nothing that another would be played as."""
    own = media_type.partition("/")[2]
    assert {name for name, first in FIRST.items() if refusal_of(media_type, first) is None} == {own}


@pytest.mark.parametrize(
    "first",
    [
        b"<html><script>alert(1)</script>".ljust(TELLING),
        b"<svg xmlns='http://www.w3.org/2000/svg'>".ljust(TELLING),
        b"%PDF-1.7".ljust(TELLING),
        b"PK\x03\x04".ljust(TELLING),
        b"MZ".ljust(TELLING, b"\x00"),
        b"\x00\x00\x00\x20ftypheic".ljust(TELLING, b"\x00"),
        b"\x00\x00\x00\x14ftypqt  ".ljust(TELLING, b"\x00"),
        b"\x1a\x45\xdf\xa3".ljust(TELLING, b"\x00"),
        b"\x00" * TELLING,
        b"",
        MP4[:11],
    ],
)
def test_nothing_else_is_a_recording(first: bytes) -> None:
    """Pages, pictures, documents, programs, and what is too short to tell."""
    assert all(refusal_of(media_type, first) for media_type in MEDIA_TYPES)
