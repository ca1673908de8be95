"""Invented facts: what everybody was given, did, and how they stood; written as lines that both databases can load.

One line is one row, its columns in the order of COLUMNS with tabs between, as PostgreSQL's COPY reads them. Standings
are what `lms.training.timeline` makes of the facts. Assignments and events are in a file for each month, and their ids
begin with the time, so that they can be loaded in the order in which they would have been written.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.training.crowd import DAYS, SEED, Figure
from bench.training.library import LESSONS, RENEW_DAYS, Spec

from lms.training.facts import Begun, CourseHistory, Done, Duty, Pause
from lms.training.timeline import spans_of

COLUMNS = {
    "assignment": (
        "id", "rule_id", "person_id", "course_id", "round", "first_on", "assigned_on", "assigned_at", "due_on",
        "ended_on", "ended_at", "end_reason",
    ),
    "training_event": (
        "id", "person_id", "course_id", "course_version", "kind", "day", "at", "recorded_at", "recorded_by_id",
        "source", "lesson_id", "score", "valid_until", "renewable_from", "reference", "note",
    ),
    "standing": (
        "person_id", "course_id", "since", "until", "state", "is_assigned", "punctuality", "due_on", "completed_on",
        "valid_until",
    ),
}  # fmt: skip
NONE = "\\N"
DAY = 86_400
WORKING, IMPORTED, WAIVED = 0.285, 0.44, 0.445
FINISHING, RENEWING, RENEWING_LATE, REDOING = 0.93, 0.7, 0.85, 0.7
DUE_DAYS = (14, 30, 60, 90)


@dataclass(frozen=True)
class Given:
    """What a course's rule is: its id, its first day, and the days until it is due."""

    rule_id: str
    starts: int
    due_days: int


@dataclass
class _Pair:
    """What one person did in one course, as it is being made up; moments are seconds since the first day."""

    person: str
    course: Spec
    limit: int
    lines: list[tuple[int, str]] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)
    begun: list[Begun] = field(default_factory=list)
    waivers: list[Pause] = field(default_factory=list)


