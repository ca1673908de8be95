"""Calendars of working days: the weekends and public holidays of a country, or of a part of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from threading import Lock

from lms.errors import Conflict

_SATURDAY = 5


@cache
def working_days(country: str | None, part: str | None = None) -> Callable[[date], bool]:
    """Return what tells whether a day is one of work in a country (ISO 3166, as `DE`) or a part of it (as `BY`).

    Without a country all days are but Saturdays and Sundays; so they are for one that is known no more.
    """
    import holidays  # takes a while to import, and few requests need it

    if country is None or country not in countries():
        return lambda day: day.weekday() < _SATURDAY
    known_part = part if part in countries()[country] else None
    calendar = holidays.country_holidays(country, subdiv=known_part)
    turn = Lock()

    def is_working_day(day: date) -> bool:
        with turn:  # it fills in a year when it is first asked for one, and another thread would read half of it
            return bool(calendar.is_working_day(day))

    return is_working_day


@cache
def countries() -> dict[str, tuple[str, ...]]:
    """Return the countries whose holidays are known, each with its parts that have holidays of their own."""
    import holidays

    found = holidays.list_supported_countries(include_aliases=False)
    return {country: tuple(parts) for country, parts in found.items()}


def check_country(country: str | None, part: str | None) -> None:
    """Refuse a country whose holidays nobody knows, and a part that it doesn't have."""
    if country is None:
        if part is not None:
            raise Conflict("say which country this is a part of", field="contact/country")
        return
    if country not in countries():
        raise Conflict(f"no holidays are known of `{country}`; use a code such as DE", field="contact/country")
    if part is not None and part not in countries()[country]:
        known = ", ".join(countries()[country]) or "none"
        raise Conflict(f"`{part}` is no part of {country} with holidays of its own: {known}", field="contact/part")
