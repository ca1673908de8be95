"""Bytes into text: what a mark or UTF-8 says is sure; of the code pages, those in which the words make sense."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Encoding = Literal[
    "utf-8", "utf-16-le", "utf-16-be", "cp1252", "cp1250", "cp1254", "cp1257", "cp1251", "cp1253", "mac_roman", "cp850"
]
# Whoever may have saved the file, likeliest first; each has one byte for a character.
CODE_PAGES: dict[Encoding, str] = {
    "cp1252": "Western European (Windows)",
    "cp1250": "Central European (Windows)",
    "cp1254": "Turkish (Windows)",
    "cp1257": "Baltic (Windows)",
    "cp1251": "Cyrillic (Windows)",
    "cp1253": "Greek (Windows)",
    "mac_roman": "Western European (Mac)",
    "cp850": "Western European (MS-DOS)",
}
UNICODE: dict[Encoding, str] = {"utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16, big end first"}
ENCODINGS = CODE_PAGES | UNICODE
_MARKS: dict[bytes, Encoding] = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_SAMPLE = 4_000
_MOST_WORDS = 2_000
_LETTERS = re.compile(r"[^\W\d_]+")
_OTHER_WORD = re.compile(r"[^\s,;|\"]*[^\x00-\x7f\s,;|\"][^\s,;|\"]*")


class EncodingError(Exception):
    """A file isn't text, or not in the encoding that was named; the message says what to change."""


@dataclass(frozen=True)
class Decoded:
    """The text of a file, its encoding, and the code pages that fit as well, of which it is the likeliest."""

    text: str
    encoding: Encoding
    is_sure: bool = True
    others: tuple[Encoding, ...] = ()


def decode(data: bytes, encoding: Encoding | None = None) -> Decoded:
    """Return the text of a file; raises EncodingError. With `encoding` it is in that one, else in what fits."""
    marked = next((mark for mark in _MARKS if data.startswith(mark)), b"")
    if encoding is not None:
        return Decoded(_decode(data.removeprefix(marked), encoding), encoding)
    if marked:
        return Decoded(_decode(data.removeprefix(marked), _MARKS[marked]), _MARKS[marked])
    wide = _wide(data)
    try:
        plain = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return Decoded(_decode(data, wide), wide) if wide else _of_code_page(data, error.start)
    if wide and (text := _text_in(data, wide)) is not None:
        return Decoded(text, wide)
    return Decoded(plain, "utf-8")


def read_as(text: str, written: str, meant: str) -> str:
    """Return what a text that was read in one code page is in another, where it is one."""
    return text if text.isascii() else text.encode(written).decode(meant)


def _decode(data: bytes, encoding: Encoding) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise EncodingError(
            f"the file isn't in {ENCODINGS[encoding]}: byte {error.start + 1} can't be; choose another encoding"
        ) from error


def _wide(data: bytes) -> Encoding | None:
    """Tell UTF-16 without a mark by the empty half of its signs."""
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    halves: tuple[tuple[Encoding, bytes], ...] = (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2]))
    for encoding, empty in halves:
        if half > 1 and empty.count(0) > half * 0.4 and sample.count(0) < half * 1.2:
            return encoding
    return None


def _of_code_page(data: bytes, first: int) -> Decoded:
    if b"\0" in data[:_SAMPLE]:
        raise EncodingError("the file is no text; save the list as CSV or as an .xlsx workbook")
    fitting = [(page, text) for page in CODE_PAGES if (text := _text_in(data, page)) is not None]
    sensible = [(page, text) for page, text in fitting if _makes_sense(text)]
    # What MS-DOS wrote makes no sense in others; what others wrote often does in that.
    sensible = [one for one in sensible if one[0] != "cp850"] or sensible or fitting
    if not sensible:
        raise EncodingError(f"the file's encoding isn't known: byte {first + 1}; save it as CSV UTF-8")
    page, text = sensible[0]
    others = tuple(other for other, differing in sensible[1:] if differing != text)
    return Decoded(text, page, is_sure=not others, others=others)


def _text_in(data: bytes, page: str) -> str | None:
    try:
        return data.decode(page)
    except UnicodeDecodeError:
        return None


def _makes_sense(text: str) -> bool:
    """Tell whether all words look like words: one script each, no sign and no capital inside."""
    found = dict.fromkeys(match[0] for match, _ in zip(_OTHER_WORD.finditer(text), range(_MOST_WORDS), strict=False))
    return all(map(_is_word, found))


def _is_word(word: str) -> bool:
    scripts = {_script(sign) for sign in word if sign.isalpha()}
    if len(scripts) > 1 or any(unicodedata.category(sign) == "Cc" for sign in word):
        return False
    if any(
        sign.isupper() and not (run.isascii() or run.isupper()) for run in _LETTERS.findall(word) for sign in run[1:]
    ):
        return False
    for before, sign in pairwise(word):
        # Signs stand beside letters at the end of a word at most, as a quote or a dash does.
        if (_is_sign(before) and sign.isalpha()) or (before.isalpha() and _is_sign(sign) and not word.endswith(sign)):
            return False
    return True


def _is_sign(sign: str) -> bool:
    """Tell whether a sign is none of words; a ligature is one that only print knows."""
    if sign.isascii():
        return False
    is_ligature = len(unicodedata.normalize("NFKC", sign)) > 1
    return is_ligature or unicodedata.category(sign) in {"Sm", "Sc", "Sk", "So", "No", "Lm", "Po", "Lo"}


def _script(sign: str) -> str:
    return unicodedata.name(sign, "").partition(" ")[0] if not sign.isascii() else "LATIN"
