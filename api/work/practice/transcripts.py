"""Transcripts: WebVTT and SubRip as lines with their times; what is neither is refused with the line at fault."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import pairwise
from typing import NamedTuple, TypedDict

import webvtt
from webvtt import Caption
from webvtt.errors import MalformedCaptionError, MalformedFileError

from api.work.uploads.encodings import EncodingError, decode

MOST_LINES, MOST_TEXT, MOST_NAME = 5_000, 2_000, 200
_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?=\s|$)")
# An arrow that lost one of its signs, or was turned into a character by whoever wrote the text.
_NEARLY = re.compile(r"\s*\d[\d:.,]*\s*(?:-+>|=+>|→|–>|—>)")
_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_EXAMPLE = "00:01:02.500 --> 00:01:04.000"


class CaptionLine(TypedDict):
    """What was said from `at` until `until`, in seconds, and by whom where the file says so."""

    at: float
    until: float
    who: str | None
    text: str


class TranscriptError(Exception):
    """A file that is no transcript; the message says in which line, and what to change."""

    def __init__(self, line: int, message: str) -> None:
        """Put the line before the message."""
        super().__init__(f"line {line}: {message}")
        self.line = line


class _Timing(NamedTuple):
    """A line of a file, by its number from 1, that says when something is said."""

    line: int
    at: float
    until: float


def read_transcript(data: bytes) -> list[CaptionLine]:
    """Return the lines of a transcript, in the order of their times; raises TranscriptError."""
    try:
        text = decode(data).text
    except EncodingError as error:
        raise TranscriptError(1, str(error)) from None
    text = _BREAKS.sub("\n", text.lstrip("\ufeff"))
    if "\x00" in text:
        raise TranscriptError(text[: text.index("\x00")].count("\n") + 1, "this isn't text")
    rows = text.split("\n")
    timings = list(_timings(rows))
    if not timings:
        raise TranscriptError(1, f"nothing says when something was said; a line such as `{_EXAMPLE}` does")
    if len(timings) > MOST_LINES:
        raise TranscriptError(timings[MOST_LINES].line, f"a transcript may have {MOST_LINES:,} lines that were said")
    for timing, following in pairwise([*timings, _Timing(len(rows) + 1, 0, 0)]):
        if sum(map(len, rows[timing.line : following.line - 1])) > MOST_TEXT:  # which tags in it make slow to read
            raise TranscriptError(timing.line, f"what is said from here on is longer than {MOST_TEXT:,} characters")
    return sorted(_lines(rows, timings), key=lambda line: line["at"])


def _timings(rows: Sequence[str]) -> Iterator[_Timing]:
    for number, row in enumerate(rows, start=1):
        found = _TIMES.match(row)
        if found is None:
            if "-->" in row or _NEARLY.match(row):
                raise TranscriptError(number, f"`{row.strip()[:60]}` says no times; write them as `{_EXAMPLE}`")
            continue
        at, until = _seconds(found.groups()[:4]), _seconds(found.groups()[4:])
        if until < at:
            raise TranscriptError(number, f"`{row.strip()[:60]}` ends before it begins")
        yield _Timing(number, at, until)


def _lines(rows: Sequence[str], timings: Sequence[_Timing]) -> Iterator[CaptionLine]:
    """Yield what the library reads, in the order of the file; one that it passes over is named by its line."""
    captions = iter(_captions(rows, timings))
    caption = next(captions, None)
    for timing in timings:
        if caption is None or caption.start_time.in_milliseconds() != round(timing.at * 1000):
            if any(row.strip() for row in rows[timing.line : timing.line + 1]):
                raise TranscriptError(
                    timing.line, "what is said here can't be read; put an empty line before and after"
                )
            continue
        if said := " ".join(unescape(caption.text).split()):
            who = unescape(caption.voice or "").strip()
            yield CaptionLine(at=timing.at, until=timing.until, who=who[:MOST_NAME] or None, text=said)
        caption = next(captions, None)


def _captions(rows: Sequence[str], timings: Sequence[_Timing]) -> Sequence[Caption]:
    """Read a file as SubRip where numbers stand before its times, else as WebVTT, with or without its head and dots."""
    is_vtt = rows[0].startswith("WEBVTT")
    is_srt = not is_vtt and all(timing.line > 1 and rows[timing.line - 2].strip().isdecimal() for timing in timings)
    plain = list(rows)
    if not is_srt:
        for timing in timings:
            plain[timing.line - 1] = plain[timing.line - 1].replace(",", ".")
    head = [] if is_vtt or is_srt else ["WEBVTT", ""]
    try:
        buffer = io.StringIO("\n".join([*head, *plain]))
        return webvtt.from_buffer(buffer, format="srt" if is_srt else "vtt").captions
    except (MalformedFileError, MalformedCaptionError, ValueError):
        return ()


def _seconds(parts: Sequence[str | None]) -> float:
    hours, minutes, seconds, rest = (part or "0" for part in parts)
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + int(rest.ljust(3, "0")) / 1000
