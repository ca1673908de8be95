"""Structured fields: what a type of page says in its front matter for readers, such as steps, criteria and results."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from content.fields.models import PageFields, RubricFields

# In the order in which a page shows them; those that a buyer may be shown, and those that stay inside.
SENT = ("customer", "results", "subject", "fields", "slides")
INSIDE = (
    *("competitor", "stage", "objective", "entry_criteria", "exit_criteria", "plays", "steps"),
    *("goals", "targets", "raci", "content", "courses", "criteria"),
)
# A page that has any of these shows them above its text.
GLANCED = frozenset({"results", *INSIDE}) - {"competitor", "stage", "criteria"}
# Ids of pages, which are no words.
_IDS = {"plays", "template", "content", "courses", "course", "id", "kpi"}
# They are words of the page anyway, or of the template's own text.
_ELSEWHERE = {"subject", "fields", "slides", "customer", "competitor", "stage"}


def structured(fields: PageFields, *, is_outside: bool) -> dict[str, Any]:
    """Return the structured fields that a page has, by name; for people outside the company those that are sent."""
    names = SENT if is_outside else (*SENT, *INSIDE)
    return {name: value for name in names if (value := getattr(fields, name, None))}


def told_by(fields: PageFields, *, is_outside: bool) -> str:
    """Return what a page's structured fields say, a line for each value, without ids."""
    found = structured(fields, is_outside=is_outside)
    texts = (one for name, value in found.items() if name not in _ELSEWHERE for one in _texts(name, value))
    return "\n".join(text for name, text in texts if name not in _IDS)


def anchor_of(fields: PageFields) -> str:
    """Return the anchor at which a page shows its structured fields."""
    return "criteria" if isinstance(fields, RubricFields) else "rp-at-a-glance"


def ids_in(fields: PageFields) -> list[str]:
    """Return the ids of pages that structured fields name, each once; some name what is no page."""
    found = structured(fields, is_outside=False)
    texts = (one for name, value in found.items() for one in _texts(name, value))
    return list(dict.fromkeys(text for name, text in texts if name in _IDS - {"id"}))


def _texts(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield the texts of a value, each with the name of its field."""
    if isinstance(value, BaseModel):
        for field in type(value).model_fields:
            yield from _texts(field, getattr(value, field))
    elif isinstance(value, list):
        for one in value:
            yield from _texts(name, one)
    elif isinstance(value, str):
        yield name, value
