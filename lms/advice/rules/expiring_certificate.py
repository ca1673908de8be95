"""A certificate that expires soon, as training has it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import or_, select

from lms.advice.asking import AdviceAsk, AdviceReason, AdviceRule, say_day, say_days
from lms.training.matrix import as_of
from lms.training.models import RegisteredCourse, Standing


def read(ask: AdviceAsk) -> Sequence[AdviceReason]:
    """Return the completions that count for a few days more, of certifications and of what is assigned."""
    last = ask.now.day + timedelta(days=ask.settings.expiry_days)
    is_asked = or_(RegisteredCourse.kind == "certification", Standing.is_assigned)
    wanted = (
        select(Standing.person_id, Standing.course_id, Standing.valid_until, RegisteredCourse.title)
        .join(RegisteredCourse, RegisteredCourse.id == Standing.course_id)
        .where(Standing.person_id.in_(ask.ids), *as_of(ask.now.day), Standing.completed_on.is_not(None), is_asked)
        .where(Standing.valid_until.between(ask.now.day, last))
        .order_by(Standing.valid_until, Standing.course_id)
    )
    found = []
    for person_id, course_id, until, title in ask.session.execute(wanted):
        valid_until = until or last
        left = (valid_until - ask.now.day).days
        text = f"“{title}” is valid until {say_day(valid_until)}, {say_days(left)} more."
        subject = f"{course_id}:{valid_until}"[:200]
        found.append(AdviceReason(person_id, RULE.name, subject, text, "training", str(person_id)))
    return found


RULE = AdviceRule(
    name="expiring_certificate",
    title="A certificate expires",
    setting="expiry_days",
    weight=1,
    explains="A certificate, or what is assigned and has to be renewed, expires within {n} days.",
    kind="one-to-one",
    topic="Renewing a certificate",
    read=read,
)
