"""Of whom and as of which day these reports are, and what their figures rest on."""

from __future__ import annotations

from datetime import date, datetime
from math import isfinite
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.web.context import clock, parts, session
from api.web.periods import as_of_day
from api.web.shapes import Day, IntervalOut, Strict
from api.web.whose import WhoseQuery, whose
from api.work.kpis.whose import Whose, widest
from lms.effects.outcomes import Basis
from lms.errors import NotFound
from lms.figures.building import is_pending
from lms.figures.frames import FigureSet, FiguresMissingError
from lms.kpis.money import rates_on
from lms.kpis.scope import PeopleScope
from lms.people.access import Actor
from lms.statistics.intervals import Interval

# Who reads what became of people's work together: their managers, and leaders.
READERS = ("manager", "analyst", "admin")


class EffectsQuery(Strict):
    """Of a team or the company, if not given the widest that the asker has; and as of which day."""

    of: Literal["team", "company"] | None = None
    team_id: UUID | None = Field(None, description="with `of=team`; the asker's own team if not given")
    as_of: Day | None = Field(None, description="what held on this day, as far as it is known now; today if not given")


class EffectsBasisOut(BaseModel):
    """Whose figures these are, as of which day, in which currency, and when they were counted."""

    of: Literal["team", "company"]
    team_id: UUID | None
    name: str
    as_of: date
    currency: str
    counted_at: datetime
    is_pending: bool


def begin(who: Actor, query: EffectsQuery) -> tuple[Basis, Whose]:
    """Return what is compared, and whose it is; raises NotAllowed and NotFound for what isn't the asker's."""
    parts().journal.move(session())
    figures = parts().figures.current()
    of = query.of or ("team" if query.team_id else widest(who))
    if of == "me":
        raise NotFound("you manage no team; these reports are of teams and of the company")
    found = whose(WhoseQuery(of=of, team_id=query.team_id), figures)
    return basis_of(figures, as_of_day(query.as_of), found.scope), found


def basis_of(figures: FigureSet, as_of: date, scope: PeopleScope) -> Basis:
    """Return the basis of figures as of a day."""
    day = as_of.toordinal()
    return Basis(figures, rates_on(figures, day=day, currency=parts().config.currency), day, scope)


def known_figures() -> FigureSet | None:
    """Return the figures, None before any are counted."""
    try:
        return parts().figures.current()
    except FiguresMissingError:
        return None


def basis_out(basis: Basis, found: Whose) -> dict[str, Any]:
    """Return the fields of EffectsBasisOut."""
    return {
        "of": found.of,
        "team_id": found.id if found.of == "team" else None,
        "name": found.name,
        "as_of": date.fromordinal(basis.as_of),
        "currency": basis.rates.currency,
        "counted_at": datetime.fromisoformat(basis.figures.notes["counted_at"]),
        "is_pending": is_pending(session(), basis.figures, clock()),
    }


def interval_out(interval: Interval | None) -> IntervalOut | None:
    """Return an interval as the API shows it; None for none, and for one that leaves an end open."""
    if interval is None or not (isfinite(interval.low) and isfinite(interval.high)):
        return None
    return IntervalOut.model_validate(interval, from_attributes=True)
