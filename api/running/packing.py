"""A built site's files compressed once, in folders beside it, so that no request waits for that.

Beside the site, not in it: a library may have a file `prices.csv` and another `prices.csv.gz`, and each is what its
author made of it.
"""

from __future__ import annotations

import errno
import mimetypes
import os
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

from api.work.compressing import BEST, ENCODINGS, GOOD, KINDS, MIN_BYTES, compress
from content.places.rooms import BUILT, HASHED

# A file that many builds have is compressed once while a process lives.
_FILES_KEPT = 200
# Nobody should wait for a larger one to be packed; the index of the static search is one in a large library.
MOST_BYTES = 5_000_000
WORTH = 0.9


def pack_site(site: Path, into: Path) -> None:
    """Write the files that become smaller by a tenth or more into a folder of each encoding, under the same paths."""
    for encoding in ENCODINGS:
        (into / encoding).mkdir(parents=True)
    # Threads, because what compresses leaves the interpreter to others meanwhile.
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        list(pool.map(lambda file: _pack(site, file, into), sorted(site.rglob("*"))))


def _pack(site: Path, file: Path, into: Path) -> None:
    kind, packed_already = mimetypes.guess_type(file.name)
    is_text = kind in KINDS and not packed_already and file.is_file()  # folders may be called x.js
    if not is_text or file == site / BUILT or not MIN_BYTES <= file.stat().st_size <= MOST_BYTES:
        return
    data = file.read_bytes()
    for encoding in ENCODINGS:
        made = _kept(data, encoding) if HASHED.search(file.name) else compress(data, encoding, GOOD)
        if len(made) < WORTH * len(data):
            _write(into / encoding / file.relative_to(site), made)


def _write(target: Path, data: bytes) -> None:
    """Write a file, unless its path becomes longer here than the system allows."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG:
            raise


@lru_cache(_FILES_KEPT)
def _kept(data: bytes, encoding: str) -> bytes:
    return compress(data, encoding, BEST)
