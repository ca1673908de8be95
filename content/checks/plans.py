"""KPIs that plans name and nobody reports, and own ones whose name is another's."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from content.fields.models import InitiativeFields, KpiFields
from content.library import Library
from content.problem import LibraryProblem
from content.taxonomy import suggestion


def kpi_problems(library: Library, *, kpis: Collection[str], taken: Collection[str]) -> Iterator[LibraryProblem]:
    """Yield KPIs of initiatives that are neither among those given, by name, nor a page; and pages of taken names."""
    for page in library.pages:
        if isinstance(page.fields, KpiFields) and page.id in taken:
            line, column = page.front.place_of(("id",))
            message = f"`{page.id}` is taken: a KPI of your own needs another `id`, such as `our-{page.id}`"
            yield LibraryProblem(page.path, line, "taken-kpi", message, column=column)
    own = {page.id for page in library.pages if isinstance(page.fields, KpiFields)}
    known = {*kpis, *own}
    for page in library.pages:
        if not isinstance(page.fields, InitiativeFields):
            continue
        for at, target in enumerate(page.fields.targets):
            if target.kpi not in known:
                line, column = page.front.place_of(("targets", at, "kpi"))
                message = f"`targets` names the KPI `{target.kpi}`, which isn't reported{_near(target.kpi, known)}"
                yield LibraryProblem(page.path, line, "unknown-kpi", message, column=column)


def _near(name: str, known: Collection[str]) -> str:
    hint = suggestion("_".join(name.lower().replace("-", " ").split()), known)
    return hint if hint.startswith("; did") else "; the page of definitions lists those that are"
