"""Columns of days: the order in which all of a column are written, asked for where it isn't plain and never guessed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from api.work.uploads.days import ORDERS, DayOrder, DayWithTime, is_iso, read_iso, read_moment
from api.work.uploads.proposal import Choice, FileQuestion
from api.work.uploads.seen import Seen

ORDER_WORDS: dict[DayOrder, str] = {"dmy": "day, month, year", "mdy": "month, day, year", "ymd": "year, month, day"}


class DayColumns:
    """The columns of days of one file; `settled` are their orders, `learnt` what was said of the header.

    What a file shows by itself says nothing of the next one's days; `refuted` are the fields in which it shows another
    order than was said.
    """

    def __init__(self, fields: Collection[str], zone: ZoneInfo, *, is_old_mac: bool) -> None:
        """Begin knowing nothing."""
        read = partial(read_moment, zone=zone, is_old_mac=is_old_mac)
        self._zone = zone
        self._seen: dict[str, Seen[DayOrder, DayWithTime]] = {field: Seen(ORDERS, read) for field in fields}
        self._open: set[str] = set()
        self.settled: dict[str, DayOrder] = {}
        self.learnt: dict[str, DayOrder] = {}
        self.refuted: set[str] = set()

    def note(self, own: Mapping[str, str]) -> None:
        """Let the days of a row count."""
        for field, seen in self._seen.items():
            text = own.get(field)
            if text and not is_iso(text):
                seen.note(text)

    def settle(self, answers: Mapping[str, DayOrder], kept: Mapping[str, DayOrder]) -> Iterator[FileQuestion]:
        """Find the order of each column: as it was answered, as all its days allow, or as it was kept; or ask."""
        for field, seen in self._seen.items():
            answer = answers.get(field) or answers.get("")
            fitting = seen.fitting
            if not seen.differing:
                continue
            if answer:
                self.learnt[field] = answer
            elif len(fitting) == 1:
                self.settled[field] = fitting[0]
                self.refuted |= {field} if kept.get(field, fitting[0]) != fitting[0] else set()
            elif fitting and seen.example(fitting) is None:
                self.settled[field] = fitting[0]  # whatever the order, they are the same days
            elif kept.get(field) in fitting:
                self.learnt[field] = kept[field]
            else:
                self._open.add(field)
                yield _question(field, seen, fitting)
        self.settled |= self.learnt

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


def _question(field: str, seen: Seen[DayOrder, DayWithTime], fitting: Sequence[DayOrder]) -> FileQuestion:
    """Ask for an order, with what the first day that tells them apart would be, or how many days each leaves out."""
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
