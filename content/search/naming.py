"""Names of what pages are: the words of a query that name a type, a stage, a persona, an industry, a product, a skill.

They come from where labels and synonyms come from, so a search understands what its filters are called.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from content.fields.models import WITHHELD
from content.labels import DIMENSIONS, type_names
from content.search.analysis import TOKEN, analysis_of, group_of, term_texts
from content.search.synonyms import Synonyms, Terms
from content.taxonomy import Taxonomy

# What everything is called names nothing, and what nobody finds needs no name.
UNTOLD = {"page", *WITHHELD}
NAMED_FIELDS = ("stage", "persona", "industry", "product", "skill")


class ValueName(NamedTuple):
    """One name of a value of a field word."""

    field: str
    value: str
    text: str


class Named(NamedTuple):
    """A value that a stretch of a query names, and how surely: 1 by its own name, less by a synonym."""

    field: str
    value: str
    weight: float


def names_in(taxonomy: Taxonomy, group: str, *, groups: Container[str]) -> Iterator[ValueName]:
    """Yield the names that a language group knows: its own of types, and the customer's words in any language.

    `groups` are those of the library; names in a language that no page is written in are known to each of them.
    """
    for value, by_language in type_names().items():
        known = [
            own
            for language, own in by_language.items()
            if group_of(language) == group or group_of(language) not in groups
        ]
        names = dict.fromkeys(name for own in known for name in own)
        yield from (ValueName("type", value, name) for name in names if value not in UNTOLD)
    for field in NAMED_FIELDS:
        dimension = DIMENSIONS[field]
        also = taxonomy.also.get(dimension, {})
        for value, label in taxonomy.dimensions.get(dimension, {}).items():
            for name in dict.fromkeys((label, value, *also.get(value, ()))):
                yield ValueName(field, value, name)


class Names:
    """The names of values as one language group analyses them, with what synonyms make of them."""

    def __init__(self, group: str, names: Iterable[ValueName], synonyms: Synonyms) -> None:
        """Work out every way to say each name: itself, a synonym of all of it, or of a part."""
        self._known: dict[Terms, dict[tuple[str, str], float]] = {}
        analysis = analysis_of(group)
        for field, value, text in names:
            terms = tuple(filter(None, term_texts(TOKEN.findall(text), analysis)))
            self._add(terms, field, value, 1.0)
            for start in range(len(terms)):
                for end in range(start + 1, len(terms) + 1):
                    for other, weight in synonyms.leading_to(terms[start:end]):
                        self._add((*terms[:start], *other, *terms[end:]), field, value, weight)
        self._longest = max(map(len, self._known), default=0)

    def _add(self, terms: Terms, field: str, value: str, weight: float) -> None:
        if terms:
            own = self._known.setdefault(terms, {})
            own[field, value] = max(weight, own.get((field, value), 0.0))

    def of(self, terms: list[str]) -> Iterator[tuple[int, int, Named]]:
        """Yield (start, end, named) for each stretch of the terms that is a name and no part of a longer one."""
        reached = 0
        for start in range(len(terms)):
            for end in range(min(len(terms), start + self._longest), max(start, reached), -1):
                found = self._known.get(tuple(terms[start:end]))
                if found:
                    reached = end
                    yield from ((start, end, Named(*key, weight)) for key, weight in found.items())
                    break


@lru_cache(32)
def names_of(group: str, names: tuple[ValueName, ...], synonyms: Synonyms) -> Names:
    """Return the names as a language group analyses them; made once, however often the index changes."""
    return Names(group, names, synonyms)
