"""Pages by the names that people use in `[[wiki links]]`: a path, a file's name, or a title."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol

from content.places.addresses import is_index, stem_of

_PARTED = re.compile(r"[\s_-]+")


class HasName(Protocol):
    """A page, or what is known of one."""

    @property
    def path(self) -> str:
        """Its path in the library."""

    @property
    def title(self) -> str:
        """Its title."""


class PageNames:
    """The names of pages. Case, and whether words are parted by spaces, `-` or `_`, make no difference."""

    def __init__(self, pages: Iterable[HasName]) -> None:
        """Read the names of the pages of a library."""
        self._ways: tuple[dict[str, list[str]], ...] = tuple(defaultdict(list) for _ in range(3))
        self._titles: dict[str, str] = {}
        for page in pages:
            self._titles[page.path] = page.title
            whole = stem_of(page.path)
            folder, _, stem = whole.rpartition("/")
            is_first = is_index(whole)
            names = (
                (whole, folder if is_first else ""),
                (posixpath.basename(folder) if is_first else stem,),
                (page.title,),
            )
            for way, own in zip(self._ways, names, strict=True):
                for name in filter(None, own):
                    way[_plain(name)].append(page.path)

    def candidates(self, name: str, *, seen_from: str) -> tuple[str, ...]:
        """Return the paths of the pages that a name may mean: those of this path, else file's name, else title.

        Leading and ending slashes and `.md` don't count; `./` and `../` lead on from the page that is `seen_from`.
        None is an unknown name, several an ambiguous one.
        """
        written, ways = stem_of(name.strip()), self._ways
        if written.startswith(("./", "../")):
            written, ways = posixpath.normpath(posixpath.join(posixpath.dirname(seen_from), written)), ways[:1]
        key = _plain(written.strip("/"))
        return next((tuple(way[key]) for way in ways if key in way), ())

    def page_named(self, name: str, *, seen_from: str) -> str | None:
        """Return the path of the one page that a name means; None when there is none, or more than one."""
        found = self.candidates(name, seen_from=seen_from)
        return found[0] if len(found) == 1 else None

    def title_at(self, path: str) -> str:
        """Return the title of the page at a path."""
        return self._titles[path]


def _plain(name: str) -> str:
    return _PARTED.sub(" ", unicodedata.normalize("NFC", name)).strip().casefold()
