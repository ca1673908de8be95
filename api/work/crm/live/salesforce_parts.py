"""Parts of Salesforce that are read: which object holds what kind of record, in which fields, and how rows are put."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from api.work.crm.live.wanted import LiveRow
from lms.crm.kinds import KindName

_Mend = Callable[[LiveRow], LiveRow | None]
_PERCENT = "Probability (%)"
_USER_ID = re.compile(r"005\w{12}(?:\w{3})?")
_DEAL_ID = re.compile(r"006\w{12}(?:\w{3})?")


@dataclass(frozen=True)
class SalesforceObject:
    """One object: its fields, which moment says that a record changed, and which records count.

    `mend` puts a row as exports have it, or leaves it out; `columns` are called otherwise than the fields they show.
    """

    name: str
    kind: KindName
    fields: str
    changed: str = "SystemModstamp"
    where: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    mend: _Mend = dict


def _deleted_when(row: LiveRow) -> LiveRow:
    """Let a deletion hold from its own day: the last change of a deleted record is that of somebody before it."""
    return row | {"LastModifiedDate": row["SystemModstamp"]} if row.get("IsDeleted") else row


def _task(row: LiveRow) -> LiveRow:
    """Tell a call from an e-mail, also where only the older field does, and a deal from an account."""
    own = row if row.get("TaskSubtype") not in {None, "Task"} else row | {"TaskSubtype": row.get("Type") or "Task"}
    day = row.get("ActivityDate") or row.get("CompletedDateTime") or row.get("CreatedDate")
    return _about(own | {"ActivityDate": day})


def _event(row: LiveRow) -> LiveRow:
    return _about(row | {"ActivityDate": row.get("ActivityDate") or row.get("StartDateTime")})


def _about(row: LiveRow) -> LiveRow:
    return row if _DEAL_ID.fullmatch(row.get("WhatId") or "") else row | {"WhatId": None}


def _sold(row: LiveRow) -> LiveRow:
    return row | {"IsActive": False} if row.get("IsDeleted") else row


def _owner_by_id(row: LiveRow) -> LiveRow | None:
    """Leave out the second row that each change of an owner has, which names them."""
    known = {value for value in (row.get("OldValue"), row.get("NewValue")) if value}
    is_owner = row.get("Field") == "Owner"
    return row if not is_owner or all(_USER_ID.fullmatch(str(value)) for value in known) else None


SALESFORCE_OBJECTS = (
    SalesforceObject(
        "User",
        "people",
        "Id Name Email ManagerId Department Title UserRole.Name IsActive",
        where="UserType = 'Standard'",
    ),
    SalesforceObject(
        "Account",
        "accounts",
        "Id Name Industry Type BillingCountry NumberOfEmployees ParentId OwnerId Owner.Email CreatedDate "
        "LastModifiedDate IsDeleted SystemModstamp",
        mend=_deleted_when,
    ),
    SalesforceObject(
        "Contact",
        "contacts",
        "Id Name FirstName LastName Email Phone Title AccountId OwnerId Owner.Email MailingCountry CreatedDate "
        "LastModifiedDate IsDeleted SystemModstamp",
        mend=_deleted_when,
    ),
    SalesforceObject(
        "Product2",
        "products",
        "Id Name ProductCode Family CurrencyIsoCode IsActive IsDeleted",
        mend=_sold,
    ),
    SalesforceObject(
        "Opportunity",
        "deals",
        "Id Name AccountId OwnerId Owner.Email StageName Amount CurrencyIsoCode Probability CloseDate IsClosed IsWon "
        "Type LeadSource CampaignId ForecastCategoryName CreatedDate LastModifiedDate IsDeleted SystemModstamp",
        columns={"Probability": _PERCENT},
        mend=_deleted_when,
    ),
    SalesforceObject(
        "OpportunityHistory",
        "deal_changes",
        "OpportunityId CreatedDate StageName Amount CurrencyIsoCode Probability CloseDate ForecastCategory",
        changed="CreatedDate",
        columns={"Probability": _PERCENT},
    ),
    SalesforceObject(
        "OpportunityFieldHistory",
        "deal_changes",
        "OpportunityId CreatedDate Field OldValue NewValue",
        changed="CreatedDate",
        where="Field IN ('Owner', 'ForecastCategoryName')",  # the history above has the others
        mend=_owner_by_id,
    ),
    SalesforceObject(
        "Task",
        "activities",
        "Id TaskSubtype Type ActivityDate CompletedDateTime CreatedDate OwnerId Owner.Email CallDurationInSeconds "
        "CallDisposition WhatId AccountId Subject",
        where="IsClosed = true AND IsDeleted = false",  # what is still to be done hasn't taken place
        mend=_task,
    ),
    SalesforceObject(
        "Event",
        "activities",
        "Id ActivityDate StartDateTime DurationInMinutes OwnerId Owner.Email WhatId AccountId Subject",
        where="IsDeleted = false",
        given={"kind": "meeting"},
        mend=_event,
    ),
    SalesforceObject(
        "Lead",
        "leads",
        "Id Name Company OwnerId Owner.Email CreatedDate LeadSource Status IsConverted ConvertedDate "
        "ConvertedOpportunityId LastModifiedDate IsDeleted SystemModstamp",
        mend=_deleted_when,
    ),
)
