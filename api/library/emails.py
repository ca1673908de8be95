"""E-mail templates filled in: the message to preview, copy and open in a mail program, and with other systems' tags."""

from __future__ import annotations

from collections.abc import Mapping
from email.errors import MessageError
from email.headerregistry import Address
from typing import Annotated

from flask import Blueprint
from pydantic import BaseModel, Field

from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.errors import BadField, UnfillableError
from api.web.shapes import Name, Strict, Words
from api.web.sight import visible_entry
from api.work.emails import KnownValues, known_values, template_of
from content.email.merge_fields import MAX_FIELDS, MAX_VALUE, label_of_field
from content.email.names import FieldNames, System
from content.email.rendering import (
    NoTemplateError,
    Template,
    TooLargeError,
    as_eml,
    fill_template,
    mailto,
    render_draft,
    render_preview,
)
from content.email.tagging import tag_template
from content.fields.items import MergeKind
from lms.errors import Conflict, NotFound

blueprint = Blueprint("emails", __name__, url_prefix=f"{PREFIX}/content/<page_id>")

Value = Annotated[str, Field(max_length=MAX_VALUE)]


class RecipientIn(Strict):
    """Who gets the message, as far as that is known: as people write it, or as a deal's contacts say it."""

    name: Name | None = None
    email: Annotated[Words, Field(max_length=320)] | None = None
    company: Name | None = None
    phone: Name | None = None
    title: Name | None = None
    language: Name | None = None
    country: Name | None = None
    time_zone: Name | None = None


class RenderIn(Strict):
    """What to fill in, by the names of fields; what isn't given comes from who gets it, the deal, the sender, defaults.

    With `is_draft` what is missing stands in brackets; else it is refused.
    """

    values: Annotated[dict[Annotated[str, Field(max_length=200)], Value], Field(max_length=MAX_FIELDS)] = Field(
        default_factory=dict
    )
    deal_id: Annotated[Words, Field(max_length=300)] | None = None
    contact: RecipientIn | None = None
    is_draft: bool = False


class FilledFieldOut(BaseModel):
    """A field of the message: what is written there, and where that comes from; null while nothing is.

    `known_from` is the field of a record that fills it in where that is known, such as `account.name`.
    """

    name: str
    label: str
    kind: MergeKind
    default: str
    required: bool
    value: str | None
    source: str | None = Field(description="`typed`, a field such as `account.name`, `default`, or null")
    known_from: str | None


class MessageOut(BaseModel):
    """A message: subject, text and HTML say the same; `eml` is a draft for a mail program.

    `mailto` opens a mail program with the text, null for a message that is too long for that. `preview` is the body of
    the HTML in which what nobody filled in is marked, with its styles as `data-style`.
    """

    subject: str
    text: str
    html: str
    eml: str
    mailto: str | None
    preview: str
    language: str
    fields: list[FilledFieldOut]


class TaggedQuery(Strict):
    """Whose merge tags to write."""

    system: System


class TaggedOut(BaseModel):
    """A template with another system's merge tags; `unmapped` are fields that it has none for."""

    system: System
    subject: str
    text: str
    html: str
    unmapped: list[str]


@blueprint.post("/render")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(404, 409, 415, 503, HTTP_200=MessageOut), tags=["content"])
def render(page_id: str, json: RenderIn) -> Answer:
    """Fill in an e-mail template; only its message is rendered, never when to use it. Nothing is kept."""
    template, names, to = _template(page_id), _names(), json.contact.email if json.contact else None
    known = _known(template, names, json)
    filled = fill_template(template, {**known.values, **{name: text for name, text in json.values.items() if text}})
    faults = [BadField(pointer=f"#/values/{name}", detail=why) for name, why in filled.refused.items()]
    if not json.is_draft:
        faults += [BadField(pointer=f"#/values/{one.name}", detail=f"fill in “{one.label}”") for one in filled.missing]
    if faults:
        raise UnfillableError(faults)
    try:
        own = {name: html for name, html in known.dressed.items() if not json.values.get(name, "").strip()}
        draft = render_draft(template, filled, dressed=own)
    except TooLargeError as error:
        raise Conflict(str(error)) from error
    return MessageOut(
        subject=draft.subject,
        text=draft.text,
        html=draft.html,
        eml=as_eml(draft, to=_address(to)).decode("ascii"),
        mailto=mailto(draft, to=(to or "").strip()),
        preview=render_preview(template, filled, dressed=own),
        language=template.language,
        fields=_fields(template, names, json, known, filled.values),
    )


@blueprint.get("/tagged")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(404, 409, 503, HTTP_200=TaggedOut), tags=["content"])
def show_tagged(page_id: str, query: TaggedQuery) -> Answer:
    """Return an e-mail template with the merge tags of another system."""
    template = _template(page_id)
    try:
        tagged = tag_template(template, query.system, _names())
    except TooLargeError as error:
        raise Conflict(str(error)) from error
    draft = tagged.draft
    return TaggedOut(
        system=query.system, subject=draft.subject, text=draft.text, html=draft.html, unmapped=list(tagged.unmapped)
    )


def _template(page_id: str) -> Template:
    try:
        return template_of(parts().search.catalogue(), visible_entry(page_id), parts().renderer)
    except NoTemplateError as error:
        raise Conflict(str(error)) from error


def _names() -> FieldNames:
    return FieldNames(parts().search.generation().head.taxonomy.merge_fields)


def _known(template: Template, names: FieldNames, asked: RenderIn) -> KnownValues:
    figures = parts().figures.current() if asked.deal_id else None
    contact = asked.contact.model_dump(exclude_none=True) if asked.contact else {}
    try:
        return known_values(
            session(),
            template,
            names,
            actor=actor(),
            figures=figures,
            deal_id=asked.deal_id,
            contact=contact,
            renderer=parts().renderer,
        )
    except NotFound as error:  # the page is there, and the address of the request is right
        raise Conflict(str(error), field="deal_id") from error


def _address(text: str | None) -> Address | None:
    if text is None:
        return None
    try:
        name, _, domain = text.strip().rpartition("@")
        return Address(addr_spec=f"{name}@{domain.encode('idna').decode()}")
    except (ValueError, IndexError, MessageError) as error:
        fault = BadField(pointer="#/contact/email", detail="write an e-mail address, such as ann@buyer.example")
        raise UnfillableError([fault]) from error


def _fields(
    template: Template, names: FieldNames, asked: RenderIn, known: KnownValues, written: Mapping[str, str]
) -> list[FilledFieldOut]:
    found = []
    for name, field in template.fields.items():
        is_typed = bool(asked.values.get(name, "").strip())
        source = "typed" if is_typed else known.sources.get(name) or ("default" if name in written else None)
        found.append(
            FilledFieldOut(
                name=name,
                label=label_of_field(name, field),
                kind=field.kind,
                default=field.default,
                required=field.required,
                value=written.get(name),
                source=source,
                known_from=names.of(name).source,
            )
        )
    return found
