"""Settings in the audit: what an installation runs with is noted once it differs from what was noted last."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from config import Config, settings
from lms.audit.noting import note
from lms.audit.reading import last_of

ACTION = "settings.changed"


def settings_shown(config: Config) -> dict[str, Any]:
    """Return all settings by name as they may be shown: of a secret, whether there is one."""
    shown: dict[str, Any] = {}
    for setting in settings():
        value = getattr(config, setting.name)
        name = setting.name.upper()
        if not setting.repr:
            shown[name] = "(set)" if value else ""
        elif isinstance(value, bool | int | float):
            shown[name] = value
        else:
            shown[name] = without_password(str(value))
    return shown


def without_password(value: str) -> str:
    """Return a setting without the password that an address may hold."""
    scheme, mark, rest = value.partition("://")
    who, at, place = rest.rpartition("@")
    if not (mark and at and ":" in who):
        return value
    return f"{scheme}://{who.partition(':')[0]}:(set)@{place}"


def note_settings(session: Session, config: Config, *, machine: str) -> None:
    """Note which settings differ from their defaults, where that isn't what was noted last of this machine."""
    usual = settings_shown(Config())
    held = {name: value for name, value in settings_shown(config).items() if value != usual[name]}
    last = last_of(session, action=ACTION, subject=machine)
    if last is None or last.after != held:
        note(session, ACTION, subject=machine, before=last.after if last else None, after=held)
