"""Front matter as people bring it from other tools, in our own fields; what can't be read of it is passed over."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from math import isfinite
from typing import Any
from urllib.parse import unquote, urlsplit

from content.fields.front_matter import FrontMatter
from content.fields.names import OTHER_NAMES, own_name, squeezed
from content.fields.values import MAX_ID, is_visible
from content.languages.codes import read_code
from content.places.addresses import is_index

MAX_TEXT = 1000
# Under our own names these are read as they are, and told when they are wrong.
_STRICT = {"language", "summary"}
_DAY = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?=$|[Tt ])")
_SPELT = ("%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y")
_ID = re.compile(r"\w[\w.\-]*")
_LOCALE = re.compile(r"([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)(?:\.[\w-]+)?")


def own_fields(raw: FrontMatter, *, path: str) -> FrontMatter:
    """Return the fields of a page under our names, and the names by which its author calls those that are others'.

    Of two that say the same our own counts; lists of words and addresses are joined. A page's state, which may be
    said in several ways at once, isn't among them.
    """
    # The values of other tools' fields have their own places; all others stay where they are.
    found = FrontMatter({}, dict(raw.places))
    if not raw.fields:
        return found
    for name in sorted(raw.fields, key=lambda name: name != own_name(name)):
        own = own_name(name)
        if own and own != "status" and own not in found.fields:
            _take(found, own, raw, name, _lenient(own, raw.fields[name]))
    by_key: dict[str, str] = {}
    for name in raw.fields:
        by_key.setdefault(squeezed(name), name)
    for own, read in _READERS.items() if not by_key.keys().isdisjoint(_OTHERS_READ) else ():
        values = ((name, read(raw.fields[name])) for name in _written(own, by_key))
        name, value = next(((name, value) for name, value in values if value is not None), ("", None))
        if value is not None and found.fields.get(own) is None:
            _take(found, own, raw, name, value)
    _read_names(found, raw, by_key, path)
    _expire(found)
    return found


def _take(found: FrontMatter, own: str, raw: FrontMatter, name: str, value: Any) -> None:
    """Put a value under our name, with the places of where it stands."""
    found.fields[own] = value
    if name == own:
        return
    found.names[own] = name
    for place, where in raw.places.items():
        if place[0] == name:
            found.places[own, *place[1:]] = where


def _lenient(own: str, value: Any) -> Any:
    """Return a value of a field that other tools have by the same name, in our form where it can be read."""
    read = None if own in _STRICT else _READERS.get(own)
    if own in {"keywords", "aliases", "former_addresses"} and isinstance(value, str):
        return _words(value)
    known = read(value) if read else None
    return value if known is None else known


def _read_names(found: FrontMatter, raw: FrontMatter, by_key: Mapping[str, str], path: str) -> None:
    """Read what a page is also called: words to find it by, ids and addresses that it had before."""
    words: list[str] = []
    addresses: list[Any] = []
    ids: list[Any] = []
    for name in _written("keywords", by_key):
        words += _words(raw.fields[name])
    aliases = found.fields.get("aliases")
    more = (alias for name in _written("aliases", by_key) for alias in _words(raw.fields[name]))
    for alias in [*(aliases if isinstance(aliases, list) else []), *more]:
        if not isinstance(alias, str) or (_ID.fullmatch(alias) and len(alias) <= MAX_ID):
            ids.append(alias)
        else:
            (addresses if "/" in alias else words).append(alias)
    if isinstance(aliases, list) or ids:
        found.fields["aliases"] = ids
    for name in _written("former_addresses", by_key):
        addresses += _words(raw.fields[name], is_cut=False)
    _add(found, "keywords", words)
    own = found.fields.get("former_addresses")
    if addresses or isinstance(own, list):
        found.fields["former_addresses"] = []
        known = [*(own if isinstance(own, list) else []), *addresses]
        _add(found, "former_addresses", [_address(path, item) if isinstance(item, str) else item for item in known])


def _written(own: str, by_key: Mapping[str, str]) -> list[str]:
    """Return what an author calls one of our fields by other tools' names, the first that counts first."""
    return [by_key[other] for other in OTHER_NAMES[own] if other in by_key]


def _add(found: FrontMatter, own: str, more: Iterable[Any]) -> None:
    """Add what is new to a list; what stands there and is none is left for its author to mend."""
    known = found.fields.get(own)
    if known is not None and not isinstance(known, list):
        return
    items = [*(known or ())]
    for item in more:
        items += [item] * (bool(item) and item not in items)
    if items or known is not None:
        found.fields[own] = items


def _address(path: str, written: str) -> str | None:
    """Return an address in the site, without the slashes at its ends, from how another tool writes it for a page."""
    with suppress(ValueError):
        parts = urlsplit(written.strip())
        if parts.scheme or parts.netloc or ":" in parts.path:
            return None
        folder = path.rpartition("/")[0]
        if is_index(path):
            folder = folder.rpartition("/")[0]
        joined = posixpath.normpath(posixpath.join("/", folder, unquote(parts.path)))
        return joined.strip("/") or None
    return None


def _expire(found: FrontMatter) -> None:
    """Say of a page that will be archived that nobody should use it from that day on."""
    written = found.fields.get("unpublish_on")
    day = _day(written)
    if day and found.fields.get("expires") is None:
        with suppress(OverflowError):
            found.fields["expires"] = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
            found.places["expires",] = found.place_of(("unpublish_on",))


def _words(value: Any, *, is_cut: bool = True) -> list[str]:
    """Return the words of a list, of a mapping's lists, or of a line with commas."""
    if isinstance(value, Mapping):
        return [word for part in value.values() if isinstance(part, list) for word in _words(part)]
    if isinstance(value, str) and is_cut:
        value = value.split(",")
    items = value if isinstance(value, list) else [value]
    return [word for item in items if (word := _text(item))]


def _text(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = " ".join(str(value).split())[:MAX_TEXT].strip()
    return text if is_visible(text) else None


def _language(value: Any) -> str | None:
    found = _LOCALE.fullmatch(value.strip()) if isinstance(value, str) else None
    return (read_code(found[1]) or found[1].replace("_", "-")) if found else None


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    with suppress(ValueError, OverflowError):
        return float(value) if isfinite(float(value)) else None
    return None


def _people(value: Any) -> list[str] | None:
    """Return names of people from a name, a list of names, or what is said of each."""
    listed = value if isinstance(value, list) else [value]
    names = [_text(item.get("name") if isinstance(item, Mapping) else item) for item in listed]
    return [name for name in names if name] or None


def _day(value: Any) -> str | None:
    """Return a day as YYYY-MM-DD from any way of writing it in which its month can't be mistaken."""
    if isinstance(value, Mapping):
        value = value.get("date")
    if not isinstance(value, str):
        return None
    written = value.strip()
    with suppress(ValueError):
        if found := _DAY.match(written):
            return date(int(found[1]), int(found[3]), int(found[4])).isoformat()
    for form in _SPELT:
        with suppress(ValueError):
            return datetime.strptime(written, form).date().isoformat()  # noqa: DTZ007 - a day, wherever
    return None


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "authors": _people,
    "language": _language,
    "order": _number,
    "publish_on": _day,
    "summary": _text,
    "unpublish_on": _day,
    "updated": _day,
}
_OTHERS_READ = frozenset(other for own in _READERS for other in OTHER_NAMES[own])
