"""E-mail templates of other systems in our words: their merge tags as our fields, and their subject as a field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from content.checks.fields import bracketed_fields, field_here, foreign_fields, is_personal
from content.checks.lines import Lines
from content.document import Document
from content.email.merge_fields import FIELD, names_in
from content.email.names import names_elsewhere

# `{{ contact.firstname }}`, `{{{Recipient.FirstName}}}`, and HubSpot's longer way with a default.
_BRACES = re.compile(
    r"\{\{\{?\s*(?:personalization_token\(\s*['\"])?([A-Za-z][\w.]*)(?:['\"]\s*(?:,\s*['\"]([^'\"]*)['\"]\s*)?\))?\s*\}\}\}?"
)
_SUBJECT = re.compile(
    r"^(?:\*\*)?(?:Subject|Betreff|Objet|Asunto|Temat|Тема|主题)[ \t]*:(?:\*\*)?[ \t]*(\S.*)$", re.IGNORECASE
)
_TITLE = re.compile(r"^(?:#[ \t].*|[ \t]*)$")
# A line that is no title.
_TEXT = re.compile(r"^(?![ \t]*#[ \t]).*\S", re.MULTILINE)


@dataclass(frozen=True)
class Borrowed:
    """A page's body with our fields in the place of another system's, and what its front matter needs for them."""

    body: str
    fields: Mapping[str, object]


def borrowed(page: Document) -> Borrowed | None:
    """Return a template of another system in our words; None for a page that isn't surely one."""
    if page.front.fields.get("type") not in (None, "email-template"):
        return None
    subject, body = _subject_of(page)
    if not subject:
        return None
    texts = _Texts()
    body, subject = texts.translate(body, Lines(body).shown), texts.translate(subject, subject)
    if not texts.is_sure or not _TEXT.search(body):
        return None
    names = names_in(subject, body)
    fields = {name: texts.defaults.get(name, "") for name in names}
    return Borrowed(body, {"type": "email-template", "subject": subject, "fields": fields})


def _subject_of(page: Document) -> tuple[str, str]:
    """Return the subject that a page names in its front matter or in its first line, and the body without that."""
    named = page.front.fields.get("subject")
    if isinstance(named, str):
        return named, page.body
    lines = page.body.split("\n")
    first = next((number for number, line in enumerate(lines) if not _TITLE.match(line)), len(lines))
    found = _SUBJECT.match(lines[first]) if first < len(lines) else None
    if found is None:
        return "", page.body
    rest = lines[first + 1 :]
    while rest and not rest[0].strip():
        rest = rest[1:]
    return found[1].strip(), "\n".join([*lines[:first], *rest])


class _Texts:
    """Puts our fields into texts, and remembers their defaults and whether any was surely another system's."""

    def __init__(self) -> None:
        self.defaults: dict[str, str] = {}
        self.is_sure = False

    def translate(self, text: str, shown: str) -> str:
        """Return a text with its tags as ours; `shown` is the same with code hidden, place by place."""
        parts: list[str] = []
        done = 0
        for at, written, name, default in sorted(_tags(shown)):
            if at < done:
                continue
            is_ours = FIELD.fullmatch(written) is not None
            own = name if is_ours else names_elsewhere().get(name.lower()) or field_here(name, ())
            if default:
                self.defaults[own] = default
            self.is_sure |= is_personal(name) or (not is_ours and name.lower() in names_elsewhere())
            parts += [text[done:at], f"{{{{ {own} }}}}"]
            done = at + len(written)
        return "".join([*parts, text[done:]])


def _tags(shown: str) -> Iterator[tuple[int, str, str, str]]:
    """Yield where each tag begins, as it is written, its name, and its default."""
    for found in _BRACES.finditer(shown):
        yield found.start(), found[0], found[1], found[2] or ""
    for at, written, name in (*foreign_fields(shown), *bracketed_fields(shown)):
        named, _, default = name.partition(":")
        yield at, written, named, default
