"""The language that a text is in: by its letters, else by how its words are spelled; None where it doesn't say."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

from content.languages.prose import prose_of, said_words
from content.languages.stop_words import STOP_WORDS

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

DEFAULT = "en"
# So many characters of prose are read: more cost time and say the same.
ENOUGH = 300
_LONG_WORDS = 25
# So sure must the model be, from 0 to 1; less where small words agree with it. No heading of 2,232 in an English
# handbook was taken for another language with these.
SURE, SURE_WITH_SMALL_WORDS = 0.9, 0.6
_LATIN = "ca cs da de en es et fi fr hr hu id it la lt lv nl no pl pt ro sk sl sv tr vi"
_MODEL_LANGUAGES = [*_LATIN.split(), *["ar", "be", "bg", "el", "fa", "he", "hi", "ka", "mk", "ru", "th", "uk", "zxx"]]
# English is most common, and quickly told: by this share, and number, of small words that no other language
# has; fewer will do where few are of others.
_ONLY_ENGLISH = STOP_WORDS["en"].difference(*(words for name, words in STOP_WORDS.items() if name != "en"))
_ONLY_OTHERS = frozenset().union(*STOP_WORDS.values()) - STOP_WORDS["en"]
_CLEAR_SHARE, _CLEAR_WORDS = 0.15, 6
_ENGLISH_SHARE, _ENGLISH_WORDS, _OTHERS_SHARE = 0.08, 4, 0.25
# Latin stands in pages as a filler, and `zxx` is what the model calls signs without a language.
_NO_LANGUAGE = {"la", "zxx"}
# The languages that a text can be told to be in.
TOLD = frozenset({*_MODEL_LANGUAGES, "ja", "ko", "zh"}) - _NO_LANGUAGE
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_HANGUL = re.compile(r"[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]")
_DENSE = re.compile(f"{_KANA.pattern}|{_HAN.pattern}|{_HANGUL.pattern}")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_UKRAINIAN = re.compile(r"[іїєґ]", re.IGNORECASE)
_LETTERS_OF_A_WORD = 4
# Characters that only one of the two writes; without any of them a few characters may be either.
_ONLY_JAPANESE = frozenset(
    "営価売読対戦発図単変広続経済検証拡総様権県駅働込円圏応収巻絵転軽伝労実験録気楽薬択沢観関囲隠駆撃恵掲険顕産説歴満帰銭"
    "雑剤歯児処渉焼譲粋摂専繊捜挿増帯団聴庁鉄徴拠挙従縦桜竜徳歓壊懐戻歩毎黒黙齢塩窓郷両乗仏"
)
_ONLY_CHINESE = frozenset(
    "们这说价户产销资务规时间问题业东专为义书买卖优传众关兴决况创动协单历压发变启员响团报场块处备复头奖实对导层币师带应"
    "开张录总战执扩护择换损无显术权构标样测济满热爱环现电盘离积稳竞笔签简级约线组细终经结给络统继续维网职联节范营获补观视"
    "觉计认讨让训议记讲许论设访证评识试话询该详语误请调谁谈负责货质购费赢车转软载较输达过运还进远连适选释钱银错键长门队阶"
    "际险难页项顺须顾预领频额风验你您吗呢吧啊嘛這們說價戶產銷對發變團會經應實關點體學國數據雙樣權總戰擴檢證單讀賣圖廣續歷嗎"
)
_HAN_ENOUGH = 20


@dataclass(frozen=True)
class Said:
    """What a text says of its language: the likeliest one, None where it says nothing, and whether it is sure.

    `is_long` tells whether it is sentences, not only a title and a line.
    """

    language: str | None
    is_sure: bool
    is_long: bool = False


SAYS_NOTHING = Said(None, is_sure=False)


@dataclass(frozen=True)
class Unread:
    """A text of which only its spelling tells the language, which takes time and a large model."""

    text: str
    is_long: bool

    @property
    def may_be_english(self) -> bool:
        """Whether it is so short and plain that among English pages it is taken for English."""
        return not self.is_long and self.text.isascii() and not _others_in(self.text)

    @cached_property
    def read(self) -> Said:
        """The language that it is in."""
        return replace(_by_spelling(self.text), is_long=self.is_long)


def read_language(title: str | None, body: str) -> Said | Unread:
    """Read which language a page's title and prose are in, by letters and small words."""
    said = said_words(title) if title else ""
    text = f"{said}\n{prose_of(body, enough=ENOUGH)}".strip()
    if not any(map(str.isalpha, text)):
        return SAYS_NOTHING
    dense = 0 if text.isascii() else len(_DENSE.findall(text))
    is_long = dense // _LETTERS_OF_A_WORD + text.count(" ") >= _LONG_WORDS
    found = (_by_letters(text) if dense else None) or _plainly_english(text)
    return replace(found, is_long=is_long) if found else Unread(text, is_long)


