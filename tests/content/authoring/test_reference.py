"""The reference of the front matter says what the models say."""

from __future__ import annotations

import re
from functools import cache

from content.authoring.reference import reference
from content.fields.models import TYPES, PageFields


@cache
def section(name: str) -> str:
    """Return the part of the reference about a type."""
    found = re.search(rf"^## {name}$(.*?)(?=^## |\Z)", reference(), re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def test_every_field_of_every_type_is_there_with_its_meaning() -> None:
    """A field that is added to a model and not described fails here."""
    assert all(f"| `{name}` |" in section("Every page") for name in PageFields.model_fields)
    for name, model in TYPES.items():
        own = [field for field in model.model_fields if field not in PageFields.model_fields]
        assert all(f"| `{field}` |" in section(name) for field in own), name
    rows = [line for line in reference().splitlines() if line.startswith("| `")]
    assert len(rows) > 40
    assert [row for row in rows if row.count("|") != 5 or not row.split("|")[4].strip()] == []


def test_what_a_type_needs_is_said() -> None:
    """Needed fields, allowed words, bounds, and what each part of a list has."""
    assert "Needs `subject`." in section("email-template")
    assert "| `subject` | text | **needed** |" in section("email-template")
    assert "`internal`, `partner`, `customer` | `internal`" in section("Every page")
    assert "a number from 0 to 100" in section("course")
    assert "Each of `steps` has:" in section("sequence")
    assert "| `day` | a number from 0 to 365 | **needed** |" in section("sequence")
    assert "Guessed for pages in `deck/`, `decks/`." in section("deck")
    assert "a date, YYYY-MM-DD" in section("Every page")
    assert "| `shuffle` | `true` or `false` | `true` |" in section("quiz")
    assert "| `draw` | a number or lines of `name: number` | none |" in section("quiz")
    assert "| `held_on` | a list of dates, YYYY-MM-DD | none |" in section("course")
    assert "Each of `changes` has:" in section("course")
    assert "Needs `courses`." in section("path")
