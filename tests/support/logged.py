"""The log as the product writes it, read line by line."""

from __future__ import annotations

import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any

from structlog.contextvars import clear_contextvars

from api.work.logs import OURS, set_up_log


@contextmanager
def logging_as(form: str) -> Iterator[Callable[[], str]]:
    """Set the log up in a form until the block ends, and yield what returns all that was written."""
    root, ours = logging.getLogger(), logging.getLogger(OURS)
    before = root.handlers[:], root.level, ours.level, sys.excepthook, threading.excepthook, warnings.showwarning
    root.handlers[:] = []  # those of others would be closed
    clear_contextvars()  # the last request that this thread answered
    written = io.StringIO()
    with redirect_stdout(written), redirect_stderr(written):
        set_up_log(form)
    try:
        yield written.getvalue
    finally:
        logging.captureWarnings(capture=False)
        root.handlers[:], root.level, ours.level, sys.excepthook, threading.excepthook, warnings.showwarning = before
        root.setLevel(root.level)  # what loggers remember of levels is forgotten by this alone


def lines_of(text: str, event: str | None = None) -> list[dict[str, Any]]:
    """Return the lines of a log in JSON, each of which must be one; those that say `event` alone, if it is given."""
    lines = [json.loads(line) for line in text.splitlines()]
    return [line for line in lines if event in (None, line["event"])]
