"""Shapes of files, one for each kind: the fields of `lms.crm.kinds`, and beside them those that only exports have."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache, partial

from api.work.crm.names import names_of
from api.work.crm.periods import first_day
from api.work.crm.wide import period_columns
from api.work.uploads.currencies import CurrencyError, currency_beside, currency_in
from api.work.uploads.names import fit_columns, squeezed_name
from api.work.uploads.shape import ListShape, Own
from api.work.uploads.typed import CellSpec
from lms.crm.fields import Field
from lms.crm.kinds import KINDS, KindName

ENTERED = "entered "
"""Begins the names of fields that hold when a deal entered a stage."""
WAS = "was_"
_BESIDE: dict[KindName, dict[str, CellSpec]] = {
    "deals": {
        "status": CellSpec("text"),
        "state_code": CellSpec("text"),
        "is_active": CellSpec("yes_no"),
        "closed_on": CellSpec("day"),
        "won_on": CellSpec("day"),
        "lost_on": CellSpec("day"),
        "actual_amount": CellSpec("money"),
        "merged_ids": CellSpec("text"),
    },
    "activities": {
        "seconds": CellSpec("number"),
        "milliseconds": CellSpec("number"),
        "clock": CellSpec("text"),
        "hours_minutes": CellSpec("text"),
        "call_length": CellSpec("text"),
    },
}
_PERIODS = {
    "month": "month monthly monat monatlich mois mensuel mes mensual miesiąc miesięcznie месяц ежемесячно m",
    "quarter": "quarter quarterly quartal trimestre trimestriel trimestral kwartał kwartalnie квартал ежеквартально q",
    "year": "year yearly annual annually jahr jährlich année annuel año anual rok rocznie год ежегодно y",
    "term": "term once laufzeit einmalig total",
}
# What amounts of contracts are for, by how their column begins.
_PERIODS_NAMED = {"mrr": "month", "monthly": "month", "monats": "month", "arr": "year", "acv": "year", "annual": "year"}
# What histories call the fields that change.
_CHANGED = {
    "stage": "stage stagename dealstage",
    "amount": "amount value dealvalue",
    "close_on": "closedate expectedclosedate closeon",
    "owner": "owner ownerid dealowner hubspotownerid opportunityowner",
    "probability": "probability hsdealstageprobability",
    "forecast_category": "forecastcategory forecastcategoryname hsmanualforecastcategory",
}
_FIELD_OF = {name: field for field, names in _CHANGED.items() for name in names.split()}
_API_STAGE = re.compile(r"hs_(?:v2_)?date_entered_(\w+)")
_UI_STAGE = re.compile(r"date entered [\"'“‘](.+?)(?: \([^()]*\))?[\"'”’](?: \([^()]*\))?", re.IGNORECASE)
_ACTIVITIES = {
    "call": "call",
    "meeting": "meeting",
    "event": "meeting",
    "email": "email",
    "task": "task",
    "note": "note",
}


@cache
def shape_of(kind: KindName) -> ListShape:
    """Return what files of a kind are made of."""
    own = KINDS[kind]
    cells = {name: _spec(field) for name, field in own.fields.items()} | _BESIDE.get(kind, {})
    required = tuple(name for name, field in own.fields.items() if field.is_required)
    if kind == "deals":
        return ListShape(cells, required, names_of(kind), more=_stages_entered)
    if kind == "deal_changes":
        changed = {name: cells[name] for name in _CHANGED}
        before = {WAS + name: CellSpec(spec.type, spec.words, like=name) for name, spec in changed.items()}
        return ListShape(cells, required, names_of(kind), spread=_one_change, spread_cells=changed | before)
    if "starts_on" in cells and kind in {"quotas", "spend"}:
        spread = partial(_with_first_day, has_period="period" in cells)
        also = {"period": cells["period"]} if "period" in cells else {}
        return ListShape(cells, required, names_of(kind), spread=spread, spread_cells=also)
    return ListShape(cells, required, names_of(kind))


def shape_for(kind: KindName, cells: Sequence[str], named: Collection[str] = ()) -> ListShape:
    """Return what a file with a header is made of: a sheet of quotas may have a column for each period.

    `named` are the fields that somebody named a column for.
    """
    shape = shape_of(kind)
    if kind != "quotas" or {"starts_on", "amount"} & set(named) or not period_columns(cells):
        return shape
    return replace(without(shape, ("starts_on", "ends_on", "period", "amount")), more=period_columns)


def implied(kind: KindName, cells: Sequence[str], default: str = "EUR") -> dict[str, str]:
    """Return what the header of an export says of all its rows.

    That they are calls, meetings or e-mails; of which currency amounts are; for which period, as monthly revenue is.
    """
    found = _currency_named(kind, cells, default)
    if kind == "contracts":
        found |= _period_named(cells)
    if kind == "activities" and not fit_columns(cells, ["kind"], names_of(kind)):
        found |= _activity_named(cells)
    return found


def _currency_named(kind: KindName, cells: Sequence[str], default: str) -> dict[str, str]:
    fields = KINDS[kind].fields
    money = [name for name, field in fields.items() if field.type == "money"]
    if not money or "currency" not in fields or fit_columns(cells, ["currency"], names_of(kind)):
        return {}
    places = fit_columns(cells, money, names_of(kind)).values()
    signs = {sign for found in places for place in found[:1] if (sign := currency_in(cells[place]))}
    try:
        return {"currency": currency_beside(tuple(signs), None, default)} if len(signs) == 1 else {}
    except CurrencyError:
        return {}


def _period_named(cells: Sequence[str]) -> dict[str, str]:
    places = fit_columns(cells, ["amount"], names_of("contracts")).get("amount", [])
    name = squeezed_name(cells[places[0]]) if len(places) == 1 else ""
    return next(({"period": period} for begin, period in _PERIODS_NAMED.items() if name.startswith(begin)), {})


def _activity_named(cells: Sequence[str]) -> dict[str, str]:
    names = [squeezed_name(cell).removeprefix("hs") for cell in cells]
    found = {what for name in names for word, what in _ACTIVITIES.items() if name.startswith(word)}
    if "startdatetime" in names and not found:
        found = {"meeting"}
    return {"kind": found.pop()} if len(found) == 1 else {}


def without(shape: ListShape, given: Collection[str]) -> ListShape:
    """Return a shape that needs no columns for fields that are given otherwise."""
    if not given:
        return shape
    cells = {name: spec for name, spec in shape.cells.items() if name not in given}
    required = tuple(name for name in shape.required if name not in given)
    return replace(shape, cells=cells, required=required)


def _spec(field: Field) -> CellSpec:
    words = {name: word for word in field.words for name in [word, *_PERIODS.get(word, "").split()]}
    return CellSpec(field.type, words)


def _stages_entered(cells: Sequence[str]) -> dict[str, tuple[int, CellSpec]]:
    """Find the columns in which HubSpot says when a deal entered each stage."""
    found = {}
    for place, cell in enumerate(cells):
        named = _API_STAGE.fullmatch(cell.strip().lower()) or _UI_STAGE.fullmatch(cell.strip())
        if named:
            found[ENTERED + named[1]] = (place, CellSpec("moment"))
    return found


def _one_change(own: Own) -> Own | None:
    """Turn a row that names a field and its values into one that holds that field; of any other field into nothing."""
    if "field" not in own:
        return own
    field = _FIELD_OF.get(squeezed_name(own["field"]))
    if field is None:
        return None
    kept = {name: text for name, text in own.items() if name in {"deal", "changed_on", "currency"}}
    before = {WAS + field: own["old"]} if own.get("old") else {}
    return kept | {field: own.get("new", "")} | before


def _with_first_day(own: Own, *, has_period: bool) -> Own:
    found = first_day(own.get("starts_on", ""))
    if found is None:
        return own
    period = {"period": found[1]} if has_period and not own.get("period") else {}
    return own | {"starts_on": found[0]} | period
