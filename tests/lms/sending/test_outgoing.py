"""Steps that leave by the mail server, and what a mailbox tells, on both kinds of databases."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from lms.errors import Conflict, NotFound
from lms.people.secret import Secret
from lms.sending.facts import RunFound
from lms.sending.listing import get_run, list_due
from lms.sending.mailbox import Heard, ReadTo, keep_place, note_heard, place_of
from lms.sending.outgoing import address_of_link, claim_step, note_left, release_step, unsubscribe_by
from lms.sending.runs import KnownPage, UsedTemplate
from lms.sending.suppression import suppressed_among
from support.acting import meanwhile
from support.factories import Cast
from support.sequences import LENAS, begin, moment

ID, SECRET = "<one@brightwharf.example>", Secret("a secret")
SENT = UsedTemplate(KnownPage("first-touch-logistics", "v1", "en"), "smtp", ID)


def test_of_two_that_claim_a_step_one_sends_it(session: Session, cast: Cast) -> None:
    """The other is told that it may have left already; until that is known, Today says so."""
    run = begin(session, cast.ada, now=moment())
    session.commit()
    refused = meanwhile(session, lambda one: _claim(one, cast, run, ID), lambda two: _claim(two, cast, run, "<two@x>"))
    assert isinstance(refused, Conflict)
    session.rollback()
    (due,) = list_due(session, actor=cast.ada.actor, at=moment().at)
    assert due.left_at == moment().at
    assert note_left(session, sent=SENT, is_refused=False, now=moment()).standing.next == 1
    assert list_due(session, actor=cast.ada.actor, at=moment().at) == []


def test_a_claim_that_is_given_back_is_made_again(session: Session, cast: Cast) -> None:
    """Nothing had left; what was refused for good has bounced."""
    run = begin(session, cast.ada, now=moment())
    _claim(session, cast, run, "<gone@x>")
    release_step(session, message_id="<gone@x>")
    _claim(session, cast, run, ID)
    assert note_left(session, sent=SENT, is_refused=True, now=moment()).standing.state == "bounced"


def test_a_link_ends_it_also_before_it_is_known_that_the_message_left(session: Session, cast: Cast) -> None:
    """The contact has it all the same; the link says whose it is, and a made-up one nothing."""
    run = begin(session, cast.ada, now=moment())
    _claim(session, cast, run, ID)
    assert address_of_link(session, secret=SECRET) == LENAS
    for _ in range(2):
        assert unsubscribe_by(session, secret=SECRET, now=moment(1)) == LENAS
    assert suppressed_among(session, [LENAS]) == {LENAS}
    assert get_run(session, actor=cast.ada.actor, run_id=run.run.id, at=moment(1).at).standing.state == "stopped"
    for ask in (address_of_link, lambda session, secret: unsubscribe_by(session, secret=secret, now=moment())):
        with pytest.raises(NotFound):
            ask(session, secret=Secret("made up"))


def test_a_letter_is_about_the_nearest_message_that_it_names(session: Session, cast: Cast) -> None:
    """Once; a mail server whose clock is late makes no answer older than its message."""
    run = begin(session, cast.ada, now=moment())
    _claim(session, cast, run, ID)
    note_left(session, sent=SENT, is_refused=False, now=moment())
    assert not note_heard(session, Heard("replied", ["<other@x>"], moment(1)))
    assert note_heard(session, Heard("replied", ["<other@x>", ID], moment(-3)))
    assert not note_heard(session, Heard("replied", [ID], moment(2)))
    found = get_run(session, actor=cast.ada.actor, run_id=run.run.id, at=moment(2).at)
    assert (found.standing.state, found.run.ended_at) == ("replied", moment().at)


def test_how_far_a_mailbox_was_read_is_kept(session: Session, cast: Cast) -> None:
    """Of each by itself."""
    assert place_of(session, mailbox="a") is None
    for last in (3, 4_000_000_000):
        keep_place(session, mailbox="a", place=ReadTo(4_294_967_295, last, moment().at))
    keep_place(session, mailbox="b", place=ReadTo(1, 1, moment().at))
    assert place_of(session, mailbox="a") == ReadTo(4_294_967_295, 4_000_000_000, moment().at)
    assert moment().day == date(2026, 3, 2)


def _claim(session: Session, cast: Cast, run: RunFound, message_id: str) -> RunFound:
    claim = {"message_id": message_id, "unsubscribe": SECRET, "most_a_day": 9, "now": moment()}
    return claim_step(session, actor=cast.ada.actor, run_id=run.run.id, step=0, **claim)  # type: ignore[arg-type]  # as named
