"""The kinds of record that come from a CRM, and the fields of each: the one list that importing and reading share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from lms.crm.fields import Field

KindName = Literal[
    "deals",
    "deal_changes",
    "accounts",
    "products",
    "activities",
    "quotas",
    "people",
    "surveys",
    "contracts",
    "spend",
    "leads",
    "rates",
    "contacts",
]


@dataclass(frozen=True)
class RecordKind:
    """A kind of record: its number in the database, its fields, and which of them make a key where no id is given."""

    name: KindName
    number: int
    description: str
    fields: Mapping[str, Field] = field(hash=False)
    key_of: tuple[str, ...] = ()
    least: tuple[str, ...] = ()
    """At least one of these is needed beside the required ones."""


_OWNER = {
    "owner": Field("text", "who owns it, by name or by id in the CRM"),
    "owner_email": Field("email", "the owner's e-mail address"),
}
_CHANGED = {
    "created_on": Field("day", "the day it was created"),
    "modified_on": Field("day", "the day it last changed"),
    "is_deleted": Field("yes_no", "whether it was deleted"),
}
_MONEY = {
    "amount": Field("money", "its worth"),
    "currency": Field("currency", "ISO 4217, such as EUR"),
}

KINDS: dict[KindName, RecordKind] = {
    kind.name: kind
    for kind in (
        RecordKind(
            "deals",
            1,
            "deals, also called opportunities",
            {
                "key": Field("key", "the deal's id in the CRM", is_required=True),
                "name": Field("text", "what it is called"),
                "account": Field("text", "the account, by id or name"),
                **_OWNER,
                "pipeline": Field("text", "the pipeline that its stage belongs to"),
                "stage": Field("text", "the stage it is in"),
                **_MONEY,
                "created_on": Field("day", "the day it was created"),
                "first_contact_on": Field("day", "the day of the first contact, where it differs"),
                "close_on": Field("day", "the day it was closed, or is expected to be"),
                "is_closed": Field("yes_no", "whether it is closed"),
                "is_won": Field("yes_no", "whether it was won"),
                "type": Field("text", "new customer, upsell, renewal, ..."),
                "product": Field("text", "the product, by id or name"),
                "lead_source": Field("text", "where it came from"),
                "campaign": Field("text", "the campaign that brought it"),
                "segment": Field("text", "the segment of its customer"),
                "region": Field("text", "its region"),
                "competitor": Field("text", "who else bids"),
                "loss_reason": Field("text", "why it was lost"),
                "forecast_category": Field("text", "commit, best case, pipeline, omitted"),
                "probability": Field("share", "the CRM's own probability of winning"),
                "modified_on": Field("day", "the day it last changed"),
                "merged_into": Field("text", "the id of the deal that it was merged into"),
                "is_deleted": Field("yes_no", "whether it was deleted"),
            },
            least=("stage", "is_won", "is_closed"),
        ),
        RecordKind(
            "deal_changes",
            2,
            "the history of deals: one row for each change",
            {
                "deal": Field("key", "the deal's id in the CRM", is_required=True),
                "changed_on": Field("moment", "the day, or the moment, of the change", is_required=True),
                "field": Field("text", "the field that changed, where each row is of one field"),
                "old": Field("text", "what it was before"),
                "new": Field("text", "what it became"),
                "stage": Field("text", "the stage from then on, where a row tells all"),
                **_MONEY,
                "close_on": Field("day", "the expected close day from then on"),
                **_OWNER,
                "probability": Field("share", "the CRM's own probability from then on"),
                "forecast_category": Field("text", "the forecast category from then on"),
            },
            least=("field", "stage", "amount", "close_on", "owner"),
        ),
        RecordKind(
            "accounts",
            3,
            "accounts, also called companies",
            {
                "key": Field("key", "the account's id in the CRM; its name where there is none"),
                "name": Field("text", "what it is called", is_required=True),
                "industry": Field("text", "its industry, or sector"),
                "segment": Field("text", "its segment, such as enterprise"),
                "region": Field("text", "its region or country"),
                "employees": Field("whole", "how many people work there"),
                "parent": Field("text", "the account it belongs to"),
                **_OWNER,
                **_CHANGED,
            },
            key_of=("name",),
        ),
        RecordKind(
            "products",
            4,
            "products",
            {
                "key": Field("key", "the product's id or code in the CRM; its name where there is none"),
                "name": Field("text", "what it is called", is_required=True),
                "family": Field("text", "the series or family it belongs to"),
                "price": Field("money", "its list price"),
                "currency": Field("currency", "ISO 4217, such as EUR"),
                "is_active": Field("yes_no", "whether it is sold"),
            },
            key_of=("name",),
        ),
        RecordKind(
            "activities",
            5,
            "calls, e-mails, meetings and other activities",
            {
                "key": Field("key", "the activity's id in the CRM"),
                "kind": Field("text", "call, email, meeting, ...", is_required=True),
                "on": Field("day", "the day it took place", is_required=True),
                **_OWNER,
                "is_connected": Field("yes_no", "whether the call reached somebody"),
                "outcome": Field("text", "how it ended, such as Connected or No answer"),
                "minutes": Field("number", "how long it took"),
                "deal": Field("text", "the deal it is about, by id"),
                "account": Field("text", "the account it is about"),
                "subject": Field("text", "what it was about"),
            },
            key_of=("owner", "owner_email", "kind", "on", "deal", "subject"),
            least=("owner", "owner_email"),
        ),
        RecordKind(
            "quotas",
            6,
            "quotas of people or teams",
            {
                "key": Field("key", "the quota's id"),
                **_OWNER,
                "team": Field("text", "the team, where it isn't one person's"),
                "starts_on": Field("day", "the first day of its period", is_required=True),
                "ends_on": Field("day", "the last day of its period"),
                "period": Field("word", "how long it runs", words=("month", "quarter", "year")),
                "amount": Field("money", "what is to be sold", is_required=True),
                "currency": Field("currency", "ISO 4217, such as EUR"),
            },
            key_of=("owner", "owner_email", "team", "starts_on", "period", "ends_on"),
            least=("owner", "owner_email", "team"),
        ),
        RecordKind(
            "people",
            7,
            "users of the CRM and their managers",
            {
                "key": Field("key", "the user's id in the CRM"),
                "name": Field("text", "their name", is_required=True),
                "email": Field("email", "their e-mail address"),
                "manager": Field("text", "their manager, by name, address or id"),
                "team": Field("text", "their team"),
                "region": Field("text", "their region or office"),
                "role": Field("text", "their role"),
                "hired_on": Field("day", "their first day"),
                "left_on": Field("day", "their last day"),
                "is_active": Field("yes_no", "whether they still work there"),
            },
            key_of=("email", "name"),
        ),
        RecordKind(
            "surveys",
            8,
            "answers of customers: whether they would recommend, and how they see the seller",
            {
                "key": Field("key", "the answer's id"),
                "on": Field("day", "the day it was given", is_required=True),
                "account": Field("text", "the account, by id or name"),
                "respondent": Field("text", "who answered"),
                **_OWNER,
                "nps": Field("whole", "how likely they are to recommend, 0 to 10"),
                "trust": Field("whole", "1 approved vendor to 5 trusted partner"),
            },
            key_of=("on", "account", "respondent", "owner", "owner_email"),
            least=("nps", "trust"),
        ),
        RecordKind(
            "contracts",
            9,
            "contracts that bring recurring revenue",
            {
                "key": Field("key", "the contract's id"),
                "account": Field("text", "the account, by id or name", is_required=True),
                **_OWNER,
                "starts_on": Field("day", "its first day", is_required=True),
                "ends_on": Field("day", "its last day; none while it runs on"),
                "amount": Field("money", "what it brings in each period", is_required=True),
                "currency": Field("currency", "ISO 4217, such as EUR"),
                "period": Field("word", "what the amount is for", words=("month", "quarter", "year", "term")),
                "product": Field("text", "what it is for"),
                "margin": Field("share", "the gross margin, between 0 and 1"),
            },
            key_of=("account", "product", "starts_on"),
        ),
        RecordKind(
            "spend",
            10,
            "what sales and marketing cost",
            {
                "key": Field("key", "the entry's id"),
                "starts_on": Field("day", "the day, or the first day of its period", is_required=True),
                "ends_on": Field("day", "the last day of its period"),
                "kind": Field("text", "sales, marketing, or a finer name", is_required=True),
                "campaign": Field("text", "the campaign it was for"),
                "team": Field("text", "the team it was for"),
                "amount": Field("money", "what was spent", is_required=True),
                "currency": Field("currency", "ISO 4217, such as EUR"),
            },
            key_of=("starts_on", "ends_on", "kind", "campaign", "team"),
        ),
        RecordKind(
            "leads",
            11,
            "leads",
            {
                "key": Field("key", "the lead's id in the CRM", is_required=True),
                "name": Field("text", "who or what it is"),
                "company": Field("text", "the company"),
                **_OWNER,
                "created_on": Field("day", "the day it was created", is_required=True),
                "lead_source": Field("text", "where it came from"),
                "campaign": Field("text", "the campaign that brought it"),
                "status": Field("text", "where it stands"),
                "is_converted": Field("yes_no", "whether a deal came of it"),
                "converted_on": Field("day", "the day a deal came of it"),
                "deal": Field("text", "the deal that came of it, by id"),
                "modified_on": Field("day", "the day it last changed"),
                "is_deleted": Field("yes_no", "whether it was deleted"),
            },
        ),
        RecordKind(
            "rates",
            12,
            "rates of currencies, by day",
            {
                "on": Field("day", "the day from which it holds", is_required=True),
                "currency": Field("currency", "ISO 4217, such as USD", is_required=True),
                "base": Field("currency", "the currency it is given in; the one of reports where none is said"),
                "rate": Field("number", "what one unit of the currency is worth in the base", is_required=True),
            },
            key_of=("currency", "base", "on"),
        ),
        RecordKind(
            "contacts",
            13,
            "contacts: the people at accounts",
            {
                "key": Field("key", "the contact's id in the CRM"),
                "name": Field("text", "their whole name"),
                "first_name": Field("text", "their first name, where names are split"),
                "last_name": Field("text", "their last name, where names are split"),
                "email": Field("email", "their e-mail address"),
                "phone": Field("text", "their phone number"),
                "title": Field("text", "their job title"),
                "account": Field("text", "the account they work at, by id or name"),
                **_OWNER,
                "language": Field("text", "the language they are written to in"),
                "country": Field("text", "the country they are in"),
                "time_zone": Field("text", "their time zone"),
                **_CHANGED,
            },
            key_of=("email", "name", "first_name", "last_name", "account"),
            least=("name", "last_name", "email"),
        ),
    )
}
