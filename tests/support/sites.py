"""The site that is served, as files."""

from __future__ import annotations

from pathlib import Path

from api.running.site_current import read_current
from config import Config

# It holds the moment of its build.
TIMED = "sitemap.xml.gz"


def files_of(config: Config) -> dict[str, bytes]:
    """Return the files of the site that is served, and their compressed forms, by address."""
    current = read_current(config)
    site, packed = config.site_dir / current["folder"], config.site_dir / current["packed"]
    return {**_files_in(site, ""), **_files_in(packed, "packed:")}


def page_of(config: Config, address: str) -> str | None:
    """Return the HTML of a page of the site that is served; None for one that isn't there."""
    file = config.site_dir / read_current(config).get("folder", "none") / address / "index.html"
    return file.read_text(encoding="utf-8") if file.is_file() else None


def _files_in(folder: Path, mark: str) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != TIMED)
    return {mark + path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
