"""The demo's CRM: every kind of record for two years, each in the form that its kind asks for, and it loads."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select

from api.web.database import db
from api.work.demo import load_demo
from api.work.demo_crm import DemoCrm, make_crm
from api.work.demo_crm_accounts import RATES
from api.work.demo_crm_calendar import DAYS, quarter_start
from api.work.demo_crm_deals import LOST, STAGES, WON
from api.work.demo_people import COURSE_WITH_EFFECT, COURSE_WITHOUT_EFFECT, SELLERS
from config import Config
from lms.crm.facts import SaidRow, each_record
from lms.crm.fields import Field, FieldType
from lms.crm.imports import counted_imports, list_imports
from lms.crm.kinds import KINDS, KindName
from lms.people.models import Person
from lms.training.models import TrainingEvent

Deals = dict[str, dict[str, Any]]
DAY = date(2026, 11, 30)
COURSES = (COURSE_WITH_EFFECT, COURSE_WITHOUT_EFFECT)
AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
FORMS: dict[FieldType, str] = {
    "key": r"\S.*",
    "text": r"\S.*",
    "email": r"[a-z.]+@[a-z0-9-]+\.example",
    "day": r"20\d\d-[01]\d-[0-3]\d",
    "currency": r"[A-Z]{3}",
}


@pytest.fixture(scope="module")
def crm() -> DemoCrm:
    """The CRM as it stands on that day."""
    return make_crm(DAY)


@pytest.fixture(scope="module")
def deals(crm: DemoCrm) -> Deals:
    """What holds of each deal after all that was said."""
    return folded(crm)


def test_the_same_day_and_seed_give_the_same_rows(crm: DemoCrm) -> None:
    """And another seed gives others."""
    assert make_crm(DAY) == crm
    assert make_crm(DAY, seed=1).rows["deals"] != crm.rows["deals"]


def test_there_are_records_of_every_kind(crm: DemoCrm) -> None:
    """As many as a company of this size has; no key is used twice."""
    assert crm.rows.keys() == KINDS.keys()
    sizes = {kind: len(rows) for kind, rows in crm.rows.items()}
    assert 2_400 < sizes["deals"] < 2_600
    assert 20_000 < sizes["activities"] < 30_000
    assert (sizes["accounts"], sizes["leads"], sizes["surveys"]) == (260, 3_000, 300)
    for kind, rows in crm.rows.items():
        keys = [row.key for row in rows]
        assert kind == "deal_changes" or len(keys) == len(set(keys))


def test_every_value_fits_its_field(crm: DemoCrm) -> None:
    """Each row has what its kind requires and nothing else, each value the form that its type asks for."""
    wrong = [
        (kind, row.key, name, value)
        for kind, rows in crm.rows.items()
        for row in rows
        for name, value in told(row)
        if not fits(KINDS[of(kind)].fields.get(name), value)
    ]
    assert wrong == []
    for kind, rows in crm.rows.items():
        required = {name for name, field in KINDS[of(kind)].fields.items() if field.is_required and name != "key"}
        assert [row.key for row in rows if not row.is_event and required - row.values.keys()] == []


def test_everything_took_place_within_the_two_years(crm: DemoCrm, deals: Deals) -> None:
    """No change, activity, lead or answer lies ahead or before the beginning."""
    first = DAY - timedelta(days=DAYS)
    days = [row.day for row in crm.rows["deal_changes"]]
    said = {"deals": "created_on", "activities": "on", "leads": "created_on", "surveys": "on", "rates": "on"}
    for kind, name in said.items():
        days += [date.fromisoformat(row.values[name]) for row in crm.rows[kind]]  # type: ignore[index]  # kinds
    assert [day for day in days if day is None or not first <= day <= DAY] == []
    assert all(
        row.values["created_on"] <= row.values["converted_on"] for row in crm.rows["leads"] if "deal" in row.values
    )


def test_the_last_weeks_are_as_full_as_others(crm: DemoCrm) -> None:
    """Of the last quarter of a year there are some more calls than a year before, as sellers and deals are more."""
    calls = [date.fromisoformat(row.values["on"]) for row in crm.rows["activities"] if row.values["kind"] == "call"]
    last, year_before = (
        sum(day - timedelta(weeks=13) < one <= day for one in calls) for day in (DAY, DAY - timedelta(weeks=52))
    )
    assert 1 < last / year_before < 1.35


def test_what_refers_to_a_record_finds_it(crm: DemoCrm, deals: Deals) -> None:
    """Activities, leads, contracts and answers are of deals and accounts that are there, and of known owners."""
    accounts = {row.key for row in crm.rows["accounts"]}
    people = {row.values["email"] for row in crm.rows["people"]}
    for kind in ("activities", "leads", "contracts", "surveys", "quotas", "accounts", "contacts"):
        for row in crm.rows[kind]:
            assert row.values.get("deal", "D00001") in deals
            assert row.values.get("account", "A0001") in accounts
            assert row.values["owner_email"] in people


def test_a_past_day_can_be_told(crm: DemoCrm) -> None:
    """The first change of each field says what held before; what was won is at no day before in a closed stage."""
    records = {row.key: [row] for row in crm.rows["deals"]}
    for row in crm.rows["deal_changes"]:
        records[row.key].append(row)
    for begun, *changes in records.values():
        was: dict[str, Any] = {}
        for row in changes:
            was = row.values.get("was", {}) | was
        assert was == {name: begun.values.get(name) for name in was}
        assert not begun.values["is_closed"]
        assert begun.values["stage"] == STAGES[0]
        days = [row.day for row in changes]
        assert days == sorted(set(days))  # type: ignore[type-var]  # events have a day


def test_the_deals_look_like_those_of_a_company(deals: Deals) -> None:
    """Some 28 % are won after about 75 days; August is weak, and the year grows."""
    closed = [deal for deal in deals.values() if deal.get("is_closed") and deal.get("close_on")]
    won = [deal for deal in closed if deal["is_won"]]
    assert 0.25 < len(won) / len(closed) < 0.31
    assert 65 < median(days_of(deal) for deal in closed) < 85
    months = Counter(deal["close_on"][:7] for deal in closed)
    assert months["2026-08"] < 0.7 * min(months["2026-06"], months["2026-09"])
    assert {deal["stage"] for deal in deals.values()} >= {*STAGES, WON, LOST}


def test_most_quotas_are_nearly_met(crm: DemoCrm, deals: Deals) -> None:
    """Of the quarters that are over most were met by 60 to 120 %, a few by far less or more."""
    sums: Counter[tuple[str, date]] = Counter()
    for key, deal in deals.items():
        if (
            deal.get("is_won")
            and {"amount", "close_on"} <= deal.keys()
            and key not in crm.planted["amount_out_of_scale"]
        ):
            rate = {"EUR": 1.0, **RATES}.get(deal["currency"], 0.0)
            sums[deal["owner_email"], quarter_start(date.fromisoformat(deal["close_on"]))] += round(
                deal["amount"] * rate
            )
    over = [row.values for row in crm.rows["quotas"] if row.values["ends_on"] <= DAY.isoformat()]
    shares = [sums[row["owner_email"], date.fromisoformat(row["starts_on"])] / row["amount"] for row in over]
    assert len(shares) > 70
    assert sum(0.6 <= share <= 1.2 for share in shares) > 0.6 * len(shares)
    assert 0 < sum(share < 0.5 or share > 1.5 for share in shares) < 0.3 * len(shares)


def test_it_is_loaded_with_the_company(sqlite_app: Flask) -> None:
    """One import of each kind counts, all that was said is kept, and the two courses were taken when they say."""
    with sqlite_app.app_context():
        session = db.session()
        load_demo(session, content_dir=Config().content_dir, at=AT, zone=ZoneInfo("UTC"))
        session.commit()
        imports = list_imports(session)
        assert {made.kind for made, source in imports if source == "demo" and made.finished_at} == KINDS.keys()
        assert len(imports) == len(KINDS)
        made = make_crm(DAY)
        for name, kind in KINDS.items():
            stored = each_record(session, kind=kind.number, counted=counted_imports(session))
            found = {record.key: record.on() for record in stored}
            rows = made.rows[name] if name not in {"deals", "deal_changes"} else []
            wanted = folded(made) if name == "deals" else {row.key: row.values for row in rows}
            assert found == wanted
        took = session.execute(
            select(Person.email, TrainingEvent.course_id, TrainingEvent.day)
            .join(Person, Person.id == TrainingEvent.person_id)
            .where(TrainingEvent.source == "old LMS", TrainingEvent.course_id.in_(COURSES))
        )
        told = {
            (seller.email, course, day) for seller in SELLERS for course in COURSES if (day := seller.took(course, DAY))
        }
        assert {tuple(row) for row in took} == told
        owners = {row.values["owner_email"] for row in made.rows["activities"]}
        assert owners <= set(session.scalars(select(Person.email)))
        db.session.remove()


def folded(crm: DemoCrm) -> Deals:
    """Return what holds of each deal after all that was said."""
    held: Deals = {row.key: dict(row.values) for row in crm.rows["deals"]}
    for row in crm.rows["deal_changes"]:
        held[row.key] |= row.values
    return {
        key: {name: value for name, value in values.items() if name != "was" and value is not None}
        for key, values in held.items()
    }


def of(kind: KindName) -> KindName:
    """Return the kind whose fields the rows of a kind have: a change of deals has those of deals."""
    return "deals" if kind == "deal_changes" else kind


def told(row: SaidRow) -> list[tuple[str, Any]]:
    """Return each value of a row, and those that it says held before."""
    values = dict(row.values)
    return [*values.pop("was", {}).items(), *values.items()]


def fits(field: Field | None, value: Any) -> bool:
    """Tell whether a value is what its field holds; a change may say that there is none."""
    if field is None:
        return False
    if value is None:
        return not field.is_required
    if field.type in FORMS:
        return isinstance(value, str) and re.fullmatch(FORMS[field.type], value) is not None
    if field.type == "word":
        return value in field.words
    if field.type == "yes_no":
        return isinstance(value, bool)
    if field.type in {"money", "whole"}:
        return type(value) is int and value >= 0
    return type(value) in {int, float} and 0 <= value <= (1 if field.type == "share" else 10**9)


def days_of(deal: dict[str, Any]) -> int:
    """Return how long a deal took."""
    return (date.fromisoformat(deal["close_on"]) - date.fromisoformat(deal["created_on"])).days
