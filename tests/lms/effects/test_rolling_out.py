"""Rolling out by lot: the draw is fixed by its seed, and only the planned comparison is read, on its day."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import pytest
from sqlalchemy.orm import Session

from lms.days import Now
from lms.effects.models import RollOut
from lms.effects.outcomes import Basis
from lms.effects.reading import RollOutReading, read_roll_out
from lms.effects.rolling_out import Plan, begin_roll_out, draw, end_roll_out, list_roll_outs, members_of, waves_of
from lms.errors import Conflict, NotFound
from lms.figures.frames import FigureSet
from lms.people.access import Actor
from lms.people.models import Person
from lms.training.models import AssignmentRule, RulePerson
from support.factories import Cast, add_rep
from support.selling import basis_of

TODAY = date(2026, 6, 1)
NOW = Now(datetime(2026, 6, 1, 9, tzinfo=UTC), TODAY)
READ_ON = TODAY + timedelta(days=90)
COURSE = "event-winter-peak"


def _plan(people: list[UUID], **changes: Any) -> Plan:
    """Return a plan of a page for people in two waves."""
    plain = Plan(
        name="Pricing first",
        kind="page",
        subject_id="too-expensive",
        unit="person",
        outcome="win_rate",
        waves=(TODAY, READ_ON),
        reading_on=READ_ON,
        person_ids=tuple(people),
    )
    return replace(plain, **changes)


@pytest.fixture
def reps(session: Session, cast: Cast) -> list[UUID]:
    """Add 24 reps of North and South by halves, and return their ids."""
    teams = [cast.teams["North"], cast.teams["South"]]
    people = [add_rep(session, f"rep{number}@x.example", team_id=teams[number % 2]) for number in range(24)]
    return [person.id for person in people]


def _basis(people: list[UUID], rate_of_first: float | None = None, first: set[UUID] | None = None) -> Basis:
    """Return figures of these people; after TODAY those of `first` win a share of their own."""
    rng = np.random.default_rng(5)
    basis = basis_of(rng, sellers=len(people), deals=9_000)
    notes = {**basis.figures.notes, "who": {"ids": [str(person) for person in people]}}
    end = dict(basis.figures.frames["end"])
    if rate_of_first is not None and first is not None:
        is_first = np.array([person in first for person in people])[end["who"]]
        own = (rng.random(len(is_first)) < rate_of_first).astype(np.int8)
        end["is_won"] = np.where(is_first & (end["day"] >= TODAY.toordinal()), own, end["is_won"]).astype(np.int8)
    return replace(basis, figures=FigureSet(uuid4().hex, {**basis.figures.frames, "end": end}, notes))


def _begin(session: Session, actor: Actor, plan: Plan, seed: str = "s") -> RollOut:
    return begin_roll_out(session, actor=actor, plan=plan, basis=None, seed=seed, now=NOW)


def _first(session: Session, made: RollOut) -> set[UUID]:
    return {one.person_id for one in members_of(session, made) if one.wave == 0}


def _read(session: Session, made: RollOut, basis: Basis | None, today: date = READ_ON) -> RollOutReading:
    own = replace(basis, as_of=READ_ON.toordinal()) if basis else None
    return read_roll_out(session, roll_out=made, basis=own, today=today, counted_on=today)


def test_the_seed_decides_and_strata_are_kept_even(session: Session, cast: Cast, reps: list[UUID]) -> None:
    """The same seed draws the same whatever the order of people; of each team half come first."""
    admin = cast.nadia.actor
    one, again = (_first(session, _begin(session, admin, _plan(people))) for people in (reps, reps[::-1]))
    other = _first(session, _begin(session, admin, _plan(reps), seed="t"))
    assert one == again != other
    for drawn in (one, other):
        assert Counter(reps.index(person) % 2 for person in drawn) == {0: 6, 1: 6}


def test_each_wave_of_a_course_is_a_rule_of_its_own(session: Session, cast: Cast, reps: list[UUID]) -> None:
    """For its people, from its day on; a page has none."""
    days = (TODAY, READ_ON, READ_ON + timedelta(days=30))
    made = _begin(session, cast.nadia.actor, _plan(reps, kind="course", subject_id=COURSE, waves=days))
    for wave in waves_of(session, made):
        assert wave.rule_id is not None
        rule = session.get_one(AssignmentRule, wave.rule_id)
        named = set(session.query(RulePerson.person_id).filter_by(rule_id=rule.id))
        assert rule.starts_on == wave.begins_on == days[wave.number]
        assert {row[0] for row in named} == {
            one.person_id for one in members_of(session, made) if one.wave == wave.number
        }
        assert len(named) == 8
    page = _begin(session, cast.nadia.actor, _plan(reps))
    assert [wave.rule_id for wave in waves_of(session, page)] == [None, None]


def test_teams_are_drawn_whole(session: Session, cast: Cast, reps: list[UUID]) -> None:
    """Four of them, each with all its people, and two that overlap are refused."""
    teams = tuple(_team_with(session, f"T{number}", reps[number::4]) for number in range(4))
    made = _begin(session, cast.nadia.actor, _plan([], unit="team", team_ids=teams))
    by_team = Counter((one.unit_id, one.wave) for one in members_of(session, made))
    assert sorted(by_team.values()) == [6, 6, 6, 6]
    assert Counter(wave for _, wave in by_team) == {0: 2, 1: 2}
    north = cast.teams["North"], cast.teams["North juniors"]
    with pytest.raises(Conflict, match="in common"):
        _begin(session, cast.nadia.actor, _plan([], unit="team", team_ids=north))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"waves": (TODAY,)}, "two to"),
        ({"waves": (TODAY, TODAY)}, "after the one before"),
        ({"waves": (TODAY - timedelta(days=1), READ_ON)}, "in the past"),
        ({"reading_on": TODAY}, "after the first wave began"),
        ({"reading_on": READ_ON + timedelta(days=1)}, "not after the second"),
        ({"outcome": "pipeline_value"}, "choose one of"),
        ({"waves": (TODAY, READ_ON, *(READ_ON + timedelta(days=1000 * n) for n in (1, 2)))}, "three years"),
    ],
)
def test_what_cannot_be_read_is_not_begun(
    session: Session, cast: Cast, reps: list[UUID], changes: dict[str, Any], message: str
) -> None:
    """Each with its reason."""
    with pytest.raises(Conflict, match=message):
        _begin(session, cast.nadia.actor, _plan(reps, **changes))
    with pytest.raises(Conflict, match="at least 4"):
        _begin(session, cast.nadia.actor, _plan(reps[:3]))


def test_a_manager_rolls_out_to_their_own_people_alone(session: Session, cast: Cast, reps: list[UUID]) -> None:
    """Max, of North, to nobody of South; and Greta sees nothing of what he rolls out."""
    with pytest.raises(NotFound):
        _begin(session, cast.max.actor, _plan(reps))
    own = _begin(session, cast.max.actor, _plan(reps[::2]))
    shared = _begin(session, cast.nadia.actor, _plan(reps))
    ids = {
        name: [one.id for one in list_roll_outs(session, actor=getattr(cast, name).actor, after=None, limit=9)]
        for name in ("max", "greta", "nadia", "ada")
    }
    assert ids == {"max": [own.id], "greta": [], "nadia": [shared.id, own.id], "ada": []}
    with pytest.raises(NotFound):
        end_roll_out(session, actor=cast.greta.actor, roll_out_id=own.id, now=NOW)


def test_the_power_before_falls_with_more_people(session: Session, cast: Cast, reps: list[UUID]) -> None:
    """Without figures, or before there are any of these people, nothing is said."""
    basis = replace(_basis(reps), as_of=TODAY.toordinal())

    def detectable(people: list[UUID], known: Basis | None) -> float | None:
        found = draw(session, actor=cast.nadia.actor, plan=_plan(people), basis=known, seed="s", now=NOW)
        return found.detectable

    all_of_them, some = detectable(reps, basis), detectable(reps[:8], basis)
    assert all_of_them is not None
    assert some is not None
    assert 0.02 < all_of_them < some < 0.4
    assert detectable(reps, None) is None
    assert detectable(reps, replace(basis, as_of=date(2024, 6, 1).toordinal())) is None


def test_nothing_is_read_before_the_day(session: Session, cast: Cast, reps: list[UUID]) -> None:
    """Nor on it, before its figures are counted; and then the difference that was planted."""
    made = _begin(session, cast.nadia.actor, _plan(reps))
    basis = _basis(reps, 0.6, _first(session, made))
    assert _read(session, made, basis, READ_ON - timedelta(days=1)).status == "not_yet"
    assert _read(session, made, None).status == "not_yet"
    late = read_roll_out(session, roll_out=made, basis=basis, today=READ_ON, counted_on=READ_ON - timedelta(days=1))
    assert (late.status, late.found) == ("not_yet", None)
    found = _read(session, made, basis)
    assert (found.status, found.drawn, found.measured) == ("read", (12, 12), (12, 12))
    assert found.found is not None
    assert found.is_evidence
    assert found.found.interval.low < 0.4
    assert found.found.interval.high > 0.14


def test_where_nothing_happened_there_is_seldom_evidence(session: Session, cast: Cast, reps: list[UUID]) -> None:
    """With the same number whoever reads it again; people's ids, and so who is drawn, are new in each run."""
    basis, found = _basis(reps), []
    for seed in "abcdefghijkl":
        made = _begin(session, cast.nadia.actor, _plan(reps), seed=seed)
        one, two = (_read(session, made, basis) for _ in range(2))
        assert one == two
        found.append(one.is_evidence)
    # Of twelve at 5 % each, five or more come once in 5,000 runs.
    assert sum(found) <= 4


