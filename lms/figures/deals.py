"""Deals as columns: one row for each, for each stretch of days in which it stood alike, and for each end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lms.crm.deals import DealLife, End, Fault, Held, outcome_said, read_deal
from lms.crm.facts import CrmRecord
from lms.figures.frames import NEVER, Frame
from lms.figures.owners import owner_text
from lms.figures.rows import GrowingRows, ordinal, reference, whole
from lms.figures.texts import TextPool
from lms.figures.words import WordLists

# `state` of a deal: closed and lost, closed and won, open, or one that doesn't count (merged, deleted, undone).
LOST, WON, OPEN, GONE = 0, 1, 2, 3
_STATES = {"lost": LOST, "won": WON, "open": OPEN}
# The columns of words, and the lists that they come from.
DEAL_WORDS = {
    "type": "type",
    "product": "product_text",
    "segment": "segment",
    "region": "region",
    "lead_source": "lead_source",
    "campaign": "campaign",
    "competitor": "competitor",
    "pipeline": "pipeline",
    "stage": "stage",
    "loss_reason": "loss_reason",
    "forecast_category": "forecast_category",
}


# The frame with what each deal is found by: its name and its key.
DEAL_TEXT = "deal_text"


@dataclass
class DealRows:
    """The rows of some deals: `deal` by its own number, `held` and `end` with the number of theirs.

    `texts` is where names and keys are put.
    """

    vocabulary: WordLists
    texts: TextPool

    def __post_init__(self) -> None:
        """Begin without rows."""
        self.deal = GrowingRows(
            {"number": "i", "ref": "q", "source": "h", "created": "i", "began": "i", "expected": "i", "waits": "i"}
            | {"owner_ref": "i", "account_text": "i", "amount": "q", "currency": "h", "state": "b", "faults": "i"}
            | {"name": "q", "text_at": "q", "text_length": "i"}
            | {f"{name}_word": "i" for name in DEAL_WORDS}
        )
        self.held = GrowingRows(
            {"deal": "i", "since": "i", "until": "i", "stage": "i", "owner_ref": "i", "amount": "q", "currency": "h"}
        )
        self.end = GrowingRows(
            {"deal": "i", "day": "i", "until": "i", "is_won": "b", "owner_ref": "i", "amount": "q", "currency": "h"}
            | {"cycle": "i"}
        )

    def frames(self) -> dict[str, Frame]:
        """Return the rows as frames, by name."""
        return {"deal": self.deal.frame(), "held": self.held.frame(), "end": self.end.frame()}

    def add(self, number: int, record: CrmRecord, *, today: date) -> None:
        """Add a deal under a number."""
        deal = read_deal(record.facts, today=today)
        source_id, words = record.source_id, self.vocabulary
        values = deal.values
        is_gone = bool(values.get("is_deleted") or values.get("merged_into"))
        account = values.get("account")
        self.deal.add(
            number,
            reference(source_id, record.key),
            source_id,
            _number(deal.created_on),
            _number(deal.began_on),
            ordinal(values.get("close_on")),
            _number(deal.changes_on),
            words["owner"].number(owner_text(source_id, values)),
            words["account_text"].number(f"{source_id}\x1f{account}" if account else None),
            whole(values.get("amount")),
            words["currency"].number(values.get("currency")),
            GONE if is_gone else _STATES[outcome_said(values)],
            int(Fault(0) if is_gone else deal.faults),
            reference(source_id, values.get("name")),
            *self.texts.put(values.get("name"), record.key),
            *(words[vocabulary].number(values.get(name)) for name, vocabulary in DEAL_WORDS.items()),
        )
        self._add_days(number, source_id, deal)

    def gone(self, number: int) -> None:
        """Add a deal of which nothing is known any more under its number."""
        self.deal.add(number, 0, 0, 0, 0, 0, 0, -1, -1, whole(None), -1, GONE, 0, 0, 0, 0, *(-1 for _ in DEAL_WORDS))

    def _add_days(self, number: int, source_id: int, deal: DealLife) -> None:
        for held in deal.held:
            stage = self.vocabulary["stage"].number(held.stage)
            self.held.add(number, _number(held.since), _until(held.until), stage, *self._worth(source_id, held))
        for end in deal.ends:
            cycle = -1 if end.cycle_days is None else end.cycle_days
            worth = self._worth(source_id, end)
            self.end.add(number, _number(end.day), _until(end.until), int(end.is_won), *worth, cycle)

    def _worth(self, source_id: int, stood: Held | End) -> tuple[int, int, int]:
        told = stood.told
        return (
            self.vocabulary["owner"].number(owner_text(source_id, told)),
            whole(told.get("amount")),
            self.vocabulary["currency"].number(told.get("currency")),
        )


def _number(day: date | None) -> int:
    return day.toordinal() if day else 0


def _until(day: date | None) -> int:
    return day.toordinal() if day else NEVER
