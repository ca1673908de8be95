"""Links that lead nowhere, ids that name nothing, and pages that nothing leads to."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

from content.checks.absent import Absent, pointer_problems
from content.checks.addresses import mistyped, unfinished
from content.checks.facts import PageFacts
from content.checks.places import problem_at
from content.checks.training import named_courses
from content.checks.wiki import wiki_problems
from content.document import Document
from content.front_matter import KeyPath
from content.library import Library
from content.links import fragment_of, is_missing, page_at, target_path
from content.outline import Link
from content.page_names import PageNames
from content.problem import LibraryProblem

# Of 100; a guess below it would mislead.
LEAST_LIKENESS = 60
Facts = Mapping[str, PageFacts]
# What a field's ids must be, where that isn't any page but the one that names them.
TYPES_NAMED = {"courses": "course", "prerequisites": "course", "quiz": "quiz", "steps": "email-template"}
# The site leads to these by itself: a course to its lessons and quiz, the menu to the first page of a folder.
_REACHED = {"course", "lesson", "quiz"}


def link_problems(library: Library, facts: Facts, *, names: PageNames) -> Iterator[LibraryProblem]:
    """Yield links and images that lead nowhere, given the facts of pages by path and the names of pages."""
    folders = _folders(library)
    absent = Absent(library)
    used: dict[str, str] = {}
    for page in library.pages:
        for link in facts[page.path].links:
            path = None if mistyped(link.target) else target_path(page.path, link.target)
            if path is not None and is_missing(path, library.by_path, library.files, folders):
                if not absent.is_reported(path):
                    yield _missing(page, link, path, absent)
                continue
            if path in library.files:
                used.setdefault(path, page.path)
            yield from _anchor_problems(page, link, page_at(path, library.by_path) if path else page.path, facts)
        yield from wiki_problems(
            page,
            facts[page.path].wiki_links,
            names=names,
            files=library.files,
            anchors=lambda path: facts[path].anchors,
        )
    yield from pointer_problems(library, used)


def _missing(page: Document, link: Link, path: str, absent: Absent) -> LibraryProblem:
    reason, is_there = absent.why(path, seen_from=page.path)
    if advice := unfinished(link.target):
        reason, code = advice, "mistyped-address"
    elif is_there:
        code = "unpublished-file"
    else:
        code = "missing-image" if link.is_image else "broken-link"
    what = "image" if link.is_image else "link"
    message = f"the {what} `{link.target[:200]}` leads nowhere: {reason}"
    return problem_at(page, (link.line, link.column), code, message)


def _anchor_problems(page: Document, link: Link, target: str | None, facts: Facts) -> Iterator[LibraryProblem]:
    anchor = fragment_of(link.target)
    is_known = anchor.lower() in {"", "top"}  # browsers go to the top of any page
    if is_known or target is None or link.is_image or anchor in facts[target].anchors:
        return
    near = extractOne(anchor.lower(), sorted(facts[target].anchors), scorer=ratio, score_cutoff=LEAST_LIKENESS)
    hint = f"; did you mean `#{near[0]}`?" if near else ""
    place = "this page" if target == page.path else target
    message = f"the link `{link.target[:200]}` names no heading of {place}{hint}"
    yield problem_at(page, (link.line, link.column), "broken-anchor", message)


def reference_problems(library: Library) -> Iterator[LibraryProblem]:
    """Yield ids in front matter that name no page; one that can't be read is a problem of its own."""
    absent = Absent(library)
    for page in library.pages:
        for where, id_ in _references(page):
            if library.find(id_) is None and id_ in absent.unread_ids:
                continue
            if message := _misnamed(page, str(where[0]), id_, library.find(id_)):
                line, column = page.front.place_of(where)
                yield LibraryProblem(page.path, line, "unknown-page", message, column=column)


def _misnamed(page: Document, field: str, id_: str, named: Document | None) -> str | None:
    """Say what is wrong with an id that a field names, None when nothing is."""
    if named is None:
        return f"`{field}` names the page `{id_}`, which doesn't exist"
    wanted = TYPES_NAMED.get(field)
    if wanted and named.type != wanted:
        article = "an" if wanted.startswith("e") else "a"
        return f"`{field}` names `{id_}`, which is of type {named.type}; name {article} {wanted}"
    if named is page and field != "prerequisites":  # that is the shortest circle
        return f"`{field}` names this page itself; name another"
    return None


def orphans(library: Library, facts: Facts, *, names: PageNames) -> Iterator[LibraryProblem]:
    """Yield published pages that no other page leads to, by a link, by its name or by an id."""
    reached: set[str] = set()
    for page in library.pages:
        targets = (target_path(page.path, link.target) for link in facts[page.path].links)
        found = {page_at(path, library.by_path) for path in targets if path}
        found |= {names.page_named(link.name) for link in facts[page.path].wiki_links}
        found |= {named.path for _, id_ in _references(page) if (named := library.find(id_))}
        reached |= {path for path in found if path and path != page.path}
    for page in library.pages:
        if page.path in reached or page.fields.status != "approved" or page.type in _REACHED:
            continue
        is_index = posixpath.basename(page.path).lower() in {"index.md", "readme.md"}
        if is_index or page.fields.translation_of:
            continue
        message = "no page links to this one; link it from a page that reps read"
        yield LibraryProblem(page.path, 1, "orphan", message, "warning")


def _references(page: Document) -> Iterator[tuple[KeyPath, str]]:
    """Yield the ids that a page's front matter names, each with its place."""
    fields = page.fields
    for name in ("plays", "lessons"):
        yield from (((name, at), id_) for at, id_ in enumerate(getattr(fields, name, [])))
    yield from ((("steps", at, "template"), step.template) for at, step in enumerate(getattr(fields, "steps", [])))
    yield from named_courses(page)
    for name in ("quiz", "translation_of"):
        if id_ := getattr(fields, name, None):
            yield (name,), id_


def _folders(library: Library) -> set[str]:
    """Return every folder that holds a page, at any depth."""
    folders: set[str] = set()
    for page in library.pages:
        folder = posixpath.dirname(page.path)
        while folder and folder not in folders:
            folders.add(folder)
            folder = posixpath.dirname(folder)
    return folders
