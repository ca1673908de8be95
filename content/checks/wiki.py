"""Wiki links, `[[name]]`, `[[name|text]]` and `[[name#heading]]`: found in a text, and led to the page they name."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass

from content.checks.fields import foreign_fields, is_personal
from content.checks.lines import HIDDEN, Lines
from content.checks.places import problem_at
from content.dialects.anchors import anchor_in
from content.document import Document
from content.places.file_kinds import kind_of
from content.places.page_names import PageNames
from content.places.wiki_links import WIKI_LINK, named_in
from content.problem import LibraryProblem


@dataclass(frozen=True)
class WikiLink:
    """What a wiki link names, and where it stands in the body: line and column from 1."""

    name: str
    heading: str
    line: int
    column: int


def wiki_links(lines: Lines) -> Iterator[WikiLink]:
    """Yield the wiki links of a text in their order."""
    for found in lines.in_prose("[[", WIKI_LINK):
        named = None if HIDDEN in found[1] or is_personal(found[1].partition("|")[0]) else named_in(found[1])
        if named:
            yield WikiLink(named.name, named.heading, *lines.place(found.start()))


def wiki_problems(
    page: Document,
    links: Iterable[WikiLink],
    *,
    names: PageNames,
    files: Container[str],
    anchors: Callable[[str], Container[str]],
) -> Iterator[LibraryProblem]:
    """Yield the wiki links that name no page, a file, several pages, or a heading that isn't there."""
    for link in links:
        place = (link.line, link.column)
        found = names.candidates(link.name, seen_from=page.path) if link.name else (page.path,)
        if not found and (file := _file_named(page, link.name, files)):
            advice = _as_markdown(page, file)
            message = (
                f"`[[{link.name[:200]}]]` is shown as it stands, since it names a file and no page; write `{advice}`"
            )
            yield problem_at(page, place, "wiki-link", message)
        elif not found and not _is_merge_field(page, link):
            message = f"`[[{link.name[:200]}]]` names no page: none has this path, file name or title"
            yield problem_at(page, place, "wiki-link", message)
        elif len(found) > 1:
            choice = f"[[{posixpath.splitext(found[0])[0]}]]"
            message = (
                f"`[[{link.name[:200]}]]` may be any of {', '.join(found[:5])}; write the path, such as `{choice}`"
            )
            yield problem_at(page, place, "wiki-link", message)
        elif found and link.heading and not link.heading.startswith("^"):
            known = anchors(found[0])
            if anchor_in(page.dialect, link.heading.rpartition("#")[2]) not in known:
                where = "this page" if found[0] == page.path else found[0]
                message = f"`[[{link.name[:200]}#{link.heading[:200]}]]` names no heading of {where}"
                yield problem_at(page, place, "broken-anchor", message)


def _file_named(page: Document, name: str, files: Container[str]) -> str | None:
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), name))
    return next((path for path in (name.strip("/"), beside) if path in files), None)


def _as_markdown(page: Document, file: str) -> str:
    """Return how a page shows a picture or links to any other file."""
    path, kind = posixpath.relpath(file, posixpath.dirname(page.path) or "."), kind_of(file)
    target, name = f"<{path}>" if " " in path else path, posixpath.basename(file)
    return f"![{posixpath.splitext(name)[0]}]({target})" if kind and kind.is_picture else f"[{name}]({target})"


def _is_merge_field(page: Document, link: WikiLink) -> bool:
    """Tell whether an e-mail's brackets are reported as another system's merge field already."""
    return page.type == "email-template" and any(foreign_fields(f"[[{link.name}]]"))
