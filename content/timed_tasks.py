"""Timed tasks as the library has them, answers included; and which page answers a task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from content.catalogue import Catalogue, Entry
from content.course import NoSuchPageError, read_each, read_page
from content.fields.items import FindTask
from content.fields.models import TimedTasksFields


@dataclass(frozen=True)
class FindingSheet:
    """A page of timed tasks; who does them never sees `tasks` as a whole."""

    entry: Entry
    intro: str | None
    tasks: tuple[FindTask, ...]


def read_sheets(catalogue: Catalogue) -> Sequence[FindingSheet]:
    """Read all published sheets in the order of their paths, but for those that change on disk at this moment."""
    return read_each(catalogue, "timed-tasks", read_sheet)


def read_sheet(catalogue: Catalogue, page_id: str) -> FindingSheet:
    """Read a published sheet by its id; raises NoSuchPageError."""
    entry = catalogue.by_id.get(page_id)
    if entry is None or entry.type != "timed-tasks" or entry.status != "approved":
        raise NoSuchPageError(f"no timed tasks `{page_id[:200]}`")
    fields = read_page(catalogue, entry).fields
    if not isinstance(fields, TimedTasksFields):
        raise NoSuchPageError(f"`{entry.id}` has no timed tasks any more")
    return FindingSheet(entry, fields.intro, tuple(fields.tasks))


def is_answer(catalogue: Catalogue, found: str, answer: str) -> bool:
    """Tell whether a page, by its id or its address in the site, is the one that answers, or a translation of it.

    Either may be known by an id, or stand at an address, that it had before.
    """
    given = catalogue.by_id.get(found) or _at(catalogue, found)
    wanted = catalogue.by_id.get(answer)
    return given is not None and wanted is not None and _original(catalogue, given) == _original(catalogue, wanted)


def _at(catalogue: Catalogue, address: str) -> Entry | None:
    """Return the page at an address, with or without what browsers put before and behind it."""
    path = unquote(address.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0]).strip().strip("/")
    place = path.split("://", 1)[1].partition("/")[2] if "://" in path else path
    if not place:
        return None
    known = (entry for entry in catalogue.entries if _plain(place) in map(_plain, (entry.url, *entry.former_addresses)))
    return next(known, None)


def _plain(address: str) -> str:
    return address.strip("/").removesuffix("/index.html").casefold()


def _original(catalogue: Catalogue, entry: Entry) -> str:
    original = catalogue.by_id.get(entry.translation_of) if entry.translation_of else None
    return original.id if original is not None else entry.id
