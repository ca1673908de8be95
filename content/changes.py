"""Change of a page by one commit, as it reads for those who never see Markdown, and who may see both sides of it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from content.catalogue import entry_of
from content.document import MAX_BYTES, Document, parse
from content.history import whole_change
from content.labels import AUDIENCES, label_of
from content.outline import text_of
from content.taxonomy import Taxonomy

# What a page says of itself beside its text.
SHOWN = {
    "title": "Title",
    "type": "Type",
    "language": "Language",
    "status": "Status",
    "summary": "Summary",
    "audience": "Audience",
    "owner": "Owner",
    "reviewed": "Reviewed",
    "verified_until": "Verified until",
    "translation_of": "Translation of",
    "stages": "Stages",
    "personas": "For",
    "industries": "Industries",
    "products": "Products",
    "skills": "Skills",
}
_DATES = ("reviewed", "verified_until")
_HUNK = re.compile(r"^@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@.*\n", re.MULTILINE)


@dataclass(frozen=True)
class Side:
    """What decides who may see a page as it stood before a commit, or after it."""

    type: str
    status: str
    audience: str


class UnknownChangeError(Exception):
    """Git can't say what a commit changed in a page, or a side of it can't be read."""


@lru_cache(4096)
def sides_of_change(root: Path, path: str, commit: str) -> tuple[Side, ...]:
    """Return the sides of a change that there are: one where a page came or went; raises UnknownChangeError."""
    pages = (page for page in _pages(root, path, commit) if page is not None)
    return tuple(Side(page.type, page.fields.status, page.fields.audience) for page in pages)


def readable_change(root: Path, path: str, commit: str) -> str:
    """Return what changed in what a page says and in its text, without its markup, as lines with - and +.

    What is written in a page and shown to nobody, such as a comment, isn't in it. Raises UnknownChangeError.
    """
    before, after = (list(_lines(page)) for page in _pages(root, path, commit))
    changed = difflib.unified_diff(before, after, f"a/{path}", f"b/{path}", lineterm="")
    return "".join(f"{line}\n" for line in changed)


def _pages(root: Path, path: str, commit: str) -> tuple[Document | None, Document | None]:
    """Return a page before and after a commit, None where it wasn't there."""
    change = whole_change(root, path, commit) or ""
    hunk = _HUNK.search(change)
    if hunk is None:
        raise UnknownChangeError(path)
    head = change[: hunk.start()].split("\n")
    lines = [line or " " for line in change[hunk.end() :].removesuffix("\n").split("\n")]
    is_new = any(line.startswith("new file mode ") for line in head)
    is_gone = any(line.startswith("deleted file mode ") for line in head)
    return _page(lines, path, " -", is_there=not is_new), _page(lines, path, " +", is_there=not is_gone)


def _page(lines: list[str], path: str, signs: str, *, is_there: bool) -> Document | None:
    if not is_there:
        return None
    text = "\n".join(line[1:] for line in lines if line[0] in signs)
    page = parse(text, path=path, taxonomy=Taxonomy({}))[0] if len(text.encode()) <= MAX_BYTES else None
    if page is None:
        raise UnknownChangeError(path)
    return page


def _lines(page: Document | None) -> Iterator[str]:
    if page is None:
        return
    entry = entry_of(page)
    for name, called in SHOWN.items():
        value = getattr(entry, name)
        if value and (name != "language" or page.language_from == "page"):
            values = (value,) if isinstance(value, str) else value
            yield f"{called}: {', '.join(_say(name, one) for one in values)}"
    yield from (line for line in text_of(page.body, page.dialect).split("\n") if line.strip())


def _say(name: str, value: str) -> str:
    """Return a value in words, without the taxonomy, which may have called it otherwise at that time."""
    if name in _DATES:
        day = date.fromisoformat(value)
        return f"{day.day} {day:%b %Y}"
    if name == "audience":
        return AUDIENCES.get(value, value)
    is_free = name in ("title", "summary", "owner", "language", "translation_of")
    return value if is_free else label_of(Taxonomy({}), name, value)
