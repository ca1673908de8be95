"""Files beside the pages: which of them readers may have, and copying those into a site."""

from __future__ import annotations

import errno
import html
import os
import re
import shutil
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

from content.library import FILES, Library

# Of a page that isn't published; a page may be too large to be read as one.
READ_BYTES = 10_000_000
_ENDS = re.compile("|".join(map(re.escape, sorted(FILES))), re.IGNORECASE)


def withheld(library: Library, *, published: Collection[str], used: Collection[str]) -> set[str]:
    """Return the files that only pages name which aren't published.

    `published` are paths of pages, `used` those of the files that these lead to. A file that no page names is for
    links from elsewhere. What isn't published is searched for the bare names of files, whatever its syntax: a draft
    may be no valid page yet.
    """
    names: dict[str, list[str]] = {}
    for path in library.files:
        if path not in used:
            names.setdefault(_plain(path.rpartition("/")[2]), []).append(path)
    if not names:
        return set()
    hidden = (path for path in library.entries if path not in published)
    found = {name for path in hidden for name in _names_in(_text_of(library.root / path), names)}
    return {path for name in found for path in names[name]}


def _names_in(text: str, names: Collection[str]) -> Iterator[str]:
    """Yield those of some names that stand in a text, each as a word of its own."""
    lengths = sorted({len(name) for name in names})
    text = _plain(html.unescape(text.replace("\\", "")))
    ends = (match.end() for match in _ENDS.finditer(text))
    for tail in {text[max(0, end - lengths[-1] - 1) : end] for end in ends}:  # the same words come again and again
        for length in lengths:
            if tail[-length:] in names and not _goes_on(tail[:-length][-1:]):
                yield tail[-length:]


def _plain(text: str) -> str:
    return unquote(text).lower()


def _goes_on(sign: str) -> bool:
    return sign.isalnum() or sign in {"-", "_", "."}


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(READ_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""


def copy_files(root: Path, paths: Iterable[str], target: Path) -> Iterator[tuple[str, OSError]]:
    """Copy files of a library; yields each that can't be copied, and why. Raises OSError when the disk is full."""
    for path in paths:
        try:
            _copy(root / path, target / path)
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise
            yield path, error


def _copy(source: Path, target: Path) -> None:
    """Copy a file, but not by a link, which it may have become since the library was read."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(source, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file, target.open("wb") as copy:
        shutil.copyfileobj(file, copy)
