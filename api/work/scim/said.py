"""Words of a directory about a person in those of the product: address, name, roles and department. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from typing import Any
from unicodedata import normalize

from api.work.scim.schemas import MAX_TEXT, EnterpriseUser
from lms.errors import Invalid
from lms.people.addresses import NOWHERE, is_address, plain_address
from lms.people.models import ROLES
from lms.people.scim.models import MAX_EXTERNAL_ID, MAX_USER_NAME

DEFAULT_ROLE = "rep"


def key_of(name: str) -> str:
    """Return a name as it is compared: without its case, and composed (NFC)."""
    return normalize("NFC", normalize("NFC", name.strip()).lower())


def address_of(user: Any) -> str | None:
    """Return the address of a user: the user name if it is one, else the primary, the work or the first e-mail."""
    emails = sorted(user.emails or (), key=lambda email: (not email.primary, email.type != "work"))
    for text in (user.user_name, *(email.value for email in emails)):
        if text and is_address(plain_address(text)) and len(text.strip()) <= MAX_USER_NAME:
            return plain_address(text)
    return None


def made_up_address(user_name: str) -> str:
    """Return an address that leads nowhere, for somebody of whom the directory knows none."""
    plain = plain_address(f"{user_name}@{NOWHERE}")
    if is_address(plain):
        return plain
    return f"{hashlib.sha256(key_of(user_name).encode()).hexdigest()[:32]}@{NOWHERE}"


def name_of(user: Any) -> str:
    """Return what a user is called: as displayed, as formatted, by both names, or by the user name."""
    name = user.name
    parts = [name.given_name, name.family_name] if name else []
    both = " ".join(part.strip() for part in parts if part and part.strip())
    for text in (user.display_name, name.formatted if name else None, both, user.user_name):
        if text and text.strip():
            return str(text.strip()[:MAX_TEXT])
    raise Invalid("userName is empty", field="userName")


def roles_of(user: Any, groups: Collection[str], roles_by_group: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return the roles that are said of a user, by themselves or by their groups; the default one where none is."""
    said = {key_of(role.value) for role in user.roles or () if role.value} & set(ROLES)
    for group in groups:
        said |= roles_by_group.get(key_of(group), frozenset())
    return frozenset(said or {DEFAULT_ROLE})


def department_of(user: Any) -> str | None:
    """Return the department of a user without spaces around it; None for no or an empty one."""
    place = user[EnterpriseUser]
    return ((place.department or "").strip() or None) if place else None


def manager_of(user: Any) -> str | None:
    """Return the id of a user's manager as the directory says it."""
    place = user[EnterpriseUser]
    return place.manager.value if place and place.manager else None


def check_texts(user: Any) -> None:
    """Refuse what is empty or too long to be kept; raises Invalid."""
    if not (user.user_name or "").strip():
        raise Invalid("userName is empty", field="userName")
    if len(user.external_id or "") > MAX_EXTERNAL_ID:
        raise Invalid(f"externalId has at most {MAX_EXTERNAL_ID} characters", field="externalId")
