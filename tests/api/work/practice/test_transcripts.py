"""Transcripts as programs write them, and files that are none."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.work.practice.transcripts import MOST_LINES, TranscriptError, read_transcript

VTT = """WEBVTT - Pitch

NOTE of the meeting

1
00:00:01.000 --> 00:00:02.500 align:start
<v Ada Lind>Eighty-five <b>lorries</b> &amp; more</v>

00:03.000 --> 01:00:04.000
on two
lines
"""
SRT = """1
00:00:01,000 --> 00:00:02,500
Eighty-five <i>lorries</i> & more

2
00:00:03,000 --> 01:00:04,000
on two
lines
"""
LINES = [(1.0, 2.5, "Eighty-five lorries & more"), (3.0, 3604.0, "on two lines")]


def said(data: bytes) -> list[tuple[float, float, str]]:
    """Return what was said, and when."""
    return [(line["at"], line["until"], line["text"]) for line in read_transcript(data)]


@pytest.mark.parametrize("text", [VTT, SRT, SRT.replace(",", "."), SRT.replace("\n", "\r\n"), SRT.replace("\n", "\r")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_both_kinds_are_read_as_programs_save_them(text: str, encoding: str) -> None:
    """With any line ends, and in any encoding that says which it is."""
    assert said(text.encode(encoding)) == LINES


def test_who_speaks_is_told_where_the_file_says_so() -> None:
    """By its voices."""
    assert [line["who"] for line in read_transcript(VTT.encode())] == ["Ada Lind", None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("00:01.000 --> 00:02.000\nNo head\n", "No head"),
        ("WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nA comma\n", "A comma"),
        ("00:00:01,000 --> 00:00:02,000\nNo number\n", "No number"),
        ("1\n00:00:01,000 --> 00:00:02,000\nOne\n\nafter an empty line\n", "One after an empty line"),
        ("2\n00:00:01,000 --> 00:00:02,000\n\n\n3\n00:00:03,000 --> 00:00:04,000\nAfter silence\n", "After silence"),
    ],
)
def test_small_faults_are_no_faults(text: str, expected: str) -> None:
    """What is meant is plain."""
    assert [line["text"] for line in read_transcript(text.encode())] == [expected]


def test_older_code_pages_are_recognised() -> None:
    """As with other files that come in."""
    assert said("1\n00:00:01,000 --> 00:00:02,000\nGrüße, später\n".encode("cp1252"))[0][2] == "Grüße, später"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1: nothing says when"),
        ("WEBVTT\n", "line 1: nothing says when"),
        ("Dear all,\nthe minutes\n", "line 1: nothing says when"),
        ("WEBVTT\n\n00:00:xx.000 --> 00:00:02.000\nHello\n", "line 3: `00:00:xx.000 --> 00:00:02.000` says no times"),
        (f"{SRT}\n3\n00:00:05 --> 00:00:06,000\nNo parts of seconds\n", "line 11: `00:00:05"),
        ("1\n00:00:01,000 -> 00:00:02,000\nA lost sign\n", "line 2: `00:00:01,000 -> 00:00:02,000` says no times"),
        ("1\n00:00:01,000 → 00:00:02,000\nAn arrow\n", "line 2: "),
        ("WEBVTT\n\n00:05.000 --> 00:02.000\nBackwards\n", "line 3: `00:05.000 --> 00:02.000` ends before it begins"),
        ("\x00\x01", "line 1: this isn't text"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n" + "long " * 500, "line 3: what is said from here on is longer"),
        ("00:01.000 --> 00:02.000\nhi\n\n" * (MOST_LINES + 1), f"line {MOST_LINES * 3 + 1}: a transcript may have"),
    ],
)
def test_what_is_no_transcript_is_refused_by_its_line(text: str, says: str) -> None:
    """With what to change."""
    with pytest.raises(TranscriptError) as refused:
        read_transcript(text.encode())
    assert str(refused.value).startswith(says)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_other_file_is_refused_and_nothing_worse(data: bytes) -> None:
    """Whatever it holds."""
    lines = []
    with suppress(TranscriptError):
        lines = read_transcript(data)
    assert all(line["at"] <= line["until"] and line["text"] for line in lines)
