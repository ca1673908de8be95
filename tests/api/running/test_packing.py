"""A built site's files compressed beside it."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import brotli

from api.running.packing import pack_site

TEXT = b"<p>One line like another.</p>\n" * 100


def test_what_becomes_smaller_is_packed_under_its_own_path(tmp_path: Path) -> None:
    """Both ways, and nothing else: what is small, packed already or no text is left."""
    site, packed = tmp_path / "site-1", tmp_path / "packed-1"
    (site / "guides").mkdir(parents=True)
    (site / "guides" / "index.html").write_bytes(TEXT)
    (site / "look.0123456789abcdef.css").write_bytes(TEXT)
    (site / "small.html").write_bytes(TEXT[:500])
    (site / "prices.csv").write_bytes(TEXT)
    (site / "prices.csv.gz").write_bytes(gzip.compress(b"another file of the library") * 100)
    for name in ("photo.png", "film.mp4", "kit.zip", "deck.pptx"):
        (site / name).write_bytes(TEXT)
    (site / "odd.js").mkdir()
    (site / "noise.txt").write_bytes(random.Random(7).randbytes(2000))
    before = sorted(site.rglob("*"))
    pack_site(site, packed)
    names = ["guides/index.html", "look.0123456789abcdef.css", "prices.csv"]
    for encoding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        made = {file.relative_to(packed / encoding).as_posix(): file for file in (packed / encoding).rglob("*.*")}
        assert sorted(made) == names
        assert {unpack(file.read_bytes()) for file in made.values()} == {TEXT}
    assert sorted(site.rglob("*")) == before
