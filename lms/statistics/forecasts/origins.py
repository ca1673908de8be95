"""Origins: what would have been forecast at each past period, and what came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.statistics.forecasts.naive import Method, has_season

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class PastForecasts:
    """Forecasts and actuals of shape (origins, horizons), NaN where the actual isn't known yet.

    `origins` holds how many periods were known at each origin.
    """

    origins: NDArray[np.int64]
    forecasts: NDArray[np.float64]
    actuals: NDArray[np.float64]

    @property
    def errors(self) -> NDArray[np.float64]:
        """Actual less forecast."""
        return self.actuals - self.forecasts

    @property
    def sum_errors(self) -> NDArray[np.float64]:
        """The same of the sum of all horizons, of shape (origins,)."""
        import numpy as np

        return np.asarray(self.errors.sum(axis=1))

    def known_at(self, origin: int) -> PastForecasts:
        """Return the forecasts made before `origin`, and of their actuals those that had come by then."""
        import numpy as np

        some = self.origins < origin
        ends = self.origins[some, None] + np.arange(1, self.actuals.shape[1] + 1)
        actuals = np.where(ends <= origin, self.actuals[some], np.nan)
        return PastForecasts(self.origins[some], self.forecasts[some], actuals)


def forecast_again(
    series: Sequence[float], *, season: int, horizons: int, method: Method, latest: int | None = None
) -> PastForecasts:
    """Forecast from every past origin with what was known then; `latest` keeps only so many, the newest.

    Where the series has a season, origins begin after the first: forecasts before it are of another kind.
    """
    import numpy as np

    first = season if has_season(series, season) else 1
    origins = np.arange(first, len(series))
    if latest is not None:
        origins = origins[max(0, len(origins) - latest) :]
    forecasts = np.full((len(origins), horizons), np.nan)
    for place, origin in enumerate(origins.tolist()):
        forecasts[place] = method(series[:origin], season, horizons)
    padded = np.concatenate([np.asarray(series, dtype=float), np.full(horizons, np.nan)])
    return PastForecasts(origins, forecasts, padded[origins[:, None] + np.arange(horizons)])
