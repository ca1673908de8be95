"""Salesforce as it is pulled: every part, page by page, what is new since, and what it refuses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from api.work.crm.live.pulling import Pulled
from api.work.crm.live.salesforce import LiveSalesforce
from api.work.crm.live.wanted import PullFailedError
from lms.crm.imports import undo_import
from lms.days import day_of, present
from support.crm_files import BERLIN
from support.crm_server import CUT
from support.pulling import NO_WAIT, counts, import_count, live, pull_from, records
from support.salesforce_server import BUSY, ENDED, USED_UP, SalesforceServer

FIRST = "006000000000001AAA"
ADA = "005000000000001AAA"


def touched(record: dict[str, Any], **changes: Any) -> None:
    """Change a record now."""
    at = f"{present():%Y-%m-%dT%H:%M:%S}.000+0000"
    record.update(changes, LastModifiedDate=at, SystemModstamp=at)


def undo(session: Session, pulled: Pulled) -> None:
    """Take back what was pulled."""
    assert pulled.done
    assert pulled.done.id
    undo_import(session, import_id=pulled.done.id, by_id=None, at=present())
    session.commit()


def test_all_parts_come_in_as_they_do_from_files(salesforce: SalesforceServer, session: Session) -> None:
    """In three pages of two; what is open, guests, and an owner's second row are left out."""
    assert counts(pull_from(session, live(salesforce))) == {
        "User": (1, 0, 0),
        "Account": (1, 0, 0),
        "Contact": (1, 0, 0),
        "Product2": (1, 0, 0),
        "Opportunity": (5, 0, 0),
        "OpportunityHistory": (0, 1, 0),
        "OpportunityFieldHistory": (0, 1, 0),
        "Task": (1, 0, 0),
        "Event": (1, 0, 0),
        "Lead": (1, 0, 0),
    }
    deal = records(session, "deals")[FIRST]
    assert (deal["stage"], deal["amount"], deal["currency"], deal["probability"]) == (
        "Negotiation",
        12500050,
        "EUR",
        0.6,
    )
    assert (deal["owner"], deal["owner_email"], deal["account"]) == (ADA, "ada@x.example", "001000000000001AAA")
    lena = records(session, "contacts")["003000000000001AAA"]
    assert (lena["name"], lena["title"], lena["country"]) == ("Lena Vogt", "Head of docks", "Germany")
    assert (lena["account"], lena["email"]) == (deal["account"], "lena@acme.example")
    assert records(session, "people")[ADA]["role"] == "Seller"
    assert records(session, "products")["01t000000000001AAA"]["is_active"] is False
    activities = records(session, "activities")
    call, meeting = activities["00T000000000001AAA"], activities["00U000000000001AAA"]
    assert (call["kind"], call["on"], call["minutes"], call.get("deal")) == ("Call", "2026-05-06", 1.5, None)
    assert (meeting["kind"], meeting["minutes"], meeting["deal"]) == ("meeting", 45, FIRST)


def test_large_amounts_keep_their_cents(salesforce: SalesforceServer, session: Session) -> None:
    """Also those that are written with an exponent."""
    first, second, *_ = salesforce.objects["Opportunity"]
    first["Amount"], second["Amount"] = 1e16, 7036874417766.41
    pull_from(session, live(salesforce), "deals")
    known = records(session, "deals")
    assert [known[own["Id"]]["amount"] for own in (first, second)] == [10**18, 703687441776641]


def test_only_what_changed_is_read_again(salesforce: SalesforceServer, session: Session) -> None:
    """What was deleted is said to be, from the day of that; where nothing changed there is no import."""
    crm = live(salesforce)
    pull_from(session, crm, "deals")
    made = import_count(session)
    assert counts(pull_from(session, crm, "deals")) == {}
    assert import_count(session) == made
    deals = salesforce.objects["Opportunity"]
    touched(deals[0], StageName="Closed Won", IsClosed=True, IsWon=True)
    at = f"{present():%Y-%m-%dT%H:%M:%S}.000+0000"
    deals[1].update(IsDeleted=True, SystemModstamp=at)
    assert counts(pull_from(session, crm, "deals")) == {"Opportunity": (0, 2, 0)}
    known = records(session, "deals")
    assert (known[FIRST]["stage"], known[FIRST]["is_won"]) == ("Closed Won", True)
    second = known[deals[1]["Id"]]
    assert (second["is_deleted"], second["modified_on"]) == (True, day_of(BERLIN, present()).isoformat())


def test_what_is_undone_is_read_again(salesforce: SalesforceServer, session: Session) -> None:
    """And a pull that reads nothing new leaves the next one where it began."""
    crm = live(salesforce)
    [first] = pull_from(session, crm, "deals")
    touched(salesforce.objects["Opportunity"][0], StageName="Closed Lost", IsClosed=True)
    [second] = pull_from(session, crm, "deals")
    undo(session, second)
    assert records(session, "deals")[FIRST]["stage"] == "Negotiation"
    assert counts(pull_from(session, crm, "deals")) == {"Opportunity": (0, 1, 0)}
    undo(session, first)
    assert [one.since for one in pull_from(session, crm, "deals")] == [None]


