"""The standing of a built site: of what each page was made, so that the next build makes what has changed alone."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from arranging import write_redirects
from edition import Edition
from static_index import read_index, write_index
from troubles import reason_of

from content.places.files import copy_files, withheld
from content.places.rooms import BUILT

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

    def is_same(page: Mapping[str, Any], key: str) -> bool:
        return bool(page["key"] == key and page["files"] == _files_among(page["links"], edition))

    pages = standing["pages"]
    return [name for name, key in edition.keys.items() if name not in pages or not is_same(pages[name], key)]


def finish_site(
    folder: Path,
    edition: Edition,
    made: Made,
    troubles: Mapping[str, str],
    opened: Collection[str],
    *,
    former: Path | None,
) -> None:
    """Bring files into a site whose pages are written, and write beside them what is to be known of it.

    `former` is a site whose files are shared where they are the same.
    """
    pages = _pages_of(NOTHING, edition, made)
    files, failed = _copy(NOTHING, edition, pages, folder, former)
    write_index(folder, [made.entries[name] for name in pages if name in made.entries])
    (folder / BUILT).touch()  # before what takes any address that is free
    redirects = write_redirects(folder, edition.pages.values())
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
            "redirects": redirects,
        },
    )


def finish_part(
    site: Path, before: Mapping[str, Any], folder: Path, edition: Edition, made: Made, troubles: Mapping[str, str]
) -> dict[str, Any]:
    """Bring into a folder with a site's changed pages what changes with them, to be moved into that site.

    `before` is that site's standing.

    Returns what is to be known of the site then, without its pages, and `gone`, the addresses that must go first.
    It `is_whole` when nothing is left that shows the library as it was.
    """
    pages = _pages_of(before, edition, made)
    files, failed = _copy(before, edition, pages, folder, None)
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
    published = _published(pages, edition)
    redirects = {address: path for address, path in before["redirects"].items() if path in published}
    _write(folder, {**after, "pages": pages, "files": files, "redirects": redirects})
    stood, stands = _addresses(before["pages"], before["files"]), _addresses(pages, files)
    gone = (stood | before["redirects"].keys()) - (stands | redirects.keys())
    told = {name: after[name] for name in ("script_hashes", "library", "open", "troubles")}
    return {**told, "gone": sorted(gone), "is_whole": is_whole}


def _pages_of(before: Mapping[str, Any], edition: Edition, made: Made) -> dict[str, Any]:
    """Return of what each page that stands in the site is made, in the order of what is shown."""
    pages: dict[str, Any] = {}
    for name, key in edition.keys.items():
        if name in made.addresses:
            links = sorted(made.links.get(name, ()))
            known = {"key": key, "address": made.addresses[name], "url": made.urls[name]}
            pages[name] = {**known, "links": links, "files": _files_among(links, edition)}
        elif name in before["pages"]:
            pages[name] = before["pages"][name]
    return pages


def _files_among(links: Iterable[str], edition: Edition) -> list[str]:
    """Return the files among the paths that a page leads to, which it names at its head."""
    return [link for link in links if link in edition.files]


def _copy(
    before: Mapping[str, Any], edition: Edition, pages: Mapping[str, Any], folder: Path, former: Path | None
) -> tuple[dict[str, list[int]], dict[str, str]]:
    """Copy the files that readers may have, unless they stand there; return these, and why others can't be copied."""
    used = {link for page in pages.values() for link in page["links"]}
    chosen = sorted(edition.files - withheld(edition.library, published=_published(pages, edition), used=used))
    # Before they are copied: one that is saved meanwhile is copied again.
    saved = {path: _saved(edition.library.root / path) for path in chosen}
    new = [path for path in chosen if before["files"].get(path) != saved[path]]
    copied = copy_files(edition.library.root, new, folder, former=former)
    failed = {path: reason_of(error) for path, error in copied}
    return {path: moment for path, moment in saved.items() if path not in failed}, failed


def _published(pages: Iterable[str], edition: Edition) -> set[str]:
    """Return the paths of the library's pages among those of a site, which are named as MkDocs does."""
    return {edition.pages[name].path for name in pages if name in edition.pages}


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
