"""Everybody at every route of an assessment: what isn't theirs isn't there.

Ada of North is scored by Max, her manager, and by Mara, a peer, and asked to score herself. Olga of South was her
mentor until today, Uma is an analyst, and Greta manages South, where Ada moves to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from lms.coaching.models import MentoringPair
from lms.scoring.models import Scorecard
from support.acting import in_days, items_of, newcomer, problem_of
from support.factories import Cast, Player
from support.learning import on
from support.scorecards import answers, body, open_one, publish, save, seen, shown
from support.scoring import practise

COLUMNS = ("ada", "max", "nadia", "greta", "sven", "olga", "mara", "uma", "paula")
# Whose cards each sees: a is Ada's, m Max', p the peer Mara's; `.` is none, `-` that the assessment isn't there.
SITUATIONS = {
    # -------------------- ada   max   nadia greta sven  olga  mara  uma
    "all are drafts": "    a     m     -     -     -     -     p     -",
    "the coach's is out": ".     m     m     -     -     -     .     -",
    "all are out": "       amp   amp   amp   -     -     -     p     -",
    "the rep declined": "  mp    mp    mp    -     -     -     p     -",
    "she moved": "         amp   amp   amp   -     -     -     p     -",
    "her own came late": " amp   mp    amp   a     -     -     p     -",
    "she released it": "   amp   amp   amp   amp   -     -     p     -",
    "she took it back": "  amp   amp   amp   -     -     -     p     -",
}
# What each is answered when all cards are out; `+` changes something, which others test.
ROUTES = {
    # ------------------------------------------- ada   max   nadia greta sven  olga  mara  uma   paula
    "GET {place}": "                               200   200   200   404   404   404   200   404   403",
    "GET {place}/card": "                          200   200   404   404   404   404   200   404   403",
    "PUT {place}/card": "                          409   409   403   404   404   404   409   404   403",
    "POST {place}/card/published": "               200   200   403   404   404   404   200   404   403",
    "POST {place}/card/amended": "                 412   412   409   404   404   404   412   404   403",
    "POST {place}/scorers": "                      +     +     +     404   404   404   403   404   403",
    "POST {place}/declined": "                     409   409   403   404   404   404   409   404   403",
    "POST {place}/closed": "                       403   +     +     404   404   404   403   404   403",
    "PUT {place}/released": "                      +     403   403   404   404   404   403   404   403",
    "DELETE {place}/released": "                   200   403   403   404   404   404   403   404   403",
    "POST /scoring/cards/{card}/comments": "       +     +     +     404   404   404   404   404   403",
    "POST /scoring/cards/{peers}/comments": "      +     +     +     404   404   404   +     404   403",
    "GET /scoring/people/{rep}/scores.csv": "      200   200   200   404   404   404   404   404   403",
    "GET /scoring/assessments?person_id={rep}": "  200   200   200   200   200   200   200   200   403",
    "GET /scoring/assessments": "                  200   200   200   200   200   200   200   200   403",
    "GET /scoring/rubrics": "                      200   200   200   200   200   200   200   200   403",
    "GET /scoring/rubrics/rubric-demo": "          200   200   200   200   200   200   200   200   403",
}
BODIES: dict[str, Any] = {
    "card": {"answers": answers(1)},
    "amended": {"answers": answers(4), "reason": "x"},
    "scorers": {"email": "greta@brightwharf.example"},
    "comments": {"text": "x"},
}


@dataclass
class Stage:
    """Everybody by name, and the address of Ada's call."""

    session: Session
    cast: Cast
    people: dict[str, Player]
    place: str

    def publish(self, names: str) -> None:
        """Let some of them publish their first draft."""
        for name in names.split():
            publish(self.people[name], self.place)

    def move(self) -> None:
        """Let Ada change to South today, what is published so far having been published a week ago."""
        earlier = update(Scorecard).where(Scorecard.published_at.is_not(None))
        self.session.execute(earlier.values(published_on=in_days(-7)))
        self.session.commit()
        change = {"team_id": str(self.cast.teams["South"])}
        moved = self.cast.nadia.ask("PATCH", f"/people/{self.cast.ada.id}", json=change)
        assert moved.status_code == 200, moved.get_data(as_text=True)


