"""The KPIs that are known here, read once a request."""

from __future__ import annotations

from collections.abc import Mapping

from api.web.context import once
from api.web.searching import known_catalogue
from api.work.kpis.known import kpis_in
from lms.kpis.definition import Definition


def known_kpis() -> Mapping[str, Definition]:
    """Return all KPIs by name, in the order of groups and titles; the company's own by the ids of their pages."""
    return once("known_kpis", lambda: kpis_in(known_catalogue()))
