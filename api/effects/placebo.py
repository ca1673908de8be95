"""Random halves of the same people, to hold any difference against."""

from __future__ import annotations

from datetime import date

from flask import Blueprint
from pydantic import BaseModel

from api.effects.asking import READERS, EffectsBasisOut, EffectsQuery, basis_out, begin, interval_out
from api.web.auth import allow
from api.web.context import actor
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import IntervalOut
from lms.effects import wording
from lms.effects.placebo import PlaceboReport, placebo_report
from lms.kpis.definition import KpiUnit
from lms.kpis.registry import registry
from lms.statistics.effects.placebo import PlaceboPanel

blueprint = Blueprint("effects_placebo", __name__, url_prefix=f"{PREFIX}/effects")


class HalvesOut(BaseModel):
    """What random halves show: the range of 95 of 100 differences, also as shares of the other half where that can be.

    `significant` is the share of splits that a test at 5 % would take for an effect.
    """

    outcome: str
    title: str
    unit: KpiUnit
    difference: IntervalOut | None
    uplift: IntervalOut | None
    significant: float | None
    said: str

    @classmethod
    def of(cls, outcome: str, panel: PlaceboPanel | None, report: PlaceboReport, currency: str) -> HalvesOut:
        """Return the halves as the API shows them."""
        definition = registry()[outcome]
        return cls(
            outcome=outcome,
            title=definition.title,
            unit=definition.unit,
            difference=interval_out(panel.difference if panel else None),
            uplift=interval_out(panel.uplift if panel else None),
            significant=panel.significant if panel else None,
            said=wording.say_halves(panel, definition, report, currency),
        )


class PlaceboOut(EffectsBasisOut):
    """Random halves of everybody who closed deals, and whether these people differ in their win rates at all."""

    first_day: date | None
    last_day: date | None
    people: int
    deals: int
    draws: int
    halves: list[HalvesOut]
    differing_p: float | None
    said_of_people: str


@blueprint.get("/placebo")
@allow(*READERS)
@spec.validate(resp=answers(404, 409, 503, HTTP_200=PlaceboOut), tags=["effects"])
def placebo(query: EffectsQuery) -> Answer:
    """Split the same people into halves by lot, again and again, and say how far apart such halves lie."""
    basis, found = begin(actor(), query)
    report = placebo_report(basis)
    currency = basis.rates.currency
    return PlaceboOut(
        **basis_out(basis, found),
        **{name: getattr(report, name) for name in ("first_day", "last_day", "people", "deals", "draws")},
        halves=[
            HalvesOut.of("win_rate", report.win_rate, report, currency),
            HalvesOut.of("won_value", report.won_value, report, currency),
        ],
        differing_p=report.differing.p if report.differing else None,
        said_of_people=wording.say_differing(report),
    )
