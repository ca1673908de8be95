"""How text becomes terms: per language, with positions, for the index, for queries and for highlights alike."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

import Stemmer

STEMMERS = {
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "pl": "polish",
    "pt": "portuguese",
    "ru": "russian",
    "sv": "swedish",
}
STOP_WORDS = {
    "en": """a about an and are as at be been but by can could did do does for from had has have he her his how i if
        in into is it its just me my no not of on or our she should so some than that the their them then there these
        they this to up us was we were what when where which who why will with would you your""",
    "pl": """a aby ale bo by być co czy dla do gdy i ich ile jak jaki jakie jako jest już który która które lub ma mi
        mnie na nad nie niż o od po pod przez przy się są ta tak tam te tego tej ten to tu ty w we wy z za ze że""",
    "ru": """а без бы был была были было в вас вот все вы где да для до его ее если есть еще же за и из или им их к
        как какие какой кто ли мне мы на над не него нет но о об он она они от по под при с со так такой там то ты у
        уже что чтобы это этот я""",
    "zh": "",
}
CJK_LANGUAGES = {"zh", "ja"}
PLAIN = "plain"
_STOPS = {language: frozenset(words.split()) for language, words in STOP_WORDS.items()}
_CJK = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_CJK}]+|[^\W{_CJK}]+(?:[.'’][^\W{_CJK}]+)*")
_IS_CJK = re.compile(f"[{_CJK}]")
MAX_TERM = 64
_local = threading.local()


class Term(NamedTuple):
    """One term and where it stood in the text, as character offsets."""

    text: str
    start: int
    end: int


def group_of(language: str) -> str:
    """Return the analysis a language uses: its own, or the plain one."""
    base = language.lower().partition("-")[0]
    return base if base in STEMMERS or base in CJK_LANGUAGES else PLAIN


def terms(text: str, group: str) -> Iterator[Term]:
    """Cut text into terms: stems of words, pairs of CJK characters; stop words are left out."""
    stops = _STOPS.get(group, frozenset())
    stem = _stemmer(group)
    for match in _TOKEN.finditer(text):
        if _IS_CJK.match(match[0]):
            yield from _pairs(match[0], match.start())
            continue
        word = fold(match[0])
        if word not in stops:
            yield Term(stem(word)[:MAX_TERM], match.start(), match.end())


def fold(word: str) -> str:
    """Fold case, width and accents, so that `Café` and `cafe` are one word; Cyrillic `й` and `ё`→`е` included."""
    folded = unicodedata.normalize("NFKD", word.replace("İ", "i").replace("ı", "i").casefold().replace("ё", "е"))
    return unicodedata.normalize("NFC", _ACCENTS.sub("", folded)).replace("ł", "l").replace("’", "'").removesuffix("'s")


class _Plain(dict[int, int]):
    """For str.translate: each character folded by itself where that gives one character, so that offsets stay."""

    def __missing__(self, code: int) -> int:
        folded = fold(chr(code))
        self[code] = ord(folded) if len(folded) == 1 else code
        return self[code]


PLAIN_LETTERS = _Plain()


def is_cjk(character: str) -> bool:
    """Tell whether a character is written without spaces between words."""
    return bool(_IS_CJK.match(character))


# Combining marks after Latin letters only: after others, such as Cyrillic `й` and kana, they make another letter.
_ACCENTS = re.compile(r"(?<=[a-z])[\u0300-\u036f]+")


def _pairs(run: str, offset: int) -> Iterator[Term]:
    if len(run) == 1:
        yield Term(run, offset, offset + 1)
    for index in range(len(run) - 1):
        yield Term(run[index : index + 2], offset + index, offset + index + 2)


def _stemmer(group: str) -> Stem:
    """Return this thread's stemmer: PyStemmer's objects aren't safe for threads."""
    stemmers: dict[str, Stem] = _local.__dict__.setdefault("stemmers", {})
    if group not in stemmers:
        stemmers[group] = Stem(group)
    return stemmers[group]


class Stem:
    """Reduces a folded word to its stem in one language."""

    def __init__(self, group: str) -> None:
        """Load the Snowball rules of the language; the plain analysis has none."""
        self._stemmer = Stemmer.Stemmer(STEMMERS[group]) if group in STEMMERS else None

    def __call__(self, word: str) -> str:
        """Return the stem."""
        return str(self._stemmer.stemWord(word)) if self._stemmer else word
