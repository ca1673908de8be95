"""Cipher of private notes: who has the database has none of them, and who has a key reads only what it closed.

Each writer's notes of each session have a key of their own, made from the installation's: a row that somebody moves to
another person or session can't be read there. What is closed names the key that it needs, so that a missing one can be
told from a text that was damaged.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lms.errors import Unreadable

KEY_BYTES = 32
_MARK_BYTES = 4


@dataclass(frozen=True)
class Belongs:
    """Whose private text something is, and of which session."""

    session_id: UUID
    writer_id: UUID


class NotesCipher:
    """Closes and opens private texts with keys that are read when the first is needed."""

    def __init__(
        self, read_keys: Callable[[], Sequence[str]], *, agree: Callable[[Sequence[str]], None] = lambda _: None
    ) -> None:
        """Take what returns the keys: the first closes, all of them open.

        `agree` is told the marks of all, the first one's first, before one closes; it raises Unreadable where others
        close with a key that isn't among them.
        """
        self._read_keys = read_keys
        self._agree = agree
        self._keys: dict[str, bytes] | None = None

    def close(self, text: str, belongs: Belongs) -> str:
        """Return a text as it is kept."""
        self._agree(list(self._known()))
        mark, key = next(iter(self._known().items()))
        return f"{mark}.{_fernet(key, belongs).encrypt(text.encode()).decode()}"

    def open(self, closed: str, belongs: Belongs) -> str:
        """Return a text that was closed; raises Unreadable where its key is missing, or it was damaged or moved."""
        mark, _, token = closed.partition(".")
        key = self._known().get(mark)
        if key is None:
            raise Unreadable(
                f"your private notes were written with the key {mark}, which isn't here; nothing is lost: an admin "
                "puts it back into NOTES_KEY, or the file notes.key back into DATA_DIR"
            )
        try:
            return _fernet(key, belongs).decrypt(token.encode()).decode()
        except InvalidToken:
            raise Unreadable("this private text was damaged in the database; an admin has it in a backup") from None

    def is_current(self, closed: str) -> bool:
        """Tell whether a text was closed with the key that closes now."""
        return closed.partition(".")[0] == next(iter(self._known()))

    def _known(self) -> dict[str, bytes]:
        if self._keys is None:
            keys = [key_of(text) for text in self._read_keys()]
            self._keys = {_made_from(key, b"mark", _MARK_BYTES).hex(): key for key in keys}
        return self._keys


def new_key() -> str:
    """Make a key."""
    return Fernet.generate_key().decode()


def key_of(text: str) -> bytes:
    """Return the bytes of a key as it is written down; raises ValueError for what is none."""
    try:
        key = base64.b64decode(text.encode("ascii"), b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key is {KEY_BYTES} random bytes in URL-safe base64, 44 characters")
    return key


def _fernet(key: bytes, belongs: Belongs) -> Fernet:
    use = b"private notes" + belongs.session_id.bytes + belongs.writer_id.bytes
    return Fernet(base64.urlsafe_b64encode(_made_from(key, use, KEY_BYTES)))


def _made_from(key: bytes, use: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=use).derive(key)
