"""What is offered while somebody types, and pages like a page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.fields.models import WITHHELD
from content.library import read_library
from content.search.find import Search
from content.search.generation import EVERYTHING, Sight
from content.search.preferences import write_usage
from content.search.query import read_query
from content.search.suggest import MOST_PHRASES, MOST_TITLES, MOST_VALUES
from content.search.update import update_index
from support.factories import write_good_page

TODAY = date(2026, 12, 1)
PARTNER = Sight(audiences=frozenset({"partner"}))


def write(tmp_path: Path, title: str, body: str = "Text.", **fields: str) -> None:
    """Write an English page, named by a word of its title that isn't searched for."""
    name = f"x{len(list(tmp_path.glob('library/*')))}"
    write_good_page(tmp_path / "library", f"{name}.md", body, title=f"'{title}'", **({"language": "en"} | fields))


def index(tmp_path: Path) -> Search:
    """Index what the test has written."""
    update_index(read_library(tmp_path / "library"), tmp_path / "index")
    return Search(tmp_path / "index", patience=30)


def offered(search: Search, text: str, kind: str, *, sight: Sight = EVERYTHING) -> list[str]:
    """Return the texts of one kind of suggestions, best first."""
    return [found.text for found in search.suggest(text, sight=sight, today=TODAY) if found.kind == kind]


def test_pages_in_the_readers_languages_come_first(tmp_path: Path) -> None:
    """In the order in which the reader knows them, before shorter titles and what others use more; none is lost."""
    for title, language in (("Dock", "zh"), ("Dock a", "ru"), ("Dock and gate", "en"), ("Dock i brama", "pl")):
        write(tmp_path, title, language=language)
    search = index(tmp_path)
    write_usage(tmp_path / "index", {"x0": 50.0})

    def titles(*languages: str) -> list[str]:
        return [found.text for found in search.suggest("doc", today=TODAY, languages=languages)]

    assert titles() == ["Dock", "Dock a", "Dock i brama", "Dock and gate"]
    assert titles("en-GB", "en") == ["Dock and gate", "Dock", "Dock a", "Dock i brama"]
    assert titles("pl-PL", "en") == ["Dock i brama", "Dock and gate", "Dock", "Dock a"]


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> Search:
    """Open a search over pages in four languages, under a taxonomy."""
    folder = tmp_path_factory.mktemp("suggest")
    (folder / "taxonomy.yml").write_text(
        "personas:\n  head-of-logistics: Head of logistics\nproducts:\n  dock side: Dockside\n", encoding="utf-8"
    )
    headed = "## Waiting for the gate\n\nThe waiting room.\n\n## Who waits, and why"
    write(folder, "Waiting time is money", headed, personas="[head-of-logistics]", type="deck")
    write(folder, "Waiting rooms", "A waiting list.", products="[dock side]")
    write(folder, "Money back", "The waiting time.\n\n## " + "A heading for waiting that nobody would type " * 2)
    write(folder, "Ciężarówki czekają", "Opłata za czekanie.", language="pl")
    write(folder, "太贵了", "价格太贵。", language="zh")
    write(folder, "SlotHarbor 竞品对比", "价格。", language="zh")
    write(folder, "車両のカタログ", "連携する。", language="ja")
    write(folder, "Secret waiting", "## The walrus waits\n\nA money list.", status="draft", skills="[negotiation]")
    write(folder, "Warehouse of partners", "## A walnut\n\nText.", audience="partner", skills="[discovery]")
    write(folder, "Wallaby questions", "Wallaby.", type="quiz")
    return index(folder)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("wai", ["Waiting rooms", "Waiting time is money"]),
        ("waiting", ["Waiting rooms", "Waiting time is money"]),
        ("WAITING ti", ["Waiting time is money"]),
        ("time wai", ["Waiting time is money"]),
        ("waits mon", ["Waiting time is money"]),
        ("waiting back", []),
        ("ciez", ["Ciężarówki czekają"]),
        ("ciężarówki cze", ["Ciężarówki czekają"]),
        ("太", ["太贵了"]),
        ("太贵", ["太贵了"]),
        ("太贵了", ["太贵了"]),
        ("竞品对", ["SlotHarbor 竞品对比"]),
        ("slotharbor 竞", ["SlotHarbor 竞品对比"]),
        ("slot", ["SlotHarbor 竞品对比"]),
        ("カタ", ["車両のカタログ"]),
        ("ｶﾀﾛ", ["車両のカタログ"]),
        ("贵太", []),
        ("zzz", []),
    ],
)
def test_titles_are_completed(search: Search, text: str, titles: list[str]) -> None:
    """From half a word, after several words in any order and form, and in text without spaces."""
    public = Sight(audiences=frozenset({"internal"}))
    assert sorted(offered(search, text, "title", sight=public)) == titles


