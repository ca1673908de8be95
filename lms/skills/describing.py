"""Evidence described: what a piece is called, who rated, and what they wrote, for the evidence of one person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.people.directory import names_of
from lms.scoring.models import Assessment
from lms.skills.evidence import Evidence, EvidenceKind
from lms.skills.models import SkillRating
from lms.training.models import RegisteredCourse

OF_CALLS: frozenset[EvidenceKind] = frozenset({"scorecard", "peer_scorecard", "own_scorecard"})
OF_COURSES: frozenset[EvidenceKind] = frozenset({"quiz", "certification"})
_BY_ID = {"call": OF_CALLS, "rating": frozenset({"manager_rating", "own_rating"})}


@dataclass(frozen=True)
class Told:
    """A piece of evidence with its title; `note` is what who rated wrote beside it, `by` their name."""

    piece: Evidence
    title: str | None
    by: str | None
    note: str | None


def describe(session: Session, pieces: Sequence[Evidence]) -> list[Told]:
    """Return pieces with their titles, the latest first."""
    courses = _titles(session, RegisteredCourse.id, RegisteredCourse.title, {one.source_id for one in pieces})
    ids = {kind: {UUID(one.source_id) for one in pieces if one.kind in kinds} for kind, kinds in _BY_ID.items()}
    titles = courses | {
        id_.hex: title for id_, title in _titles(session, Assessment.id, Assessment.title, ids["call"]).items()
    }
    notes = {id_.hex: note for id_, note in _titles(session, SkillRating.id, SkillRating.note, ids["rating"]).items()}
    names = names_of(session, person_ids={one.by_id for one in pieces if one.by_id})
    told = []
    for piece in pieces:
        key = piece.source_id if piece.kind in OF_COURSES else UUID(piece.source_id).hex
        by = names.get(piece.by_id) if piece.by_id else None
        told.append(Told(piece, titles.get(key), by, notes.get(key)))
    return sorted(told, key=lambda one: (-one.piece.day.toordinal(), one.piece.source_id, one.piece.kind))


def _titles(session: Session, key: Any, title: Any, ids: Collection[object]) -> dict[Any, Any]:
    if not ids:
        return {}
    return {row[0]: row[1] for row in session.execute(select(key, title).where(key.in_(ids)))}
