"""Rules of advice, each with what it names and what it leaves out, and who may know it."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given as each
from hypothesis import settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from lms.advice.asking import AdviceReason, AdviceSettings, AdvisedRep, KpisKnown
from lms.advice.decisions import Decided
from lms.advice.models import AdviceDecision
from lms.advice.ranking import ranked
from lms.advice.registry import advice_rules
from lms.advice.rules.falling_score import _may_fall
from lms.goals.targets import WantedTarget, Whom, set_target
from lms.kpis.asked import KpiQuestion, PartsShown, PeopleScope
from lms.kpis.registry import registry
from lms.scoring.trends import trend_of
from lms.skills.gaps import SkillStanding
from lms.training.courses import register_course
from lms.training.waivers import waive_course
from support.advising import reasons, texts
from support.agreeing import agreed, met
from support.factories import MONDAY, Cast
from support.figures import ask, make_figures
from support.learning import PLAIN, QUIZ, complete, give, on
from support.scoring import assess, given, move, publish

GAP = SkillStanding("gap", 1.9, 1.4, 2.3, 3, 1.1)


def test_every_rule_has_a_setting_and_is_left_out_by_0(session: Session, cast: Cast) -> None:
    """The number of a rule stands in its words."""
    for rule in advice_rules().values():
        assert rule.number(AdviceSettings()) > 0
        assert "{n}" in rule.explains
    assert reasons(session, cast.max, cast.ada) == []


def test_an_overdue_action_is_told_to_the_two_who_agreed(session: Session, cast: Cast) -> None:
    """Neither Greta, an admin nor the coach's own items; not before so many days, nor once it is done."""
    of = met(session, cast.max, cast.ada, at=MONDAY - timedelta(days=20))
    agreed(session, of, cast.ada, "Ask for invoices", due_on=on(-3).day)
    agreed(session, of, cast.ada, "Later", due_on=on(1).day)
    agreed(session, of, cast.max, "His own", due_on=on(-3).day)
    done = agreed(session, of, cast.ada, "Done", due_on=on(-9).day)
    done.is_done, done.closed_at, done.closed_on = True, MONDAY, MONDAY.date()
    session.flush()
    text = "“Ask for invoices” was due on 27 Feb 2026, 3 days ago."
    for player in (cast.max, cast.ada):
        assert texts(session, player, cast.ada, action_days=3) == [text]
    assert texts(session, cast.max, cast.ada, action_days=4) == []
    for player in (cast.nadia, cast.greta):
        assert texts(session, player, cast.ada, action_days=1) == []


def test_no_session_for_long_is_counted_from_the_last_with_any_coach(session: Session, cast: Cast) -> None:
    """Whose it was is told to these two alone; mentoring doesn't count, and what is planned does."""
    met(session, cast.max, cast.ada, at=MONDAY - timedelta(days=40))
    met(session, cast.sven, cast.ada, at=MONDAY - timedelta(days=5), kind="mentoring")
    assert texts(session, cast.max, cast.ada, session_days=40) == ["The last session was 40 days ago, on 21 Jan 2026."]
    assert texts(session, cast.nadia, cast.ada, session_days=40) == ["No session for 40 days or more, with whomever."]
    assert texts(session, cast.max, cast.ada, session_days=41) == []
    (one,) = reasons(session, cast.max, cast.ada, session_days=40)
    assert one.subject == reasons(session, cast.nadia, cast.ada, session_days=40)[0].subject
    coming = met(session, cast.max, cast.ada, at=MONDAY + timedelta(days=2), status="proposed")
    assert texts(session, cast.nadia, cast.ada, session_days=1) == []
    coming.status = "cancelled"
    session.flush()
    assert len(texts(session, cast.nadia, cast.ada, session_days=1)) == 1


def test_who_never_had_a_session_is_counted_from_their_first_day(session: Session, cast: Cast) -> None:
    """The cast came on Monday."""
    assert texts(session, cast.max, cast.ada, session_days=30, days=29) == []
    said = ["No session since they came on 2 Mar 2026, 30 days ago."]
    assert texts(session, cast.max, cast.ada, session_days=30, days=30) == said


