"""Front matter that isn't YAML: TOML between `+++` lines, and JSON; blank lines and comments may stand above it."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from math import isfinite
from typing import Any, Literal

from content.fields.front_matter import (
    MAX_CHARACTERS,
    MAX_DEPTH,
    FrontMatter,
    FrontMatterError,
    KeyPath,
    LineColumn,
    end_of_above,
)
from content.fields.names import is_known

Notation = Literal["TOML", "JSON"]
_TOML_LINE = re.compile(r"""\s*(?:\[|["']?[\w.-]+["']?\s*=)""")
_TOML_KEY = re.compile(r"""^[ \t]*(["']?)(?P<name>[\w-]+)\1[ \t]*=[ \t]*(?P<value>["']*)""", re.MULTILINE)
_JSON_KEY = re.compile(r'"(?P<name>(?:[^"\\\n]|\\.)*)"\s*:[ \t]*(?P<value>"?)')
# What begins front matter, and what ends it.
_FENCES: Mapping[str, tuple[Notation, str]] = {
    "+++": ("TOML", "+++"),
    "---toml": ("TOML", "---"),
    ";;;": ("JSON", ";;;"),
    "---json": ("JSON", "---"),
}
_HALF = re.compile("[\ud800-\udfff]")
# Of a number that YAML's reader takes for one too.
MOST_BITS = 50
_AT_LINE = re.compile(r"line (\d+)")


def notation_of(text: str) -> Notation | None:
    """Return which notation a page's front matter has when it isn't YAML; None for YAML and for none."""
    text = text[end_of_above(text) :]
    first, _, rest = text.partition("\n")
    notation, _ = _FENCES.get(first.rstrip().lower(), (None, ""))
    if notation == "TOML":
        return "TOML" if _is_toml(rest) else None
    return "JSON" if _is_json(rest if notation else text) else None


def read_other(text: str) -> tuple[FrontMatter, str, int] | None:
    """Read such front matter: its fields, the page's body, and the body's first line; None where there is none.

    Raises FrontMatterError.
    """
    notation = notation_of(text)
    if notation is None:
        return None
    above = text[: end_of_above(text)]
    text, first = text[len(above) :], above.count("\n") + 1
    opened = text.partition("\n")[0].rstrip().lower()
    if opened in _FENCES:
        source, body, length = _cut(text, opened, first)
        if notation == "TOML":
            front = _front(source, _toml(source, first + 1), _TOML_KEY, first=first + 1)
        else:
            front = _front(source, _json(source, first=first + 1)[0], _JSON_KEY, first=first + 1)
        return front, body, first + length
    fields, end = _json(text, first=first)
    source, rest = text[:end], text[end:]
    tail, _, below = rest.partition("\n")
    body, skipped = (rest, 0) if tail.strip() else (below, 1)
    return _front(source, fields, _JSON_KEY, first=first), body, first + source.count("\n") + skipped


def _is_toml(source: str) -> bool:
    rows = (line for line in source.split("\n") if line.strip() and not line.lstrip().startswith("#"))
    return bool(_TOML_LINE.match(next(rows, "")))


def _is_json(source: str) -> bool:
    """Tell whether a text begins with a JSON object, be it right or broken, of which a field is known."""
    if not re.match(r'\{\s*"', source):
        return False
    return any(is_known(found["name"]) for found in _JSON_KEY.finditer(source[:MAX_CHARACTERS]))


def _cut(text: str, opened: str, first: int) -> tuple[str, str, int]:
    """Return what stands between two fences, what follows, and how many lines stand above that."""
    lines, fence = text.split("\n"), _FENCES[opened][1]
    end = next((number for number in range(1, len(lines)) if lines[number].rstrip() == fence), None)
    if end is None:
        message = f"the front matter starts with `{opened}` but never ends; add a line `{fence}` after it"
        raise FrontMatterError(message, line=first)
    return "\n".join(lines[1:end]), "\n".join(lines[end + 1 :]), end + 1


def _toml(source: str, first: int) -> dict[str, Any]:
    _refuse_length(source)
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        line = first + (int(found[1]) - 1 if found else source.count("\n"))
        raise FrontMatterError(f"the TOML can't be read: {str(error).partition(' (at')[0]}", line=line) from None
    except (RecursionError, ValueError):
        raise FrontMatterError(
            "the TOML can't be read: it is nested too deep, or holds too long a number", line=first
        ) from None


def _json(source: str, *, first: int) -> tuple[dict[str, Any], int]:
    """Read an object and say where it ends; `first` is the line of the file on which the source begins."""
    start = len(source) - len(source.lstrip())
    try:
        found, end = json.JSONDecoder(object_pairs_hook=_without_doubles).raw_decode(source, start)
    except json.JSONDecodeError as error:
        message = f"the JSON can't be read: {error.msg[:1].lower()}{error.msg[1:]}"
        raise FrontMatterError(message, line=error.lineno + first - 1) from None
    except (RecursionError, ValueError) as error:
        reason = str(error) if isinstance(error, _DoubleError) else "it is nested too deep, or holds too long a number"
        raise FrontMatterError(f"the JSON can't be read: {reason}", line=first) from None
    _refuse_length(source[:end])
    return found, end


class _DoubleError(ValueError):
    """A name that stands twice in one object."""


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _DoubleError(f"`{name}` stands twice; keep one")
        found[name] = value
    return found


def _refuse_length(source: str) -> None:
    if len(source) > MAX_CHARACTERS:
        raise FrontMatterError(f"the front matter is longer than {MAX_CHARACTERS} characters; shorten it", line=2)


def _front(source: str, fields: Mapping[str, Any], key: re.Pattern[str], *, first: int) -> FrontMatter:
    """Return fields as plain values, with the place of each that stands outside of all others."""
    places: dict[KeyPath, LineColumn] = {}
    for found in key.finditer(source):
        name, start = found["name"], found.end()
        if name in fields and (name,) not in places:
            line_start = source.rfind("\n", 0, start) + 1
            places[name,] = source.count("\n", 0, start) + first, start - line_start + 1
    return FrontMatter({name: _plain(value, 1) for name, value in fields.items()}, places)


def _plain(value: Any, depth: int) -> Any:
    """Return a value as YAML's would be: days and times as text."""
    if depth > MAX_DEPTH:
        raise FrontMatterError(f"lists are nested more than {MAX_DEPTH} deep; flatten them", line=2)
    if isinstance(value, Mapping):
        return {key: _plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, depth + 1) for item in value]
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, str) and _HALF.search(value):
        raise FrontMatterError("half of a sign is written as an escape; write the whole sign", line=2)
    if isinstance(value, int) and value.bit_length() > MOST_BITS:
        return hex(value)
    return str(value) if isinstance(value, float) and not isfinite(value) else value
