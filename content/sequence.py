"""Sequences: e-mail templates in an order, each on its day."""

from __future__ import annotations

from dataclasses import dataclass

from content.catalogue import Catalogue, Entry
from content.course import NoSuchPageError, read_page
from content.fields.models import SequenceFields


@dataclass(frozen=True)
class SequenceMessage:
    """One message: how many days after the first it is due, and the page of its template, which may be missing."""

    day: int
    template_id: str


@dataclass(frozen=True)
class SequencePage:
    """A sequence's own page, and its messages in their order."""

    entry: Entry
    messages: tuple[SequenceMessage, ...]


def read_sequence(catalogue: Catalogue, entry: Entry) -> SequencePage:
    """Read a sequence by its entry; raises NoSuchPageError for any other page, or one that has just gone."""
    fields = read_page(catalogue, entry).fields if entry.type == "sequence" else None
    if not isinstance(fields, SequenceFields):
        raise NoSuchPageError(f"`{entry.id}` is no sequence")
    return SequencePage(entry, tuple(SequenceMessage(step.day, step.template) for step in fields.steps))
