"""Merge fields as other systems write them, and how each is written here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_NAME = r"[^\W\d][\w .-]{0,60}"
# The first signs of each way of writing, and the way; the name is its first group.
_WRITTEN = (
    ("*|", re.compile(rf"(?<!\*)\*\|({_NAME}(?::[^|*\n]*)?)\|\*(?!\*)")),  # Mailchimp; with two, bold in a table
    ("%%", re.compile(rf"%%=?\s*({_NAME})\s*=?%%")),  # Salesforce
    ("%", re.compile(r"%(?<![\w%\[]%)([^\W\d]\w{2,60})%(?!\w)")),
    ("{!", re.compile(rf"\{{!\s*\$?({_NAME})\s*\}}")),
    ("{", re.compile(rf"\{{(?<![\w{{$#@!%\\]\{{)\$?\s*({_NAME})\s*\}}(?!\}})")),
    *((f"{sign}{{", re.compile(rf"[{sign}]\{{(?<!\w.\{{)\s*({_NAME})\s*\}}")) for sign in "$#@"),
    ("[[", re.compile(rf"\[\[(?<!\[\[\[)\s*({_NAME})\s*\]\](?![(\[\]])")),
    ("[%", re.compile(rf"\[%\s*({_NAME})\s*%\]")),
    ("<<", re.compile(rf"<<\s*({_NAME})\s*>>")),
    ("<%", re.compile(rf"<%=?\s*({_NAME})\s*%>")),
    ("«", re.compile(r"«\s*(\w+_\w+)\s*»")),  # Word
    ("@@", re.compile(rf"@@(?<!\w@@)({_NAME})@@(?!\w)")),
    ("##", re.compile(rf"##(?<![\w#]##)({_NAME})##(?![\w#])")),
)
# These signs mean other things too, such as a table's empty cells, an aside or a topic: a name must be sure there.
_TIGHT = rf"{_NAME}(?<=\w)"
_SHARED = (
    ("||", re.compile(rf"\|\|(?<![\w|\\\"']\|\|)({_TIGHT})\|\|(?![\w|\"'])")),
    ("((", re.compile(rf"\(\((?<![\w(\]$\\]\(\()({_TIGHT})\)\)(?!\))")),
    ("#", re.compile(rf"#(?<![\w#&/\\]#)(?<!\]\(#)({_TIGHT})#(?![\w#])")),
)
# A price, what closes math, and a variable that is set, asked for a part or called, are none.
_DOLLAR = re.compile(
    r"\$(?<![\w$\\{!%/=&?:\"'>]\$)([^\W\d]\w*+(?:\.[^\W\d]\w*+)*+)(?![$%\[({]|-\w|->|::|[ \t]*[-+*/.]?=)"
)
_MATH_ENDS = re.compile(r"(?<=[^\s\\])\$(?!\w)")
# So are these written by people who fill them in themselves, and forget it.
_BRACKETED = re.compile(r"(?<![\\\w\]!\[])\[([^\W\d][\w' -]{2,30})\](?![(\[:\w])")
_PARTS = re.compile(r"[\s._-]+|(?<=[a-z0-9])(?=[A-Z])")
_KNOWN = {
    "fname": "first_name",
    "firstname": "first_name",
    "givenname": "first_name",
    "lname": "last_name",
    "lastname": "last_name",
    "surname": "last_name",
    "fullname": "full_name",
    "name": "name",
    "yourname": "your_name",
    "sendername": "sender_name",
    "contactname": "contact_name",
    "customername": "customer_name",
    "clientname": "client_name",
    "recipientname": "recipient_name",
    "prospectname": "prospect_name",
    "company": "company",
    "companyname": "company_name",
    "accountname": "account_name",
    "yourcompany": "your_company",
    "email": "email",
    "emailaddress": "email_address",
    "jobtitle": "job_title",
    "phonenumber": "phone_number",
}
# Any page may speak of these.
_UNSURE = {"name", "company", "email"}


def foreign_fields(text: str, declared: Iterable[str] = ()) -> Iterator[tuple[int, str, str]]:
    """Yield where each field of another system begins in a text, as it is written, and its name.

    In signs that mean other things too, only names that are known, declared here or joined by `_` are fields.
    """
    for sign, way in _WRITTEN:
        for found in way.finditer(text) if sign in text else ():
            yield found.start(), found[0], found[1]
    for sign, way in _SHARED:
        for found in way.finditer(text) if sign in text else ():
            if "_" in found[1] or _is_named(found[1], declared):
                yield found.start(), found[0], found[1]


def dollar_fields(text: str, declared: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """Yield the fields with nothing but a dollar sign before them in a line without code, in the same way."""
    closing = max((found.start() for found in _MATH_ENDS.finditer(text)), default=-1) if "$" in text else -1
    for found in _DOLLAR.finditer(text, closing + 1) if "$" in text else ():
        if _is_named(found[1], [own for own in declared if "_" in found[1] or own == found[1]]):
            yield found.start(), found[0], found[1]


def bracketed_fields(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the places for a person's or a company's name in single brackets, in the same way."""
    for found in _BRACKETED.finditer(text):
        if _letters(found[1]) in _KNOWN:
            yield found.start(), found[0], found[1]


def is_personal(name: str) -> bool:
    """Tell whether a field is surely for what mails say of a person or a company, however it is written."""
    return _letters(_last_part(name)) in _KNOWN.keys() - _UNSURE


def field_here(name: str, declared: Iterable[str]) -> str:
    """Return a name as a merge field has it here: the declared one that is meant, or words joined by `_`."""
    name = name.partition(":")[0] if ":" in name else name
    wanted = {_letters(name): 0, _letters(_last_part(name)): 1}
    meant = sorted((wanted[_letters(own)], own) for own in declared if _letters(own) in wanted)
    if meant:
        return meant[0][1]
    last = _last_part(name)
    if known := _KNOWN.get(_letters(name)) or _KNOWN.get(_letters(last)):
        return known
    return re.sub(r"\W", "_", "_".join(part.lower() for part in _PARTS.split(last) if part)) or "name"


def _is_named(name: str, declared: Iterable[str]) -> bool:
    ways = {_letters(name), _letters(_last_part(name))}
    return not ways.isdisjoint(_KNOWN) or not ways.isdisjoint(map(_letters, declared))


def _last_part(name: str) -> str:
    return name.rstrip(". ").rpartition(".")[2]


def _letters(name: str) -> str:
    return re.sub(r"[\W_]", "", name).lower()
