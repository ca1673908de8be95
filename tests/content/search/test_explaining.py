"""How a score came about."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from content.library import read_library
from content.search.explaining import ScoreShare
from content.search.find import Search
from content.search.hits import Hit
from content.search.preferences import write_usage
from content.search.query import read_query
from content.search.update import update_index
from support.factories import write_good_page

TODAY = date(2026, 12, 1)
OVERDUE = "2020-01-01"
QUERIES = [
    *("detention fee", '"detention fee" negotiable', "detenton negotiating", "type:page", "type:page detention"),
    *("hand off", "handoff fee", "gizmos", "the fee", "detention -nothing", "negotiable language:en"),
]


def write(tmp_path: Path, name: str, body: str, **fields: str) -> None:
    """Write an English page."""
    write_good_page(tmp_path / "library", f"{name}.md", body, **({"language": "en"} | fields))


def explained(tmp_path: Path, text: str) -> dict[str, Hit]:
    """Index what the test has written, and return the hits by id, with their shares."""
    update_index(read_library(tmp_path / "library"), tmp_path / "index")
    found = Search(tmp_path / "index").find(read_query(text), limit=100, today=TODAY, with_shares=True)
    return {hit.entry.id: hit for hit in found.hits}


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Pages that differ in review, status, use, and in how they say it."""
    (tmp_path / "taxonomy.yml").write_text("synonyms:\n  - gizmo, detention fee\n", encoding="utf-8")
    write(tmp_path, "fresh", "The detention fee is negotiable. The hand off.", title="Detention")
    write(tmp_path, "overdue", "The detention fee is negotiable.", title="Detention", reviewed=OVERDUE)
    write(tmp_path, "draft", "A fee. Its handoff.", status="draft", summary="Detention.")
    write(tmp_path, "archived", "## Fee\n\nDetention.", status="archived")
    for number in range(5):
        write(tmp_path, f"z{number}", "Something else.")
    write_usage(tmp_path / "index", {"fresh": 7, "overdue": 30})
    return tmp_path


@pytest.mark.parametrize("text", QUERIES)
def test_the_shares_of_a_score_make_the_score(shelf: Path, text: str) -> None:
    """Amounts are added and factors multiply, in their order."""
    found = explained(shelf, text)
    assert found
    for hit in found.values():
        assert made_of_shares(hit) == pytest.approx(hit.score, rel=1e-3, abs=1e-4)


def test_the_shares_of_a_page_found_by_its_translation_make_its_score(tmp_path: Path) -> None:
    """Its own factors multiply what its translation gave."""
    write(tmp_path, "original", "Detention fee.")
    write(tmp_path, "polish", "Opłata za przestój.", language="pl", translation_of="original", reviewed=OVERDUE)
    (hit,) = explained(tmp_path, "detention fee language:pl").values()
    assert made_of_shares(hit) == pytest.approx(hit.score, rel=1e-3, abs=1e-4)


def test_shares_name_words_regions_and_factors(shelf: Path) -> None:
    """So that an author sees what to change."""
    fresh = {share.what: share for share in explained(shelf, "detention fee")["fresh"].shares}
    assert "detention (word: detent in title, text)" in fresh
    assert "fee (word: fee in text)" in fresh
    assert [what for what, share in fresh.items() if share.is_factor][-3:] == ["review", "status", "use"]
    overdue = {share.what: share.amount for share in explained(shelf, "detention fee")["overdue"].shares}
    assert overdue["review"] == pytest.approx(0.85)
    assert overdue["use"] == pytest.approx(1 + 0.2 * 30 / 50)
    assert any("near detenton" in share.what for share in _all(shelf, "detenton fee"))


def test_a_page_that_answers_half_of_a_query_loses_a_share(shelf: Path) -> None:
    """One that answers all of it loses nothing."""
    found = explained(shelf, "negotiable fee")
    lost = {
        page_id: [share.amount for share in hit.shares if share.what == "how much of the query is answered"]
        for page_id, hit in found.items()
    }
    assert lost["fresh"] == [1.0]
    assert 0.5 < lost["archived"][0] < 0.95


def _all(shelf: Path, text: str) -> list[ScoreShare]:
    return [share for hit in explained(shelf, text).values() for share in hit.shares]


def made_of_shares(hit: Hit) -> float:
    """Add and multiply a hit's shares."""
    total = 0.0
    for share in hit.shares:
        total = total * share.amount if share.is_factor else total + share.amount
    return total
