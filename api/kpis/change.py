"""Changes against the period before as the API shows them: of each KPI, and what is to be said of all together."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel

from api.work.kpis.changes import say_changes, say_verdict
from lms.kpis.changes import ChangeVerdict, FigureChange


class KpiChangeOut(BaseModel):
    """How the last figure changed against the one before; `verdict` is null where one of them has no interval.

    It `is_clear` where the two intervals have nothing in common. `said` is empty without a verdict.
    """

    verdict: ChangeVerdict | None
    is_clear: bool
    said: str

    @classmethod
    def of(cls, change: FigureChange | None) -> KpiChangeOut | None:
        """Return a change as the API shows it; None where one of the figures isn't measured."""
        if change is None:
            return None
        return cls(verdict=change.verdict, is_clear=change.is_clear, said=say_verdict(change))


class ChangesOut(BaseModel):
    """Of how many of the KPIs a change could be judged, and what is to be said of all of them together.

    `said` is empty where something stands out, `said_of_rule` where nothing could be judged.
    """

    compared: int
    said: str
    said_of_rule: str

    @classmethod
    def of(cls, changes: Iterable[FigureChange | None]) -> ChangesOut:
        """Return what is to be said of the changes."""
        found = say_changes(changes, before="the period before")
        return cls(compared=found.compared, said=found.nothing, said_of_rule=found.rule)
