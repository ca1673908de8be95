"""Dressing of the frame that every page has: the company's name, colour and icon, and the tools in their groups."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from groups import group_of, read_groups

from content.brand import LOGOS
from content.fields.models import EVENT_KINDS
from content.labels import AUDIENCES
from content.places.addresses import address_of
from content.places.rooms import APP_HOME, MANIFEST, app_pages

ICON = "assets/icon.svg"
COLOUR = "#123f5c"


def dress(config: Any, library_pages: Iterable[str]) -> dict[str, bytes]:
    """Tell the templates what the frame shows; return the files that it needs, by address."""
    extra = config["extra"]
    logo = Path(extra["logo"]) if extra["logo"] else None
    icon = f"assets/logo{logo.suffix.lower()}" if logo else ICON
    urls = {path: "" if path == APP_HOME else address_of(path) for path in app_pages()}
    extra.update(
        audiences=AUDIENCES,
        event_kinds=EVENT_KINDS,
        icon=icon,
        colour=extra["brand_colour"] or COLOUR,
        groups=(groups := read_groups(app_pages(), urls)),
        group_of=partial(group_of, groups, frozenset(library_pages)),
    )
    files = {MANIFEST: _manifest(str(config["site_name"]), icon, extra["colour"])}
    return {**files, icon: logo.read_bytes()} if logo else files


def _manifest(name: str, icon: str, colour: str) -> bytes:
    """Return what a phone asks before it puts the site on its first screen."""
    kind = LOGOS[Path(icon).suffix]
    told = {
        "name": name,
        "short_name": name[:12],
        "start_url": "./",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": colour,
        "icons": [{"src": icon, "type": kind, "sizes": "any", "purpose": "any"}],
    }
    return json.dumps(told, ensure_ascii=False).encode()
