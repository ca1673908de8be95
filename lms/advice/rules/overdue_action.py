"""An action item of the rep that is overdue; only the two who agreed on it are told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from lms.advice.asking import AdviceAsk, AdviceReason, AdviceRule, say_day, say_days
from lms.coaching.actions.models import ActionItem


def read(ask: AdviceAsk) -> Sequence[AdviceReason]:
    """Return the open items of the reps that they agreed on with the actor and are late with."""
    last = ask.now.day - timedelta(days=ask.settings.action_days)
    wanted = (
        select(ActionItem)
        .where(ActionItem.closed_at.is_(None), ActionItem.due_on <= last)
        .where(ActionItem.rep_id.in_(ask.ids), ActionItem.owner_id == ActionItem.rep_id)
        .order_by(ActionItem.due_on, ActionItem.id)
    )
    if not ask.is_own:
        wanted = wanted.where(ActionItem.coach_id == ask.actor.id)
    return [_reason(item, ask) for item in ask.session.scalars(wanted)]


def _reason(item: ActionItem, ask: AdviceAsk) -> AdviceReason:
    due_on = item.due_on or ask.now.day
    text = f"“{item.text}” was due on {say_day(due_on)}, {say_days((ask.now.day - due_on).days)} ago."
    return AdviceReason(item.rep_id, RULE.name, str(item.id), text, "session", str(item.session_id))


RULE = AdviceRule(
    name="overdue_action",
    title="An action is overdue",
    setting="action_days",
    weight=2,
    explains="What the two of you agreed is overdue by {n} days or more. Nobody else is told.",
    kind="one-to-one",
    topic="What we agreed",
    read=read,
)
