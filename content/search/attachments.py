"""Attachments: the files that a page leads to, whose names are words of the page, and those of them a query names."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from content.document import Document
from content.library import is_hidden
from content.places.file_kinds import kind_of
from content.places.links import paths_of

if TYPE_CHECKING:  # which stands on what is indexed
    from content.search.passages import Marker

MOST_SHOWN = 5
# A page that leads to more is a list made by a program.
MOST_FILES = 1000
# Where a name goes on with another word, though nothing stands between: `PriceList2026`, `KPIReport`.
_SEAM = re.compile(
    r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])"
    r"|(?<=[a-zß-öø-ÿа-яё])(?=[A-ZÀ-ÖØ-ÞА-ЯЁ])|(?<=[A-ZÀ-ÖØ-Þ])(?=[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ])"
)


def files_of(page: Document, targets: Iterable[str], *, library: str = "") -> tuple[str, ...]:
    """Return the paths of the files that addresses in a page lead to, in their order, each once.

    Of addresses that may be read in several ways the one counts that is a file in `library`, else the first.
    """
    places = (_place(library, paths_of(page.path, target, page.dialect)) for target in targets)
    paths = (path for path in places if path and kind_of(path) and not _is_outside(path))
    return tuple(islice(dict.fromkeys(paths), MOST_FILES))


def _place(library: str, paths: Sequence[str]) -> str | None:
    there = _there(library, (path for path in paths[1:] and paths if not _is_outside(path)))
    return next(there, paths[0] if paths else None)


def _is_outside(path: str) -> bool:
    return any(step == ".." or is_hidden(step) for step in path.split("/"))


def words_of(path: str) -> str:
    """Return what a file is called as words: its name as it is, and what it is made of where it is written as one."""
    name = unicodedata.normalize("NFC", path.rpartition("/")[2])
    parts = " ".join(word for word in re.split(r"[\W_]+", name) if _SEAM.search(word))
    return f"{name} {_SEAM.sub(' ', parts)}" if parts else name


def attachments_named(library: str, paths: Sequence[str], marker: Marker, *, asked: int) -> tuple[str, ...]:
    """Return those attachments whose names hold most of what was asked for, and no less than half of its words.

    `library` is the folder in which they lie; one that isn't there is left out.
    """
    held = {path: len(marker.terms_in(words_of(path))) for path in paths}
    most = max(held.values(), default=0)
    if most == 0 or 2 * most < asked:
        return ()
    return tuple(_there(library, (path for path in paths if held[path] == most)))[:MOST_SHOWN]


def _there(library: str, paths: Iterable[str]) -> Iterator[str]:
    """Yield the paths that are files of the library, and lead nowhere else by a symbolic link."""
    for path in paths:
        file = os.path.join(library, path)  # noqa: PTH118 - Path raises for what no file can be called
        if "\0" not in path and os.path.realpath(file) == file and os.path.isfile(file):  # noqa: PTH113
            yield path
