"""Files that belong into a backup beside the database, and the settings without what is secret."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from api.work.backups.manifest import DATA, BackupRefusal
from api.work.settings_noted import without_password
from config import Config

RECORDINGS = "practice"
# Journals of events that were answered, by the ends of their names: what the database hasn't got yet.
_JOURNALS = {"searches": ".searches", "visits": ".visits"}
# Where an installation stands, which another doesn't share.
_OF_THE_PLACE = {"host", "port", "data_dir", "database_url", "opensearch_url", "content_dir", "backup_dir"}


def list_journals(data_dir: Path) -> Iterator[tuple[str, Path]]:
    """Yield the journals as members' names and files; each may be gone when it is opened, and in the database then."""
    for folder, ending in _JOURNALS.items():
        for path in sorted((data_dir / folder).glob(f"*{ending}")):
            yield f"{DATA}{folder}/{path.name}", path


def list_recordings(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the recordings of practice as members' names and files; each may be gone when it is opened."""
    if folder.is_dir():
        for path in sorted(folder.iterdir()):
            if path.is_file() and not path.is_symlink():
                yield f"{DATA}{RECORDINGS}/{path.name}", path


def settings_of(config: Config) -> dict[str, str]:
    """Return the settings that aren't secret as text by their names, and addresses without what is secret in them."""
    told = {one.name: str(getattr(config, one.name)) for one in fields(config) if one.repr}
    return {name: without_password(value) for name, value in told.items()}


def differing_settings(before: bytes, config: Config) -> Iterator[tuple[str, str, str]]:
    """Yield name, value before and value now of settings that differ and say how an installation works, not where."""
    try:
        told = json.loads(before)
    except ValueError as error:
        raise BackupRefusal(f"the settings in the backup can't be read: {error}") from error
    now = settings_of(config)
    for name in sorted(now.keys() & told.keys() - _OF_THE_PLACE):
        if told[name] != now[name]:
            yield name.upper(), told[name], now[name]
