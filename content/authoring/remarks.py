"""Remarks in the preview of a page: its problems, and on the first page those of all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from urllib.parse import quote

from content.checks.run import Known, problems
from content.document import Document
from content.history import read_history
from content.library import Library
from content.places.addresses import address_of, is_page
from content.problem import LibraryProblem, counted, readable


class Remarks:
    """The problems of a library as HTML for its pages."""

    def __init__(self, library: Library) -> None:
        """Check the library as far as it can be done without rendering, which the preview does anyway."""
        self._pages = {readable(page.path): page for page in library.pages}
        self._by_path: dict[str, list[LibraryProblem]] = {}
        for problem in problems(library, known=Known(read_history(library.root))):
            self._by_path.setdefault(problem.path, []).append(problem)
        # What isn't read as a page, be it a link or a pipe, has an address only where no page has it.
        others = {path: address_of(path) for path in self._by_path if is_page(path) and not self._is_misnamed(path)}
        others = {path: address for path, address in others.items() if address not in library.addresses.values()}
        self._addresses = others | {readable(path): address for path, address in library.addresses.items()}

    def _is_misnamed(self, path: str) -> bool:
        return any(problem.code == "file-name" for problem in self._by_path[path])

    @property
    def unread(self) -> dict[str, str]:
        """Addresses, by path, of pages that can't be read and have nothing to show but their problems."""
        found = {path: self._addresses[path] for path in self._by_path if path in self._addresses}
        return {path: address for path, address in found.items() if path not in self._pages}

    def on(self, path: str, *, is_home: bool = False) -> str:
        """Return what is to be said on a page, "" when nothing is wrong."""
        own = _box("Problems of this page", map(_item, self._by_path.get(readable(path), ())))
        return (_box("Problems of the library", self._summary()) if is_home else "") + own

    def _summary(self) -> Iterable[str]:
        for path, found in self._by_path.items():
            errors = sum(problem.severity == "error" for problem in found)
            address = self._addresses.get(path)
            name = escape(path) if address is None else f'<a href="/{quote(address)}">{escape(path)}</a>'
            yield f"<li>{name}: {counted(errors, 'error')}, {counted(len(found) - errors, 'warning')}</li>"


def why_hidden(page: Document) -> str:
    """Return in a few words why readers don't get a page; "" for one that is published."""
    if page.fields.status == "archived":
        return "Archived"
    if day := page.awaited:
        return f"From {day.day} {day:%B} {day.year}, not published yet"
    return "Draft, not published" if page.fields.status == "draft" else ""


def _item(problem: LibraryProblem) -> str:
    kind = "Error" if problem.severity == "error" else "Warning"
    place = f"line {problem.line}, column {problem.column}"
    # What stands between backticks is code, as in the site's library check.
    message = re.sub("`([^`]+)`", r"<code>\1</code>", escape(problem.message))
    return f"<li><strong>{kind}</strong>, {place}: {message} <code>{escape(problem.code)}</code></li>"


def _box(title: str, items: Iterable[str]) -> str:
    found = "".join(items)
    return f'<aside class="rp-problems" aria-label="{title}"><h2>{title}</h2><ul>{found}</ul></aside>' if found else ""
