"""Leases of a worker: what isn't this node's isn't begun, and what was lost meanwhile isn't committed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import update
from uuid_utils.compat import uuid7

from api.running import leases as subject
from api.running.leases import Leases
from api.running.timetable import ELSEWHERE_SECONDS, Job, Timetable
from api.web.context import KEY
from api.web.database import db
from api.work.status import JobState, read_jobs, write_commit
from lms.errors import Conflict
from lms.nodes.leases import LeaseLostError, list_nodes
from lms.nodes.models import JobLease, Node
from lms.people.installation import InstallationMark, mark_as_demo
from support.acting import at_once
from support.factories import MONDAY

JOBS = ("first", "second")


def _leases(app: Flask, name: str) -> Leases:
    return Leases(replace(app.extensions[KEY].config, node_name=name), JOBS)


def _give_to_another() -> None:
    """Let another node have taken all jobs meanwhile."""
    db.session.execute(update(JobLease).values(run=uuid7(), node="other"))
    db.session.commit()


def _state(app: Flask) -> JobState:
    return next(job for job in read_jobs(app.extensions[KEY].config.data_dir) if job.name == "first")


def test_the_first_node_holds_and_the_next_waits(app: Flask) -> None:
    """Each knows who holds what, and which library the others have."""
    write_commit(app.extensions[KEY].config.data_dir, "c0ffee")
    one, two = _leases(app, "one"), _leases(app, "two")
    for node in (one, two, one):
        node.beat()
    assert [[node.holds(job) for job in JOBS] for node in (one, two)] == [[True, True], [False, False]]
    assert [node.holder_of("first") for node in (one, two)] == ["one", "one"]
    found = [(node.name, node.library, node.jobs) for node in list_nodes(db.session())]
    assert found == [("one", "c0ffee", JOBS), ("two", "c0ffee", ())]
    _give_to_another()
    one.beat()
    assert not one.holds("first")
    assert one.holder_of("first") == "other"


def test_what_was_not_renewed_in_time_is_held_no_more(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a clock that only counts seconds: a node whose network is cut begins nothing more."""
    monkeypatch.setattr(subject, "HELD_SECONDS", 0.0)
    one = _leases(app, "one")
    one.beat()
    assert one.holder_of("first") == "one"
    assert not one.holds("first")


def test_two_nodes_of_one_name_are_told(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second waits, as it may have been started again, and says so when that takes too long."""
    _leases(app, "one").beat()
    again = _leases(app, "one")
    again.beat()
    assert not again.holds("first")
    monkeypatch.setattr(subject, "NAME_PATIENCE_SECONDS", -1)
    with pytest.raises(Conflict, match="another node is called `one`; give each a name of its own with NODE_NAME"):
        again.beat()
    db.session.rollback()
    db.session.execute(update(Node).values(seen_at=MONDAY))
    db.session.commit()
    again.beat()


def test_a_job_whose_lease_was_lost_commits_nothing(app: Flask) -> None:
    """Nothing of it is kept, it isn't failing, and health names who holds it; another's commit meanwhile is kept."""
    one = _leases(app, "one")
    one.beat()

    def work() -> None:
        at_once(lambda: _in_context(app))
        mark_as_demo(db.session(), at=MONDAY)
        db.session.commit()

    table = Timetable(app, "worker", [Job("first", "It works", 60, work, is_companys=True)], leases=one)
    assert table.do("first") == ELSEWHERE_SECONDS
    assert db.session.get(InstallationMark, "demo") is None
    assert _state(app).failing_since is None
    one.beat()
    assert table.do("first") == ELSEWHERE_SECONDS, "it isn't even begun"
    assert (_state(app).held_by, _state(app).last_success) == ("other", None)


def _in_context(app: Flask) -> None:
    with app.app_context():
        _give_to_another()
        db.session.remove()


def test_a_job_that_is_held_commits(app: Flask) -> None:
    """As often as it likes, in steps too."""
    one = _leases(app, "one")
    one.beat()

    def work() -> None:
        mark_as_demo(db.session(), at=MONDAY)
        db.session.commit()
        db.session.commit()

    table = Timetable(app, "worker", [Job("first", "It works", 60, work, is_companys=True)], leases=one)
    assert table.do("first") == 60
    assert db.session.get(InstallationMark, "demo") is not None
    assert _state(app).held_by == "one"
    with pytest.raises(LeaseLostError), one.guarded("unknown", db.session()):
        db.session.commit()
