"""The log of a process: JSON for programs, lines for people, and nobody named in either."""

from __future__ import annotations

import logging
import threading
import warnings

from structlog.contextvars import bound_contextvars

from api.running.announcing import say
from api.work.logs import MOST_TRACE, without_people
from support.logged import lines_of, logging_as

log = logging.getLogger("repertoire.test")


def _fail(why: str = "") -> None:
    raise LookupError(f"{why}nobody called ann.lee@x.example")


def test_a_line_of_json_says_when_who_and_in_which_request() -> None:
    """Each is one line, whatever its words hold, and a trace is a field of it."""
    with logging_as("json") as written, bound_contextvars(request_id="r1"):
        log.info("two\nlines of %s", "words")
        try:
            _fail()
        except LookupError:
            log.exception("it failed")
    first, second = lines_of(written())
    assert (first["event"], first["level"], first["request_id"]) == ("two\nlines of words", "info", "r1")
    assert (first["logger"], first["process"]) == ("repertoire.test", "serve")
    assert first["time"].endswith("Z")
    assert "LookupError: nobody called (e-mail)" in second["exception"]


def test_a_line_for_people_names_the_request_of_an_error() -> None:
    """Warnings stand as they are; what is only told goes to the terminal, and requests nowhere."""
    with logging_as("text") as written:
        log.info("not said")
        log.warning("mail to ann.lee@x.example came back")
        with bound_contextvars(request_id="r2"):
            try:
                _fail()
            except LookupError:
                log.exception("it failed")
    lines = written().splitlines()
    assert lines[:2] == ["mail to (e-mail) came back", "it failed (request r2)"]
    assert lines[2].startswith("Traceback")
    assert lines[-1] == "LookupError: nobody called (e-mail)"


def test_a_long_trace_keeps_its_end_and_its_line_stays_short() -> None:
    """The lines of several processes can't mix in a pipe that takes 4096 bytes at once."""
    with logging_as("json") as written:
        try:
            _fail("y" * 5_000)
        except LookupError:
            log.exception("x" * 5_000)
    (line,) = lines_of(written())
    assert len(written()) <= 4096
    assert MOST_TRACE <= len(line["exception"]) < MOST_TRACE + 10
    assert line["exception"].endswith("(e-mail)")


def test_what_serve_says_warnings_and_threads_that_end_are_lines_too() -> None:
    """Nothing of a process is written beside its log."""

    def work() -> None:
        raise LookupError("a bug")

    with logging_as("json") as written:
        say("index     3 pages")
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn("old", stacklevel=1)
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    said, warned, ended = lines_of(written())
    assert said["event"] == "index 3 pages"
    assert "old" in warned["event"]
    assert "LookupError: a bug" in ended["exception"]


def test_what_a_database_repeats_is_left_out() -> None:
    """PostgreSQL tells the value that was there already."""
    text = 'duplicate key breaks "uq_person_email"\nDETAIL:  Key (name)=(Ann Lee) already exists.\nmore'
    assert without_people(text) == 'duplicate key breaks "uq_person_email"\nDETAIL: (left out)\nmore'
