"""Wording: whether two searches ask for the same, as the library's own analysis of words sees it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from content.search.analysis import PLAIN, TOKEN, analysis_of, fold, group_of, term_texts
from content.search.current import IndexMissingError
from content.search.engine.store import EngineError
from content.search.find import Search
from content.search.query import Asked, read_query
from content.search.stops import STOPS

# Words that are asked about once while demand is counted.
MOST_KNOWN = 20_000


def key_of(normal: str, language: str | None) -> str:
    """Return what queries share that ask for the same: their stems without small words, in any order; conditions too.

    A query without words has none, "". One of small words only is itself.
    """
    asked = read_query(normal)
    words = TOKEN.findall(asked.text)
    if not words:
        return ""
    group = group_of(language) if language else PLAIN
    stops = STOPS.get(group, frozenset())
    stems = set(term_texts([word for word in words if fold(word) not in stops], analysis_of(group))) - {""}
    conditions = Asked("", (), asked.excluded, asked.only, asked.without).normal
    return f"{' '.join(sorted(stems)) or asked.text}\n{conditions}"


def known_words(search: Search) -> Callable[[str], bool]:
    """Return what tells whether the library has a word; none while there is no index.

    While the index can't be asked it has all: what is a word of its own is nobody's misspelling.
    """

    def is_known(word: str) -> bool:
        try:
            return search.knows(word)
        except IndexMissingError:
            return False
        except EngineError:
            return True

    return lru_cache(MOST_KNOWN)(is_known)