def test_a_new_hire_is_in_a_week(session: Session, cast: Cast) -> None:
    """The first day is in week 1, and the last in the last."""
    assert texts(session, cast.max, cast.ada, new_hire_weeks=2) == ["In week 1 of the first 2, since 2 Mar 2026."]
    assert texts(session, cast.max, cast.ada, new_hire_weeks=2, days=13)[0].startswith("In week 2")
    assert texts(session, cast.max, cast.ada, new_hire_weeks=2, days=14) == []
    assert texts(session, cast.max, cast.ada, new_hire_weeks=2, days=-1) == []


def test_a_certificate_expires_soon(session: Session, cast: Cast) -> None:
    """Of a course that is assigned or a certification, from so many days before its last day on."""
    register_course(session, course=QUIZ, day=on().day)
    give(session, cast.max, [cast.ada.id], course_id=QUIZ.id, due_days=30)
    complete(session, cast.ada.actor, QUIZ, on(1))
    last = (QUIZ.valid_days or 0) + 1
    assert texts(session, cast.max, cast.ada, expiry_days=10, days=last - 11) == []
    (text,) = texts(session, cast.max, cast.ada, expiry_days=10, days=last - 10)
    assert text.startswith(f"“{QUIZ.title}” is valid until ")
    assert text.endswith(", 10 days more.")
    assert texts(session, cast.max, cast.ada, expiry_days=10, days=last)[0].endswith("0 days more.")
    assert texts(session, cast.max, cast.ada, expiry_days=10, days=last + 1) == []


def test_a_clear_gap_counts_while_no_course_that_teaches_the_skill_is_assigned(session: Session, cast: Cast) -> None:
    """Once one is assigned and not done it doesn't; a gap that may be chance, or is small, never does."""
    skills = {cast.ada.id: {"discovery": GAP, "pricing": SkillStanding("maybe_gap", 2.0, 1.0, 3.1, 3, 1.0)}}
    known: dict[str, Any] = {"skills": skills, "skill_names": {"discovery": "Discovery"}, "gap_levels": 0.5}
    said = "Discovery at 1.9 (about 1.4 to 2.3) of 3, and"
    assert texts(session, cast.max, cast.ada, **known) == [f"{said} the library has no course that teaches it."]
    course = QUIZ.__class__(**{**vars(PLAIN), "skills": ("discovery",)})
    register_course(session, course=course, day=on().day)
    (reason,) = reasons(session, cast.max, cast.ada, **known)
    assert (reason.text, reason.course_id) == (f"{said} no course that teaches it is assigned.", course.id)
    assert reasons(session, cast.max, cast.ada, **{**known, "gap_levels": 1.2}) == []
    give(session, cast.max, [cast.ada.id], course_id=course.id, due_days=30)
    assert reasons(session, cast.max, cast.ada, **known) == []
    waive_course(
        session, actor=cast.max.actor, person_id=cast.ada.id, course=course, reason="x", until_on=None, now=on()
    )
    (reason,) = reasons(session, cast.max, cast.ada, **known)
    assert (reason.text, reason.course_id) == (f"{said} every course that teaches it is done or waived.", None)


