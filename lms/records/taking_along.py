"""Taking along: what was said between two people, as far as one of them has it on their own pages.

Of a session both see its plan, its texts and what came of it; private notes, drafts and comments are their writer's,
and a scorecard is the rep's too once it is shown to them. What another wrote for themselves is nobody's else to take.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from lms.coaching.actions.models import ActionEvent, ActionItem
from lms.coaching.models import CoachingSession, SessionEvent, SessionLink, SessionText
from lms.coaching.texts.cipher import Belongs, NotesCipher
from lms.errors import Unreadable
from lms.people.merges import records_of_one
from lms.records.giving_out import records_of, rows_of
from lms.schema import metadata
from lms.scoring.models import Assessment, CardComment, Score, Scorecard
from lms.scoring.sight import shown_to_rep

Condition = ColumnElement[bool]
# Whose rows somebody takes along, by the columns that name them.
OWN_BY = {
    "action_item": ("coach_id", "rep_id", "owner_id"),
    "advice_decision": ("person_id",),
    "agenda_point": ("rep_id", "coach_id"),
    "asked_need": ("person_id",),
    "assessment": ("rep_id", "opened_by_id"),
    "card_amendment": ("by_id",),
    "card_comment": ("author_id",),
    "coaching_session": ("coach_id", "rep_id"),
    "practice": ("person_id",),
    "rep_answer": ("author_id",),
    "rep_question": ("asker_id",),
    "scorecard": ("scorer_id",),
    "sender_profile": ("person_id",),
    "session_series": ("coach_id", "rep_id"),
    "session_text": ("writer_id",),
    "session_text_copy": ("by_id",),
    "session_text_version": ("by_id",),
    "skill_rating": ("person_id", "rater_id"),
}
# Tables of texts of which some are private, by the column that names the text.
_KEY_OF_TEXT = {"session_text": "id", "session_text_copy": "text_id", "session_text_version": "text_id"}


def own_records_of(
    session: Session, *, person_id: UUID, cipher: NotesCipher
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield what `records_of` does, then what was said between two and is this person's to take; raises NotFound."""
    yield from records_of(session, person_id=person_id)
    people = records_of_one(session, person_id=person_id)
    others = _others(people)
    for name in sorted(OWN_BY.keys() | others.keys()):
        table = metadata.tables[name]
        own = [table.c[column].in_(people) for column in OWN_BY.get(name, ())]
        rows = rows_of(session, table, or_(*own, others.get(name, false())))
        if name in _KEY_OF_TEXT:
            _open_private(session, rows, _KEY_OF_TEXT[name], people, cipher)
        if rows:
            yield name, rows


def _others(people: Sequence[UUID]) -> dict[str, Condition]:
    """Return for each table which rows beside their own somebody has on their pages, too."""
    sessions = select(CoachingSession.id).where(
        or_(CoachingSession.coach_id.in_(people), CoachingSession.rep_id.in_(people))
    )
    items = select(ActionItem.id).where(
        or_(*(getattr(ActionItem, column).in_(people) for column in OWN_BY["action_item"]))
    )
    shown = (
        select(Scorecard.id)
        .join(Assessment, Assessment.id == Scorecard.assessment_id)
        .where(Assessment.rep_id.in_(people), shown_to_rep())
    )
    written = select(Scorecard.id).where(Scorecard.scorer_id.in_(people))
    return {
        "action_event": ActionEvent.item_id.in_(items),
        "card_comment": or_(CardComment.card_id.in_(shown), CardComment.card_id.in_(written)),
        "score": or_(Score.card_id.in_(shown), Score.card_id.in_(written)),
        "scorecard": Scorecard.id.in_(shown),
        "session_event": SessionEvent.session_id.in_(sessions),
        "session_link": SessionLink.session_id.in_(sessions),
        "session_text": and_(SessionText.writer_id.is_(None), SessionText.session_id.in_(sessions)),
    }


def _open_private(
    session: Session, rows: list[dict[str, Any]], key: str, people: Sequence[UUID], cipher: NotesCipher
) -> None:
    """Open somebody's private texts; of one that can't be read it says why."""
    wanted = select(SessionText.id, SessionText.session_id, SessionText.writer_id)
    found = session.execute(wanted.where(SessionText.writer_id.in_(people)))
    belongs = {str(text_id): Belongs(session_id, writer_id) for text_id, session_id, writer_id in found if writer_id}
    for row in rows:
        if row[key] in belongs and row["text"]:
            try:
                row["text"] = cipher.open(row["text"], belongs[row[key]])
            except Unreadable as error:
                row["text"], row["unreadable"] = None, str(error)
