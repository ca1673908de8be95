"""Coached against not coached: how reps' scores moved on skills that were coached, beside their other skills."""

from __future__ import annotations

from typing import Literal

from flask import Blueprint

from api.effects.asking import READERS, EffectsBasisOut, EffectsQuery, basis_out, begin, interval_out
from api.web.auth import allow
from api.web.context import actor
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import IntervalOut
from lms.effects import wording
from lms.effects.coached import LEAST_REPS, WINDOW_DAYS, coached_report

blueprint = Blueprint("effects_of_coaching", __name__, url_prefix=f"{PREFIX}/effects")


class CoachedOut(EffectsBasisOut):
    """What went with coaching on a skill: changes are shares of a criterion's levels, means over `pairs` reps.

    `difference` is of each rep with themselves: the change on skills that were coached less that on their others, in
    the same days. All are null of fewer than `least_n` reps. `said` says it, and `caveat` what it doesn't show.
    """

    status: Literal["measured", "insufficient_data"]
    coached: int
    pairs: int
    skills: int
    least_n: int
    window_days: int
    on_coached: float | None
    on_others: float | None
    difference: float | None
    interval: IntervalOut | None
    is_clear: bool
    said: str
    caveat: str


@blueprint.get("/coaching")
@allow(*READERS)
@spec.validate(resp=answers(404, 409, 503, HTTP_200=CoachedOut), tags=["effects"])
def effects_of_coaching(query: EffectsQuery) -> Answer:
    """Compare scores on skills that were coached with the same reps' other skills, without anybody's name."""
    basis, found = begin(actor(), query)
    report = coached_report(basis)
    return CoachedOut(
        **basis_out(basis, found),
        status="insufficient_data" if report.difference is None else "measured",
        coached=report.coached,
        pairs=report.pairs,
        skills=report.skills,
        least_n=LEAST_REPS,
        window_days=WINDOW_DAYS,
        on_coached=report.on_coached,
        on_others=report.on_others,
        difference=report.difference,
        interval=interval_out(report.interval),
        is_clear=report.is_clear,
        said=wording.say_coached(report),
        caveat=wording.COACHED_WERE_CHOSEN,
    )
