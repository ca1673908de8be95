"""Events of a series: one that comes again by its rule, without what was dropped, and one for each that differs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Event
from icalendar.prop import vRecur

from api.work.calendars.sessions import Reader, coaching_url, described, session_event, uid_of
from lms.coaching.recurrence import RepeatRule, occurrences, read_rule
from lms.notices.appointments import Appointment, Recurring


@dataclass
class Unrolled:
    """How a series goes: what its clock shows at the first occurrence that is kept, and what became of the others.

    `shown` has each occurrence that is known by its moment, `skipped` counts those before the first. `alone` are
    sessions that its rule doesn't know any more. One that `goes_on` has occurrences for which no session is made yet.
    """

    series: Recurring
    first: datetime | None = None
    skipped: int = 0
    goes_on: bool = False
    dropped: list[datetime] = field(default_factory=list)
    kept: dict[datetime, Appointment] = field(default_factory=dict)
    shown: dict[datetime, datetime] = field(default_factory=dict)
    alone: list[Appointment] = field(default_factory=list)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone on whose clock it comes."""
        return ZoneInfo(self.series.zone)

    @property
    def standing(self) -> str:
        """Whether it is agreed; what differs from that says so for itself."""
        return "CONFIRMED" if self.series.is_agreed else "TENTATIVE"

    def clock_at(self, one: Appointment) -> datetime:
        """Return what the clock shows when the rule would have a session, or would have had it."""
        if one.recurs_at is None:
            raise ValueError("a session that is alone has no place in a series")
        return self.shown.get(one.recurs_at) or one.recurs_at.astimezone(self.zone).replace(tzinfo=None)

    def differs(self, one: Appointment) -> bool:
        """Tell whether a session isn't what the rule and the series say of it."""
        series = self.series
        said = series.minutes, series.kind, series.topic, series.place, self.standing
        is_same = (one.minutes, one.kind, one.topic, one.place, one.standing) == said
        return one.scheduled_at != one.recurs_at or not is_same


def unrolled(series: Recurring) -> Unrolled:
    """Return how a series goes, from the first of its sessions that were read."""
    sessions = {one.recurs_at: one for one in series.sessions if one.recurs_at and one.status != "cancelled"}
    last = max([series.made_until, *(one.recurs_at for one in series.sessions if one.recurs_at)])
    roll = Unrolled(series)
    starts_at = datetime.fromisoformat(series.starts_at)
    for shown, at in occurrences(read_rule(series.rule), starts_at=starts_at, zone=roll.zone):
        # Beyond what was made everything is as the rule says, so one is enough.
        roll.goes_on = at > last and series.ended_at is None
        if at > last and (roll.first is not None or series.ended_at):
            break
        roll.shown[at] = shown
        is_kept = at in sessions or at > last
        if is_kept and at in sessions:
            roll.kept[shown] = sessions.pop(at)
        if is_kept and roll.first is None:
            roll.first = shown
        elif roll.first is None:
            roll.skipped += 1
        elif not is_kept:
            roll.dropped.append(shown)
    roll.alone = sorted(sessions.values(), key=lambda one: one.scheduled_at)
    return roll


def series_events(roll: Unrolled, to: Reader) -> list[Event]:
    """Return the event that comes again and those that differ, and what the rule doesn't know any more."""
    found = [] if roll.first is None else [_recurring_event(roll, roll.first, to)]
    found += [occurrence_event(roll, one, to) for one in roll.kept.values() if roll.differs(one)]
    return found + [session_event(one, to) for one in roll.alone]


def occurrence_event(roll: Unrolled, one: Appointment, to: Reader) -> Event:
    """Return the event of one session of a series, which takes the place of what the rule says.

    Its sequence is never behind that of the series: it would be taken for older than what the rule made of it.
    """
    event = described(one, to)
    event.add("uid", uid_of(roll.series.id))
    event.add("recurrence-id", _at(roll.clock_at(one), roll.zone))
    event.add("sequence", roll.series.sequence + one.sequence)
    event.add("dtstart", _on_clock(one.scheduled_at, roll.zone))
    event.add("dtend", _on_clock(one.ends_at, roll.zone))
    event.add("status", one.standing)
    return event


def ended_event(series: Recurring, to: Reader) -> Event:
    """Return the event of a series of which nothing is left."""
    zone = ZoneInfo(series.zone)
    event = _begun(series, datetime.fromisoformat(series.starts_at), zone, to)
    event.add("rrule", vRecur.from_ical(series.rule))
    event.add("status", "CANCELLED")
    return event


def _recurring_event(roll: Unrolled, first: datetime, to: Reader) -> Event:
    series = roll.series
    event = _begun(series, first, roll.zone, to)
    event.add("rrule", vRecur.from_ical(_rest(roll).text))
    dropped = [shown for shown in roll.dropped if not series.ended_at or shown < max(roll.kept)]
    if dropped:
        event.add("exdate", [_at(shown, roll.zone) for shown in dropped])
    event.add("status", roll.standing)
    # What was dropped or came back changes it too.
    for name in ("dtstamp", "last-modified"):
        del event[name]
        event.add(name, max([series.changed_at, *(one.changed_at for one in series.sessions)]))
    return event


def _begun(series: Recurring, first: datetime, zone: ZoneInfo, to: Reader) -> Event:
    event = described(series, to)
    event.add("uid", uid_of(series.id))
    event.add("sequence", series.sequence)
    event.add("url", coaching_url(to.home))
    event.add("dtstart", _at(first, zone))
    event.add("dtend", _at(first + timedelta(minutes=series.minutes), zone))
    return event


def _rest(roll: Unrolled) -> RepeatRule:
    """Return the rule of what is left of a series: so many times less as were skipped, and no later than it ended."""
    rule = read_rule(roll.series.rule)
    if roll.series.ended_at:
        return rule.ended(_moment(max(roll.kept), roll.zone))
    return rule if rule.count is None else rule.counted(rule.count - roll.skipped)


def _moment(shown: datetime, zone: ZoneInfo) -> datetime:
    return _at(shown, zone).astimezone(UTC)


def _at(shown: datetime, zone: ZoneInfo) -> datetime:
    return shown.replace(tzinfo=zone)


def _on_clock(at: datetime, zone: ZoneInfo) -> datetime:
    """Return a moment as a clock shows it, or in UTC where the clock shows the same again and this is the second."""
    local = at.astimezone(zone)
    return at if local.fold else local
