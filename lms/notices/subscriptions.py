"""Subscriptions to the monthly digest of KPIs: everybody decides for themselves."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.base import insert_into
from lms.notices.models import KpiSubscription
from lms.notices.recipients import is_staff
from lms.people.access import Actor
from lms.people.models import Person


def find_subscription(session: Session, *, actor: Actor) -> KpiSubscription | None:
    """Return the actor's subscription, or None."""
    return session.get(KpiSubscription, actor.id, populate_existing=True)


def subscribe(session: Session, *, actor: Actor, at: datetime) -> KpiSubscription:
    """Subscribe the actor; one who has subscribed already keeps their moment."""
    row = {"person_id": actor.id, "at": at}
    session.execute(insert_into(session, KpiSubscription).values(row).on_conflict_do_nothing())
    return session.get_one(KpiSubscription, actor.id, populate_existing=True)


def unsubscribe(session: Session, *, actor: Actor) -> None:
    """End the actor's subscription, if there is one."""
    session.execute(delete(KpiSubscription).where(KpiSubscription.person_id == actor.id))


def list_subscribers(session: Session, *, at: datetime) -> list[Actor]:
    """Return who subscribed, is one of the company's own people and hasn't left, with the roles they have now."""
    wanted = select(Person).join(KpiSubscription, KpiSubscription.person_id == Person.id).where(is_staff(at))
    return [Actor.of(person) for person in session.scalars(wanted.order_by(Person.email))]
