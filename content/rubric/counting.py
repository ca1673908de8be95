"""Counting: which id each criterion of a rubric has, and how many points it gives at most."""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata

from content.fields.items import CriterionFields
from content.fields.models import RubricFields
from content.fields.values import Points

_MAX_ID = 80
_BETWEEN_WORDS = re.compile(r"[^\w]+")


def ids_of(fields: RubricFields) -> list[str]:
    """Return the id of each criterion: its own, or one made of its name alone."""
    return [part.id or _id_from(part.name) for part in fields.criteria]


def most_points(fields: RubricFields) -> float:
    """Return how many points a rubric gives at most."""
    return _rounded(math.fsum(most_of(part) for part in fields.criteria))


def most_of(part: CriterionFields) -> float:
    """Return how many points a criterion gives at most, its weight counted."""
    if part.kind == "level":
        return _rounded(len(part.levels) * part.weight)
    if part.kind == "choice":
        return _rounded(max(choice.points for choice in part.choices) * part.weight)
    return part.weight if part.good else 0.0


def of_total(points: Points, total: float) -> float:
    """Return points as a number; per cent are those of the points that there are at most."""
    return _rounded(points.number / 100 * total) if points.is_share else points.number


def _rounded(points: float) -> float:
    return round(points, 6)


def _id_from(name: str) -> str:
    """Make an id of a name: its words in small letters, and a digest of it where those say nothing or too much."""
    text = unicodedata.normalize("NFC", name).casefold()
    words = _BETWEEN_WORDS.sub("-", text).strip("-_")
    if words and len(words) <= _MAX_ID:
        return words
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{words[:_MAX_ID].strip('-_') or 'criterion'}-{digest}"
