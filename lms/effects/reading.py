"""Reading a roll-out: the one comparison it was planned for, on its day, and only if arms are as drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.effects.models import RollOut, RollOutMember
from lms.effects.outcomes import Basis
from lms.effects.rolling_out import members_of, waves_of
from lms.effects.units import DrawnUnit, values_of
from lms.kpis.scope import KpiPeriod
from lms.statistics.effects.adjusted import AdjustedDifference, adjusted_difference
from lms.statistics.effects.rollout import RatioCheck, check_ratio
from lms.statistics.intervals import LEVEL
from lms.training.events import COMPLETING
from lms.training.models import TrainingEvent

# not_yet: before the reading day, or its figures aren't counted yet. stopped: the arms aren't those that were drawn.
RollOutStatus = Literal["not_yet", "ended_early", "stopped", "insufficient_data", "read"]


@dataclass(frozen=True)
class RollOutReading:
    """What came out: those who got it first less those who hadn't got it, by units as they were drawn.

    `measured` and `drawn` count units, first ones and others; `completed` people who completed the course by then.
    """

    status: RollOutStatus
    drawn: tuple[int, int]
    measured: tuple[int, int] | None = None
    completed: tuple[int, int] | None = None
    ratio: RatioCheck | None = None
    found: AdjustedDifference | None = None

    @property
    def is_evidence(self) -> bool:
        """Whether the interval leaves no effect out; one comparison was planned, so there is nothing to correct."""
        return self.found is not None and self.found.p < 1 - LEVEL


def read_roll_out(
    session: Session, *, roll_out: RollOut, basis: Basis | None, today: date, counted_on: date
) -> RollOutReading:
    """Return the reading of a roll-out; the figures are of `counted_on`. Before its day nothing of it is computed."""
    members = members_of(session, roll_out)
    units, is_first = _units(members)
    drawn = int(is_first.sum()), int((~is_first).sum())
    if roll_out.ended_on is not None and roll_out.ended_on < roll_out.reading_on:
        return RollOutReading("ended_early", drawn)
    if basis is None or min(today, counted_on) < roll_out.reading_on:
        return RollOutReading("not_yet", drawn)
    begins = waves_of(session, roll_out)[0].begins_on.toordinal()
    length = roll_out.reading_on.toordinal() - begins
    after = values_of(basis, roll_out.outcome, units, KpiPeriod(begins, begins + length - 1))
    before = values_of(basis, roll_out.outcome, units, KpiPeriod(begins - length, begins - 1))
    known = np.isfinite(after)
    measured = int((known & is_first).sum()), int((known & ~is_first).sum())
    ratio = check_ratio(measured, drawn) if sum(measured) else RatioCheck(0.0, is_mismatch=True)
    completed = _completed(session, roll_out, members)
    if ratio.is_mismatch:
        return RollOutReading("stopped", drawn, measured, completed, ratio)
    try:
        found = _compared(before[known], after[known], is_first[known], [unit.stratum for unit in units], known)
    except ValueError:
        return RollOutReading("insufficient_data", drawn, measured, completed, ratio)
    return RollOutReading("read", drawn, measured, completed, ratio, found)


def _units(members: Sequence[RollOutMember]) -> tuple[list[DrawnUnit], NDArray[np.bool_]]:
    own = sorted(members, key=lambda one: (str(one.unit_id), str(one.person_id)))
    units, first = [], []
    for (unit_id, stratum, wave), some in groupby(own, key=lambda one: (one.unit_id, one.stratum, one.wave)):
        units.append(DrawnUnit(unit_id, tuple(one.person_id for one in some), stratum))
        first.append(wave == 0)
    return units, np.array(first, dtype=bool)


def _compared(
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    is_first: NDArray[np.bool_],
    strata: Sequence[str],
    known: NDArray[np.bool_],
) -> AdjustedDifference:
    """Compare the arms; who has no value before gets the mean, which the draw can't have had a say in."""
    own = [stratum for stratum, is_known in zip(strata, known, strict=True) if is_known]
    filled = np.where(np.isfinite(before), before, np.nanmean(before) if np.isfinite(before).any() else 0.0)
    return adjusted_difference(filled.tolist(), after.tolist(), is_first.tolist(), strata=own)


def _completed(session: Session, roll_out: RollOut, members: Sequence[RollOutMember]) -> tuple[int, int] | None:
    """Return how many people of those first and of the others completed the course before the reading."""
    if roll_out.kind != "course":
        return None
    wanted = (
        select(TrainingEvent.person_id)
        .where(TrainingEvent.course_id == roll_out.subject_id, TrainingEvent.kind.in_(COMPLETING))
        .group_by(TrainingEvent.person_id)
        .having(func.min(TrainingEvent.day) < roll_out.reading_on)
    )
    done: set[UUID] = set(session.scalars(wanted))
    first = sum(one.person_id in done for one in members if one.wave == 0)
    return first, sum(one.person_id in done for one in members if one.wave > 0)
