"""What a database knew of ended rules before 0007 says by whose decision assignments ended, and can be taken back."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from api.web.database import alembic
from lms.training.ending import end_rule
from lms.training.models import Assignment
from support.factories import Cast
from support.learning import give, on, reapply


def test_who_ended_what_is_known_after_0007(session: Session, cast: Cast) -> None:
    """Of a rule that was ended for all; the table is what it was, on the way back and here again."""
    for who, people in ((cast.max, [cast.ada.id]), (cast.nadia, [cast.ada.id, cast.olga.id])):
        rule = give(session, who, people)
        end_rule(session, actor=cast.max.actor, rule_id=rule.id, now=on(1))
        reapply(session, rule, on(1))
    before = _shape(session)
    _move(session, "0006")
    assert "ended_by_id" not in {
        column["name"] for column in sa.inspect(session.connection()).get_columns("assignment")
    }
    _move(session, "0007")
    assert _shape(session) == before
    found = session.execute(sa.select(Assignment.end_reason, Assignment.ended_by_id).order_by(Assignment.id)).all()
    assert found == [("the rule ended", cast.max.id), ("the rule ended for the team", None), (None, None)]


def _shape(session: Session) -> list[str]:
    """Return the indexes of assignments, with what they leave out, and what the table refers to."""
    inspector = sa.inspect(session.connection())
    found = [
        f"{index['name']} {index['column_names']} {[*map(str, index.get('dialect_options', {}).values())]}"
        for index in inspector.get_indexes("assignment")
    ]
    keys = inspector.get_foreign_keys("assignment")
    return sorted(found + [f"{key['constrained_columns']} {key['referred_table']}" for key in keys])


def _move(session: Session, revision: str) -> None:
    """Bring the database to a revision, with no transaction of ours in the way."""
    session.commit()
    session.expunge_all()
    current = max(script.revision for script in alembic.current())
    (alembic.upgrade if revision > current else alembic.downgrade)(revision)
