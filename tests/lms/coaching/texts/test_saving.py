"""Texts of a session: saved over the version that was read, and nothing that was answered is lost."""

from __future__ import annotations

from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from lms.coaching.sessions import get_session
from lms.coaching.texts.reading import list_copies, read_texts
from lms.coaching.texts.saving import TextClash, TextSaved, begin_agenda, settle_copy
from lms.coaching.texts.states import TypedText
from lms.errors import Conflict, Invalid, NotFound
from support.acting import at_once
from support.factories import MONDAY, Cast
from support.noting import Notes, after, cipher_of, coach


@pytest.fixture
def notes(session: Session, cast: Cast) -> Notes:
    """The shared notes of a session of Max and Ada."""
    return Notes(session, coach(session, cast))


def test_a_text_is_saved_over_the_version_that_was_read(notes: Notes, cast: Cast) -> None:
    """Versions count up from 0, which nobody wrote; both read the last one, with who wrote it and when."""
    assert (notes.read(cast.ada).version, notes.read(cast.ada).text) == (0, "")
    notes.save(cast.max, "Ask", on=0)
    notes.save(cast.ada, "Ask first", on=1, minute=3)
    found = notes.read(cast.max)
    assert (found.text, found.version, found.updated_by_id) == ("Ask first", 2, cast.ada.id)
    assert found.updated_at == after(3)


def test_only_the_two_reach_a_text(notes: Notes, cast: Cast) -> None:
    """For everybody else there is no such session, whatever they ask for."""
    notes.save(cast.max, "Ask", on=0)
    for player in (cast.nadia, cast.greta, cast.sven, cast.olga, cast.mara, cast.paula):
        for ask in (notes.read, notes.versions, notes.copies, lambda player: notes.save(player, "x", on=1)):
            with pytest.raises(NotFound):
                ask(player)
    assert notes.read(cast.ada).text == "Ask"


def test_what_was_typed_on_an_old_version_is_kept_beside_the_text(notes: Notes, cast: Cast) -> None:
    """The text stays as it was saved first; both see the copy, until one of them merged it."""
    notes.save(cast.max, "from Max", on=0)
    clash = notes.save(cast.ada, "from Ada", on=0)
    assert isinstance(clash, TextClash)
    assert (clash.state.text, clash.copy.text, clash.copy.base_version) == ("from Max", "from Ada", 0)
    assert notes.copies(cast.max) == notes.copies(cast.ada) == ["from Ada"]
    assert notes.read(cast.max).copies == 1
    settled = _settle(notes, cast, clash.copy.id, "from both", on=1)
    assert isinstance(settled, TextSaved)
    assert (settled.state.text, settled.state.version, settled.state.copies) == ("from both", 2, 0)
    assert (notes.copies(cast.max), notes.versions(cast.max)) == ([], ["from Max"])


def test_a_merge_that_clashes_takes_the_place_of_the_copy(notes: Notes, cast: Cast) -> None:
    """Max saved while Ada merged: what she merged is the one copy that is left, and the first isn't gone."""
    notes.save(cast.max, "from Max", on=0)
    clash = notes.save(cast.ada, "from Ada", on=0)
    assert isinstance(clash, TextClash)
    notes.save(cast.max, "from Max, later", on=1)
    assert isinstance(_settle(notes, cast, clash.copy.id, "from both", on=1), TextClash)
    assert notes.copies(cast.ada) == ["from both"]
    who = {"actor": cast.ada.actor, "session_id": notes.session_id, "kind": "shared", "cipher": notes.cipher}
    kept = list_copies(notes.session, after=None, limit=9, **who)  # type: ignore[arg-type]
    assert [(copy.text, copy.settled_at is None) for copy in kept] == [("from Ada", False), ("from both", True)]


def test_the_same_text_again_is_no_conflict(notes: Notes, cast: Cast) -> None:
    """An answer that never came is asked for again; so is one that somebody else typed word for word."""
    notes.save(cast.max, "Ask", on=0)
    for player, version in ((cast.max, 0), (cast.max, 1), (cast.ada, 0)):
        again = notes.save(player, "Ask", on=version, minute=5)
        assert isinstance(again, TextSaved)
        assert (again.state.version, again.state.updated_at) == (1, MONDAY)
    assert notes.copies(cast.max) == notes.versions(cast.max) == []


