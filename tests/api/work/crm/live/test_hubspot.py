"""HubSpot as it is pulled: every part, page by page, histories, archived and merged deals, and what it refuses."""

from __future__ import annotations

from itertools import chain

import pytest
from sqlalchemy.orm import Session

from api.work.crm.live.hubspot import LiveHubSpot
from api.work.crm.live.wanted import PullFailedError
from api.work.crm.names import names_of
from api.work.uploads.names import squeezed_name
from lms.crm.facts import each_record
from lms.crm.imports import counted_imports
from lms.crm.kinds import KINDS
from lms.days import day_of, present
from support.crm_files import BERLIN
from support.crm_server import CUT
from support.hubspot_server import NO_SCOPE, SECONDLY, HubSpotRecord, HubSpotServer
from support.pulling import NO_WAIT, counts, import_count, live, pull_from, records


def touched(record: HubSpotRecord, **changes: str) -> str:
    """Change a record now, and return when that was."""
    at = f"{present():%Y-%m-%dT%H:%M:%S}.000Z"
    record.properties |= {"hs_lastmodifieddate": at, **changes}
    return at


def test_all_parts_come_in_as_they_do_from_files(hubspot: HubSpotServer, session: Session) -> None:
    """Stages and outcomes by their labels; merged deals point at the one that is left; subscribers are no leads."""
    assert counts(pull_from(session, live(hubspot))) == {
        "owners": (2, 0, 0),
        "companies": (2, 0, 0),
        "products": (1, 0, 0),
        "deals": (3, 0, 0),
        "calls": (1, 0, 0),
        "meetings": (1, 0, 0),
        "contacts": (1, 0, 0),
        "all contacts": (2, 0, 0),
        "deals with history": (0, 3, 0),
    }
    deals = records(session, "deals")
    assert (deals["11"]["stage"], deals["11"]["pipeline"], deals["11"]["probability"]) == ("In legal", "Sales", 0.6)
    assert (deals["11"]["amount"], deals["11"]["owner"], deals["11"]["account"]) == (125_050, "77", "5")
    assert [deals[key]["merged_into"] for key in ("9", "10")] == ["11", "11"]
    owners = records(session, "people")
    assert [(own["name"], own["team"], own["is_active"]) for own in owners.values()] == [
        ("Ada Reid", "North", True),
        ("Max Reid", "North", False),
    ]
    call, meeting = records(session, "activities").values()
    assert (call["kind"], call["outcome"], call["minutes"], call["deal"]) == ("call", "Connected", 1.5, "11")
    assert (meeting["kind"], meeting["minutes"], meeting["on"]) == ("meeting", 45, "2026-05-07")
    assert records(session, "leads")["31"]["name"] == "Kim Roe"
    kim = records(session, "contacts")["31"]
    assert (kim["first_name"], kim["last_name"], kim["title"], kim["language"]) == ("Kim", "Roe", "Buyer", "de")
    assert (kim["account"], kim["email"]) == ("5", "kim@roe.example")
    assert records(session, "accounts")["6"]["name"] == "roe.example"


def test_history_says_what_was_before(hubspot: HubSpotServer, session: Session) -> None:
    """Each change is an event at its own moment, with the value that it ended."""
    pull_from(session, live(hubspot), "deal_changes")
    counted = counted_imports(session)
    [deal] = each_record(session, kind=KINDS["deals"].number, counted=counted)
    told = [(fact.values["at"], fact.told.get("stage"), fact.values.get("was")) for fact in deal.facts]
    assert told == [
        ("2026-02-03T10:00:00Z", "Qualified to buy", None),
        ("2026-02-03T10:00:00Z", None, None),
        ("2026-06-01T08:00:00Z", "In legal", {"stage": "Qualified to buy"}),
    ]


def test_only_what_changed_is_read_again(hubspot: HubSpotServer, session: Session) -> None:
    """With the changes since, and what was archived on the day of that."""
    crm = live(hubspot)
    pull_from(session, crm)
    made = import_count(session)
    assert counts(pull_from(session, crm)) == {}
    assert import_count(session) == made
    [deal] = hubspot.objects["deals"]
    at = touched(deal, dealstage="closedwon", hs_is_closed="true", hs_is_closed_won="true")
    deal.versions["dealstage"].append((at, "closedwon"))
    hubspot.objects["companies"][0].archived_at = at
    assert counts(pull_from(session, crm)) == {
        "companies": (0, 1, 0),
        "deals": (0, 1, 2),
        "deals with history": (0, 1, 0),
    }
    assert records(session, "deals")["11"]["stage"] == "Closed won"
    gone = records(session, "accounts")["5"]
    assert (gone["is_deleted"], gone["modified_on"]) == (True, day_of(BERLIN, present()).isoformat())


