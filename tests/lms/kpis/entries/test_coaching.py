"""Coaching in numbers: cadence, minutes, action items on time, and scores, counted by hand."""

from __future__ import annotations

import pytest

from lms.figures.frames import FigureSet
from lms.kpis.asked import PartsShown
from support.figures import ask, make_figures, on, read

WORDS = {"card_role": ["coach", "self"], "skill": ["discovery", "closing"], "score_line": ["a", "b"]}
HERE = [{"who": who, "since": on(2025), "is_employed": 1} for who in range(3)]
MAY = (on(2026, 5), on(2026, 5, 31))


def test_sessions_and_minutes_are_those_of_a_rep_in_a_month() -> None:
    """Two reps were here for all of May and one for ten days; what a manager was told by theirs isn't counted."""
    stand = [*HERE[:2], {"who": 2, "since": on(2026, 5, 22), "is_employed": 1}, {**HERE[0], "who": 3}]
    early = {"day": on(2026, 4, 1), "who": 0, "coach": 3, "minutes": 30}
    held = [(2, 0, 30), (9, 0, 45), (20, 1, 60), (21, 3, 60)]
    session = [{"day": on(2026, 5, day), "who": who, "coach": 3, "minutes": minutes} for day, who, minutes in held]
    figures = make_figures(stand=stand, session=[*session, early], person=[{"who": 3, "is_rep": 0}])
    months = (31 + 31 + 10) * 12 / 365.25
    sessions = read("coaching_cadence", ask(figures, MAY))
    assert sessions.value.tolist() == [pytest.approx(3 / months)]
    assert sessions.n.tolist() == [3]
    assert read("coaching_minutes", ask(figures, MAY)).value.tolist() == [pytest.approx(135 / months)]


def test_who_left_counts_for_the_days_they_were_here() -> None:
    """Nineteen days of May, and nothing of June."""
    stand = [{"who": 0, "since": on(2025), "until": on(2026, 5, 20), "is_employed": 1}]
    figures = make_figures(stand=stand, session=[{"day": on(2026, 5, 2), "who": 0, "coach": 1, "minutes": 30}])
    found = read("coaching_cadence", ask(figures, MAY, (on(2026, 6), on(2026, 6, 30))))
    assert found.details["months"].tolist() == [pytest.approx(19 * 12 / 365.25), 0]


def test_an_item_is_late_on_the_day_after_its_own() -> None:
    """Of six due in May two are in time, two late, one isn't over, and one was dropped before."""
    days = {"in time": (5, 5), "before": (6, 1), "late": (7, 8), "open": (8, None)}
    action = [{"day": on(2026, 5, due), "who": 0, **_done(done)} for due, done in days.values()]
    action += [{"day": on(2026, 5, 20), "who": 0}, {"day": on(2026, 5, 9), "who": 0, "dropped": on(2026, 5, 2)}]
    asked = ask(make_figures(stand=HERE, action=action), MAY, as_of=on(2026, 5, 20))
    found = read("actions_on_time", asked)
    assert (found.n.tolist(), found.value.tolist()) == ([4], [0.5])
    assert {name: values.tolist() for name, values in found.details.items()} == {
        "part": [2.0],
        "late": [1.0],
        "dropped": [1.0],
    }


def test_items_are_read_as_of_a_day() -> None:
    """On the day itself what is open may still be done; what was done later wasn't yet."""
    action = [{"day": on(2026, 5, 7), "who": 0, "done": on(2026, 5, 8)}]
    figures = make_figures(stand=HERE, action=action)
    assert read("actions_on_time", ask(figures, MAY, as_of=on(2026, 5, 7))).n.tolist() == [0]
    late = read("actions_on_time", ask(figures, MAY, as_of=on(2026, 5, 8)))
    assert (late.n.tolist(), late.value.tolist(), late.details["late"].tolist()) == ([1], [0.0], [1.0])


def test_the_level_is_what_others_gave() -> None:
    """A rep's own scores aren't in it; told apart by skill each has its own."""
    figures = _scored([(3, 0, 0, 0.5, 0), (4, 0, 1, 1.0, 0), (5, 1, 0, 0.0, 0), (6, 0, 0, 1.0, 1)])
    assert read("scorecard_level", ask(figures, MAY)).value.tolist() == [0.5]
    by_skill = read("scorecard_level", ask(figures, MAY, parts=PartsShown("skill", (0, 1))))
    assert by_skill.value[:2].tolist() == [0.25, 1.0]


def test_a_rep_is_compared_on_the_same_line_alone() -> None:
    """Ada went from .25 to .75 on the first line; her new line, and Ben's of April alone, have nothing beside them."""
    may = [(3, 0, 0, 0.5, 0), (4, 0, 0, 1.0, 0), (5, 0, 1, 0.0, 0)]
    figures = _scored(may, april=[(3, 0, 0, 0.25, 0), (3, 1, 0, 1.0, 0)])
    found = read("scorecard_change", ask(figures, MAY))
    assert (found.n.tolist(), found.value.tolist()) == ([1], [0.5])


def test_the_change_of_each_period_is_its_own() -> None:
    """May against April, and June against May, whichever are asked for together."""
    months = [(4, 0.2), (5, 0.4), (6, 0.9)]
    score = [
        {"day": on(2026, month, 15), "who": 0, "line": 0, "skill": 0, "role": 0, "share": share}
        for month, share in months
    ]
    figures = make_figures(WORDS, stand=HERE, score=score)
    june = (on(2026, 6), on(2026, 6, 30))
    assert read("scorecard_change", ask(figures, MAY, june)).value.tolist() == pytest.approx([0.2, 0.5])


def _done(day: int | None) -> dict[str, int]:
    return {} if day is None else {"done": on(2026, 5, day)}


def _scored(
    may: list[tuple[int, int, int, float, int]], *, april: list[tuple[int, int, int, float, int]] | None = None
) -> FigureSet:
    """Return figures of scores as day, rep, line (and skill), share and role."""
    names = ("day", "who", "line", "share", "role")
    rows = [(5, row) for row in may] + [(4, row) for row in april or []]
    score = [
        {**dict(zip(names, row, strict=True)), "day": on(2026, month, row[0]), "skill": row[2]} for month, row in rows
    ]
    return make_figures(WORDS, stand=HERE, score=score)
