"""Runs of sequences over their days: what is due when, what ends them, and what can be taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.days import Now
from lms.errors import Conflict, NotFound
from lms.people.access import Actor
from lms.sending.listing import get_run, list_due, list_runs
from lms.sending.models import SendOutcome, SentMessage
from lms.sending.outcomes import note_outcome, say_of_run, say_of_send, undo_in_run, undo_send
from lms.sending.runs import skip_step, stop_run
from lms.sending.sends import add_send, held_send, list_sends
from lms.sending.suppression import lift, list_suppressed, suppress, suppressed_among
from support.factories import Cast, Player
from support.sequences import LENA, LENAS, begin, mark, moment


def _due(session: Session, player: Player, now: Now) -> list[tuple[int, str]]:
    found = list_due(session, actor=player.actor, at=now.at)
    return [(one.step.number, one.step.due_on.isoformat()[5:]) for one in found]


def test_steps_fall_due_one_after_the_other_until_the_last(session: Session, cast: Cast) -> None:
    """Monday, Thursday and Monday; what was sent late moves the rest, what is skipped moves nothing."""
    run = begin(session, cast.ada, now=moment())
    assert (run.run.contact_email, run.run.begins_on) == (LENAS, date(2026, 3, 2))
    assert _due(session, cast.ada, moment()) == [(0, "03-02")]
    mark(session, cast.ada, run, 0, now=moment(1))
    assert _due(session, cast.ada, moment(3)) == []
    assert _due(session, cast.ada, moment(4)) == [(1, "03-06")]
    skip_step(session, actor=cast.ada.actor, run_id=run.run.id, step=1, reason="rang", now=moment(6))
    assert _due(session, cast.ada, moment(8)) == [(2, "03-10")]
    done = mark(session, cast.ada, run, 2, now=moment(8))
    assert (done.standing.state, done.run.ended_at) == ("finished", moment(8).at)
    assert _due(session, cast.ada, moment(30)) == []
    kept = [(one.page_id, one.page_version, one.on, one.step, one.sequence_id) for one in _sends(session, cast.ada)]
    assert kept[-1] == ("first-touch-logistics", "v1", date(2026, 3, 3), 0, "outbound-logistics")
    assert len(kept) == 2


def test_the_day_is_the_contacts(session: Session, cast: Cast) -> None:
    """It is Tuesday in Auckland before Monday is over in Berlin; a day begins at midnight also when clocks change."""
    kiwi = replace(LENA, email="kiri@tui.example", zone="Pacific/Auckland", country="NZ", part=None)
    run = begin(session, cast.ada, now=moment(0.2), contact=kiwi)
    assert run.run.begins_on == date(2026, 3, 3)
    # In the night to Sunday, 29 March 2026, Berlin's clocks go forward: Monday begins at 22:00 UTC.
    begin(session, cast.olga, now=moment(27))
    for at, expected in (
        (datetime(2026, 3, 29, 21, 59, tzinfo=UTC), []),
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), [(0, "03-30")]),
    ):
        assert _due(session, cast.olga, Now(at, at.date())) == expected


@pytest.mark.parametrize("kind", ["replied", "booked", "bounced", "unsubscribed"])
def test_whatever_comes_of_a_message_ends_its_sequence(session: Session, cast: Cast, kind: str) -> None:
    """Nothing is due any more; saying it twice changes nothing; a week long all but one can be taken back."""
    run = begin(session, cast.ada, now=moment())
    with pytest.raises(Conflict, match="nothing was sent"):
        say_of_run(session, actor=cast.ada.actor, run_id=run.run.id, kind="replied", now=moment())
    mark(session, cast.ada, run, 0, now=moment())
    for later in (1, 2):
        ended = say_of_run(session, actor=cast.ada.actor, run_id=run.run.id, kind=kind, now=moment(later))  # type: ignore[arg-type]  # one of them
        assert ended.standing.state == kind
        assert ended.run.ended_at == moment(1).at
    assert [one.after_days for one in session.scalars(select(SendOutcome))] == [1]
    assert _due(session, cast.ada, moment(20)) == []
    with pytest.raises(Conflict, match="runs no more"):
        mark(session, cast.ada, run, 1, now=moment(3))
    if kind == "unsubscribed":
        assert suppressed_among(session, [LENA.email]) == {LENAS}
        with pytest.raises(Conflict, match="asked not to be written to"):
            undo_in_run(session, actor=cast.ada.actor, run_id=run.run.id, now=moment(3))
        return
    with pytest.raises(Conflict, match="more than 7 days"):
        undo_in_run(session, actor=cast.ada.actor, run_id=run.run.id, now=moment(9))
    assert undo_in_run(session, actor=cast.ada.actor, run_id=run.run.id, now=moment(4)).standing.next == 1
    assert undo_in_run(session, actor=cast.ada.actor, run_id=run.run.id, now=moment(4)).standing.next == 0
    assert _sends(session, cast.ada) == []
    with pytest.raises(Conflict, match="nothing was said"):
        undo_in_run(session, actor=cast.ada.actor, run_id=run.run.id, now=moment(4))


def test_what_left_by_our_mail_server_stays_sent(session: Session, cast: Cast) -> None:
    """It can't be taken back, as nobody can take it back from the contact."""
    run = begin(session, cast.ada, now=moment())
    mark(session, cast.ada, run, 0, now=moment(), way="smtp")
    with pytest.raises(Conflict, match="has left"):
        undo_in_run(session, actor=cast.ada.actor, run_id=run.run.id, now=moment())


