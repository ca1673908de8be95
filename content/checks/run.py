"""Everything that is wrong with a library: what single pages show, and what only shows between pages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from content.checks.cache import FactsCache
from content.checks.facts import PageFacts
from content.checks.foreign import foreign_problems
from content.checks.keeping import double_problems, owner_problems, review_problems, translation_problems
from content.checks.linking import destinations_among, id_problems, link_problems, orphans, ways_of
from content.checks.names import name_problems
from content.checks.plans import kpi_problems
from content.checks.rubrics import rubric_problems
from content.checks.skills import skill_problems
from content.checks.tasks import task_problems
from content.checks.training import training_problems
from content.checks.unpublished import unpublished_problems
from content.history import History
from content.library import Library, Progress
from content.places.page_names import PageNames
from content.places.rooms import room_problems
from content.problem import LibraryProblem
from content.rendering import Renderer
from content.switching import switched_off


@dataclass(frozen=True)
class Known:
    """What a check knows beside the library: what git says, who is in the directory, and which KPIs are reported.

    None for what it can't know. The library's own KPIs can't have `taken` names.
    """

    history: History | None = None
    owners: Collection[str] | None = None
    today: date | None = None
    kpis: Collection[str] | None = None
    taken: Collection[str] = ()


@dataclass(frozen=True)
class Findings:
    """The problems of a library in the order of path and place, and those that it switched off, with the reasons."""

    problems: list[LibraryProblem]
    switched_off: list[tuple[LibraryProblem, str]]


def problems(library: Library, **options: Any) -> list[LibraryProblem]:
    """List every problem that isn't switched off, in the order of path and place; the options are those of `check`."""
    return check(library, **options).problems


def check(
    library: Library,
    *,
    known: Known | None = None,
    renderer: Renderer | None = None,
    keep_in: Path | None = None,
    progress: Progress | None = None,
) -> Findings:
    """Find every problem.

    With a renderer, pages that can't be rendered in time are problems too; with `keep_in`, a folder, pages that
    didn't change since the last check with it aren't read again.
    """
    known = known or Known()
    facts = _facts(library, FactsCache(keep_in, renderer=renderer), progress)
    found = [*library.page_problems, *(problem for own in facts.values() for problem in own.problems)]
    found += foreign_problems(library)
    names = PageNames(library.pages)
    for_readers = destinations_among(library, (page for page in library.pages if page.is_shown))
    ways = ways_of(library, facts, for_readers)
    found += link_problems(library, facts, ways, names=names, for_readers=for_readers)
    found += unpublished_problems(library, facts, ways, names=names, destinations=for_readers)
    found += id_problems(library)
    found += training_problems(library)
    found += task_problems(library)
    found += skill_problems(library)
    found += rubric_problems(library)
    found += orphans(library, facts, ways, names=names, for_readers=for_readers)
    found += double_problems(library)
    found += name_problems(library)
    found += room_problems(library)
    found += translation_problems(library, history=known.history)
    found += review_problems(library, today=known.today or library.day)
    if known.owners is not None:
        found += owner_problems(library, owners=known.owners)
    if known.kpis is not None:
        found += kpi_problems(library, kpis=known.kpis, taken=known.taken)
    return Findings(*switched_off(sorted(found), library.taxonomy.switches))


def _facts(library: Library, cache: FactsCache, progress: Progress | None) -> dict[str, PageFacts]:
    facts = {}
    cache.prepare(library.pages)
    for number, page in enumerate(library.pages, start=1):
        facts[page.path] = cache.facts_of(page)
        if progress:
            progress(number, len(library.pages))
    cache.write()
    return facts
