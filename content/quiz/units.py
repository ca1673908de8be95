"""Units of numbers: how each is written in full and in short, and which of them a question asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from content.quiz.keyboard import as_typed

PERCENT = "%"
# Of one line all mean the same; English, German, French, Spanish.
_KNOWN = (
    "% | percent | per cent | percentage | pct | prozent | pour cent | pourcent | pourcentage | por ciento",
    "seconds | second | secs | sec | s | sekunden | sekunde | sek | secondes | seconde | segundos | segundo",
    "minutes | minute | mins | min | minuten | minutos | minuto | mn",
    "hours | hour | hrs | hr | h | stunden | stunde | std | heures | heure | horas | hora",
    "days | day | d | tage | tagen | tag | jours | jour | j | días | día | dias | dia",
    "weeks | week | wks | wk | wochen | woche | semaines | semaine | semanas | semana",
    "months | month | monate | monaten | monat | mois | meses | mes",
    "years | year | yrs | yr | jahre | jahren | jahr | années | année | ans | an | años | año",
    "euros | euro | eur | €",
    "dollars | dollar | usd | us$ | $ | dólares | dólar",
    "pounds | pound | gbp | £ | pfund | livres | libras",
    "swiss francs | francs | franc | chf | sfr | fr | franken | francos",
    "yen | jpy | ¥ | 円",
    "złoty | zloty | zł | pln",
    "kilometres | kilometre | kilometers | kilometer | km | kilomètres | kilómetros",
    "metres | metre | meters | meter | m | mètres | metros",
    "kilograms | kilogram | kilos | kilo | kg | kilogramm | kilogrammes | kilogramos",
    "tonnes | tonne | tons | ton | t | tonnen | toneladas",
)
# Behind "how many" it's the unit, or what is counted; "in" also stands before places and times.
_COUNTED = re.compile(r"\b(?:how many|how much|wie ?viele?n?|combien d(?:e |')|cuánt[oa]s)\s*([^\W\d]+|[%€$£¥])")
_NAMED = re.compile(r"(?:\b(?:in|en)\s+|[(\[]\s*)([^\W\d]+|[%€$£¥])")
_NO_UNIT = {"an"}  # an article in English, a year in French


def ways_to_write(units: Iterable[str]) -> frozenset[str]:
    """Return all ways to write units that an author named, as they are typed: `min` is `minutes`."""
    named = {_plain(unit) for unit in units}
    return frozenset(named.union(*(_families().get(unit, ()) for unit in named)))


@cache
def asked_in(question: str) -> frozenset[str]:
    """Return the ways to write the unit that a question's own words ask for, none where that isn't plain.

    It is what stands behind "how many", behind "in", or in brackets.
    """
    text = as_typed(question)
    words = {*_COUNTED.findall(text), *_NAMED.findall(text)} - _NO_UNIT
    found = {_families()[word] for word in words if word in _families()}
    return next(iter(found)) if len(found) == 1 else frozenset()


@cache
def _families() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in _KNOWN:
        family = frozenset(map(_plain, line.split("|")))
        found |= dict.fromkeys(family, family)
    return found


def _plain(unit: str) -> str:
    return as_typed(unit).rstrip(".").strip()
