"""The demo's coaching: half a year of sessions with what was noted and agreed in them, moved, missed and cancelled."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from lms.coaching.actions.items import agree_item, drop_item, finish_item
from lms.coaching.changing import cancel_session, hold_session, miss_session, move_session
from lms.coaching.models import CoachingSession
from lms.coaching.plans import SessionPlan
from lms.coaching.points import add_point
from lms.coaching.sessions import plan_session
from lms.coaching.texts.cipher import NotesCipher
from lms.coaching.texts.saving import save_text
from lms.coaching.texts.states import TypedText
from lms.days import Now, now_in
from lms.people.access import Actor

ZONE = ZoneInfo("UTC")
WEEKS = 26
# Every so many weeks, a rep of each number; on what they are coached, in turns, from that week on.
EVERY_WEEKS = 2
# By when an item is due; what was agreed within it is still open.
ITEM_TIME = timedelta(weeks=3)
COACHED_BEFORE = timedelta(weeks=13)
SKILLS = ("discovery", "demonstration")
# With the last rep of each team nobody sat down for a while, so that there is somebody to coach next.
FORGOTTEN = timedelta(weeks=8)

TOPICS = {
    "one-to-one": "The week, and what is in the way",
    "call-review": "A discovery call, minute by minute",
    "demo-review": "The demonstration at Petersholm",
    "deal-review": "Three deals that should close this quarter",
    "role-play": "The price question, three times over",
}
NOTES = (
    "Asked good opening questions. Moved to the demo before the cost of waiting was clear.\n\n- keep: last Tuesday\n",
    'Much calmer than two weeks ago. Summed up twice, and was corrected once.\n\n> "That is our ramp 7."\n',
    "Two deals have no next step with a date. We wrote both e-mails *together*.\n",
)
ITEMS = {
    "discovery": "Ask for the waiting invoices of one month in the next two calls",
    "demonstration": "Show three moments and drop the rest in the next demonstration",
}
OTHER_ITEMS = ("Put a date on the next step of every deal above 50,000", "Read the battlecard on Gatelog again")
POINTS = ("What do I say to a discount before the pilot?", "Can I take Ines along to Antwerp?")


@dataclass(frozen=True)
class Pairing:
    """A coach and one of their reps, by number, as of the demo's present."""

    coach: Actor
    rep: Actor
    number: int
    at: datetime

    @property
    def skill(self) -> str:
        """What the rep is coached on."""
        return SKILLS[self.number % 2]

    @property
    def is_forgotten(self) -> bool:
        """Whether nobody sat down with them lately."""
        return self.number % 12 == 11


def load_coaching(session: Session, *, coach: Actor, reps: Sequence[Actor], at: datetime) -> None:
    """Let a coach and their reps have sat down every other week for half a year; the next ones are planned."""
    dice = random.Random(f"coaching {coach.name}")  # noqa: S311 - invented history, nothing secret
    for number, rep in enumerate(reps):
        pairing = Pairing(coach, rep, number, at)
        for when in _moments(pairing):
            _sit_down(session, dice, pairing, when)
        _plan_next(session, pairing)
        if number < len(POINTS):
            _leave_open(session, pairing)
    for rep, text in zip(reps, POINTS, strict=False):
        add_point(session, actor=rep, text=text, coach_id=coach.id, now=now_in(ZONE, at - timedelta(days=2)))


def _moments(pairing: Pairing) -> Iterator[datetime]:
    """Yield when the two met, the first one first; not all began at once."""
    first = WEEKS - pairing.number % 5
    last = FORGOTTEN if pairing.is_forgotten else timedelta(days=4)
    for week in range(first, 0, -EVERY_WEEKS):
        when = _at_work(pairing.at - timedelta(weeks=week, days=pairing.number % 4), pairing.number)
        if pairing.at - when > last:
            yield when


def _sit_down(session: Session, dice: random.Random, pairing: Pairing, when: datetime) -> None:
    planned = now_in(ZONE, when - timedelta(days=6))
    kind = dice.choices(list(TOPICS), (6, 2, 1, 1, 1))[0]
    plan = SessionPlan(TOPICS[kind], when, 30 if kind == "one-to-one" else 45, kind)
    made = plan_session(session, actor=pairing.coach, rep_id=pairing.rep.id, plan=plan, now=planned)
    chance = dice.random()
    if chance < 0.05:
        reason = "A customer visit came in between"
        cancel_session(session, actor=pairing.rep, session_id=made.id, now=planned, reason=reason)
    elif chance < 0.1:
        miss_session(session, actor=pairing.coach, session_id=made.id, now=now_in(ZONE, when + timedelta(hours=1)))
    else:
        if chance < 0.2:
            later = when + timedelta(hours=3)
            move_session(session, actor=pairing.rep, session_id=made.id, now=planned, scheduled_at=later)
        _hold(session, dice, pairing, made, now_in(ZONE, min(when + timedelta(hours=4), pairing.at)))


