"""The migrations make exactly the tables that the models describe, on both databases, and lose nothing on the way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from api.web.database import alembic, upgrade
from config import ConfigError
from lms.usage.models import OpenEvent, SearchEvent, UseEvent
from support.factories import MONDAY, Cast

TYPED, PLAIN, OPENED, BOOKMARK = (UUID(int=number) for number in (1, 2, 3, 4))
# The tables as revision 0001 made them.
SEARCHES = sa.table(
    "search_event",
    sa.column("id", sa.Uuid()),
    sa.column("person_id", sa.Uuid()),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("query", sa.String()),
    sa.column("type", sa.String()),
    sa.column("was_typing", sa.Boolean()),
    sa.column("hits", sa.Integer()),
    sa.column("took_ms", sa.Float()),
)


def test_the_migrations_make_what_the_models_say(app: Flask) -> None:
    """Alembic finds nothing to add or to change."""
    assert alembic.compare_metadata() == []


def test_there_is_one_newest_migration_and_the_database_has_it(app: Flask) -> None:
    """Two heads would leave it open which schema is right."""
    assert [script.revision for script in alembic.heads()] == [script.revision for script in alembic.current()]
    assert len(alembic.heads()) == 1


def test_an_older_program_leaves_a_newer_database_alone(app: Flask, session: Session) -> None:
    """It says so in one line, and changes nothing."""
    session.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    session.commit()
    with pytest.raises(ConfigError, match="schema 9999 of a newer version, and this one knows them up to 00"):
        upgrade(app)
    assert session.scalars(sa.text("SELECT version_num FROM alembic_version")).all() == ["9999"]
    session.commit()


@pytest.fixture
def first(session: Session, cast: Cast) -> Session:
    """A database at revision 0001 in which Ada searched with a type and without, opened a page, and used it."""
    _move(session, "0001")
    known = {"person_id": cast.ada.id, "was_typing": False, "hits": 3, "took_ms": 1.5}
    rows: list[dict[str, Any]] = [
        {"id": TYPED, "at": MONDAY, "query": "price type:deck", "type": "deck", **known},
        {"id": PLAIN, "at": MONDAY + timedelta(minutes=1), "query": "cena", "type": None, **known},
    ]
    session.execute(SEARCHES.insert(), rows)
    for open_id, search_id in ((OPENED, TYPED), (BOOKMARK, None)):
        session.add(OpenEvent(id=open_id, person_id=cast.ada.id, at=MONDAY, page_id="p", search_id=search_id))
    session.flush()
    session.add(UseEvent(open_id=OPENED, kind="read", at=MONDAY))
    session.commit()
    return session


def test_what_was_recorded_before_0002_is_kept(first: Session, cast: Cast) -> None:
    """The type of a search becomes its filter, and opens and uses still lead to it."""
    _move(first, "0002")
    typed, plain = first.scalars(sa.select(SearchEvent).order_by(SearchEvent.at)).all()
    assert (typed.id, typed.person_id, typed.at) == (TYPED, cast.ada.id, MONDAY)
    assert (typed.query, typed.filters, typed.hits, typed.took_ms) == ("price type:deck", {"type": ["deck"]}, 3, 1.5)
    assert (typed.session_id, typed.normal, typed.language, typed.page) == (None, "", None, 1)
    assert (plain.query, plain.filters) == ("cena", {})
    _check_opens(first)
    _check_references(first)


def test_0002_can_be_taken_back_and_made_again(first: Session) -> None:
    """Searches, opens and uses with a person survive both."""
    _move(first, "0002")
    _move(first, "0001")
    rows = first.execute(sa.select(SEARCHES.c.query, SEARCHES.c.type).order_by(SEARCHES.c.at)).all()
    assert rows == [("price type:deck", "deck"), ("cena", None)]
    _check_opens(first)
    _move(first, "0002")
    queries = first.execute(sa.select(SearchEvent.query, SearchEvent.filters).order_by(SearchEvent.at)).all()
    assert queries == [("price type:deck", {"type": ["deck"]}), ("cena", {})]
    _check_opens(first)
    _check_references(first)


def test_taking_0002_back_loses_events_without_a_person_and_nothing_else(first: Session, cast: Cast) -> None:
    """The older tables have no room for them; an open that followed such a search stays."""
    _move(first, "0002")
    nobodys = SearchEvent(at=MONDAY, query="rabat", was_typing=False, hits=1, took_ms=1.0)
    first.add(nobodys)
    first.flush()
    first.add(OpenEvent(person_id=cast.ada.id, at=MONDAY, page_id="kept", search_id=nobodys.id))
    gone = OpenEvent(at=MONDAY, page_id="gone", search_id=TYPED)
    first.add(gone)
    first.flush()
    first.add(UseEvent(open_id=gone.id, kind="read", at=MONDAY))
    first.commit()
    _move(first, "0001")
    assert set(first.scalars(sa.select(SEARCHES.c.query))) == {"price type:deck", "cena"}
    opens = first.execute(sa.select(OpenEvent.page_id, OpenEvent.search_id).order_by(OpenEvent.page_id)).all()
    assert sorted(opens, key=str) == sorted([("kept", None), ("p", TYPED), ("p", None)], key=str)
    assert first.scalars(sa.select(UseEvent.open_id)).all() == [OPENED]


def test_the_older_tables_are_what_they_were_after_0002_was_taken_back(first: Session) -> None:
    """Columns, what may be missing in them, and indexes."""
    before = _shape(first)
    _move(first, "0002")
    _move(first, "0001")
    assert _shape(first) == before


def _move(session: Session, revision: str) -> None:
    """Bring the database to a revision, with no transaction of ours in the way."""
    session.commit()
    session.expunge_all()
    current = {script.revision for script in alembic.current()}
    (alembic.upgrade if revision > max(current) else alembic.downgrade)(revision)
    assert [script.revision for script in alembic.current()] == [revision]


def _check_opens(session: Session) -> None:
    opens = session.execute(sa.select(OpenEvent.id, OpenEvent.search_id, OpenEvent.page_id).order_by(OpenEvent.id))
    assert opens.all() == [(OPENED, TYPED, "p"), (BOOKMARK, None, "p")]
    assert session.execute(sa.select(UseEvent.open_id, UseEvent.kind)).all() == [(OPENED, "read")]


def _check_references(session: Session) -> None:
    """The database still refuses an open that names a search which isn't there."""
    session.add(OpenEvent(at=MONDAY, page_id="p", search_id=UUID(int=99)))
    with pytest.raises(sa.exc.IntegrityError):
        session.flush()
    session.rollback()


def _shape(session: Session) -> object:
    inspector = sa.inspect(session.get_bind())
    tables = ("search_event", "open_event", "use_event")
    session.commit()
    return {
        table: (
            {(column["name"], str(column["type"]), column["nullable"]) for column in inspector.get_columns(table)},
            {(index["name"], tuple(index["column_names"])) for index in inspector.get_indexes(table)},
            {(key["name"], key["referred_table"]) for key in inspector.get_foreign_keys(table)},
        )
        for table in tables
    }
