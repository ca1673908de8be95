"""Coverage in the browser: cells that lead to pages, and gaps that name a command."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from support.browsers import INES, OpenBrowser
from support.clipboard import CLIPBOARD
from support.factories import write_good_page
from support.live import Server

pytestmark = pytest.mark.browser


def test_a_cell_of_the_coverage_leads_to_its_pages(mara: Page) -> None:
    """The search finds as many pages as the cell and the layer say."""
    mara.goto("/app/coverage/")
    cell = cell_of(mara, "Interest", "Finance director")
    pages = int(cell.locator("strong").inner_text())
    cell.get_by_role("button").click()
    layers = mara.locator("#layers")
    expect(layers.get_by_role("heading")).to_have_text("Interest, Finance director")
    assert sum(int(text) for text in layers.locator("small").all_inner_texts()) == pages
    address = layers.get_by_role("link", name="Objection").get_attribute("href")
    objections = layers.get_by_role("listitem").filter(has_text="Objection").locator("small").inner_text()
    cell.get_by_role("button").press("Enter")
    expect(layers).to_be_hidden()
    cell.get_by_role("link").click()
    expect(mara.get_by_role("status")).to_have_text(re.compile(rf"^{pages} pages?\b"))
    assert address is not None
    mara.goto(address)
    expect(mara.get_by_role("status")).to_have_text(re.compile(rf"^{objections} pages?\b"))


def test_empty_cells_are_named_and_the_csv_has_them(mara: Page, tmp_path: Path) -> None:
    """Rows and columns can be chosen, an empty cell says so, and the CSV lists it among the gaps."""
    mara.goto("/app/coverage/")
    mara.get_by_label("Rows").select_option(label="Industry")
    mara.get_by_label("Columns").select_option(label="Product")
    expect(mara.get_by_role("rowheader", name="Retail")).to_be_visible()
    expect(mara.get_by_role("columnheader", name="Yardview")).to_be_visible()
    empty = mara.get_by_role("cell", name="Empty", exact=True).count()
    assert empty > 0
    expect(mara.get_by_role("status").first).to_contain_text(f"{empty} of ")
    with mara.expect_download() as download:
        mara.get_by_role("link", name="Download CSV").click()
    file = tmp_path / "coverage.csv"
    download.value.save_as(file)
    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert len([row for row in rows if row["pages"] == "0" and not row["type"]]) == empty
    mara.reload()
    expect(mara.get_by_role("rowheader", name="Retail")).to_be_visible()


def test_a_dimension_chosen_twice_changes_places(mara: Page) -> None:
    """Rows and columns can be swapped without an error between."""
    mara.goto("/app/coverage/")
    expect(mara.get_by_role("rowheader", name="Awareness")).to_be_visible()
    mara.get_by_label("Rows").select_option(label="Persona")
    expect(mara.get_by_role("columnheader", name="Awareness")).to_be_visible()
    expect(mara.get_by_role("rowheader", name="Finance director")).to_be_visible()
    expect(mara.get_by_label("Columns")).to_have_value("stage")


def test_a_gap_names_the_command_that_starts_its_page(sign_in: OpenBrowser) -> None:
    """It can be copied, with the language that was chosen."""
    mara = sign_in("mara", permissions=CLIPBOARD)
    mara.goto("/app/coverage/")
    expect(mara.get_by_label("Language").locator("option")).not_to_have_count(1)
    mara.get_by_label("Language").select_option(value="pl")
    expect(mara.locator(".rp-gaps code").first).to_have_text(re.compile(r"^repertoire new [a-z-]+ --language pl$"))
    button = mara.locator(".rp-gaps").get_by_role("button").first
    button.click()
    expect(mara.get_by_text("Copied")).to_be_visible()
    copied_text = mara.evaluate("navigator.clipboard.readText()")
    assert copied_text == mara.locator(".rp-gaps code").first.inner_text()


def test_a_library_without_a_taxonomy_is_told_what_to_define(own: Server, open_browser: OpenBrowser) -> None:
    """In the place of a matrix without rows and columns; what pages have by themselves can be chosen."""
    own.wait_until_published()
    page = open_browser(own, INES)
    page.goto("/app/coverage/")
    expect(page.get_by_text("No stages or personas are defined in this library")).to_be_visible()
    expect(page.locator("#app pre")).to_have_text(re.compile(r"^stages:\n  .+\npersonas:\n"))
    expect(page.locator("#app table")).to_have_count(0)
    expect(page.locator("#app")).not_to_contain_text("0 of 0")
    page.get_by_label("Rows").select_option(label="Type")
    expect(page.get_by_text("No personas are defined in this library")).to_be_visible()
    page.get_by_label("Columns").select_option(label="Language")
    # Other tests may have put pages of other types there.
    expect(page.get_by_role("rowheader", name=re.compile("^Page "))).to_be_visible()


def test_a_language_without_a_label_is_called_by_its_name(own: Server, open_browser: OpenBrowser) -> None:
    """In the facts of a page and of its translation, in the matrix, and in the filter."""
    folder = Path(own.environ["CONTENT_DIR"])
    write_good_page(folder, "ja/price.md", "# 価格\n", title="価格", language="ja", translation_of="price")
    write_good_page(folder, "price.md", "# Price\n", title="Price", id="price", language="en")
    page = open_browser(own, INES)
    own.wait_until(lambda: page.request.get("/ja/price/").ok and own.is_published())
    page.goto("/ja/price/")
    expect(page.locator(".rp-facts")).to_contain_text("日本語 · English")
    page.goto("/app/coverage/?rows=type&columns=language&layers=stage")
    expect(page.get_by_role("columnheader", name="日本語")).to_be_visible()
    expect(page.get_by_label("Language").locator("option")).to_contain_text(["All languages", "English", "日本語"])


def cell_of(page: Page, row: str, column: str) -> Locator:
    """Return the cell of the matrix in this row and column."""
    expect(page.get_by_role("columnheader", name=column)).to_be_visible()
    heads = page.get_by_role("columnheader").all_inner_texts()
    place = next(at for at, text in enumerate(heads) if text.startswith(column))
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=row)).locator("td").nth(place)
