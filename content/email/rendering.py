"""A template filled in: subject, text, HTML, a draft for a mail program, and an address that opens one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import quote

from selectolax.lexbor import LexborHTMLParser

from content.document import Document
from content.email.html_page import MAX_BYTES, html_body, html_page
from content.email.merge_fields import Filled, declared, fill, put_in
from content.email.message import fields_in, fill_message, message_of
from content.email.plain_text import plain_text
from content.fields.items import MergeField
from content.fields.models import EmailTemplateFields
from content.html import Rendered

# Longer addresses are cut off, or refused, by mail programs.
LONGEST_MAILTO = 2_000
MAX_SUBJECT = 500


class NoTemplateError(Exception):
    """The page is no e-mail template, or none of it is a message."""


class TooLargeError(Exception):
    """The message is larger than mail programs show."""


@dataclass(frozen=True)
class Draft:
    """A message before it is sent; `text` and `html` say the same."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Template:
    """What is sent of an e-mail template: its subject, its message as HTML, and the fields that both hold."""

    subject: str
    html: str
    language: str
    fields: Mapping[str, MergeField]


def read_template(page: Document, rendered: Rendered) -> Template:
    """Read what is sent of a page; raises NoTemplateError."""
    if not isinstance(page.fields, EmailTemplateFields):
        raise NoTemplateError(f"`{page.id}` is no e-mail template; only those are filled in")
    tree = message_of(rendered.html)
    body = (tree.body.inner_html or "").strip() if tree.body else ""
    if not body:
        raise NoTemplateError(f"`{page.id}` has no message; its author writes it under the heading `E-mail`")
    subject = page.fields.subject
    return Template(subject, body, page.fields.language, declared(page.fields, subject, fields_in(tree)))


def fill_template(template: Template, values: Mapping[str, str]) -> Filled:
    """Write values into a template's fields, as its language writes them."""
    return fill(template.fields, values, language=template.language)


def render_draft(template: Template, filled: Filled, *, dressed: Mapping[str, str] | None = None) -> Draft:
    """Render a template; what is missing stands in brackets, `[Site city]`. Raises TooLargeError.

    `dressed` is sanitised HTML for some fields, as `dressed_line` makes it.
    """
    return draft_with(template, _values(filled), dressed=dressed)


def render_preview(template: Template, filled: Filled, *, dressed: Mapping[str, str] | None = None) -> str:
    """Return the body of the same as HTML, in which what nobody filled in is marked."""
    tree = LexborHTMLParser(f"<body>{template.html}")
    marked = {*(one.name for one in filled.missing), *filled.defaults}
    fill_message(tree, _values(filled), marked=marked, dressed=dressed)
    return html_body(tree)


def draft_with(template: Template, values: Mapping[str, str], *, dressed: Mapping[str, str] | None = None) -> Draft:
    """Render a template with what stands in the place of each field; raises TooLargeError."""
    tree = LexborHTMLParser(f"<body>{template.html}")
    fill_message(tree, values, dressed=dressed)
    subject = " ".join(put_in(template.subject, values).split())[:MAX_SUBJECT]
    html = html_page(tree, subject=subject, language=template.language)
    if len(html.encode()) > MAX_BYTES:
        size = len(html.encode()) // 1000
        raise TooLargeError(f"the message has {size} kB, and mail programs cut it at {MAX_BYTES // 1000}; shorten it")
    return Draft(subject, plain_text(tree), html)


def _values(filled: Filled) -> dict[str, str]:
    """Return what stands in the place of each field, of those that are missing their labels in brackets."""
    return {**{one.name: f"[{one.label}]" for one in filled.missing}, **filled.values}


def as_eml(draft: Draft, *, to: Address | None = None) -> bytes:
    """Return a draft as a file that mail programs open to be sent: multipart/alternative, `X-Unsent`."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = draft.subject
    if to is not None:
        message["To"] = to
    message["X-Unsent"] = "1"
    message.set_content(draft.text)
    message.add_alternative(draft.html, subtype="html")
    return message.as_bytes()


def mailto(draft: Draft, *, to: str = "") -> str | None:
    """Return an address that opens a mail program with the text; None for one that is too long for most."""
    query = {"subject": draft.subject, "body": draft.text.replace("\n", "\r\n")}
    written = "&".join(f"{name}={quote(text, safe='')}" for name, text in query.items())
    address = f"mailto:{quote(to, safe='@')}?{written}"
    return address if len(address) <= LONGEST_MAILTO else None
