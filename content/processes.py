"""Processes of our own that do hard work beside the one that asks: forked from one that has imported what they need.

Never forked from the one that asks, which may have threads; and not started from nothing each, which takes 84 ms where
this takes 11, because a page that is too slow costs its process.
"""

from __future__ import annotations

import multiprocessing

PRELOADED = ("content.html",)
FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(list(PRELOADED))
