"""Exports of CRM systems and people's own sheets: each is read as what it means, without a word from anybody."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from lms.crm.kinds import KindName
from support.crm_files import export, records, send
from support.workbooks import Day, workbook


def imported(session: Session, name: str) -> tuple[str, str, dict[str, dict[str, Any]]]:
    """Import a sample without errors; returns its kind, its source, and its records."""
    done = send(session, export(name))
    assert done.errors.kept == []
    about: KindName = "deals" if done.kind == "deal_changes" else done.kind
    return done.kind, done.source, records(session, about)


def test_salesforce_names_of_the_api(session: Session) -> None:
    """Moments fall on the company's days, money is in minor units, and a comma in quotes parts nothing."""
    kind, source, deals = imported(session, "salesforce_api.csv")
    assert (kind, source) == ("deals", "salesforce")
    assert deals["0065g00000AbCdEAAV"] == {
        "name": 'Acme, "North"',
        "account": "0015g00000Xy12ZAAR",
        "owner": "0055g000001AbCdAAK",
        "stage": "Closed Won",
        "amount": 12_500_000,
        "currency": "USD",
        "created_on": "2024-01-22",
        "close_on": "2024-03-31",
        "is_closed": True,
        "is_won": True,
        "type": "New Business",
        "lead_source": "Web",
        "probability": 1.0,
        "modified_on": "2024-04-01",
        "is_deleted": False,
    }
    assert deals["0065g00000AbCdFAAV"]["amount"] == 9900  # a yen has no smaller unit


def test_a_salesforce_report_with_its_footer(session: Session) -> None:
    """The source's amount is taken and not the converted one, ids are made long, and the last lines are no rows."""
    done = send(session, export("salesforce_report.csv"))
    deals = records(session, "deals")
    assert (done.errors.kept, done.rows) == ([], 2)
    assert deals.keys() == {"0065g00000AbCdEAAV", "0065g00000AbCdFAAV"}
    assert "3 lines" in done.notes[0]
    south = deals["0065g00000AbCdFAAV"]
    assert (south["name"], south["amount"], south["currency"]) == ("South\ntwo", 990_050, "USD")
    assert (south["close_on"], south["probability"], south["is_won"]) == ("2024-06-30", 0.45, False)


def test_the_short_and_the_long_id_are_one_record(session: Session) -> None:
    """A report with 15 characters changes what the API's file with 18 said."""
    send(session, export("salesforce_api.csv"))
    done = send(session, export("salesforce_report.csv"))
    assert (done.new, done.changed) == (0, 2)


def test_a_history_of_whole_rows_says_what_held_when(session: Session) -> None:
    """It is about deals, and each of its rows holds from its day on."""
    kind, _, _ = imported(session, "salesforce_history.csv")
    assert kind == "deal_changes"
    key = "0065g00000AbCdEAAV"
    assert records(session, "deals", date(2024, 2, 1))[key]["stage"] == "Prospecting"
    assert records(session, "deals", date(2024, 3, 31))[key] == {
        "stage": "Closed Won",
        "amount": 12_500_000,
        "close_on": "2024-03-31",
        "probability": 1.0,
        "forecast_category": "Closed",
    }


def test_a_history_of_fields_keeps_those_that_reports_read(session: Session) -> None:
    """A row for each field; creation and a description are left out, and counted."""
    done = send(session, export("salesforce_field_history.csv"))
    assert (done.errors.kept, done.left_out) == ([], 2)
    deal = records(session, "deals")["0065g00000AbCdEAAV"]
    assert deal == {"stage": "Negotiation", "amount": 12_500_000, "close_on": "2024-03-31"}
    assert records(session, "deals", date(2024, 2, 9))["0065g00000AbCdEAAV"] == {}


def test_hubspot_labels_with_stages_and_merged_deals(session: Session) -> None:
    """The day each stage was entered is a fact, deals that were merged point to the one that is left."""
    kind, source, deals = imported(session, "hubspot_ui.csv")
    assert (kind, source) == ("deals", "hubspot")
    assert deals["8001"] == deals["8002"] == {"merged_into": "9001"}
    assert records(session, "deals", date(2024, 2, 10))["9001"] == {"stage": "Qualified To Buy"}
    assert records(session, "deals", date(2024, 3, 31))["9001"] == {"stage": "Closed Won"}
    assert "amount" not in deals["9002"]
    assert "is_won" not in deals["9002"]


