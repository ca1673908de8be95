"""The KPIs that are known in a library: those of the registry, and the company's own from its pages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from content.catalogue import Catalogue
from content.fields.items import MeasureFields
from content.kpis import KpiPage, read_kpis
from lms.kpis.definition import Definition
from lms.kpis.own import Counted, OwnRatio, definition_of
from lms.kpis.registry import GROUPS, registry


def kpis_in(catalogue: Catalogue | None) -> Mapping[str, Definition]:
    """Return all KPIs by name, in the order of groups and titles; the company's own by the ids of their pages.

    Without a catalogue those of the registry alone: figures of the CRM don't wait for the library.
    """
    pages = read_kpis(catalogue) if catalogue else ()
    found = {page.entry.id: _own(page) for page in pages} | dict(registry())
    order = sorted(found.values(), key=lambda one: (GROUPS.index(one.group), one.title))
    return MappingProxyType({one.name: one for one in order})


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
