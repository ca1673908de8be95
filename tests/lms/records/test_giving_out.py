"""Files of a person's data: those of records that are theirs too, and in the audit nothing of others."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest
from sqlalchemy.orm import Session

from lms.audit.noting import note
from lms.audit.origin import Origin, set_origin
from lms.records.giving_out import records_of
from lms.records.merging import merge, undo_merge
from lms.usage.models import OpenEvent
from support.factories import MONDAY, UTC_ZONE, Cast, Player
from support.learning import on
from support.noting import cipher_of

NOW = on()


def _file(session: Session, player: Player) -> dict[str, list[dict[str, Any]]]:
    return dict(records_of(session, person_id=player.id))


def test_a_file_has_the_records_that_were_merged_into_it(session: Session, cast: Cast) -> None:
    """Also those that had gone into one of these; once a merge is undone no more, and no address of another."""
    session.add(OpenEvent(person_id=cast.sven.id, at=MONDAY, page_id="p"))
    made = []
    for kept, gone in ((cast.olga, cast.sven), (cast.ada, cast.olga)):
        ids: dict[str, Any] = {"kept_id": kept.id, "gone_id": gone.id}
        made.append(
            merge(
                session, actor=cast.nadia.actor, takes_address=True, now=NOW, zone=UTC_ZONE, cipher=cipher_of(), **ids
            )
        )
    session.commit()
    found = _file(session, cast.ada)
    assert {row["name"] for row in found["person"]} == {"Ada Lind", "Olga Petrova", "Sven Berg"}
    assert {row["person_id"] for row in found["membership"]} == {str(cast.ada.id), str(cast.olga.id), str(cast.sven.id)}
    assert len(found["open_event"]) == 1
    assert cast.olga.email not in json.dumps(_file(session, cast.nadia))
    undo_merge(session, actor=cast.nadia.actor, merge_id=made[-1].id, now=NOW, zone=UTC_ZONE, cipher=cipher_of())
    session.commit()
    text = json.dumps(_file(session, cast.ada))
    assert "Olga Petrova" not in text
    assert "Sven Berg" not in text


@pytest.fixture
def noted(session: Session, cast: Cast) -> Cast:
    """What Nadia did to Ada, what Ada did herself, and what she did to Sven, each at its own address."""
    for actor, whom, address in (
        (cast.nadia, cast.ada, "192.0.2.1"),
        (cast.ada, cast.ada, "192.0.2.2"),
        (cast.ada, cast.sven, "192.0.2.3"),
        (cast.ada, None, "192.0.2.4"),
    ):
        origin = Origin(actor_id=actor.id, via="site", address=address)
        set_origin(session, partial(lambda told: told, origin))
        whose = whom.id if whom else None
        note(session, "thing.done", person_id=whose, before={"name": f"was {address}"}, after={"name": f"is {address}"})
    session.commit()
    return cast


def _told(session: Session, player: Player) -> list[dict[str, Any]]:
    entries = [row for row in _file(session, player)["audit_entry"] if row["action"] == "thing.done"]
    return [json.loads(row["details"]) for row in entries]


def test_entries_tell_neither_where_others_were_nor_what_became_of_them(session: Session, noted: Cast) -> None:
    """Each has the address of who did it in their own file, and what changed in that of whom it is about."""
    changed = [{"before": {"name": f"was 192.0.2.{n}"}, "after": {"name": f"is 192.0.2.{n}"}} for n in range(1, 5)]
    assert _told(session, noted.ada) == [
        changed[0],
        {"address": "192.0.2.2", **changed[1]},
        {"address": "192.0.2.3"},
        {"address": "192.0.2.4"},
    ]
    assert _told(session, noted.sven) == [changed[2]]
    assert _told(session, noted.nadia) == [{"address": "192.0.2.1"}]
