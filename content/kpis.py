"""KPIs of the company's own as the library has them: a ratio of two measures, each of some rows alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from content.catalogue import Catalogue, Entry
from content.course import NoSuchPageError, read_each, read_page
from content.fields.models import InitiativeFields, KpiFields


@dataclass(frozen=True)
class KpiPage:
    """A published page of a KPI."""

    entry: Entry
    fields: KpiFields


@dataclass(frozen=True)
class InitiativePage:
    """A published page of an initiative."""

    entry: Entry
    fields: InitiativeFields


def read_kpis(catalogue: Catalogue) -> Sequence[KpiPage]:
    """Read all published KPIs in the order of their paths, but for those that change on disk at this moment."""
    return [page for page in read_each(catalogue, "kpi", _read_kpi) if page.entry.status == "approved"]


def read_initiatives(catalogue: Catalogue) -> Sequence[InitiativePage]:
    """Read all published initiatives in the order of their paths; a translation isn't another one."""
    found = read_each(catalogue, "initiative", read_initiative)
    return [page for page in found if page.entry.status == "approved" and page.entry.translation_of is None]


def read_initiative(catalogue: Catalogue, page_id: str) -> InitiativePage:
    """Read an initiative by its id; raises NoSuchPageError."""
    entry = catalogue.by_id.get(page_id)
    fields = read_page(catalogue, entry).fields if entry is not None and entry.type == "initiative" else None
    if entry is None or not isinstance(fields, InitiativeFields):
        raise NoSuchPageError(f"no initiative `{page_id[:200]}`")
    return InitiativePage(entry, fields)


def _read_kpi(catalogue: Catalogue, page_id: str) -> KpiPage:
    entry = catalogue.by_id[page_id]
    fields = read_page(catalogue, entry).fields
    if not isinstance(fields, KpiFields):
        raise NoSuchPageError(f"`{entry.id}` is no KPI any more")
    return KpiPage(entry, fields)
