"""Hiding: all the ways in which front matter says that readers shouldn't see a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from content.fields.names import ARCHIVING, BUILDING, HIDING, SHOWING, STATES, near_name, squeezed

PageState = Literal["draft", "approved", "archived"]
_YES, _NO = frozenset({"true", "yes", "y", "on", "1"}), frozenset({"false", "no", "n", "off", "0", "never", ""})
# In the languages that companies keep their pages in; written apart or joined, all are looked up without blanks.
_DRAFT = """draft drafts drafting drafted wip workinprogress unpublished notpublished private hidden unlisted embargo
    embargoed secret autodraft scheduled pending inprogress notready unfinished donotpublish donotshare
    entwurf brouillon borrador bozza rascunho szkic koncept utkast kladde luonnos черновик
    чернетка 草稿 下書き 초안 مسودة טיוטה"""
_ARCHIVED = "archived archive trash trashed deleted archiviert archivé archivado archiviato zarchiwizowany"
_STATUS_OF: Mapping[str, PageState] = {
    **dict.fromkeys(_DRAFT.split(), "draft"),
    **dict.fromkeys(_ARCHIVED.split(), "archived"),
    **dict.fromkeys(("approved", "published", "publish", "live", "public"), "approved"),
}
OWN_STATES = ("approved", "archived", "draft")
_SIGNS = re.compile(r"[\W_]+")
_DRAFTS = frozenset(_DRAFT.split())


@dataclass
class Sayings:
    """What a page's fields say of who may see it; `unclear` are fields that hide it because nobody can tell.

    `strange` is the name and the word of a status that isn't one of ours; no `status` means that nothing was said, or,
    with `is_open`, that nothing hides the page, which `draft: false` says.
    """

    status: PageState | None = None
    is_open: bool = False
    strange: tuple[str, str] | None = None
    unclear: list[str] = field(default_factory=list)

    def add(self, status: PageState) -> None:
        """Take note of one more saying; what hides a page counts before what shows it."""
        order: tuple[PageState | None, ...] = (None, "approved", "draft", "archived")
        self.status = max(self.status, status, key=order.index)


def sayings_of(fields: Mapping[str, Any]) -> Sayings:
    """Read what the fields of a page, under the names that their author gave them, say of publishing."""
    found = Sayings()
    for name, value in fields.items():
        _read(found, name, squeezed(name), value)
    return found


def cascade_of(fields: Mapping[str, Any]) -> PageState | None:
    """Return what a folder's own page says of publishing for all below it, as Hugo has it; None for nothing.

    Which of them it means isn't looked at: rather one too many is hidden.
    """
    found = Sayings()
    for value in (value for name, value in fields.items() if squeezed(name) == "cascade"):
        for part in value if isinstance(value, list) else [value]:
            said = sayings_of(part) if isinstance(part, Mapping) else Sayings()
            if status := said.status or ("approved" if said.is_open else None):
                found.add(status)
    return found.status


def _read(found: Sayings, name: str, key: str, value: Any) -> None:
    if key in STATES:
        _read_state(found, name, key, value)
    elif key in BUILDING:
        parts = value.items() if isinstance(value, Mapping) else ()
        if any(part in {"render", "list"} and _answer(word) is False for part, word in parts):
            found.add("draft")
    elif key in HIDING | ARCHIVING:
        answer = _answer(value)
        found.is_open |= answer is False
        if answer is not False and value is not None:
            found.add("archived" if key in ARCHIVING else "draft")
            found.unclear += [name] * (answer is None)
    elif key in SHOWING and (_answer(value) is False or (isinstance(value, str) and _is_against(value))):
        found.add("draft")
    elif key in SHOWING:
        found.is_open |= _answer(value) is True


def _read_state(found: Sayings, name: str, key: str, value: Any) -> None:
    words = [str(value)] if type(value) in {str, int, float} else _texts(value)
    known = {word: status for word in words if (status := status_of(word))}
    for status in known.values():
        found.add(status)
    if key != "status" or value is None:
        return
    if not words:
        found.add("draft")
        found.unclear.append(name)
    foreign = [word for word in words if word.strip().casefold() not in {*OWN_STATES, ""}]
    if foreign:
        found.strange = name, foreign[0]


def status_of(word: str) -> PageState | None:
    """Return which of our states a word means, also when it is misspelt; None when it means something else.

    Of several words one that hides is enough: nobody shows a `first draft`.
    """
    words = _SIGNS.split(word.casefold())
    plain = "".join(words)
    near = near_name(plain, OWN_STATES)
    known = _STATUS_OF.get(plain) or (_STATUS_OF[near] if near else None)
    return known or (None if _DRAFTS.isdisjoint(words) else "draft")


def _is_against(word: str) -> bool:
    """Tell whether a word in the place of yes or no is one for pages that nobody should see."""
    return status_of(word) in {"draft", "archived"}


def _texts(value: Any) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _answer(value: Any) -> bool | None:
    """Return what a value says as an answer to yes or no; None when it says neither."""
    if isinstance(value, bool | int | float):
        return bool(value)
    word = value.strip().casefold() if isinstance(value, str) else ""
    if not isinstance(value, str) or word not in _YES | _NO:
        return None
    return word in _YES
