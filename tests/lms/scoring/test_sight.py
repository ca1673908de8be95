"""Who sees which scorecard: each rule for everybody, in conditions of lists and for single ones alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.errors import NotFound
from lms.people.access import Actor
from lms.people.joining import add_person
from lms.scoring.assessments import close_assessment, release_assessment
from lms.scoring.models import Assessment, Scorecard
from lms.scoring.reading import list_assessments, read_assessment
from lms.scoring.scorers import decline
from support.factories import MONDAY, Cast, Player
from support.learning import on
from support.scoring import ask, assess, draft, move, practise, publish, seat, sight_on

NOTHING = None
EVERYBODY = ("ada", "max", "sven", "olga", "greta", "mara", "nadia", "paula", "anna", "theo")


class Stage:
    """Ada's call, assessed; Theo is a rep of South, Anna an analyst, and Mara was asked as a peer."""

    def __init__(self, session: Session, cast: Cast) -> None:
        """Put Anna and Theo beside the cast."""
        self.session, self.cast = session, cast
        self.people: dict[str, Player] = {name: getattr(cast, name) for name in EVERYBODY[:8]}
        self.people["anna"] = self._more("anna", "analyst", None)
        self.people["theo"] = self._more("theo", "rep", "South")
        self.call: Assessment | None = None

    def __getattr__(self, name: str) -> Player:
        """Return one of them."""
        return self.people[name]

    def seen(self, *, days: int = 0, **options: Any) -> dict[str, set[str] | None]:
        """Return the cards that each sees, by the first name of their scorer; None who doesn't see the assessment.

        Whoever sees nothing at all is left out.
        """
        found = {name: self._seen_by(player, days=days, **options) for name, player in self.people.items()}
        return {name: cards for name, cards in found.items() if cards is not None}

    def _seen_by(self, player: Player, *, days: int, **options: Any) -> set[str] | None:
        assert self.call is not None
        rep = next(one for one in self.people.values() if one.id == self.call.rep_id)
        sight = sight_on(self.session, player, rep, days=days, **options)
        rows = list_assessments(self.session, sight=sight, limit=9)
        listed = [row for row in rows if row.assessment is self.call]
        mentees = [mentee.id for mentee in options.pop("mentees", ())]
        try:
            own = seat(self.session, player, self.call, days=days, mentees=mentees, **options)
        except NotFound:
            assert listed == []
            return None
        read = read_assessment(self.session, seat=own)
        assert [card.id for card in listed[0].cards] == sorted(card.id for card in read.cards)
        names = {one.id: name for name, one in self.people.items()}
        return {names[card.scorer_id] for card in read.cards}

    def _more(self, name: str, role: str, team: str | None) -> Player:
        email = f"{name}@brightwharf.example"
        team_id = self.cast.teams[team] if team else None
        person = add_person(
            self.session, email=email, name=name.title(), roles=[role], team_id=team_id, at=MONDAY, day=MONDAY.date()
        )
        actor = Actor(person.id, email, name.title(), frozenset([role]), team_id, team)
        return replace(self.cast.mara, id=person.id, name=name.title(), email=email, actor=actor)


@pytest.fixture
def stage(session: Session, cast: Cast) -> Stage:
    """Return Ada's call, which Max opened, and scores; Ada and Mara were asked too, and nothing is published."""
    made = Stage(session, cast)
    made.call = assess(session, cast.max, cast.ada, asks_self=True)
    ask(session, made.call, cast.mara)
    return made


def test_a_draft_is_its_scorers_alone(session: Session, stage: Stage) -> None:
    """Whoever was asked sees the assessment, and nobody else does: not even the admin."""
    for name in ("ada", "max", "mara"):
        draft(session, stage.people[name], _call(stage))
    assert stage.seen() == {"ada": {"ada"}, "max": {"max"}, "mara": {"mara"}}


