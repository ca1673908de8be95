"""The customer's own words: allowed stages, personas, industries, products, areas, and their synonyms."""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from content.checks.rules import RULES
from content.dialects.diagrams import can_draw
from content.dialects.dialect import GITHUB, NAMES, Dialect
from content.dialects.extensions import mkdocs_dialect
from content.email.names import naming_fault
from content.fields import front_matter
from content.fields.items import MAX_LEVELS
from content.fields.values import is_visible
from content.problem import LibraryProblem
from content.switching import Switch

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
    "sections",
)
SYNONYMS, SKILL_LEVELS, MERGE_FIELDS, CRM_STAGES = "synonyms", "skill_levels", "merge_fields", "crm_stages"
DIALECT, MATH, DIAGRAMS, CHECKS_OFF = "dialect", "math", "diagrams", "checks_off"
# What is switched on or off, and how it is where nothing is said.
FLAGS = {MATH: True, DIAGRAMS: False}
OTHER_PARTS = (SYNONYMS, SKILL_LEVELS, MERGE_FIELDS, CRM_STAGES, DIALECT, MATH, DIAGRAMS, CHECKS_OFF)
SWITCH_FIELDS = ("rule", "folder", "reason")
# How well somebody knows a skill, from the lowest, where the taxonomy says nothing else.
DEFAULT_LEVELS = ("Beginner", "With help", "Alone", "Shows others")
# Who could switch this one off would not see that the file can't be read.
ALWAYS_ON = "taxonomy"
MAX_CHARACTERS = 200_000


@dataclass(frozen=True)
class Taxonomy:
    """Value to label, per dimension; a dimension that isn't there allows everything.

    `also` holds other names of values, such as a product's nickname; `synonyms` lines of `a, b` or `a => b`.
    `dialect` is the Markdown that the pages are written in.
    `switches` are rules of a check that aren't asked of a folder. `skill_levels` are names, the lowest first.
    `merge_fields` says of fields of e-mail templates what fills them in, and what other systems call them.
    `crm_stages` says which stage the stages of the CRM are.
    """

    dimensions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    also: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    synonyms: Sequence[str] = ()
    dialect: Dialect = GITHUB
    switches: Sequence[Switch] = ()
    skill_levels: Sequence[str] = DEFAULT_LEVELS
    merge_fields: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    crm_stages: Mapping[str, str] = field(default_factory=dict)

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
    reader = _Reader(path.name, fields, library)
    for name, values in fields.fields.items():
        reader.read(name, values)
    dialect = mkdocs_dialect(library) if reader.is_mkdocs else GITHUB
    dialect = replace(dialect, has_math=reader.flags[MATH], has_diagrams=reader.flags[DIAGRAMS])
    words = (reader.dimensions, reader.also, tuple(reader.synonyms))
    own = (tuple(reader.skill_levels), reader.merge_fields, reader.known_stages())
    return Taxonomy(*words, dialect, tuple(reader.switches), *own), reader.problems


