"""Files that say how a CSV is read: YAML that people correct, read strictly and with the line of each mistake."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import yaml

from api.work.crm.shapes import shape_of
from api.work.uploads.days import ORDERS
from api.work.uploads.encodings import ENCODINGS
from api.work.uploads.grid import SIGNS
from api.work.uploads.numbers import STYLES
from api.work.uploads.proposal import UploadAnswers
from api.work.uploads.typed import CellSpec
from lms.crm.kinds import KINDS, KindName
from lms.errors import Conflict

OPEN = "?"
"""Stands where a question is to be answered."""
MOST_CHARACTERS = 200_000
SOURCE_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,99}")
_CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True)
class FileMap:
    """What a mapping file says."""

    kind: KindName
    source: str | None
    currency: str | None
    answers: UploadAnswers
    said: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)


def read_map(text: str) -> FileMap:
    """Read a mapping file; raises Conflict with the line of what is wrong, or of a question left open.

    Fields that it gives no column stay empty, whatever the file's columns are called.
    """
    if len(text) > MOST_CHARACTERS:
        raise Conflict(f"the mapping has more than {MOST_CHARACTERS:,} characters", field="map")
    return _Reader(_nodes(text)).read()


class _Reader:
    """Reads the nodes of a mapping; every mistake has its line."""

    def __init__(self, nodes: dict[str, yaml.Node]) -> None:
        self._nodes = nodes

    def read(self) -> FileMap:
        known = {"kind", "source", "currency", "encoding", "separator", "sheet", "header_row"}
        tables = {"columns", "days", "numbers", "values", "set"}
        for name, node in self._nodes.items():
            if name not in known | tables:
                raise _wrong(node, f"there is no `{name}`; write one of {', '.join(sorted(known | tables))}")
        kind = cast("KindName", self._one_of("kind", tuple(KINDS)))
        if not kind:
            raise Conflict("line 1: the mapping names no `kind`", field="map")
        cells = shape_of(kind).cells
        fields = tuple(cells)
        row = self._text("header_row", re.compile(r"[1-9]\d{0,5}"), "a whole number, such as 1")
        separator = self._one_of("separator", tuple(SIGNS))
        encoding = self._one_of("encoding", tuple(ENCODINGS))
        answers = UploadAnswers(
            encoding=next((name for name in ENCODINGS if name == encoding), None),
            separator=SIGNS[separator] if separator else None,
            sheet=self._text("sheet"),
            header_row=int(row) if row else None,
            columns=dict.fromkeys(fields, "") | self._table("columns", fields),
            days=cast("Any", self._table("days", fields, ORDERS)),
            numbers=cast("Any", self._table("numbers", fields, STYLES)),
        )
        return FileMap(
            kind,
            self._text("source", SOURCE_NAME, "small letters and digits, such as salesforce"),
            self._text("currency", _CURRENCY, "a code of three capitals, such as EUR"),
            answers,
            self._values(cells),
            self._table("set", fields),
        )

    def _text(self, name: str, pattern: re.Pattern[str] | None = None, example: str = "") -> str | None:
        node = self._nodes.get(name)
        if node is None:
            return None
        text = _scalar(node)
        if pattern and text and not pattern.fullmatch(text):
            raise _wrong(node, f"`{name}` is `{text[:80]}`; write {example}")
        return text or None

    def _one_of(self, name: str, allowed: tuple[str, ...]) -> str | None:
        text = self._text(name)
        if text is not None and text not in allowed:
            raise _wrong(self._nodes[name], f"`{name}` is `{text[:80]}`; write one of {', '.join(allowed)}")
        return text

    def _table(self, name: str, fields: tuple[str, ...], allowed: tuple[str, ...] = ()) -> dict[str, str]:
        found = {}
        for key, node in _pairs(self._nodes.get(name)).items():
            if key not in fields:
                raise _wrong(node, f"there is no field `{key[:80]}`; the fields are {', '.join(fields)}")
            text = _scalar(node)
            if allowed and text not in allowed:
                raise _wrong(node, f"`{key}` is `{text[:80]}`; write one of {', '.join(allowed)}")
            found[key] = text
        return found

    def _values(self, cells: Mapping[str, CellSpec]) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for key, node in _pairs(self._nodes.get("values")).items():
            if key not in cells:
                raise _wrong(node, f"there is no field `{key[:80]}`; the fields are {', '.join(cells)}")
            said = {text: _scalar(one) for text, one in _pairs(node).items()}
            if cells[key].type == "yes_no":
                for text, one in _pairs(node).items():
                    if said[text] not in {"true", "false"}:
                        raise _wrong(one, f"`{text[:80]}` is `{said[text][:80]}`; write true or false")
                found[key] = {text: value == "true" for text, value in said.items()}
            else:
                found[key] = dict(said)
        return found


def _nodes(text: str) -> dict[str, yaml.Node]:
    try:
        node = yaml.compose(text, yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Conflict(f"line {line}: this is no YAML: {error.problem}", field="map") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise Conflict("line 1: this is no YAML", field="map") from error
    if node is None:
        raise Conflict("line 1: the mapping is empty", field="map")
    return _pairs(node)


def _pairs(node: yaml.Node | None) -> dict[str, yaml.Node]:
    if node is None or (isinstance(node, yaml.ScalarNode) and node.value in {"", "null", "~"}):
        return {}
    if not isinstance(node, yaml.MappingNode):
        raise _wrong(node, "names with values are needed here, as in `amount: Betrag`")
    found: dict[str, yaml.Node] = {}
    for key, value in node.value:
        name = _scalar(key)
        if name in found:
            raise _wrong(key, f"`{name[:80]}` stands there twice")
        found[name] = value
    return found


def _scalar(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise _wrong(node, "one text is needed here")
    text = "" if node.tag == "tag:yaml.org,2002:null" else str(node.value)
    if text == OPEN:
        raise _wrong(node, "a question is open here: write the answer in place of the question mark")
    return text


def _wrong(node: yaml.Node, what: str) -> Conflict:
    return Conflict(f"line {node.start_mark.line + 1}: {what}", field="map")
