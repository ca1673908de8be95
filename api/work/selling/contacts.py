"""Contacts of a deal: the people at its account, as the CRM has them now."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sqlalchemy.orm import Session

from api.work.deals import FoundDeal
from content.languages.codes import base_of, read_code
from lms.crm.contacts import CrmContact, contact_said
from lms.crm.facts import read_records
from lms.crm.imports import counted_imports, shown_id
from lms.crm.kinds import KINDS
from lms.figures.contacts import contacts_at
from lms.figures.frames import FigureSet


@dataclass(frozen=True)
class DealContact:
    """A contact by its id (`source:key`); language and country by their codes, where those are known."""

    id: str
    said: CrmContact
    language: str | None
    country: str | None


def contacts_of(
    session: Session, figures: FigureSet, deal: FoundDeal, *, start: int, limit: int
) -> tuple[list[DealContact], int]:
    """Return some contacts of a deal's account by name, and how many there are in all.

    What was undone or deleted since the figures were counted isn't among them.
    """
    account = int(figures.frames["deal"]["account"][deal.number])
    keys, total = contacts_at(figures, account, start=start, limit=limit)
    kind = KINDS["contacts"].number
    own = [key for source, key in keys if source == deal.source]
    counted = counted_imports(session)
    known = read_records(session, source_id=deal.source, kind=kind, keys=own, counted=counted)
    said = {key: contact_said(record.on()) for key, record in known.items()}
    found = [
        DealContact(shown_id(deal.source_name, key), one, _language(one.language), _country(one.country))
        for key, one in said.items()
        if one is not None
    ]
    return sorted(found, key=lambda contact: (contact.said.name.casefold(), contact.id)), total


def _language(text: str | None) -> str | None:
    code = read_code(text) or (_codes("languages").get(text.strip().casefold()) if text else None)
    return base_of(code) if code else None


def _country(text: str | None) -> str | None:
    if not text:
        return None
    plain = text.strip()
    return plain.upper() if len(plain) == 2 and plain.isalpha() else _codes("territories").get(plain.casefold())


@cache
def _codes(what: str) -> dict[str, str]:
    """Return codes by the names that they have in English, and those of languages in these languages too."""
    from babel import Locale  # which takes longer to load than most requests take

    english: dict[str, str] = getattr(Locale("en"), what)
    found = {name.casefold(): code for code, name in english.items() if len(code) == 2}
    if what == "languages":
        own = {code: Locale(code).display_name for code in ("de", "es", "fr", "it", "nl", "pl", "pt", "ru", "uk")}
        found |= {name.casefold(): code for code, name in own.items() if name}
    return found