def test_a_day_says_where_the_first_pull_begins_and_leaves_no_gap(
    salesforce: SalesforceServer, session: Session
) -> None:
    """A later day than the last pull's doesn't count."""
    touched(salesforce.objects["Opportunity"][2])
    crm = live(salesforce)
    begin = datetime(2026, 8, 1, tzinfo=UTC)
    assert counts(pull_from(session, crm, "deals", since=begin)) == {"Opportunity": (1, 0, 0)}
    [later] = pull_from(session, crm, "deals", since=present() + timedelta(days=9))
    assert later.since
    assert later.since < present()
    assert counts(pull_from(session, crm, "deals", since=begin - timedelta(days=99)))["Opportunity"] == (4, 0, 1)


def test_a_dry_run_keeps_nothing(salesforce: SalesforceServer, session: Session) -> None:
    """And so the next pull reads all."""
    tried = pull_from(session, live(salesforce), is_dry_run=True)
    assert counts(tried)["Opportunity"] == (5, 0, 0)
    assert import_count(session) == 0


def test_a_cut_connection_leaves_what_was_known(salesforce: SalesforceServer, session: Session) -> None:
    """Also on a later page; the next pull goes on from the last good state."""
    crm = live(salesforce)
    pull_from(session, crm, "deals")
    before = import_count(session), records(session, "deals")
    for own in salesforce.objects["Opportunity"]:
        touched(own, StageName="Closed Lost", IsClosed=True)
    salesforce.troubles = [("query/01g", CUT)]
    with pytest.raises(PullFailedError, match="broke off"):
        pull_from(session, crm, "deals")
    assert (import_count(session), records(session, "deals")) == before
    assert counts(pull_from(session, crm, "deals")) == {"Opportunity": (0, 5, 0)}


def test_a_busy_server_is_waited_for_with_a_bound(salesforce: SalesforceServer, session: Session) -> None:
    """As often and as long as patience says, be it told an hour; when the day is used up nothing is asked again."""
    crm = live(salesforce)
    salesforce.troubles = [("query", BUSY), ("query/01g", BUSY)]
    assert counts(pull_from(session, crm, "deals")) == {"Opportunity": (5, 0, 0)}
    salesforce.troubles = [("query", BUSY)] * 3
    with pytest.raises(PullFailedError, match="SERVER_UNAVAILABLE"):
        pull_from(session, crm, "deals")
    salesforce.troubles = [("query", USED_UP)]
    asked = len(salesforce.asked)
    with pytest.raises(PullFailedError, match="REQUEST_LIMIT_EXCEEDED"):
        pull_from(session, crm, "deals")
    assert len(salesforce.asked) == asked + 1


def test_a_session_that_ended_is_said(salesforce: SalesforceServer, session: Session) -> None:
    """With what to change, and without the token."""
    salesforce.tokens.clear()
    with pytest.raises(PullFailedError, match="the session has ended; set SALESFORCE_SESSION_ID") as refused:
        pull_from(session, live(salesforce))
    assert "the-session" not in str(refused.value)


def test_a_connected_app_signs_in_and_again_when_its_token_ends(salesforce: SalesforceServer, session: Session) -> None:
    """Once more in the middle of a pull; a wrong secret is said."""
    app = LiveSalesforce(salesforce.url, client_id="the-app", client_secret="the-secret", patience=NO_WAIT)
    salesforce.troubles = [("query/01g", ENDED)]
    assert counts(pull_from(session, app, "deals")) == {"Opportunity": (5, 0, 0)}
    assert sum(one.path.endswith("/token") for one in salesforce.asked) == 2
    wrong = LiveSalesforce(salesforce.url, client_id="the-app", client_secret="another", patience=NO_WAIT)
    with pytest.raises(PullFailedError, match=r"SALESFORCE_CLIENT_ID in: .*invalid client credentials"):
        pull_from(session, wrong, "deals")


def test_a_part_that_is_hidden_lets_the_others_come_in(salesforce: SalesforceServer, session: Session) -> None:
    """An object without permission is named; a field that isn't shown is left out, and says nothing."""
    del salesforce.objects["Lead"]
    for own in salesforce.objects["Opportunity"]:
        del own["Amount"]
    pulled = pull_from(session, live(salesforce), "deals", "leads", "people")
    assert [(one.part.what, one.refused) for one in pulled if one.refused] == [
        ("Lead", "Salesforce refuses (NOT_FOUND): The requested resource does not exist")
    ]
    assert counts(pulled) == {"User": (1, 0, 0), "Opportunity": (5, 0, 0)}
    assert "amount" not in records(session, "deals")[FIRST]
