"""Pulls from time to time: whose turn it is, and what is said of a CRM that can't be read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from api.work.crm.live.keeping import FAILED_WAIT, PullsFromTime
from api.work.crm.live.wanted import PullFailedError
from config import Config
from lms.days import Now
from support.crm_server import Answer
from support.hubspot_server import NO_SCOPE, HubSpotServer
from support.pulling import import_count

BEGAN = datetime(2026, 11, 1, 9, tzinfo=UTC)


def after(wait: timedelta) -> Now:
    """Return the moment so long after the first pull."""
    return Now(BEGAN + wait, BEGAN.date())


def test_a_crm_is_pulled_when_its_hours_have_passed(hubspot: HubSpotServer, session: Session) -> None:
    """And not before."""
    config, pulls = Config(hubspot_token="the-token", hubspot_url=hubspot.url, crm_pull_hours=2), PullsFromTime()
    pulls.run(session, config=config, now=after(timedelta()))
    assert import_count(session) == 9
    asked = len(hubspot.asked)
    pulls.run(session, config=config, now=after(timedelta(minutes=119)))
    assert len(hubspot.asked) == asked
    pulls.run(session, config=config, now=after(timedelta(hours=2)))
    assert len(hubspot.asked) > asked


@pytest.mark.parametrize("hours", [0, 1])
def test_nothing_is_pulled_without_hours_or_a_way_to_sign_in(
    hubspot: HubSpotServer, session: Session, hours: int
) -> None:
    """No question reaches the CRM."""
    config = Config(hubspot_token="" if hours else "the-token", hubspot_url=hubspot.url, crm_pull_hours=hours)
    PullsFromTime().run(session, config=config, now=after(timedelta()))
    assert hubspot.asked == []


def test_a_crm_that_failed_is_left_alone_for_a_while(hubspot: HubSpotServer, session: Session) -> None:
    """What is wrong is said all that time, for health to show, and no more once it goes well."""
    config, pulls = Config(hubspot_token="the-token", hubspot_url=hubspot.url), PullsFromTime()
    hubspot.troubles = [("owners", Answer(401, {"message": "expired"})), ("deals/search", NO_SCOPE)]
    for wait in (timedelta(), FAILED_WAIT / 2):
        with pytest.raises(PullFailedError, match="hubspot: HubSpot doesn't let HUBSPOT_TOKEN in"):
            pulls.run(session, config=config, now=after(wait))
    assert len(hubspot.asked) == 1
    with pytest.raises(PullFailedError, match="hubspot deals: HubSpot refuses"):
        pulls.run(session, config=config, now=after(FAILED_WAIT))
    pulls.run(session, config=config, now=after(2 * FAILED_WAIT))
