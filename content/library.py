"""A folder of Markdown read into a Library; whatever can't be read is a problem and stops nothing else."""

from __future__ import annotations

import hashlib
import os
import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path, PurePosixPath

from content.document import MAX_BYTES, Document, parse
from content.languages.reading import Said, Unread, read_language
from content.languages.settling import settle
from content.places.addresses import addresses_of, ids_of, is_page
from content.places.file_kinds import kind_of
from content.problem import LibraryProblem
from content.taxonomy import FILE_NAME, Taxonomy, read_taxonomy

# Deeper or longer, a page's place in the site would be more than file systems and menus can hold.
MOST_FOLDERS, LONGEST_PATH = 300, 1000
# Where GitBook and the wikis of Azure keep the pictures of pages.
PICTURES = {".gitbook", ".attachments"}
Progress = Callable[[int, int], None]


class LibraryAwayError(OSError):
    """The library's folder isn't there, or is empty: it is being replaced, or a volume isn't mounted."""


@dataclass(frozen=True)
class _Entry:
    """What one file gave when it was read, what its text says of its language, and the stamp that tells changes."""

    stamp: tuple[int, int]
    document: Document | None
    problems: tuple[LibraryProblem, ...]
    said: Said | Unread | None = None


@dataclass(frozen=True)
class Library:
    """All pages of a folder in the order of their paths, the files beside them, and what is wrong with single pages.

    Pages are as they stand on `day`. `folders` are the folders that were looked into, with a slash at the end, and the
    root as nothing; `hidden` are the files and folders that weren't, because of their names. `addresses` are those of
    all pages, also of those that can't be read.
    """

    root: Path
    taxonomy: Taxonomy
    pages: tuple[Document, ...]
    files: frozenset[str]
    folders: frozenset[str]
    hidden: tuple[str, ...]
    addresses: Mapping[str, str]
    page_problems: tuple[LibraryProblem, ...]
    day: date
    entries: dict[str, _Entry] = field(repr=False, compare=False)

    @cached_property
    def by_id(self) -> dict[str, Document]:
        """Pages by id."""
        return {page.id: page for page in self.pages}

    def find(self, page_id: str) -> Document | None:
        """Return the page that has this id or had it once, or None."""
        return self.by_id.get(page_id) or self._by_alias.get(page_id)

    @cached_property
    def _by_alias(self) -> dict[str, Document]:
        return {alias: page for page in reversed(self.pages) for alias in page.former_ids}

    @cached_property
    def by_path(self) -> dict[str, Document]:
        """Pages by path relative to the root."""
        return {page.path: page for page in self.pages}

    @cached_property
    def by_former_address(self) -> dict[str, Document]:
        """Pages by the addresses that they had before, without the slashes at their ends."""
        return {address: page for page in reversed(self.pages) for address in page.fields.former_addresses}

    @cached_property
    def stamp(self) -> str:
        """One hash of the words and pages that were read, and of when the other files were saved; ask at once."""
        digest = hashlib.sha256(repr(self.taxonomy).encode())
        for path, entry in sorted(self.entries.items()):
            page = self.by_path.get(path) or entry.document
            digest.update(os.fsencode(path) + f"\0{page.hash if page else ''}\n".encode())
        for path in sorted(self.files):
            digest.update(os.fsencode(path) + f"\0{_saved(self.root / path)}\n".encode())
        return digest.hexdigest()


def read_library(
    root: Path, *, day: date | None = None, previous: Library | None = None, progress: Progress | None = None
) -> Library:
    """Read every page below root; with `previous`, files that did not change are not read again.

    Pages are as they stand on a day of the company: some begin to be published on one, or cease to be.
    Raises NotADirectoryError when root is no folder.
    """
    if not root.is_dir():
        raise NotADirectoryError(f"{root} is not a folder; set CONTENT_DIR to a folder of Markdown")
    taxonomy, problems = read_taxonomy(root)
    known = previous.entries if previous and previous.root == root and previous.taxonomy == taxonomy else {}
    published: set[str] = set()
    folders: set[str] = set()
    hidden: list[str] = []
    files: list[tuple[str, os.DirEntry[str]]] = []
    for path, item in _walk(root, problems, folders, hidden):
        if item.is_symlink():
            message = "is a symbolic link, which may lead out of the library; put the file itself here"
            problems.append(LibraryProblem(path, 1, "symlink", message))
        elif is_page(path):
            files.append((path, item))
        elif kind_of(path):
            published.add(path)
    entries = {}
    for number, (path, item) in enumerate(files, start=1):
        entries[path] = _read_file(path, item, taxonomy, known.get(path))
        if progress:
            progress(number, len(files))
    entries |= _with_languages(entries, taxonomy)
    day = day or datetime.now(UTC).date()
    read = {path: entry.document and entry.document.on(day) for path, entry in sorted(entries.items())}
    read = _cascaded(read)
    shown = {path for path, page in read.items() if page and page.is_shown}
    addresses = addresses_of(shown, entries.keys() - shown)
    pages, doubles = _named(read, addresses)
    problems += [problem for entry in entries.values() for problem in entry.problems]
    found = tuple(sorted(problems + doubles))
    return Library(
        root,
        taxonomy,
        pages,
        frozenset(published),
        frozenset(folders),
        tuple(sorted(hidden)),
        addresses,
        found,
        day,
        entries,
    )


def is_away(root: Path) -> bool:
    """Tell whether the folder isn't there, or holds nothing."""
    try:
        return not any(root.iterdir())
    except OSError:
        return True


