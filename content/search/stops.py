"""Stop words as queries are compared with them: folded, per analysis group."""

from __future__ import annotations

from content.languages.stop_words import STOP_WORDS
from content.search.analysis import fold

STOPS: dict[str, frozenset[str]] = {language: frozenset(map(fold, words)) for language, words in STOP_WORDS.items()}
