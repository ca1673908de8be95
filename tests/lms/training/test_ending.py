"""Ending a rule: for all by who manages all whom it reaches, else for one's own people, and the others keep it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from lms.base import in_steps
from lms.errors import NotAllowed
from lms.people.changes import change_person, come_back, leave
from lms.training.applying import apply_waiting_rules, follow_people
from lms.training.courses import register_course
from lms.training.ending import can_end, end_rule, read_ends
from lms.training.explaining import explain
from lms.training.models import AssignmentRule, RuleEnd
from support.factories import Cast, Player
from support.given import hire, open_assignments
from support.learning import PLAIN, UTC_ZONE, give, in_days, on, reapply, state


def test_a_manager_takes_nothing_from_another_team(session: Session, cast: Cast) -> None:
    """Nadia names Ada and Olga: Max ends it for Ada and Greta for Olga, and neither for the other."""
    rule = give(session, cast.nadia, [cast.ada.id, cast.olga.id])
    _end(session, cast.max, rule, days=2)
    assert (_holders(session, cast), rule.ended_at) == ({"olga"}, None)
    assert [state(session, cast.ada, day) for day in (1, 2)] == ["not_started", "-"]
    assert [state(session, cast.olga, day) for day in (1, 2)] == ["not_started", "not_started"]
    _end(session, cast.greta, rule, days=3)
    assert (_holders(session, cast), rule.ended_at) == (set(), None)
    _end(session, cast.nadia, rule, days=4)
    assert rule.ended_by_id == cast.nadia.id


def test_what_reaches_the_company_ends_for_a_team_as_it_changes(session: Session, cast: Cast) -> None:
    """Also for those below; who joins North isn't given it, who moves away is, and who moves in loses it."""
    rule = give(session, cast.nadia, [cast.ada.id], role="rep")
    assert _holders(session, cast) == {"ada", "sven", "olga"}
    _end(session, cast.max, rule)
    assert _holders(session, cast) == {"olga"}
    new = hire(session, cast, hired_on=in_days(1), now=on(1))
    reapply(session, rule, on(1))
    assert new.id not in {row[0] for row in open_assignments(session)}
    _move(session, cast, cast.ada, "South", 2)
    _move(session, cast, cast.olga, "North juniors", 2)
    assert _holders(session, cast) == {"ada"}


def test_nobody_ends_for_themselves_what_somebody_else_asks(session: Session, cast: Cast) -> None:
    """Max ends Nadia's rule for his team and keeps it himself; his own he ends for himself too."""
    theirs = give(session, cast.nadia, team_id=cast.teams["North"])
    assert _whom(session, cast.max, theirs) == "own_people"
    _end(session, cast.max, theirs)
    assert _holders(session, cast) == {"max"}
    assert _whom(session, cast.max, theirs) == "nobody"
    _end(session, cast.nadia, theirs)
    own = give(session, cast.max, team_id=cast.teams["North"])
    assert _whom(session, cast.max, own) == "all"
    _end(session, cast.max, own)
    assert (_holders(session, cast), own.ended_by_id) == (set(), cast.max.id)


def test_who_made_a_rule_ends_it_for_whom_they_still_manage(session: Session, cast: Cast) -> None:
    """Sven moved to South: Max's end leaves him, Greta's takes him; with nobody left of his own Max is refused."""
    rule = give(session, cast.max, [cast.max.id, cast.ada.id, cast.sven.id])
    _move(session, cast, cast.sven, "South", 1)
    _end(session, cast.max, rule, days=2)
    assert _holders(session, cast) == {"sven"}
    _end(session, cast.greta, rule, days=3)
    assert _holders(session, cast) == set()
    other = give(session, cast.max, [cast.ada.id], now=on(3))
    _move(session, cast, cast.ada, "South", 4)
    assert _whom(session, cast.max, other) == "nobody"
    with pytest.raises(NotAllowed, match="nobody whom you manage"):
        _end(session, cast.max, other, days=5)
    assert _holders(session, cast) == {"ada"}


def test_who_left_is_still_one_whom_a_rule_is_for(session: Session, cast: Cast) -> None:
    """Olga comes back to what Nadia gave her, and Ada not to what Max ended for her."""
    rule = give(session, cast.nadia, [cast.ada.id, cast.olga.id])
    for player in (cast.ada, cast.olga):
        leave(session, person_id=player.id, on=in_days(0), now=on(), zone=UTC_ZONE)
    follow_people(session, person_ids=[cast.ada.id, cast.olga.id], now=on(1))
    assert _whom(session, cast.max, rule) == "own_people"
    _end(session, cast.max, rule, days=1)
    for player, team in ((cast.ada, "North"), (cast.olga, "South")):
        come_back(session, person_id=player.id, on=in_days(2), team_id=cast.teams[team], now=on(2))
    follow_people(session, person_ids=[cast.ada.id, cast.olga.id], now=on(2))
    assert _holders(session, cast) == {"olga"}


