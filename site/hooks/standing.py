"""The standing of a built site: of what each page was made, so that the next build makes what has changed alone."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from edition import Edition
from static_index import read_index, write_index
from troubles import reason_of

from content.files import copy_files, withheld
from content.rooms import BUILT

NOTHING: dict[str, Any] = {"frame": "", "pages": {}, "files": {}, "troubles": [], "script_hashes": []}


@dataclass
class Made:
    """Pages that one build makes, by MkDocs' names for them.

    `addresses` are those of the pages' files, None for a page that was left out; `urls` those of the pages; `links` the
    paths in the library that a page leads to; `entries` its line of the static index.
    """

    addresses: dict[str, str | None] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)
    links: dict[str, set[str]] = field(default_factory=dict)
    entries: dict[str, str] = field(default_factory=dict)
    hashes: set[str] = field(default_factory=set)


def read_standing(site: Path) -> dict[str, Any]:
    """Return what was written beside a site."""
    standing: dict[str, Any] = json.loads((site / BUILT).read_text(encoding="utf-8"))
    return standing


def changed_in(standing: Mapping[str, Any], edition: Edition) -> list[str]:
    """Return the names of pages that a site lacks, or shows as they aren't any more."""
    pages = standing["pages"]
    return [name for name, key in edition.keys.items() if name not in pages or pages[name]["key"] != key]


def finish_site(
    folder: Path, edition: Edition, made: Made, troubles: Mapping[str, str], opened: Collection[str]
) -> None:
    """Bring files into a site whose pages are written, and write beside them what is to be known of it."""
    pages = _pages_of(NOTHING, edition, made)
    files, failed = _copy(NOTHING, edition, pages, folder)
    write_index(folder, [made.entries[name] for name in pages if name in made.entries])
    _write(
        folder,
        {
            "script_hashes": sorted(made.hashes),
            "library": edition.stamp,
            "open": sorted(opened),
            "troubles": _listed({**troubles, **failed}),
            "frame": edition.frame,
            "pages": pages,
            "files": files,
        },
    )


def finish_part(site: Path, folder: Path, edition: Edition, made: Made, troubles: Mapping[str, str]) -> dict[str, Any]:
    """Bring into a folder with a site's changed pages what changes with them, to be moved into that site.

    Returns what is to be known of the site then, without its pages, and `gone`, the addresses that must go first.
    It `is_whole` when nothing is left that shows the library as it was.
    """
    before = read_standing(site)
    pages = _pages_of(before, edition, made)
    files, failed = _copy(before, edition, pages, folder)
    lines = read_index(site)
    index = [
        line
        for name, page in pages.items()
        if (line := made.entries.get(name) if name in made.addresses else lines.get(page["url"]))
    ]
    if index != list(lines.values()):
        write_index(folder, index)
    still = {edition.path_of(name) for name in pages.keys() - made.addresses.keys()}
    kept = {each["path"]: each["reason"] for each in before["troubles"] if each["path"] in still}
    is_whole = before["frame"] == edition.frame and not changed_in({"pages": pages}, edition)
    after = {
        **before,
        "script_hashes": sorted({*before["script_hashes"], *made.hashes}),
        "library": edition.stamp if is_whole else "",
        "troubles": _listed({**kept, **troubles, **failed}),
    }
    _write(folder, {**after, "pages": pages, "files": files})
    gone = _addresses(before["pages"], before["files"]) - _addresses(pages, files)
    told = {name: after[name] for name in ("script_hashes", "library", "open", "troubles")}
    return {**told, "gone": sorted(gone), "is_whole": is_whole}


def _pages_of(before: Mapping[str, Any], edition: Edition, made: Made) -> dict[str, Any]:
    """Return of what each page that stands in the site is made, in the order of what is edition."""
    pages: dict[str, Any] = {}
    for name, key in edition.keys.items():
        if name in made.addresses:
            links = sorted(made.links.get(name, ()))
            pages[name] = {"key": key, "address": made.addresses[name], "url": made.urls[name], "links": links}
        elif name in before["pages"]:
            pages[name] = before["pages"][name]
    return pages


def _copy(
    before: Mapping[str, Any], edition: Edition, pages: Mapping[str, Any], folder: Path
) -> tuple[dict[str, list[int]], dict[str, str]]:
    """Copy the files that readers may have, unless they stand there; return these, and why others can't be copied."""
    used = {link for page in pages.values() for link in page["links"]}
    published = {edition.path_of(name) for name in pages}
    chosen = sorted(edition.files - withheld(edition.library, published=published, used=used))
    # Before they are copied: one that is saved meanwhile is copied again.
    saved = {path: _saved(edition.library.root / path) for path in chosen}
    new = [path for path in chosen if before["files"].get(path) != saved[path]]
    failed = {path: reason_of(error) for path, error in copy_files(edition.library.root, new, folder)}
    return {path: moment for path, moment in saved.items() if path not in failed}, failed


def _saved(path: Path) -> list[int]:
    """Return when a file was saved, in nanoseconds, and its size; nothing for one that has gone meanwhile."""
    try:
        status = path.lstat()
    except OSError:
        return []
    return [status.st_mtime_ns, status.st_size]


def _addresses(pages: Mapping[str, Any], files: Collection[str]) -> set[str]:
    return {page["address"] for page in pages.values() if page["address"]} | set(files)


def _listed(troubles: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"path": path, "reason": reason} for path, reason in sorted(troubles.items())]


def _write(folder: Path, standing: Mapping[str, Any]) -> None:
    (folder / BUILT).write_text(json.dumps(standing), encoding="utf-8")
