"""The log of a process: lines for people, or JSON for programs, and in neither what names somebody.

Modules write by `logging`, as libraries do; structlog puts the lines together. What an error says may come from a
person, so e-mail addresses, and the values that PostgreSQL tells beside a refusal, are left out.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
from types import TracebackType
from typing import Any

import structlog
from structlog.stdlib import ExtraAdder, ProcessorFormatter
from structlog.typing import EventDict, Processor

from api.work.metrics.counted import process_name

OURS = "repertoire"
# What a line may tell of a request besides its id.
FIELDS = ("method", "route", "status", "ms", "bytes")
# So much at most, and of a trace its end: what is longer than 4096 bytes isn't written as one by the system, and the
# lines of two processes could mix.
MOST_EVENT, MOST_TRACE = 700, 2_400
_EMAIL = re.compile(r"[^\s@<>\"'(),;:=\[\]{}]+@[^\s@<>\"'(),;:=\[\]{}]+\.[^\s@<>\"'(),;:=\[\]{}]+")
_DETAIL = re.compile(r"^(\s*(?:DETAIL|CONTEXT|HINT)): .*$", re.MULTILINE)
log = logging.getLogger(OURS)


def set_up_log(form: str) -> None:
    """Write the log of this process, and of those that are forked from it, as `text` or `json`.

    In JSON all of it goes to standard output, what `serve` says and a line for each request among it; as text that is
    left to the terminal, and warnings go to standard error.
    """
    is_json = form == "json"
    handler = logging.StreamHandler(sys.stdout if is_json else sys.stderr)
    handler.setFormatter(_formatter(is_json=is_json))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger(OURS).setLevel(logging.INFO if is_json else logging.WARNING)
    logging.captureWarnings(capture=True)
    sys.excepthook = _note_end
    threading.excepthook = lambda told: _note_end(told.exc_type, told.exc_value, told.exc_traceback)


def _formatter(*, is_json: bool) -> logging.Formatter:
    if is_json:
        known: list[Processor] = [
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            ExtraAdder(FIELDS),
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            _add_process,
        ]
        last: Processor = structlog.processors.JSONRenderer()
    else:
        known, last = [structlog.contextvars.merge_contextvars], _as_line
    shared: list[Processor] = [
        ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        _without_people,
        _short,
    ]
    return ProcessorFormatter(foreign_pre_chain=known, processors=[*shared, last])


def without_people(text: str) -> str:
    """Return a text without e-mail addresses, and without the lines in which a database repeats what it was given."""
    return _DETAIL.sub(r"\1: (left out)", _EMAIL.sub("(e-mail)", text))


def _without_people(_: Any, __: str, event: EventDict) -> EventDict:
    for name in ("event", "exception"):
        if name in event:
            event[name] = without_people(str(event[name]))
    return event


def _short(_: Any, __: str, event: EventDict) -> EventDict:
    event["event"] = event["event"].strip()[:MOST_EVENT]
    if len(event.get("exception", "")) > MOST_TRACE:
        event["exception"] = f"... {event['exception'][-MOST_TRACE:]}"
    return event


def _add_process(_: Any, __: str, event: EventDict) -> EventDict:
    event["process"] = process_name()
    return event


def _as_line(_: Any, __: str, event: EventDict) -> str:
    """Return the words alone, with the request's id and the trace where there is one."""
    of_request = f" (request {event['request_id']})" if "request_id" in event else ""
    return "\n".join((f"{event['event']}{of_request}", *([event["exception"]] if "exception" in event else [])))


def _note_end(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    """Log what ended a thread or process, instead of a trace that is no line."""
    if not issubclass(kind, Exception):
        sys.__excepthook__(kind, error or kind(), trace)
        return
    log.error("ended by an error", exc_info=(kind, error or kind(), trace))
