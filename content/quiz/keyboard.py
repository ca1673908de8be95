"""Changes by keyboards, autocorrect and a paste, taken back: the text says the same with other signs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

_APOSTROPHES = "'`´‘’‚‛′‵ʹʻʼʽˈˊˋ‹›❛❜❟׳ꞌ\u1fef\u1ffd"
_QUOTES = '"“”„‟«»″‶〝〞〟ʺˮ❝❞❠״'
_DASHES = "\u058a\u05be\u02d7\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2796\u2e3a\u2e3b\ufe58\ufe63\uff0d"
_ARROWS = {"→": "->", "➔": "->", "⇒": "=>", "←": "<-", "⇐": "<="}
_MARKS = {"©": "(c)", "®": "(r)", "™": "(tm)"}
# Of the Arabic keyboard: what parts decimals, what parts thousands, per cent; then of fractions.
_OTHERS = {"٫": ".", "٬": ",", "٪": "%", "\u2044": "/", "\u2215": "/"}
_SIGNS = str.maketrans(
    dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_QUOTES, '"') | dict.fromkeys(_DASHES, "-") | _ARROWS | _MARKS
    | _OTHERS
)  # fmt: skip
# Beside the characters of category Cf: what joins, and what chooses how a character looks.
_UNSEEN = {0x034F, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
_SEEN_FORMATS = {*range(0x0600, 0x0606), 0x06DD, 0x070F, 0x08E2, 0x110BD, 0x110CD}
_ACROSS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe"})


def as_typed(text: str) -> str:
    """Return a text in small letters with the plain signs of a keyboard, spaces as one, and nothing that isn't seen.

    Curly quotes, dashes, special spaces, ligatures, wide letters and digits of other scripts become the plain ones.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.translate(_SIGNS).casefold().split())
    text = "".join(_apart(filter(_is_seen, text))).translate(_SIGNS)
    if not text.isascii():
        folded = unicodedata.normalize("NFKC", text).casefold()
        text = unicodedata.normalize("NFKC", folded).replace("i\u0307", "i").replace("ı", "i").translate(_SIGNS)
        text = "".join(str(unicodedata.decimal(sign, sign)) for sign in filter(_is_seen, text))
    return " ".join(text.casefold().split())


def without_unseen(text: str) -> str:
    """Return a text without the signs that a paste brings along and nobody sees; control characters stay."""
    return text if text.isascii() else "".join(sign for sign in text if sign < " " or _is_seen(sign))


def without_accents(text: str) -> str:
    """Return a text with its letters alone, whatever stands above, below or across them."""
    bare = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", bare).translate(_ACROSS)


def _is_seen(sign: str) -> bool:
    kind = unicodedata.category(sign)
    if kind == "Cc":
        return sign.isspace()
    return not (ord(sign) in _UNSEEN or (kind == "Cf" and ord(sign) not in _SEEN_FORMATS))


def _apart(signs: Iterable[str]) -> Iterator[str]:
    """Keep `1½` and `10²` from becoming the digits 11/2 and 102."""
    before = ""
    for sign in signs:
        kinds = {unicodedata.category(sign), unicodedata.category(before) if before else ""}
        if kinds == {"Nd", "No"}:
            yield " "
        yield sign
        before = sign
