"""Half words: searches made while typing, or deleting, what the person's next search asks for."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

# So soon the next search follows one that was made on the way to it.
GOES_ON = timedelta(seconds=60)


class Typed(Protocol):
    """A search, as far as it matters here."""

    @property
    def at(self) -> datetime:
        """When it was made."""
        ...

    @property
    def normal(self) -> str:
        """What for, in normal form."""
        ...

    @property
    def query(self) -> str:
        """What for, as it was typed; empty where nobody knows."""
        ...

    @property
    def was_typing(self) -> bool:
        """Whether the last word may be unfinished."""
        ...


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
