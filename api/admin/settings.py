"""The settings as they are, for admins; secrets are hidden."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from pydantic import BaseModel

from api.web.auth import allow
from api.web.context import parts
from api.web.documentation import PREFIX, Answer, answers, spec
from api.work.settings_noted import settings_shown
from config import Config, settings

blueprint = Blueprint("settings", __name__, url_prefix=PREFIX)


class SettingOut(BaseModel):
    """A setting: what it is for, what it holds (of a secret only `(set)`), and whether that is the default."""

    name: str
    help: str
    value: str | bool | float
    is_default: bool


class SettingsOut(BaseModel):
    """All settings, in the order of the manual."""

    items: list[SettingOut]


@blueprint.get("/settings")
@allow("admin")
@spec.validate(resp=answers(HTTP_200=SettingsOut), tags=["admin"])
def read_settings() -> Answer:
    """List the settings that this server runs with."""
    held: dict[str, Any] = settings_shown(parts().config)
    usual = settings_shown(Config())
    items = []
    for setting in settings():
        name = setting.name.upper()
        is_default = held[name] == usual[name]
        items.append(SettingOut(name=name, help=setting.metadata["help"], value=held[name], is_default=is_default))
    return SettingsOut(items=items)
