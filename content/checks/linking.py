"""Links that lead nowhere, ids that name nothing, and pages that nothing leads to."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from content.checks.absent import Absent, nearest, pointer_problems
from content.checks.addresses import mistyped, unfinished
from content.checks.facts import PageFacts
from content.checks.leftovers import FILLED_IN
from content.checks.places import problem_at
from content.checks.spaced import spaced_heading_problems
from content.checks.training import named_courses
from content.checks.wiki import wiki_problems
from content.dialects.anchors import anchor_name
from content.dialects.placing import Link
from content.document import Document
from content.fields.front_matter import KeyPath
from content.fields.models import WITHHELD
from content.library import Library
from content.places.addresses import is_index
from content.places.folders import folders_above
from content.places.links import Destinations, first_of, fragment_of, paths_of
from content.places.page_names import PageNames
from content.problem import LibraryProblem

Facts = Mapping[str, PageFacts]
LinkPaths = Mapping[str, list[str | None]]
# What a field's ids must be, where that isn't any page but the one that names them.
TYPES_NAMED = {
    "courses": "course",
    "next": "job",
    "practical": "rubric",
    "prerequisites": "course",
    "quiz": "quiz",
    "steps": "email-template",
}
# The site leads to these by itself: a course to its lessons and quiz, a tool to timed tasks, the menu to the first page
# of a folder.
_REACHED = {"course", "lesson", *WITHHELD}


def ways_of(library: Library, facts: Facts, destinations: Destinations) -> LinkPaths:
    """Return the library paths that the links of each page point at, in their order; None for what is elsewhere."""
    dialect = library.taxonomy.dialect

    def way(path: str, target: str) -> str | None:
        return first_of(paths_of(path, target, dialect), destinations, library.files)

    return {path: [way(path, link.target) for link in own.links] for path, own in facts.items()}


def link_problems(
    library: Library, facts: Facts, ways: LinkPaths, *, names: PageNames, for_readers: Destinations
) -> Iterator[LibraryProblem]:
    """Yield links and images that lead nowhere, given the facts of pages by path, their ways and the names of pages.

    `for_readers` are the destinations of published pages.
    """
    for_authors = destinations_among(library, library.pages)
    absent = Absent(library)
    used: dict[str, str] = {}
    for page in library.pages:
        destinations = for_readers if page.fields.status == "approved" else for_authors
        for link, way in zip(facts[page.path].links, ways[page.path], strict=True):
            path = None if mistyped(link.target) else way
            target = destinations.page_at(path) if path else page.path
            if path is not None and target is None and path not in library.files and destinations.url_at(path) is None:
                if not absent.is_reported(path) and not FILLED_IN.search(path):
                    yield _missing(page, link, path, absent)
                continue
            if path in library.files:
                used.setdefault(path, page.path)
            if "#" in link.target:
                yield from _anchor_problems(page, link, target, facts, absent)
        yield from spaced_heading_problems(page, partial(_anchors_at, page, library, facts, destinations))
        yield from wiki_problems(
            page,
            facts[page.path].wiki_links,
            names=names,
            files=library.files,
            anchors=lambda path: facts[path].anchors,
        )
    yield from pointer_problems(library, used)


def _anchors_at(
    page: Document, library: Library, facts: Facts, destinations: Destinations, address: str
) -> frozenset[str] | None:
    """Return the anchors of the page that an address leads to; None where it leads to none."""
    path = first_of(paths_of(page.path, address, page.dialect), destinations, library.files)
    target = destinations.page_at(path) if path else page.path
    return facts[target].anchors if target is not None else None


def destinations_among(library: Library, shown: Iterable[Document]) -> Destinations:
    """Return where links may lead: to all pages, and to the folders that hold a page of those that are shown."""
    urls = {page.path: page.url for page in library.pages}
    former = {address: page.path for address, page in library.by_former_address.items()}
    return Destinations(urls, folders=folders_above(page.path for page in shown), former=former)


def _missing(page: Document, link: Link, path: str, absent: Absent) -> LibraryProblem:
    reason, is_there = absent.why(path, seen_from=page.path, written=link.target)
    if advice := unfinished(link.target):
        reason, code = advice, "mistyped-address"
    elif is_there:
        code = "unpublished-file"
    else:
        code = "missing-image" if link.is_image else "broken-link"
    what = "image" if link.is_image else "link"
    message = f"the {what} `{link.target[:200]}` leads nowhere: {reason}"
    return problem_at(page, (link.line, link.column), code, message)


def _anchor_problems(
    page: Document, link: Link, target: str | None, facts: Facts, absent: Absent
) -> Iterator[LibraryProblem]:
    anchor = anchor_name(fragment_of(link.target))
    is_known = anchor.lower() in {"", "top"}  # browsers go to the top of any page
    if is_known or target is None or link.is_image or anchor in facts[target].anchors:
        return
    if meant := absent.unescaped(link.target, seen_from=page.path):
        message = f"the link `{link.target[:200]}` leads elsewhere: write `{meant}`, for `#` and `?` end a path"
        yield problem_at(page, (link.line, link.column), "broken-anchor", message)
        return
    near = nearest(anchor, facts[target].anchors)
    hint = f"; did you mean `#{near}`?" if near else ""
    place = "this page" if target == page.path else target
    message = f"the link `{link.target[:200]}` names no heading of {place}{hint}"
    yield problem_at(page, (link.line, link.column), "broken-anchor", message)


def id_problems(library: Library) -> Iterator[LibraryProblem]:
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


def orphans(
    library: Library, facts: Facts, ways: LinkPaths, *, names: PageNames, for_readers: Destinations
) -> Iterator[LibraryProblem]:
    """Yield published pages that no other page leads to, by a link, by its name or by an id."""
    reached: set[str] = set()
    listed: dict[str, list[str]] = {}
    for page in library.pages:
        if page.is_shown:
            listed.setdefault(f"{posixpath.dirname(page.path)}/", []).append(page.path)
    for page in library.pages:
        found = {place for way in ways[page.path] if way for place in _reached_by(way, for_readers, listed)}
        by_name = (names.page_named(link.name, seen_from=page.path) for link in facts[page.path].wiki_links)
        found |= {path for path in by_name if path}
        if page.type not in WITHHELD:  # what answers a task isn't led to by it
            found |= {named.path for _, id_ in _references(page) if (named := library.find(id_))}
        reached |= found - {page.path}
    for page in library.pages:
        if page.path in reached or page.fields.status != "approved" or page.type in _REACHED:
            continue
        if is_index(page.path) or page.fields.translation_of:
            continue
        message = "no page links to this one; link it from a page that reps read"
        yield LibraryProblem(page.path, 1, "orphan", message, "warning")


def _reached_by(path: str, destinations: Destinations, listed: Mapping[str, list[str]]) -> Iterable[str]:
    """Return the pages that a link to a library path leads to; to a folder without a page, all those in it."""
    page = destinations.page_at(path)
    return listed.get(destinations.url_at(path) or "", ()) if page is None else (page,)


def _references(page: Document) -> Iterator[tuple[KeyPath, str]]:
    """Yield the ids that a page's front matter names, each with its place."""
    fields = vars(page.fields)  # of many types, and quicker than to ask for what most of them lack
    for name in ("plays", "lessons", "content", "next"):
        yield from (((name, at), id_) for at, id_ in enumerate(fields.get(name, ())))
    yield from ((("steps", at, "template"), step.template) for at, step in enumerate(fields.get("steps", ())))
    yield from ((("tasks", at, "answer"), task.answer) for at, task in enumerate(fields.get("tasks", ())))
    yield from named_courses(page)
    if practical := fields.get("practical"):
        yield ("practical", "rubric"), practical.rubric
    for name in ("quiz", "translation_of"):
        if id_ := fields.get(name):
            yield (name,), id_
