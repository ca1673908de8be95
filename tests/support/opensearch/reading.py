"""Documents of the stand-in, read by the mappings of their index: tokens with places, and values."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


class RefusedError(Exception):
    """What the server doesn't take, with its status."""

    def __init__(self, message: str, *, status: int = 400) -> None:
        """Keep the status."""
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Document:
    """A document: what was written, and of each field its values, or its tokens with their places."""

    id: str
    source: Json
    values: dict[str, list[str]]
    places: dict[str, dict[str, list[int]]]
    lengths: dict[str, int]


def read_document(key: str, source: Json, mappings: Json) -> Document:
    """Read a document; a field that the mappings lack is refused, as `dynamic: strict` says."""
    if len(key.encode()) > 512:
        raise RefusedError("id is too long")
    properties = mappings["properties"]
    if mappings.get("dynamic") != "strict" or not source.keys() <= properties.keys():
        raise RefusedError("strict_dynamic_mapping_exception")
    values: dict[str, list[str]] = {}
    places: dict[str, dict[str, list[int]]] = {}
    lengths: dict[str, int] = {}
    for name, value in source.items():
        listed = value if isinstance(value, list) else [value]
        if properties[name]["type"] == "keyword":
            if any(len(one.encode()) > 32_766 for one in listed):
                raise RefusedError("immense term")
            values[name] = listed
        elif properties[name]["type"] == "text":
            places[name], lengths[name] = _tokens(listed, properties[name].get("position_increment_gap", 100))
    return Document(key, source, values, places, lengths)


def _tokens(texts: list[str], gap: int) -> tuple[dict[str, list[int]], int]:
    """Cut texts at spaces; between two of them lies a gap."""
    found: dict[str, list[int]] = defaultdict(list)
    place, count = 0, 0
    for text in texts:
        for token in text.split():
            found[token].append(place)
            place, count = place + 1, count + 1
        place += gap
    return dict(found), count