def test_hubspot_names_of_the_api(session: Session) -> None:
    """Milliseconds since 1970 are days, and a midnight in UTC is the day that it begins."""
    _, source, deals = imported(session, "hubspot_api.csv")
    assert source == "hubspot"
    assert (deals["9001"]["created_on"], deals["9001"]["close_on"]) == ("2024-01-22", "2024-03-31")
    assert (deals["9001"]["owner"], deals["9001"]["is_won"]) == ("77", True)


@pytest.mark.parametrize(
    ("name", "kind", "key", "some"),
    [
        ("salesforce_users.csv", "people", "0055g000001AbCdAAK", {"email": "ada@company.example", "team": "North"}),
        ("salesforce_tasks.csv", "activities", "00T1", {"kind": "Call", "minutes": 5.5, "outcome": "Connected"}),
        ("salesforce_leads.csv", "leads", "00Q1", {"is_converted": True, "deal": "0065g00000AbCdEAAV"}),
        ("salesforce_quotas.csv", "quotas", "0J91", {"amount": 5_000_000, "starts_on": "2024-01-01"}),
        ("hubspot_calls.csv", "activities", "501", {"kind": "call", "minutes": 5.5, "owner": "Ada Byron"}),
        ("dynamics.csv", "deals", "5f1a-1", {"amount": 12_500_000, "currency": "USD", "close_on": "2024-03-31"}),
        ("pipedrive.csv", "deals", "17", {"amount": 12_500_000, "currency": "EUR", "created_on": "2024-01-22"}),
    ],
)
def test_other_exports_are_known_by_their_header(
    session: Session, name: str, kind: str, key: str, some: dict[str, Any]
) -> None:
    """Kind and fields follow from the names of the columns."""
    found, _, known = imported(session, name)
    assert found == kind
    assert known[key].items() >= some.items()


@pytest.mark.parametrize(
    ("name", "pages"),
    [("polish.csv", ["cp1250"]), ("russian.csv", []), ("german.csv", ["cp1252", "mac_roman"])],
)
def test_sheets_of_people_in_their_language(session: Session, name: str, pages: list[str]) -> None:
    """Names of columns and months, decimals and yes or no; in UTF-8, UTF-16, and in the code page of their country."""
    text = export(name)
    done = send(session, text, source="utf-8")
    first = records(session, "deals")
    assert (done.errors.kept, len(first)) == ([], 2)
    deal = next(iter(first.values()))
    assert (deal["amount"], deal["created_on"], deal["close_on"]) == (123_456, "2024-01-22", "2024-03-31")
    assert (deal["is_won"], "owner" in deal, "account" in deal) == (True, True, True)
    for encoding in ("utf-16", "utf-8-sig", *pages):
        again = send(session, text.encode(encoding), source="utf-8")
        assert (again.errors.kept, again.changed, again.same) == ([], 0, 2), encoding


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: text.replace(";", "\t"),
        lambda text: "sep=;\n" + text,
        lambda text: "sep=;\r\n" + text,
        lambda text: "Meine Liste\n\n" + text,
        lambda text: text.upper().splitlines()[0] + "\n" + text.partition("\n")[2],
    ],
)
def test_however_a_program_writes_the_lines(session: Session, change: Any) -> None:
    """Ends of lines, separators, a title above the header, the header's case."""
    send(session, export("german.csv"))
    done = send(session, change(export("german.csv")))
    assert (done.errors.kept, done.new, done.changed, done.same) == ([], 0, 0, 2)


def test_a_workbook_is_read_like_csv(session: Session) -> None:
    """Its days are days whatever they look like, and its numbers need no style."""
    rows: list[list[object]] = [["Record ID", "Deal Stage", "Amount", "Close Date"], ["1", "Won", 1234.5, Day(45_382)]]
    done = send(session, workbook({"Deals": rows}), name="x.xlsx")
    assert (done.errors.kept, done.kind) == ([], "deals")
    assert records(session, "deals")["1"] == {
        "stage": "Won",
        "amount": 123_450,
        "currency": "EUR",
        "close_on": "2024-03-31",
    }


def test_months_and_quarters_stand_where_quotas_need_a_day(session: Session) -> None:
    """The first day is meant, and how long it runs is said by it."""
    done = send(session, "Rep;Quarter;Quota\nAda;Q2 2026;50000\nAda;2026-07;20000\nAda;Mai 2026;1000\n", kind="quotas")
    assert done.errors.kept == []
    found = {quota["starts_on"]: (quota["period"], quota["amount"]) for quota in records(session, "quotas").values()}
    assert found == {
        "2026-04-01": ("quarter", 5_000_000),
        "2026-07-01": ("month", 2_000_000),
        "2026-05-01": ("month", 100_000),
    }
