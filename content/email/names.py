"""Names of merge fields: here, in the records that fill them in, and in other systems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, get_args

import yaml

System = Literal["hubspot", "salesforce", "outreach", "salesloft", "mailchimp", "plain"]
SYSTEMS: tuple[System, ...] = get_args(System)
# How each writes a field; `plain` is for who fills it in by hand.
_TAGS: Mapping[System, str] = {
    "hubspot": "{{{{ {} }}}}",
    "salesforce": "{{!{}}}",
    "outreach": "{{{{{}}}}}",
    "salesloft": "{{{{{}}}}}",
    "mailchimp": "*|{}|*",
    "plain": "[{}]",
}
# What may be filled in, by the record that knows it.
KNOWN: Mapping[str, frozenset[str]] = {
    "contact": frozenset(
        {"name", "first_name", "last_name", "email", "phone", "title", "language", "country", "time_zone"}
    ),
    "account": frozenset({"name", "industry", "segment", "region", "employees"}),
    "deal": frozenset({"name", "amount", "close_on", "product", "stage", "competitor"}),
    "rep": frozenset({"name", "first_name", "last_name", "email", "team", "phone", "calendar_link", "signature"}),
}


@dataclass(frozen=True)
class FieldName:
    """A merge field: where its value comes from, such as `account.name`, and what other systems call it."""

    name: str
    source: str | None = None
    also: tuple[str, ...] = ()
    systems: Mapping[str, str] = field(default_factory=dict)

    def tag(self, system: System, label: str) -> str | None:
        """Return how a system writes the field; None where it has none."""
        name = label if system == "plain" else self.systems.get(system)
        return _TAGS[system].format(name) if name else None


class FieldNames:
    """The names of a library: those that its taxonomy says, and the usual ones."""

    def __init__(self, own: Mapping[str, Mapping[str, Any]]) -> None:
        """Take `merge_fields` of a taxonomy."""
        usual = dict(_usual())
        usual.update({name: _read(name, fields) for name, fields in own.items()})
        self._known = {called: found for found in usual.values() for called in found.also}
        self._known.update(usual)

    def of(self, name: str) -> FieldName:
        """Return what is known of a field's name, in whatever case it is written."""
        return self._known.get(name.lower()) or FieldName(name)


@lru_cache(1)
def names_elsewhere() -> Mapping[str, str]:
    """Return our names of fields by what other systems call them, in lower case."""
    return {called.lower(): known.name for known in _usual().values() for called in known.systems.values()}


def naming_fault(said: Any) -> str | None:
    """Say what is wrong with what a taxonomy says of a field; None where nothing is."""
    if not isinstance(said, dict) or (unknown := set(said) - {"from", "also", *SYSTEMS} | {"plain"} & set(said)):
        wrong = f"`{min(unknown)}` isn't known here; " if isinstance(said, dict) else ""
        return f"{wrong}say `from`, `also`, or how {', '.join(SYSTEMS[:-1])} call it"
    record, _, part = str(said.get("from") or "").partition(".")
    if said.get("from") and part not in KNOWN.get(record, ()):
        known = ", ".join(f"{one}.{name}" for one, names in KNOWN.items() for name in sorted(names))
        return f"nothing is filled in from `{said['from']}`; use one of {known}"
    also = said.get("also") or []
    if not isinstance(also, list) or not all(isinstance(name, str) for name in also):
        return "`also` is a list of other names"
    return None


@lru_cache(1)
def _usual() -> Mapping[str, FieldName]:
    data = yaml.safe_load((files("content.email") / "names.yml").read_text(encoding="utf-8"))
    return {name: _read(name, fields) for name, fields in data.items()}


def _read(name: str, fields: Mapping[str, Any]) -> FieldName:
    systems: dict[str, str] = {system: str(fields[system]) for system in SYSTEMS if fields.get(system)}
    return FieldName(name, fields.get("from"), tuple(fields.get("also") or ()), systems)
