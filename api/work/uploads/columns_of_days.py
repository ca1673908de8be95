"""Columns of days: the order in which all of a column are written, asked for where it isn't plain and never guessed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from api.work.uploads.days import ORDERS, DayOrder, read_day
from api.work.uploads.proposal import Choice, FileQuestion

ORDER_WORDS: dict[DayOrder, str] = {"dmy": "day, month, year", "mdy": "month, day, year", "ymd": "year, month, day"}


class DayColumns:
    """The columns of days of one file; `settled` are their orders, `learnt` what was said of the header.

    What a file shows by itself says nothing of the next one's days; `refuted` are the fields in which it shows another
    order than was said.
    """

    def __init__(self, fields: Collection[str], zone: ZoneInfo, *, is_old_mac: bool) -> None:
        """Begin knowing nothing."""
        self._fields = fields
        self._zone = zone
        self._is_old_mac = is_old_mac
        self._read: dict[str, dict[DayOrder, date]] = {}
        self._open: set[str] = set()
        self.settled: dict[str, DayOrder] = {}
        self.learnt: dict[str, DayOrder] = {}
        self.refuted: set[str] = set()

    def settle(
        self, rows: Sequence[Mapping[str, str]], answers: Mapping[str, DayOrder], kept: Mapping[str, DayOrder]
    ) -> Iterator[FileQuestion]:
        """Find the order of each column: as it was answered, as all its days allow, or as it was kept; or ask."""
        for field in self._fields:
            texts = dict.fromkeys(row[field] for row in rows if row.get(field))
            days = {text: found for text in texts if (found := self._days(text))}
            differing = {text: found for text, found in days.items() if len(found) < len(ORDERS) or _differs(found)}
            fitting = [order for order in ORDERS if all(order in found for found in differing.values())]
            answer = answers.get(field) or answers.get("")
            if not differing:
                continue
            if answer:
                self.learnt[field] = answer
            elif len(fitting) == 1:
                self.settled[field] = fitting[0]
                self.refuted |= {field} if kept.get(field, fitting[0]) != fitting[0] else set()
            elif fitting and not any(_differs(found, fitting) for found in differing.values()):
                self.settled[field] = fitting[0]  # whatever the order, they are the same days
            elif kept.get(field) in fitting:
                self.learnt[field] = kept[field]
            else:
                self._open.add(field)
                yield _question(field, differing, fitting)
        self.settled |= self.learnt

    def read(self, own: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        """Return the cells of a row with its days as ISO text, and what is wrong with those that are none."""
        values, wrong = dict(own), {}
        for field in self._fields:
            text = values.get(field)
            if text:
                found = self._days(text)
                order = self.settled.get(field) or ORDERS[0]
                if order in found:
                    values[field] = found[order].isoformat()
                else:
                    del values[field]
                    wrong[field] = _say(text, order if found else None)
        return values, wrong

    def shown(self, own: Mapping[str, str]) -> dict[str, str]:
        """Return the cells of a row as they would be read, and as they are written where that isn't known."""
        values = self.read(own)[0]
        return {name: text if name in self._open else values.get(name, text) for name, text in own.items()}

    def _days(self, text: str) -> dict[DayOrder, date]:
        if text not in self._read:
            self._read[text] = read_day(text, zone=self._zone, is_old_mac=self._is_old_mac)
        return self._read[text]


def _differs(found: Mapping[DayOrder, date], orders: Collection[DayOrder] = ORDERS) -> bool:
    return len({day for order, day in found.items() if order in orders}) > 1


def _question(
    field: str, differing: Mapping[str, Mapping[DayOrder, date]], fitting: Sequence[DayOrder]
) -> FileQuestion:
    """Ask for an order, with what the first day that tells them apart would be, or how many days each leaves out."""
    if fitting:
        example = next(text for text, found in differing.items() if _differs(found, fitting))
        choices = tuple(
            Choice(order, f"{ORDER_WORDS[order]}: {example[:80]} is {_long(differing[example][order])}")
            for order in fitting
        )
        return FileQuestion(
            "days", field, f"every day of `{field}` can be read in several ways: which is right?", choices
        )
    choices = tuple(
        Choice(order, f"{ORDER_WORDS[order]}: {len(differing) - fits:,} of the days can't be read")
        for order in ORDERS
        if (fits := sum(order in found for found in differing.values()))
    )
    return FileQuestion(
        "days", field, f"the days of `{field}` are written in several orders: which one is meant?", choices
    )


def _long(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _say(text: str, order: DayOrder | None) -> str:
    written = f"`{text[:80]}` is no day"
    return f"{written} in the order {ORDER_WORDS[order]}; write 2026-05-31" if order else f"{written}; write 2026-05-31"
