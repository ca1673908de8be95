"""Processes of the tests that may be killed: forked from one that has imported what they need, once."""

from __future__ import annotations

import multiprocessing

FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["support.rolling", "support.keeping", "support.journals"])
