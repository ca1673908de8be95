"""The YAML between the `---` lines: read strictly, with the line of every value."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from content.fields.names import is_meant_as_fields

MAX_CHARACTERS = 16_384
MAX_DEPTH = 12
_INTEGER = re.compile(r"[+-]?[0-9]{1,15}")
# What YAML takes for the end of a line and nobody else does: lines must be counted as editors count them.
_ODD_LINE_ENDS = re.compile("[\r\u0085\u2028\u2029]")
RULE = "---"
# Eleventy and others let a rule name the notation of what follows it; JavaScript's objects are mostly YAML too.
_BEGINS = re.compile(r"(-{3,})(?:ya?ml|js|javascript)?[ \t]*", re.IGNORECASE)
# Blank lines and comments.
_ABOVE = re.compile(r"(?:[ \t]*\n|[ \t]*<!--(?:(?!-->)[\s\S])*-->[ \t]*\n)*")
KeyPath = tuple[str | int, ...]
LineColumn = tuple[int, int]

try:
    _Loader: Any = yaml.CSafeLoader
except AttributeError:  # PyYAML built without libyaml
    _Loader = yaml.SafeLoader


class FrontMatterError(Exception):
    """The front matter can't be read; `line` is the line in the file."""

    def __init__(self, message: str, *, line: int) -> None:
        """Keep the line beside the message."""
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class FrontMatter:
    """The fields of a page as plain Python values, and the line and column at which each stands.

    `names` holds what the author of the page calls a field, where that is another name than the one it stands under.
    """

    fields: dict[str, Any]
    places: dict[KeyPath, LineColumn]
    names: dict[str, str] = field(default_factory=dict)

    def place_of(self, location: KeyPath) -> LineColumn:
        """Return the line and column of a value, or of the nearest thing that holds it."""
        for end in range(len(location), 0, -1):
            if location[:end] in self.places:
                return self.places[location[:end]]
        return 1, 1


def with_plain_line_ends(text: str) -> str:
    """Return a file's text without its byte order mark, with one kind of line ends; an old Mac's are only returns."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    return text if "\n" in text else text.replace("\r", "\n")


def split(text: str) -> tuple[str | None, str, int]:
    """Cut a page into front matter (None if it has none), body, and the body's first line number.

    What stands between two rules and isn't meant as fields is text. For lines above the first rule blank ones are given
    with the front matter, so that its lines are counted as the file's.
    """
    above = text.count("\n", 0, end_of_above(text))
    lines = text.split("\n")
    opened = _BEGINS.fullmatch(lines[above])
    if not opened:
        return None, text, 1
    first, ends = above + 1, {opened[1], RULE, "..."}
    end = next((number for number in range(first, len(lines)) if lines[number].rstrip() in ends), None)
    # Without an end, text may follow at once: a block of fields has no blank line in it.
    block = lines[first:end] if end is not None else _until_blank(lines[first:])
    if (end is None and not block) or not is_meant_as_fields(block, at_top=above == 0 and opened[1] == RULE):
        return None, text, 1
    if end is None:
        message = f"the front matter starts with `{opened[1]}` but never ends; add a line `{opened[1]}` after it"
        raise FrontMatterError(message, line=first)
    return "\n" * above + "\n".join(lines[first:end]), "\n".join(lines[end + 1 :]), end + 2


def end_of_above(text: str) -> int:
    """Return where in a page's text the blank lines and comments end that may stand above front matter."""
    found = _ABOVE.match(text)
    return found.end() if found else 0


def _until_blank(lines: list[str]) -> list[str]:
    return lines[: next((number for number, line in enumerate(lines) if not line.strip()), len(lines))]


def read(source: str, *, limit: int = MAX_CHARACTERS) -> FrontMatter:
    """Read front matter; refuses what is no mapping, too long, too deep, aliased, tagged or doubled."""
    if len(source) > limit:
        raise FrontMatterError(f"the front matter is longer than {limit} characters; shorten it", line=2)
    node = _compose(_ODD_LINE_ENDS.sub(" ", source))
    if node is None:
        return FrontMatter({}, {})
    if not isinstance(node, yaml.MappingNode):
        raise FrontMatterError("the front matter must be `key: value` lines", line=2)
    places: dict[KeyPath, LineColumn] = {}
    return FrontMatter(_mapping(node, (), places), places)


def _compose(source: str) -> yaml.Node | None:
    try:
        _refuse_aliases_and_depth(source)
        node: yaml.Node | None = _Loader(source).get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 2 if mark else 2
        raise FrontMatterError(
            f"the YAML can't be read: {error.problem}; check quotes and indents", line=line
        ) from None
    except (yaml.YAMLError, ValueError) as error:
        raise FrontMatterError(f"the YAML can't be read: {str(error).splitlines()[0]}", line=2) from None
    return node


def _refuse_aliases_and_depth(source: str) -> None:
    """Walk the events, which never nest, before anything that recurses sees the text."""
    depth = 0
    for event in yaml.parse(source, Loader=_Loader):
        line = event.start_mark.line + 2 if event.start_mark else 2
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise FrontMatterError("YAML anchors and aliases (`&`, `*`) aren't allowed; write the value out", line=line)
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise FrontMatterError(f"the YAML tag `{tag}` isn't allowed; leave it out", line=line)
        if depth > MAX_DEPTH:
            raise FrontMatterError(f"lists are nested more than {MAX_DEPTH} deep; flatten them", line=line)


def _mapping(node: yaml.MappingNode, at: KeyPath, places: dict[KeyPath, LineColumn]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 2
        if not isinstance(key_node, yaml.ScalarNode):
            raise FrontMatterError("a key must be plain text", line=line)
        key = key_node.value
        if key in result:
            raise FrontMatterError(f"`{key}` stands twice; keep one", line=line)
        is_beside = value_node.start_mark.line == key_node.start_mark.line
        places[*at, key] = line, _column(value_node if is_beside else key_node)
        result[key] = _value(value_node, (*at, key), places)
    return result


def _value(node: yaml.Node, at: KeyPath, places: dict[KeyPath, LineColumn]) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, at, places)
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            places[*at, index] = item.start_mark.line + 2, _column(item)
        return [_value(item, (*at, index), places) for index, item in enumerate(node.value)]
    return _scalar(node)


def _column(node: yaml.Node) -> int:
    """Return the column of a value's first character, counted from 1; quotes aren't part of it."""
    is_quoted = isinstance(node, yaml.ScalarNode) and node.style in {"'", '"'}
    return int(node.start_mark.column) + 1 + is_quoted


def _scalar(node: Any) -> str | int | float | bool | None:
    """Keep dates, `no`, `1:30` and `.nan` as the text they are: the page models decide what they mean."""
    text: str = node.value
    kind = node.tag.rpartition(":")[2]
    if kind == "null":
        return None
    if kind == "bool" and text.lower() in {"true", "false"}:
        return text.lower() == "true"
    if kind == "int" and _INTEGER.fullmatch(text):
        return int(text)
    if kind == "float" and _is_plain_number(text):
        return float(text)
    return text


def _is_plain_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
