"""The language of a page that doesn't name it: by its script, and by the small words that no text does without."""

from __future__ import annotations

import re
from collections import Counter

from content.stop_words import STOP_WORDS

DEFAULT = "en"
READ_CHARACTERS = 1_000
# So many words, and such a share of them, must be a language's small words.
LEAST_WORDS = 5
LEAST_SHARE = 0.15
_KANA = re.compile(r"[\u3040-\u30ff]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_UKRAINIAN = re.compile(r"[іїєґ]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_NOT_PROSE = re.compile(r"```.*?(?:```|\Z)|`[^`]*`|\]\([^)]*\)|<[^>]*>|https?://\S+", re.DOTALL)
_SPACED: dict[str, tuple[str, ...]] = {}
for _language, _words in STOP_WORDS.items():
    if _language not in {"ja", "zh"}:
        for _word in _words:
            _SPACED[_word] = (*_SPACED.get(_word, ()), _language)


def guess_language(text: str) -> str:
    """Return the language that a text is most likely in; English where nothing can be said."""
    text = _NOT_PROSE.sub(" ", text[:READ_CHARACTERS])
    return (None if text.isascii() else _by_script(text)) or _by_words(text)


def _by_script(text: str) -> str | None:
    letters = sum(map(str.isalpha, text)) or 1
    if len(_KANA.findall(text)) > letters / 10:
        return "ja"
    if len(_HAN.findall(text)) > letters / 5:
        return "zh"
    if len(_CYRILLIC.findall(text)) > letters / 3:
        return "uk" if _UKRAINIAN.search(text) else "ru"
    return None


def _by_words(text: str) -> str:
    words = Counter(_WORD.findall(text.lower().replace("’", "'")))
    counts: Counter[str] = Counter()
    for word in words.keys() & _SPACED.keys():
        for language in _SPACED[word]:
            counts[language] += words[word]
    language, count = max(counts.items(), key=lambda row: (row[1], row[0] == DEFAULT), default=(DEFAULT, 0))
    return language if count >= LEAST_WORDS and count >= LEAST_SHARE * words.total() else DEFAULT
