"""Help for a search that wasn't what was wanted: another spelling, or one condition less."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.library import read_library
from content.search.analysis import fold
from content.search.find import Found, Search
from content.search.generation import EVERYTHING, Sight
from content.search.query import read_query
from content.search.update import update_index
from support.factories import write_good_page

PUBLIC = Sight()


def write(tmp_path: Path, name: str, body: str, **fields: str) -> None:
    """Write an English page."""
    write_good_page(tmp_path / "library", f"{name}.md", body, **({"language": "en"} | fields))


def index(tmp_path: Path) -> Search:
    """Index what the test has written."""
    update_index(read_library(tmp_path / "library"), tmp_path / "index")
    return Search(tmp_path / "index")


def find(search: Search, text: str, *, sight: Sight = EVERYTHING, is_typing: bool = False) -> Found:
    """Search for what a rep types."""
    return search.find(read_query(text, is_typing=is_typing), limit=100, sight=sight)


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> Search:
    """A library in four languages with pages that not everybody sees."""
    folder = tmp_path_factory.mktemp("hints")
    for number in range(6):
        write(folder, f"en{number}", "The detention fee after negotiation, a handoff.", type="guide")
    for number in range(3):
        write(folder, f"pl{number}", "Opłata za przestój ciężarówki i rabat.", language="pl")
        write(folder, f"ru{number}", "Скидка на доставку для перевозчика.", language="ru")
        write(folder, f"zh{number}", "太贵了。", language="zh")
    write(folder, "draft", "The paradoxical zanzibar.", status="draft")
    write(folder, "inside", "A wholesale kangaroo.", audience="internal")
    write(folder, "partner", "A wholesale elephant.", audience="partner")
    return index(folder)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("detenton", "detention"),
        ("detenttion", "detention"),
        ("detentoin", "detention"),
        ("detantion", "detention"),
        ("edtention", "detention"),
        ("xdetention", "detention"),
        ("negociation", "negotiation"),
        ("handof", "handoff"),
        ("detenton negociation", "detention negotiation"),
        ("the DETENTON fee", "the detention fee"),
        ("opłta", "opłata"),
        ("opłaata", "opłata"),
        ("polata", "opłata"),
        ("oplaka", "opłata"),
        ("przestuj", "przestój"),
        ("ciezrowki", "ciężarówki"),
        ("скика", "скидка"),
        ("скидкка", "скидка"),
        ("скикда", "скидка"),
        ("скибка", "скидка"),
        ("перевозчка", "перевозчика"),
    ],
)
def test_a_word_typed_wrong_is_found_and_its_spelling_offered(search: Search, typed: str, meant: str) -> None:
    """One letter wrong, missing, added or swapped with the next; case and accents are no matter."""
    found = find(search, typed)
    assert found.total > 0
    assert found.did_you_mean is not None
    assert fold(found.did_you_mean) == fold(meant)
    assert {hit.entry.id for hit in found.hits} == {hit.entry.id for hit in find(search, meant).hits}


@pytest.mark.parametrize(
    "text", ["detention fee", "ciezarowki", "ОПЛАТА", "detention is negotiated", "太贵", "", "qqqqqq"]
)
def test_nothing_is_offered_where_nothing_is_better(search: Search, text: str) -> None:
    """For words that stand in pages, in any form, and for those that resemble none."""
    assert find(search, text).did_you_mean is None


@pytest.mark.parametrize("text", ["fea", "f33", "fee2", "2.51"])
def test_short_words_and_numbers_are_left_as_they_are(search: Search, text: str) -> None:
    """Too many words are near them."""
    assert (find(search, text).total, find(search, text).did_you_mean) == (0, None)


def test_a_rare_word_beside_a_common_one_is_questioned(tmp_path: Path) -> None:
    """It was typed wrong in the library as well; its own page is found all the same."""
    for number in range(45):
        write(tmp_path, f"p{number}", "A forwarder pays.")
    write(tmp_path, "wrong", "A forwardr pays.")
    search = index(tmp_path)
    assert find(search, "forwardr").did_you_mean == "forwarder"
    assert find(search, "forwardr").hits[0].entry.id == "wrong"
    assert find(search, "forwarder").did_you_mean is None


def test_a_word_that_is_found_by_another_way_to_say_it_is_not_called_wrong(tmp_path: Path) -> None:
    """The library writes "e-mail", which is what is found."""
    for number in range(45):
        write(tmp_path, f"p{number}", "Send an e-mail.")
    found = find(index(tmp_path), "email")
    assert (found.total, found.did_you_mean) == (45, None)


def test_a_word_that_is_still_typed_is_not_called_wrong(tmp_path: Path) -> None:
    """Its end is to come; those before it are finished."""
    for number in range(45):
        write(tmp_path, f"p{number}", "A forwarder pays.")
    write(tmp_path, "other", "We forward.")
    search = index(tmp_path)
    assert find(search, "forwarde", is_typing=True).did_you_mean is None
    assert find(search, "forwardr pay", is_typing=True).did_you_mean == "forwarder pay"


@pytest.mark.parametrize(
    ("language", "said", "typed", "meant"),
    [
        ("en", "price quota lead trial", ["prize", "quote", "load", "trail", "prizes", "leads"], {"qoota": "quota"}),
        ("xx", "form our docs", ["from", "your", "does", "dock", "forms"], {"frm": None, "forrm": "form"}),
        ("de", "Vertrag Kunden", ["Vortrag", "künden", "kinder", "under"], {"Vertrg": "vertrag"}),
        ("fr", "contrat vente", ["constat", "rente", "venté", "contrats"], {"contrt": "contrat"}),
        ("pl", "cennik oferta", ["cennika", "pozycja", "oferty", "ofiara"], {"cennnik": "cennik"}),
        ("ru", "скидка цена", ["стена", "сцена", "Цент"], {"скдка": "скидка"}),
        ("sv", "pris kund", ["bris", "hund", "rund"], {"kunnd": "kund"}),
    ],
)
def test_a_word_of_the_language_is_never_corrected(
    tmp_path: Path, language: str, said: str, typed: list[str], meant: dict[str, str | None]
) -> None:
    """Nor one of English, whatever is near it in however many pages; what is no word is."""
    for number in range(45):
        write(tmp_path, f"p{number}", f"{said} ", language=language)
    write(tmp_path, "rare", " ".join(typed[:2]), language=language)
    search = index(tmp_path)
    for text in typed:
        assert find(search, text).did_you_mean is None, text
        assert not any("near" in correction for correction in reasons(search, text)), text
    for text, other in meant.items():
        assert find(search, text).did_you_mean == other, text


def reasons(search: Search, text: str) -> list[str]:
    """Return what is said of the best hit's score."""
    found = search.find(read_query(text), limit=1, sight=EVERYTHING, with_shares=True)
    return [share.what for hit in found.hits for share in hit.shares]


