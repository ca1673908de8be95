"""A deal in the library's words: its stage, product and industry, and the personas that its contacts are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from api.work.selling.contacts import DealContact
from api.work.selling.listing import word_of
from content.labels import label_of
from content.meaning import meant_value
from content.taxonomy import Taxonomy
from lms.figures.frames import FigureSet


@dataclass(frozen=True)
class DealTopics:
    """Values of the taxonomy that a deal means, by field word: `stage`, `product`, `industry` and `persona`."""

    values: dict[str, tuple[str, ...]] = field(default_factory=dict)


def topics_of(
    taxonomy: Taxonomy, figures: FigureSet, number: int, *, stage: str | None, contacts: Sequence[DealContact] = ()
) -> DealTopics:
    """Return what a deal means, by its number and the stage that the CRM says now."""
    meant = {
        "stage": [meant_value(taxonomy, "stages", stage)],
        "product": [meant_value(taxonomy, "products", word_of(figures, "product", number))],
        "industry": [meant_value(taxonomy, "industries", word_of(figures, "industry", number))],
        "persona": [meant_value(taxonomy, "personas", contact.said.title) for contact in contacts],
    }
    return DealTopics({name: tuple(dict.fromkeys(filter(None, values))) for name, values in meant.items()})


def say_no_stage(taxonomy: Taxonomy, stage: str | None) -> str:
    """Say why no stage of the library fits a deal, and what would help."""
    if not stage:
        return "The CRM says no stage of this deal."
    known = ", ".join(label_of(taxonomy, "stage", value) for value in taxonomy.dimensions.get("stages", {}))
    allowed = f" The library's are {known}." if known else ""
    return f"No stage of the library is called “{stage}”.{allowed} `crm_stages` in taxonomy.yml says which one it is."
