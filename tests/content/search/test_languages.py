"""Searching in many languages: stems, accents and scripts, and pages that are translations of each other."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from content.library import read_library
from content.search.find import Search
from content.search.generation import EVERYTHING, Sight
from content.search.hits import Hit
from content.search.query import read_query
from content.search.update import update_index
from support.factories import write_good_page

TODAY = date(2026, 12, 1)
# Per language: what its one page says, and what is typed for it.
TYPED = {
    "en": ("Negotiating with carriers’ drivers", ["negotiation", "negotiates", "carrier", "DRIVER", "carrier's"]),
    "de": ("Die Häuser und die Größe der Verträge", ["Haus", "haus", "häuser", "HÄUSER", "größe", "grösse", "Vertrag"]),
    "fr": (
        "L’entreprise a négocié les marchés",
        ["entreprises", "l'entreprise", "négocier", "negocie", "marche", "marché"],
    ),
    "es": (
        "La negociación de las opiniones españolas",
        ["negociaciones", "negociacion", "opinión", "opinion", "española"],
    ),
    "pt": ("As negociações e as soluções", ["negociação", "negociacao", "soluções", "solucoes"]),
    "it": ("L'azienda e la qualità delle soluzioni", ["aziende", "azienda", "qualita", "qualità", "soluzione"]),
    "nl": ("De ideeën en de leveringen", ["ideeën", "ideeen", "levering", "LEVERINGEN"]),
    "pl": (
        "Ciężarówki czekały pod łukiem",
        ["ciężarówkami", "ciezarowki", "łuk", "luk", "czekały", "czekaly", "CZEKAŁY"],
    ),
    "ru": (
        "Перевозчики везли ёлки и новый чай",
        ["перевозчик", "перевозчиками", "ёлка", "елка", "ЁЛКИ", "чай", "новый"],
    ),
    "sv": ("Förhandlingar om lösningar", ["förhandling", "forhandlingar", "lösning", "losningar"]),
    "da": ("Løsninger og købere", ["løsning", "løsningen", "køber"]),
    "tr": ("İstanbul'da ışık ve ISPARTA", ["istanbul'da", "İSTANBUL'DA", "ışık", "isik", "IŞIK", "ısparta", "isparta"]),
    "cs": ("Příliš žluťoučký kůň", ["příliš", "prilis", "zlutoucky", "KŮŇ"]),
    "el": ("Η τιμή της μεταφοράς", ["τιμή", "ΜΕΤΑΦΟΡΆΣ"]),
    "zh": ("我们的价格太贵了，客户说。ＳＡＰ接口", ["价格", "太贵", "太贵了", "sap", "接口", "客户"]),
    "ja": ("お客様のＥＲＰと連携するカタログ。ﾄﾗｯｸ", ["連携", "erp", "カタログ", "ｶﾀﾛｸﾞ", "トラック", "お客様"]),
    "ko": ("가격이 비쌉니다", ["가격이", "비쌉니다"]),
}


def write(tmp_path: Path, name: str, body: str, language: str = "en", **fields: str) -> None:
    """Write a page in a language."""
    write_good_page(tmp_path / "library", f"{name}.md", body, language=language, **({"title": "…"} | fields))


def index(tmp_path: Path) -> Search:
    """Index what the test has written."""
    update_index(read_library(tmp_path / "library"), tmp_path / "index")
    return Search(tmp_path / "index")


def hits(search: Search, text: str, *, sight: Sight = EVERYTHING) -> list[Hit]:
    """Return the hits, best first."""
    return list(search.find(read_query(text), limit=100, sight=sight, today=TODAY).hits)


def ids(search: Search, text: str, *, sight: Sight = EVERYTHING) -> list[str]:
    """Return the ids of the hits, best first."""
    return [hit.entry.id for hit in hits(search, text, sight=sight)]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Search:
    """One page in each of many languages."""
    folder = tmp_path_factory.mktemp("languages")
    for language, (body, _) in TYPED.items():
        write(folder, f"page-{language}", body, language)
    return index(folder)


@pytest.mark.parametrize(("language", "typed"), [(name, text) for name, (_, texts) in TYPED.items() for text in texts])
def test_a_page_is_found_by_its_words_as_reps_type_them(many: Search, language: str, typed: str) -> None:
    """In other forms, in another case, and without the accents, dots and widths that a keyboard lacks."""
    found = many.find(read_query(typed), today=TODAY)
    assert found.hits[0].entry.id == f"page-{language}"
    assert found.did_you_mean is None


@pytest.mark.parametrize(
    ("typed", "hidden"),
    [("贵太", "zh"), ("格价", "zh"), ("客价", "zh"), ("グロタカ", "ja"), ("携連", "ja"), ("kon", "cs")],
)
def test_what_only_resembles_a_word_does_not_find_it(many: Search, typed: str, hidden: str) -> None:
    """Characters in another order, or another letter."""
    assert f"page-{hidden}" not in ids(many, typed)


def test_a_match_in_text_without_spaces_is_marked(many: Search) -> None:
    """As it stands in the page, also in full width."""
    for typed, marked in (
        ("太贵", "<mark>太贵</mark>"),
        ("sap", "<mark>ＳＡＰ</mark>"),
        ("太贵了", "<mark>太贵</mark>了"),
    ):
        passage = hits(many, typed)[0].passage
        assert passage is not None
        assert marked in passage.html


def test_a_region_of_a_language_is_that_language(tmp_path: Path) -> None:
    """Its rules hold, and both are found by one query."""
    write(tmp_path, "british", "Negotiating prices.", "en-GB")
    write(tmp_path, "brazilian", "Negociações.", "pt-BR")
    search = index(tmp_path)
    assert ids(search, "negotiation") == ["british"]
    assert ids(search, "negociação") == ["brazilian"]


def test_an_unknown_language_is_searched_without_stems(tmp_path: Path) -> None:
    """Word by word, in any case and with any accents."""
    write(tmp_path, "klingon", "Negotiating čas.", "tlh")
    search = index(tmp_path)
    assert ids(search, "negotiating") == ids(search, "CAS") == ["klingon"]
    assert ids(search, "negotiate") == []


def test_an_accent_that_was_typed_prefers_the_word_that_has_it(tmp_path: Path) -> None:
    """Where both stand in pages; without it either is meant."""
    write(tmp_path, "with", "Ciężarówki czekały.", "pl")
    write(tmp_path, "without", "Ciezarowki czekaly.", "pl")
    assert ids(index(tmp_path), "czekały")[0] == "with"
    assert ids(index(tmp_path), "czekaly")[0] == "without"


def test_the_language_of_a_query_is_told(many: Search) -> None:
    """By which language knows most of its words; None where several know as many."""
    assert many.find(read_query("negotiating with drivers")).language == "en"
    assert many.find(read_query("dlaczego ciezarowki czekaly")).language == "pl"
    assert many.find(read_query("перевозчик")).language == "ru"
    assert many.find(read_query("太贵了")).language == "zh"
    assert many.find(read_query("sap erp")).language is None
    assert many.find(read_query("")).language is None


ENGLISH_AMONG_POLISH = ["how to do a pilot", "who is it to", "what do i do to a pilot", "to a pilot i do", "on a pilot"]


@pytest.mark.parametrize("text", ENGLISH_AMONG_POLISH)
def test_an_english_query_is_not_answered_by_polish_stop_words(tmp_path: Path, text: str) -> None:
    """`Do`, `to`, `on`, `a` and `i` are words of both languages."""
    write(tmp_path, "en", "The pilot takes six weeks. Who is it?")
    for number in range(5):
        write(tmp_path, f"pl{number}", "To jest droga do magazynu, a on i ona.", "pl")
    assert not [page for page in ids(index(tmp_path), text) if page.startswith("pl")]


def test_small_words_of_a_language_without_a_list_of_them_are_no_answer(tmp_path: Path) -> None:
    """`To`, `do` and `a` are Czech as well, and rare in a library that is English mostly."""
    for number in range(5):
        write(tmp_path, f"en{number}", "The pilot takes six weeks, and this is how to do it.")
    write(tmp_path, "cs", "To je cesta do skladu a odtud.", "cs")
    assert ids(index(tmp_path), "how to do a pilot")[0] == "en0"


def test_a_page_in_the_querys_language_is_above_one_that_shares_a_word(tmp_path: Path) -> None:
    """A Polish bridge is `most`."""
    write(tmp_path, "pl", "Most, most, most.", "pl", title="Most")
    write(tmp_path, "en", "Objections, of which the most common is the price.")
    for number in range(4):
        write(tmp_path, f"z{number}", "Something else.")
    assert ids(index(tmp_path), "most common objections")[0] == "en"


@pytest.fixture
def family(tmp_path: Path) -> Path:
    """An English page with a Polish and a German translation, and one of each language beside it."""
    write(tmp_path, "fee", "The detention fee.", title="Detention")
    write(tmp_path, "fee-pl", "Opłata za przestój.", "pl", translation_of="fee", title="Przestój")
    write(tmp_path, "fee-de", "Das Standgeld.", "de", translation_of="fee", title="Standgeld")
    write(tmp_path, "other", "Another detention.")
    write(tmp_path, "other-pl", "Inna opłata.", "pl")
    return tmp_path


def test_a_hit_names_its_translations(family: Path) -> None:
    """In the order of their languages, whichever of them was found."""
    search = index(family)
    for text, found in (("detention", "fee"), ("przestój", "fee-pl"), ("standgeld", "fee-de")):
        (hit,) = [hit for hit in hits(search, text) if hit.entry.id == found]
        family_ids = ["fee-de", "fee", "fee-pl"]
        assert [other.id for other in hit.translations] == [other for other in family_ids if other != found]
    (other,) = [hit for hit in hits(search, "detention") if hit.entry.id == "other"]
    assert other.translations == ()


def test_a_translation_that_may_not_be_seen_is_not_named(family: Path) -> None:
    """Nor one that is gone."""
    write(family, "fee-pl", "Opłata.", "pl", translation_of="fee", status="draft")
    (family / "library" / "fee-de.md").unlink()
    (hit,) = [hit for hit in hits(index(family), "detention", sight=Sight()) if hit.entry.id == "fee"]
    assert hit.translations == ()


def test_a_query_finds_another_language_only_through_translations(family: Path) -> None:
    """Where that language is asked for; the hit says which page answered."""
    search = index(family)
    assert set(ids(search, "detention")) == {"fee", "other"}
    (hit,) = hits(search, "detention language:pl")
    assert (hit.entry.id, hit.via and hit.via.id) == ("fee-pl", "fee")
    assert ids(search, "detention language:de language:pl") == ["fee-de", "fee-pl"]
    (back,) = hits(search, "standgeld language:en")
    assert (back.entry.id, back.via and back.via.id) == ("fee", "fee-de")
    assert ids(search, "gizmo language:pl") == []


def test_a_page_that_answers_itself_is_above_one_found_by_its_translation(family: Path) -> None:
    """And needs no other to answer for it."""
    write(family, "own-pl", "Inna detention.", "pl", title="Inna detention")
    write(family, "fee", "Other detention.", title="Other detention")
    found = hits(index(family), "detention language:pl")
    assert [(hit.entry.id, hit.via is None) for hit in found] == [("own-pl", True), ("fee-pl", False)]
    assert [hit.via for hit in hits(index(family), "opłata language:pl")] == [None, None]


def test_a_hidden_page_answers_for_no_translation(family: Path) -> None:
    """It would tell what it says."""
    write(family, "fee", "The detention fee.", status="draft")
    search = index(family)
    assert ids(search, "detention language:pl", sight=Sight()) == []
    assert ids(search, "detention language:pl") == ["fee-pl"]


def test_a_translation_with_an_excluded_word_is_not_found_by_its_original(family: Path) -> None:
    """The dash speaks of the page that is shown."""
    assert ids(index(family), "detention -opłata language:pl") == []
    assert ids(index(family), "detention -fee language:pl") == []


def test_other_filters_hold_for_the_page_that_is_shown(family: Path) -> None:
    """Not for the one that answered."""
    write(family, "fee-pl", "Opłata.", "pl", translation_of="fee", type="guide")
    search = index(family)
    assert ids(search, "detention language:pl type:guide") == ["fee-pl"]
    assert ids(search, "detention language:pl type:page") == []
