"""The kind of record that a file holds, and the system that wrote it, by its header; what isn't plain is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from api.work.crm.names import names_of
from api.work.crm.shapes import implied, shape_for
from api.work.uploads.files import SentFile, head_of_file
from api.work.uploads.grid import broken_at
from api.work.uploads.names import ColumnNames, fit_columns, squeezed_name
from api.work.uploads.opening import open_list
from api.work.uploads.proposal import UploadAnswers
from api.work.uploads.reading import no_memory
from lms.crm.kinds import KINDS, KindName
from lms.errors import Conflict

# What only one system calls a column, in small letters as it is written.
_SIGNS = {
    "salesforce": """opportunityid;stagename;closedate;ownerid;accountid;isclosed;iswon;forecastcategoryname;whatid;
        systemmodstamp;activitydate;opportunity owner;opportunity name;opportunity id;currencyisocode;field / event;
        quotaownerid;lastmodifieddate;createddate;lastmodifiedbyid;createdbyid;isdeleted;managerid;isactive;userroleid;
        billingcountry;numberofemployees;account owner;account id;lead id;lead owner;isconverted;tasksubtype;
        calldurationinseconds;product2id;productcode;owner.name;account.name;oldvalue;newvalue;quotaamount""",
    "zoho": """deal owner.id;account name.id;created time;modified time;closing date;last activity time;deal name;
        overall sales duration""",
    "hubspot": """record id;deal name;dealname;dealstage;deal owner;hs_object_id;hubspot_owner_id;hs_lastmodifieddate;
        hs_timestamp;company owner;contact owner;call title;activity assigned to;create date;createdate;closedate;
        associated company;hs_call_duration;numemployees;deal stage""",
    "dynamics": """(do not modify) opportunity;est. revenue;est. close date;estimatedvalue;estimatedclosedate;statecode;
        actualvalue;actualclosedate;transactioncurrencyid;statuscode;_ownerid_value;potential customer;topic""",
    "pipedrive": """deal - id;deal - title;deal - value;deal - owner;deal - stage;deal - organization;
        organization - id;organization - name;deal - expected close date;activity - type;activity - subject;won_time;
        expected_close_date""",
}

# What only one kind's columns are called, squeezed; each counts as several that others may have too.
_TELLING = 3
_TELL: dict[KindName, str] = {
    "deals": "won iswon dealstage",
    "activities": "activitydate activitydatetime activitytype whatid whoid tasksubtype calldisposition",
    "products": "quantityunitofmeasure stockkeepingunit productclass",
    "contracts": "mrr arr mrramount arramount subscriptionid contractid contractnumber billingfrequency",
    "surveys": "nps npsscore surveyscore surveycomment",
    "leads": "isconverted convertedopportunityid leadstatus",
    "people": "managerid hiredate terminationdate",
    "contacts": "contactid recordidcontact personid persontitle mailingcountry associatedcompanyid",
}
# Of a header with so few known columns, and so many times more in all, nobody can say what it is of.
_FEW, _TIMES_MORE = 5, 4
# What helps where the likeliest column lacks.
_HINTS: dict[KindName, str] = {
    "deals": " (reports of Salesforce have `Opportunity ID`; any column that names each deal once will do)",
    "activities": " (or say of all rows with `set` that they are of one kind: call, email or meeting)",
}


def find_kind(
    file: SentFile, answers: UploadAnswers, given: Sequence[str] = (), *, must_be_whole: bool = True
) -> KindName:
    """Return the kind whose columns a file has; raises Conflict where none or several fit, or a needed one lacks."""
    cells = header_of(file, answers)
    ranked = sorted(((score(kind, cells), not lacks(kind, cells, given), kind) for kind in KINDS), reverse=True)
    (best, is_whole, kind), (second, is_other_whole, other) = ranked[:2]
    if best < 2 or (best < _FEW and _TIMES_MORE * best < sum(map(bool, cells))):
        raise Conflict(
            "the header names few known columns, so its kind isn't known; is a header missing? say it with `kind`: "
            f"{', '.join(f'`{name}`' for name in KINDS)}",
            field="kind",
        )
    if (best, is_whole) == (second, is_other_whole):
        raise Conflict(f"the file could hold `{kind}` or `{other}`: which is it? say so with `kind`", field="kind")
    if not is_whole and must_be_whole:
        missing = " and ".join(lacks(kind, cells, given))
        raise Conflict(
            f"the file looks like `{kind}`, but no column is {missing}; add it to the export, or name it with `map`"
            f"{_HINTS.get(kind, '')}; or say with `kind` what else it holds",
            field="map",
        )
    return kind


def header_of(file: SentFile, answers: UploadAnswers) -> tuple[str, ...]:
    """Return the header of a file, whatever its kind."""
    names = _all_names()
    header = open_list(head_of_file(file), tuple(names.texts), (), answers, no_memory, names).header
    broken = broken_at(header.grid) if not header.cells else None
    if broken:
        raise Conflict(f"row {broken.row}: {broken}")
    return header.cells


def score(kind: KindName, cells: Sequence[str]) -> float:
    """Return how many columns a kind explains."""
    shape = shape_for(kind, cells)
    fits = fit_columns(cells, tuple(shape.cells), names_of(kind))
    places = {place for found in fits.values() for place in found} | {place for place, _ in shape.more(cells).values()}
    called = {squeezed_name(cell) for cell in cells}
    # Histories have the columns of deals, and an id of their own beside the deal's.
    is_history = {"id", "opportunityid"} <= called and "name" not in fits
    bonus = 3 if kind == "deal_changes" and ("field" in fits or is_history) else 0
    return len(places) + bonus + _TELLING * len(called & set(_TELL.get(kind, "").split()))


def lacks(kind: KindName, cells: Sequence[str], given: Sequence[str]) -> list[str]:
    """Return what a kind needs and a header lacks, in words."""
    shape, own = shape_for(kind, cells, given), KINDS[kind]
    have = {*fit_columns(cells, tuple(shape.cells), names_of(kind)), *given, *implied(kind, cells)}
    missing = [f"`{name}` ({own.fields[name].description})" for name in shape.required if name not in have]
    if own.least and not have & set(own.least):
        missing.append(f"one of {', '.join(f'`{name}`' for name in own.least)}")
    return missing


def find_source(cells: Sequence[str]) -> str:
    """Return the system that a header is of, `csv` where it isn't plain."""
    names = {cell.strip().lower() for cell in cells}
    fits = {source: len(names & set(re.split(r";\s*", signs))) for source, signs in _SIGNS.items()}
    best = max(fits, key=lambda source: fits[source])
    return best if fits[best] >= 2 and list(fits.values()).count(fits[best]) == 1 else "csv"


@cache
def _all_names() -> ColumnNames:
    return ColumnNames(
        {f"{kind} {field}": f"{field}; {text}" for kind in KINDS for field, text in names_of(kind).texts.items()}
    )