def test_the_rep_sees_no_card_before_their_own(session: Session, stage: Stage) -> None:
    """The coach's is published, and the rep's a draft; admins see what is published."""
    publish(session, stage.max, _call(stage))
    draft(session, stage.ada, _call(stage))
    assert stage.seen() == {"ada": {"ada"}, "max": {"max"}, "mara": set(), "nadia": {"max"}}
    publish(session, stage.ada, _call(stage))
    assert stage.seen() == {"ada": {"ada", "max"}, "max": {"ada", "max"}, "mara": set(), "nadia": {"ada", "max"}}


def test_a_rep_who_declines_sees_the_cards(session: Session, stage: Stage) -> None:
    """They will have none of their own."""
    publish(session, stage.max, _call(stage))
    decline(session, seat=seat(session, stage.ada, _call(stage)), now=on())
    assert stage.seen()["ada"] == {"max"}


def test_peers_see_their_own_card_alone(session: Session, stage: Stage) -> None:
    """And who declines to score, nothing any more."""
    _publish_all(session, stage)
    everything = {"ada", "max", "mara"}
    assert stage.seen() == {"ada": everything, "max": everything, "nadia": everything, "mara": {"mara"}}
    ask(session, _call(stage), stage.sven)
    assert stage.seen()["sven"] == set()
    decline(session, seat=seat(session, stage.sven, _call(stage)), now=on())
    assert "sven" not in stage.seen()


@pytest.mark.parametrize(
    ("releases", "history", "greta"),
    [
        ((), "released", NOTHING),
        ((True,), "released", {"ada", "max", "mara"}),
        ((True, False), "released", NOTHING),
        ((), "all", {"ada", "max", "mara"}),
    ],
)
def test_a_new_manager_sees_what_came_before_only_once_it_is_released(
    session: Session, stage: Stage, releases: Sequence[bool], history: str, greta: set[str] | None
) -> None:
    """By the rep, who may take it back, or by the company's policy; the former manager keeps what he had seen."""
    _publish_all(session, stage)
    move(session, stage.cast, stage.ada, "South", days=10)
    for is_released in releases:
        release_assessment(session, seat=seat(session, stage.ada, _call(stage)), is_released=is_released, now=on())
    everything = {"ada", "max", "mara"}
    expected = {"ada": everything, "max": everything, "nadia": everything, "mara": {"mara"}}
    expected |= {"greta": greta} if greta else {}
    assert stage.seen(days=10, history=history) == expected
    assert "theo" not in stage.seen(days=10, history=history)


def test_a_former_manager_sees_nothing_new_and_a_new_one_only_that(session: Session, stage: Stage) -> None:
    """Ada moved on the tenth day: Mara's card of the ninth is Max's to see, her own of the tenth Greta's."""
    publish(session, stage.max, _call(stage))
    publish(session, stage.mara, _call(stage), days=9)
    move(session, stage.cast, stage.ada, "South", days=10)
    publish(session, stage.ada, _call(stage), days=10)
    seen = stage.seen(days=11)
    assert (seen["max"], seen["greta"], seen["ada"]) == ({"max", "mara"}, {"ada"}, {"ada", "max", "mara"})


def test_a_former_manager_who_opened_nothing_sees_nothing(session: Session, stage: Stage) -> None:
    """What Nadia opened, Max saw as Ada's manager, until she moved."""
    stage.call = assess(session, stage.nadia, stage.ada)
    publish(session, stage.nadia, _call(stage))
    assert stage.seen()["max"] == {"nadia"}
    move(session, stage.cast, stage.ada, "South", days=10)
    assert stage.seen(days=10).keys() == {"ada", "nadia"}


def test_a_manager_who_comes_back_sees_again(session: Session, stage: Stage) -> None:
    """Ada was in South for ten days: Max sees what he opened, and Greta nothing any more."""
    publish(session, stage.max, _call(stage))
    move(session, stage.cast, stage.ada, "South", days=10)
    publish(session, stage.ada, _call(stage), days=12)
    move(session, stage.cast, stage.ada, "North", days=20)
    seen = stage.seen(days=20)
    assert (seen["max"], seen.get("greta")) == ({"ada", "max"}, None)


