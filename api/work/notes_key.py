"""Keys of private notes: those of NOTES_KEY, and the one that an installation makes itself and keeps in DATA_DIR.

The file is made once, before the first private note is closed with it, and never where notes are that some other key
closed: what a lost key closed could be read again once it is put back, but not by a new one in its place. All nodes of
an installation close with the same key: the database holds its mark, and a node without it closes none.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from api.work.data_folder import private_files
from config import Config
from lms.coaching.texts.cipher import NotesCipher, key_of, new_key
from lms.coaching.texts.reading import has_private_texts
from lms.errors import Unreadable
from lms.folders import sync_folder
from lms.people.installation import agree_on_key, agreed_key

NAME = "notes.key"


def open_cipher(config: Config, session: Session, *, at: datetime) -> NotesCipher:
    """Return the cipher of this installation, for a session; a node that would close with a key of its own refuses."""

    def agree(marks: Sequence[str]) -> None:
        if not agree_on_key(session, marks=marks, at=at):
            raise Unreadable(
                f"private notes are written with the key {agreed_key(session)}, and `{config.node}` has another: "
                "nothing is lost; an admin gives all nodes the same NOTES_KEY, and removes notes.key where it differs"
            )

    def has_notes() -> bool:
        return has_private_texts(session) or agreed_key(session) is not None

    return NotesCipher(lambda: notes_keys(config, has_notes=has_notes), agree=agree)


def notes_keys(config: Config, *, has_notes: Callable[[], bool]) -> list[str]:
    """Return the keys, the one that closes first; raises Unreadable where there is none, and notes are."""
    path = config.data_dir / NAME
    if keys := known_keys(config):
        return keys
    if has_notes():
        raise Unreadable(
            f"the key of private notes is missing: NOTES_KEY is empty, and DATA_DIR has no file {NAME}; nothing is "
            "lost, an admin puts it back from where it is kept, or from the machine where it is (of several, from any)"
        )
    _make(path)
    return _read(path)


def known_keys(config: Config) -> list[str]:
    """Return the keys that there are, the one that closes first; raises Unreadable for what is no key."""
    return [*config.notes_keys, *_read(config.data_dir / NAME)]


def _read(path: Path) -> list[str]:
    try:
        lines = path.read_text(encoding="ascii").split()
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise Unreadable(f"DATA_DIR/{NAME} can't be read ({error}); an admin mends it, nothing is lost") from error
    for line in lines:
        try:
            key_of(line)
        except ValueError as error:
            raise Unreadable(f"DATA_DIR/{NAME}: {error}; an admin mends it, nothing is lost") from error
    return lines


def _make(path: Path) -> None:
    """Write a new key, on the disk before anybody uses it; where another process was quicker, its own stays."""
    with private_files():
        handle, temporary = tempfile.mkstemp(prefix=f".{NAME}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{new_key()}\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(temporary, path)
    except FileExistsError:
        return
    finally:
        Path(temporary).unlink(missing_ok=True)
    sync_folder(path.parent)