class _Reader:
    """Collects the parts of a taxonomy and what is wrong with them."""

    def __init__(self, name: str, fields: front_matter.FrontMatter, library: Path) -> None:
        self.dimensions: dict[str, dict[str, str]] = {}
        self.also: dict[str, dict[str, tuple[str, ...]]] = {}
        self.synonyms: list[str] = []
        self.is_mkdocs, self.flags = False, dict(FLAGS)
        self.switches: list[Switch] = []
        self.skill_levels = list(DEFAULT_LEVELS)
        self.merge_fields: dict[str, Mapping[str, Any]] = {}
        self._crm_stages: dict[str, Any] = {}
        self.problems: list[LibraryProblem] = []
        self._name = name
        self._fields = fields
        self._library = library

    def read(self, name: str, values: Any) -> None:
        readers = {
            SYNONYMS: self._read_synonyms,
            SKILL_LEVELS: self._read_levels,
            MERGE_FIELDS: self._read_merge_fields,
            CRM_STAGES: self._read_crm_stages,
            DIALECT: self._read_dialect,
        }
        if name in readers:
            readers[name](values)
        elif name in FLAGS:
            self._read_flag(name, values)
        elif name == CHECKS_OFF:
            for number, entry in enumerate(values if isinstance(values, list) else [values]):
                self._read_switch((CHECKS_OFF, number), entry)
        elif name not in DIMENSIONS:
            self._report((name,), f"unknown part `{name}`{suggestion(name, (*DIMENSIONS, *OTHER_PARTS))}")
        elif not isinstance(values, dict):
            self._report((name,), f"`{name}` must be lines of `value: label`")
        else:
            self.dimensions[name] = {value: self._read_value(name, value, label) for value, label in values.items()}

    def _read_dialect(self, value: Any) -> None:
        self.is_mkdocs = value == "mkdocs"
        if value not in NAMES:
            self._report((DIALECT,), f"`dialect` is `github` or `mkdocs`, not `{value}`")

    def _read_flag(self, name: str, value: Any) -> None:
        if not isinstance(value, bool):
            self._report((name,), f"`{name}` is `true` or `false`")
            return
        self.flags[name] = value
        if name == DIAGRAMS and value and not can_draw():
            self._report((name,), "`diagrams` needs the package `mmdr`: install it with `uv sync --extra diagrams`")

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

    def _read_levels(self, values: Any) -> None:
        names = [" ".join(str(name).split()) for name in values] if isinstance(values, list) else []
        if not 2 <= len(names) <= MAX_LEVELS or not all(map(is_visible, names)) or len(set(names)) < len(names):
            message = f"`{SKILL_LEVELS}` is a list of 2 to {MAX_LEVELS} different names, from the lowest level on"
            self._report((SKILL_LEVELS,), message)
        else:
            self.skill_levels = names

    def _read_merge_fields(self, values: Any) -> None:
        if not isinstance(values, dict):
            self._report((MERGE_FIELDS,), f"`{MERGE_FIELDS}` must be names of fields, each with what is known of it")
            return
        for name, said in values.items():
            if fault := naming_fault(said):
                self._report((MERGE_FIELDS, name), f"`{name}`: {fault}")
            else:
                self.merge_fields[name.lower()] = said

    def _read_crm_stages(self, values: Any) -> None:
        if isinstance(values, dict):
            self._crm_stages = values
        else:
            self._report((CRM_STAGES,), f"`{CRM_STAGES}` must be lines of `stage in the CRM: stage`")

    def known_stages(self) -> dict[str, str]:
        """Return the stages of the CRM that are one of `stages`, which may stand below them in the file."""
        allowed, known = self.dimensions.get("stages") or {}, {}
        for name, value in self._crm_stages.items():
            if isinstance(value, str) and (value in allowed or not allowed):
                known[str(name)] = value
            else:
                self._report((CRM_STAGES, name), f"`{value}` is not among `stages`{suggestion(str(value), allowed)}")
        return known

    def _read_switch(self, at: front_matter.KeyPath, entry: Any) -> None:
        """Read which rule is off in which folder, and why; what can't be read leaves the rule on."""
        if not isinstance(entry, dict) or set(entry) - set(SWITCH_FIELDS):
            self._report(at, "a rule is switched off by `rule`, `folder` and `reason`, and nothing else")
            return
        if missing := [name for name in SWITCH_FIELDS if not str(entry.get(name) or "").strip()]:
            self._report(at, f"say `{missing[0]}` too: a rule is switched off by `rule`, `folder` and `reason`")
            return
        rule, folder, reason = (str(entry[name]).strip() for name in SWITCH_FIELDS)
        folder = posixpath.normpath(folder)
        folder = folder.lstrip("/") or folder  # as in links, a slash begins at the top of the library
        if rule == ALWAYS_ON:
            self._report((*at, "rule"), f"`{rule}` can't be switched off")
        elif rule not in RULES:
            near = difflib.get_close_matches(rule, RULES, n=1, cutoff=0.6)
            hint = f"did you mean `{near[0]}`?" if near else "a check says the rule's name before each problem"
            self._report((*at, "rule"), f"there is no rule `{rule[:100]}`; {hint}")
        elif folder.startswith(("/", "..")) or not _is_folder(self._library / folder):
            self._report((*at, "folder"), f"the library has no folder `{folder[:200]}`; `.` is all of it")
        else:
            self.switches.append(Switch(rule, "" if folder == "." else folder, reason))

    def _report(self, place: front_matter.KeyPath, message: str) -> None:
        line, column = self._fields.place_of(place)
        self.problems.append(LibraryProblem(self._name, max(1, line - 1), "taxonomy", message, column=column))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False
