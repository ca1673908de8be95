"""Stop words as queries are compared with them: folded, per analysis group."""

from __future__ import annotations

from content.search.analysis import fold
from content.stop_words import STOP_WORDS

STOPS: dict[str, frozenset[str]] = {language: frozenset(map(fold, words)) for language, words in STOP_WORDS.items()}
