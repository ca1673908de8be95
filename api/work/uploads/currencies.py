"""Currencies: what a sign or a code beside an amount may mean, and an amount in whole minor units."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache

from content.quiz.keyboard import as_typed
from lms.crm.currencies import digits_of

# Where a sign is used by many, the one that is meant outside the other countries.
_USUAL = {"$": "USD", "£": "GBP", "¥": "JPY", "€": "EUR"}
_LOCALES = (
    "en en_AU en_CA en_NZ en_SG en_HK en_IN en_ZA es_MX es_AR es_CL es_CO de de_CH fr es it nl pt pt_BR pl ru uk cs sk "
    "hu ro bg hr sr sv nb da fi is tr ja zh zh_Hant ko he ar th vi id ms"
)
_ALSO = {
    "zl": "PLN", "zloty": "PLN", "euro": "EUR", "euros": "EUR", "руб": "RUB", "р": "RUB", "rub": "RUB", "sfr": "CHF",
    "fr": "CHF", "us$": "USD", "dollars": "USD", "грн": "UAH", "元": "CNY", "円": "JPY", "rmb": "CNY", "rs": "INR",
    "sterling": "GBP", "pound sterling": "GBP", "pounds sterling": "GBP",
}  # fmt: skip


# Words, and signs of currencies: `$`, `€` and `US$`.
_WORDS = re.compile(r"[^\W_]*[$€£¥₽₴₹₺zł]+(?![^\W_])|[^\W_]+")

# Codes that are words of headers.
_WORDS_TOO = frozenset({"ALL", "TOP"})


# Figures hold whole minor units of eight bytes, and one number of those says that there is none.
MOST_MINOR_UNITS = 10**18


class CurrencyError(Exception):
    """An amount can't be kept, or what stands beside it names no one currency; the message says what to change."""


@cache
def currency_code(text: str) -> str | None:
    """Return the code of ISO 4217 that a text is, or a name that stands for one; None when there is none."""
    from babel.numbers import list_currencies

    code = text.strip().upper()
    if code in list_currencies():
        return code
    found = _meant_by(as_typed(text)) or _named().get(as_typed(text), frozenset())
    return next(iter(found)) if len(found) == 1 else _USUAL.get(text.strip())


def say_no_currency(text: str) -> str:
    """Return what to change where a currency is named that there isn't."""
    return f"there is no currency `{text}`; write a code of ISO 4217, such as EUR"


def currency_beside(beside: tuple[str, ...], said: str | None, default: str) -> str:
    """Return the currency of an amount: as its row says, else as what stands beside it does, else the default.

    Raises CurrencyError where they contradict each other, or a sign of several currencies stands alone.
    """
    if not beside:
        return said or default
    for sign in beside:
        meant = _meant_by(sign)
        if not meant:
            raise CurrencyError(f"`{sign[:20]}` is no currency")
        if said is not None and said not in meant:
            raise CurrencyError(f"`{sign[:20]}` stands beside the amount, and {said} in the currency's column")
        said = said or _one_of(sign, meant, default)
    return said or default


def in_minor_units(number: Decimal, currency: str) -> int:
    """Return an amount as a whole number of its currency's minor units, halves to the even one.

    Raises CurrencyError for more than figures can hold.
    """
    units = int(number.scaleb(digits_of(currency)).to_integral_value(ROUND_HALF_EVEN))
    if abs(units) > MOST_MINOR_UNITS:
        most = MOST_MINOR_UNITS // 10 ** digits_of(currency)
        raise CurrencyError(f"`{number:f}` is too large; write {most:,} {currency} or less")
    return units


def _one_of(sign: str, meant: frozenset[str], default: str) -> str:
    if default in meant:
        return default
    usual = _USUAL.get(sign) or (next(iter(meant)) if len(meant) == 1 else None)
    if usual is None:
        some = ", ".join(sorted(meant)[:4])
        raise CurrencyError(f"`{sign[:20]}` can be {some}; add a column with the currency, or name the default")
    return usual


@cache
def _meant_by(sign: str) -> frozenset[str]:
    """Return the currencies that a sign or code in small letters may mean."""
    from babel.numbers import list_currencies

    code = sign.upper()
    return frozenset([code]) if code in list_currencies() else _signs().get(sign, frozenset())


def currency_in(name: str) -> str | None:
    """Return the sign or code of a currency that a column's name has: `€` of `Amount (€)`, `usd` of `Value in USD`."""
    words = _WORDS.findall(name)
    if len(words) < 2:
        return None
    for word in (words[-1], words[0]):
        is_code = word.isupper() and len(word) == 3 and word.isascii() and word not in _WORDS_TOO
        if (is_code or not word.isascii() or not word.isalnum()) and _meant_by(as_typed(word)):
            return as_typed(word)
    return None


@cache
def _named() -> dict[str, frozenset[str]]:
    """Return the currencies by what they are called in each language: `US Dollar`, `Euro`, `złoty polski`."""
    from babel import Locale
    from babel.numbers import list_currencies

    found: dict[str, set[str]] = {}
    today = list_currencies(locale="en")
    for name in _LOCALES.split():
        for code, called in Locale.parse(name).currencies.items():
            if code in today:
                found.setdefault(as_typed(called), set()).add(code)
    return {called: frozenset(codes) for called, codes in found.items()}


@cache
def _signs() -> dict[str, frozenset[str]]:
    """Return what each sign may mean, in the languages of those who use it."""
    from babel import Locale
    from babel.numbers import list_currencies

    found: dict[str, set[str]] = {sign: {code} for sign, code in _ALSO.items()}
    for name in _LOCALES.split():
        for code, symbol in Locale.parse(name).currency_symbols.items():
            found.setdefault(as_typed(symbol).replace(" ", "").rstrip(".,"), set()).add(code)
    today = list_currencies(locale="en")
    return {sign: frozenset(codes & today) for sign, codes in found.items() if sign}