def test_who_may_not_be_written_to_is_nobodys_contact(session: Session, cast: Cast) -> None:
    """Every run for the address stops, none begins, and taking it off the list brings none back by itself."""
    runs = [begin(session, player, now=moment()) for player in (cast.ada, cast.olga)]
    mark(session, cast.olga, runs[1], 0, now=moment())
    made = suppress(session, email=f" {LENA.email}", by_id=cast.max.id, reason="wrote to us", now=moment(1))
    assert suppress(session, email=LENAS, by_id=None, reason="again", now=moment(2)).id == made.id
    for player, run in zip((cast.ada, cast.olga), runs, strict=True):
        assert get_run(session, actor=player.actor, run_id=run.run.id, at=moment(1).at).standing.state == "stopped"
        assert _due(session, player, moment(5)) == []
        with pytest.raises(Conflict, match="may not be written to since 2026-03-03"):
            begin(session, player, now=moment(1))
        with pytest.raises(Conflict, match="may not be written to"):
            undo_in_run(session, actor=player.actor, run_id=run.run.id, now=moment(1))
    session.rollback()


def test_an_address_comes_off_the_list_and_may_go_on_again(session: Session, cast: Cast) -> None:
    """Each time is a row of its own; the list shows those that hold."""
    first = suppress(session, email=LENAS, by_id=cast.ada.id, reason="x", now=moment())
    lift(session, actor=cast.nadia.actor, suppressed_id=first.id, now=moment(1))
    with pytest.raises(NotFound):
        lift(session, actor=cast.nadia.actor, suppressed_id=first.id, now=moment(1))
    assert list_suppressed(session, after=None, limit=9) == []
    begin(session, cast.ada, now=moment(2))
    again = suppress(session, email=LENAS, by_id=None, reason="y", now=moment(3))
    assert [one.id for one in list_suppressed(session, after=None, limit=9)] == [again.id]
    assert list_suppressed(session, after=again.id, limit=9) == []


