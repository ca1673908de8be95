"""Settings in the audit: what an installation runs with is noted once it differs from what was noted last."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy.orm import Session

from config import Config, settings
from lms.audit.noting import note
from lms.audit.reading import last_of

ACTION = "settings.changed"
HIDDEN = "(set)"
# Of a query, by the names that such values have.
_SECRETS = re.compile(
    r"((?:^|&)[^=&]*(?:pass(?:word|wd|phrase)?|pwd|token|secret|key|sig(?:nature)?)=)[^&]+", re.IGNORECASE
)
_WEB = {"http", "https"}


def settings_shown(config: Config) -> dict[str, Any]:
    """Return all settings by name as they may be shown: of a secret, whether there is one."""
    shown: dict[str, Any] = {}
    for setting in settings():
        value = getattr(config, setting.name)
        name = setting.name.upper()
        if not setting.repr:
            shown[name] = HIDDEN if value else ""
        elif isinstance(value, bool | int | float):
            shown[name] = value
        else:
            shown[name] = without_password(str(value))
    return shown


def without_password(value: str) -> str:
    """Return a setting without the password or token that an address may hold, before its host or in its query."""
    scheme, mark, rest = value.partition("://")
    if not mark:
        return value
    who, at, place = rest.partition("@")
    path, asks, query = (place if at else who).partition("?")
    path = path.rpartition("@")[2]  # a password may hold one that wasn't escaped
    if at and ":" in who:
        who = f"{who.partition(':')[0]}:{HIDDEN}"
    elif at and scheme in _WEB and "/" not in who:  # a name alone is a token there
        who = HIDDEN
    shown = _SECRETS.sub(rf"\1{HIDDEN}", query)
    return f"{scheme}://{who}@{path}{asks}{shown}" if at else f"{scheme}://{path}{asks}{shown}"


def note_settings(session: Session, config: Config, *, machine: str) -> None:
    """Note which settings differ from their defaults, where that isn't what was noted last of this machine."""
    usual = settings_shown(Config())
    held = {name: value for name, value in settings_shown(config).items() if value != usual[name]}
    last = last_of(session, action=ACTION, subject=machine)
    if last is None or last.after != held:
        note(session, ACTION, subject=machine, before=last.after if last else None, after=held)
