"""Files that are made for a site, published whatever their names, and some elsewhere than MkDocs would put them."""

from __future__ import annotations

from typing import Any

from edition import HOME

from content.places.addresses import FIRST_PAGE
from content.places.rooms import APP_HOME

_PLACES = {HOME: FIRST_PAGE, APP_HOME: ""}


def made_file(kind: Any, config: Any, path: str, content: str | bytes, *, is_in_menu: bool) -> Any:
    """Make a file that is published whatever its name."""
    made = kind.generated(config, path, content=content)
    if path in _PLACES:
        made.dest_uri = f"{_PLACES[path]}index.html"
    levels = type(made.inclusion)
    made.inclusion = levels.INCLUDED if is_in_menu else levels.NOT_IN_NAV
    return made