def _plainly_english(text: str) -> Said | None:
    words = text.lower().split()
    small = sum(word in _ONLY_ENGLISH for word in words)
    if small >= _CLEAR_WORDS and small >= _CLEAR_SHARE * len(words):
        return Said("en", is_sure=True)
    if small < _ENGLISH_WORDS or small < _ENGLISH_SHARE * len(words):
        return None
    return Said("en", is_sure=True) if _others_in(text) <= _OTHERS_SHARE * small else None


def _others_in(text: str) -> int:
    """Count small words of other languages that no English word is written as; in capitals they are abbreviations."""
    return sum(word.lower() in _ONLY_OTHERS for word in text.split() if word.islower() or word.istitle())


def _by_letters(text: str) -> Said | None:
    """Tell languages whose letters are theirs alone; a character of these scripts says more than one letter."""
    kana, han, hangul = len(_KANA.findall(text)), _HAN.findall(text), len(_HANGUL.findall(text))
    dense = kana + len(han) + hangul
    others = sum(map(str.isalpha, text)) - dense
    if not dense or dense * _LETTERS_OF_A_WORD <= others:
        return None
    if hangul * 2 > dense:
        return Said("ko", is_sure=True)
    if kana * 10 > dense:
        return Said("ja", is_sure=True)
    japanese, chinese = sum(sign in _ONLY_JAPANESE for sign in han), sum(sign in _ONLY_CHINESE for sign in han)
    if japanese > chinese:
        return Said("ja", is_sure=True)
    return Said("zh", is_sure=chinese > japanese or len(han) >= _HAN_ENOUGH)


def _by_spelling(text: str) -> Said:
    (language, sureness), (second, _), *_ = _ranked(text)
    if _CYRILLIC.search(text) and (found := _cyrillic(text, language, sureness)):
        return found
    if language in _NO_LANGUAGE:
        return SAYS_NOTHING
    small = _small_words(text, language) > _small_words(text, second)
    return Said(language, is_sure=sureness >= SURE or (small and sureness >= SURE_WITH_SMALL_WORDS))


def _cyrillic(text: str, language: str, sureness: float) -> Said | None:
    """Tell Ukrainian and Russian by single letters; few words are enough."""
    letters = len(_CYRILLIC.findall(text))
    if letters * 3 <= sum(map(str.isalpha, text)):
        return None
    if sureness >= SURE and language in {"be", "bg", "mk"}:
        return Said(language, is_sure=True)
    return Said("uk" if _UKRAINIAN.search(text) else "ru", is_sure=True)


def _small_words(text: str, language: str) -> int:
    own = STOP_WORDS.get(language, frozenset())
    return sum(word in own for word in text.lower().replace("’", "'").split())


_asking = threading.Lock()


def _ranked(text: str) -> list[tuple[str, float]]:
    with _asking:
        ranked: list[tuple[str, float]] = _model().rank(text)
        return ranked


@cache
def _model() -> LanguageIdentifier:
    """Load the model when a page needs it first: it takes a second, and English libraries do without."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages(_MODEL_LANGUAGES)
    return model
