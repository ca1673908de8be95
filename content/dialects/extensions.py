"""The `mkdocs.yml` of a library that comes from MkDocs: which of its extensions we have, with their settings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from content.dialects.dialect import Dialect, Slugs

FILE_NAMES = ("mkdocs.yml", "mkdocs.yaml")
# What a library without an `mkdocs.yml` gets, and one whose file names no extensions.
USUAL = ("admonition", "def_list", "pymdownx.tilde")
# What reads files, asks other hosts or colours code isn't among them; each with the settings that mean something here.
HAD: Mapping[str, frozenset[str]] = {
    "abbr": frozenset(),
    "admonition": frozenset(),
    "attr_list": frozenset(),
    "def_list": frozenset(),
    "footnotes": frozenset({"BACKLINK_TEXT", "SEPARATOR"}),
    "md_in_html": frozenset(),
    "nl2br": frozenset(),
    "sane_lists": frozenset(),
    "smarty": frozenset({"smart_dashes", "smart_quotes", "smart_angled_quotes", "smart_ellipses"}),
    "tables": frozenset(),
    "pymdownx.arithmatex": frozenset({"smart_dollar", "block_syntax", "inline_syntax"}),
    "pymdownx.betterem": frozenset({"smart_enable"}),
    "pymdownx.blocks.admonition": frozenset(),
    "pymdownx.blocks.definition": frozenset(),
    "pymdownx.blocks.details": frozenset(),
    "pymdownx.blocks.tab": frozenset(),
    "pymdownx.caret": frozenset({"smart_insert", "insert", "superscript"}),
    "pymdownx.details": frozenset(),
    "pymdownx.keys": frozenset({"separator"}),
    "pymdownx.magiclink": frozenset({"hide_protocol"}),
    "pymdownx.mark": frozenset({"smart_mark"}),
    "pymdownx.saneheaders": frozenset(),
    "pymdownx.smartsymbols": frozenset(),
    "pymdownx.superfences": frozenset(),
    "pymdownx.tabbed": frozenset(),
    "pymdownx.tasklist": frozenset(),
    "pymdownx.tilde": frozenset({"smart_delete", "delete", "subscript"}),
}
# One name for several.
SHORT = {
    "extra": ("abbr", "attr_list", "def_list", "footnotes", "md_in_html"),
    "pymdownx.extra": (
        "abbr",
        "attr_list",
        "def_list",
        "footnotes",
        "md_in_html",
        "pymdownx.betterem",
        "pymdownx.superfences",
    ),
}
# What a setting may name several of.
SYNTAXES = {"block_syntax": {"dollar", "square", "begin"}, "inline_syntax": {"dollar", "round"}}
LARGEST = 1_000_000


def mkdocs_dialect(library: Path) -> Dialect:
    """Return the dialect that the `mkdocs.yml` of a library, in its folder or one of the two above, asks for."""
    path = _file_of(library)
    if path is None:
        return Dialect("mkdocs", slugs="plain")
    named = dict(_named(_read(path)))
    had = {one: _settings(one, given) for one, given in named.items() if one in HAD}
    slugs: Slugs = "pymdownx" if "pymdownx.slugs" in str(named.get("toc", {}).get("slugify")) else "plain"
    return Dialect("mkdocs", json.dumps(had, sort_keys=True), slugs=slugs)


def comes_from_mkdocs(library: Path) -> bool:
    """Tell whether a library has an `mkdocs.yml`, in its folder or one of the two above."""
    return _file_of(library) is not None


def _file_of(library: Path) -> Path | None:
    folder = library.resolve()
    paths = (place / name for place in (folder, *list(folder.parents)[:2]) for name in FILE_NAMES)
    return next((path for path in paths if path.is_file()), None)


def _named(settings: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the extensions that a file names, each with what stands below it."""
    rows = settings.get("markdown_extensions") if isinstance(settings, dict) else None
    if isinstance(rows, dict):
        rows = [{name: config} for name, config in rows.items()]
    for row in rows if isinstance(rows, list) else USUAL:
        for name, config in row.items() if isinstance(row, dict) else [(row, None)]:
            plain = str(name).removeprefix("markdown.extensions.")
            yield from ((one, config if isinstance(config, dict) else {}) for one in SHORT.get(plain, (plain,)))


def _settings(name: str, given: dict[str, Any]) -> dict[str, bool | str | list[str]]:
    found: dict[str, bool | str | list[str]] = {}
    for key in HAD[name] & given.keys():
        value = given[key]
        if key in SYNTAXES and isinstance(value, list):
            found[key] = [one for one in value if isinstance(one, str) and one in SYNTAXES[key]]
        elif key not in SYNTAXES and isinstance(value, (bool, str)):
            found[key] = value
    return found


class _Loader(yaml.SafeLoader):
    """Reads tags that MkDocs knows, such as `!ENV` and names of Python's, as their own names."""


_Loader.add_multi_constructor("", lambda _loader, suffix, _node: suffix)


def _read(path: Path) -> Any:
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST).decode("utf-8")
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - it makes nothing but plain values
    except (OSError, ValueError, yaml.YAMLError, RecursionError):
        return None
