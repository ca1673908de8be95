"""Decks for buyers as they are kept: whose they are, and which version counts."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from lms.errors import Conflict, NotFound
from lms.sending.buyer_decks import (
    MAX_SLIDES,
    DeckWords,
    StaleDeckError,
    change_deck,
    find_deck,
    get_deck,
    keep_logo,
    keep_slides,
    list_decks,
    make_deck,
    own_deck,
    read_logo,
    remove_deck,
)
from lms.sending.models import BuyerDeck
from support.factories import Cast, Player
from support.sequences import moment

WORDS = DeckWords("Dockside", "Kranich AG", "en", "crm:1")


def _make(session: Session, player: Player, slides: int = 1) -> BuyerDeck:
    rows = [{"page_id": "deck", "anchor": f"a-{number}"} for number in range(slides)]
    return make_deck(session, actor=player.actor, words=WORDS, slides=rows, now=moment())


def test_each_change_is_over_the_version_that_was_read(session: Session, cast: Cast) -> None:
    """An older one changes nothing, and says which counts now; so do the logo and what was seen."""
    deck, ada = _make(session, cast.ada), cast.ada.actor
    mine = {"actor": ada, "deck_id": deck.id, "now": moment(1)}
    words = DeckWords("Other", "Kranich AG", "de")
    assert change_deck(session, **mine, words=words, slides=[], version=1).version == 2  # type: ignore[arg-type]
    with pytest.raises(StaleDeckError) as stale:
        change_deck(session, **mine, words=WORDS, slides=[{}], version=1)  # type: ignore[arg-type]
    assert stale.value.version == 2
    assert (deck.title, deck.deal, deck.slides, deck.changed_at) == ("Other", None, [], moment(1).at)
    assert keep_slides(session, **mine, slides=[{"page_id": "x"}], version=2).version == 3  # type: ignore[arg-type]
    assert keep_logo(session, **mine, logo=(b"png", "image/png"), version=3).version == 4  # type: ignore[arg-type]
    session.expire_all()
    assert (read_logo(session, deck), deck.logo_type) == (b"png", "image/png")
    with pytest.raises(StaleDeckError):
        keep_logo(session, **mine, logo=None, version=3)  # type: ignore[arg-type]
    keep_logo(session, **mine, logo=None, version=4)  # type: ignore[arg-type]
    assert (read_logo(session, deck), deck.logo_type) == (None, None)


def test_a_deck_is_its_reps_and_read_by_who_manages_them(session: Session, cast: Cast) -> None:
    """Max and Nadia read Ada's and change nothing; for the others it isn't there; removed, for nobody."""
    deck = _make(session, cast.ada)
    for player in cast.staff():
        found = list_decks(session, actor=player.actor, person_id=None, deal=None, after=None, limit=10)
        if player in {cast.ada, cast.max, cast.nadia}:
            assert found == [get_deck(session, actor=player.actor, deck_id=deck.id)] == [deck]
        else:
            assert found == []
            with pytest.raises(NotFound):
                get_deck(session, actor=player.actor, deck_id=deck.id)
        if player is cast.ada:
            assert own_deck(session, actor=player.actor, deck_id=deck.id) is deck
            continue
        with pytest.raises(NotFound):
            own_deck(session, actor=player.actor, deck_id=deck.id)
        with pytest.raises(NotFound):
            remove_deck(session, actor=player.actor, deck_id=deck.id, now=moment())
    assert find_deck(session, deck_id=deck.id) is deck
    remove_deck(session, actor=cast.ada.actor, deck_id=deck.id, now=moment(2))
    assert find_deck(session, deck_id=deck.id) is None
    assert list_decks(session, actor=cast.ada.actor, person_id=None, deal=None, after=None, limit=10) == []
    with pytest.raises(NotFound):
        remove_deck(session, actor=cast.ada.actor, deck_id=deck.id, now=moment(2))


def test_decks_are_listed_in_parts_by_person_and_deal(session: Session, cast: Cast) -> None:
    """The last made first."""
    first, second = _make(session, cast.ada), _make(session, cast.sven)
    asked = {"actor": cast.max.actor, "limit": 10}
    everyone = {"person_id": None, "deal": None, "after": None, **asked}
    assert list_decks(session, **everyone) == [second, first]  # type: ignore[arg-type]
    assert list_decks(session, **{**everyone, "after": second.id}) == [first]  # type: ignore[arg-type]
    assert list_decks(session, **{**everyone, "person_id": cast.sven.id}) == [second]  # type: ignore[arg-type]
    assert list_decks(session, **{**everyone, "deal": "crm:2"}) == []  # type: ignore[arg-type]


def test_a_deck_has_a_most_of_slides(session: Session, cast: Cast) -> None:
    """Three hundred are kept, and one more is refused."""
    assert len(_make(session, cast.ada, MAX_SLIDES).slides) == MAX_SLIDES
    with pytest.raises(Conflict, match="at most 300 slides, and this has 301"):
        _make(session, cast.ada, MAX_SLIDES + 1)
