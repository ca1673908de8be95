"""The estimate of a skill: a Beta distribution over the share that somebody reaches, with its interval.

The model. Somebody's skill is a share p from 0 to 1, the same for a while. Each piece of evidence gives a share s and a
weight w (`lms.skills.evidence`), which has halved with each half-life that passed since its day. It counts as w
questions of which w·s were right, so that all of them make

    p ~ Beta(a, b),  a = 1/2 + Σ w·s,  b = 1/2 + Σ w·(1 - s)

The prior is Jeffreys', which counts as one question, a quarter of one scorecard, and leaves the ends possible. The
estimate is the mean a / (a + b); the interval is equal-tailed and holds 80 %: it is for deciding what to practise next,
which costs little to get wrong, and one of 95 % would nearly always hold every level. With less than LEAST_WEIGHT of
evidence left there is no estimate; that is not zero, and no level.

What follows, and is tested: a higher share never lowers the estimate or an end of its interval, nor does a piece that
is the best possible; as evidence fades the interval widens; and for a skill that stays as it is, the interval holds the
true share at least as often as it says, in simulations (`tests/lms/skills/test_simulated.py`).

What it must not be taken for. Raters aren't independent of each other, nor is one rater of themselves: a severe coach
is severe in all cards, which no interval knows. Who is scored chose the call, or had it chosen. Skill isn't stationary:
somebody who learns steadily, and is seen as often all the time, is better than the estimate says by what they learned
in one and a half half-lives. And two people with different evidence can't be ranked by their estimates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lms.skills.evidence import MOST_OWN, OWN, Evidence, faded

LEVEL = 0.8
METHOD = "equal-tailed interval of a Beta posterior, Jeffreys' prior"
PRIOR = 0.5
# More than a quiz alone gives, less than one scorecard: what one sitting of recall shows is no skill yet.
LEAST_WEIGHT = 2.5
SkillOf = tuple[UUID, str]


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the evidence says of one person's skill, as shares, and how much of it is left; `pieces` were counted.

    `own` is what they say of themselves, None where they say nothing. Without enough evidence `mean`, `low` and `high`
    are None.
    """

    mean: float | None
    low: float | None
    high: float | None
    weight: float
    pieces: int
    own: float | None
    last_day: date


@dataclass(frozen=True)
class Scale:
    """Levels of a skill from 1, the lowest: a share of 0 is level 1, a share of 1 the highest, evenly between.

    An estimate is called by the level that it is nearest to, so a level counts as reached half a level below it.
    """

    names: Sequence[str]

    @property
    def highest(self) -> int:
        """The number of the highest level."""
        return len(self.names)

    def level_of(self, share: float) -> float:
        """Return where a share stands among the levels, between two of them too."""
        return 1 + share * (self.highest - 1)

    def share_of(self, level: float) -> float:
        """Return the share that a level stands for; one above the highest is the highest."""
        return (min(max(level, 1), self.highest) - 1) / (self.highest - 1)

    def reached_from(self, level: int) -> float:
        """Return the share from which a level counts as reached."""
        return 0.0 if level <= 1 else self.share_of(min(level, self.highest) - 0.5)

    def name_of(self, share: float) -> str:
        """Return what the level is called that a share is nearest to; half-way counts for the higher one."""
        return self.names[min(int(self.level_of(share) + 0.5), self.highest) - 1]


def estimate_all(pieces: Iterable[Evidence], *, today: date, half_life_days: int) -> dict[SkillOf, Estimate]:
    """Return the estimate of each person and skill that there is evidence of."""
    by_skill: dict[SkillOf, list[Evidence]] = defaultdict(list)
    for piece in pieces:
        if piece.day <= today:
            by_skill[piece.person_id, piece.skill].append(piece)
    sums = {key: _Sums.of(own, today, half_life_days) for key, own in by_skill.items()}
    ends = _ends({key: one for key, one in sums.items() if one.weight >= LEAST_WEIGHT})
    return {key: _estimate(one, ends.get(key)) for key, one in sums.items()}


def weights_of(pieces: Sequence[Evidence], *, today: date, half_life_days: int) -> list[float]:
    """Return what each piece of one person's skill counts today; their own word at most MOST_OWN in all."""
    left = [faded(one.weight, day=one.day, today=today, half_life_days=half_life_days) for one in pieces]
    own = sum(weight for one, weight in zip(pieces, left, strict=True) if one.kind in OWN)
    part = min(1.0, MOST_OWN / own) if own else 1.0
    return [weight * part if one.kind in OWN else weight for one, weight in zip(pieces, left, strict=True)]


@dataclass(frozen=True, slots=True)
class _Sums:
    weight: float
    gained: float
    pieces: int
    own: float | None
    last_day: date

    @classmethod
    def of(cls, pieces: Sequence[Evidence], today: date, half_life_days: int) -> _Sums:
        weights = weights_of(pieces, today=today, half_life_days=half_life_days)
        gained = [weight * one.share for one, weight in zip(pieces, weights, strict=True)]
        theirs = [at for at, one in enumerate(pieces) if one.kind in OWN]
        own_weight = sum(weights[at] for at in theirs)
        own = sum(gained[at] for at in theirs) / own_weight if own_weight else None
        return cls(sum(weights), sum(gained), len(pieces), own, max(one.day for one in pieces))


def _ends(sums: Mapping[SkillOf, _Sums]) -> dict[SkillOf, tuple[float, float]]:
    """Return the interval of each, all computed at once."""
    if not sums:
        return {}
    import numpy as np
    from scipy.special import betaincinv  # takes a while to import, and most commands never need it

    gained = np.array([one.gained for one in sums.values()])
    lost = np.array([one.weight for one in sums.values()]) - gained
    above, below = PRIOR + gained, PRIOR + np.maximum(lost, 0.0)
    tail = (1 - LEVEL) / 2
    low, high = betaincinv(above, below, tail), betaincinv(above, below, 1 - tail)
    return dict(zip(sums, zip(low.tolist(), high.tolist(), strict=True), strict=True))


def _estimate(sums: _Sums, ends: tuple[float, float] | None) -> Estimate:
    rest = {"weight": sums.weight, "pieces": sums.pieces, "own": sums.own, "last_day": sums.last_day}
    if ends is None:
        return Estimate(mean=None, low=None, high=None, **rest)  # type: ignore[arg-type]
    mean = (PRIOR + sums.gained) / (2 * PRIOR + sums.weight)
    return Estimate(mean=mean, low=ends[0], high=ends[1], **rest)  # type: ignore[arg-type]
