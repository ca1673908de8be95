"""Up to which moment a CRM was read, by what its imports say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from lms.crm.imports import File, begin_import, finish_import, undo_import
from lms.crm.models import CrmImport
from lms.crm.pulls import pull_name, pulled_until
from support.databases import session_of

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """A session of an empty database, of SQLite and of PostgreSQL."""
    with session_of(database_url) as own:
        yield own


def pulled(session: Session, hour: int, *, what: str = "Task", digest: str | None = None) -> CrmImport:
    """Keep a pull that began so many hours after noon, and was kept a minute later."""
    at = NOON + timedelta(hours=hour)
    file = File(pull_name(what, until=at), digest, date(2026, 11, 1))
    made = begin_import(session, source="salesforce", kind="activities", file=file, by_id=None, at=at)
    finish_import(session, made=made, counts={}, at=at + timedelta(minutes=1))
    session.flush()
    return made


def until(session: Session) -> int | None:
    """Return how many hours after noon the last pull of tasks began that counts."""
    found = pulled_until(session, source="salesforce", kind="activities", what="Task")
    return None if found is None else round((found - NOON) / timedelta(hours=1))


def test_each_part_has_its_own_moment(session: Session) -> None:
    """A file that is called like a pull is none."""
    assert until(session) is None
    pulled(session, 1)
    pulled(session, 2, what="Event")
    pulled(session, 3, digest="0" * 64)
    assert until(session) == 1


def test_an_undone_pull_takes_later_ones_with_it_until_all_was_read_again(session: Session) -> None:
    """Else what it had said would lack for ever."""
    _, second, _ = [pulled(session, hour) for hour in (1, 2, 3)]
    undo_import(session, import_id=second.id, by_id=None, at=NOON + timedelta(hours=4))
    session.flush()
    assert until(session) == 1
    pulled(session, 5)
    assert until(session) == 5


def test_a_pull_that_isnt_finished_doesnt_count(session: Session) -> None:
    """The next one begins where the last finished one ended."""
    pulled(session, 1)
    at = NOON + timedelta(hours=2)
    file = File(pull_name("Task", until=at), None, date(2026, 11, 1))
    begin_import(session, source="salesforce", kind="activities", file=file, by_id=None, at=at)
    session.flush()
    assert until(session) == 1
