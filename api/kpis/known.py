"""The KPIs that are known here: those of the registry, and the company's own from its library."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from api.web.context import once, parts
from content.fields.parts import MeasureFields
from content.kpis import KpiPage, read_kpis
from content.search import IndexMissingError
from lms.kpis.definition import Definition
from lms.kpis.own import Counted, OwnRatio, definition_of
from lms.kpis.registry import GROUPS, registry


def known_kpis() -> Mapping[str, Definition]:
    """Return all KPIs by name, in the order of groups and titles; the company's own by the ids of their pages."""
    return once("known_kpis", _known)


def _known() -> Mapping[str, Definition]:
    found = {page.entry.id: _own(page) for page in _pages()} | dict(registry())
    order = sorted(found.values(), key=lambda one: (GROUPS.index(one.group), one.title))
    return MappingProxyType({one.name: one for one in order})


def _pages() -> list[KpiPage]:
    """Return none while the library isn't read: figures of the CRM don't wait for it."""
    try:
        return list(read_kpis(parts().search.catalogue()))
    except IndexMissingError:
        return []


def _own(page: KpiPage) -> Definition:
    fields = page.fields
    return definition_of(
        OwnRatio(
            name=page.entry.id,
            title=page.entry.title,
            question=fields.question,
            numerator=_counted(fields.numerator),
            denominator=_counted(fields.denominator),
            direction=fields.direction,
            group=fields.group,
            least_n=fields.least_n,
            traps=tuple(fields.traps),
            source=f"the page {page.entry.path} of the library",
        )
    )


def _counted(fields: MeasureFields) -> Counted:
    return Counted(fields.measure, {name: tuple(words) for name, words in fields.where.items()})
