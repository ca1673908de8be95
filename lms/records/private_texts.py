"""Private texts of two records that become one: closed for the other one, because each opens only to its writer."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.coaching.models import SessionText
from lms.coaching.texts.cipher import Belongs, NotesCipher
from lms.coaching.texts.reclosing import TABLES
from lms.errors import Unreadable
from lms.people.merges import MergedRow


def hand_over(session: Session, *, merge_id: UUID, from_id: UUID, to_id: UUID, cipher: NotesCipher) -> None:
    """Close the private texts that a merge moves for who has them from now on; what no key opens stays as it is."""
    of_merge = select(MergedRow.key).where(MergedRow.merge_id == merge_id, MergedRow.column_name == "writer_id")
    keys = session.scalars(of_merge.where(MergedRow.table_name == SessionText.__tablename__))
    for text_id in [UUID(key[0]) for key in keys]:
        session_id = session.scalars(select(SessionText.session_id).where(SessionText.id == text_id)).one()
        for table in TABLES:
            of = table.id if table is SessionText else table.text_id
            for row in session.scalars(select(table).where(of == text_id, table.text != "")):
                try:
                    opened = cipher.open(row.text, Belongs(session_id, from_id))
                    row.text = cipher.close(opened, Belongs(session_id, to_id))
                except Unreadable:
                    continue
    session.flush()
