"""The registry over HTTP: what each KPI is, before any figure."""

from __future__ import annotations

from flask import Blueprint
from pydantic import BaseModel

from api.kpis.known import known_kpis
from api.web.auth import SIGNED_IN, allow
from api.web.documentation import PREFIX, Answer, answers, spec
from lms.kpis.definition import BetterWhen, Definition, KpiGroup, KpiUnit, MeasureKind

blueprint = Blueprint("kpi_definitions", __name__, url_prefix=PREFIX)


class DefinitionOut(BaseModel):
    """What a KPI is: the question it answers, how it is computed, and what it must not be taken for.

    One that `is_of_whole_periods` speaks of all days of a period also while it isn't over.
    """

    name: str
    title: str
    group: KpiGroup
    question: str
    formula: str
    unit: KpiUnit
    measure: MeasureKind
    direction: BetterWhen
    timing: str
    needs: list[str]
    least_n: int
    n_means: str
    method: str
    traps: list[str]
    assumptions: list[str]
    source: str
    dimensions: list[str]
    is_of_whole_periods: bool

    @classmethod
    def of(cls, definition: Definition) -> DefinitionOut:
        """Return a definition as the API shows it."""
        return cls.model_validate({name: getattr(definition, name) for name in cls.model_fields})


class DefinitionsOut(BaseModel):
    """All KPIs, in the order of groups and titles."""

    items: list[DefinitionOut]


@blueprint.get("/kpis/definitions")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=DefinitionsOut), tags=["kpis"])
def kpi_definitions() -> Answer:
    """List the KPIs, each with its question, formula, method and traps."""
    return DefinitionsOut(items=[DefinitionOut.of(definition) for definition in known_kpis().values()])
