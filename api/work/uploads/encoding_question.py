"""The question in which code page a file is, asked in words of its own."""

from __future__ import annotations

from collections.abc import Collection

from api.work.uploads.encodings import ENCODINGS, Encoding, read_as
from api.work.uploads.opening import FoundList
from api.work.uploads.proposal import Choice, FileQuestion

CellsByRow = list[tuple[int, dict[str, str]]]
_EXAMPLES = 4


def ask_encoding(opened: FoundList, cells: CellsByRow, days: Collection[str]) -> None:
    """Ask in which code page a file is, when words that would be kept read differently in several that fit."""
    if not opened.others:
        return
    first = opened.proposal.encoding or "utf-8"
    words = list(dict.fromkeys(text for _, own in cells for name, text in own.items() if name not in days))
    words = [text for text in words if not text.isascii()]
    ways: dict[tuple[str, ...], Encoding] = {}
    for page in (first, *opened.others):
        ways.setdefault(tuple(read_as(word, first, page) for word in words), page)
    opened.proposal.encoding_is_sure = len(ways) == 1
    if len(ways) > 1:
        differing = [place for place, read in enumerate(zip(*ways, strict=True)) if len(set(read)) > 1][:_EXAMPLES]
        choices = tuple(
            Choice(page, f"{', '.join(read[place][:80] for place in differing)} ({ENCODINGS[page]})")
            for read, page in ways.items()
        )
        text = "the file doesn't say in which encoding it is: how do these words read?"
        opened.proposal.questions.append(FileQuestion("encoding", None, text, choices))
