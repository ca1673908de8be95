"""Keys of deals in the CRM by their numbers: all in one column of bytes, with the length of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from lms.figures.frames import Frame
from lms.figures.rows import joined

# The name of the frame.
DEAL_KEY = "deal_key"


def frame_of_keys(keys: Iterable[str]) -> Frame:
    """Return keys as a frame, in their order: `length` in bytes of each, and the `text` of all as columns of a file."""
    texts = [key.encode("utf-8", "surrogatepass") for key in keys]
    lengths = np.fromiter((len(text) for text in texts), dtype=np.int32, count=len(texts))
    return {"length": lengths, "text": np.frombuffer(b"".join(texts), dtype=np.uint8)}


def more_keys(known: Frame, keys: Iterable[str]) -> Frame:
    """Return the frame of the keys that are known, and then these."""
    return joined(dict(known), frame_of_keys(keys))


def keys_of(frame: Frame, numbers: Sequence[int]) -> list[str]:
    """Return the keys of deals by their numbers."""
    ends = np.cumsum(frame["length"], dtype=np.int64)
    text = frame["text"]
    return [
        text[int(ends[number]) - int(frame["length"][number]) : int(ends[number])]
        .tobytes()
        .decode("utf-8", "surrogatepass")
        for number in numbers
    ]
