"""Templates joined with people and records: a page read, and its fields filled in from the deal and the sender."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from api.work.deals import records_of_deal
from content.catalogue import Catalogue, Entry
from content.course import read_page
from content.email.names import FieldNames
from content.email.rendering import Template, read_template
from content.rendering import Renderer
from lms.figures.frames import FigureSet
from lms.people.access import Actor


@dataclass(frozen=True)
class KnownValues:
    """What records say of fields, by their names, and which field of which record it was."""

    values: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)


def template_of(catalogue: Catalogue, entry: Entry, renderer: Renderer) -> Template:
    """Read what is sent of a page; raises NoTemplateError."""
    page = read_page(catalogue, entry)
    return read_template(page, renderer.render(page))


def known_values(
    session: Session,
    template: Template,
    names: FieldNames,
    *,
    actor: Actor,
    figures: FigureSet | None,
    deal_id: str | None,
    contact: Mapping[str, str],
) -> KnownValues:
    """Return what is known of a template's fields: from the sender, a deal that they may see, and who gets it.

    Raises NotFound for any other deal, and Conflict for an id that several have.
    """
    records: dict[str, Mapping[str, str]] = {"rep": _of_sender(actor)}
    if deal_id is not None and figures is not None:
        records |= records_of_deal(session, figures, actor=actor, deal_id=deal_id)
    records["contact"] = _named(contact.get("name", ""), contact)
    if company := contact.get("company"):
        records["account"] = {**records.get("account", {}), "name": company}
    values: dict[str, str] = {}
    sources: dict[str, str] = {}
    for name in template.fields:
        source = names.of(name).source
        record, _, part = (source or "").partition(".")
        value = records.get(record, {}).get(part)
        if source and value:
            values[name], sources[name] = value, source
    return KnownValues(values, sources)


def _of_sender(actor: Actor) -> Mapping[str, str]:
    return _named(actor.name, {"email": actor.email, "team": actor.team_name or ""})


def _named(name: str, said: Mapping[str, str]) -> Mapping[str, str]:
    """Return what is known of a person, with the first word of their name and the others."""
    first, _, last = name.strip().partition(" ")
    return {**said, "name": name.strip(), "first_name": first, "last_name": last.strip()}
