"""Pulls as tests make them: from a CRM on loopback, without the waits of a real one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.work.crm.asked import AskedImport
from api.work.crm.live.hubspot import LiveHubSpot
from api.work.crm.live.pulling import Pulled, pull
from api.work.crm.live.salesforce import LiveSalesforce
from api.work.crm.live.wanted import LiveCrm, Patience
from lms.crm.facts import each_record
from lms.crm.imports import counted_imports
from lms.crm.kinds import KINDS, KindName
from lms.crm.models import CrmImport
from lms.days import now_in
from support.hubspot_server import HubSpotServer
from support.salesforce_server import SalesforceServer

NO_WAIT = Patience(times=2, longest=0, first=0)
_ZONE = ZoneInfo("Europe/Berlin")


def live(crm: SalesforceServer | HubSpotServer) -> LiveCrm:
    """Return a server as what is pulled from."""
    if isinstance(crm, HubSpotServer):
        return LiveHubSpot("the-token", url=crm.url, patience=NO_WAIT)
    return LiveSalesforce(crm.url, session_id="the-session", patience=NO_WAIT)


def pull_from(
    session: Session,
    crm: LiveCrm,
    *kinds: KindName,
    since: datetime | None = None,
    is_dry_run: bool = False,
) -> list[Pulled]:
    """Pull some kinds, or all."""
    asked = AskedImport(_ZONE, now_in(_ZONE, datetime.now(UTC)), is_dry_run=is_dry_run)
    return list(pull(session, crm, asked, kinds=kinds, since=since))


def counts(pulled: Collection[Pulled]) -> dict[str, tuple[int, int, int]]:
    """Return of each part that had changes how many were new, changed and as known; fails for a row with errors."""
    done = {one.part.what: one.done for one in pulled if one.done}
    assert [(what, own.errors.kept) for what, own in done.items() if own.errors.rows] == []
    return {what: (own.new, own.changed, own.same) for what, own in done.items()}


def records(session: Session, kind: KindName) -> dict[str, dict[str, Any]]:
    """Return what is known of the records of a kind, by their keys."""
    counted = counted_imports(session)
    return {one.key: one.on() for one in each_record(session, kind=KINDS[kind].number, counted=counted)}


def import_count(session: Session) -> int:
    """Return how many imports there are, finished or not."""
    return len(session.scalars(select(CrmImport.id)).all())
