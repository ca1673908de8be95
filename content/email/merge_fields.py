"""Merge fields: a name in double braces, and nothing else; and how a value is written that is filled in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from content.fields.items import MergeField
from content.fields.models import EmailTemplateFields

FIELD = re.compile(r"\{\{\s*(\w+)\s*\}\}")
MAX_VALUE = 5_000
MAX_FIELDS = 1_000
LINK_SCHEMES = ("http", "https", "mailto", "tel")
# As plain numbers are typed; grouped ones could mean another number in another language.
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,6})?")


class RefusedValueError(ValueError):
    """A value can't be written into its field; the text says what is needed."""


@dataclass(frozen=True)
class Missing:
    """A field for which there is neither a value nor a default that may stand there."""

    name: str
    label: str


@dataclass(frozen=True)
class Filled:
    """What stands in the place of each field, as text; `missing` are those for which there is nothing.

    `defaults` are the names of those that stand there as the template says; `refused` says why a value can't.
    """

    values: Mapping[str, str]
    defaults: frozenset[str]
    missing: tuple[Missing, ...]
    refused: Mapping[str, str]


def names_in(*texts: str) -> list[str]:
    """Return the names of the fields of some texts, each once, in their order."""
    return list(dict.fromkeys(name for text in texts for name in FIELD.findall(text)))


def declared(fields: EmailTemplateFields, *texts: str) -> dict[str, MergeField]:
    """Return the fields that a template's texts hold, those that it declares first; the others are texts."""
    named = names_in(*texts)
    own = {name: field for name, field in fields.fields.items() if name in named}
    return own | {name: MergeField(default="") for name in named if name not in own}


def label_of_field(name: str, field: MergeField) -> str:
    """Return what a field is called where it is asked for: `site_city` is "Site city"."""
    words = " ".join(name.split("_")).strip()
    return field.label or words[:1].upper() + words[1:] or name


def fill(fields: Mapping[str, MergeField], values: Mapping[str, str], *, language: str) -> Filled:
    """Write values into fields as the page's language writes them; blank ones count as none."""
    written: dict[str, str] = {}
    missing: list[Missing] = []
    refused: dict[str, str] = {}
    defaults: set[str] = set()
    for name, field in fields.items():
        value = _visible(values.get(name, ""))
        if value:
            try:
                written[name] = write_value(value, field, language=language)
            except RefusedValueError as error:
                refused[name] = str(error)
        elif field.default.strip() and not field.required:
            written[name] = field.default.strip()
            defaults.add(name)
        else:
            missing.append(Missing(name, label_of_field(name, field)))
    return Filled(written, frozenset(defaults), tuple(missing), refused)


def write_value(value: str, field: MergeField, *, language: str) -> str:
    """Return a value as it stands in the message; raises RefusedValueError."""
    if len(value) > MAX_VALUE:
        raise RefusedValueError(f"write at most {MAX_VALUE} characters, not {len(value)}")
    return _WRITERS[field.kind](value, field, _locale(language))


def put_in(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its fields filled in, once: a value that looks like a field stays what it is."""
    return FIELD.sub(lambda found: values.get(found[1], found[0]), text)


def _text(value: str, _field: MergeField, _locale: Locale) -> str:
    return value


def _date(value: str, _field: MergeField, locale: Locale) -> str:
    try:
        return format_date(date.fromisoformat(value), "long", locale=locale)
    except ValueError:
        raise RefusedValueError(f"write a day as YYYY-MM-DD, not `{value[:50]}`") from None


def _number(value: str, _field: MergeField, locale: Locale) -> str:
    return format_decimal(_decimal(value), locale=locale)


def _amount(value: str, field: MergeField, locale: Locale) -> str:
    return format_currency(_decimal(value), str(field.currency), locale=locale)


def _link(value: str, _field: MergeField, _locale: Locale) -> str:
    try:
        parts = urlsplit(value)
        is_address = parts.scheme in LINK_SCHEMES and bool(parts.netloc or parts.path) and " " not in value
    except ValueError:
        is_address = False
    if not is_address:
        raise RefusedValueError(f"write an address that begins with `https://`, not `{value[:50]}`")
    return value


_WRITERS: Mapping[str, Callable[[str, MergeField, Locale], str]] = {
    "text": _text,
    "date": _date,
    "number": _number,
    "amount": _amount,
    "link": _link,
}


def _decimal(value: str) -> Decimal:
    if not _NUMBER.fullmatch(value):
        raise RefusedValueError(f"write a number with a point and no spaces, such as 1250 or 12.5, not `{value[:50]}`")
    return Decimal(value)


def _locale(language: str) -> Locale:
    for name in (language.replace("-", "_"), language.split("-", maxsplit=1)[0]):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


def _visible(value: str) -> str:
    """Return a value without control signs; breaks of lines stay."""
    plain = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in plain if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"}).strip()
