"""What was said between two: each takes along what is on their own pages, and nobody what another keeps."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy.orm import Session

from lms.records.giving_out import records_of
from lms.records.merging import merge
from lms.records.taking_along import OWN_BY, own_records_of
from lms.records.telling import CONFIDENTIAL
from lms.scoring.cards import add_comment
from support.factories import Cast, Player
from support.learning import UTC_ZONE, on
from support.noting import OTHER_KEY, Notes, cipher_of, coach
from support.scoring import assess, draft, given, publish, seat

# Of no person: addresses of buyers, who asked not to be written to.
_OF_OTHERS = {"suppressed_address"}


@pytest.fixture
def coached(session: Session, cast: Cast) -> Cast:
    """Max coached Ada: both wrote to both and for themselves, and Max scored two of her calls, one as a draft."""
    session_id = coach(session, cast)
    Notes(session, session_id).save(cast.max, "Said to both", on=0)
    for player, words in ((cast.max, "Kept by Max"), (cast.ada, "Kept by Ada")):
        private = Notes(session, session_id, "private")
        private.save(player, "The first words", on=0)
        private.save(player, words, on=1)
        private.save(player, f"{words}, beside", on=1)
    published = publish(session, cast.max, assess(session, cast.max, cast.ada), given(summary="Shown to Ada"))
    scored = seat(session, cast.ada, assess(session, cast.max, cast.ada))
    add_comment(session, seat=scored, card=published, text="Ada says", now=on())
    draft(session, cast.max, scored.assessment, given(summary="Not shown yet"))
    session.commit()
    return cast


def _file(session: Session, player: Player, *keys: str) -> dict[str, list[dict[str, Any]]]:
    found = dict(own_records_of(session, person_id=player.id, cipher=cipher_of(*keys)))
    assert json.loads(json.dumps(found)) == found
    return found


def test_each_takes_what_is_on_their_own_pages(session: Session, coached: Cast) -> None:
    """Texts of both, their own private ones as they wrote them, and cards once they are shown."""
    ada, max_ = (json.dumps(_file(session, player)) for player in (coached.ada, coached.max))
    for words in ("Said to both", "Shown to Ada", "Ada says"):
        assert words in ada
        assert words in max_
    assert "Kept by Ada" in ada
    assert "Kept by Ada, beside" in ada
    assert not any(words in ada for words in ("Kept by Max", "Not shown yet"))
    assert "Kept by Max" in max_
    assert "Not shown yet" in max_
    assert "Kept by Ada" not in max_


def test_scores_are_taken_with_their_card(session: Session, coached: Cast) -> None:
    """Ada has those of what she is shown, not of a card that waits for her own; Max has all that he gave."""
    hidden = assess(session, coached.max, coached.ada, asks_self=True)
    waiting = publish(session, coached.max, hidden, given(1))
    session.commit()
    ada, max_ = (_file(session, player) for player in (coached.ada, coached.max))
    assert {row["card_id"] for row in ada["score"]} == {row["id"] for row in ada["scorecard"]}
    assert str(waiting.id) not in json.dumps(ada)
    assert str(waiting.id) in {row["card_id"] for row in max_["score"]}
    assert "score" not in dict(records_of(session, person_id=coached.ada.id))


def test_who_has_two_records_takes_what_both_were_told(session: Session, coached: Cast) -> None:
    """By whichever of them was coached."""
    ids: dict[str, Any] = {"kept_id": coached.sven.id, "gone_id": coached.ada.id}
    merge(session, actor=None, takes_address=False, now=on(), zone=UTC_ZONE, cipher=cipher_of(), **ids)
    session.commit()
    sven = json.dumps(_file(session, coached.sven))
    assert all(words in sven for words in ("Said to both", "Shown to Ada", "Ada says", "Kept by Ada, beside"))
    assert "Kept by Max" not in sven


def test_nobody_else_takes_any_of_it(session: Session, coached: Cast) -> None:
    """Whoever leads them, and an admin who makes a file of one of them."""
    files = [json.dumps(_file(session, player)) for player in (coached.nadia, coached.greta, coached.sven)]
    files.append(json.dumps(dict(records_of(session, person_id=coached.ada.id))))
    for words in ("Said to both", "Kept by", "Shown to Ada", "Ada says", "Not shown yet"):
        assert not any(words in file for file in files), words


def test_a_private_text_that_no_key_opens_is_told(session: Session, coached: Cast) -> None:
    """With why; all else is there."""
    found = _file(session, coached.ada, OTHER_KEY)
    told = [row["unreadable"] for row in found["session_text"] if row["text"] is None]
    assert len(told) == 1
    assert "isn't here" in told[0]
    assert "Said to both" in json.dumps(found)


def test_it_is_known_of_every_table_whose_rows_somebody_takes() -> None:
    """A new one of what is said between two is in a file, or stands here as nobody's."""
    shared = {"action_event", "score", "session_event", "session_link"}
    assert OWN_BY.keys() | shared == CONFIDENTIAL - _OF_OTHERS
