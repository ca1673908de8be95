"""Words for rules by which sessions come again: "every 2 weeks on Monday, 10 times"; pure."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from lms.coaching.recurrence import RepeatRule

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PLACES = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last", -2: "last but one"}
_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month"}
_WORKING = [(None, day) for day in range(5)]


def say_rule(rule: RepeatRule, zone: ZoneInfo) -> str:
    """Return a rule in words, with the day of the zone on which it ends."""
    return f"{_often(rule)}{_on_days(rule)}{_ending(rule, zone)}"


def _often(rule: RepeatRule) -> str:
    unit = _UNITS[rule.parts["FREQ"]]
    if unit == "day" and rule.interval == 1 and rule.days:
        return "every week"
    return f"every {unit}" if rule.interval == 1 else f"every {rule.interval} {unit}s"


def _on_days(rule: RepeatRule) -> str:
    days = "working day" if rule.days == _WORKING else ""
    if rule.place is not None:
        return f" on the {_place(rule.place)} {days or _listed([WEEKDAYS[day] for _, day in rule.days], 'or')}"
    if days:
        return " on working days"
    if rule.days:
        named = [f"the {_place(place)} {WEEKDAYS[day]}" if place else WEEKDAYS[day] for place, day in rule.days]
        return f" on {_listed(named, 'and')}"
    if rule.month_days:
        named = ["the last day" if day == -1 else f"day {day}" for day in rule.month_days if day >= -1]
        named += [f"the last day but {-day - 1}" for day in rule.month_days if day < -1]
        return f" on {_listed(named, 'and')}"
    return ""


def _ending(rule: RepeatRule, zone: ZoneInfo) -> str:
    if rule.count is not None:
        return ", once" if rule.count == 1 else f", {rule.count} times"
    if rule.until is not None:
        day = rule.until.astimezone(zone)
        return f", until {day.day} {day:%b %Y}"
    return ""


def _place(number: int) -> str:
    return PLACES.get(number) or (f"{number}th" if number > 0 else f"{-number}th from the end")


def _listed(words: list[str], joint: str) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {joint} {words[-1]}"
