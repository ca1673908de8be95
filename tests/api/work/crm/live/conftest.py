"""A Salesforce and a HubSpot on loopback, each with a little of everything."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.crm_server import served
from support.hubspot_server import CONNECTED, HubSpotRecord, HubSpotServer
from support.salesforce_server import SalesforceServer, certificate

_OWNER = {"OwnerId": "005000000000001AAA", "Owner": {"Email": "ada@x.example"}}
_MADE = {"CreatedDate": "2026-01-05T09:00:00.000+0000", "SystemModstamp": "2026-06-01T09:00:00.000+0000"}
_DEAL = "0060000000000{:02}AAA"


def opportunity(number: int, **more: Any) -> dict[str, Any]:
    """Return an opportunity of a company that has one currency, and so no field for it."""
    return {
        "Id": _DEAL.format(number),
        "Name": f"Deal {number}",
        "AccountId": "001000000000001AAA",
        **_OWNER,
        "StageName": "Negotiation",
        "Amount": 125000.5,
        "Probability": 60.0,
        "CloseDate": "2026-09-30",
        "IsClosed": False,
        "IsWon": False,
        "LastModifiedDate": "2026-06-01T09:00:00.000+0000",
        "IsDeleted": False,
        **_MADE,
        **more,
    }


def change(field: str, old: str, new: str) -> dict[str, Any]:
    """Return a change of the first opportunity."""
    at = {"CreatedDate": "2026-03-04T10:00:00.000+0000"}
    return {
        "OpportunityId": _DEAL.format(1),
        **at,
        "Field": field,
        "OldValue": old,
        "NewValue": new,
        "IsDeleted": False,
    }


_SALESFORCE: dict[str, list[dict[str, Any]]] = {
    "User": [
        {
            "Id": "005000000000001AAA",
            "Name": "Ada Reid",
            "Email": "ada@x.example",
            "ManagerId": None,
            "UserRoleId": "00E000000000001AAA",
            "UserRole": {"Name": "Seller"},
            "IsActive": True,
            "UserType": "Standard",
            **_MADE,
        },
        {"Id": "005000000000002AAA", "Name": "Site", "UserType": "Guest", **_MADE},
    ],
    "Account": [
        {"Id": "001000000000001AAA", "Name": "Acme", "Industry": "Retail", **_OWNER, "IsDeleted": False, **_MADE}
    ],
    "Contact": [
        {
            "Id": "003000000000001AAA",
            "Name": "Lena Vogt",
            "FirstName": "Lena",
            "LastName": "Vogt",
            "Email": "lena@acme.example",
            "Title": "Head of docks",
            "AccountId": "001000000000001AAA",
            **_OWNER,
            "MailingCountry": "Germany",
            "IsDeleted": False,
            **_MADE,
        }
    ],
    "Product2": [{"Id": "01t000000000001AAA", "Name": "GTX", "IsActive": True, "IsDeleted": True, **_MADE}],
    "Opportunity": [opportunity(number) for number in range(1, 6)],
    "OpportunityHistory": [
        {
            "OpportunityId": _DEAL.format(1),
            "CreatedDate": "2026-02-03T10:00:00.000+0000",
            "StageName": "Qualification",
            "Amount": 90000.0,
            "Probability": 10.0,
            "CloseDate": "2026-08-31",
            "IsDeleted": False,
        }
    ],
    "OpportunityFieldHistory": [
        change("Owner", "005000000000009AAA", "005000000000001AAA"),
        change("Owner", "Max Lind", "Ada Reid"),
    ],
    "Task": [
        {
            "Id": "00T000000000001AAA",
            "TaskSubtype": "Call",
            "ActivityDate": None,
            "CompletedDateTime": "2026-05-06T10:00:00.000+0000",
            **_OWNER,
            "CallDurationInSeconds": 90,
            "WhatId": "001000000000001AAA",
            "AccountId": "001000000000001AAA",
            "Subject": "Intro,\nwith a line",
            "IsClosed": True,
            "IsDeleted": False,
            **_MADE,
        },
        {"Id": "00T000000000002AAA", "TaskSubtype": "Task", "IsClosed": False, "IsDeleted": False, **_MADE},
    ],
    "Event": [
        {
            "Id": "00U000000000001AAA",
            "ActivityDate": "2026-05-07",
            "DurationInMinutes": 45,
            **_OWNER,
            "WhatId": _DEAL.format(1),
            "Subject": "Demo",
            "IsDeleted": False,
            **_MADE,
        }
    ],
    "Lead": [
        {
            "Id": "00Q000000000001AAA",
            "Name": "Kim Roe",
            "Company": "Roe Ltd",
            **_OWNER,
            "Status": "Open",
            "IsConverted": False,
            "IsDeleted": False,
            **_MADE,
        }
    ],
}


@pytest.fixture
def salesforce(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SalesforceServer]:
    """A Salesforce that pages by two; its client knows the certificate by a variable of the environment."""
    tls, shown = certificate(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(shown))
    crm = SalesforceServer(copy.deepcopy(_SALESFORCE))
    with served(crm, tls):
        yield crm


def record(key: int, at: str = "2026-06-01T09:00:00.000Z", **properties: str | None) -> HubSpotRecord:
    """Return a record of HubSpot that last changed at a moment."""
    return HubSpotRecord(str(key), {"hs_object_id": str(key), "hs_lastmodifieddate": at, **properties})


def _hubspot() -> dict[str, list[HubSpotRecord]]:
    deal = record(
        11,
        dealname="Fleet",
        pipeline="default",
        dealstage="8812",
        amount="1250.50",
        deal_currency_code="EUR",
        createdate="2026-01-05T09:00:00.000Z",
        closedate="2026-09-30T00:00:00Z",
        hubspot_owner_id="77",
        hs_is_closed="false",
        hs_is_closed_won="false",
        hs_deal_stage_probability="0.59999999999999997779553950749686919152736663818359375",
        hs_primary_associated_company="5",
        hs_merged_object_ids="9;10",
    )
    deal.versions = {
        "dealstage": [("2026-02-03T10:00:00.000Z", "qualified"), ("2026-06-01T08:00:00.000Z", "8812")],
        "amount": [("2026-02-03T10:00:00.000Z", "900")],
    }
    call = record(
        21,
        hs_timestamp="2026-05-06T10:00:00Z",
        hubspot_owner_id="77",
        hs_call_duration="90000",
        hs_call_disposition=CONNECTED,
        hs_call_title="Intro",
    )
    call.links = {"deals": [11, 12], "companies": [5]}
    meeting = record(
        22,
        hs_timestamp="2026-05-07T10:00:00Z",
        hubspot_owner_id="77",
        hs_meeting_start_time="2026-05-07T10:00:00Z",
        hs_meeting_end_time="2026-05-07T10:45:00Z",
    )
    led = "2026-06-01T09:00:00.000Z"
    contact = {"firstname": "Kim", "lastname": "Roe", "createdate": led, "lastmodifieddate": led}
    contact |= {"email": "kim@roe.example", "associatedcompanyid": "5", "hs_language": "de", "jobtitle": "Buyer"}
    return {
        "companies": [record(5, name="Acme", createdate=led), record(6, domain="roe.example")],
        "products": [record(7, name="GTX", price="99.90")],
        "deals": [deal],
        "calls": [call],
        "meetings": [meeting],
        "emails": [],
        "contacts": [record(31, lifecyclestage="lead", **contact), record(32, lifecyclestage="subscriber", **contact)],
    }


def _owner(key: str, first: str, *, archived: bool = False) -> dict[str, Any]:
    at = "2026-06-01T09:00:00.000Z"
    return {
        "id": key,
        "email": f"{first.lower()}@x.example",
        "firstName": first,
        "lastName": "Reid",
        "type": "PERSON",
        "createdAt": at,
        "updatedAt": at,
        "archived": archived,
        "teams": [{"id": "1", "name": "North", "primary": True}],
    }


@pytest.fixture
def hubspot() -> Iterator[HubSpotServer]:
    """A HubSpot with an owner who left."""
    crm = HubSpotServer(_hubspot(), [_owner("77", "Ada"), _owner("78", "Max", archived=True)])
    with served(crm):
        yield crm
