"""Owners of the CRM as people: by an alias that somebody set, by e-mail, then by a name that only one person has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.crm.aliases import HIDDEN
from lms.crm.facts import each_record
from lms.crm.hidden import hidden_owner
from lms.crm.kinds import KINDS
from lms.crm.models import OwnerAlias
from lms.figures.people import Who
from lms.figures.words import WordList

# Between the source, the owner and their address in one text; in none of them.
_PART = "\x1f"


def owner_text(source_id: int, values: Mapping[str, Any]) -> str | None:
    """Return what a record says of its owner as one text; None when it says nothing."""
    owner, email = values.get("owner"), values.get("owner_email")
    return f"{source_id}{_PART}{owner or ''}{_PART}{email or ''}" if owner or email else None


class Owners:
    """Who the owners of all sources are, as far as aliases, the CRM's users and the directory tell."""

    def __init__(self, session: Session, who: Who, counted: Collection[int]) -> None:
        """Read the aliases and the CRM's users."""
        self._who = who
        self._aliases: dict[str, str] = {
            name: str(person_id)
            for name, person_id in session.execute(select(OwnerAlias.name, OwnerAlias.person_id))
            if person_id
        }
        self._has_hidden = any(name.startswith(HIDDEN) for name in self._aliases)
        self._users: dict[tuple[int, str], dict[str, Any]] = {}
        self.places: dict[int, dict[str, Any]] = {}
        for record in each_record(session, kind=KINDS["people"].number, counted=counted):
            user = record.on()
            for name in (record.key, user.get("name"), user.get("email")):
                if name:
                    self._users.setdefault((record.source_id, str(name).casefold()), user)
        names = Counter(name.casefold() for name, own in zip(who.names, who.ids, strict=True) if own)
        directory = [(number, own) for number, own in enumerate(who.ids) if own]
        self._by_email = {(who.emails[number] or "").casefold(): number for number, _ in directory}
        self._by_name = {
            who.names[number].casefold(): number for number, _ in directory if names[who.names[number].casefold()] == 1
        }

    def numbers(self, refs: WordList) -> NDArray[np.int32]:
        """Return the number of the person whom each owner's text means."""
        return np.array([self._number(text) for text in refs.texts], dtype=np.int32)

    def users(self) -> dict[int, dict[str, Any]]:
        """Return what the CRM says of its users, by their number."""
        return {self._find(source_id, name, None): user for (source_id, name), user in self._users.items()}

    def _number(self, text: str) -> int:
        source_id, owner, email = text.split(_PART)
        return self._find(int(source_id), owner, email or None)

    def _find(self, source_id: int, owner: str, email: str | None) -> int:
        user = self._users.get((source_id, owner.casefold())) or {}
        told = [owner, email, user.get("email"), user.get("name")]
        keys = [str(name).casefold() for name in told if name]
        for key in keys:
            person_id = self._alias(key)
            if person_id in self._who.numbers:
                return self._who.numbers[person_id]
        for known in (self._by_email, self._by_name):
            for key in keys:
                if key in known:
                    return known[key]
        return self._who.outside(user.get("name") or owner or email or "", email or user.get("email"))

    def _alias(self, key: str) -> str:
        """Return the id of the person whom an alias names, plainly or hidden since they were erased; else nothing."""
        found = self._aliases.get(key)
        if found is None and self._has_hidden:
            found = self._aliases.get(hidden_owner(key))
        return found or ""
