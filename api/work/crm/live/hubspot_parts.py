"""Parts of HubSpot that are read: which object holds what kind of record, in which properties, and how rows are put."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from api.work.crm.live.wanted import LiveRow
from lms.crm.kinds import KindName

_Mend = Callable[[LiveRow], LiveRow]
OWNERS = "owners"
CHANGES = "deals with history"
TRACKED = ("dealstage", "amount", "closedate", "hubspot_owner_id")
"""Properties of deals whose earlier values are read too."""
OWNER_COLUMNS = ("owner id", "name", "email", "team", "active")
CHANGE_COLUMNS = ("deal id", "timestamp", "property", "value", "previous value")
_LED = "lead marketingqualifiedlead salesqualifiedlead opportunity customer"


@dataclass(frozen=True)
class HubSpotObject:
    """One object: its properties, the one that says when a record changed, and which records count.

    `linked` names objects that a record belongs to, and the columns that show the first of each; `more` are columns
    that `mend` makes. `labelled` properties hold the id of a choice, whose label is what exports show. `called` tells
    apart what comes from one object twice.
    """

    name: str
    kind: KindName
    properties: str
    changed: str = "hs_lastmodifieddate"
    only: tuple[str, tuple[str, ...]] | None = None
    given: Mapping[str, str] = field(default_factory=dict)
    linked: Mapping[str, str] = field(default_factory=dict)
    labelled: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    mend: _Mend = dict
    called: str = ""

    @property
    def what(self) -> str:
        """What pulls call it."""
        return self.called or self.name


def _company(row: LiveRow) -> LiveRow:
    return row | {"name": row.get("name") or row.get("domain") or f"company {row['hs_object_id']}"}


def _product(row: LiveRow) -> LiveRow:
    return row | {"name": row.get("name") or row.get("hs_sku") or f"product {row['hs_object_id']}"}


def _contact(row: LiveRow) -> LiveRow:
    called = " ".join(part for part in (row.get("firstname"), row.get("lastname")) if part)
    return row | {
        "full name": called or row.get("email"),
        "lead status": row.get("hs_lead_status") or row.get("lifecyclestage"),
    }


def _meeting(row: LiveRow) -> LiveRow:
    """Add how long a meeting took, in milliseconds as calls have it."""
    begun, ended = row.get("hs_meeting_start_time"), row.get("hs_meeting_end_time")
    if not begun or not ended:
        return row
    lasted = datetime.fromisoformat(ended) - datetime.fromisoformat(begun)
    return row | {"hs_meeting_duration": int(lasted.total_seconds() * 1000)}


_ACTIVITY = "hs_object_id hs_timestamp hubspot_owner_id"
_LINKED = {"deals": "associated deal ids", "companies": "associated company ids"}

HUBSPOT_OBJECTS = (
    HubSpotObject(
        "companies",
        "accounts",
        "hs_object_id name domain industry type country numberofemployees hs_parent_company_id hubspot_owner_id "
        "createdate hs_lastmodifieddate",
        mend=_company,
    ),
    HubSpotObject(
        "products",
        "products",
        "hs_object_id name hs_sku price",
        mend=_product,
    ),
    HubSpotObject(
        "deals",
        "deals",
        "hs_object_id dealname pipeline dealstage amount deal_currency_code createdate closedate hubspot_owner_id "
        "hs_is_closed hs_is_closed_won dealtype hs_analytics_source hs_manual_forecast_category "
        "hs_deal_stage_probability closed_lost_reason hs_primary_associated_company hs_merged_object_ids "
        "hs_lastmodifieddate",
    ),
    HubSpotObject(
        "calls",
        "activities",
        f"{_ACTIVITY} hs_call_duration hs_call_disposition hs_call_title",
        given={"kind": "call"},
        linked=_LINKED,
        labelled=("hs_call_disposition",),
    ),
    HubSpotObject(
        "meetings",
        "activities",
        f"{_ACTIVITY} hs_meeting_start_time hs_meeting_end_time hs_meeting_outcome hs_meeting_title",
        given={"kind": "meeting"},
        linked=_LINKED,
        more=("hs_meeting_duration",),
        mend=_meeting,
    ),
    HubSpotObject(
        "emails",
        "activities",
        f"{_ACTIVITY} hs_email_subject",
        given={"kind": "email"},
        linked=_LINKED,
    ),
    HubSpotObject(
        "contacts",
        "leads",
        "hs_object_id firstname lastname email company hubspot_owner_id createdate hs_analytics_source hs_lead_status "
        "lifecyclestage hs_lifecyclestage_opportunity_date lastmodifieddate",
        changed="lastmodifieddate",
        only=("lifecyclestage", tuple(_LED.split())),  # subscribers and partners are no leads
        more=("full name", "lead status"),
        mend=_contact,
    ),
    HubSpotObject(
        "contacts",
        "contacts",
        "hs_object_id firstname lastname email phone jobtitle associatedcompanyid hubspot_owner_id hs_language country "
        "hs_timezone createdate lastmodifieddate",
        changed="lastmodifieddate",
        called="all contacts",
    ),
)
