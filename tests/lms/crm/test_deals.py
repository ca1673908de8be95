"""Deals: lives as tables, and what must hold of any history."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.crm.deals import DealLife, Fault, read_deal
from lms.crm.facts import RecordFact

TODAY = date(2026, 11, 30)


def _day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def _fact(on: str, **values: Any) -> RecordFact:
    for name in ("created_on", "close_on", "first_contact_on"):
        if values.get(name):
            values[name] = f"2026-{values[name]}"
    return RecordFact(_day(on), values)


def _event(on: str, **values: Any) -> RecordFact:
    return RecordFact(_day(on), {"at": f"2026-{on}", **values})


def _short(day: date | None) -> str | None:
    return f"{day:%m-%d}" if day else None


def _spans(deal: DealLife) -> list[tuple[str, str | None, str | None, int | None]]:
    return [(f"{held.since:%m-%d}", _short(held.until), held.stage, held.told.get("amount")) for held in deal.held]


def _ends(deal: DealLife) -> list[tuple[str, str | None, bool, int | None]]:
    return [(f"{end.day:%m-%d}", _short(end.until), end.is_won, end.cycle_days) for end in deal.ends]


LIVES = {
    "one file, open": (
        [_fact("03-31", stage="Demo", amount=100, created_on="01-10", close_on="05-01")],
        [("01-10", None, "Demo", 100)],
        [],
    ),
    "one file, won": (
        [_fact("03-31", stage="Closed Won", amount=100, created_on="01-10", close_on="03-01")],
        [("01-10", "03-01", None, 100)],
        [("03-01", None, True, 50)],
    ),
    "two files": (
        [
            _fact("01-31", stage="Demo", amount=100, created_on="01-10", close_on="02-20"),
            _fact("02-28", stage="Proposal", amount=150),
            _fact("04-30", stage="Closed Lost", close_on="04-02"),
        ],
        [("01-10", "02-28", "Demo", 100), ("02-28", "04-02", "Proposal", 150)],
        [("04-02", None, False, 82)],
    ),
    "a closed deal corrected": (
        [
            _fact("03-31", stage="Closed Won", amount=100, created_on="01-10", close_on="03-01"),
            _fact("04-30", amount=90, close_on="02-27"),
        ],
        [("01-10", "02-27", None, 100)],
        [("02-27", None, True, 48)],
    ),
    "history beside the file": (
        [
            _event("01-12", stage="Demo", was={"stage": "Prospecting"}),
            _event("02-01", stage="Proposal"),
            _event("03-01", stage="Closed Won"),
            _fact("03-31", is_won=True, is_closed=True, amount=100, created_on="01-10", close_on="03-01"),
        ],
        [
            ("01-10", "01-12", "Prospecting", 100),
            ("01-12", "02-01", "Demo", 100),
            ("02-01", "03-01", "Proposal", 100),
        ],
        [("03-01", None, True, 50)],
    ),
    "opened again": (
        [
            _event("01-10", stage="Demo"),
            _event("02-01", stage="Closed Lost"),
            _event("03-01", stage="Demo"),
            _event("04-01", stage="Closed Won"),
            _fact("04-30", stage="Closed Won", is_won=True, amount=100, created_on="01-10", close_on="04-01"),
        ],
        [("01-10", "02-01", "Demo", 100), ("03-01", "04-01", "Demo", 100)],
        [("02-01", "03-01", False, 22), ("04-01", None, True, 81)],
    ),
    "deleted": (
        [
            _fact("01-31", stage="Demo", amount=100, created_on="01-10"),
            _fact("02-28", is_deleted=True),
        ],
        [("01-10", "02-28", "Demo", 100)],
        [],
    ),
    "merged": (
        [
            _fact("01-31", stage="Demo", amount=100, created_on="01-10"),
            _fact("02-28", merged_into="006"),
        ],
        [],
        [],
    ),
    "won, deleted later": (
        [
            _fact("03-31", stage="Closed Won", amount=100, created_on="01-10", close_on="03-01"),
            _fact("05-31", is_deleted=True),
        ],
        [("01-10", "03-01", None, 100)],
        [("03-01", "05-31", True, 50)],
    ),
    "an outcome without a day, at first sight": (
        [_fact("03-31", stage="Closed Won", amount=100, created_on="01-10")],
        [],
        [],
    ),
    "an outcome without a day, seen open before": (
        [
            _fact("01-31", stage="Demo", amount=100, created_on="01-10"),
            _fact("02-28", stage="Closed Won"),
        ],
        [("01-10", "02-28", "Demo", 100)],
        [("02-28", None, True, 49)],
    ),
    "closed before it was created": (
        [_fact("03-31", stage="Closed Won", amount=100, created_on="03-10", close_on="03-01")],
        [],
        [("03-01", None, True, None)],
    ),
}


@pytest.mark.parametrize("name", LIVES)
def test_lives(name: str) -> None:
    """Each life with the days in which the deal was open, and its ends."""
    facts, held, closed = LIVES[name]
    deal = read_deal(facts, today=TODAY)
    assert _spans(deal) == held
    assert _ends(deal) == closed


FAULTS: dict[Fault, dict[str, Any]] = {
    Fault.OPEN_FLAG: {"stage": "Closed Won", "is_closed": False},
    Fault.NO_CLOSE_DAY: {"close_on": None},
    Fault.CLOSES_LATER: {"close_on": "2027-01-05"},
    Fault.CLOSED_BEFORE_CREATED: {"close_on": "2026-01-09"},
    Fault.NO_VALUE: {"amount": None},
    Fault.NO_ACCOUNT: {"account": None},
    Fault.NO_OWNER: {"owner": None},
    Fault.NO_STAGE: {"stage": None, "is_closed": False, "is_won": False},
}
FINE: dict[str, Any] = {
    "stage": "Closed Won",
    "is_closed": True,
    "is_won": True,
    "amount": 100,
    "created_on": "2026-01-10",
    "close_on": "2026-03-01",
    "account": "Acme",
    "owner": "Ada",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults(fault: Fault) -> None:
    """A deal that is fine but for one thing has that one fault."""
    assert read_deal([RecordFact(TODAY, FINE)], today=TODAY).faults == Fault(0)
    assert read_deal([RecordFact(TODAY, FINE | FAULTS[fault])], today=TODAY).faults == fault


def test_a_closed_deal_needs_no_stage() -> None:
    """Its flags say what became of it, which is no fault: the quality report lists open deals without a stage alone."""
    assert read_deal([RecordFact(TODAY, FINE | {"stage": None})], today=TODAY).faults == Fault(0)


def test_a_close_day_ahead_counts_when_it_comes() -> None:
    """Until then the deal is in no period, and the day on which it will be is known."""
    facts = [RecordFact(TODAY, FINE | {"close_on": "2027-01-05"})]
    now = read_deal(facts, today=TODAY)
    assert (now.ends, now.held, now.changes_on) == ((), (), date(2027, 1, 5))
    later = read_deal(facts, today=date(2027, 1, 5))
    assert [(end.day, end.is_won) for end in later.ends] == [(date(2027, 1, 5), True)]


def test_a_stage_decides_against_the_flags() -> None:
    """A stage called won with an open flag is won, and open days end there."""
    deal = read_deal([RecordFact(TODAY, FINE | {"is_closed": False, "is_won": None})], today=TODAY)
    assert [end.is_won for end in deal.ends] == [True]
    assert deal.held[-1].until == date(2026, 3, 1)


@st.composite
def histories(draw: st.DrawFn) -> list[RecordFact]:
    """Draw facts of one deal in the order of their days."""
    days = sorted(draw(st.lists(st.integers(0, 60), min_size=1, max_size=8)))
    found = []
    for number in days:
        values: dict[str, Any] = draw(
            st.fixed_dictionaries(
                {},
                optional={
                    "stage": st.sampled_from(["Demo", "Proposal", "Closed Won", "Closed Lost"]),
                    "amount": st.integers(0, 1000),
                    "close_on": st.integers(0, 90).map(lambda n: str(_day("01-01") + timedelta(n))),
                    "created_on": st.integers(0, 60).map(lambda n: str(_day("01-01") + timedelta(n))),
                    "is_deleted": st.booleans(),
                    "is_won": st.sampled_from([True, False, None]),
                },
            )
        )
        if draw(st.booleans()):
            values["at"] = "x"
        found.append(RecordFact(_day("01-01") + timedelta(number), values))
    return found


@given(histories(), st.integers(0, 120))
def test_a_deal_is_open_or_closed_and_never_both(facts: list[RecordFact], after: int) -> None:
    """On no day does it stand in the pipeline twice, or in it while it is closed."""
    deal = read_deal(facts, today=TODAY)
    on = _day("01-01") + timedelta(after)
    is_open = [held for held in deal.held if held.since <= on and (held.until is None or on < held.until)]
    is_closed = [end for end in deal.ends if end.day <= on and (end.until is None or on < end.until)]
    assert len(is_open) + len(is_closed) <= 1
    assert all(held.since < (held.until or date.max) for held in deal.held)
    assert all(end.cycle_days is None or end.cycle_days >= 0 for end in deal.ends)
