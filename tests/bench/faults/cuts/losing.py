"""What a disk may have kept when its power went: what was flushed is there, the rest may be, in parts, or not.

What waits for a flush survives write by write, each whole, torn at some sector, or as room that holds zeros or rubbish;
names survive change by change, a rename within a folder as one.
"""

from __future__ import annotations

import random
from itertools import pairwise

from bench.faults.cuts.disk import File, Folder, Node, apply, put

SECTOR = 512
WHOLE, KEPT, EMPTY = 0.7, 0.5, 0.8  # how often a write is whole, a sector of another is kept, or holds zeros


def names_left(folder: Folder, chance: random.Random, share: float) -> dict[str, Node]:
    """Return a folder's names after a cut; each change that waited is there with this chance."""
    left = dict(folder.kept)
    for _, names in folder.waiting:
        if chance.random() < share:
            apply(left, names)
    return left


def bytes_left(file: File, chance: random.Random, share: float) -> bytes:
    """Return a file's bytes after a cut; each write that waited is there with this chance, or torn, or as mere room."""
    if not file.waiting or share == 1:
        return bytes(file.now if file.waiting else file.kept)
    left = bytearray(file.kept)
    for _, offset, data in file.waiting:
        if chance.random() < share:
            put(left, offset, _torn(data, offset, chance) if data and share < 1 else data)
    return bytes(left)


def _torn(data: bytes, offset: int, chance: random.Random) -> bytes:
    """Return what a disk made of a write: all of it, mostly; or some sectors, the others zeros or rubbish."""
    if chance.random() < WHOLE:
        return data
    torn = bytearray(data)
    edges = [0, *range(SECTOR - offset % SECTOR, len(data), SECTOR), len(data)]
    for begin, end in pairwise(edges):
        if chance.random() > KEPT:
            torn[begin:end] = bytes(end - begin) if chance.random() < EMPTY else chance.randbytes(end - begin)
    return bytes(torn)