def test_unequal_losses_stop_the_reading(session: Session, cast: Cast, reps: list[UUID]) -> None:
    """Of those who got it first hardly anybody can be measured any more."""
    made = _begin(session, cast.nadia.actor, _plan(reps))
    first = _first(session, made)
    basis = _basis(reps)
    ids = [str(one) if one not in first else None for one in reps]
    notes = {**basis.figures.notes, "who": {"ids": ids}}
    found = _read(session, made, replace(basis, figures=FigureSet("x", basis.figures.frames, notes)))
    assert (found.status, found.measured, found.found) == ("stopped", (0, 12), None)
    assert found.ratio is not None
    assert found.ratio.p < 0.001


def test_what_was_ended_early_is_never_read(session: Session, cast: Cast, reps: list[UUID]) -> None:
    """Its later waves don't begin; ended once, it stays as it was. Ended after its day it is read all the same."""
    plan = _plan(reps, kind="course", subject_id=COURSE)
    early, late = (_begin(session, cast.nadia.actor, plan) for _ in range(2))
    ended = end_roll_out(session, actor=cast.nadia.actor, roll_out_id=early.id, now=NOW)
    again = Now(NOW.at + timedelta(days=1), TODAY + timedelta(days=1))
    assert end_roll_out(session, actor=cast.nadia.actor, roll_out_id=early.id, now=again).ended_at == NOW.at
    rules = [session.get_one(AssignmentRule, wave.rule_id) for wave in waves_of(session, ended)]
    assert [rule.ended_at is not None for rule in rules] == [False, True]
    assert _read(session, early, _basis(reps)).status == "ended_early"
    after = Now(NOW.at + timedelta(days=90), READ_ON)
    end_roll_out(session, actor=cast.nadia.actor, roll_out_id=late.id, now=after)
    assert _read(session, late, _basis(reps)).status == "read"


def _team_with(session: Session, name: str, people: list[UUID]) -> UUID:
    from lms.people.directory import ensure_team

    team = ensure_team(session, name=name)
    for person_id in people:
        session.get_one(Person, person_id).team_id = team.id
    session.flush()
    return team.id