def _hold(session: Session, dice: random.Random, pairing: Pairing, made: CoachingSession, now: Now) -> None:
    """Let the two hold a session, note something, and agree what comes of it."""
    hold_session(session, actor=pairing.coach, session_id=made.id, now=now)
    if dice.random() < 0.4:
        cipher = NotesCipher(list)  # these notes are of both, so nothing is encrypted
        typed = TypedText(dice.choice(NOTES), 0)
        save_text(
            session, actor=pairing.coach, session_id=made.id, kind="shared", typed=typed, cipher=cipher, at=now.at
        )
    is_coached = now.at >= pairing.at - COACHED_BEFORE
    is_fresh = now.at >= pairing.at - ITEM_TIME
    if is_coached and (is_fresh or dice.random() < 0.6):
        _agree(session, dice, pairing, made, ITEMS[pairing.skill], pairing.skill, now)
    elif dice.random() < 0.4:
        _agree(session, dice, pairing, made, dice.choice(OTHER_ITEMS), None, now)


def _agree(
    session: Session,
    dice: random.Random,
    pairing: Pairing,
    made: CoachingSession,
    text: str,
    skill: str | None,
    now: Now,
) -> None:
    """Agree an item, which is done in time mostly, late sometimes, dropped rarely, or still open."""
    due_on = now.day + ITEM_TIME
    item = agree_item(
        session,
        actor=pairing.coach,
        session_id=made.id,
        owner_id=pairing.rep.id,
        text=text,
        due_on=due_on,
        skill=skill,
        now=now,
    )
    chance = dice.random()
    then = now_in(ZONE, now.at + timedelta(days=dice.uniform(2, 13) if chance < 0.7 else dice.uniform(15, 25)))
    if max(then.at, now.at + ITEM_TIME) >= pairing.at or chance > 0.92:
        return
    if chance > 0.88:
        reason = "The buyer chose to wait until spring"
        drop_item(session, actor=pairing.rep, item_id=item.id, reason=reason, now=then)
    else:
        finish_item(session, actor=pairing.rep, item_id=item.id, now=then)


def _leave_open(session: Session, pairing: Pairing) -> None:
    """Agree an item that is still open, whatever else there is."""
    when = _at_work(pairing.at - timedelta(days=3), pairing.number)
    plan = SessionPlan(TOPICS["one-to-one"], when, 30)
    planned = now_in(ZONE, when - timedelta(days=2))
    made = plan_session(session, actor=pairing.coach, rep_id=pairing.rep.id, plan=plan, now=planned)
    now = now_in(ZONE, when + timedelta(hours=1))
    hold_session(session, actor=pairing.coach, session_id=made.id, now=now)
    due_on = now.day + ITEM_TIME
    who = {"session_id": made.id, "owner_id": pairing.rep.id}
    agree_item(session, actor=pairing.coach, **who, text=OTHER_ITEMS[0], due_on=due_on, skill=None, now=now)


def _plan_next(session: Session, pairing: Pairing) -> None:
    """Plan a session with some of the reps; one of them asks for one themselves, and waits for an answer."""
    soon = _at_work(pairing.at + timedelta(days=1 + pairing.number % 6), pairing.number)
    now = now_in(ZONE, pairing.at - timedelta(hours=20))
    if pairing.number % 12 == 4:
        plan = SessionPlan("Before the pilot at Nordkaai: may I try the opening on you?", soon, 30, "role-play")
        plan_session(session, actor=pairing.rep, coach_id=pairing.coach.id, plan=plan, now=now)
    elif pairing.number % 3 == 0:
        plan = SessionPlan(TOPICS["one-to-one"], soon, 30)
        plan_session(session, actor=pairing.coach, rep_id=pairing.rep.id, plan=plan, now=now)


def _at_work(at: datetime, number: int) -> datetime:
    """Return a whole half hour of the working day, on that day or the working day after it."""
    day = at + timedelta(days=max(0, 7 - at.weekday()) if at.weekday() > 4 else 0)
    return day.replace(hour=9 + number % 8, minute=30 * (number % 2), second=0, microsecond=0)
