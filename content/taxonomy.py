"""The customer's own words: allowed stages, personas, industries, products, areas, and their synonyms."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from content import front_matter
from content.dialects.dialect import GITHUB, NAMES, Dialect
from content.dialects.extensions import mkdocs_dialect
from content.problem import LibraryProblem

FILE_NAME = "taxonomy.yml"
DIMENSIONS = (
    "stages",
    "personas",
    "industries",
    "products",
    "audiences",
    "languages",
    "skills",
    "areas",
    "competitors",
)
SYNONYMS = "synonyms"
DIALECT, MATH = "dialect", "math"
MAX_CHARACTERS = 200_000


@dataclass(frozen=True)
class Taxonomy:
    """Value to label, per dimension; a dimension that isn't there allows everything.

    `also` holds other names of values, such as a product's nickname; `synonyms` lines of `a, b` or `a => b`.
    `dialect` is the Markdown that the pages are written in.
    """

    dimensions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    also: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    synonyms: Sequence[str] = ()
    dialect: Dialect = GITHUB

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


def read_taxonomy(library: Path) -> tuple[Taxonomy, list[LibraryProblem]]:
    """Read `taxonomy.yml` from the library's folder or the one that holds it; without one anything goes."""
    for folder in (library, library.resolve().parent):
        path = folder / FILE_NAME
        if path.is_file():
            return _parse(path, library)
    return Taxonomy(), []


def _parse(path: Path, library: Path) -> tuple[Taxonomy, list[LibraryProblem]]:
    try:
        fields = front_matter.read(path.read_text(encoding="utf-8"), limit=MAX_CHARACTERS)
    except front_matter.FrontMatterError as error:
        return Taxonomy(), [LibraryProblem(path.name, max(1, error.line - 1), "taxonomy", str(error))]
    except (OSError, UnicodeDecodeError) as error:
        return Taxonomy(), [LibraryProblem(path.name, 1, "taxonomy", f"can't be read: {error}")]
    reader = _Reader(path.name, fields)
    for name, values in fields.fields.items():
        reader.read(name, values)
    dialect = replace(mkdocs_dialect(library) if reader.is_mkdocs else GITHUB, has_math=reader.has_math)
    return Taxonomy(reader.dimensions, reader.also, tuple(reader.synonyms), dialect), reader.problems


class _Reader:
    """Collects the parts of a taxonomy and what is wrong with them."""

    def __init__(self, name: str, fields: front_matter.FrontMatter) -> None:
        self.dimensions: dict[str, dict[str, str]] = {}
        self.also: dict[str, dict[str, tuple[str, ...]]] = {}
        self.synonyms: list[str] = []
        self.is_mkdocs, self.has_math = False, True
        self.problems: list[LibraryProblem] = []
        self._name = name
        self._fields = fields

    def read(self, name: str, values: Any) -> None:
        if name == SYNONYMS:
            self._read_synonyms(values)
        elif name == DIALECT:
            self.is_mkdocs = values == "mkdocs"
            if values not in NAMES:
                self._report((name,), f"`dialect` is `github` or `mkdocs`, not `{values}`")
        elif name == MATH:
            self.has_math = values is not False
            if not isinstance(values, bool):
                self._report((name,), "`math` is `true` or `false`")
        elif name not in DIMENSIONS:
            self._report((name,), f"unknown part `{name}`{suggestion(name, (*DIMENSIONS, SYNONYMS, DIALECT, MATH))}")
        elif not isinstance(values, dict):
            self._report((name,), f"`{name}` must be lines of `value: label`")
        else:
            self.dimensions[name] = {value: self._read_value(name, value, label) for value, label in values.items()}

    def _read_value(self, name: str, value: str, label: Any) -> str:
        """Read `value: label`, or `value:` with `label:` and `also:` below it."""
        if not isinstance(label, dict):
            return str(label or value)
        names = label.get("also") or []
        if set(label) - {"label", "also"} or not isinstance(names, list) or not all(isinstance(n, str) for n in names):
            self._report((name, value), f"`{value}` may have a `label` and `also`, a list of other names")
            return str(value)
        if names:
            self.also.setdefault(name, {})[value] = tuple(names)
        return str(label.get("label") or value)

    def _read_synonyms(self, lines: Any) -> None:
        for number, line in enumerate(lines if isinstance(lines, list) else [None]):
            sides = [side.split(",") for side in line.split("=>")] if isinstance(line, str) else []
            words = [[word for word in side if word.strip()] for side in sides]
            if not words or not all(words) or len(words) > 2 or (len(words) == 1 and len(words[0]) < 2):
                message = "a synonym is a line `a, b` where each finds the other, or `a => b`"
                self._report((SYNONYMS, number), message)
            else:
                self.synonyms.append(str(line))

    def _report(self, place: front_matter.KeyPath, message: str) -> None:
        line, column = self._fields.place_of(place)
        self.problems.append(LibraryProblem(self._name, max(1, line - 1), "taxonomy", message, column=column))
