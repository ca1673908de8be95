"""Adoption of plain Markdown: the fields proposed for each page, and the patch that adds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from content.authoring.borrowing import borrowed
from content.authoring.editing import EditError, added_fields, patch
from content.authoring.recognising import likely_types
from content.document import Document, parse
from content.fields.models import GUESSED_AS_PAGE
from content.history import History
from content.languages.reading import DEFAULT
from content.library import Library, Progress
from content.problem import LibraryProblem, one_line, readable
from content.quiz.reading import read_quiz
from content.taxonomy import Taxonomy

# What keeps a file from being a page at all; the reader of the library found it.
_UNREADABLE = {"symlink", "unreadable", "file-name", "too-large", "not-utf-8", "front-matter"}
# What such a page is without the fields of its type: something to go by. Other pages that lack fields are just pages.
_STILL_GUIDES = {"battlecard", "email-template", "path", "playbook", "rubric", "sequence"}


@dataclass(frozen=True)
class Adopted:
    """One page: the fields it would get (none if it has them all), the patch, its type, and what it nearly is.

    `language` is None where nothing tells it.
    """

    path: str
    fields: Mapping[str, object]
    patch: str
    type: str
    language: str | None
    lacks_fields_of: str | None


@dataclass(frozen=True)
class LeftAlone:
    """A file that can't be adopted, and why."""

    path: str
    reason: str


@dataclass(frozen=True)
class Adoption:
    """What adopting a library would do; nothing is written."""

    pages: tuple[Adopted, ...]
    left_alone: tuple[LeftAlone, ...]

    @property
    def patch(self) -> str:
        """The changes of all pages as one unified diff, paths relative to the library."""
        return "".join(page.patch for page in self.pages)


def adopt(
    library: Library,
    *,
    history: History | None,
    always: Mapping[str, object] | None = None,
    progress: Progress | None = None,
) -> Adoption:
    """Propose the missing fields of every page; `always` holds those that all pages get, such as `owner`."""
    read = {readable(path) for path, entry in library.entries.items() if entry.document}
    unread = (problem for problem in library.page_problems if problem.path not in read)
    left = [LeftAlone(problem.path, problem.message) for problem in unread if problem.code in _UNREADABLE]
    ids = _free_ids(library)
    pages = []
    for number, (path, page_id) in enumerate(ids.items(), start=1):
        try:
            text = (library.root / path).read_bytes().decode("utf-8")
            wanted = {"reviewed": _last_changed(history, path), **(always or {})}
            language = _known_language(library, path)
            new = adopt_text(
                text, path=path, page_id=page_id, language=language, taxonomy=library.taxonomy, wanted=wanted
            )
            pages.append(new[1])
        except (EditError, OSError, UnicodeDecodeError) as error:
            left.append(LeftAlone(readable(path), one_line(str(error))))
        if progress:
            progress(number, len(ids))
    return Adoption(tuple(pages), tuple(sorted(left, key=lambda row: row.path)))


def adopt_text(
    text: str, *, path: str, page_id: str, language: str | None, taxonomy: Taxonomy, wanted: Mapping[str, object]
) -> tuple[str, Adopted]:
    """Return a page with what it lacks, and what that was; raises EditError for a page that an author must mend."""
    page = _Page(text, path, taxonomy)
    before, foreign = text, borrowed(page.document)
    if foreign is not None and text.endswith(page.document.body):
        text = text.removesuffix(page.document.body) + foreign.body
        page, wanted = _Page(text, path, taxonomy), {**foreign.fields, **wanted}
    kind, lacks_fields_of = page.choose_type(language or DEFAULT)
    guessed = {"id": page_id, "title": page.document.title, "type": kind, "language": language}
    fields = page.acceptable({name: value for name, value in {**guessed, **wanted}.items() if value is not None})
    after = added_fields(text, fields)
    # Git looks for paths of a patch without its own first line in the folder where it runs, not in the repository's.
    change = patch(path, before, after).partition("\n")[2]
    return after, Adopted(path, fields, change, kind, language, lacks_fields_of)


def _free_ids(library: Library) -> dict[str, str]:
    """Return an id for every page in the order of paths: its own, or one that no other page has or had."""
    pages = {path: entry.document for path, entry in sorted(library.entries.items()) if entry.document}
    taken = {alias for page in pages.values() for alias in page.fields.aliases}
    taken |= {page.fields.id for page in pages.values() if page.fields.id}
    ids: dict[str, str] = {}
    for path, page in pages.items():
        first = page.fields.id or library.by_path[path].id
        others = (f"{first}-{number}" for number in range(2, len(pages) + 2))
        ids[path] = page.fields.id or next((id_ for id_ in (first, *others) if id_ not in taken), first)
        taken.add(ids[path])
    return ids


def _known_language(library: Library, path: str) -> str | None:
    """Return a page's language; None where it is only what most pages are in."""
    page = library.entries[path].document
    return page.fields.language if page and page.is_language_known else None


def _last_changed(history: History | None, path: str) -> date | None:
    """Return the day of a page's last commit: a change is the nearest thing to a review."""
    known = history.of(path) if history else None
    return known.last.at.date() if known else None


class _Page:
    """A page as it is, and what would be wrong with it if it had other fields."""

    def __init__(self, text: str, path: str, taxonomy: Taxonomy) -> None:
        self._text = text
        self._path = path
        self._taxonomy = taxonomy
        document, problems = parse(text, path=path, taxonomy=taxonomy)
        if document is None:
            raise EditError(problems[0].message)
        self.document: Document = document
        self._known = _errors(problems)

    def choose_type(self, language: str) -> tuple[str, str | None]:
        """Return the likeliest type whose fields the page has, and the type that it would have with more fields."""
        if "type" in self.document.front.fields:
            return self.document.type, None
        lacking: str | None = None
        for kind in dict.fromkeys(likely_types(self.document, language=language)):
            if self._may_be(kind):
                return kind, lacking
            if kind in GUESSED_AS_PAGE:
                lacking = kind
                break
        rest = "guide" if lacking in _STILL_GUIDES else "page"
        return (rest if self._may_be(rest) else self.document.type), lacking

    def acceptable(self, fields: Mapping[str, object]) -> dict[str, object]:
        """Return the fields that the page lacks, without those that would be errors."""
        missing = {name: value for name, value in fields.items() if name not in self.document.front.fields}
        if self._reads_as(missing):
            return missing
        return {name: value for name, value in missing.items() if self._reads_as({name: value})}

    def _may_be(self, kind: str) -> bool:
        if kind == "quiz":
            quiz, problems = read_quiz(replace(self.document, type=kind))
            # Any numbered list reads as steps to put in order, also one of questions without answers.
            is_answered = any(question.kind != "ordering" for question in quiz.questions)
            return is_answered and not problems and self._reads_as({"type": kind})
        return self._reads_as({"type": kind})

    def _reads_as(self, fields: Mapping[str, object]) -> bool:
        """Tell whether the page with these fields has no error that it hadn't before."""
        after, problems = parse(added_fields(self._text, fields), path=self._path, taxonomy=self._taxonomy)
        return after is not None and _errors(problems) <= self._known


def _errors(problems: list[LibraryProblem]) -> set[tuple[str, str]]:
    return {(problem.code, problem.message) for problem in problems if problem.severity == "error"}
