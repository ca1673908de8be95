"""The table of a session's changes: who may do what from which status, and where it leads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.coaching.changes import CHANGES, ChangeName, Seat, SessionPart, allowed_changes, refusal_of
from lms.coaching.models import STATUSES

SEATS = st.builds(
    Seat,
    status=st.sampled_from(STATUSES),
    part=st.sampled_from(("coach", "rep")),
    is_asked=st.booleans(),
    has_begun=st.booleans(),
)
# By status: what the coach and the rep may do, of a session that has begun; who is asked may accept as well.
TABLE: dict[str, tuple[set[ChangeName], set[ChangeName]]] = {
    "proposed": ({"move", "edit", "hold", "cancel"}, {"move", "edit", "cancel"}),
    "accepted": ({"move", "edit", "hold", "miss", "cancel"}, {"move", "edit", "miss", "cancel"}),
    "held": ({"reopen"}, set()),
    "missed": ({"hold", "reopen"}, {"reopen"}),
    "cancelled": (set(), set()),
}


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("part", ["coach", "rep"])
@pytest.mark.parametrize("is_asked", [True, False])
def test_the_table_is_what_is_written_here(status: str, part: SessionPart, is_asked: bool) -> None:
    """Every status, for each of the two, whoever proposed."""
    wanted = TABLE[status][part == "rep"] | ({"accept"} if is_asked and status == "proposed" else set())
    assert set(allowed_changes(Seat(status, part, is_asked, has_begun=True))) == wanted


@given(SEATS)
def test_what_is_allowed_is_what_is_not_refused(seat: Seat) -> None:
    """A list of what one may do and a refusal never contradict each other."""
    for name in CHANGES:
        assert (name in allowed_changes(seat)) == (refusal_of(name, seat) is None)


@given(SEATS)
def test_nothing_is_missed_before_it_begins_and_time_forbids_nothing_else(seat: Seat) -> None:
    """That a session has begun only ever adds that it may have been missed."""
    before = set(allowed_changes(Seat(seat.status, seat.part, seat.is_asked, has_begun=False)))
    after = set(allowed_changes(Seat(seat.status, seat.part, seat.is_asked, has_begun=True)))
    assert "miss" not in before
    assert after - before <= {"miss"}
    assert before <= after


@given(SEATS, st.lists(st.sampled_from(sorted(CHANGES)), max_size=12))
def test_every_change_leads_to_a_status_and_none_out_of_cancelled(seat: Seat, names: list[ChangeName]) -> None:
    """Whatever is tried in whichever order leads to a status that there is; nothing leads out of cancelled."""
    status = seat.status
    for name in names:
        now = Seat(status, seat.part, seat.is_asked, seat.has_begun)
        if refusal_of(name, now) is None:
            assert status != "cancelled"
            status = CHANGES[name].to or status
        assert status in STATUSES


@given(SEATS)
def test_only_the_coach_says_that_it_was_held_and_only_the_coach_takes_that_back(seat: Seat) -> None:
    """A rep never can."""
    if seat.part == "rep":
        assert "hold" not in allowed_changes(seat)
        assert seat.status != "held" or allowed_changes(seat) == []
