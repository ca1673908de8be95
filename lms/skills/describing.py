"""Evidence described: what a piece is called, who rated, and what they wrote, for the evidence of one person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.people.directory import names_of
from lms.scoring.models import Assessment
from lms.skills.evidence import Evidence
from lms.skills.models import SkillRating
from lms.training.models import RegisteredCourse


@dataclass(frozen=True)
class Told:
    """A piece of evidence with its title; `note` is what who rated wrote beside it, `by` their name."""

    piece: Evidence
    title: str | None
    by: str | None
    note: str | None


def describe(session: Session, pieces: Sequence[Evidence]) -> list[Told]:
    """Return pieces with their titles, the latest first."""
    courses = _titles(session, RegisteredCourse.id, RegisteredCourse.title, _sources(pieces, "quiz", "certification"))
    cards = _sources(pieces, "scorecard", "peer_scorecard", "own_scorecard")
    calls = _titles(session, Assessment.id, Assessment.title, cards)
    notes = _titles(session, SkillRating.id, SkillRating.note, _sources(pieces, "manager_rating", "own_rating"))
    names = names_of(session, person_ids={piece.by_id for piece in pieces if piece.by_id})
    titles: dict[Any, str | None] = {**courses, **calls}
    told = (
        Told(piece, titles.get(piece.source_id), names.get(piece.by_id or UUID(int=0)), notes.get(piece.source_id))
        for piece in pieces
    )
    return sorted(told, key=lambda one: (-one.piece.day.toordinal(), str(one.piece.source_id), one.piece.kind))


def _sources(pieces: Iterable[Evidence], *kinds: str) -> set[UUID | str]:
    return {piece.source_id for piece in pieces if piece.kind in kinds}


def _titles(session: Session, key: Any, title: Any, ids: set[UUID | str]) -> Mapping[Any, str | None]:
    if not ids:
        return {}
    return {row[0]: row[1] for row in session.execute(select(key, title).where(key.in_(ids)))}
