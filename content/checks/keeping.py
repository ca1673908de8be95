"""Problems that time and people make: reviews that passed, translations left behind, owners who left, doubles."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from content.document import Document
from content.history import History
from content.library import Library
from content.problem import LibraryProblem, Severity


def review_problems(library: Library, *, today: date) -> Iterator[LibraryProblem]:
    """Yield published pages whose review is overdue or that have expired."""
    for page in library.pages:
        fields = page.fields
        if fields.status != "approved":
            continue
        if fields.verified_until and fields.verified_until < today:
            message = f"the review was due on {fields.verified_until}; read the page and set `reviewed` to today"
            yield _at(page, "reviewed", "review-overdue", message)
        if fields.expires and fields.expires < today:
            message = f"the page expired on {fields.expires}; archive it or set another date"
            yield _at(page, "expires", "expired", message)


def translation_problems(library: Library, *, history: History | None) -> Iterator[LibraryProblem]:
    """Yield translations that are older than their original: by git's dates, or by the days of their reviews."""
    for page in library.pages:
        original = library.find(page.fields.translation_of) if page.fields.translation_of else None
        if original is None or original is page:
            continue
        theirs = _last_change(original, history)
        # Whoever reviewed the translation since has seen what changed, also before that is committed.
        ours = max(filter(None, (_last_change(page, history), page.fields.reviewed)), default=None)
        if ours and theirs and ours < theirs:
            message = f"the original {original.path} changed on {theirs}, this page on {ours}; bring it up to date"
            yield _at(page, "translation_of", "stale-translation", message)


def owner_problems(library: Library, *, owners: Collection[str]) -> Iterator[LibraryProblem]:
    """Yield pages whose owner isn't among the directory's addresses, which are in lower case."""
    for page in library.pages:
        owner = page.fields.owner
        if owner and owner.lower() not in owners and page.fields.status != "archived":
            message = f"`{owner}` isn't in the directory; name somebody who is"
            yield _at(page, "owner", "unknown-owner", message, "error")


def double_problems(library: Library) -> Iterator[LibraryProblem]:
    """Yield titles that two published pages of one language share, and former ids that belong to two pages."""
    titles: dict[tuple[str, str], str] = {}
    former = {page.id: page.path for page in library.pages}
    for page in library.pages:
        key = (page.fields.language, page.title.casefold())
        if page.fields.status == "approved" and titles.setdefault(key, page.path) != page.path:
            message = f"{titles[key]} has the same title; a rep can't tell them apart"
            yield _at(page, "title", "duplicate-title", message)
        for number, alias in enumerate(page.fields.aliases):
            if former.setdefault(alias, page.path) != page.path:
                message = f"the id `{alias}` belongs to {former[alias]}; remove it from `aliases`"
                line, column = page.front.place_of(("aliases", number))
                yield LibraryProblem(page.path, line, "duplicate-id", message, column=column)


def _last_change(page: Document, history: History | None) -> date | None:
    known = history and history.of(page.path)
    return known.last.at.date() if known else page.fields.reviewed


def _at(page: Document, name: str, code: str, message: str, severity: Severity = "warning") -> LibraryProblem:
    line, column = page.front.place_of((name,))
    return LibraryProblem(page.path, line, code, message, severity, column=column)
