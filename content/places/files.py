"""Files beside the pages: which of them readers may have, and copying those into a site."""

from __future__ import annotations

import errno
import html
import os
import re
import shutil
import stat
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

from content.library import Library
from content.places.file_kinds import ENDS, kind_of, needs_link

# Of a page that isn't published; a page may be too large to be read as one.
READ_BYTES = 10_000_000
PIECE_BYTES = 1_000_000
_LINK = re.compile(r'<a (?:[^<>"]|"[^"]*")*?href="([^"]*)"')


def withheld(library: Library, *, published: Collection[str], used: Collection[str]) -> set[str]:
    """Return the files that only pages name which aren't published, and unused ones of kinds that need a link.

    `published` are paths of pages, `used` those of the files that these lead to. Any other file that no page names is
    for links from elsewhere. What isn't published is searched for the bare names of files, whatever its syntax: a
    draft may be no valid page yet.
    """
    unused = [path for path in library.files if path not in used]
    unlinked = {path for path in unused if needs_link(path)}
    names: dict[str, list[str]] = {}
    for path in unused:
        if path not in unlinked:
            names.setdefault(_plain(path.rpartition("/")[2]), []).append(path)
    if not names:
        return unlinked
    hidden = (path for path in library.entries if path not in published)
    found = {name for path in hidden for name in _names_in(_text_of(library.root / path), names)}
    return unlinked.union(*(names[name] for name in found))


def is_inside(file: Path, root: Path) -> bool:
    """Tell whether a file lies in a folder once all links of the file system are followed."""
    try:
        return file.resolve(strict=True).is_relative_to(root.resolve()) and file.is_file()
    except (OSError, ValueError):
        return False


def attachments_of(paths: Mapping[str, str], files: Container[str], page: str) -> list[dict[str, str]]:
    """Return the name, address and kind of the files among the paths that a page names, but for pictures.

    `paths` maps them to their addresses as the page has them, `page` is its HTML: a picture that browsers don't show
    by itself is a download like any other where a link leads to it.
    """
    found = [(path, kind) for path in paths if path in files and (kind := kind_of(path))]
    linked = _linked_in(page) if any(kind.is_picture for _, kind in found) else set[str]()
    return [
        {"name": path.rpartition("/")[2], "url": paths[path], "kind": kind.name}
        for path, kind in found
        if not kind.is_picture or (not kind.is_shown and paths[path] in linked)
    ]


def _linked_in(page: str) -> set[str]:
    return {html.unescape(address) for address in _LINK.findall(page)}


def _names_in(text: str, names: Collection[str]) -> Iterator[str]:
    """Yield those of some names that stand in a text, each as a word of its own."""
    lengths = sorted({len(name) for name in names})
    text = _plain(html.unescape(text.replace("\\", "")))
    ends = (match.end() for match in ENDS.finditer(text))
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


def copy_files(
    root: Path, paths: Iterable[str], target: Path, *, former: Path | None = None
) -> Iterator[tuple[str, OSError]]:
    """Copy files of a library; yields each that can't be copied, and why. Raises OSError when the disk is full.

    `former` is a folder that this filled before: a file that wasn't saved since is shared with it and takes no more
    room. It is never shared with the library, where somebody may write into it while it is read here.
    """
    for path in paths:
        try:
            _copy(root / path, target / path, former / path if former else None)
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise
            yield path, error


def _copy(source: Path, target: Path, former: Path | None) -> None:
    """Copy a file, but not by a link, which it may have become since the library was read.

    The copy bears the moment at which the file had been saved when it was opened: one that is saved while it is
    copied is another the next time.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "is no file any more")
        if _is_same(target, status):
            return
        target.unlink(missing_ok=True)  # it may be shared with a site that is being served
        if former and _is_same(former, status) and _link(former, target):
            return
        with target.open("wb") as copy:
            shutil.copyfileobj(file, copy, PIECE_BYTES)
        os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))


def _is_same(former: Path, status: os.stat_result) -> bool:
    """Tell whether a former copy is of the file as it is now."""
    try:
        known = former.lstat()
    except OSError:
        return False
    is_file = stat.S_ISREG(known.st_mode)
    return is_file and (known.st_mtime_ns, known.st_size) == (status.st_mtime_ns, status.st_size)


def _link(former: Path, target: Path) -> bool:
    """Give a former copy a second name; tell whether the file system could."""
    try:
        os.link(former, target)
    except OSError:
        return False
    return True