def test_the_same_copy_again_is_one_copy(notes: Notes, cast: Cast) -> None:
    """Whoever typed on an old version, and sends it twice, left one copy."""
    notes.save(cast.max, "from Max", on=0)
    first, second = (notes.save(cast.ada, "from Ada", on=0) for _ in range(2))
    assert isinstance(first, TextClash)
    assert isinstance(second, TextClash)
    assert first.copy.id == second.copy.id


def test_a_device_goes_on_with_what_it_saved_itself(notes: Notes, cast: Cast) -> None:
    """The answer to its first save never came: what it sends next fits all the same, because nobody else wrote."""
    notes.save(cast.max, "Intro", on=0, device="desk", step=1)
    notes.save(cast.ada, "Intro. Pr", on=1, device="phone", step=1)
    assert isinstance(notes.save(cast.ada, "Intro. Price", on=1, device="phone", step=2), TextSaved)
    assert isinstance(notes.save(cast.ada, "Intro. Price first", on=1, device="phone", step=3), TextSaved)
    assert notes.read(cast.max).text == "Intro. Price first"
    notes.save(cast.max, "Intro. Price first!", on=4, device="desk", step=2)
    assert isinstance(notes.save(cast.max, "Intro.", on=1, device="desk", step=3), TextClash)
    notes.save(cast.ada, "Intro. Price first", on=5, device="phone", step=4)
    assert isinstance(notes.save(cast.ada, "Intro. Other", on=1, device="laptop", step=9), TextClash)
    assert isinstance(notes.save(cast.max, "Intro. Max", on=1, device="phone", step=9), TextClash)


def test_what_comes_late_of_a_device_does_not_undo_what_it_typed_since(notes: Notes, cast: Cast) -> None:
    """The second save overtook the first; who doesn't count steps is never taken for late."""
    notes.save(cast.ada, "Price first", on=0, device="phone", step=2)
    late = notes.save(cast.ada, "Pri", on=0, device="phone", step=1)
    assert isinstance(late, TextSaved)
    assert notes.read(cast.ada).text == late.state.text == "Price first"
    notes.save(cast.ada, "one", on=1)
    notes.save(cast.ada, "two", on=2)
    assert notes.read(cast.ada).text == "two"


def test_a_device_goes_on_in_its_copy(notes: Notes, cast: Cast) -> None:
    """What Ada types on an old version is one copy, not one every two seconds; much taken away begins another."""
    notes.save(cast.max, "from Max", on=0)
    typed = "".join(f"word {number} " for number in range(100))
    for step in range(1, 6):
        notes.save(cast.ada, typed[: step * 100], on=0, device="phone", step=step)
    notes.save(cast.ada, typed[:100], on=0, device="phone", step=1)
    assert notes.copies(cast.ada) == [typed[:500]]
    notes.save(cast.ada, "gone", on=0, device="phone", step=7)
    assert notes.copies(cast.ada) == [typed[:500], "gone"]
    notes.save(cast.ada, "elsewhere", on=0)
    last = notes.save(cast.ada, "gone", on=0, device="phone", step=7)
    assert isinstance(last, TextClash)
    _settle(notes, cast, last.copy.id, "from both", on=1)
    assert notes.copies(cast.ada) == ["elsewhere"]


def test_copies_have_a_bound(notes: Notes, cast: Cast) -> None:
    """Who sends ever other texts on an old version is asked to merge some."""
    notes.save(cast.max, "from Max", on=0)
    for number in range(50):
        notes.save(cast.ada, str(number), on=0)
    with pytest.raises(Conflict, match="merge some"):
        notes.save(cast.ada, "one more", on=0)
    with pytest.raises(Invalid, match="100,000"):
        notes.save(cast.ada, "x" * 100_001, on=1)