@pytest.fixture
def stage(session: Session, cast: Cast) -> Stage:
    """Open Ada's call."""
    people = {name: getattr(cast, name) for name in COLUMNS if name != "uma"}
    people["uma"] = newcomer(cast, "analyst")
    _pair(session, cast.olga, cast.ada, until=0)
    place = open_one(cast.max, cast.ada, asks_self=True)
    assert cast.max.post(f"{place}/scorers", {"email": cast.mara.email}).status_code == 200
    return Stage(session, cast, people, place)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_everybody_sees_the_cards_that_are_theirs_to_see(stage: Stage, situation: str) -> None:
    """In the assessment and in the list of Ada's alike; whoever sees none of both is told that there is nothing."""
    _bring_about(stage, situation)
    names = {"a": "ada", "m": "max", "p": "mara"}
    for name, cell in zip(COLUMNS, SITUATIONS[situation].split(), strict=False):
        player = stage.people[name]
        listed = items_of(player.get(f"/scoring/assessments?person_id={stage.cast.ada.id}"))
        if cell == "-":
            problem_of(player.get(stage.place), 404)
            assert listed == [], name
        else:
            expected = {names[letter] for letter in cell.strip(".")}
            assert seen(player, stage.place) == expected, name
            assert len(listed[0]["cards"]) == len(expected), name


def _bring_about(stage: Stage, situation: str) -> None:
    if situation == "all are drafts":
        for name in ("ada", "max", "mara"):
            assert save(stage.people[name], stage.place, answers()).status_code == 200
        return
    stage.publish("max")
    if situation == "the coach's is out":
        return
    stage.publish("mara")
    if situation == "the rep declined":
        assert stage.cast.ada.post(f"{stage.place}/declined").status_code == 204
        return
    if situation == "her own came late":
        stage.move()
    stage.publish("ada")
    if situation.startswith("she"):
        stage.move()
    for ending, method in (("it", "PUT"), ("back", "DELETE")):
        if situation in {"she released it", "she took it back"} and (ending == "it" or situation.endswith("back")):
            assert stage.cast.ada.ask(method, f"{stage.place}/released").status_code == 200


def test_every_route_is_answered_to_whom_it_may(stage: Stage) -> None:
    """And what isn't somebody's changes nothing."""
    stage.publish("max mara ada")
    cards = {card["role"]: card["id"] for card in shown(stage.cast.max, stage.place)["cards"]}
    names = {"place": stage.place, "rep": stage.cast.ada.id, "card": cards["coach"], "peers": cards["peer"]}
    before = shown(stage.cast.nadia, stage.place)
    wrong = []
    for route, row in ROUTES.items():
        method, path = route.format_map(names).split()
        sent = BODIES.get(path.rsplit("/", 1)[-1])
        for name, status in zip(COLUMNS, row.split(), strict=True):
            if status == "+":
                continue
            match = {"If-Match": '"0"'} if "/card" in path and method != "GET" else {}
            options = {"json": sent} if sent else {}
            answer = stage.people[name].ask(method, path, headers=match, **options)
            if answer.status_code != int(status):
                wrong.append(f"{name} {route}: {answer.status_code}, not {status}")
    assert wrong == []
    assert shown(stage.cast.nadia, stage.place) == before


def test_a_csv_has_what_its_reader_sees(stage: Stage) -> None:
    """After Ada moved, Greta's has nothing of before, and is not Max' to ask for any more."""
    stage.publish("max mara ada")
    path = f"/scoring/people/{stage.cast.ada.id}/scores.csv"

    def roles(player: Player) -> set[str]:
        lines = player.get(path).get_data(as_text=True).splitlines()[1:]
        return {role for line in lines for role in ("coach", "peer", "self") if f",{role}," in line}

    assert roles(stage.cast.max) == roles(stage.cast.ada) == roles(stage.cast.nadia) == {"coach", "peer", "self"}
    stage.move()
    assert roles(stage.cast.greta) == set()
    problem_of(stage.cast.max.get(path), 404)
    assert stage.cast.ada.ask("PUT", f"{stage.place}/released").status_code == 200
    assert roles(stage.cast.greta) == {"coach", "peer", "self"}


