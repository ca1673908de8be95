"""Lists of targets: each row by itself, for a person by address, for a team by name, or for the company."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session

from api.work.uploads.lists import DoRows, ListOf, SentList, Upload, upload_list
from api.work.uploads.reading import CellText
from lms.errors import Refusal
from lms.goals.targets import WantedTarget, Whom, set_target
from lms.kpis.definition import Definition, KpiUnit
from lms.people.access import Actor, list_visible_teams, visible_by_email
from lms.people.directory import find_team

KIND = "targets"
_NUMBER = re.compile(r"(-?\d+(?:[.,]\d+)?)\s*(%?)")
# Thousands or decimals: one cell can't tell. No thousands begin with a nought.
_UNSURE = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}\s*%?")


class TargetRow(BaseModel):
    """A KPI by its name or title, whose target it is, the period, and what is to be reached; a share in per cent."""

    model_config = ConfigDict(extra="forbid")

    kpi: CellText
    team: CellText | None = None
    email: CellText | None = None
    starts_on: date
    ends_on: date
    value: CellText


def upload_targets(session: Session, data: bytes, kpis: Mapping[str, Definition], sent: SentList) -> Upload:
    """Set the targets of a file, or find out what that would do, as `upload_list` does.

    `kpis` are those that may have one, by name.
    """
    known = {one.title.casefold(): one for one in kpis.values()} | {name.casefold(): kpis[name] for name in kpis}

    def begin(done: Upload, _: object) -> DoRows[TargetRow]:
        return lambda rows: _set_all(session, done, rows, known, sent)

    return upload_list(session, ListOf(KIND, TargetRow, begin), data, sent)


def read_value(text: str) -> float | None:
    """Return a number as people write it, a part of a hundred with its sign; None for what is none, or may be two."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None or _UNSURE.fullmatch(text.strip()):
        return None
    return float(found[1].replace(",", ".")) / (100 if found[2] else 1)


def write_value(value: float, unit: KpiUnit) -> Decimal | str:
    """Return a value as a cell that `read_value` reads: a number, or a share in per cent."""
    number = Decimal(repr(value)) * (100 if unit == "share" else 1)
    whole = number.to_integral_value()
    text = f"{whole if whole == number else number.normalize():f}"
    plain = f"{text}0" if _UNSURE.fullmatch(text) else text
    return f"{plain} %" if unit == "share" else Decimal(plain)


def _set_all(
    session: Session,
    done: Upload,
    rows: Sequence[tuple[int, TargetRow]],
    known: Mapping[str, Definition],
    sent: SentList,
) -> None:
    for number, row in rows:
        definition = known.get(row.kpi.casefold())
        if definition is None:
            done.refuse(number, "kpi", f"there is no KPI `{row.kpi[:80]}`")
        else:
            _set(session, done, number, row, definition, sent)


def _set(session: Session, done: Upload, number: int, row: TargetRow, definition: Definition, sent: SentList) -> None:
    value = read_value(row.value)
    if value is None or (definition.unit == "share" and abs(value) > 1 and "%" not in row.value):
        detail = f"`{row.value[:80]}` may be read in two ways or isn't a number; write 1250000, 0.29 or 29 %"
        done.refuse(number, "value", detail)
        return
    try:
        whom = _whom(session, sent.actor, row)
        wanted = WantedTarget(definition.name, whom, row.starts_on, row.ends_on, value)
        is_new = set_target(session, actor=sent.actor, wanted=wanted, now=sent.now)[1]
    except Refusal as refusal:
        done.refuse(number, {"end": "ends_on"}.get(refusal.field or "", refusal.field), str(refusal))
        return
    done.count((whom, definition.name, row.starts_on, row.ends_on, value), is_new=is_new)


def _whom(session: Session, actor: Actor, row: TargetRow) -> Whom:
    if row.email and row.team:
        raise Refusal("name a team or a person, not both", field="team")
    if row.email:
        found = visible_by_email(session, actor=actor, emails=[row.email])
        if not found:
            raise Refusal(f"nobody you manage has the address {row.email}", field="email")
        return Whom(person_id=next(iter(found.values())))
    if row.team:
        team = find_team(session, name=row.team)
        if team is None or team.id not in {own.id for own in list_visible_teams(session, actor=actor)}:
            raise Refusal(f"you manage no team called `{row.team}`", field="team")
        return Whom(team_id=team.id)
    return Whom()