def test_what_is_written_over_stays_as_a_version(notes: Notes, cast: Cast) -> None:
    """Where another person takes it away, or the same one does long after or much of it at once."""
    notes.save(cast.max, "Ask", on=0, device="desk")
    notes.save(cast.max, "Ask f", on=1, device="desk", minute=0.1)
    notes.save(cast.max, "Ask first", on=2, device="desk", minute=0.2)
    assert notes.versions(cast.max) == []
    notes.save(cast.ada, "Wait", on=3, device="phone", minute=0.3)
    notes.save(cast.ada, "Wait. " + "word " * 60, on=4, device="phone", minute=0.4)
    assert notes.versions(cast.ada) == ["Ask first"]
    notes.save(cast.ada, "", on=5, device="phone", minute=0.5)
    assert [text[:6] for text in notes.versions(cast.ada)] == ["Wait. ", "Ask fi"]
    notes.save(cast.ada, "Later", on=6, device="phone", minute=0.6)
    notes.save(cast.ada, "Later on", on=7, device="phone", minute=20)
    assert notes.versions(cast.ada)[0] == "Later"


def test_two_who_save_at_once_both_keep_what_they_typed(notes: Notes, cast: Cast) -> None:
    """One of them is first; the other's is a copy, and nobody gets an error."""
    engine, together = notes.session.get_bind(), Barrier(2)

    def save(name: str) -> TextSaved | TextClash:
        with Session(engine, expire_on_commit=False) as own:
            together.wait()
            outcome = Notes(own, notes.session_id).save(getattr(cast, name), f"from {name}, {version}", on=version)
            own.commit()
            return outcome

    notes.session.rollback()
    for version in (0, 1, 2):
        outcomes = at_once(lambda: save("max"), lambda: save("ada"))
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["TextClash", "TextSaved"]
        notes.session.rollback()
        (clash,) = (outcome for outcome in outcomes if isinstance(outcome, TextClash))
        found = notes.read(cast.max)
        assert {found.text, clash.copy.text} == {f"from max, {version}", f"from ada, {version}"}
        assert found.version == version + 1
        assert clash.copy.text in notes.copies(cast.max)


def test_an_agenda_is_begun_once(session: Session, cast: Cast) -> None:
    """What somebody wrote already stays."""
    notes = Notes(session, coach(session, cast), "agenda")
    coaching = get_session(session, actor=cast.max.actor, session_id=notes.session_id)
    assert begin_agenda(session, coaching=coaching, text="1. Price", by_id=cast.max.id, at=MONDAY)
    assert not begin_agenda(session, coaching=coaching, text="2. Other", by_id=cast.max.id, at=MONDAY)
    assert (notes.read(cast.ada).text, notes.read(cast.ada).version) == ("1. Price", 1)
    assert isinstance(notes.save(cast.ada, "1. Price\n2. Time", on=1), TextSaved)


def test_all_three_are_read_at_once(session: Session, cast: Cast) -> None:
    """Agenda, shared notes, and one's own private ones."""
    session_id = coach(session, cast)
    Notes(session, session_id, "private").save(cast.max, "mine", on=0)
    Notes(session, session_id, "private").save(cast.ada, "hers", on=0)
    Notes(session, session_id, "shared").save(cast.ada, "ours", on=0)

    def texts(actor_of: str) -> list[str]:
        actor = getattr(cast, actor_of).actor
        found = read_texts(session, actor=actor, session_id=session_id, cipher=cipher_of())
        assert [state.kind for state in found] == ["agenda", "shared", "private"]
        return [state.text for state in found]

    assert texts("max") == ["", "ours", "mine"]
    assert texts("ada") == ["", "ours", "hers"]


def _settle(notes: Notes, cast: Cast, copy_id: UUID, text: str, *, on: int) -> TextSaved | TextClash:
    who = {"actor": cast.ada.actor, "session_id": notes.session_id, "kind": notes.kind, "cipher": notes.cipher}
    return settle_copy(notes.session, copy_id=copy_id, typed=TypedText(text, on), at=MONDAY, **who)  # type: ignore[arg-type]
