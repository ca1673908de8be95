"""Attachments: found by the names of the files, with the page that leads to them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.library import read_library
from content.outline import read_outline
from content.search.attachments import MOST_FILES, files_of, words_of
from content.search.find import Search
from content.search.generation import Sight
from content.search.hits import Hit
from content.search.query import read_query
from content.search.update import update_index
from support.factories import read_text, write_good_page

NAMES = (
    *(
        "rates_2026.csv",
        "rates_2025.csv",
        "PriceList2026.pdf",
        "Offerte Zürich.docx",
        "価格表2026.xlsx",
        "KPIReport.PPTX",
    ),
    *("demo-tour.mp4", "прайс-лист.pdf", "v2.1 notes.txt", "LICENSE"),
)
LINKS = "\n".join(f"- [take this](<files/{name}>)" for name in NAMES)


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> Search:
    """Index a page with files, one that shows a picture, and one that speaks of what a file is called."""
    folder = tmp_path_factory.mktemp("attachments")
    library = folder / "library"
    write_good_page(library, "downloads.md", f"# Downloads\n\n{LINKS}\n\n[gone](files/missing.pdf)\n", id="downloads")
    write_good_page(library, "tour.md", "# A tour\n\n![the yard](files/yardphoto.png)\n", id="tour")
    write_good_page(library, "rates.md", "# Our rates\n\nRates and how we make them.\n" * 3, id="rates")
    write_good_page(library, "draft.md", "[x](files/secretplan.pdf)", id="draft", status="draft")
    (library / "files").mkdir()
    for name in (*NAMES, "yardphoto.png", "secretplan.pdf"):
        (library / "files" / name).write_bytes(b"x")
    update_index(read_library(library), folder / "index")
    return Search(folder / "index")


def hits(search: Search, text: str) -> list[Hit]:
    """Return what a rep finds."""
    return list(search.find(read_query(text), sight=Sight()).hits)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("rates_2026.csv", ["rates_2026.csv"]),
        ("rates 2026", ["rates_2026.csv"]),
        ("RATES csv", ["rates_2026.csv", "rates_2025.csv"]),
        ('"rates 2025"', ["rates_2025.csv"]),
        ("price list pdf", ["PriceList2026.pdf"]),
        ("pricelist2026", ["PriceList2026.pdf"]),
        ("offerte zurich", ["Offerte Zürich.docx"]),
        ("価格表", ["価格表2026.xlsx"]),
        ("kpi report", ["KPIReport.PPTX"]),
        ("kpireport.pptx", ["KPIReport.PPTX"]),
        ("demo tour mp4", ["demo-tour.mp4"]),
        ("прайс лист", ["прайс-лист.pdf"]),
        ("licens", ["LICENSE"]),
    ],
)
def test_a_file_is_found_by_its_name(search: Search, text: str, names: list[str]) -> None:
    """As it is written, by its words, and in any alphabet; of several those that hold most of what was asked for."""
    found = {hit.entry.id: hit for hit in hits(search, text)}
    assert list(found["downloads"].attachments) == [f"files/{name}" for name in names]


def test_a_page_without_the_file_shows_none(search: Search) -> None:
    """Its words are enough to be found, and no file is named that isn't there or that it only shows."""
    found = {hit.entry.id: hit for hit in hits(search, "rates")}
    assert found["rates"].attachments == ()
    assert all(hit.attachments == () for hit in hits(search, "how we make them"))
    assert all("missing" not in path for hit in hits(search, "missing pdf") for path in hit.attachments)
    assert hits(search, "yardphoto") == []
    assert hits(search, "secretplan") == []


def test_a_word_in_passing_names_no_file(search: Search) -> None:
    """Half of what was asked for has to stand in the name."""
    found = {hit.entry.id: hit for hit in hits(search, "take gone downloads 2026")}
    assert found["downloads"].attachments == ()


def test_a_name_changes_no_ranking_of_words_in_titles(search: Search) -> None:
    """The page about rates stands before one with files of this name."""
    assert [hit.entry.id for hit in hits(search, "rates")] == ["rates", "downloads"]


def test_a_file_that_went_or_became_a_link_is_not_shown(tmp_path: Path) -> None:
    """Until the page is indexed again, the folder is asked."""
    library = tmp_path / "library"
    write_good_page(library, "a.md", "[a](one_offer.pdf) [b](two_offer.pdf) [c](three_offer.pdf)", id="a")
    for name in ("one", "two", "three"):
        (library / f"{name}_offer.pdf").write_bytes(b"x")
    update_index(read_library(library), tmp_path / "index")
    (library / "one_offer.pdf").unlink()
    (library / "two_offer.pdf").unlink()
    (library / "two_offer.pdf").symlink_to(tmp_path / "index" / "head.json")
    (hit,) = hits(Search(tmp_path / "index"), "offer")
    assert hit.attachments == ("three_offer.pdf",)


def test_no_name_is_too_odd(tmp_path: Path) -> None:
    """What no file can be called is left out, of a list without end the first thousand count."""
    odd = ["%00offer.pdf", f"{'offer' * 100}.pdf", f"{'offer/' * 1000}offer.pdf", "offer%0A.pdf", "%FFoffer.pdf"]
    links = " ".join(f"[x]({name})" for name in (*odd, *(f"offer{number}.pdf" for number in range(3000))))
    write_good_page(tmp_path / "library", "a.md", links, id="a")
    (tmp_path / "library" / "offer\n.pdf").write_bytes(b"x")
    update_index(read_library(tmp_path / "library"), tmp_path / "index")
    (hit,) = hits(Search(tmp_path / "index"), "offer")
    assert hit.attachments == ("offer\n.pdf",)
    assert len(hit.entry.attachments) == MOST_FILES


@pytest.mark.parametrize(
    "link",
    [
        *("https://example.com/rates.csv", "//example.com/rates.csv", "mailto:rates.csv", "javascript:rates.csv"),
        *("../../rates.csv", ".git/rates.csv", "a/node_modules/rates.csv", "__x/rates.csv", "#rates.csv", "rates.html"),
    ],
)
def test_what_is_no_file_of_the_library_is_no_attachment(link: str) -> None:
    """Addresses of the web, what is hidden, and what lies outside."""
    page = read_text(f"[x]({link}) <a href='{link}'>x</a> ![y](y.png) [z](/z.CSV#part)", path="sub/page.md")
    outline = read_outline(page.body)
    assert files_of(page, outline.links) == ("z.CSV",)
    assert files_of(page, outline.images) == ("sub/y.png",)


@given(st.lists(st.sampled_from(["Price", "List", "Umsatz", "Zürich", "7"]), min_size=2, unique=True))
def test_words_written_as_one_are_words_too(parts: list[str]) -> None:
    """The name as it is comes first, then what it is made of; nothing of its folder."""
    first, *others = words_of(f"Some2Folder/{''.join(parts)}.pdf").split()
    assert (first, others) == (f"{''.join(parts)}.pdf", parts)