@pytest.mark.parametrize("text", ["zanzibr", "paradoxicl", "kangaro", "elephnt"])
def test_a_word_of_hidden_pages_is_never_offered(search: Search, text: str) -> None:
    """Its spelling would tell that they are there; who may see them is helped."""
    partner = Sight(audiences=frozenset({"customer"}))
    assert (find(search, text, sight=partner).total, find(search, text, sight=partner).did_you_mean) == (0, None)
    assert find(search, text).did_you_mean in {"zanzibar", "paradoxical", "kangaroo", "elephant"}


def test_a_common_word_of_hidden_pages_is_not_offered_for_a_rare_one(tmp_path: Path) -> None:
    """Nor another form of a word, which only they have."""
    for number in range(45):
        write(tmp_path, f"p{number}", "A forwarder pays zanzibars.", status="draft")
    write(tmp_path, "seen", "A forwardr and a zanzibar.")
    search = index(tmp_path)
    assert (find(search, "forwardr").did_you_mean, find(search, "zanzibras").did_you_mean) == ("forwarder", "zanzibars")
    assert find(search, "forwardr", sight=PUBLIC).did_you_mean is None
    assert find(search, "zanzibras", sight=PUBLIC).did_you_mean == "zanzibar"


def test_near_words_of_hidden_pages_take_no_place(tmp_path: Path) -> None:
    """However many there are."""
    write(tmp_path, "hidden", " ".join(f"pallet{letter}" for letter in "abcdefghijklmnopqr"), status="draft")
    write(tmp_path, "seen", "Many pallets.")
    assert find(index(tmp_path), "palletz", sight=PUBLIC).did_you_mean == "pallets"


