"""Words that mean the same: the customer's from `taxonomy.yml`, and a glossary of what sales people everywhere say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from content.search.analysis import TOKEN, Analysis, analysis_of, term_texts
from content.taxonomy import Taxonomy

# A customer's own words weigh more than what is said elsewhere; neither as much as the word that was typed.
OWN_WEIGHT = 0.8
GLOSSARY_WEIGHT = 0.6
Terms = tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """A search for one of `words` also looks for each of `others`."""

    words: tuple[str, ...]
    others: tuple[str, ...]
    weight: float


class Other(NamedTuple):
    """Another way to say it: its terms, how much it counts, and as it was written."""

    terms: Terms
    weight: float
    text: str


def read_rule(line: str, *, weight: float) -> Rule | None:
    """Read `a, b, c` (each finds the others) or `a, b => c` (one way); None when a side is empty."""
    left, arrow, right = line.partition("=>")
    words, others = _listed(left), _listed(right)
    if not words or (arrow and not others) or (not arrow and len(words) < 2):
        return None
    return Rule(words, others if arrow else words, weight)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


@cache
def glossary() -> dict[str, tuple[Rule, ...]]:
    """Return the rules that come with the product, by language."""
    data = yaml.safe_load((files("content.search") / "glossary.yml").read_text(encoding="utf-8"))
    read = {language: [read_rule(line, weight=GLOSSARY_WEIGHT) for line in lines] for language, lines in data.items()}
    return {language: tuple(rule for rule in rules if rule) for language, rules in read.items()}


def rules_of(taxonomy: Taxonomy) -> list[Rule]:
    """Return the customer's rules: its synonyms, and the other names of its values."""
    rules = [read_rule(line, weight=OWN_WEIGHT) for line in taxonomy.synonyms]
    for dimension, values in taxonomy.also.items():
        for value, names in values.items():
            label = taxonomy.dimensions.get(dimension, {}).get(value, value)
            rules.append(Rule((label, *names), (label, *names), OWN_WEIGHT))
    return [rule for rule in rules if rule]


class Synonyms:
    """The rules as one language group analyses them.

    What two-way rules join is one: a rule that leads to `versus` also leads to `vs`, where these are the same.
    """

    def __init__(self, group: str, rules: Iterable[Rule]) -> None:
        """Analyse the rules' words."""
        self._others: dict[Terms, dict[Terms, Other]] = {}
        analysis = analysis_of(group)
        read = [(self._read(rule.words, analysis), self._read(rule.others, analysis), rule) for rule in rules]
        same: dict[Terms, dict[Terms, Other]] = {}
        for words, _, rule in read:
            if rule.words == rule.others:
                for word in words:
                    for terms, text in words.items():
                        same.setdefault(word, {}).setdefault(terms, Other(terms, rule.weight, text))
        for words, others, rule in read:
            own = [Other(terms, rule.weight, text) for terms, text in others.items()]
            ways = [*own, *(_weaker(way, rule.weight) for other in others for way in same.get(other, {}).values())]
            for word in words:
                for key, weight in {
                    word: 1.0,
                    **{way.terms: way.weight for way in same.get(word, {}).values()},
                }.items():
                    for way in ways:
                        if way.terms != key:
                            self._add(key, _weaker(way, weight))
        self._longest = max(map(len, self._others), default=0)

    def leading_to(self, terms: Terms) -> list[tuple[Terms, float]]:
        """Return what a search may say so that it also looks for these terms, each with how much they count then."""
        return self._leading.get(terms, [])

    @cached_property
    def _leading(self) -> dict[Terms, list[tuple[Terms, float]]]:
        found: dict[Terms, list[tuple[Terms, float]]] = {}
        for key, ways in self._others.items():
            for way in ways.values():
                found.setdefault(way.terms, []).append((key, way.weight))
        return found

    def _add(self, key: Terms, way: Other) -> None:
        if way.terms == key:
            return
        ways = self._others.setdefault(key, {})
        if way.terms not in ways or ways[way.terms].weight < way.weight:
            ways[way.terms] = way

    @staticmethod
    def _read(words: Iterable[str], analysis: Analysis) -> dict[Terms, str]:
        read = {tuple(filter(None, term_texts(TOKEN.findall(word), analysis))): word for word in words}
        return {terms: word for terms, word in read.items() if terms}

    def of(self, terms: list[str]) -> list[tuple[int, int, Other]]:
        """Return (start, end, other) for each stretch of the terms that can be said in another way."""
        found = []
        for start in range(len(terms)):
            for end in range(start + 1, min(len(terms), start + self._longest) + 1):
                others = self._others.get(tuple(terms[start:end]), {})
                found += [(start, end, other) for other in others.values()]
        return found


@lru_cache(32)
def synonyms_of(group: str, rules: tuple[Rule, ...]) -> Synonyms:
    """Return the rules as a language group analyses them; made once, however often the index changes."""
    return Synonyms(group, rules)


def _weaker(way: Other, weight: float) -> Other:
    """Return a way that leads over another rule: a chain is worth what its weakest rule is."""
    return way if way.weight <= weight else Other(way.terms, weight, way.text)
