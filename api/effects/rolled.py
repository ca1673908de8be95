"""Roll-outs as the API shows them: what was drawn, by name for who manages these people, and the reading."""

from __future__ import annotations

from datetime import date
from typing import Any

from api.effects.asking import basis_of, interval_out, known_figures
from api.effects.plans import ReadingOut, RollOutItem, RollOutOut, WaveOut
from api.web.context import actor, clock, parts, session
from api.web.shapes import PersonRef
from lms.effects.causal import say_as_drawn, say_power, say_reading
from lms.effects.models import RollOut, RollOutMember
from lms.effects.reading import RollOutReading, read_roll_out
from lms.effects.rolling_out import members_of, waves_of
from lms.kpis.registry import registry
from lms.kpis.scope import PeopleScope
from lms.people.access import visible_among
from lms.people.directory import names_of


def items_out(found: list[RollOut]) -> list[RollOutItem]:
    """Return roll-outs without what was drawn."""
    return [item_out(one) for one in found]


def item_out(found: RollOut) -> RollOutItem:
    """Return a roll-out without what was drawn."""
    return RollOutItem(**_facts(found))


def roll_out_out(found: RollOut) -> RollOutOut:
    """Return a roll-out with its waves and its reading."""
    members = members_of(session(), found)
    units = {one.unit_id: one.wave for one in members}
    first = sum(wave == 0 for wave in units.values())
    definition, currency = registry()[found.outcome], parts().config.currency
    said = say_power(
        found.detectable, definition, first=first, others=len(units) - first, unit=found.unit, currency=currency
    )
    return RollOutOut(
        **_facts(found),
        seed=found.seed,
        strata=found.strata.split(",") if found.strata else [],
        detectable=found.detectable,
        said_of_power=said,
        waves=_waves(found, members),
        reading=_reading(found),
        currency=currency,
    )


def _facts(found: RollOut) -> dict[str, Any]:
    who = [found.created_by_id, *([found.ended_by_id] if found.ended_by_id else [])]
    names = names_of(session(), person_ids=who)
    entry = parts().search.catalogue().by_id.get(found.subject_id)
    definition = registry()[found.outcome]
    own = {name: getattr(found, name) for name in RollOutItem.model_fields if hasattr(RollOut, name)}
    is_over = clock().day >= found.reading_on
    return own | {
        "subject_title": entry.title if entry else found.subject_id,
        "outcome_title": definition.title,
        "outcome_unit": definition.unit,
        "begins_on": waves_of(session(), found)[0].begins_on,
        "status": "ended" if found.ended_at else "readable" if is_over else "running",
        "created_by": names[found.created_by_id],
        "ended_by": names.get(found.ended_by_id) if found.ended_by_id else None,
    }


def _waves(found: RollOut, members: list[RollOutMember]) -> list[WaveOut]:
    ids = [one.person_id for one in members]
    seen = visible_among(session(), actor=actor(), person_ids=ids)
    names = names_of(session(), person_ids=seen)
    shown = []
    for wave in waves_of(session(), found):
        own = [one for one in members if one.wave == wave.number]
        people = [PersonRef(id=one.person_id, name=names[one.person_id]) for one in own if one.person_id in seen]
        shown.append(
            WaveOut(
                number=wave.number + 1,
                begins_on=wave.begins_on,
                assignment_id=wave.rule_id,
                units=len({one.unit_id for one in own}),
                people=sorted(people, key=lambda one: one.name),
                unseen=len(own) - len(people),
            )
        )
    return shown


def _reading(found: RollOut) -> ReadingOut:
    figures = known_figures()
    counted_on = date.fromordinal(figures.notes["day"]) if figures else date.min
    today = clock().day
    # What held on the reading day stays what was read, however late somebody asks.
    basis = basis_of(figures, found.reading_on, PeopleScope()) if figures else None
    reading = read_roll_out(session(), roll_out=found, basis=basis, today=today, counted_on=counted_on)
    definition, currency = registry()[found.outcome], parts().config.currency
    return ReadingOut(
        status=reading.status,
        **_numbers(reading),
        is_evidence=reading.is_evidence,
        drawn=list(reading.drawn),
        measured=list(reading.measured) if reading.measured else None,
        completed=list(reading.completed) if reading.completed else None,
        ratio_p=reading.ratio.p if reading.ratio else None,
        said=say_reading(reading, definition, reading_on=found.reading_on, currency=currency),
        said_of_drawn=say_as_drawn(reading, found.unit),
    )


def _numbers(reading: RollOutReading) -> dict[str, Any]:
    found = reading.found
    return {
        "difference": found.difference if found else None,
        "interval": interval_out(found.interval if found else None),
        "p": found.p if found else None,
        "explained": found.explained if found else None,
    }
