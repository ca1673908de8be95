"""Exports of more systems and languages: a deal ends as its system says, on the day and for the amount that it says."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from lms.crm.deals import outcome_said
from lms.crm.kinds import KindName
from support.crm_files import export, records, send

WON, LOST, OPEN = (
    ("won", "2026-03-31", 1_250_000),
    ("lost", "2026-06-15", 990_050),
    ("open", "2026-12-20", 400_000),
)

LENA = {"email": "lena@acme.example", "title": "Head of docks", "phone": "+49 30 555", "owner": "Ada Byron"}


@pytest.mark.parametrize(
    ("name", "source", "currency"),
    [
        ("pipedrive_status.csv", "pipedrive", "EUR"),
        ("dynamics_view.csv", "dynamics", "USD"),
        ("zoho.csv", "zoho", "EUR"),
        ("copper.csv", "csv", "USD"),
        ("freshsales.csv", "csv", "EUR"),
        ("bitrix.csv", "csv", "RUB"),
        ("hubspot_pipelines.csv", "hubspot", "USD"),
        ("hubspot_german.csv", "csv", "EUR"),
        ("hubspot_french.csv", "csv", "EUR"),
        ("hubspot_spanish.csv", "csv", "EUR"),
        ("hubspot_polish.csv", "csv", "EUR"),
        ("hubspot_portuguese.csv", "csv", "BRL"),
        ("salesforce_summary.csv", "salesforce", "EUR"),
    ],
)
def test_a_deal_ends_as_its_system_says(session: Session, name: str, source: str, currency: str) -> None:
    """Whether a stage, a status beside it or its wording says so; the actual day and amount go before the expected."""
    done = send(session, export(name))
    assert (done.errors.kept, done.kind, done.source, done.rows) == ([], "deals", source, 3)
    deals = sorted(records(session, "deals").values(), key=lambda deal: deal["close_on"])
    found = [(outcome_said(deal), deal["close_on"], deal.get("amount")) for deal in deals]
    assert found == [WON, LOST, (*OPEN[:2], found[2][2])]
    assert found[2][2] in {OPEN[2], None}  # HubSpot's open deal has no amount yet
    assert deals[0]["currency"] == currency
    assert {deal["owner"] for deal in deals} in [{"Ada Byron", "Bo Li"}, {"Ада Байрон", "Бо Ли"}]


def test_lost_deals_of_odoo_are_those_that_arent_active(session: Session) -> None:
    """Their stage stays where it was."""
    send(session, "External ID,Stage,Active\n1,Won,True\n2,Proposition,False\n3,Proposition,True\n")
    deals = records(session, "deals").values()
    assert sorted(outcome_said(deal) for deal in deals) == ["lost", "open", "won"]


@pytest.mark.parametrize(
    ("name", "kind", "key", "some"),
    [
        ("salesforce_loader_tasks.csv", "activities", "00T5g00000AbCdEAAV", {"kind": "Call", "minutes": 5.5}),
        ("salesforce_loader_products.csv", "products", "01t5g00000AbCdEAAV", {"family": "Generators"}),
        ("pipedrive_activities.csv", "activities", "31", {"minutes": 30.0}),
        ("subscriptions.csv", "contracts", "S-0f6f44", {"amount": 83_300, "period": "month"}),
        ("quotas_by_month.csv", "quotas", "Ada Byron||North|2026-02-01|month|", {"amount": 1_100_000}),
        ("nps.csv", "surveys", "2026-02-03|Acme|jane@acme.example||", {"nps": 9}),
        ("amount_in_dollars.csv", "deals", "1674737", {"amount": 775_000, "currency": "USD"}),
        ("outcomes.csv", "deals", "2", {"stage": "Lost"}),
        ("contacts_salesforce.csv", "contacts", "0035g00000AbCdEAAV", {**LENA, "country": "Germany"}),
        ("contacts_hubspot.csv", "contacts", "31", {**LENA, "language": "de", "time_zone": "Europe/Berlin"}),
        ("contacts_pipedrive.csv", "contacts", "31", LENA | {"name": "Lena Vogt"}),
        ("contacts_dynamics.csv", "contacts", "7f1a", LENA | {"name": "Lena Vogt"}),
    ],
)
def test_kinds_are_told_apart(session: Session, name: str, kind: KindName, key: str, some: dict[str, Any]) -> None:
    """By what only they have; a task is no deal, and months as columns are the periods of quotas."""
    done = send(session, export(name))
    assert (done.errors.kept, done.kind) == ([], kind)
    assert records(session, kind)[key].items() >= some.items()


def test_a_history_that_has_flags_of_its_own_is_one(session: Session) -> None:
    """What the Data Loader writes of it isn't taken for deals that began on its days."""
    done = send(session, export("salesforce_loader_history.csv"))
    assert (done.errors.kept, done.kind) == ([], "deal_changes")
    assert "created_on" not in records(session, "deals")["0065g00000AbCdEAAV"]


def test_line_items_are_said_to_replace_each_other(session: Session) -> None:
    """A deal of two products has one in the end."""
    rows = "1,Won,2026-03-31,GTX Pro\n1,Won,2026-03-31,GTX Basic\n"
    done = send(session, f"Opportunity ID,Stage,Close Date,Product Name\n{rows}")
    assert "line items" in done.notes[0]
    assert records(session, "deals")["1"]["product"] == "GTX Basic"


def test_what_may_be_open_or_lost_is_said(session: Session) -> None:
    """Where nothing but a flag for won deals is there."""
    done = send(session, "Deal ID,Won,Amount,Rep\n1,1,5,Ada\n2,0,5,Ada\n")
    assert "count as open" in done.notes[0]


@pytest.mark.parametrize(("header", "minutes"), [("Duration (hh:mm)", 90.0), ("Call Duration (HH:mm:ss)", 1.5)])
def test_a_duration_of_two_numbers_is_what_its_column_says(session: Session, header: str, minutes: float) -> None:
    """Hours and minutes, or minutes and seconds."""
    send(session, f"Type,Activity Date,Owner,{header}\nCall,2026-05-01,Ada,01:30\n")
    (call,) = records(session, "activities").values()
    assert call["minutes"] == minutes


def test_a_call_length_without_a_unit_is_never_guessed(session: Session) -> None:
    """HubSpot's are milliseconds, Salesforce's seconds."""
    done = send(
        session, "Record ID,Call Title,Activity date,Activity assigned to,Call duration\n1,x,2026-02-03,A,330000\n"
    )
    assert "seconds or milliseconds" in done.errors.kept[0].detail
