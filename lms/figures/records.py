"""All other records of the CRM as columns, each kind by a table of its fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lms.crm.facts import CrmRecord
from lms.crm.kinds import KindName
from lms.figures.frames import Frame
from lms.figures.owners import owner_text
from lms.figures.rows import GrowingRows, ordinal, reference, told, whole
from lms.figures.words import WordLists

Read = Callable[[CrmRecord, Mapping[str, Any], WordLists], float]
_NAN = float("nan")


def _day(name: str) -> tuple[str, Read]:
    return "i", lambda _, values, __: ordinal(values.get(name))


def _word(name: str, vocabulary: str) -> tuple[str, Read]:
    return "i", lambda _, values, words: words[vocabulary].number(values.get(name))


def _amount(name: str) -> tuple[str, Read]:
    return "q", lambda _, values, __: whole(values.get(name))


def _small(name: str) -> tuple[str, Read]:
    return "b", lambda _, values, __: values.get(name, -1)


def _told(name: str) -> tuple[str, Read]:
    return "b", lambda _, values, __: told(value=values.get(name))


def _number(name: str) -> tuple[str, Read]:
    return "f", lambda _, values, __: values.get(name, _NAN)


def _reference(name: str) -> tuple[str, Read]:
    return "q", lambda record, values, _: reference(record.source_id, values.get(name))


def _of_source(name: str, vocabulary: str) -> tuple[str, Read]:
    """Read a text that means something within its source alone."""

    def read(record: CrmRecord, values: Mapping[str, Any], words: WordLists) -> int:
        text = values.get(name)
        return words[vocabulary].number(f"{record.source_id}\x1f{text}" if text else None)

    return "i", read


_KEY: tuple[str, Read] = (
    "i",
    lambda record, _, words: words["account_text"].number(f"{record.source_id}\x1f{record.key}"),
)
_REF: tuple[str, Read] = ("q", lambda record, _, __: reference(record.source_id, record.key))
_OWNER: tuple[str, Read] = (
    "i",
    lambda record, values, words: words["owner"].number(owner_text(record.source_id, values)),
)
_CURRENCY = _word("currency", "currency")


@dataclass(frozen=True)
class Shape:
    """How a kind of record becomes a frame, in the order of which day."""

    name: str
    kind: KindName
    columns: Mapping[str, tuple[str, Read]]
    order: str | None = None


SHAPES = {
    "account": Shape(
        "account",
        "accounts",
        {
            "key_text": _KEY,
            "name_text": _of_source("name", "account_text"),
            "industry": _word("industry", "industry"),
            "segment": _word("segment", "segment"),
            "region": _word("region", "region"),
        },
    ),
    "product": Shape(
        "product",
        "products",
        {
            "key_text": ("i", lambda record, _, words: words["product_text"].number(record.key)),
            "name_text": _word("name", "product_text"),
            "name": _word("name", "product"),
        },
    ),
    "activity": Shape(
        "activity",
        "activities",
        {
            "ref": _REF,
            "day": _day("on"),
            "owner_ref": _OWNER,
            "kind": _word("kind", "activity_kind"),
            "is_connected": _told("is_connected"),
            "outcome": _word("outcome", "outcome"),
            "minutes": _number("minutes"),
            "deal_ref": _reference("deal"),
        },
        order="day",
    ),
    "quota": Shape(
        "quota",
        "quotas",
        {
            "start": _day("starts_on"),
            "end": _day("ends_on"),
            "owner_ref": _OWNER,
            "team_name": _word("team", "crm_team"),
            "period": _word("period", "period"),
            "amount": _amount("amount"),
            "currency": _CURRENCY,
        },
        order="start",
    ),
    "survey": Shape(
        "survey",
        "surveys",
        {
            "day": _day("on"),
            "owner_ref": _OWNER,
            "account_text": _of_source("account", "account_text"),
            "nps": _small("nps"),
            "trust": _small("trust"),
        },
        order="day",
    ),
    "contract": Shape(
        "contract",
        "contracts",
        {
            "start": _day("starts_on"),
            "end": _day("ends_on"),
            "owner_ref": _OWNER,
            "account_text": _of_source("account", "account_text"),
            "amount": _amount("amount"),
            "currency": _CURRENCY,
            "period": _word("period", "period"),
            "margin": _number("margin"),
        },
        order="start",
    ),
    "spend": Shape(
        "spend",
        "spend",
        {
            "start": _day("starts_on"),
            "end": _day("ends_on"),
            "kind": _word("kind", "spend_kind"),
            "campaign": _word("campaign", "campaign"),
            "team_name": _word("team", "crm_team"),
            "amount": _amount("amount"),
            "currency": _CURRENCY,
        },
        order="start",
    ),
    "lead": Shape(
        "lead",
        "leads",
        {
            "ref": _REF,
            "day": _day("created_on"),
            "owner_ref": _OWNER,
            "lead_source": _word("lead_source", "lead_source"),
            "campaign": _word("campaign", "campaign"),
            "is_converted": _told("is_converted"),
            "converted": _day("converted_on"),
            "deal_ref": _reference("deal"),
        },
        order="day",
    ),
    "rate": Shape(
        "rate",
        "rates",
        {
            "day": _day("on"),
            "currency": _CURRENCY,
            "base": _word("base", "currency"),
            "rate": ("d", lambda _, values, __: values.get("rate", _NAN)),
        },
        order="day",
    ),
}


def read_frame(shape: Shape, records: Iterable[CrmRecord], vocabulary: WordLists) -> Frame:
    """Return the records of a kind as columns, without those that were deleted, in no order."""
    rows = GrowingRows({name: kind for name, (kind, _) in shape.columns.items()})
    reads = [read for _, read in shape.columns.values()]
    for record in records:
        values = record.on()
        if not values.get("is_deleted"):
            rows.add(*[read(record, values, vocabulary) for read in reads])
    return rows.frame()
