"""Topics of a deal: what it means in the library's words, as routes ask and show it."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel

from api.web.context import parts, session
from api.work.deals import FoundDeal
from api.work.selling.contacts import contacts_of
from api.work.selling.meaning import DealTopics, topics_of
from api.work.selling.rows import ListedDeal
from content.labels import label_of
from lms.figures.frames import FigureSet

# So many contacts of an account tell which personas it has.
_CONTACTS = 50


class TopicOut(BaseModel):
    """A value of the taxonomy: `name` is stage, product, industry or persona, `label` what people call it."""

    name: str
    value: str
    label: str


def topics_asked(figures: FigureSet, deal: FoundDeal, row: ListedDeal) -> DealTopics:
    """Return what a deal means, as the CRM has it now, with the personas among its contacts."""
    contacts, _ = contacts_of(session(), figures, deal, start=0, limit=_CONTACTS)
    taxonomy = parts().search.generation().head.taxonomy
    return topics_of(taxonomy, figures, deal.number, stage=row.stage, contacts=contacts)


def topics_out(values: Mapping[str, str]) -> list[TopicOut]:
    """Return values by field word as the API shows them."""
    taxonomy = parts().search.generation().head.taxonomy
    return [TopicOut(name=name, value=value, label=label_of(taxonomy, name, value)) for name, value in values.items()]
