"""References asked for deals: never more often in a year than was agreed, also by two at once."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from lms.deals.asks import TimesAsked, asked_of, asks_on, note_ask, settle_ask, undo_ask
from lms.deals.models import CustomerReference
from lms.deals.references import ReferenceSaid, add_reference, retire_reference
from lms.errors import Conflict
from support.acting import meanwhile
from support.factories import Cast
from support.sequences import moment

SAID = ReferenceSaid("Kranich", "Lena Vogt", ("dockside",), (), (), "de", 2, None)


@pytest.fixture
def lena(session: Session, cast: Cast) -> CustomerReference:
    """A reference who may be asked twice a year."""
    made = add_reference(session, actor=cast.max.actor, said=SAID, now=moment(-500))
    session.commit()
    return made


def test_who_was_asked_enough_is_asked_no_more_until_a_year_has_passed(
    session: Session, cast: Cast, lena: CustomerReference
) -> None:
    """What was declined counts too, what was taken back doesn't."""
    for days, deal in ((-415, "crm:d1"), (-100, "crm:d2"), (-50, "crm:d3")):
        note_ask(session, actor=cast.ada.actor, reference_id=lena.id, deal=deal, now=moment(days))
    with pytest.raises(Conflict, match="asked enough: 2 of at most 2 times"):
        note_ask(session, actor=cast.ada.actor, reference_id=lena.id, deal="crm:d4", now=moment())
    (last,) = asks_on(session, deal="crm:d3")
    settle_ask(session, deal="crm:d3", ask_id=last.id, outcome="declined", now=moment())
    assert asked_of(session, reference_ids=[lena.id], today=moment().day) == {
        lena.id: TimesAsked(2, moment(-50).day),
    }
    undo_ask(session, deal="crm:d3", ask_id=last.id, now=moment())
    note_ask(session, actor=cast.sven.actor, reference_id=lena.id, deal="crm:d4", now=moment())
    with pytest.raises(Conflict, match="already"):
        note_ask(session, actor=cast.ada.actor, reference_id=lena.id, deal="crm:d4", now=moment(400))


def test_two_at_once_dont_ask_more_often_than_agreed(session: Session, cast: Cast, lena: CustomerReference) -> None:
    """The second waits for the first, and is refused."""
    note_ask(session, actor=cast.ada.actor, reference_id=lena.id, deal="crm:d0", now=moment(-1))
    session.commit()
    ask = {"reference_id": lena.id, "now": moment()}
    came = meanwhile(
        session,
        lambda own: note_ask(own, actor=cast.ada.actor, deal="crm:d1", **ask),  # type: ignore[arg-type]  # as named
        lambda own: note_ask(own, actor=cast.olga.actor, deal="crm:d2", **ask),  # type: ignore[arg-type]  # as named
    )
    assert isinstance(came, Conflict)
    assert asked_of(session, reference_ids=[lena.id], today=moment().day)[lena.id].in_year == 2


def test_who_was_retired_is_not_asked(session: Session, cast: Cast, lena: CustomerReference) -> None:
    """It says so."""
    retire_reference(session, actor=cast.max.actor, reference_id=lena.id, now=moment())
    with pytest.raises(Conflict, match="retired"):
        note_ask(session, actor=cast.ada.actor, reference_id=lena.id, deal="crm:d1", now=moment())