def test_a_title_is_completed_behind_a_word_without_spaces(search: Search) -> None:
    """Whatever script the words before are in."""
    assert offered(search, "竞品对比 slot", "title") == ["SlotHarbor 竞品对比"]


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("waiting", ["Waiting for the gate"]),
        ("why wai", ["Who waits, and why"]),
        ("wait", ["Waiting for the gate", "Who waits, and why"]),
        ("who", ["Who waits, and why"]),
        ("gate for", ["Waiting for the gate"]),
        ("waiting ro", []),
        ("waiting for the gate", []),
        ("opl", []),
        ("is", []),
    ],
)
def test_headings_are_completed_and_not_single_words(search: Search, text: str, phrases: list[str]) -> None:
    """Those that begin so come first; what was typed whole, and what is too long to type, isn't offered."""
    assert offered(search, text, "phrase", sight=Sight()) == phrases
    assert all(search.find(read_query(phrase)).total for phrase in phrases)


def test_what_nobody_would_type_is_not_offered(sample_index: Path) -> None:
    """A word's forms say nothing: `too exp` led to `too expect`, `too expected` and `too expects`."""
    found = Search(sample_index).suggest("too exp", sight=Sight())
    assert found[0].text == "It is too expensive"
    assert [suggestion.text for suggestion in found if "expect" in suggestion.text] == []


def test_values_of_the_taxonomy_are_offered_as_filters(search: Search) -> None:
    """By any word of their label, with the query that takes them."""
    for text, label, query in (
        ("logis", "Head of logistics", "persona:head-of-logistics"),
        ("dockside", "Dockside", 'product:"dock side"'),
        ("dec", "Deck", "type:deck"),
        ("MARA", "mara@brightwharf.example", "owner:mara@brightwharf.example"),
    ):
        (found,) = [found for found in search.suggest(text) if found.kind == "value"]
        assert (found.text, found.query, found.entry) == (label, query, None)
        assert search.find(read_query(found.query)).total > 0


def test_a_suggested_title_leads_to_its_page(search: Search) -> None:
    """Which is first when it is searched for."""
    for text in ("wai", "mon", "ciez", "太贵", "slot"):
        for found in search.suggest(text):
            if found.kind == "title":
                assert found.entry == search.find(read_query(found.query)).hits[0].entry


@pytest.mark.parametrize("text", ["", " ", "???", "🎉", "\0", '"', "-", "qqqq", "waiting qqqq"])
def test_nothing_is_suggested_for_nothing(search: Search, text: str) -> None:
    """Nor for what begins no word."""
    assert search.suggest(text) == ()


@given(st.one_of(st.text(), st.text(alphabet="wait 太贵SlC'\"-:ё\0", max_size=20)))
@settings(max_examples=200)
def test_any_text_may_be_typed(search: Search, text: str) -> None:
    """Of each kind a few are offered, each once."""
    found = search.suggest(text)
    for kind, most in (("title", MOST_TITLES), ("phrase", MOST_PHRASES), ("value", MOST_VALUES)):
        queries = [suggestion.query for suggestion in found if suggestion.kind == kind]
        assert len(queries) == len(set(queries)) <= most


def test_only_what_may_be_seen_is_suggested(search: Search) -> None:
    """Neither a title nor a word nor a value tells of a draft, of another audience's page or of a quiz."""
    assert "Secret waiting" in offered(search, "sec", "title")
    assert offered(search, "walr", "phrase") == ["The walrus waits"]
    assert offered(search, "nego", "value") == ["Negotiation"]
    for text in ("sec", "walr", "nego"):
        assert search.suggest(text, sight=Sight()) == ()
    assert "Secret waiting" not in offered(search, "wai", "title", sight=Sight())
    assert [found.text for found in search.suggest("wa", sight=PARTNER)] == ["Warehouse of partners", "A walnut"]
    assert search.suggest("wall") == search.suggest("quiz") == ()
    assert search.suggest("wai", sight=Sight(statuses=frozenset())) == ()


def test_words_of_hidden_pages_take_no_place(tmp_path: Path) -> None:
    """However many begin so, and however common they are."""
    hidden = " ".join(f"pallet{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")
    for number in range(3):
        write(tmp_path, f"Hidden {number}", hidden, status="draft")
    write(tmp_path, "Palletizing", "Text.")
    search = index(tmp_path)
    assert offered(search, "palle", "title", sight=Sight()) == ["Palletizing"]


