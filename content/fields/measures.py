"""Measures that a company's own ratios are made of, by name; how each is counted, the figures know."""

from __future__ import annotations

import difflib
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field

from content.fields.values import Text

# What is counted, and what an author reads of it; a test compares them with those that the figures have.
MEASURES = {
    "activities": "activities, of all kinds",
    "calls": "calls",
    "calls_connected": "calls that reached somebody",
    "closed_value": "what deals that were won or lost were worth",
    "deals_closed": "deals that were won or lost, by the day",
    "deals_created": "deals that were created",
    "deals_lost": "deals that were lost",
    "deals_won": "deals that were won",
    "emails": "e-mails",
    "leads": "leads",
    "leads_converted": "leads of which a deal came",
    "lost_value": "what deals that were lost were worth",
    "meetings": "meetings",
    "pages_opened": "pages that somebody opened on a day, each once",
    "pages_used": "those of them that were read, copied or shared",
    "searches": "searches, each with all its refinements",
    "searches_successful": "searches that ended with a page that was used",
    "searches_without_result": "searches that found nothing",
    "won_value": "what deals that were won were worth",
}
KpiFilter = Literal["region", "product", "segment", "lead_source", "type", "industry", "campaign"]
KPI_FILTERS: tuple[KpiFilter, ...] = get_args(KpiFilter)
OwnKpiGroup = Literal["enablement", "selling", "customers", "planning"]


def _known(name: str) -> str:
    if name in MEASURES:
        return name
    near = difflib.get_close_matches(name, MEASURES, n=1, cutoff=0.6)
    hint = f"did you mean `{near[0]}`?" if near else f"use one of {', '.join(MEASURES)}"
    raise ValueError(f"there is no measure `{name[:80]}`; {hint}")


MeasureName = Annotated[Text, AfterValidator(_known), Field(description="what is counted")]
