"""The head: a small file, replaced in one step, that names the index that counts."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from content.dialects.dialect import Dialect
from content.replacing import write_atomically
from content.switching import Switch
from content.taxonomy import Taxonomy

NAME = "head.json"
FORMAT = 14


class HeadError(Exception):
    """The file is missing, damaged or of another version: index again."""


@dataclass(frozen=True)
class Head:
    """The index in `folder` holds the pages of `library`; it grows until it is complete.

    Where a server keeps the words, the folder holds what pages say of themselves, and `server_index` the words.
    """

    library: str
    folder: str
    generation: int
    is_complete: bool
    taxonomy: Taxonomy
    server_index: str = ""


def write_head(head: Head, folder: Path) -> None:
    """Replace the head of the indexes in a folder; what was there stays whole until then."""
    write_atomically(folder / NAME, json.dumps({"format": FORMAT, **asdict(head)}))


def written_at(folder: Path) -> float | None:
    """Return when the head of the indexes in a folder was replaced, in seconds of Unix; None where there is none."""
    try:
        return (folder / NAME).stat().st_mtime
    except OSError:
        return None


def read_head(folder: Path) -> Head:
    """Read the head; raises HeadError when there is none that this version understands."""
    try:
        data: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if data.pop("format") != FORMAT:
            raise HeadError("the index is of another version")
        words = data.pop("taxonomy")
        also = {name: {value: tuple(names) for value, names in own.items()} for name, own in words["also"].items()}
        dialect, switches = Dialect(**words["dialect"]), tuple(Switch(**switch) for switch in words["switches"])
        known = (words["dimensions"], also, tuple(words["synonyms"]), dialect, switches)
        taxonomy = Taxonomy(*known, tuple(words["skill_levels"]), words["merge_fields"], words["crm_stages"])
        return Head(**data, taxonomy=taxonomy)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise HeadError(f"the index's head can't be read: {error}") from error