def _walk(
    root: Path, problems: list[LibraryProblem], seen: set[str], hidden: list[str]
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield files and symbolic links; what can't be listed or named is a problem.

    The folders that were looked into are noted in `seen`, and in `hidden` what is left out.
    """
    folders = [""]
    while folders:
        prefix = folders.pop()
        seen.add(prefix)
        try:
            items = sorted(os.scandir(root / prefix), key=lambda item: item.name)
        except OSError as error:
            problems.append(
                LibraryProblem(
                    prefix.rstrip("/") or ".", 1, "unreadable", f"the folder can't be read: {error.strerror}"
                )
            )
            continue
        for item in items:
            path = f"{prefix}{item.name}"
            if item.name == FILE_NAME:
                continue
            if is_hidden(item.name):
                hidden.append(path)
                continue
            if refusal := _refusal(path):
                problems.append(LibraryProblem(path, 1, "file-name", refusal))
            elif item.is_dir(follow_symlinks=False):
                folders.append(f"{path}/")
            elif item.is_file(follow_symlinks=False) or item.is_symlink():
                yield path, item
            elif is_page(path):
                message = "is no file but a pipe, a socket or a device; put a file here"
                problems.append(LibraryProblem(path, 1, "unreadable", message))


def is_hidden(name: str) -> bool:
    """Tell whether a file or folder of this name isn't looked at: it is a tool's."""
    return (name.startswith((".", "__")) and name not in PICTURES) or name == "node_modules"


def _refusal(path: str) -> str | None:
    """Say why nothing can have this path in the site; None when it can."""
    try:
        length = len(path.encode("utf-8"))
    except UnicodeEncodeError:
        return "the name isn't UTF-8; rename it"
    if length > LONGEST_PATH:
        return f"the path has more than {LONGEST_PATH} bytes; give it or its folders shorter names"
    if path.count("/") > MOST_FOLDERS:
        return f"lies more than {MOST_FOLDERS} folders deep; move it up"
    return None


def _read_file(path: str, item: os.DirEntry[str], taxonomy: Taxonomy, known: _Entry | None) -> _Entry:
    try:
        status = item.stat(follow_symlinks=False)
        stamp = (status.st_mtime_ns, status.st_size)
        if known and known.stamp == stamp:
            return known
        if status.st_size > MAX_BYTES:
            size = f"{status.st_size / 1e6:.1f} MB, more than {MAX_BYTES / 1e6:.0f} MB"
            return _refused(stamp, LibraryProblem(path, 1, "too-large", f"the file has {size}; split it into pages"))
        raw = Path(item.path).read_bytes()
    except OSError as error:
        return _refused((0, -1), LibraryProblem(path, 1, "unreadable", f"can't be read: {error.strerror}"))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return _refused(stamp, LibraryProblem(path, line, "not-utf-8", "isn't UTF-8 text; save it as UTF-8"))
    document, problems = parse(text, path=path, taxonomy=taxonomy)
    is_said = document is not None and document.language_from != "page"
    said = read_language(document.fields.title, document.body) if document and is_said else None
    return _Entry(stamp, document, tuple(problems), said)


def _saved(path: Path) -> tuple[int, int]:
    """Return when a file was saved and its size; zeros for one that has gone meanwhile."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size


def _refused(stamp: tuple[int, int], problem: LibraryProblem) -> _Entry:
    return _Entry(stamp, None, (problem,))


def _with_languages(entries: Mapping[str, _Entry], taxonomy: Taxonomy) -> dict[str, _Entry]:
    """Return the entries of pages, each page with its language."""
    read = {path: (entry.document, entry.said) for path, entry in entries.items() if entry.document}
    pages = settle(read, taxonomy)
    settled = zip(read, pages, strict=True)
    return {path: replace(entries[path], document=page) for path, page in settled if page is not read[path][0]}


def _cascaded(read: Mapping[str, Document | None]) -> dict[str, Document | None]:
    """Return pages with the status that folders' own pages say for all below them, which don't say one themselves."""
    folders = {posixpath.dirname(path): page.cascade for path, page in read.items() if page and page.cascade}
    found = dict(read)
    for path, page in read.items() if folders else ():
        above = (folders.get(str(folder).removeprefix(".")) for folder in PurePosixPath(path).parents)
        status = next((said for said in above if said), None)
        if page and status and not page.says_state:
            found[path] = page.with_status(status)
    return found


def _named(
    read: Mapping[str, Document | None], addresses: Mapping[str, str]
) -> tuple[tuple[Document, ...], list[LibraryProblem]]:
    """Give each page an id and an address of its own; of those that name the same id, the first keeps it alone."""
    problems: list[LibraryProblem] = []
    named: dict[str, str] = {}
    taken: dict[str, str] = {}
    for path, page in read.items():
        if page is None or page.fields.id is None:
            continue
        first = taken.setdefault(page.id, path)
        if first == path:
            named[path] = page.id
        else:
            message = f"the id `{page.id}` is taken by {first}; give this page another"
            problems.append(LibraryProblem(path, 1, "duplicate-id", message))
    made = {path: page.id for path, page in read.items() if page is not None and page.fields.id is None}
    ids = ids_of(made, named=named)
    pages = (
        page
        if (page.id, page.url) == (ids[path], addresses[path])
        else replace(page, id=ids[path], url=addresses[path])
        for path, page in read.items()
        if page is not None and path in ids
    )
    return tuple(pages), problems