def test_a_whole_word_is_suggested_among_many_that_begin_so(tmp_path: Path) -> None:
    """Though each of the others is commoner."""
    for number in range(3):
        write(tmp_path, f"Else {number}", " ".join(f"pallet{letter}" for letter in "bcdfghjklmnpqrvwxz"))
    write(tmp_path, "One pallet", "Text.")
    assert offered(index(tmp_path), "pallet", "title") == ["One pallet"]


def test_what_is_gone_is_not_suggested(tmp_path: Path) -> None:
    """Its segment may still hold it."""
    write(tmp_path, "Kangaroo", "Text.", skills="[kicking]")
    write(tmp_path, "Other")
    assert offered(index(tmp_path), "kang", "title") == ["Kangaroo"]
    (tmp_path / "library" / "x0.md").unlink()
    search = index(tmp_path)
    assert search.suggest("kang") == search.suggest("kick") == ()


def test_used_titles_come_before_others_and_overdue_ones_behind(tmp_path: Path) -> None:
    """Of equals the shorter, then the first by its path."""
    write(tmp_path, "Pallet overdue", reviewed="2020-01-01")
    write(tmp_path, "Pallet of many words")
    write(tmp_path, "Pallet short")
    write(tmp_path, "Pallet that is used")
    write(tmp_path, "Pallet shirt")
    search = index(tmp_path)
    write_usage(tmp_path / "index", {"x3": 30})
    titles = ["Pallet that is used", "Pallet short", "Pallet shirt", "Pallet of many words", "Pallet overdue"]
    assert offered(search, "pal", "title") == titles


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A page about detention, pages that share more or less with it, and its translation."""
    about = "Detention fees, hauliers and demurrage."
    write(tmp_path, "Detention", about, id="detention")
    write(tmp_path, "Demurrage", about, id="near")
    write(tmp_path, "Hauliers", "Hauliers drive. " + "Nothing of that. " * 20, id="far")
    write(tmp_path, "Sea", "The sea is blue.", id="none")
    write(tmp_path, "Detention", about, id="translated", language="pl", translation_of="detention")
    write(tmp_path, "Detention", about, id="british", language="en-GB", translation_of="detention")
    write(tmp_path, "Detention", about, id="foreign", language="de")
    write(tmp_path, "Detention", about, id="hidden", status="draft")
    write(tmp_path, "Detention", about, id="question", type="quiz")
    return tmp_path


def similar(search: Search, page_id: str, *, sight: Sight = EVERYTHING, limit: int = 5) -> list[str]:
    """Return the ids of similar pages, best first."""
    return [entry.id for entry in search.similar(page_id, sight=sight, limit=limit)]


def test_similar_pages_share_telling_words(shelf: Path) -> None:
    """In the same language; neither the page itself, nor a translation of it, nor a quiz."""
    search = index(shelf)
    assert similar(search, "detention") == ["hidden", "near", "far"]
    assert similar(search, "detention", limit=1) == ["hidden"]
    assert similar(search, "none") == []
    assert similar(search, "british") == ["hidden", "near", "far"]


def test_similar_pages_are_only_those_that_may_be_seen(shelf: Path) -> None:
    """A page that may not be seen has none, like one that isn't there."""
    search = index(shelf)
    assert similar(search, "detention", sight=Sight()) == ["near", "far"]
    assert similar(search, "hidden", sight=Sight()) == similar(search, "missing") == similar(search, "question") == []
    assert similar(search, "detention", sight=PARTNER) == []


def test_languages_without_rules_of_their_own_are_told_apart(tmp_path: Path) -> None:
    """A Turkish page isn't similar to a Czech one that shares a name."""
    write(tmp_path, "Brightwharf nedir", "Brightwharf.", language="tr", id="turkish")
    write(tmp_path, "Co je Brightwharf", "Brightwharf.", language="cs", id="czech")
    write(tmp_path, "Brightwharf kimdir", "Brightwharf.", language="tr", id="second")
    assert similar(index(tmp_path), "turkish") == ["second"]


def test_similar_sample_pages_make_sense(sample_index: Path) -> None:
    """Every page has some, none in another language, and the obvious are among the first."""
    search = Search(sample_index)
    entries = search.catalogue().by_id
    for page_id, entry in entries.items():
        found = similar(search, page_id)
        assert found or entry.type in WITHHELD
        assert {entries[other].language for other in found} <= {entry.language}
        assert page_id not in found
    assert {"pricing-and-discounts", "negotiation"} & set(similar(search, "too-expensive")[:3])
    assert "battlecard-gatepilot" in similar(search, "battlecard-slotharbor")
    assert "too-expensive" not in similar(search, "too-expensive-pl")
