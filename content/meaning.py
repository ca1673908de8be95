"""Words of other systems in the library's own: which value of the taxonomy a stage, product or industry means."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.taxonomy import Taxonomy

STAGES = "stages"
_NUMBERED = re.compile(r"^\s*\d+\s*[.):/-]*\s*")
_BRACKETED = re.compile(r"\s*[([][^()\[\]]*[)\]]\s*$")


def meant_value(taxonomy: Taxonomy, dimension: str, text: str | None) -> str | None:
    """Return the value of a dimension that a text means; None where nothing says so.

    For a stage `crm_stages` says it first; then its label, its own name, its other names, and synonyms of any of these.
    Numbers before a text, and brackets after it, are no part of it.
    """
    if not text:
        return None
    named = dict(_names(taxonomy, dimension))
    for said in (text, _BRACKETED.sub("", _NUMBERED.sub("", text))):
        if dimension == STAGES and (mapped := _mapped(taxonomy, said)):
            return mapped
        if found := named.get(_plain(said)):
            return found
        for line in taxonomy.synonyms:
            words = [_plain(word) for word in re.split(r",|=>", line)]
            if _plain(said) in words and (other := next((named[word] for word in words if word in named), None)):
                return other
    return None


def _mapped(taxonomy: Taxonomy, stage: str) -> str | None:
    return {_plain(name): value for name, value in taxonomy.crm_stages.items()}.get(_plain(stage))


def _names(taxonomy: Taxonomy, dimension: str) -> Iterator[tuple[str, str]]:
    """Yield plain names with their values, those that count most last."""
    for value, names in taxonomy.also.get(dimension, {}).items():
        yield from ((_plain(name), value) for name in names)
    for value, label in taxonomy.dimensions.get(dimension, {}).items():
        yield from ((_plain(name), value) for name in (label, value))


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]+", " ", text).strip().casefold()
