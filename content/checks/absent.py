"""Why a link inside the library leads nowhere: what its author should know of the file that it names."""

from __future__ import annotations

import os
import posixpath
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import cached_property
from pathlib import Path

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

from content.checks.leftovers import POINTER
from content.library import Library, is_hidden
from content.places.addresses import id_from_path, is_index
from content.places.links import Destinations, target_path
from content.problem import LibraryProblem, readable

# A pointer has some 130 bytes, and an id stands at the top.
MOST_BYTES = 1024
# Of 100; a guess below it would mislead.
LEAST_LIKENESS = 60
_ID = re.compile(r"^id:[ \t]*[\"']?([^\s\"']+)", re.MULTILINE)


class Absent:
    """Looks up what isn't among the pages and files of a library."""

    def __init__(self, library: Library) -> None:
        """Take the library; nothing is looked up before it is asked for."""
        self._library = library

    def is_reported(self, path: str) -> bool:
        """Tell whether a page or file is there and couldn't be read, or its folder: that is a problem of its own."""
        way = readable(path)
        if self._unread_places.page_at(way):
            return True
        parents = (way[:at] for at, sign in enumerate(way) if sign == "/")
        return any(parent in self._unread for parent in parents)

    def why(self, path: str, *, seen_from: str, written: str) -> tuple[str, bool]:
        """Say why a path leads nowhere, to the page that names it as it is written; and whether a file is there."""
        if path == ".." or path.startswith("../"):
            return "that is outside of the library", False
        if meant := self.unescaped(written, seen_from=seen_from):
            return f"write `{meant}`, for `#` and `?` end a path", False
        if f"{path}/" in self._library.folders:
            return f"no page in the folder `{path[:200]}` is published", False
        if spelled := self._by_letters.get(_letters(path)) or self._by_letters.get(_letters(f"{path}.md")):
            name = posixpath.relpath(spelled, posixpath.dirname(seen_from) or ".")
            return f"capitals and accents count; write `{name[:200]}`", False
        try:
            is_there = os.path.lexists(self._library.root / path)
        except ValueError:
            is_there = False
        if is_there and not (self._library.root / path).is_dir():
            if any(map(is_hidden, path.split("/"))):
                return "the file is there, but hidden by its name, and what is hidden isn't published", True
            kind = posixpath.splitext(path)[1]
            return (
                f"the file is there, but {f'`{kind}` files' if kind else 'files without an ending'} aren't published",
                True,
            )
        return f"the library has no `{path[:200]}`{self._elsewhere(path, seen_from)}", False

    def unescaped(self, written: str, *, seen_from: str) -> str | None:
        """Return a link as it must be written to lead to a page or file that has `#` or `?` in its name."""
        escaped = written.replace("#", "%23").replace("?", "%3F")
        path = target_path(seen_from, escaped) if escaped != written else None
        return escaped[:200] if path in self._library.by_path or path in self._library.files else None

    @cached_property
    def unread_ids(self) -> frozenset[str]:
        """The ids of pages that couldn't be read, as far as their paths and first lines tell."""
        found = set[str]()
        for path, entry in self._library.entries.items():
            if entry.document is None:
                found.add(id_from_path(path))
                found.update(match[1] for match in _ID.finditer(_beginning(self._library.root / path)))
        return frozenset(found)

    def _elsewhere(self, path: str, seen_from: str) -> str:
        found = self._by_name[posixpath.basename(path).lower()]
        if len(found) != 1:
            return ""
        return f"; did you mean `{posixpath.relpath(found[0], posixpath.dirname(seen_from) or '.')[:200]}`?"

    @cached_property
    def _unread(self) -> frozenset[str]:
        read = {readable(path) for path in self._library.by_path}
        return frozenset(problem.path for problem in self._library.page_problems) - read - self._library.files

    @cached_property
    def _unread_places(self) -> Destinations:
        return Destinations({path: self._library.addresses.get(path, path) for path in self._unread})

    @cached_property
    def _by_letters(self) -> dict[str, str]:
        return {_letters(path): path for path in (*self._library.files, *self._library.by_path)}

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found = defaultdict[str, list[str]](list)
        for path in (*self._library.files, *self._library.by_path):
            if not is_index(path):
                found[posixpath.basename(path).lower()].append(path)
        return found


def nearest(anchor: str, anchors: Collection[str]) -> str | None:
    """Return the anchor that another one was probably meant to be; None where none is like it."""
    found = extractOne(anchor.lower(), sorted(anchors), scorer=ratio, score_cutoff=LEAST_LIKENESS)
    return found[0] if found else None


def pointer_problems(library: Library, used: dict[str, str]) -> Iterator[LibraryProblem]:
    """Yield the files that are only pointers of Git LFS; `used` are those that pages show, each with such a page."""
    for path, page in sorted(used.items()):
        if POINTER.match(_beginning(library.root / path).replace("\r\n", "\n")):
            message = (
                f"this is a pointer of Git LFS and not the file that {page} names; "
                "run `git lfs pull` where the library is fetched"
            )
            yield LibraryProblem(path, 1, "lfs-pointer", message)


def _beginning(file: Path) -> str:
    """Return what a file begins with; nothing of one that can't be read, or leads elsewhere."""
    try:
        with os.fdopen(os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as opened:
            return opened.read(MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""


def _letters(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
