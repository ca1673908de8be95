"""Processes of the tests that may be killed: forked from one that has imported what they need, once."""

from __future__ import annotations

from content.processes import FORKED, PRELOADED

__all__ = ["FORKED"]
FORKED.set_forkserver_preload([*PRELOADED, "support.rolling", "support.keeping", "support.journals"])
