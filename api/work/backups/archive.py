"""The file of a backup: a ZIP whose members are written, checked and read as streams, the manifest last.

Its directory stands at the end: a file that was cut off is none, and the manifest is read without reading the rest.
"""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Self
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from pydantic import ValidationError

from api.work.backups.manifest import (
    FORMAT,
    NAME,
    BackupManifest,
    BackupMember,
    BackupRefusal,
    Telling,
    is_known,
)

PIECE_BYTES = 1 << 20
LONGEST_MANIFEST = 100 << 20
# Most of what can be gained is gained by the quickest level.
LEVEL = 1


class ArchiveWriter:
    """A new file, with what was added to it; it counts once `close` was told what it is."""

    def __init__(self, path: Path) -> None:
        """Begin the file, which must not be there."""
        self._path = path
        self._zip = ZipFile(path, "x", ZIP_DEFLATED, compresslevel=LEVEL)
        self.members: list[BackupMember] = []

    def add(self, name: str, source: BinaryIO, *, size: int, is_packed: bool, tell: Telling) -> None:
        """Add the first `size` bytes of a stream, or all where it has fewer; packed where that makes them less."""
        digest, done = hashlib.sha256(), 0
        entry = name if is_packed else ZipInfo(name)  # which is stored as it is
        with self._zip.open(entry, "w", force_zip64=True) as target:
            while piece := source.read(min(PIECE_BYTES, size - done)):
                target.write(piece)
                digest.update(piece)
                done += len(piece)
                tell("packing", done, size)
        self.members.append(BackupMember(name=name, size=done, sha256=digest.hexdigest()))

    def close(self, manifest: BackupManifest) -> None:
        """Write the manifest and have all of it on the disk."""
        self._zip.writestr(NAME, manifest.model_dump_json(indent=1))
        self._zip.close()
        with self._path.open("rb+") as file:
            os.fsync(file.fileno())


class Archive:
    """A file that is there; raises BackupRefusal for one that is no backup, or of a format to come."""

    def __init__(self, path: Path) -> None:
        """Open it and read its manifest alone."""
        self.path = path
        try:
            self._zip = ZipFile(path)
        except (OSError, BadZipFile, RuntimeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it isn't one, or was cut off"
            raise BackupRefusal(f"{path} can't be read as a backup: {reason or error}") from error
        try:
            self.manifest = self._read_manifest()
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        """Use it until the block ends."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self._zip.close()

    def check(self, tell: Telling) -> None:
        """Read all of it; raises BackupRefusal where anything isn't as the manifest says."""
        total, done = sum(member.size for member in self.manifest.members), 0
        for member in self.manifest.members:
            for piece in self._pieces(member):
                done += len(piece)
                tell("checking", done, total)

    def copy(self, name: str, target: Path, tell: Telling) -> None:
        """Write a member to a file, and have it on the disk; raises BackupRefusal where it isn't whole."""
        member = next(member for member in self.manifest.members if member.name == name)
        done = 0
        with target.open("wb") as file:
            for piece in self._pieces(member):
                file.write(piece)
                done += len(piece)
                tell("unpacking", done, member.size)
            file.flush()
            os.fsync(file.fileno())

    def read(self, name: str) -> bytes:
        """Return a small member; raises BackupRefusal where it isn't whole."""
        return b"".join(self._pieces(next(one for one in self.manifest.members if one.name == name)))

    def _pieces(self, member: BackupMember) -> Iterator[bytes]:
        digest, size = hashlib.sha256(), 0
        try:
            with self._zip.open(member.name) as source:
                while size <= member.size and (piece := source.read(PIECE_BYTES)):
                    digest.update(piece)
                    size += len(piece)
                    yield piece
        except (KeyError, OSError, EOFError, BadZipFile, RuntimeError, zlib.error) as error:
            raise BackupRefusal(f"{self.path} is damaged: {member.name}: {error}") from error
        if (size, digest.hexdigest()) != (member.size, member.sha256):
            raise BackupRefusal(f"{self.path} is damaged: {member.name} isn't what was put into it")

    def _read_manifest(self) -> BackupManifest:
        try:
            manifest = _manifest_of(self._zip)
        except (KeyError, ValueError, OSError, EOFError, BadZipFile, RuntimeError, zlib.error) as error:
            raise BackupRefusal(f"{self.path} is no backup of Repertoire: {_reason(error)}") from error
        names = [member.name for member in manifest.members]
        if len(set(names)) != len(names):
            raise BackupRefusal(f"{self.path} is no backup of Repertoire: it holds a member twice")
        if foreign := [name for name in names if not is_known(name)]:
            raise BackupRefusal(f"{self.path} is no backup of Repertoire: it holds {foreign[0]}")
        return manifest


def _manifest_of(opened: ZipFile) -> BackupManifest:
    entry = opened.getinfo(NAME)
    if entry.file_size > LONGEST_MANIFEST:
        raise ValueError("its manifest is too long")
    told = json.loads(opened.read(entry))
    if isinstance(told, dict) and told.get("format", FORMAT) != FORMAT:
        raise ValueError(f"its format is {told['format']}, and this version reads {FORMAT}")
    return BackupManifest.model_validate_json(json.dumps(told))


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        fault = error.errors()[0]
        return f"{'.'.join(map(str, fault['loc']))} of its manifest: {fault['msg']}"
    return "it has no manifest" if isinstance(error, KeyError) else str(error)
