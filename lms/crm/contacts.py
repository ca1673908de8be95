"""Contacts as the CRM has them, in one way to write names, time zones and what else systems write differently."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from lms.people.zones import zone_names

# As HubSpot writes time zones in its API and in its exports.
_SLASH = "_slash_"
_OFFSET = re.compile(r"^(?:utc|gmt)\s*[+-]?\d{0,2}:?\d{0,2}\s+", re.IGNORECASE)


@dataclass(frozen=True)
class CrmContact:
    """A person at an account; `language` and `country` are as the CRM writes them, `zone` is a name that is known."""

    name: str
    email: str | None
    phone: str | None
    title: str | None
    language: str | None
    country: str | None
    zone: str | None


def contact_said(values: Mapping[str, Any]) -> CrmContact | None:
    """Return a contact of what the CRM says of it; None of one that was deleted, or that nothing names."""
    split = " ".join(part for part in (values.get("first_name"), values.get("last_name")) if part)
    name = values.get("name") or split or values.get("email")
    if not name or values.get("is_deleted"):
        return None
    told = {part: values.get(part) for part in ("email", "phone", "title", "language", "country")}
    return CrmContact(name=str(name), zone=known_zone(values.get("time_zone")), **told)


def known_zone(text: str | None) -> str | None:
    """Return the name of a time zone that a CRM means; None where it isn't plain."""
    return _zones().get(_plain(text)) if text else None


@cache
def _zones() -> dict[str, str]:
    return {_plain(name): name for name in sorted(zone_names(), reverse=True)}


def _plain(text: str) -> str:
    without = _OFFSET.sub("", text.strip().replace(_SLASH, "/"))
    return re.sub(r"[\s_/]+", " ", without).casefold()
