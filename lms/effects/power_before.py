"""Power before: what a planned comparison could show, from what its units did in as many days before."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lms.effects.outcomes import Basis
from lms.effects.units import DrawnUnit, values_of
from lms.kpis.scope import KpiPeriod
from lms.statistics.effects.power import detectable_mean_difference

LEAST_KNOWN = 3


def detectable_before(
    basis: Basis, outcome: str, units: Sequence[DrawnUnit], waves: Sequence[int], *, days: int
) -> float | None:
    """Return the smallest difference of means that would most likely be seen; None where too little is known.

    It takes two stretches of as many days right before: what the earlier one explains of the later one is taken away,
    as the reading will do.
    """
    last = basis.as_of - 1
    later, earlier = KpiPeriod(last - days + 1, last), KpiPeriod(last - 2 * days + 1, last - days)
    if earlier.start < 1:
        return None
    x, y = (values_of(basis, outcome, units, period) for period in (earlier, later))
    known = np.isfinite(x) & np.isfinite(y)
    is_first = np.array(waves) == 0
    if min((known & is_first).sum(), (known & ~is_first).sum()) < LEAST_KNOWN or not np.std(y[known]):
        return None
    alike = np.corrcoef(x[known], y[known])[0, 1] if np.std(x[known]) else 0.0
    deviation = float(np.std(y[known], ddof=1) * np.sqrt(max(0.0, 1 - alike**2)))
    return detectable_mean_difference(deviation, people=int(is_first.sum()), others=int((~is_first).sum()))