def test_words_of_pages_that_are_gone_are_not_offered(tmp_path: Path) -> None:
    """Their segment may still know them."""
    write(tmp_path, "gone", "A kangaroo.")
    write(tmp_path, "stays", "An elephant.")
    assert find(index(tmp_path), "kangaro").did_you_mean == "kangaroo"
    (tmp_path / "library" / "gone.md").unlink()
    assert find(index(tmp_path), "kangaro").did_you_mean is None


def test_text_without_spaces_stays_as_it_was_typed(search: Search) -> None:
    """Beside a word that is corrected."""
    assert find(search, "太贵了 detenton").did_you_mean == "太贵了 detention"


@pytest.mark.parametrize(
    ("text", "hints"),
    [
        ("detention type:deck", {"type:deck": "detention"}),
        ('"fee detention"', {"quotes": "fee detention"}),
        ("detention -fee", {"-fee": "detention"}),
        ("detention -type:guide", {"-type:guide": "detention"}),
        ("detention rabat type:deck -fee", {"type:deck": "detention rabat -fee"}),
        ("type:guide -detention", {"-detention": "type:guide"}),
        ("type:deck", {}),
        ("qqqqqq type:deck", {}),
        ("qqqqqq", {}),
    ],
)
def test_a_search_that_finds_nothing_tells_which_condition_to_leave_out(
    search: Search, text: str, hints: dict[str, str]
) -> None:
    """What it promises is what the search without it finds; what wouldn't help isn't named."""
    found = find(search, text)
    assert found.total == 0
    assert {hint.without: hint.total for hint in found.relaxed} == {
        without: find(search, other).total for without, other in hints.items()
    }
    assert {hint.without: hint.query for hint in found.relaxed} == hints
    assert all(hint.total > 0 for hint in found.relaxed)


@pytest.mark.parametrize("text", ["-fee", '-"detention fee"', "-fee -handoff", "-fee !", '-fee ""'])
def test_words_to_leave_out_alone_are_told_so(search: Search, text: str) -> None:
    """That no page matches would be said of a library that it isn't the matter with."""
    found = find(search, text)
    assert (found.total, found.relaxed) == (0, ())
    assert found.advice == "These are only words to leave out. Add a word to look for."


@pytest.mark.parametrize(
    "text", ["", "qqqqqq", "qqqqqq -fee", '"qqqqqq" -fee', "type:deck -fee", "-type:guide -fee", "-type:guide", "- fee"]
)
def test_a_search_that_could_find_something_gets_no_advice(search: Search, text: str) -> None:
    """A condition alone asks for every page that meets it."""
    assert find(search, text).advice is None


def test_the_condition_that_costs_most_is_named_first(search: Search) -> None:
    """Each hint leaves the other conditions as they are."""
    found = find(search, "wholesale owner:nobody type:deck")
    assert (found.total, found.relaxed) == (0, ())
    hints = find(search, '"wholesale elephant" detention -rabat type:guide').relaxed
    assert [(hint.without, hint.total) for hint in hints] == [("quotes", 6), ("type:guide", 1)]


def test_hints_count_only_what_may_be_seen(search: Search) -> None:
    """A total that counts hidden pages would tell of them."""
    assert find(search, "wholesale type:deck").relaxed[0].total == 2
    assert find(search, "wholesale type:deck", sight=Sight(audiences=frozenset({"partner"}))).relaxed[0].total == 1
    assert find(search, "zanzibar type:deck", sight=PUBLIC).relaxed == ()


@pytest.mark.parametrize(
    "text", ["detention", "detention type:guide", '"detention fee"', "detention -rabat", "detenton"]
)
def test_a_search_that_finds_something_has_no_condition_to_leave_out(search: Search, text: str) -> None:
    """Though without one it might find more."""
    found = find(search, text)
    assert found.total > 0
    assert found.relaxed == ()
