"""A row's values into what they say of records: a state from a day on, or changes that somebody wrote down."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from api.work.crm.ids import key_of, one_id, short_key
from api.work.crm.shapes import ENTERED, WAS
from api.work.crm.states import one_state
from api.work.crm.wide import by_period
from api.work.uploads.typed import priced
from lms.crm.facts import SaidRow
from lms.crm.fields import Field
from lms.crm.kinds import KINDS, KindName

Values = dict[str, Any]
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d\d)")
_RANGES = {"nps": (0, 10), "trust": (1, 5)}
_ADDRESSED = re.compile(r"([^<(@]+?)\s*[<(]([^@\s,;<>()]+@[^@\s,;<>()]+)[>)]")
_IDS_LISTED = re.compile(r"[;,\s]+")


class RowRefusedError(Exception):
    """A row says nothing that can be kept; `field` is what is wrong with it."""

    def __init__(self, field: str | None, detail: str) -> None:
        """Keep the field beside the reason."""
        super().__init__(detail)
        self.field = field


class Speaker:
    """Turns the rows of one file into what they say."""

    def __init__(self, kind: KindName, *, as_of: date, currency: str) -> None:
        """Take the day that the file shows, and the currency of amounts without one."""
        self._kind, self._as_of, self._currency = KINDS[kind], as_of, currency
        self._yes_no = {name for name, field in self._kind.fields.items() if field.type == "yes_no"}
        self._times: dict[int, int] = {}
        own: dict[KindName, Callable[[Values], Iterator[SaidRow]]] = {
            "deals": self._deal,
            "deal_changes": self._change,
            "quotas": self._quotas,
        }
        self._say = own.get(kind, self._record)

    @property
    def kind(self) -> KindName:
        """The kind of record that the rows are about: changes are about deals."""
        return "deals" if self._kind.name == "deal_changes" else self._kind.name

    @property
    def fields(self) -> Mapping[str, Field]:
        """The fields of the file's kind."""
        return self._kind.fields

    def say(self, values: Values) -> list[SaidRow]:
        """Return what a row says; raises RowRefusedError."""
        found, wrong = priced(values, self._currency, is_kept=self._kind.name != "deal_changes")
        for field, detail in wrong.items():
            raise RowRefusedError(field, detail)
        for field, (least, most) in _RANGES.items():
            if found.get(field) is not None and not least <= found[field] <= most:
                raise RowRefusedError(field, f"{found[field]} isn't between {least} and {most}")
        return list(self._say(_with_address(found)))

    def _record(self, values: Values) -> Iterator[SaidRow]:
        if self._kind.name == "activities":
            values = _with_minutes(values)
        key = values.pop("key", None)
        if key is None:
            key = key_of(values.get(name) for name in self._kind.key_of)
            if key is None:
                raise RowRefusedError(None, f"nothing names it: give {', '.join(self._kind.key_of)}")
            key = self._told_apart(key) if self._kind.name == "activities" else key
        yield SaidRow(short_key(key), self._day(values), self._kept(values))

    def _quotas(self, values: Values) -> Iterator[SaidRow]:
        for own in by_period(values):
            yield from self._record(own)

    def _deal(self, values: Values) -> Iterator[SaidRow]:
        key = short_key(values.pop("key"))
        values = one_state(values)
        for name in [name for name in values if name.startswith(ENTERED)]:
            at = values.pop(name)
            if at is not None:
                yield _event(key, at, {"stage": name.removeprefix(ENTERED)})
        merged = values.pop("merged_ids", None)
        day = self._day(values)
        for other in _IDS_LISTED.split(merged) if merged else []:
            if other and one_id(other) != key:
                yield SaidRow(short_key(one_id(other)), day, {"merged_into": key})
        yield SaidRow(key, day, self._kept(values))

    def _change(self, values: Values) -> Iterator[SaidRow]:
        key, at = short_key(values.pop("deal")), values.pop("changed_on")
        before = {name.removeprefix(WAS): values.pop(name) for name in list(values) if name.startswith(WAS)}
        if values.get("currency") is None:
            values.pop("currency", None)
        yield _event(key, at, values | ({"was": before} if before else {}))

    def _day(self, values: Values) -> date:
        said = values.get("modified_on")
        return date.fromisoformat(said[:10]) if said else self._as_of

    def _kept(self, values: Values) -> Values:
        """Leave out what blank cells of yes and no don't say; what is in a file isn't deleted, unless it says so."""
        kept = {name: value for name, value in values.items() if value is not None or name not in self._yes_no}
        return {"is_deleted": None} | kept if "is_deleted" in self._kind.fields else kept

    def _told_apart(self, key: str) -> str:
        """Tell activities apart that say the same, as a day's calls do: by which of them it is."""
        times = self._times[hash(key)] = self._times.get(hash(key), 0) + 1
        return key if times == 1 else f"{key}|{times}"


def _event(key: str, at: str, values: Values) -> SaidRow:
    time = {"at": at} if len(at) > 10 else {}
    return SaidRow(key, date.fromisoformat(at[:10]), values | time, is_event=True)


def _with_address(values: Values) -> Values:
    """Return an owner who is written with an address in brackets as name and address."""
    owner = values.get("owner")
    named = _ADDRESSED.fullmatch(owner) if owner and "@" in owner else None
    if named is None or values.get("owner_email"):
        return values
    return values | {"owner": named[1], "owner_email": named[2].lower()}


def _with_minutes(values: Values) -> Values:
    """Return an activity with its length in minutes, however it was given."""
    seconds, milliseconds = values.pop("seconds", None), values.pop("milliseconds", None)
    for field in ("clock", "hours_minutes", "call_length"):
        text = values.pop(field, None)
        seconds = _seconds(field, text) if text is not None else seconds
    if seconds is None and milliseconds is not None:
        seconds = milliseconds / 1000
    if seconds is not None and values.get("minutes") is None:
        return values | {"minutes": round(seconds / 60, 2)}
    return values


def _seconds(field: str, text: str) -> int:
    """Read a duration with colons; two numbers are minutes and seconds, but where the column says hours and minutes."""
    found = _CLOCK.fullmatch(text)
    if found is None and text.isdecimal():
        raise RowRefusedError(
            field, f"`{text[:40]}` may be seconds or milliseconds; map the column to `seconds` or `milliseconds`"
        )
    if found is None:
        raise RowRefusedError(field, f"`{text[:40]}` is no duration; write 00:05:30")
    first, second, third = (int(part or 0) for part in found.groups())
    if field == "hours_minutes" and found[1] is None:
        return second * 3600 + third * 60
    return first * 3600 + second * 60 + third