class Inventor:
    """Makes up the facts of some people and writes them into files of its own."""

    def __init__(self, first: date, courses: list[Spec], given: list[Given], folder: Path, part: int) -> None:
        """Begin files for the part of this number."""
        self._first, self._courses, self._given = first, courses, given
        self._base = int(datetime(first.year, first.month, first.day, tzinfo=UTC).timestamp())
        self._days: dict[int, date] = {}
        self._texts: dict[int, str] = {}
        self._folder, self._part = folder, part
        self._months: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._standings: list[str] = []
        self._dice = random.Random(f"{SEED} {part}")

    def write(self, figures: list[Figure]) -> dict[str, int]:
        """Make up and write all facts of people; returns the rows of each table."""
        for figure in sorted(figures, key=lambda one: one.id.hex):
            for course, given in zip(self._courses, self._given, strict=True):
                self._invent(figure, course, given)
        counts = {"standing": len(self._standings), "assignment": 0, "training_event": 0}
        (self._folder / f"standing.{self._part:04}").write_text("".join(self._standings), encoding="utf-8")
        for (table, month), lines in self._months.items():
            counts[table] += len(lines)
            (self._folder / f"{table}.{month}.{self._part:04}").write_text("".join(lines), encoding="utf-8")
        return counts

    def _invent(self, figure: Figure, course: Spec, given: Given) -> None:
        assigned = max(given.starts, figure.hired)
        if assigned >= DAYS or (figure.gone is not None and assigned >= figure.gone):
            return
        until = figure.gone if figure.gone is not None else DAYS
        pair = _Pair(figure.id.hex, course, until * DAY)
        self._live(pair, assigned)
        for moment, line in pair.lines:
            self._months["training_event", self._text(moment // DAY)[:7]].append(line)
        duty = self._assign(pair, given, assigned, figure.gone)
        history = CourseHistory(
            employed=((self._day(figure.hired), self._day(figure.gone) if figure.gone is not None else None),),
            duties=(duty,),
            completions=pair.done,
            waivers=pair.waivers,
            begun=pair.begun,
            changes=(course.change,) if course.change else (),
        )
        for span in spans_of(history):
            point = span.point
            values = (
                pair.person, course.id, span.since, span.until, int(point.state), int(point.is_assigned),
                int(point.punctuality), point.due_on or NONE, point.completed_on or NONE, point.valid_until or NONE,
            )  # fmt: skip
            self._standings.append("\t".join(map(str, values)) + "\n")

    def _live(self, pair: _Pair, assigned: int) -> None:
        """Let somebody do the course, bring a completion from elsewhere, be excused, or do nothing."""
        dice = self._dice
        lot, moment = dice.random(), assigned * DAY + dice.randrange(60 * DAY)
        if lot < WORKING:
            self._work(pair, moment, lessons=LESSONS if dice.random() < FINISHING else dice.randrange(LESSONS))
        elif lot < IMPORTED:
            self._complete(pair, moment, "imported", moment // DAY)
        elif lot < WAIVED and moment < pair.limit:
            day, last = moment // DAY, moment // DAY + 180
            pair.waivers.append(Pause(self._day(day), self._day(last + 1)))
            self._event(pair, moment, "waived", valid_until=last, note="does it already")

    def _work(
        self, pair: _Pair, moment: int, *, lessons: int, valid_from: int | None = None, quiz: bool = True
    ) -> None:
        """Begin, read lessons, try the quiz once or twice, complete; all of it as far as there is time."""
        dice = self._dice
        if moment >= pair.limit:
            return
        pair.begun.append(Begun(self._day(moment // DAY), self._version(pair, moment)))
        self._event(pair, moment, "started")
        for number in range(1, lessons + 1):
            moment += dice.randrange(60, 2 * DAY)
            if not self._event(pair, moment, "lesson_read", lesson=number):
                return
        if lessons not in {0, LESSONS} or (lessons == 0 and valid_from is None):
            return
        tries = dice.choice((1, 1, 2, 2)) if quiz else 0
        for left in reversed(range(tries)):
            moment += dice.randrange(60, 2 * DAY)
            if not self._event(pair, moment, "attempt", score=dice.choice((80, 100)) if left == 0 else 60):
                return
        moment += 1
        self._complete(pair, moment, "completed", max(valid_from or 0, moment // DAY))

    def _complete(self, pair: _Pair, moment: int, kind: str, valid_from: int) -> None:
        """Complete, and do what follows from it: renew what expires, do again what a new version asks for."""
        if moment >= pair.limit:
            return
        days = pair.course.valid_days
        last = valid_from + days if days else None
        opens = max(moment // DAY, last - RENEW_DAYS) if last is not None else None
        version = self._version(pair, moment)
        ends = (self._day(last), self._day(opens)) if last is not None and opens is not None else (None, None)
        pair.done.append(Done(self._day(moment // DAY), version, *ends))
        score = self._dice.choice((80, 90, 100))
        self._event(pair, moment, kind, score=score, valid_until=last, renewable_from=opens)
        if last is not None:
            self._renew(pair, last)
        elif pair.course.change is not None and version < pair.course.change.version:
            self._do_again(pair)

    def _renew(self, pair: _Pair, last: int) -> None:
        lot, dice = self._dice.random(), self._dice
        if lot < RENEWING:
            start = (last - RENEW_DAYS) * DAY + dice.randrange(20 * DAY)
            self._work(pair, start, lessons=0, valid_from=last)
        elif lot < RENEWING_LATE:
            start = (last + 1) * DAY + dice.randrange(40 * DAY)
            self._work(pair, start, lessons=0, valid_from=last)

    def _do_again(self, pair: _Pair) -> None:
        change = pair.course.change
        if change is not None and self._dice.random() < REDOING:
            start = ((change.since - self._first).days * DAY) + self._dice.randrange(40 * DAY)
            self._work(pair, start, lessons=LESSONS, quiz=change.asks == "retake")

    def _event(
        self,
        pair: _Pair,
        moment: int,
        kind: str,
        *,
        lesson: int | None = None,
        score: int | None = None,
        valid_until: int | None = None,
        renewable_from: int | None = None,
        note: str = NONE,
    ) -> bool:
        """Add an event; tells whether it happened before the period's end."""
        if moment >= pair.limit:
            return False
        at, id_, course = self._moment(moment), self._id(moment), pair.course.id
        is_imported = kind == "imported"
        values = (
            id_, pair.person, course, self._version(pair, moment), kind, self._text(moment // DAY), at, at,
            NONE if is_imported else pair.person, "list" if is_imported else "site",
            f"{course}-lesson-{lesson}" if lesson else NONE, NONE if score is None else score,
            NONE if valid_until is None else self._text(valid_until),
            NONE if renewable_from is None else self._text(renewable_from),
            f"old-{id_}" if is_imported else NONE, note,
        )  # fmt: skip
        pair.lines.append((moment, "\t".join(map(str, values)) + "\n"))
        return True

    def _assign(self, pair: _Pair, given: Given, assigned: int, gone: int | None) -> Duty:
        day, due = self._text(assigned), assigned + given.due_days
        ended = (NONE, NONE, NONE)
        if gone is not None:
            ended = (self._text(gone), self._moment(gone * DAY), "the rule no longer applies")
        moment = assigned * DAY + 3600
        values = (
            self._id(moment), given.rule_id, pair.person, pair.course.id, "1", day, day, self._moment(moment),
            self._text(due), *ended,
        )  # fmt: skip
        self._months["assignment", day[:7]].append("\t".join(values) + "\n")
        return Duty(self._day(assigned), self._day(due), None, self._day(gone) if gone is not None else None)

    def _version(self, pair: _Pair, moment: int) -> int:
        change = pair.course.change
        return 1 if change is None or self._day(moment // DAY) < change.since else change.version

    def _id(self, moment: int) -> str:
        """Return an id of version 7 that sorts by the moment."""
        bits = self._dice.getrandbits(74)
        return f"{1000 * (self._base + moment):012x}7{bits & 0xFFF:03x}{8 + (bits >> 12 & 3):x}{bits >> 14:015x}"

    def _moment(self, moment: int) -> str:
        day, second = divmod(moment, DAY)
        return f"{self._text(day)} {second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.000000"

    def _day(self, number: int) -> date:
        found = self._days.get(number)
        if found is None:
            found = self._days[number] = self._first + timedelta(days=number)
        return found

    def _text(self, number: int) -> str:
        found = self._texts.get(number)
        if found is None:
            found = self._texts[number] = self._day(number).isoformat()
        return found
