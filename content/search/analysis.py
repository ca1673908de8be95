"""Analysis of text into terms: per language, with positions, for index, queries and highlights alike."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import Stemmer

STEMMERS = {
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ru": "russian",
    "sv": "swedish",
}
# Written without spaces, or, as Korean, with particles at the end of each word.
CJK_LANGUAGES = {"zh", "ja", "ko"}
PLAIN = "plain"
GROUPS = tuple(sorted({*STEMMERS, *CJK_LANGUAGES, PLAIN}))
_ALIASES = {"nb": "no", "nn": "no"}
_HANGUL = r"\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3\uffa0-\uffdc"
_CJK = rf"\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f{_HANGUL}"
_LETTER = rf"[^\W\d_{_CJK}]"
# What makes another thing of a letter or two, behind the word: C++ and C#, R&D and AT&T, A/B.
_SIGNS = (
    r"\+\+(?<!\w\w\+\+)"
    rf"|\#(?<!\w\w\#)(?!{_LETTER})"
    rf"|&(?<={_LETTER}&)(?<!\w\w\w\w&){_LETTER}{{1,3}}(?!\w)"
    rf"|/(?<={_LETTER}/)(?<!\w\w/){_LETTER}(?![\w+#])"
)
_WORD = rf"[^\W_{_CJK}]+"
# Most words of Latin letters, which the other ways would read alike but in twice the time; `v` may begin a version.
_PLAIN_WORD = r"[a-uw-zA-UW-Z][a-zA-Z]*+(?=[\s.,])"
# A run of characters that are written without spaces, a number such as 2.5 or v2.5.1, a word, or .NET.
TOKEN = re.compile(
    rf"{_PLAIN_WORD}|[{_CJK}]+"
    r"|[vV\d](?:(?<=\d)|(?=\d))\d*(?:[.,]\d+)+"
    rf"|{_WORD}(?:['’]{_WORD})*(?:(?=[+#&/])(?:{_SIGNS}))?"
    r"|\.(?<!\w\.)[nN][eE][tT](?!\w)"
)
# What may stand in a token beside letters and digits.
SIGNS = "+#&/."
_IS_CJK = re.compile(f"[{_CJK}]")
_VERSION = re.compile(r"v(?=\d+[.,]\d)")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|all|dell|dall|nell|sull|un)'(?=\w)")
_ELIDING = {"fr", "it"}
# Endings as keyboards without accents write them; the stemmer knows them only with theirs.
_UNACCENTED = {
    "es": ((re.compile(r"(?<=\w[cs])ion$"), "ión"),),
    "pt": ((re.compile(r"(?<=\w)cao$"), "ção"), (re.compile(r"(?<=\w)coes$"), "ções")),
}
# Their rules need no accents, so `résumés` and `resumes` have one stem; umlauts are vowels as their letters are.
_FOLDED_FIRST = {"de", "en", "nl"}
MAX_TERM = 64
MAX_KNOWN = 200_000


class Term(NamedTuple):
    """One term and where it stood in the text, as character offsets."""

    text: str
    start: int
    end: int


def group_of(language: str) -> str:
    """Return the analysis a language uses: its own, or the plain one."""
    base = language.lower().partition("-")[0]
    base = _ALIASES.get(base, base)
    return base if base in STEMMERS or base in CJK_LANGUAGES else PLAIN


def terms(text: str, group: str) -> Iterator[Term]:
    """Cut text into terms: stems of words, pairs of CJK characters; nothing is left out."""
    analysis = analysis_of(group)
    for match in TOKEN.finditer(text):
        if is_cjk(match[0][0]):
            found = pairs(match[0])
            # Normalising may change the length of a run; then all of it is the place of each pair.
            is_even = len(found) == max(1, len(match[0]) - 1)
            for offset, pair in enumerate(found):
                start = match.start() + offset
                yield Term(pair, start, min(start + 2, match.end())) if is_even else Term(pair, *match.span())
        elif analysis[match[0]]:
            yield Term(analysis[match[0]], match.start(), match.end())


def term_texts(words: list[str], analysis: Analysis) -> list[str]:
    """Turn tokens into terms; a word that folds to nothing stands as ""."""
    return [term for word in words for term in (pairs(word) if is_cjk(word[0]) else (analysis[word],))]


def pairs(run: str) -> list[str]:
    """Cut a run of CJK characters into overlapping pairs; a single one is itself."""
    run = unicodedata.normalize("NFKC", run)
    return [run[index : index + 2] for index in range(len(run) - 1)] or [run]


def fold(word: str) -> str:
    """Fold case, width and accents, so that `Café` and `cafe` are one word; Cyrillic `й` stays, `ё` becomes `е`."""
    if word.isascii():
        return _VERSION.sub("", word.lower().removesuffix("'s"))
    return _plain(_lower(word))


def _lower(word: str) -> str:
    lowered = unicodedata.normalize("NFKC", word.replace("İ", "i").replace("ı", "i")).casefold().replace("ё", "е")
    return _VERSION.sub("", lowered.replace("’", "'").removesuffix("'s"))


def _without_accents(word: str) -> str:
    if word.isascii():
        return word
    folded = _ACCENTS.sub("", unicodedata.normalize("NFKD", word))
    return unicodedata.normalize("NFC", folded).translate(_JOINED_LETTERS)


def _plain(word: str) -> str:
    return word if word.isascii() else _without_accents(word).translate(_OTHER_LETTERS)


_JOINED_LETTERS = str.maketrans({"ł": "l", "æ": "ae", "œ": "oe"})
# Letters by themselves, as who lacks them types them. Terms keep them: a Danish `løsning` is no Swedish `lösning`.
_OTHER_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ħ": "h", "þ": "th", "ð": "d"})


_ASCII = bytes(range(128))
_FOLDABLE = re.compile("[\u00aa-\u024f\u0300-\u036f\u0401\u0451\u1e00-\u1fff\u2c60-\u2c7f\ua720-\uab6f\ufb00-\uffef]")


def fold_in_place(text: str) -> str:
    """Fold a text's characters, each by itself and where that gives one character, so that all keep their places."""
    plain = text.lower()
    if text.isascii():
        return plain
    if len(plain) != len(text):
        plain = "".join(lowered if len(lowered := letter.lower()) == 1 else letter for letter in text)
    rest = plain.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")
    for letter in set(_FOLDABLE.findall(rest)):
        plain = plain.replace(letter, _plain_letter(letter))
    return plain


