"""Names that no address can hold or that clash, and what is called a page and is no file."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path
from random import Random

from support.faults.fault import Fault, Made, named, page, write, written

_PICTURE = b"\x89PNG"


def _placed(kind: str, codes: str, path: str, put: Callable[[Path], None]) -> Fault:
    """Return the kind of something at a path that is no file of text."""

    def make(folder: Path, name: str, _: Random) -> Made:
        place = folder / named(path, name)
        place.parent.mkdir(parents=True, exist_ok=True)
        put(place)
        return Made(named(path, name))

    return Fault(kind, frozenset(codes.split()), make)


def _bytes(kind: str, raw: bytes, content: str | bytes) -> Fault:
    """Return the kind of a file whose path is bytes."""

    def make(folder: Path, name: str, _: Random) -> Made:
        path = os.fsdecode(raw.replace(b"{n}", name.encode()))
        write(folder, path, named(content, name) if isinstance(content, str) else content)
        return Made(path)

    return Fault(kind, frozenset({"file-name"}), make)


def _listen(place: Path) -> None:
    # The path of a socket has 107 bytes at most, so it is named from its folder.
    here = os.open(".", os.O_RDONLY)
    try:
        os.chdir(place.parent)
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(place.name)
    finally:
        os.fchdir(here)
        os.close(here)


def _loop(place: Path) -> None:
    place.symlink_to(place.name)


def _forbid(place: Path) -> None:
    place.write_text("# T\n", encoding="utf-8")
    place.chmod(0)


NAMES = (
    _bytes("a name of Windows", b"Preise_f\xfcr-{n}.md", page()),
    _bytes("a folder's name of Windows", b"f\xfcr-{n}/page.md", page()),
    _bytes("a picture's name of Windows", b"Bild_f\xfcr-{n}.png", _PICTURE),
    _bytes("half a letter at the end", b"{n}-\xc5.md", page()),
    written("a path of 1,200 bytes", "file-name", page(), path=f"{'l' * 199}/" * 6 + "{n}.md"),
    written("a page 301 folders deep", "file-name", page(), path="deep/" + "d/" * 300 + "{n}.md"),
    _placed("a link that leads nowhere", "symlink", "{n}.md", lambda place: place.symlink_to("gone.md")),
    _placed("a link out of the library", "symlink", "{n}.md", lambda place: place.symlink_to("/etc/passwd")),
    _placed("a link to itself", "symlink", "{n}.md", _loop),
    _placed("a folder that leads to itself", "symlink", "{n}", lambda place: place.symlink_to(".")),
    _placed("a folder that leads to the machine", "symlink", "{n}", lambda place: place.symlink_to("/")),
    _placed("a pipe", "unreadable", "{n}.md", os.mkfifo),
    _placed("a socket", "unreadable", "{n}.md", _listen),
    written(
        "another normal form of a name",
        "same-name",
        page(),
        path="caf\u00e9-{n}.md",
        **{"cafe\u0301-{n}": page(id="decomposed-{n}", title="Decomposed {n}")},
    ),
    written(
        "a first page twice",
        "",
        page(),
        path="{n}/index.md",
        **{"{n}__README": page(id="readme-{n}", title="Readme {n}")},
    ),
    written("a name with a line break", "", page(), path="{n}\nbreak.md"),
    written("a name with control signs", "", page(), path="{n}\x1b[31m\x07.md"),
    written("a name of blanks", "", page(), path="{n}/   .md"),
    written("a name of 255 bytes", "", page(), path="{n}-" + "n" * 245 + ".md"),
    written("a name with percent signs", "", page(), path="{n}%2f..%2f%00.md"),
    written("a name with a backslash", "", page(), path="{n}\\..\\up.md"),
    written("a name with an address's signs", "", page(), path="{n}?a=b#c&d.md"),
    written("a name with quotes and angles", "", page(), path="{n}'\"<b>`.md"),
    written("a name with a template", "", page(), path="{n}{{ x }}{% y %}.md"),
    written("a name of pictures", "", page(), path="{n}-🎉🏳️‍🌈.md"),
    written("a name in two directions", "", page(), path="{n}-\u202egnp.md"),
    written("a name with dots", "", page(), path="{n}....md"),
    written("a name in capitals", "", page(), path="{n}/INDEX.MD"),
    written("a readme in small letters", "", page(), path="{n}/readme.md"),
    written("a folder called a page", "", page(), path="{n}.md/inner.md"),
    written("a folder called as the site's own", "", page(), path="assets/javascripts/{n}.md"),
    written("a page where the site has its own", "", page(), path="{n}/search/search_index.json.md"),
    written("a page a hundred folders deep", "", page(), path="d/" * 100 + "{n}.md"),
    _placed(
        "a file nobody may read",
        "unreadable no-front-matter",
        "{n}.md",
        _forbid,
    ),
)
