"""Columns of days: the order in which all of a column are written, asked for where it isn't plain and never guessed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from api.work.uploads.days import ORDERS, DayOrder, DayWithTime, is_iso, read_iso, read_moment
from api.work.uploads.proposal import Choice, FileQuestion
from api.work.uploads.seen import Seen
from api.work.uploads.settling import SettledColumns

ORDER_WORDS: dict[DayOrder, str] = {"dmy": "day, month, year", "mdy": "month, day, year", "ymd": "year, month, day"}


class DayColumns(SettledColumns[DayOrder, DayWithTime]):
    """The columns of days of one file, and the order of each."""

    def __init__(self, fields: Collection[str], zone: ZoneInfo, *, is_old_mac: bool) -> None:
        """Begin knowing nothing."""
        super().__init__(fields, ORDERS, partial(read_moment, zone=zone, is_old_mac=is_old_mac))
        self._zone = zone

    def note(self, own: Mapping[str, str]) -> None:
        """Let the days of a row count."""
        for field, seen in self._seen.items():
            text = own.get(field)
            if text and not is_iso(text):
                seen.note(text)

    def find(self, field: str, text: str) -> DayWithTime | str:
        """Return what one cell means in its column's order, or what is wrong with it."""
        if is_iso(text):
            return read_iso(text, zone=self._zone) or _say(text, None)
        found = self._seen[field].read(text)
        order = self.settled.get(field) or ORDERS[0]
        return found[order] if order in found else _say(text, order if found else None)

    def read(self, own: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        """Return the cells of a row with its days as ISO text, and what is wrong with those that are none."""
        values, wrong = dict(own), {}
        for field in self._seen:
            text = values.get(field)
            if text:
                found = self.find(field, text)
                if isinstance(found, str):
                    del values[field]
                    wrong[field] = found
                else:
                    values[field] = found.day.isoformat()
        return values, wrong

    def shown(self, own: Mapping[str, str]) -> dict[str, str]:
        """Return the cells of a row as they would be read, and as they are written where that isn't known."""
        values = self.read(own)[0]
        return {name: text if name in self._open else values.get(name, text) for name, text in own.items()}

    def _question(self, field: str, seen: Seen[DayOrder, DayWithTime], fitting: Sequence[DayOrder]) -> FileQuestion:
        example = seen.example(fitting)
        if example is not None:
            found = seen.read(example)
            choices = tuple(
                Choice(order, f"{ORDER_WORDS[order]}: {example[:80]} is {_long(found[order].day)}") for order in fitting
            )
            return FileQuestion(
                "days", field, f"every day of `{field}` can be read in several ways: which is right?", choices
            )
        choices = tuple(
            Choice(order, f"{ORDER_WORDS[order]}: {out:,} of the days can't be read")
            for order in ORDERS
            if (out := seen.left_out(order)) < seen.differing
        )
        return FileQuestion(
            "days", field, f"the days of `{field}` are written in several orders: which one is meant?", choices
        )


def _long(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _say(text: str, order: DayOrder | None) -> str:
    written = f"`{text[:80]}` is no day"
    return f"{written} in the order {ORDER_WORDS[order]}; write 2026-05-31" if order else f"{written}; write 2026-05-31"
