"""Erasing what somebody wrote where others read on: marks of scorers, copies of practice, names in the CRM."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.audit.chain import verify
from lms.crm.aliases import list_aliases, set_alias
from lms.crm.hidden import hidden_owner
from lms.crm.models import OwnerAlias
from lms.people.models import ApiToken, BrowserSession, Person
from lms.people.scim.models import ScimPreview
from lms.people.sessions import begin_session
from lms.practice.models import Practice
from lms.records.erasing import ERASED, Erasure, erase_person
from lms.records.marks import without_words
from lms.records.merging import merge
from lms.scoring.models import Assessment, CardAmendment, Score, Scorecard
from lms.training.following import leave_at_once
from support.factories import MONDAY, UTC_ZONE, Cast, Player
from support.learning import on
from support.noting import cipher_of
from support.practising import begun, handed_in
from support.scorecards import answers, open_one, publish, save, shown
from support.scoring import CALLS

NOW = on()
WORDS = "What only Max could have written"


def _erase(session: Session, player: Player, *, others: tuple[Player, ...] = ()) -> Erasure:
    leave_at_once(session, person_id=player.id, now=NOW, zone=UTC_ZONE)
    for other in others:
        ids: dict[str, Any] = {"kept_id": player.id, "gone_id": other.id}
        leave_at_once(session, person_id=other.id, now=NOW, zone=UTC_ZONE)
        merge(session, actor=None, takes_address=True, now=NOW, zone=UTC_ZONE, cipher=cipher_of(), **ids)
    done = erase_person(session, person_id=player.id, now=NOW)
    session.commit()
    return done


def _all_words(value: Any) -> dict[str, Any]:
    evidence = {"note": WORDS, "quotes": [{"at": 1.0, "text": WORDS}]}
    return {criterion: answer | evidence for criterion, answer in answers(value).items()}


def test_marks_of_who_scored_and_amended_stay_without_words(session: Session, cast: Cast) -> None:
    """Ada still reads her assessment: what it came to before and after, and nothing that Max wrote."""
    place = open_one(cast.max, cast.ada)
    publish(cast.max, place, _all_words(3))
    sent = {"answers": _all_words(4), "summary": WORDS, "reason": WORDS}
    assert cast.max.post(f"{place}/card/amended", sent, headers={"If-Match": '"2"'}).status_code == 200
    scores = session.scalar(select(func.count()).select_from(Score))
    _erase(session, cast.max)
    answer = cast.ada.get(place)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    (card,) = answer.get_json()["others"]
    (before,) = card["amendments"]
    assert (card["total"]["points"], card["answers"]["cost"]["value"]) == (28, 4)
    assert (before["points"], before["answers"]["cost"]["value"]) == (21, 3)
    assert card["answers"]["cost"]["quotes"] == []
    held = [select(Scorecard.answers), select(Scorecard.summary), select(CardAmendment.answers)]
    held += [select(CardAmendment.summary), select(CardAmendment.reason)]
    assert WORDS not in json.dumps([session.scalars(each).all() for each in held])
    assert WORDS not in answer.get_data(as_text=True)
    assert session.scalar(select(func.count()).select_from(Score)) == scores


def test_what_others_scored_keeps_its_words(session: Session, cast: Cast) -> None:
    """Max's are Max's, when Ada is erased."""
    place = open_one(cast.max, cast.ada)
    save(cast.max, place, _all_words(3))
    _erase(session, cast.ada)
    assert WORDS in json.dumps(shown(cast.max, place))


def test_an_answer_in_words_is_words() -> None:
    """Levels, numbers, and a choice's name are the rubric's."""
    given: dict[str, Any] = {
        "a": {"value": 3, "note": "n"},
        "b": {"value": "typed"},
        "c": {"is_left_out": True, "quotes": []},
    }
    assert without_words(given, {"b"}) == {"a": {"value": 3}, "b": {}, "c": {"is_left_out": True}}


def test_copies_of_practice_go_with_it(session: Session, cast: Cast) -> None:
    """Its assessment has neither what was said nor where it is seen; that of a call stays with who opened it."""
    call = open_one(cast.max, cast.ada, recording="https://meet.example/r/7").rsplit("/", 1)[-1]
    practice = begun(session, cast.ada)
    practice.transcript = [{"text": "Ada said this"}]
    handed_in(session, cast.ada, practice, paper=CALLS)
    session.commit()
    copied = session.get_one(Assessment, practice.assessment_id)
    assert (copied.transcript, copied.recording) == (practice.transcript, practice.link)
    done = _erase(session, cast.ada)
    assert done.tables["assessment"] == 1
    assert (copied.transcript, copied.recording) == (None, None)
    assert session.get_one(Practice, practice.id).transcript is None
    links = {str(one.id): one.recording for one in session.scalars(select(Assessment))}
    assert links[call] == "https://meet.example/r/7"


def _preview(resource_id: str, key: str) -> ScimPreview:
    said: dict[str, Any] = {"kind": "User", "outcome": "changed", "changes": [], "state": {"userName": key}}
    return ScimPreview(resource_id=resource_id, key=key, name=key, at=MONDAY, **said)


def test_what_a_dry_run_noted_goes(session: Session, cast: Cast) -> None:
    """By the person's id or address; what it noted of others stays."""
    kept = _preview(str(cast.ada.id), cast.ada.email)
    session.add_all([_preview(str(cast.max.id), "max"), _preview("new", cast.max.email), kept])
    session.commit()
    assert _erase(session, cast.max).tables["scim_preview"] == 2
    assert session.scalars(select(ScimPreview.key)).all() == [cast.ada.email]


def test_an_owners_name_goes_and_two_of_one_name_follow_each_other(session: Session, cast: Cast) -> None:
    """No admin reads it any more; the last who had it is the one whom the CRM means."""
    for player in (cast.ada, cast.max):
        set_alias(session, name="Lind, A.", person_id=player.id, by_id=cast.nadia.id, at=MONDAY)
        assert _erase(session, player).tables["crm_owner_alias"] == 1
    assert list_aliases(session) == []
    held = session.execute(select(OwnerAlias.name, OwnerAlias.person_id)).all()
    assert held == [(hidden_owner(" lind, A. "), cast.max.id)]
    assert "lind" not in held[0].name


def test_records_that_were_merged_into_one_are_erased_with_it(session: Session, cast: Cast) -> None:
    """Their names, sessions and tokens too; it says how many records those were."""
    person = session.get_one(Person, cast.sven.id)
    begin_session(session, person=person, at=MONDAY - timedelta(hours=1), method="link")
    done = _erase(session, cast.ada, others=(cast.sven, cast.olga))
    assert (done.records, verify(session).fault) == (3, None)
    gone = [cast.ada.id, cast.sven.id, cast.olga.id]
    people = session.scalars(select(Person).where(Person.id.in_(gone))).all()
    assert {one.name for one in people} == {ERASED}
    assert {one.email for one in people} == {f"{one.id}@erased.invalid" for one in people}
    for table in (ApiToken, BrowserSession):
        assert not session.scalars(select(table).where(table.person_id.in_(gone))).all()