def test_nobody_sees_anothers_card_of_a_blind_assessment_until_it_is_closed(session: Session, stage: Stage) -> None:
    """Not the admin, the rep, nor who opened it."""
    stage.call = assess(session, stage.max, stage.ada, is_blind=True)
    ask(session, _call(stage), stage.mara)
    for name in ("max", "mara"):
        publish(session, stage.people[name], _call(stage))
    assert stage.seen() == {"ada": set(), "max": {"max"}, "mara": {"mara"}}
    close_assessment(session, seat=seat(session, stage.max, _call(stage)), now=on())
    both = {"max", "mara"}
    assert stage.seen() == {"ada": both, "max": both, "mara": {"mara"}, "nadia": both}


def test_graders_see_each_others_cards_once_both_are_published(session: Session, stage: Stage) -> None:
    """Also one who manages the rep, or is an admin: before that, Max sees no card of Ada's practice but his own."""
    stage.call = practise(session, stage.ada, stage.max, stage.olga)
    publish(session, stage.olga, _call(stage))
    assert stage.seen() == {"ada": {"olga"}, "max": set(), "olga": {"olga"}, "nadia": {"olga"}}
    publish(session, stage.max, _call(stage))
    both = {"max", "olga"}
    assert stage.seen() == {"ada": both, "max": both, "olga": both, "nadia": both}


def test_a_self_assessment_is_seen_by_managers_once_it_is_published(session: Session, stage: Stage) -> None:
    """Nobody knows of the draft."""
    stage.call = assess(session, stage.ada, stage.ada)
    draft(session, stage.ada, _call(stage))
    assert stage.seen() == {"ada": {"ada"}}
    publish(session, stage.ada, _call(stage))
    assert stage.seen() == {"ada": {"ada"}, "max": {"ada"}, "nadia": {"ada"}}


def test_a_mentor_sees_what_they_opened_while_they_mentor(session: Session, stage: Stage) -> None:
    """Theo mentors Ada: other assessments aren't there for him, and after the pairing only his own card is."""
    _publish_all(session, stage)
    assert "theo" not in stage.seen(mentees=[stage.ada])
    stage.call = assess(session, stage.theo, stage.ada, mentees=[stage.ada])
    ask(session, _call(stage), stage.mara)
    for name in ("theo", "mara"):
        publish(session, stage.people[name], _call(stage))
    # The others whom this takes for mentors too see what they would see anyway.
    assert stage.seen(mentees=[stage.ada])["theo"] == {"theo", "mara"}
    assert stage.seen()["theo"] == {"theo"}


def test_nobody_opens_an_assessment_of_whom_they_do_not_coach(session: Session, cast: Cast) -> None:
    """Each pair is tried; the rep's own is allowed to everybody."""
    may = {("max", "ada"), ("max", "sven"), ("greta", "olga")}
    players = {name: getattr(cast, name) for name in EVERYBODY[:8]}
    for coach_name, coach in players.items():
        for rep_name, rep in players.items():
            if (coach_name, rep_name) in may or coach_name in {"nadia", rep_name}:
                assert assess(session, coach, rep).rep_id == rep.id
            else:
                with pytest.raises(NotFound):
                    assess(session, coach, rep)


def test_a_sight_of_many_reps_is_one_condition(session: Session, stage: Stage) -> None:
    """Ada came to South on the tenth day, Olga was there before: Greta sees of each what is hers to see."""
    publish(session, stage.max, _call(stage))
    other = assess(session, stage.greta, stage.olga)
    publish(session, stage.greta, other)
    move(session, stage.cast, stage.ada, "South", days=10)
    publish(session, stage.mara, _call(stage), days=11)
    sight = sight_on(session, stage.greta, stage.ada, stage.olga, stage.theo, days=12)
    wanted = select(Scorecard.scorer_id).join(Assessment, Assessment.id == Scorecard.assessment_id)
    found = set(session.scalars(wanted.where(sight.of_cards())))
    assert found == {stage.greta.id, stage.mara.id}


def _call(stage: Stage) -> Assessment:
    assert stage.call is not None
    return stage.call


def _publish_all(session: Session, stage: Stage) -> None:
    for name in ("ada", "max", "mara"):
        publish(session, stage.people[name], _call(stage))
