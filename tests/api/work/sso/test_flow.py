"""Sign-ins that were begun on one machine, and come back on another."""

from __future__ import annotations

from datetime import timedelta

import pytest

from api.work.sso.flow import begin_flow, browser_secret, read_flow
from support.factories import MONDAY


@pytest.mark.parametrize(("later", "is_good"), [(-31, False), (-30, True), (0, True), (599, True), (600, False)])
def test_clocks_of_machines_may_differ_a_little(later: int, is_good: bool) -> None:
    """By half a minute; from then on a state comes from a time to come."""
    secret = browser_secret(None)
    state = begin_flow(secret, provider="own", at=MONDAY).state
    found = read_flow(secret, provider="own", state=state, at=MONDAY + timedelta(seconds=later))
    assert (found is not None) == is_good
