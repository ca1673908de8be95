"""The survey: answers are kept, the last one counts, also as of a day that has passed."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.baselines.models import FindingAnswer
from lms.baselines.survey import own_answer, read_survey, record_answer
from lms.baselines.taking_part import TakingPart, count_survey
from lms.people.access import visible_people
from support.factories import MONDAY, Cast, Player
from support.finding import later


def say(session: Session, player: Player, seconds: int, *, days: int = 0) -> FindingAnswer:
    """Answer on a day."""
    return record_answer(
        session, actor=player.actor, seconds=seconds, searches_per_week=7, note=None, now=later(days=days)
    )


def test_the_last_answer_counts_and_all_are_kept(session: Session, cast: Cast) -> None:
    """As of an earlier day the one counts that was the last then."""
    people = visible_people(cast.max.actor)
    say(session, cast.ada, 300)
    say(session, cast.ada, 120, days=2)
    say(session, cast.sven, 60, days=1)
    say(session, cast.olga, 5)
    until = [later(days=days).day for days in (-1, 0, 1, 2)]
    read = [{row.person_id: row.seconds for row in read_survey(session, people=people, until=day)} for day in until]
    assert read == [
        {},
        {cast.ada.id: 300},
        {cast.ada.id: 300, cast.sven.id: 60},
        {cast.ada.id: 120, cast.sven.id: 60},
    ]
    assert session.scalar(select(func.count()).select_from(FindingAnswer)) == 4
    last = own_answer(session, actor=cast.ada.actor)
    assert last is not None
    assert (last.seconds, last.day) == (120, later(days=2).day)


def test_of_two_answers_of_one_moment_the_later_counts(session: Session, cast: Cast) -> None:
    """Their ids tell which."""
    say(session, cast.ada, 1)
    say(session, cast.ada, 2)
    (row,) = read_survey(session, people=visible_people(cast.ada.actor), until=MONDAY.date())
    assert row.seconds == 2


def test_a_manager_counts_their_own_reps_once_each(session: Session, cast: Cast) -> None:
    """Max has Ada and Sven; Olga's answer isn't his to count, and a rep counts nobody."""
    say(session, cast.ada, 1)
    say(session, cast.ada, 2)
    say(session, cast.olga, 3)
    assert count_survey(session, actor=cast.max.actor, at=MONDAY) == TakingPart(2, 1, 1)
    assert count_survey(session, actor=cast.nadia.actor, at=MONDAY) == TakingPart(3, 2, 2)
    assert count_survey(session, actor=cast.ada.actor, at=MONDAY) is None
