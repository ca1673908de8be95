"""Pairs of mentor and mentee: who makes, sees and ends them, and that a mentor sees no records for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from lms.coaching.pairs import end_pair, list_pairs, make_pair
from lms.coaching.partners import list_partners
from lms.errors import Conflict, NotFound
from lms.people.access import visible_among
from lms.people.models import Person
from support.factories import MONDAY, Cast, Player
from support.learning import on


def test_a_manager_pairs_a_mentee_of_theirs_with_anybody_of_the_company(session: Session, cast: Cast) -> None:
    """By id or address, of whatever team; whose records the mentor may see stays as it was."""
    made = make_pair(
        session, actor=cast.max.actor, mentee_id=cast.ada.id, mentor_email="OLGA@brightwharf.example", now=on()
    )
    assert (made.mentor, made.mentee, made.may_end, made.pair.since) == ("Olga Petrova", "Ada Lind", True, on().day)
    assert visible_among(session, actor=cast.olga.actor, person_ids=[cast.ada.id]) == set()
    make_pair(
        session, actor=cast.nadia.actor, mentee_id=cast.olga.id, mentor_id=cast.mara.id, now=on(), since=on(9).day
    )


def test_nobody_pairs_whom_they_do_not_manage(session: Session, cast: Cast) -> None:
    """To them there is no such person; a rep pairs nobody, not even themselves."""
    for player in (cast.max, cast.ada, cast.olga, cast.mara, cast.paula):
        with pytest.raises(NotFound):
            make_pair(session, actor=player.actor, mentee_id=cast.olga.id, mentor_id=cast.mara.id, now=on())
    with pytest.raises(Conflict, match="for your manager"):
        make_pair(session, actor=cast.max.actor, mentee_id=cast.max.id, mentor_id=cast.mara.id, now=on())


def test_a_pair_that_can_not_be_is_refused(session: Session, cast: Cast) -> None:
    """Oneself, a partner, nobody at all, who has left, two at once of the same two."""
    refused: dict[str, dict[str, Any]] = {
        "own mentor": {"mentor_id": cast.ada.id},
        "no such person": {"mentor_id": cast.paula.id},
        "in the company": {"mentor_email": "nobody@brightwharf.example"},
        "name the mentor": {},
        "ten years": {"mentor_id": cast.mara.id, "since": on(4000).day},
    }
    for why, given in refused.items():
        with pytest.raises(Conflict, match=why):
            make_pair(session, actor=cast.max.actor, mentee_id=cast.ada.id, now=on(), **given)
    make_pair(session, actor=cast.max.actor, mentee_id=cast.ada.id, mentor_id=cast.mara.id, now=on())
    with pytest.raises(Conflict, match="paired already"):
        make_pair(session, actor=cast.nadia.actor, mentee_id=cast.ada.id, mentor_id=cast.mara.id, now=on())
    session.get_one(Person, cast.mara.id).left_at = MONDAY
    session.flush()
    with pytest.raises(Conflict, match="Mara Quill has left"):
        make_pair(session, actor=cast.max.actor, mentee_id=cast.sven.id, mentor_id=cast.mara.id, now=on())


def test_both_and_who_manages_the_mentee_see_a_pair(session: Session, cast: Cast) -> None:
    """And nobody else; who only takes part can't end it."""
    made = make_pair(session, actor=cast.max.actor, mentee_id=cast.ada.id, mentor_id=cast.olga.id, now=on()).pair

    def seen(player: Player) -> list[bool]:
        return [one.may_end for one in list_pairs(session, actor=player.actor, day=on().day, after=None, limit=9)]

    assert [seen(player) for player in (cast.max, cast.nadia, cast.ada, cast.olga)] == [
        [True],
        [True],
        [False],
        [False],
    ]
    assert [seen(player) for player in (cast.greta, cast.sven, cast.mara, cast.paula)] == [[]] * 4
    for player in (cast.ada, cast.olga):
        with pytest.raises(Conflict, match="a manager of the mentee"):
            end_pair(session, actor=player.actor, pair_id=made.id, now=on())
    for player in (cast.greta, cast.sven):
        with pytest.raises(NotFound):
            end_pair(session, actor=player.actor, pair_id=made.id, now=on())


def test_a_pair_ends_today_or_on_a_day_to_come_and_may_begin_again(session: Session, cast: Cast) -> None:
    """What was stays; from its end on the two are paired no more."""
    two: dict[str, Any] = {"mentee_id": cast.ada.id, "mentor_id": cast.olga.id}
    made = make_pair(session, actor=cast.max.actor, now=on(), **two).pair
    with pytest.raises(Conflict, match="on a day to come"):
        end_pair(session, actor=cast.max.actor, pair_id=made.id, now=on(5), until=on(4).day)
    end_pair(session, actor=cast.max.actor, pair_id=made.id, now=on(5), until=on(9).day)
    assert [one.name for one in list_partners(session, actor=cast.olga.actor, now=on(8))] == ["Greta Holm", "Ada Lind"]
    assert [one.name for one in list_partners(session, actor=cast.olga.actor, now=on(9))] == ["Greta Holm"]
    end_pair(session, actor=cast.nadia.actor, pair_id=made.id, now=on(6))
    assert (made.until, made.ended_by_id) == (on(6).day, cast.nadia.id)
    with pytest.raises(Conflict, match="ended already"):
        end_pair(session, actor=cast.max.actor, pair_id=made.id, now=on(7))
    make_pair(session, actor=cast.max.actor, now=on(7), **two)


def test_partners_are_ones_managers_mentors_and_mentees(session: Session, cast: Cast) -> None:
    """Each once: a manager who is a mentor too may have sessions of all kinds; who has left isn't offered."""
    for mentor in (cast.max, cast.olga, cast.mara):
        make_pair(session, actor=cast.nadia.actor, mentee_id=cast.sven.id, mentor_id=mentor.id, now=on())
    session.get_one(Person, cast.mara.id).left_at = MONDAY + timedelta(days=1)
    session.flush()
    found = list_partners(session, actor=cast.sven.actor, now=on(2))
    assert [(one.name, one.part, len(one.kinds)) for one in found] == [
        ("Max Oduya", "coach", 7),
        ("Olga Petrova", "coach", 1),
    ]
    mine = list_partners(session, actor=cast.max.actor, now=on(2))
    assert [(one.name, one.part, one.kinds) for one in mine] == [("Sven Berg", "rep", ("mentoring",))]
