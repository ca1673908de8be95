"""Rows of a list of people, each cell in the words of the directory; what can't be is refused."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.work.uploads.lists import Upload
from api.work.uploads.names import plain_name
from api.work.uploads.reading import FIRST_YEAR, CellText
from lms.errors import Refusal
from lms.people.addresses import is_address, plain_address
from lms.people.models import MAX_ADDRESS, MAX_REGION, ROLES

NumberedRow = tuple[int, "PersonRow"]
_PARTED = re.compile(r"[;,/|\n]")
# As our own tables write what a spreadsheet would take for a formula.
_GUARDED = re.compile(r"(^|[,;])(\s*)'(?=[=+@-])")
_ADDRESS_CELL = Annotated[str, Field(max_length=MAX_ADDRESS, pattern=r"^[^\x00]*$")]
_SHOWN = 3


class PersonRow(BaseModel):
    """A person by their address; an empty cell leaves what is known as it is."""

    model_config = ConfigDict(extra="forbid")

    email: _ADDRESS_CELL
    name: CellText | None = None
    given_name: Annotated[CellText, Field(max_length=100)] | None = None
    family_name: Annotated[CellText, Field(max_length=99)] | None = None
    roles: CellText | None = None
    team: CellText | None = None
    manager: _ADDRESS_CELL | None = None
    region: Annotated[CellText, Field(max_length=MAX_REGION)] | None = None
    job: CellText | None = None
    hired_on: date | None = None
    on: date | None = None
    last_day: date | None = None


@dataclass(frozen=True)
class SaidPerson:
    """What a row says of a person; None for what it leaves as it is. `manager` is an address or a name."""

    number: int
    email: str
    name: str | None
    roles: tuple[str, ...] | None
    team: str | None
    manager: str | None
    region: str | None
    job: str | None
    hired_on: date | None
    on: date | None
    last_day: date | None


class JobNames:
    """The published jobs, found by id, or by title where only one has it."""

    def __init__(self, read: Callable[[], Mapping[str, str]]) -> None:
        """Take what reads their titles by id, once a row names a job: most lists need no library."""
        self._read = read

    def find(self, name: str) -> str:
        """Return the id of a job; raises Refusal."""
        found = name if name in self._titles else self._ids.get(plain_name(name))
        if found is None:
            near = or_nearest(name, self._titles)
            raise Refusal(f"no job `{name[:80]}` is published; name the id of a page of type `job`{near}", field="job")
        return found

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        return self._read()

    @cached_property
    def _ids(self) -> dict[str, str]:
        times = Counter(plain_name(title) for title in self._titles.values())
        return {named: id_ for id_, title in self._titles.items() if times[named := plain_name(title)] == 1}


def read_rows(done: Upload, rows: Sequence[NumberedRow], jobs: JobNames) -> tuple[list[SaidPerson], set[str]]:
    """Return what the rows say that can be, and the addresses of the others; those are refused.

    Of rows that say the same of one person the first counts; where they differ none does.
    """
    by_address: dict[str, list[SaidPerson]] = defaultdict(list)
    wrong: set[str] = set()
    for number, row in rows:
        email = plain_address(_line(row.email) or "")
        try:
            by_address[email].append(_read(number, email, row, jobs))
        except Refusal as refusal:
            done.refuse(number, refusal.field, str(refusal))
            wrong.add(email)
    good = []
    for email, said in by_address.items():
        if len({replace(one, number=0) for one in said}) > 1:
            _refuse_all(done, email, said)
            wrong.add(email)
        elif email not in wrong:
            good.append(said[0])
            done.already_there += len(said) - 1
    return good, wrong


def or_nearest(name: str, known: Iterable[str]) -> str:
    """Return the end of a sentence that names those which are written much like a name, if any is."""
    spelt = {one.casefold(): one for one in known}
    near = [f"`{spelt[one]}`" for one in get_close_matches(name.casefold(), spelt, n=_SHOWN)]
    return f"; there is {' and '.join(near)}" if near else ""


def _refuse_all(done: Upload, email: str, said: Sequence[SaidPerson]) -> None:
    numbers = [str(one.number) for one in said]
    shown = f"{', '.join(numbers[:10])}{' and others' if len(numbers) > 10 else ''}"
    for one in said:
        done.refuse(one.number, "email", f"the rows {shown} say different things of {email}; leave one of them")


def _read(number: int, email: str, row: PersonRow, jobs: JobNames) -> SaidPerson:
    if not is_address(email):
        raise Refusal(f"`{row.email[:100]}` is not an e-mail address", field="email")
    last_day = None if row.last_day == date.max else row.last_day  # as HR systems write that no end is known
    days = {"hired_on": row.hired_on, "on": row.on, "last_day": last_day}
    for column, day in days.items():
        if day is not None and day.year < FIRST_YEAR:
            raise Refusal(f"{day} is too long ago; leave the cell empty where nobody knows the day", field=column)
    for column in ("hired_on", "on"):
        begins = days[column]
        if last_day is not None and begins is not None and last_day < begins:
            raise Refusal(f"{last_day} is before `{column}`, {begins}", field="last_day")
    return SaidPerson(
        number=number,
        email=email,
        name=_line(row.name or " ".join(filter(None, (row.given_name, row.family_name)))),
        roles=_roles(row.roles),
        team=_line(row.team),
        manager=_line(row.manager),
        region=_line(row.region),
        job=jobs.find(job) if (job := _line(row.job)) else None,
        hired_on=row.hired_on,
        on=row.on,
        last_day=last_day,
    )


def _line(text: str | None) -> str | None:
    """Return a text on one line, without what guards it in a table, None for an empty one."""
    return _GUARDED.sub(r"\1\2", " ".join((text or "").split())) or None


def _roles(cell: str | None) -> tuple[str, ...] | None:
    if not cell:
        return None
    words = [word.strip().casefold() for word in _PARTED.split(cell) if word.strip()]
    odd = next((word for word in words if word not in ROLES), None)
    if odd is not None or not words:
        raise Refusal(f"`{(odd or cell)[:80]}` is no role; write one or more of {', '.join(ROLES)}", field="roles")
    return tuple(sorted(set(words)))
