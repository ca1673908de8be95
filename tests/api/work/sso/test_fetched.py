"""Fetched things: who waits for whom, and what is said where nothing could be looked at."""

from __future__ import annotations

import sys
from collections.abc import Callable
from threading import Event, Thread

import pytest

from api.work.sso import fetched
from api.work.sso.fetched import Fetched, Pace
from api.work.sso.outgoing import ProviderAwayError
from support.waiting import wait_for

AT_ONCE = Pace(again=0, retry=0)


class Source:
    """A provider that answers with how often it was asked, the second time only once it may."""

    def __init__(self) -> None:
        """Have been asked nothing."""
        self.count = 0
        self.is_asked, self.may_answer = Event(), Event()
        self.is_away = False

    def fetch(self) -> int:
        """Answer."""
        self.count += 1
        count = self.count
        if count == 2:
            self.is_asked.set()
            self.may_answer.wait()
        if self.is_away:
            raise ProviderAwayError("away")
        return count


def _begun(work: Callable[[], object]) -> tuple[Thread, list[object]]:
    told: list[object] = []

    def run() -> None:
        try:
            told.append(work())
        except ProviderAwayError as error:
            told.append(type(error))

    thread = Thread(target=run)
    thread.start()
    return thread, told


def _is_in(thread: Thread, name: str) -> bool:
    frame = sys._current_frames().get(thread.ident or 0)
    return frame is not None and frame.f_code.co_name == name


@pytest.fixture
def source() -> Source:
    """A provider."""
    return Source()


@pytest.mark.parametrize(("is_away", "says"), [(False, 2), (True, ProviderAwayError)])
def test_who_lacks_something_waits_for_who_is_asking(source: Source, is_away: bool, says: object) -> None:
    """And takes what comes of that, without asking once more; who lacks nothing waits for nobody."""
    known = Fetched(source.fetch, AT_ONCE)
    assert known.get() == 1
    source.is_away = is_away
    first, told_first = _begun(lambda: known.get(is_missing=True))
    source.is_asked.wait()
    second, told_second = _begun(lambda: known.get(is_missing=True))
    wait_for(lambda: told_second or _is_in(second, "get"))
    assert known.get() == 1
    source.may_answer.set()
    first.join()
    second.join()
    assert (told_first, told_second, source.count) == ([says], [says], 2)


def test_nobody_waits_for_long(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then it can't be told whether something is missing."""
    monkeypatch.setattr(fetched, "WAIT_SECONDS", 0.01)
    known = Fetched(source.fetch, AT_ONCE)
    known.get()
    first, _ = _begun(lambda: known.get(is_missing=True))
    source.is_asked.wait()
    with pytest.raises(ProviderAwayError):
        known.get(is_missing=True)
    assert known.get() == 1
    source.may_answer.set()
    first.join()


def test_after_a_failure_nobody_is_told_that_something_is_missing(source: Source) -> None:
    """Though nothing is asked for a while, and what is known goes on."""
    known = Fetched(source.fetch, Pace(again=0))
    known.get()
    source.is_away = True
    source.may_answer.set()
    for _ in range(2):
        with pytest.raises(ProviderAwayError):
            known.get(is_missing=True)
        assert known.get() == 1
    assert source.count == 2