@pytest.mark.parametrize(
    ("people", "criteria", "whom"),
    [
        (("ada", "sven"), {}, "all"),
        (("ada", "olga"), {}, "own_people"),
        ((), {"team_id": "North juniors"}, "all"),
        (("olga",), {"team_id": "North juniors"}, "own_people"),
        (("ada",), {"team_id": "South"}, "own_people"),
        (("ada",), {"region": "EMEA"}, "own_people"),
        (("max",), {}, "nobody"),
    ],
)
def test_all_whom_a_rule_is_for_count(
    session: Session, cast: Cast, people: Iterable[str], criteria: dict[str, str], whom: str
) -> None:
    """Names and criteria alike; what has ended ends for nobody."""
    named: dict[str, Any] = {key: cast.teams[value] if key == "team_id" else value for key, value in criteria.items()}
    rule = give(session, cast.nadia, [getattr(cast, name).id for name in people], **named)
    assert _whom(session, cast.max, rule) == whom
    assert _whom(session, cast.nadia, rule) == "all"
    _end(session, cast.nadia, rule)
    assert _whom(session, cast.max, rule) == _whom(session, cast.nadia, rule) == "nobody"


def test_the_explanation_says_who_ended_it_for_whom(session: Session, cast: Cast) -> None:
    """For the team by Max, for all by Nadia; who only moved away lost it by nobody's decision."""
    register_course(session, course=PLAIN, day=on().day)
    rule = give(session, cast.nadia, [cast.ada.id, cast.sven.id, cast.olga.id])
    _end(session, cast.max, rule, days=1)
    _end(session, cast.nadia, rule, days=2)
    give(session, cast.nadia, team_id=cast.teams["North juniors"], now=on(3))
    _move(session, cast, cast.sven, "South", 4)
    said = {player.name: _withdrawals(session, player) for player in (cast.ada, cast.olga, cast.sven)}
    by_max = ("the rule ended for the team", "Max Oduya")
    assert said == {
        "Ada Lind": [by_max],
        "Olga Petrova": [("the rule ended", "Nadia Brandt")],
        "Sven Berg": [by_max, ("the rule no longer applies", None)],
    }


def test_the_worker_takes_back_what_ended_for_a_team(session: Session, cast: Cast) -> None:
    """Where the request left it to it, and once more for who changed at the same moment."""
    rule = give(session, cast.nadia, [cast.ada.id, cast.olga.id])
    end_rule(session, actor=cast.max.actor, rule_id=rule.id, now=on(1))
    assert in_steps(session, apply_waiting_rules(session, now=on(1))) == 1
    assert _holders(session, cast) == {"olga"}
    session.execute(delete(RuleEnd))
    reapply(session, rule, on(1))
    session.add(RuleEnd(rule_id=rule.id, team_id=cast.teams["North"], ended_by_id=cast.max.id, ended_at=on(1).at))
    session.flush()
    assert in_steps(session, apply_waiting_rules(session, now=on(1))) == 1
    assert _holders(session, cast) == {"olga"}


def test_ends_are_shown_to_whom_they_concern(session: Session, cast: Cast) -> None:
    """Each manager sees that of their own team, an admin all; twice is as good as once."""
    rule = give(session, cast.nadia, [cast.ada.id, cast.olga.id])
    for player in (cast.max, cast.max, cast.greta):
        _end(session, player, rule, days=1)
    seen = {player.name: _ends(session, player, rule) for player in (cast.max, cast.greta, cast.nadia)}
    assert seen == {"Max Oduya": ["North"], "Greta Holm": ["South"], "Nadia Brandt": ["North", "South"]}


def _end(session: Session, player: Player, rule: AssignmentRule, days: int = 0) -> None:
    end_rule(session, actor=player.actor, rule_id=rule.id, now=on(days))
    reapply(session, rule, on(days))


def _move(session: Session, cast: Cast, player: Player, team: str, days: int) -> None:
    now = on(days)
    change_person(session, actor=None, person_id=player.id, on=now.day, now=now, team_id=cast.teams[team])
    follow_people(session, person_ids=[player.id], now=now)


def _holders(session: Session, cast: Cast) -> set[str]:
    held = {row[0] for row in open_assignments(session)}
    return {name for name in ("ada", "max", "sven", "olga", "greta") if getattr(cast, name).id in held}


def _whom(session: Session, player: Player, rule: AssignmentRule) -> str:
    return can_end(session, actor=player.actor, rules=[rule], now=on())[rule.id]


def _ends(session: Session, player: Player, rule: AssignmentRule) -> list[str]:
    found = read_ends(session, actor=player.actor, rule_ids=[rule.id])[rule.id]
    return [end.team_name for end in found]


def _withdrawals(session: Session, player: Player) -> list[tuple[str | None, str | None]]:
    facts = explain(session, person_id=player.id, course_id="c", day=in_days(9))[1]
    return [(fact.note, fact.recorded_by) for fact in facts if fact.kind == "withdrawn"]
