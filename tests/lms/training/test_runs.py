"""What holds for every row of practicals."""

from __future__ import annotations

from itertools import groupby

from hypothesis import example, given
from hypothesis import strategies as st

from lms.training.models import TrainingEvent
from lms.training.runs import AGAIN, FAILED, PASSED, SHOWN, VOID, run_of

KINDS = st.lists(st.sampled_from([PASSED, FAILED, SHOWN]), max_size=12)
TIMES = st.integers(1, 4)


def events_of(kinds: list[str]) -> list[TrainingEvent]:
    """Return one practical for each kind of last event, which were all shown before."""
    decided = [
        [TrainingEvent(kind=SHOWN, reference=f"{at}"), TrainingEvent(kind=kind, reference=f"{at}{AGAIN}1")]
        for at, kind in enumerate(kinds)
    ]
    return [event for events in decided for event in (events if events[1].kind != SHOWN else events[:1])]


@given(KINDS, TIMES)
def test_a_run_is_enough_where_so_many_passes_stand_together(kinds: list[str], times: int) -> None:
    """Nothing else is, however many passed in all."""
    longest = max((len(list(run)) for kind, run in groupby(kinds) if kind == PASSED), default=0)
    assert (run_of(events_of(kinds), times).passes == times) == (longest >= times)


@given(KINDS, KINDS, TIMES)
def test_what_is_enough_stays_enough(kinds: list[str], later: list[str], times: int) -> None:
    """Whatever is shown afterwards."""
    if run_of(events_of(kinds), times).passes == times:
        assert run_of(events_of([*kinds, *later]), times).passes == times


@given(KINDS, st.integers(0, 11), TIMES)
@example([PASSED, PASSED, SHOWN, SHOWN], 3, 3)
def test_a_result_that_comes_in_makes_no_run_shorter(kinds: list[str], at: int, times: int) -> None:
    """One that waited and passes, or failed and passes after all, is worth more wherever it stands."""
    better = [PASSED if number == at else kind for number, kind in enumerate(kinds)]
    assert run_of(events_of(better), times).passes >= run_of(events_of(kinds), times).passes


@given(KINDS, TIMES)
def test_all_that_wait_are_counted(kinds: list[str], times: int) -> None:
    """Also those shown after enough had passed; and there is hope where they would be enough if they passed."""
    run = run_of(events_of(kinds), times)
    assert run.waiting == kinds.count(SHOWN)
    best = [PASSED if kind == SHOWN else kind for kind in kinds]
    assert run.passes <= run.hoped <= times
    assert run.hoped == run_of(events_of(best), times).passes or run_of(events_of(best), times).passes == times


@given(st.lists(st.sampled_from([PASSED, FAILED, SHOWN, VOID]), max_size=12), TIMES)
def test_what_is_wanted_again_is_as_if_never_shown(kinds: list[str], times: int) -> None:
    """It neither helps nor interrupts."""
    assert run_of(events_of(kinds), times) == run_of(events_of([kind for kind in kinds if kind != VOID]), times)