@lru_cache(4096)
def _plain_letter(letter: str) -> str:
    folded = fold(letter)
    return folded if len(folded) == 1 else letter


def is_cjk(character: str) -> bool:
    """Tell whether a character is written without spaces between words."""
    return bool(_IS_CJK.match(character))


def has_cjk(text: str) -> bool:
    """Tell whether a text holds such characters."""
    return bool(_IS_CJK.search(text))


# Combining marks after Latin letters only: after others, such as Cyrillic `й` and kana, they make another letter.
_ACCENTS = re.compile(r"(?<=[a-z])[\u0300-\u036f]+")


@lru_cache(len(GROUPS))
def analysis_of(group: str) -> Analysis:
    """Return the analysis of a group."""
    return Analysis(group)


class Analysis(dict[str, str]):
    """Word as it is written to its term; every word is worked out once. Safe for threads.

    The stem is taken from the word with its accents where the rules of the language need them, and folded then.
    """

    def __init__(self, group: str) -> None:
        """Load the Snowball rules of the language; the plain analysis has none."""
        super().__init__()
        self._folded: dict[str, str] = {}
        self._stemmer = Stemmer.Stemmer(STEMMERS[group]) if group in STEMMERS else None
        self._stemming = threading.Lock()  # PyStemmer's objects aren't safe for threads
        self._is_eliding = group in _ELIDING
        self._unaccented = _UNACCENTED.get(group, ())
        # Then all words that are one when folded have one term.
        self.is_folded_first = group in _FOLDED_FIRST

    def folded(self, word: str) -> str:
        """Return a word as it may be typed: without case and accents."""
        known = self._folded.get(word)
        if known is None:
            if len(self._folded) > MAX_KNOWN:
                self._folded.clear()
            known = self._folded[word] = _plain(self._lower(word))[:MAX_TERM]
        return known

    def _lower(self, word: str) -> str:
        lowered = _lower(word)
        return _ELISION.sub("", lowered) if self._is_eliding else lowered

    def _restored(self, lowered: str) -> str:
        for ending, written in self._unaccented:
            lowered = ending.sub(written, lowered)
        return lowered

    def __missing__(self, word: str) -> str:
        """Work a word out and keep it, as long as there are not too many."""
        lowered = self._restored(self._lower(word))
        if self.is_folded_first:
            lowered = _without_accents(lowered)
        stem = self._stem(lowered)
        if len(self) > MAX_KNOWN:
            self.clear()
        found = self[word] = _without_accents(stem)[:MAX_TERM]
        return found

    def _stem(self, lowered: str) -> str:
        if self._stemmer is None:
            return lowered
        with self._stemming:
            return str(self._stemmer.stemWord(lowered[:MAX_TERM]))
