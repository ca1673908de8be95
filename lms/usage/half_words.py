"""Half words: searches made while typing, or deleting, what the person's next search asks for."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

# So soon the next search follows one that was made on the way to it.
GOES_ON = timedelta(seconds=60)


class Typed(Protocol):
    """A search: when, what for in normal form and as it was typed (empty where nobody knows), and whether half."""

    @property
    def at(self) -> datetime: ...

    @property
    def normal(self) -> str: ...

    @property
    def query(self) -> str: ...

    @property
    def was_typing(self) -> bool: ...


def goes_on(search: Typed, following: Typed) -> bool:
    """Tell whether a search was made while typing, or deleting, what the same person's next one asks for."""
    return (
        search.was_typing
        and following.at - search.at <= GOES_ON
        and (_is_part(search.normal, following.normal) or _is_typed_part(search.query, following.query))
    )


def _is_typed_part(one: str, other: str) -> bool:
    # Of a query with a phrase, a word to leave out or a filter the normal form isn't a beginning of what comes of it.
    return bool(one and other) and _is_part(" ".join(one.split()), " ".join(other.split()))


def _is_part(one: str, other: str) -> bool:
    return other.startswith(one) or one.startswith(other)
