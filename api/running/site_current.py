"""The site that is served: which one it is, another one in its place, and parts of it replaced.

`current.json` says all of it and is replaced in one step. Files of a part are moved one by one, so it first names the
part that is being moved: whoever is killed on the way is followed by one who moves the rest.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from api.work.compressing import ENCODINGS
from api.work.status import CURRENT
from config import PROJECT, Config
from content.places.rooms import BUILT
from content.replacing import write_atomically

SOURCES = PROJECT / "site"
_TOLD = ("script_hashes", "open", "troubles")


@dataclass(frozen=True)
class Site:
    """A site or a part of one: its folder, that of the compressed files, and what was written beside it."""

    folder: Path
    packed: Path
    built: Mapping[str, Any]


@dataclass(frozen=True)
class SitePart(Site):
    """Files for a site that stands; `gone` are the addresses of files that have to go.

    It `is_whole` when that site then shows the library as it was read.
    """

    gone: list[str]
    is_whole: bool


def stamp_of(library: str) -> str:
    """Return what a site is made of as one hash: of the library's own stamp, and of the site's sources."""
    return hashlib.sha256(f"{library}\0{_sources()}".encode()).hexdigest()


@cache
def _sources() -> str:
    """Return a hash of what makes sites, as it was when this process needed it first: it goes on with the same."""
    digest = hashlib.sha256()
    for source in sorted((*SOURCES.rglob("*"), *(PROJECT / "content").rglob("*.py"))):
        if source.is_file() and source.suffix != ".pyc":
            digest.update(f"{source.name}\0".encode() + source.read_bytes())
    return digest.hexdigest()


def is_built(config: Config, stamp: str) -> bool:
    """Tell whether the site that is served is this one."""
    current = read_current(config)
    is_same = current.get("stamp") == stamp and current.items() >= _settings(config).items()
    return is_same and "part" not in current and (config.site_dir / current["folder"]).is_dir()


def _settings(config: Config) -> dict[str, Any]:
    """Return the settings that a site is built with."""
    return {
        "base_path": config.base_path,
        "time_zone": config.time_zone,
        "external_images": config.external_images,
        "edit_url": config.edit_url,
        **asdict(config.brand),
    }


def read_current(config: Config) -> dict[str, Any]:
    """Return what is noted of the site that is served; nothing where there is none, or a note that isn't ours."""
    try:
        current = json.loads((config.site_dir / CURRENT).read_text(encoding="utf-8"))
        moving = current.get("part", {"moves": {}, "after": {}})
        is_ours = current.keys() >= {"folder", "packed", *_TOLD} and moving.keys() == {"moves", "after"}
    except (OSError, ValueError, AttributeError):
        return {}
    return current if is_ours else {}


def takes_parts(config: Config) -> Site | None:
    """Return the site that is served, if its other pages would be built today as they were; None for no such site."""
    current = read_current(config)
    if not current.items() >= {"sources": _sources(), **_settings(config)}.items():
        return None
    folder = config.site_dir / current["folder"]
    return Site(folder, config.site_dir / current["packed"], current) if folder.is_dir() else None


def troubles_of(config: Config) -> list[dict[str, str]]:
    """Return the pages, and why, that the site which is served doesn't show as they are."""
    return list(read_current(config).get("troubles", []))


def switch(config: Config, site: Site) -> None:
    """Make a site the one that is served, and remove all others.

    Its stamp is of the library as the build read it: pages may have changed since.
    """
    current = {
        "folder": site.folder.name,
        "packed": site.packed.name,
        "stamp": stamp_of(site.built["library"]),
        "sources": _sources(),
        **_settings(config),
        **{name: site.built[name] for name in _TOLD},
    }
    _write(config, current)
    sweep(config)


def put_in_place(config: Config, part: SitePart) -> None:
    """Replace what a part replaces of the site that is served."""
    current = read_current(config)
    after = {**current, **{name: part.built[name] for name in _TOLD}}
    after["stamp"] = stamp_of(part.built["library"]) if part.is_whole else ""
    allowed = sorted({*current["script_hashes"], *after["script_hashes"]})
    moves = _moves_of(part)
    _write(config, {**current, "script_hashes": allowed, "part": {"moves": moves, "after": after}})
    finish_moving(config)


def finish_moving(config: Config) -> None:
    """Move the rest of the part that was being moved when this was last interrupted, if it was."""
    current = read_current(config)
    if "part" in current:
        site = Site(config.site_dir / current["folder"], config.site_dir / current["packed"], {})
        _move(current["part"]["moves"], site, config.site_dir)
        _write(config, current["part"]["after"])


def put_into(site: Site, part: SitePart) -> Site:
    """Replace what a part replaces of a site that isn't served yet; return that site."""
    _move(_moves_of(part), site, part.folder.parent)
    return Site(site.folder, site.packed, part.built)


def remove(site: Site) -> None:
    """Remove a site that isn't served."""
    shutil.rmtree(site.folder, ignore_errors=True)
    shutil.rmtree(site.packed, ignore_errors=True)


def sweep(config: Config) -> None:
    """Remove sites that aren't served, and parts, which nobody may be moving."""
    current = read_current(config)
    kept = {config.site_dir / current[name] for name in ("folder", "packed") if name in current}
    for pattern in ("site-*", "packed-*", "part-*"):
        for folder in config.site_dir.glob(pattern):
            if folder not in kept:
                shutil.rmtree(folder, ignore_errors=True)


def _moves_of(part: SitePart) -> dict[str, Any]:
    """Return what has to be done for a part, as JSON, so that it can be done again after any step of it was done."""
    return {
        "folder": part.folder.name,
        "packed": part.packed.name,
        "gone": part.gone,
        # Last what says which pages stand there.
        "files": sorted(_files_in(part.folder), key=lambda address: (address == BUILT, address)),
        "forms": {encoding: sorted(_files_in(part.packed / encoding)) for encoding in ENCODINGS},
    }


def _files_in(folder: Path) -> Iterable[str]:
    return (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _move(moves: Mapping[str, Any], site: Site, root: Path) -> None:
    """Take files away, and move others into a site, which may have been done in part."""
    for address in moves["gone"]:
        for folder in (*(site.packed / encoding for encoding in ENCODINGS), site.folder):
            _remove(folder, address)
    for encoding, forms in moves["forms"].items():
        for address in sorted(set(moves["files"]) - set(forms)):
            _remove(site.packed / encoding, address)
        for address in forms:
            _replace(root / moves["packed"] / encoding, site.packed / encoding, address)
    for address in moves["files"]:
        _replace(root / moves["folder"], site.folder, address)


def _remove(folder: Path, address: str) -> None:
    """Remove a file, and the folders that are empty without it."""
    path = folder / address
    with suppress(FileNotFoundError, NotADirectoryError):
        path.unlink()
    for above in path.parents:
        if above == folder:
            break
        try:
            above.rmdir()
        except FileNotFoundError:
            continue
        except OSError:
            break


def _replace(source: Path, target: Path, address: str) -> None:
    with suppress(FileNotFoundError):
        if (source / address).is_file():
            (target / address).parent.mkdir(parents=True, exist_ok=True)
            (source / address).replace(target / address)


def _write(config: Config, current: Mapping[str, Any]) -> None:
    write_atomically(config.site_dir / CURRENT, json.dumps(current))
