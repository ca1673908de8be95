"""The sentences of randomised roll-outs: the one place where an effect may be said, since a lot decided who got it."""

from __future__ import annotations

from datetime import date

from lms.effects.amounts import say_count, say_outcome, say_p, say_range, say_size
from lms.effects.reading import RollOutReading
from lms.kpis.definition import Definition


def say_reading(reading: RollOutReading, definition: Definition, *, reading_on: date, currency: str) -> str:
    """Return what a roll-out says on a day: when it will be read, why it isn't, or what came out."""
    if reading.status == "not_yet":
        return f"It will be read on {reading_on:%-d %B %Y}, and not before: who looks every week finds chance."
    if reading.status == "ended_early":
        return "It was ended before the day on which it was to be read, so nothing is read of it."
    if reading.status == "stopped":
        return _say_stopped(reading)
    found = reading.found
    name = say_outcome(definition)
    if found is None:
        return f"Too few of those who were drawn have a {name} in these days, so nothing can be read."
    about = say_range(found.interval.low, found.interval.high, definition.unit, currency)
    if not reading.is_evidence:
        return f"No evidence of an effect on {name}: of those who got it first it is {about}, as by chance alone."
    verb = "raised" if found.difference > 0 else "lowered"
    return (
        f"Getting it first {verb} {name} by {say_size(found.difference, definition.unit, currency)}: {about} than with "
        f"those who hadn't got it ({say_p(found.p)}). Who got it first was decided by lot."
    )


def say_power(
    detectable: float | None, definition: Definition, *, first: int, others: int, unit: str, currency: str
) -> str:
    """Return the smallest difference that a roll-out would most likely show, as computed before it began."""
    if detectable is None:
        return "Too little is known of the months before to say what it could show."
    one, many = ("person", "people") if unit == "person" else ("team", "teams")
    size = say_size(detectable, definition.unit, currency)
    return (
        f"With {say_count(first, one, many)} first and {others:,} later only a change of {size} or more in "
        f"{say_outcome(definition)} would most likely be seen."
    )


def say_as_drawn(reading: RollOutReading, unit: str) -> str:
    """Return who is compared: everybody as drawn, whatever they did with it."""
    one, many = ("person", "people") if unit == "person" else ("team", "teams")
    drawn = f"{say_count(reading.drawn[0], one, many)} drawn first and {reading.drawn[1]:,} later are compared as drawn"
    if reading.completed is None:
        return f"{drawn}, whatever they did with it."
    return (
        f"{drawn}, whether they did the course or not: {reading.completed[0]:,} of the first and "
        f"{reading.completed[1]:,} of the others had done it by then."
    )


def _say_stopped(reading: RollOutReading) -> str:
    measured = reading.measured or (0, 0)
    return (
        f"Not read: of {reading.drawn[0]:,} drawn first {measured[0]:,} can be measured, of {reading.drawn[1]:,} "
        f"others {measured[1]:,}. Chance loses so unequal numbers less than once in a thousand times, so the two sides "
        f"are no longer what was drawn. Find out why before you trust any number."
    )
