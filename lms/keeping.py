"""Keeping what was made, for all threads of a process: up to so much, and what wasn't asked for longest makes room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

V = TypeVar("V")


class LastAsked(Generic[V]):
    """What was asked for last; `size` says how much each of it takes, of `most` in all."""

    def __init__(self, most: int, size: Callable[[V], int] = lambda _: 1) -> None:
        """Keep nothing yet."""
        self._most = most
        self._size = size
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, V] = OrderedDict()
        self._taken = 0

    def once(self, key: Hashable, make: Callable[[], V]) -> V:
        """Return what is kept under a key, or make it; two threads may make the same at once."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = made
                self._taken += self._size(made)
            while self._taken > self._most:
                self._taken -= self._size(self._kept.popitem(last=False)[1])
        return made
