"""The customer's own words: allowed stages, personas, industries, products, audiences, languages, skills."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from content import front_matter
from content.problem import Problem

FILE_NAME = "taxonomy.yml"
DIMENSIONS = ("stages", "personas", "industries", "products", "audiences", "languages", "skills")


@dataclass(frozen=True)
class Taxonomy:
    """Value to label, per dimension; a dimension that isn't there allows everything."""

    dimensions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def refusal(self, dimension: str, value: str) -> str | None:
        """Say why a value isn't allowed, with the nearest one that is; None when it is allowed."""
        allowed = self.dimensions.get(dimension)
        if not allowed or value in allowed:
            return None
        return f"`{value}` is not among the taxonomy's {dimension}{suggestion(value, allowed)}"


def suggestion(value: str, allowed: Iterable[str]) -> str:
    """Return "; did you mean ...?" or the list to choose from."""
    options = list(allowed)
    near = difflib.get_close_matches(value, options, n=1, cutoff=0.6)
    return f"; did you mean `{near[0]}`?" if near else f"; use one of {', '.join(sorted(options))}"


def read_taxonomy(library: Path) -> tuple[Taxonomy, list[Problem]]:
    """Read `taxonomy.yml` from the library's folder or the one that holds it; without one anything goes."""
    for folder in (library, library.resolve().parent):
        path = folder / FILE_NAME
        if path.is_file():
            return _parse(path)
    return Taxonomy(), []


def _parse(path: Path) -> tuple[Taxonomy, list[Problem]]:
    try:
        fields = front_matter.read(path.read_text(encoding="utf-8"))
    except front_matter.FrontMatterError as error:
        return Taxonomy(), [Problem(path.name, max(1, error.line - 1), "taxonomy", str(error))]
    except (OSError, UnicodeDecodeError) as error:
        return Taxonomy(), [Problem(path.name, 1, "taxonomy", f"can't be read: {error}")]
    found: list[Problem] = []
    dimensions: dict[str, dict[str, str]] = {}
    for name, values in fields.fields.items():
        line = max(1, fields.line_of((name,)) - 1)
        if name not in DIMENSIONS:
            found.append(Problem(path.name, line, "taxonomy", f"unknown part `{name}`{suggestion(name, DIMENSIONS)}"))
        elif not isinstance(values, dict):
            found.append(Problem(path.name, line, "taxonomy", f"`{name}` must be lines of `value: label`"))
        else:
            dimensions[name] = {value: str(label or value) for value, label in values.items()}
    return Taxonomy(dimensions), found
