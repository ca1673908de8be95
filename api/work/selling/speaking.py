"""References for a deal: who speaks for what it is about, the least recently asked first, and who was asked enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from api.work.selling.meaning import DealTopics
from lms.deals.asks import TimesAsked
from lms.deals.models import CustomerReference

# Field words, and what a reference speaks of.
SPEAKS_OF = {"product": "products", "industry": "industries", "persona": "personas"}


@dataclass(frozen=True)
class FittingReference:
    """A reference with what it shares with a deal, by field word, and how often it was asked."""

    reference: CustomerReference
    because: Mapping[str, str]
    asked: TimesAsked

    @property
    def is_asked_enough(self) -> bool:
        """Whether it was asked as often in the last 365 days as was agreed."""
        return self.asked.in_year >= self.reference.most_a_year


def references_for(
    references: Sequence[CustomerReference],
    topics: DealTopics,
    asked: Mapping[UUID, TimesAsked],
    *,
    account: str | None,
) -> list[FittingReference]:
    """Return the references that share a topic with a deal of an account, other than that account's own."""
    found = [
        FittingReference(one, shared, asked.get(one.id, TimesAsked()))
        for one in references
        if (shared := _shared(one, topics)) and one.account.casefold() != (account or "").casefold()
    ]
    return sorted(found, key=lambda one: (one.asked.last_on or date.min, -len(one.because), one.reference.id))


def _shared(reference: CustomerReference, topics: DealTopics) -> dict[str, str]:
    shared = {
        name: next((value for value in topics.values.get(name, ()) if value in getattr(reference, field)), None)
        for name, field in SPEAKS_OF.items()
    }
    return {name: value for name, value in shared.items() if value}
