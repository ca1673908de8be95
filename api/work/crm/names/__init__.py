"""Names of columns in CRM exports and in people's own sheets, by kind of record and field."""

from __future__ import annotations

from functools import cache

from api.work.crm.names.companies import ACCOUNTS, CONTRACTS, PRODUCTS, SURVEYS
from api.work.crm.names.contacts import CONTACTS
from api.work.crm.names.deals import DEAL_CHANGES, DEALS
from api.work.crm.names.people import PEOPLE, QUOTAS
from api.work.crm.names.selling import ACTIVITIES, LEADS, RATES, SPEND
from api.work.uploads.names import ColumnNames
from lms.crm.kinds import KindName

_BY_KIND: dict[KindName, dict[str, str]] = {
    "deals": DEALS,
    "deal_changes": DEAL_CHANGES,
    "accounts": ACCOUNTS,
    "products": PRODUCTS,
    "activities": ACTIVITIES,
    "quotas": QUOTAS,
    "people": PEOPLE,
    "surveys": SURVEYS,
    "contracts": CONTRACTS,
    "spend": SPEND,
    "leads": LEADS,
    "rates": RATES,
    "contacts": CONTACTS,
}


@cache
def names_of(kind: KindName) -> ColumnNames:
    """Return what the columns of a kind may be called."""
    return ColumnNames(_BY_KIND[kind])
