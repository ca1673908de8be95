"""Names of files and folders: those that some machines take for one, and those that keep pages from being read."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator

from content.library import Library
from content.places.addresses import is_page
from content.problem import LibraryProblem, readable

# A folder of packages may hold any number of files, and a few of them say enough.
MOST_FILES = 10_000
NAMED = 3
# What git keeps is no content, whatever it is called.
_GIT = ".git"


def name_problems(library: Library) -> Iterator[LibraryProblem]:
    """Yield pages whose names differ too little, and one problem for all pages that hidden names keep from readers."""
    seen: dict[str, str] = {}
    for path in sorted(library.entries):
        first = seen.setdefault(unicodedata.normalize("NFC", path).lower(), path)
        if first != path:
            message = f"{first} is the same name but for case or accents, and one file on other machines; rename one"
            yield LibraryProblem(path, 1, "same-name", message, "warning")
    yield from _hidden(library)


def _hidden(library: Library) -> Iterator[LibraryProblem]:
    left = MOST_FILES
    pages = 0
    holding: list[str] = []
    for path in library.hidden:
        if path.rpartition("/")[2] == _GIT:
            continue
        before = pages
        for file in _files_in(os.path.join(library.root, path)):  # noqa: PTH118 - names needn't be UTF-8
            pages += is_page(file)
            left -= 1
            if left <= 0:
                break
        if pages > before:
            holding.append(readable(path))
    if not pages:
        return
    places = ", ".join(f"`{path}`" for path in holding[:NAMED])
    more = f" and {len(holding) - NAMED} more" if len(holding) > NAMED else ""
    least = "at least " if left <= 0 else ""
    said = "1 page isn't" if pages == 1 and not least else f"{pages} pages aren't"
    message = f"{least}{said} read, because hidden names are tools' own: {places}{more}; rename what is content"
    yield LibraryProblem(".", 1, "hidden", message, "warning")


def _files_in(path: str) -> Iterator[str]:
    """Yield the file itself, or the names of all files below a folder; links aren't followed."""
    if not os.path.isdir(path) or os.path.islink(path):  # noqa: PTH112, PTH114 - names needn't be UTF-8
        yield path
        return
    for _, _, names in os.walk(path):
        yield from names
