"""Words of languages, whether the library says them or not: one of them isn't typed wrong, and makes part of others."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from content.search.analysis import CJK_LANGUAGES, fold
from content.search.stops import STOPS

# Spoken in every company; its words stand in queries whatever language the library is written in.
EVERYWHERE = "en"
_CALLED = {"no": "nb", "nn": "nb", "sr": "sh", "hr": "sh", "bs": "sh", "tl": "fil"}


def is_in_dictionary(word: str, languages: Iterable[str]) -> bool:
    """Tell whether a word is one of English or of the languages given, in any case and with or without its accents."""
    folded = fold(word)
    return any(is_word_of(folded, language) for language in dict.fromkeys((EVERYWHERE, *sorted(languages))))


def is_word_of(folded: str, language: str) -> bool:
    """Tell whether a folded word is one of a language: one that stands at least once in a million words."""
    base = language.lower().partition("-")[0]
    return base not in CJK_LANGUAGES and folded in _words(_CALLED.get(base, base))


@cache
def _words(language: str) -> frozenset[str]:
    """Return a language's words, folded; read when they are first asked for, in a tenth of a second."""
    # What it imports takes 20 MB, and most searches ask for no dictionary.
    from wordfreq import available_languages, get_frequency_list, iter_wordlist

    if language not in available_languages("small"):
        return STOPS.get(language, frozenset())
    text = "\n".join(iter_wordlist(language, wordlist="small"))
    get_frequency_list.cache_clear()  # with how often each stands, which nobody asks
    return frozenset(fold(text).split("\n")) | STOPS.get(language, frozenset())
