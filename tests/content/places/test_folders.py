"""The lists that folders without a page of their own have."""

from __future__ import annotations

from pathlib import Path

from content.catalogue import published
from content.library import read_library
from content.places.folders import folder_pages
from support.factories import write_good_page, write_page


def lists(folder: Path) -> dict[str, list[tuple[str, str, str]]]:
    """Return title, kind and address of what each list tells readers, by folder."""
    library = read_library(folder)
    found = folder_pages(published(library.pages), library.taxonomy)
    return {path: [(row.title, row.kind, row.url) for row in page.rows] for path, page in found.items()}


def test_a_folder_lists_its_folders_and_its_pages(tmp_path: Path) -> None:
    """Folders first, then by their paths, as the menu does; a folder is called as its own page is."""
    write_good_page(tmp_path, "index.md", title="Home")
    write_good_page(tmp_path, "cases/zeta.md", title="Before all", type="case-study", customer="Zeta")
    write_good_page(tmp_path, "cases/alpha.md", title="alpha")
    write_good_page(tmp_path, "cases/big-deals/one.md", title="One")
    write_good_page(tmp_path, "cases/old/README.md", id="old", title="Former days")
    assert lists(tmp_path) == {
        "cases": [
            ("Big deals", "Folder", "cases/big-deals/"),
            ("Former days", "Folder", "cases/old/"),
            ("alpha", "Page", "cases/alpha/"),
            ("Before all", "Case study", "cases/zeta/"),
        ],
        "cases/big-deals": [("One", "Page", "cases/big-deals/one/")],
    }


def test_pages_that_name_a_place_come_first_in_a_list(tmp_path: Path) -> None:
    """As they do in the menu, whatever the author's tool calls it."""
    write_good_page(tmp_path, "index.md", title="Home")
    write_good_page(tmp_path, "steps/a.md", title="Alpha")
    write_good_page(tmp_path, "steps/b.md", title="Beta", weight="2")
    write_good_page(tmp_path, "steps/c.md", title="Gamma", nav_order="1")
    assert [title for title, _, _ in lists(tmp_path)["steps"]] == ["Gamma", "Beta", "Alpha"]


def test_what_readers_may_not_see_is_in_no_list(tmp_path: Path) -> None:
    """Nor is a folder that holds nothing else."""
    write_good_page(tmp_path, "index.md", title="Home")
    write_good_page(tmp_path, "cases/shown.md", title="Shown")
    write_good_page(tmp_path, "cases/draft.md", title="Secret", status="draft")
    write_good_page(tmp_path, "cases/plans/draft.md", id="plan", title="Plan", status="draft")
    write_good_page(tmp_path, "cases/_index.md", id="cases", title="Hidden", status="archived")
    write_good_page(tmp_path, "drafts/draft.md", id="other", title="Other", status="draft")
    assert lists(tmp_path) == {"cases": [("Shown", "Page", "cases/shown/")]}


def test_a_folder_whose_address_a_page_has_gets_no_list(tmp_path: Path) -> None:
    """Be it in the folder or beside it; the page is listed once."""
    write_good_page(tmp_path, "guides/cases.md", title="Cases")
    write_good_page(tmp_path, "guides/cases/one.md", title="One")
    assert lists(tmp_path) == {
        "": [("Guides", "Folder", "guides/")],
        "guides": [("Cases", "Page", "guides/cases/")],
    }


def test_a_folder_of_translations_is_called_by_its_language(tmp_path: Path) -> None:
    """Or as it is written, where it isn't all in small letters."""
    write_page(tmp_path, "pl/QBR notes/a.md", "text")
    (tmp_path / "taxonomy.yml").write_text("languages:\n  pl: Polski\n", encoding="utf-8")
    library = read_library(tmp_path)
    found = folder_pages(library.pages, library.taxonomy)
    assert [page.title for page in found.values()].count("Polski") == 1
    assert found["pl/QBR notes"].title == "QBR notes"


def test_a_folders_own_page_without_text_is_followed_by_the_list(tmp_path: Path) -> None:
    """Hugo's `_index.md` often holds a title and nothing else; a page that only stands beside the folder is none."""
    write_page(tmp_path, "guides/_index.md", "---\ntitle: All guides\n---\n")
    write_page(tmp_path, "guides/a.md", "text")
    write_page(tmp_path, "cases.md", "")
    write_page(tmp_path, "cases/b.md", "text")
    library = read_library(tmp_path)
    assert {*folder_pages(library.pages, library.taxonomy)} == {"", "guides"}
    assert [problem.path for problem in library.page_problems if problem.code == "empty"] == ["cases.md"]


def test_a_card_says_what_its_page_may_be_used_for(tmp_path: Path) -> None:
    """Its type only beside others; until when it holds, for whoever reads; of a folder nothing but its name."""
    cases = tmp_path / "cases"
    write_good_page(tmp_path, "index.md", title="Home")
    write_good_page(cases, "one.md", title="One", type="guide", audience="customer", reviewed="2026-01-31")
    write_good_page(cases, "two.md", title="Two", type="guide", audience="internal")
    write_good_page(cases, "old/three.md", title="Three", type="persona")
    write_good_page(tmp_path, "mixed/a.md", title="A", type="guide")
    write_good_page(tmp_path, "mixed/b.md", title="B", type="page")
    library = read_library(tmp_path)
    found = {path: page.html(str) for path, page in folder_pages(library.pages, library.taxonomy).items()}
    assert [words in found["cases"] for words in ("Guide", "Folder", "May be sent", "Internal only")] == [
        *(False, False, True, True)
    ]
    assert found["cases"].count("rp-place--folder") == 1
    assert found["cases"].index("cases/old/") < found["cases"].index("cases/one/")
    assert "data-review-until=" in found["cases"]
    assert "Guide" in found["mixed"]
    assert "Page" in found["mixed"]


def test_a_list_is_html_that_says_what_authors_wrote(tmp_path: Path) -> None:
    """And runs nothing of it."""
    evil = "<script>alert(1)</script>"
    write_good_page(tmp_path, 'x/"><b>.md', id="evil", title=f"'{evil}'", summary=f"'{evil}'")
    library = read_library(tmp_path)
    html = folder_pages(library.pages, library.taxonomy)["x"].html(lambda url: f"../{url}")
    assert "<script>" not in html
    assert "<b>" not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2
