"""AutoETS: what is said where the extra isn't installed."""

from __future__ import annotations

import pytest

from lms.statistics.forecasts.auto_ets import MissingExtraError, auto_ets, is_available


@pytest.mark.skipif(is_available(), reason="the extra is installed")
def test_it_is_said_which_extra_is_missing() -> None:
    """With the command that installs it."""
    with pytest.raises(MissingExtraError, match="uv sync --extra forecast"):
        auto_ets([1, 2, 3], 1, 2)
