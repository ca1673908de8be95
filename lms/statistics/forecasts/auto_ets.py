"""AutoETS: exponential smoothing that chooses its own form, from statsforecast where that is installed."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PACKAGE = "statsforecast"


class MissingExtraError(ImportError):
    """An optional part isn't installed; the message says which."""


def is_available() -> bool:
    """Tell whether the extra `forecast` is installed."""
    return find_spec(PACKAGE) is not None


def auto_ets(series: Sequence[float], season: int, horizons: int) -> NDArray[np.float64]:
    """Forecast as `seasonal_naive` does, shape (horizons,), by AutoETS; raises MissingExtraError without the extra.

    It takes a fraction of a second for each origin: give `project` a `latest`.
    """
    import numpy as np

    if not is_available():
        raise MissingExtraError(f"AutoETS needs the package `{PACKAGE}`: install it with `uv sync --extra forecast`")
    model = import_module(f"{PACKAGE}.models").AutoETS(season_length=season)
    return np.asarray(model.forecast(y=np.asarray(series, dtype=float), h=horizons)["mean"], dtype=float)