def test_a_new_manager_goes_on_where_the_old_one_may_not(stage: Stage) -> None:
    """Max keeps his card, which he may amend, and comments; he asks nobody, and opens nothing more."""
    stage.publish("max ada")
    stage.move()
    problem_of(stage.cast.max.post(f"{stage.place}/scorers", {"email": stage.cast.sven.email}), 403)
    problem_of(stage.cast.max.post(f"{stage.place}/closed"), 403)
    problem_of(stage.cast.max.post("/scoring/assessments", body(stage.cast.ada)), 404)
    assert shown(stage.cast.max, stage.place)["actions"] == ["amend", "comment"]
    assert open_one(stage.cast.greta, stage.cast.ada)
    problem_of(stage.cast.greta.get(stage.place), 404)


def test_a_mentor_scores_whom_they_mentor(stage: Stage) -> None:
    """While the pairing lasts: Olga opens one and publishes, and sees no other of Ada's; Max sees what she gave."""
    problem_of(stage.cast.olga.post("/scoring/assessments", body(stage.cast.ada)), 404)
    pair = _pair(stage.session, stage.cast.olga, stage.cast.ada)
    place = open_one(stage.cast.olga, stage.cast.ada)
    publish(stage.cast.olga, place)
    problem_of(stage.cast.olga.get(stage.place), 404)
    assert seen(stage.cast.max, place) == seen(stage.cast.ada, place) == {"olga"}
    assert shown(stage.cast.olga, place)["actions"] == ["amend", "ask", "close", "comment"]
    pair.until = in_days(0)
    stage.session.commit()
    assert shown(stage.cast.olga, place)["actions"] == ["amend", "comment"]


def test_graders_know_nothing_of_each_other_until_both_are_done(stage: Stage) -> None:
    """Max, who manages Ada, no more than Greta; nor do they see in which state the other is."""
    made = practise(stage.session, stage.cast.ada, stage.cast.max, stage.cast.greta)
    stage.session.commit()
    place = f"/scoring/assessments/{made.id}"
    sheet = {"calm": {"value": 3}, "told": {"value": True}}
    publish(stage.cast.greta, place, sheet)
    assert (seen(stage.cast.max, place), seen(stage.cast.greta, place)) == (set(), {"greta"})
    assert shown(stage.cast.max, place)["others"] == []
    publish(stage.cast.max, place, sheet)
    assert seen(stage.cast.max, place) == seen(stage.cast.greta, place) == {"max", "greta"}


def test_a_blind_assessment_opens_when_it_is_closed(stage: Stage) -> None:
    """For those who may see it at all."""
    place = open_one(stage.cast.max, stage.cast.ada, is_blind=True)
    assert stage.cast.max.post(f"{place}/scorers", {"email": stage.cast.greta.email}).status_code == 200
    for player in (stage.cast.max, stage.cast.greta):
        publish(player, place)
    assert (seen(stage.cast.ada, place), seen(stage.cast.max, place)) == (set(), {"max"})
    problem_of(stage.cast.nadia.get(place), 404)
    assert stage.cast.max.post(f"{place}/closed").status_code == 200
    for player in (stage.cast.ada, stage.cast.max, stage.cast.nadia):
        assert seen(player, place) == {"max", "greta"}
    assert seen(stage.cast.greta, place) == {"greta"}


def _pair(session: Session, mentor: Player, mentee: Player, *, until: int | None = None) -> MentoringPair:
    made = MentoringPair(mentor_id=mentor.id, mentee_id=mentee.id, since=on().day, made_at=on().at)
    made.made_by_id, made.until = mentor.id, in_days(until) if until is not None else None
    session.add(made)
    session.commit()
    return made
