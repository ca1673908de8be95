"""Templates joined with people and records: a page read, and its fields filled in from the deal and the sender."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser
from sqlalchemy.orm import Session

from api.work.deals import records_of_deal
from content.catalogue import Catalogue, Entry
from content.course import read_page
from content.email.message import dressed_line
from content.email.names import FieldNames
from content.email.plain_text import plain_text
from content.email.rendering import Template, read_template
from content.rendering import Renderer
from content.typed import TypedPage
from lms.figures.frames import FigureSet
from lms.people.access import Actor
from lms.sending.profiles import read_profile

# The one field of a record that is Markdown.
SIGNATURE = "rep.signature"


@dataclass(frozen=True)
class KnownValues:
    """What records say of fields, by their names, and which field of which record it was.

    `dressed` is the HTML of those that are Markdown, for messages.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    dressed: Mapping[str, str] = field(default_factory=dict)


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
    renderer: Renderer,
) -> KnownValues:
    """Return what is known of a template's fields: from the sender, a deal that they may see, and who gets it.

    Raises NotFound for any other deal, and Conflict for an id that several have.
    """
    records: dict[str, Mapping[str, str]] = {"rep": _of_sender(session, actor)}
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
    signed = {name: text for name, text in values.items() if sources[name] == SIGNATURE}
    dressed = {name: dressed_line(renderer.render(TypedPage(text)).html) for name, text in signed.items()}
    plain = {name: plain_text(LexborHTMLParser(f"<body>{html}")).strip() for name, html in dressed.items()}
    return KnownValues({**values, **plain}, sources, dressed)


def _of_sender(session: Session, actor: Actor) -> Mapping[str, str]:
    own = {name: text or "" for name, text in vars(read_profile(session, actor=actor)).items()}
    return _named(actor.name, {"email": actor.email, "team": actor.team_name or "", **own})


def _named(name: str, said: Mapping[str, str]) -> Mapping[str, str]:
    """Return what is known of a person, with the first word of their name and the others."""
    first, _, last = name.strip().partition(" ")
    return {**said, "name": name.strip(), "first_name": first, "last_name": last.strip()}