def test_a_falling_score_counts_what_both_may_see(session: Session, cast: Cast) -> None:
    """Thirteen calls, ever worse; a card that Ada may not see yet, for she is to score herself first, isn't counted."""
    for number in range(13):
        is_hidden = number == 12
        call = assess(session, cast.max, cast.ada, now=on(number), asks_self=is_hidden)
        publish(session, cast.max, call, given(max(1, 3 - number // 4), told=True), days=number)
    session.commit()
    (text,) = texts(session, cast.max, cast.ada, score_days=90, days=13)
    assert text == "“Calm” falls over 12 scores: 83 of 100 on average in the first half, 17 since."
    for player in (cast.ada, cast.nadia):
        assert texts(session, player, cast.ada, score_days=90, days=13) == [text]
    assert texts(session, cast.greta, cast.ada, score_days=90, days=13) == []
    assert texts(session, cast.max, cast.ada, score_days=5, days=13) == []
    move(session, cast, cast.ada, "South", days=14)
    session.commit()
    assert texts(session, cast.greta, cast.ada, score_days=90, days=15) == []


@settings(max_examples=40, deadline=None)
@each(st.lists(st.tuples(st.integers(0, 12), st.sampled_from((0.0, 0.5, 1.0))), min_size=6, max_size=14))
def test_no_line_that_falls_is_passed_over(scores: list[tuple[int, float]]) -> None:
    """What is quicker to see says no only where the trend isn't down."""
    dated = [(date(2026, 3, 2) + timedelta(days=day), share) for day, share in scores]
    if trend_of(dated).direction == "down":
        assert _may_fall(dated)


def test_a_missed_target_or_quota_is_told_with_its_numbers(session: Session, cast: Cast) -> None:
    """Of a period that ended lately; what was reached, or is still running, isn't."""
    start, end = on(-60).day, on(-2).day
    for rep, value in ((cast.ada, 1_000.0), (cast.sven, 100.0)):
        wanted = WantedTarget("won_value", Whom(person_id=rep.id), start, end, value)
        set_target(session, actor=cast.max.actor, wanted=wanted, now=on(-60))
    late = WantedTarget("won_value", Whom(person_id=cast.ada.id), start, on(20).day, 9_000.0)
    set_target(session, actor=cast.max.actor, wanted=late, now=on(-60))
    known = _kpis(cast, start, end)
    (target, quota) = reasons(session, cast.max, cast.ada, cast.sven, kpis=known, target_days=10)
    assert target.text == "Won value was 400 EUR, the target 1,000 EUR, 1 Jan 2026 to 28 Feb 2026."
    assert (target.person_id, target.shown_id) == (cast.ada.id, "won_value:2026-01-01:2026-02-28")
    assert quota.text == "Sold 400 EUR of a quota of 800 EUR (50%), 1 Jan 2026 to 28 Feb 2026."
    assert reasons(session, cast.max, cast.ada, kpis=known, target_days=1) == []
    assert reasons(session, cast.max, cast.ada, target_days=10) == []


def _kpis(cast: Cast, start: date, end: date) -> KpisKnown:
    """Return figures in which Ada and Sven each sold 400 in a period; only Ada has a quota, of 800."""
    day = {"since": 0, "until": 2**31 - 1, "is_employed": 1, "team": 0}
    won = {"day": end.toordinal() - 5, "is_won": 1, "amount": 40_000, "until": 2**31 - 1}
    figures = make_figures(
        today=on().day.toordinal(),
        stand=[{"who": who, **day} for who in (0, 1)],
        end=[{"deal": who, "who": who, **won} for who in (0, 1)],
        deal=[{"number": who, "who": who} for who in (0, 1)],
        quota=[{"who": 0, "start": start.toordinal(), "end": end.toordinal(), "amount": 80_000}],
    )
    figures.notes["who"]["ids"] = [str(cast.ada.id), str(cast.sven.id)]

    def question(numbers: Any) -> KpiQuestion:
        scope, parts = PeopleScope(people=frozenset(numbers)), PartsShown("person", tuple(numbers))
        return ask(figures, as_of=on().day.toordinal(), scope=scope, parts=parts)

    return KpisKnown(figures, "EUR", registry(), question)


def test_the_order_of_people_is_the_weight_of_their_rules() -> None:
    """Each rule counts once; of equals more reasons come first, then the name; what is set aside counts nothing."""
    reps = [AdvisedRep(UUID(int=number), name, None) for number, name in enumerate("ABCDE")]
    given_ = {
        "A": ["new_hire"],
        "B": ["overdue_action"] * 5,
        "C": ["missed_target"],
        "D": ["overdue_action", "new_hire"],
        "E": [],
    }
    found = [
        AdviceReason(rep.id, rule, f"{rule}{number}", "", "person")
        for rep in reps
        for number, rule in enumerate(given_[rep.name])
    ]
    random.Random(5).shuffle(found)
    assert [(one.rep.name, one.weight) for one in ranked(reps, found, {})] == [("D", 3), ("C", 3), ("B", 2), ("A", 1)]
    aside = {(reps[2].id, "missed_target", "missed_target0"): Decided(AdviceDecision(), "Max")}
    last = ranked(reps, found, aside)[-1]
    assert (last.rep.name, last.weight, len(last.set_aside)) == ("C", 0, 1)
