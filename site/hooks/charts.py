"""The bundle that draws charts: made of Vega-Lite when a site is built, or taken from the site that stood before."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from content.places.rooms import MADE

_PACKAGE = "vl-convert-python"
# What the pages call; the rest of the bundle stays its own.
_SNIPPET = "window.vegaEmbed = vegaEmbed;"
_log = logging.getLogger("mkdocs")


def charts_of(config: Any) -> dict[str, str]:
    """Return the bundle of a site that is about to be built, before MkDocs empties the folder where one stood."""
    return chart_bundle(Path(folder) for folder in (config["extra"]["former"], config["site_dir"]) if folder)


def chart_bundle(sites: Iterable[Path]) -> dict[str, str]:
    """Return the bundle's text by its address, from one of the sites that has it of this version, or made anew.

    Nothing when it can't be made: pages then show their tables alone.
    """
    try:
        return next((found for site in sites if (found := _kept(site))), None) or _made()
    except Exception as error:  # noqa: BLE001 - whatever the package does, the site is built
        _log.info("charts can't be drawn: %s", error)
        return {}


def _kept(site: Path) -> dict[str, str]:
    for file in sorted((site / MADE).glob(f"{_name()}.*.js")):
        text = file.read_text(encoding="utf-8")
        if _address(text) == f"{MADE}/{file.name}":
            return {_address(text): text}
    return {}


@cache
def _made() -> dict[str, str]:
    import vl_convert

    text = vl_convert.javascript_bundle(_SNIPPET)
    return {_address(text): text}


def _address(text: str) -> str:
    return f"{MADE}/{_name()}.{hashlib.sha256(text.encode()).hexdigest()[:16]}.js"


def _name() -> str:
    return f"charts-{version(_PACKAGE)}"
