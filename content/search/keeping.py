"""A cache that is bounded by the bytes of what it holds."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """Keeps the values that were asked for last; safe for threads."""

    def __init__(self, make: Callable[..., Value], *, size: Callable[[Value], int], limit: int) -> None:
        """Take what makes a value of its key's parts, what tells its bytes, and the bytes to keep at most."""
        self._make = make
        self._size = size
        self._limit = limit
        self._kept: OrderedDict[Hashable, Value] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def __call__(self, *key: Hashable) -> Value:
        """Return the value of a key, made now or kept from before."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        value = self._make(*key)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = value
                self._bytes += self._size(value)
            while self._bytes > self._limit and len(self._kept) > 1:
                self._bytes -= self._size(self._kept.popitem(last=False)[1])
        return value


def bytes_of(arrays: tuple[NDArray[np.generic], ...]) -> int:
    """Return about what a tuple of arrays holds in memory."""
    return 200 + sum(array.nbytes for array in arrays)