def test_more_than_a_search_shows_is_read_in_several(hubspot: HubSpotServer) -> None:
    """HubSpot ends a search after 10,000 records; each of 10,300 comes once."""
    at = "2026-06-01T09:00:00.000Z"
    hubspot.objects["products"] = [
        HubSpotRecord(str(key), {"hs_object_id": str(key), "hs_lastmodifieddate": at, "name": "x"})
        for key in range(1, 10_301)
    ]
    crm = live(hubspot)
    part = next(part for part in crm.parts() if part.what == "products")
    assert [row["hs_object_id"] for row in crm.rows(part, None)] == [str(key) for key in range(1, 10_301)]


def test_many_deals_are_asked_for_their_history_in_several(hubspot: HubSpotServer, session: Session) -> None:
    """Fifty at once."""
    at = "2026-06-01T09:00:00.000Z"
    hubspot.objects["deals"] = [
        HubSpotRecord(
            str(key), {"hs_object_id": str(key), "hs_lastmodifieddate": at}, {"amount": [(at, "5"), (at, "7")]}
        )
        for key in range(1, 121)
    ]
    assert counts(pull_from(session, live(hubspot), "deal_changes")) == {"deals with history": (120, 120, 0)}


def test_too_many_requests_are_waited_for_with_a_bound(hubspot: HubSpotServer, session: Session) -> None:
    """As often and as long as patience says, be it told an hour; then it is said."""
    crm = live(hubspot)
    hubspot.troubles = [("search", SECONDLY)] * 2
    assert counts(pull_from(session, crm, "products")) == {"products": (1, 0, 0)}
    hubspot.troubles = [("search", SECONDLY)] * 3
    with pytest.raises(PullFailedError, match="You have reached your secondly limit"):
        pull_from(session, crm, "products")


def test_a_cut_connection_leaves_what_was_known(hubspot: HubSpotServer, session: Session) -> None:
    """One that stays cut, after it was tried again; the next pull goes on."""
    crm = live(hubspot)
    pull_from(session, crm, "deals")
    before = import_count(session), records(session, "deals")
    touched(hubspot.objects["deals"][0], amount="9")
    hubspot.troubles = [("search", CUT)] * 3
    with pytest.raises(PullFailedError, match="broke off"):
        pull_from(session, crm, "deals")
    assert (import_count(session), records(session, "deals")) == before
    hubspot.troubles = [("search", CUT)]
    assert counts(pull_from(session, crm, "deals")) == {"deals": (0, 1, 2)}


def test_a_token_that_isnt_let_in_is_said(hubspot: HubSpotServer, session: Session) -> None:
    """With what to change, and without the token."""
    crm = LiveHubSpot("an-old-token", url=hubspot.url, patience=NO_WAIT)
    with pytest.raises(PullFailedError, match="HUBSPOT_TOKEN in; set it") as refused:
        pull_from(session, crm)
    assert "an-old-token" not in str(refused.value)


def test_a_part_without_a_scope_lets_the_others_come_in(hubspot: HubSpotServer, session: Session) -> None:
    """And is named with HubSpot's own words."""
    hubspot.troubles = [("contacts/search", NO_SCOPE)]
    pulled = pull_from(session, live(hubspot), "leads", "people")
    assert [(one.part.what, one.refused) for one in pulled if one.refused] == [
        ("contacts", "HubSpot refuses (HTTP 403): This app hasn't been granted all required scopes to make this call.")
    ]
    assert counts(pulled) == {"owners": (2, 0, 0)}


def test_every_column_is_known_by_name(hubspot: HubSpotServer) -> None:
    """But for those that only make others."""
    crm = live(hubspot)
    unknown = chain.from_iterable(
        (column for column in crm.columns(part) if squeezed_name(column) not in names_of(part.kind).squeezed)
        for part in crm.parts()
    )
    made_of = {"domain", "firstname", "lastname", "email", "hs_lead_status", "hs_meeting_end_time"}
    assert set(unknown) <= made_of
