"""Pandoc: HTML into slides of PowerPoint and into Typst, in a sandbox that reads no other file, and in time."""

from __future__ import annotations

import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

from content.deck.errors import DeckError, DeckToolMissingError
from content.deck.tidying import tidied

EXTRA = "decks"
SECONDS = 60
MEGABYTES = 1_000
_WARNING = "[WARNING] Powerpoint template warning: "
_LIMITS = ("+RTS", f"-M{MEGABYTES}m", "-RTS")


def program() -> str:
    """Return where pandoc is; raises DeckToolMissingError, which names the extra."""
    found = find_spec("pypandoc")
    pandoc = Path(found.origin).with_name("files") / "pandoc" if found and found.origin else None
    if pandoc is None or not pandoc.is_file():
        raise DeckToolMissingError(
            f"files of decks need the optional extra `{EXTRA}`: install `repertoire[{EXTRA}]`, "
            f"in a checkout by `uv sync --extra {EXTRA}`"
        )
    return str(pandoc)


def to_pptx(html: str, *, title: str = "", template: Path | None = None) -> tuple[bytes, tuple[str, ...]]:
    """Return HTML as a PPTX, and what pandoc says of the template; raises DeckError."""
    styled = ("--reference-doc", str(template.resolve())) if template else ()
    with tempfile.TemporaryDirectory(prefix="repertoire-deck-") as folder:
        made = Path(folder) / "deck.pptx"
        said = _run(html, "-t", "pptx", "--slide-level=2", *styled, "-o", str(made))
        return tidied(made.read_bytes(), title=title), tuple(
            line.removeprefix(_WARNING) for line in said.splitlines() if line
        )


def to_typst(html: str) -> str:
    """Return HTML as the text of Typst; raises DeckError."""
    with tempfile.TemporaryDirectory(prefix="repertoire-deck-") as folder:
        made = Path(folder) / "deck.typ"
        _run(html, "-t", "typst", "-o", str(made))
        return made.read_text(encoding="utf-8")


def _run(html: str, *words: str) -> str:
    """Run pandoc on HTML, and return what it said."""
    command = [program(), "--sandbox", "-f", "html", *words, *_LIMITS]
    try:
        done = subprocess.run(  # noqa: S603 - our own program and options
            command, input=html.encode("utf-8", "replace"), capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise DeckError(f"the deck takes pandoc more than {SECONDS} s; divide it") from None
    except OSError as error:
        raise DeckToolMissingError(f"pandoc can't be started ({error}); install the extra `{EXTRA}` again") from error
    said = done.stderr.decode("utf-8", "replace").strip()
    if done.returncode:
        raise DeckError(f"pandoc can't set this deck: {(said.splitlines() or ['it says nothing'])[0][:300]}")
    return said
