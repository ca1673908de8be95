"""What tests share that build sites: the charts, made once for all of them."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session", autouse=True)
def built_after(former_site: None) -> None:
    """Let each site take the charts over."""
