"""Due days of steps: working days and holidays of a country, with the gaps between steps kept."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.errors import Conflict
from lms.sending.calendars import check_country, countries, working_days
from lms.sending.plan import due_days

BEGINS = date(2026, 3, 2)  # a Monday
# By country, part and first day: the days after it, those on which steps were sent, and when each is due.
TABLE = [
    (None, None, "2026-03-02", [0, 3, 7], {}, "03-02 03-05 03-09"),
    # A Sunday moves to Monday, and what comes after it keeps its distance.
    (None, None, "2026-03-02", [0, 6, 8], {}, "03-02 03-09 03-11"),
    (None, None, "2026-03-07", [0, 1], {}, "03-09 03-10"),
    # Good Friday and Easter Monday in Germany; in Sweden the 6th of June, a Saturday, is one more.
    ("DE", None, "2026-04-01", [0, 2, 3], {}, "04-01 04-07 04-08"),
    ("US", None, "2026-04-01", [0, 2, 3], {}, "04-01 04-03 04-06"),
    # Epiphany is a holiday in Bavaria alone.
    ("DE", "BY", "2026-01-06", [0], {}, "01-07"),
    ("DE", "BE", "2026-01-06", [0], {}, "01-06"),
    # Friday and Saturday are Israel's weekend.
    ("IL", None, "2026-02-06", [0], {}, "02-08"),
    # Sent three days late: what follows is as far from it as planned; sent early: nothing comes forward.
    (None, None, "2026-03-02", [0, 3, 7], {0: "2026-03-05"}, "03-02 03-09 03-13"),
    (None, None, "2026-03-02", [0, 3, 7], {0: "2026-03-02", 1: "2026-03-03"}, "03-02 03-05 03-09"),
    # Two steps on one day, and steps that go back in days, which nobody can send.
    (None, None, "2026-03-02", [0, 0, 2], {}, "03-02 03-02 03-04"),
    (None, None, "2026-03-02", [5, 2], {}, "03-09 03-09"),
]


@pytest.mark.parametrize(("country", "part", "begins", "offsets", "sent", "expected"), TABLE)
def test_when_steps_are_due(
    country: str | None, part: str | None, begins: str, offsets: list[int], sent: dict[int, str], expected: str
) -> None:
    """Each is due on a working day where the contact is."""
    found = due_days(
        date.fromisoformat(begins),
        offsets,
        sent={number: date.fromisoformat(day) for number, day in sent.items()},
        is_working_day=working_days(country, part),
    )
    assert " ".join(day.isoformat()[5:] for day in found) == expected


@given(
    begins=st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    gaps=st.lists(st.integers(0, 30), min_size=1, max_size=8),
    late=st.dictionaries(st.integers(0, 7), st.integers(-5, 20), max_size=4),
    place=st.sampled_from([(None, None), ("DE", "BY"), ("PL", None), ("SA", None), ("JP", None), ("CN", None)]),
)
def test_whatever_is_planned_is_work_and_keeps_its_distance(
    begins: date, gaps: list[int], late: dict[int, int], place: tuple[str | None, str | None]
) -> None:
    """No step is due on a day off, before its plan, or nearer to the one before than its sequence says."""
    is_working = working_days(*place)
    offsets = [sum(gaps[: number + 1]) for number in range(len(gaps))]
    planned = due_days(begins, offsets, sent={}, is_working_day=is_working)
    sent = {number: planned[number] + timedelta(days=days) for number, days in late.items() if number < len(gaps)}
    found = due_days(begins, offsets, sent=sent, is_working_day=is_working)
    assert all(is_working(day) for day in found)
    assert all(day >= begins + timedelta(days=offset) for day, offset in zip(found, offsets, strict=True))
    for number, (before, after) in enumerate(pairwise(found)):
        assert (after - max(before, sent.get(number, before))).days >= gaps[number + 1]


def test_a_calendar_without_any_working_day_is_not_asked_for_ever() -> None:
    """The day stays as it was planned."""
    assert due_days(BEGINS, [0], sent={}, is_working_day=lambda _: False) == [BEGINS]


@pytest.mark.parametrize(
    ("country", "part", "field"), [("XX", None, "country"), (None, "BY", "country"), ("DE", "TX", "part")]
)
def test_countries_that_nobody_knows_are_refused(country: str | None, part: str | None, field: str) -> None:
    """The message names what is wrong; what is unknown later, by another version, rests at weekends alone."""
    with pytest.raises(Conflict) as refused:
        check_country(country, part)
    assert refused.value.field == f"contact/{field}"
    assert [working_days("XX")(BEGINS + timedelta(days=days)) for days in (4, 5, 6)] == [True, False, False]


def test_most_countries_are_known() -> None:
    """Each with its parts, as ISO 3166 names them."""
    assert {"DE", "PL", "UA", "GB", "US", "JP", "BR"} <= countries().keys()
    assert "BY" in countries()["DE"]
