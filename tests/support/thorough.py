"""What each change need not wait for: more seeds, more looks, longer rounds of what other tests ask already."""

from __future__ import annotations

from typing import Any

import pytest


def few(count: int, *, first: int = 1) -> list[Any]:
    """Return so many seeds, from 0, of which only the first are tried where nobody asks for `--thorough`."""
    return [seed if seed < first else pytest.param(seed, marks=pytest.mark.thorough) for seed in range(count)]