def test_a_step_that_isnt_next_or_a_run_that_isnt_ones_own(session: Session, cast: Cast) -> None:
    """Steps are settled in their order, by whose run it is; a manager sees it and changes nothing."""
    run = begin(session, cast.ada, now=moment())
    with pytest.raises(Conflict, match="step 1 is the next one"):
        mark(session, cast.ada, run, 1, now=moment())
    for player in (cast.max, cast.olga, cast.nadia):
        with pytest.raises(NotFound):
            mark(session, player, run, 0, now=moment())
        with pytest.raises(NotFound):
            stop_run(session, actor=player.actor, run_id=run.run.id, reason=None, now=moment())
    assert _seen_by(session, cast.max.actor) == _seen_by(session, cast.nadia.actor) == [run.run.id]
    assert _seen_by(session, cast.olga.actor) == []
    stop_run(session, actor=cast.ada.actor, run_id=run.run.id, reason="too small", now=moment())
    with pytest.raises(Conflict, match="it is stopped"):
        stop_run(session, actor=cast.ada.actor, run_id=run.run.id, reason=None, now=moment())
    assert _seen_by(session, cast.ada.actor, kept="running") == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "nobody"}, "contact/email"),
        ({"zone": "Mars/Olympus"}, "contact/zone"),
        ({"country": "XX", "part": None}, "contact/country"),
        ({"part": "TX"}, "contact/part"),
    ],
)
def test_a_contact_that_cant_be_is_refused(session: Session, cast: Cast, change: dict[str, str], field: str) -> None:
    """The field is named; so is a first day that is over there, or years ahead, and a sequence that runs already."""
    with pytest.raises(Conflict) as refused:
        begin(session, cast.ada, now=moment(), contact=replace(LENA, **change))
    assert refused.value.field == field
    for day in (date(2026, 3, 1), date(2046, 3, 1)):
        with pytest.raises(Conflict) as refused:
            begin(session, cast.ada, now=moment(), begins_on=day)
        assert refused.value.field == "begins_on"
    assert begin(session, cast.ada, now=moment(), begins_on=date(2026, 3, 9)).standing.due is None
    with pytest.raises(Conflict, match="already"):
        begin(session, cast.ada, now=moment())
    begin(session, cast.olga, now=moment())


def test_a_message_outside_of_a_sequence(session: Session, cast: Cast) -> None:
    """It is noted with what came of it, and both are taken back one after the other; a Message-ID is there once."""
    made = _outside(session, cast.ada, "<a@b>")
    with pytest.raises(Conflict, match="Message-ID"):
        _outside(session, cast.olga, "<a@b>")
    say_of_send(session, actor=cast.ada.actor, send_id=made.id, kind="replied", now=moment(2))
    with pytest.raises(NotFound):
        say_of_send(session, actor=cast.max.actor, send_id=made.id, kind="booked", now=moment(2))
    assert [one.id for one in _sends(session, cast.max)] == [made.id]
    assert _sends(session, cast.olga) == []
    undo_send(session, actor=cast.ada.actor, send_id=made.id, now=moment(2))
    assert [one.id for one in _sends(session, cast.ada)] == [made.id]
    undo_send(session, actor=cast.ada.actor, send_id=made.id, now=moment(2))
    assert _sends(session, cast.ada) == []
    with pytest.raises(NotFound):
        held_send(session, actor=cast.ada.actor, send_id=made.id)


def test_an_answer_that_comes_after_the_last_step_counts(session: Session, cast: Cast) -> None:
    """The run is finished, and then replied; what a mailbox says is nobody's word."""
    run = begin(session, cast.ada, now=moment())
    for step, day in ((0, 0), (1, 3), (2, 7)):
        run = mark(session, cast.ada, run, step, now=moment(day))
    assert run.last_send is not None
    note_outcome(session, run.last_send, kind="replied", source="mailbox", by_id=None, now=moment(9))
    found = get_run(session, actor=cast.ada.actor, run_id=run.run.id, at=moment(9).at)
    assert (found.standing.state, found.run.ended_at) == ("replied", moment(7).at)


def _outside(session: Session, player: Player, message_id: str) -> SentMessage:
    made = SentMessage(rep_id=player.id, page_id="last-message", page_version="v1", language="en", way="copied")
    made.contact_email, made.message_id = LENA.email, message_id
    return add_send(session, made, now=moment())


def _sends(session: Session, player: Player) -> list[SentMessage]:
    return list_sends(session, actor=player.actor, after=None, limit=50)


def _seen_by(session: Session, actor: Actor, **more: str) -> list[object]:
    given = {"person_id": None, "kept": None, "deal": None, "after": None, "limit": 9, **more}
    return [one.run.id for one in list_runs(session, actor=actor, at=moment().at, **given)]  # type: ignore[arg-type]  # as named
