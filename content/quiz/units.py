"""Units of numbers: how each is written in full and in short, and which of them a question asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from content.quiz.keyboard import as_typed

PERCENT = "%"
_DAYS = "days | day | d | tage | tagen | tag | jours | jour | j | días | día | dias | dia"
_WORKING = (
    "working days | business days | workdays | werktage | werktagen | arbeitstage | arbeitstagen"
    " | jours ouvrés | jours ouvrables | días hábiles | días laborables"
)
# Of one line all mean the same; English, German, French, Spanish. A word of several lines has the sense of the first.
_KNOWN = (
    "% | percent | per cent | percentage | pct | prozent | pour cent | pourcent | pourcentage | por ciento",
    "seconds | second | secs | sec | s | sekunden | sekunde | sek | secondes | seconde | segundos | segundo",
    "minutes | minute | mins | min | minuten | minutos | minuto | mn",
    "hours | hour | hrs | hr | h | stunden | stunde | std | heures | heure | horas | hora",
    _DAYS,
    f"{_DAYS} | {_WORKING}",
    f"{_DAYS} | calendar days | kalendertage | kalendertagen | jours calendaires | días naturales",
    "weeks | week | wks | wk | wochen | woche | semaines | semaine | semanas | semana",
    "months | month | monate | monaten | monat | mois | meses | mes",
    "years | year | yrs | yr | jahre | jahren | jahr | années | année | ans | an | años | año",
    "euros | euro | eur | €",
    "dollars | dollar | us dollars | us-dollar | us-dollars | usd | us$ | $ | dólares | dólar",
    "pounds | pound | gbp | £ | pfund | livres | libras",
    "swiss francs | schweizer franken | francs suisses | francs | franc | chf | sfr | fr | franken | francos",
    "yen | jpy | ¥ | 円",
    "złoty | zloty | zł | pln",
    "kilometres | kilometre | kilometers | kilometer | km | kilomètres | kilómetros",
    "metres | metre | meters | meter | m | mètres | metros",
    "kilograms | kilogram | kilos | kilo | kg | kilogramm | kilogrammes | kilogramos",
    "tonnes | tonne | tons | ton | t | tonnen | toneladas",
)
# Behind these stands the unit, or what is counted; "in" also stands before places and times.
_HOW_MANY = (
    r"\b(?:how many|how much|number of|wie ?viele?n?|anzahl(?: der| an)?|(?:combien|nombre) d(?:e |')|"
    r"cuánt[oa]s|número de)\s*"
)
_IN = r"(?:\b(?:in|en)\s+|[(\[]\s*)"
_COUNTED = re.compile(_HOW_MANY + r"([^\W\d_]+)")
_NO_UNIT = {"an"}  # an article in English, a year in French


def ways_to_write(units: Iterable[str]) -> frozenset[str]:
    """Return all ways to write units that an author named, as they are typed: `min` is `minutes`."""
    named = {_plain(unit) for unit in units}
    return frozenset(named.union(*(_families().get(unit, ()) for unit in named)))


@cache
def asked_in(question: str) -> frozenset[str]:
    """Return the ways to write the unit that a question's own words ask for, none where that isn't plain.

    It is what stands behind "how many", there also as the second word, behind "in", or in brackets.
    """
    words = set(_asking().findall(as_typed(question))) - _NO_UNIT
    found = {_families()[word] for word in words}
    return next(iter(found)) if len(found) == 1 else frozenset()


@cache
def counted_in(question: str) -> frozenset[str]:
    """Return what a question asks the number of, as it names it: "how many lorries" counts lorries."""
    return frozenset(_COUNTED.findall(as_typed(question)))


@cache
def _asking() -> re.Pattern[str]:
    """Return the pattern of a unit where a question asks for one."""
    longest_first = sorted(_families(), key=len, reverse=True)
    known = f"({'|'.join(map(re.escape, longest_first))})" + r"(?!\w)"
    return re.compile(rf"(?:{_HOW_MANY}(?:[^\W\d_]+ )??|{_IN}(?:(?:in|en) )?){known}")


@cache
def _families() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in _KNOWN:
        family = frozenset(map(_plain, line.split("|")))
        found = dict.fromkeys(family, family) | found
    return found


def _plain(unit: str) -> str:
    return as_typed(unit).rstrip(".").strip()
