"""Counts of who took part, for a manager: nobody by name."""

from __future__ import annotations

from pydantic import BaseModel

from lms.baselines.taking_part import TakingPart


class TakingPartOut(BaseModel):
    """How many reps the asker manages, how many of them began, and how many are through."""

    people: int
    begun: int
    finished: int

    @classmethod
    def of(cls, counted: TakingPart | None) -> TakingPartOut | None:
        """Return the counts as the API shows them; None for who manages nobody."""
        return None if counted is None else cls.model_validate(counted, from_attributes=True)
