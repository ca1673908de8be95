"""Leases: one node at most holds a job, whoever dies, stands still or comes back, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, update
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from lms.nodes.clock import DatabaseMoment
from lms.nodes.leases import (
    FORGOTTEN_SECONDS,
    HELD_SECONDS,
    LeaseLostError,
    NodeFacts,
    check_lease,
    forget_nodes,
    holders,
    list_nodes,
    note_node,
    renew_leases,
    take_lease,
)
from lms.nodes.models import JobLease, Node

NODES = [NodeFacts(name, UUID(int=number), "1.0", "c0ffee") for number, name in enumerate(("ada", "bo", "cy"), start=1)]
ADA, BO, CY = NODES
JOB = "send-digests"


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An empty database."""
    made = create_engine(database_url.replace("postgresql://", "postgresql+psycopg://", 1))
    yield made
    made.dispose()


@pytest.fixture
def work(engine: Engine) -> Iterator[Session]:
    """A session of it."""
    with Session(engine) as made:
        yield made


def _pass(work: Session, seconds: float) -> None:
    """Let time pass, as the database sees it: what it noted is so much longer ago."""
    for lease in work.query(JobLease):
        lease.until -= timedelta(seconds=seconds)
        lease.taken_at -= timedelta(seconds=seconds)
    for node in work.query(Node):
        node.seen_at -= timedelta(seconds=seconds)
    work.commit()


def test_a_lease_is_one_nodes_until_nobody_renews_it(work: Session) -> None:
    """While it is renewed nobody else takes it; then the first who asks does, and the one before has lost it."""
    assert take_lease(work, ADA, JOB)
    assert not take_lease(work, BO, JOB)
    _pass(work, HELD_SECONDS - 1)
    assert renew_leases(work, ADA) == {JOB}
    _pass(work, HELD_SECONDS - 1)
    assert not take_lease(work, BO, JOB)
    assert holders(work) == {JOB: "ada"}
    _pass(work, 2)
    assert holders(work) == {}
    assert take_lease(work, BO, JOB)
    assert renew_leases(work, ADA) == set()
    assert holders(work) == {JOB: "bo"}
    with pytest.raises(LeaseLostError):
        check_lease(work, job=JOB, run=ADA.run)
    check_lease(work, job=JOB, run=BO.run)


def test_a_node_that_starts_again_holds_nothing_of_its_run_before(work: Session) -> None:
    """What runs on of it, as after a network that was cut, must not commit beside it."""
    take_lease(work, ADA, JOB)
    again = NodeFacts(ADA.name, UUID(int=99), ADA.version, None)
    assert renew_leases(work, again) == set()
    assert not take_lease(work, again, JOB)
    _pass(work, HELD_SECONDS + 1)
    assert take_lease(work, again, JOB)
    with pytest.raises(LeaseLostError):
        check_lease(work, job=JOB, run=ADA.run)


def test_a_name_is_one_nodes_while_it_is_there(work: Session) -> None:
    """Two of one name would be one to everybody; who starts again gets it back once the run before is gone."""
    assert note_node(work, ADA)
    assert note_node(work, ADA)
    other = NodeFacts(ADA.name, UUID(int=99), "1.1", None)
    assert not note_node(work, other)
    _pass(work, HELD_SECONDS + 1)
    assert note_node(work, other)
    assert not note_node(work, ADA)
    assert [(node.name, node.version, node.is_there) for node in list_nodes(work)] == [("ada", "1.1", True)]


def test_nodes_are_listed_with_what_they_hold(work: Session) -> None:
    """One that isn't there any more with when it was seen last, and without what it held; a month later not at all."""
    for node in (ADA, BO):
        note_node(work, node)
        take_lease(work, node, f"job-of-{node.name}")
    _pass(work, HELD_SECONDS + 1)
    note_node(work, BO)
    renew_leases(work, BO)
    assert [(node.name, node.is_there, node.jobs) for node in list_nodes(work)] == [
        ("ada", False, ()),
        ("bo", True, ("job-of-bo",)),
    ]
    _pass(work, FORGOTTEN_SECONDS - HELD_SECONDS)
    note_node(work, BO)
    forget_nodes(work)
    assert [node.name for node in list_nodes(work)] == ["bo"]


# Time passes in steps after which nothing is nearly over: the machine takes some itself.
STEPS = st.lists(
    st.tuples(st.sampled_from(["take", "renew", "pass", "commit"]), st.sampled_from(NODES), st.sampled_from([3.5, 20])),
    max_size=25,
)


@given(STEPS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_node_at_most_may_commit(engine: Engine, steps: list[tuple[str, NodeFacts, float]]) -> None:
    """Whatever nodes do and however long they stand still: beside a plain model of who holds the job until when."""
    with Session(engine) as work:
        work.query(JobLease).delete()
        owner, left = None, 0.0
        for what, node, seconds in steps:
            if what == "pass":
                _pass(work, seconds)
                left -= seconds
            elif what == "take":
                is_free = owner is None or left < 0
                assert take_lease(work, node, JOB) == is_free
                owner, left = (node, HELD_SECONDS) if is_free else (owner, left)
            elif what == "renew":
                assert renew_leases(work, node) == ({JOB} if owner is node else set())
                left = HELD_SECONDS if owner is node else left
            elif owner is node and left > 0:
                check_lease(work, job=JOB, run=node.run)
            else:
                with pytest.raises(LeaseLostError):
                    check_lease(work, job=JOB, run=node.run)
            work.commit()


@pytest.mark.postgres
def test_nobody_takes_a_lease_between_check_and_commit(postgres_pair: tuple[Session, Session]) -> None:
    """Whoever would take it over waits for the end of what is being committed in its name."""
    holder, other = postgres_pair
    take_lease(holder, ADA, JOB)
    holder.commit()
    check_lease(holder, job=JOB, run=ADA.run)
    other.connection().exec_driver_sql("SET lock_timeout = '100ms'")
    with pytest.raises(Exception, match="lock timeout"):
        other.execute(update(JobLease).values(until=DatabaseMoment(-1)))
    other.rollback()
    holder.commit()
    other.execute(update(JobLease).values(until=DatabaseMoment(-1)))
    other.commit()
    assert take_lease(other, BO, JOB)


@pytest.fixture
def postgres_pair(empty_on_postgres: object) -> Iterator[tuple[Session, Session]]:
    """Two sessions of one empty database."""
    empty_on_postgres.put_back("empty")  # type: ignore[attr-defined]
    made = create_engine(empty_on_postgres.url.replace("postgresql://", "postgresql+psycopg://", 1))  # type: ignore[attr-defined]
    with Session(made) as one, Session(made) as two:
        yield one, two
    made.dispose()
