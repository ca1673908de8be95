"""What time and people do to pages: overdue reviews, translations left behind, owners who left, doubles."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from content.history import read_history
from support.checking import FRONT_LINES, MARCH, Repository, check, only, told
from support.factories import write_good_page, write_page

TITLE_LINE, OWNER_LINE, REVIEWED_LINE = 3, 5, 6  # of a page that write_good_page writes


def test_an_overdue_review_is_a_warning_where_the_day_stands(tmp_path: Path) -> None:
    """From the day after its end on."""
    write_good_page(tmp_path, "a.md", reviewed="2026-03-01", review_every="10 days")
    assert told(tmp_path, "review-overdue", today=date(2026, 3, 11)) == []
    assert told(tmp_path, "review-overdue", today=date(2026, 3, 12)) == [("a.md", REVIEWED_LINE, 11, "warning")]
    assert "2026-03-11" in only(tmp_path, "review-overdue", today=date(2026, 3, 12)).message


def test_an_expired_page_is_a_warning_where_the_day_stands(tmp_path: Path) -> None:
    """It counts until the end of that day."""
    write_good_page(tmp_path, "a.md", expires="2026-03-11")
    assert told(tmp_path, "expired", today=date(2026, 3, 11)) == []
    assert told(tmp_path, "expired", today=date(2026, 3, 12)) == [("a.md", FRONT_LINES, 10, "warning")]


@pytest.mark.parametrize("status", ["draft", "archived"])
def test_what_is_not_published_is_never_overdue(tmp_path: Path, status: str) -> None:
    """Nobody reads it."""
    write_good_page(tmp_path, "a.md", status=status, reviewed="2020-01-01", expires="2020-01-01")
    assert check(tmp_path) == []


def test_without_a_day_today_is_asked(tmp_path: Path) -> None:
    """As the command does."""
    today = datetime.now(UTC).date()
    for name, days in (("a", 1), ("b", 400)):
        write_good_page(tmp_path, f"{name}.md", reviewed=str(today - timedelta(days)), review_every="1 year")
    found = told(tmp_path, "review-overdue", today=None)
    assert [path for path, *_ in found] == ["b.md"]


def test_a_page_whose_owner_is_unknown_is_an_error_where_the_owner_stands(tmp_path: Path) -> None:
    """The directory knows addresses in lower case; a page may write them otherwise."""
    write_good_page(tmp_path, "a.md", owner="Ada.Lind@Brightwharf.Example")
    write_good_page(tmp_path, "b.md", owner="gone@brightwharf.example")
    write_good_page(tmp_path, "c.md", owner="gone@brightwharf.example", status="archived")
    write_good_page(tmp_path, "d.md", owner="gone@brightwharf.example", status="draft")
    write_page(tmp_path, "e.md", "text", id="e")
    owners = {"ada.lind@brightwharf.example"}
    found = [("b.md", OWNER_LINE, 8, "error"), ("d.md", OWNER_LINE, 8, "error")]
    assert told(tmp_path, "unknown-owner", owners=owners) == found
    assert told(tmp_path, "unknown-owner") == []


def test_an_empty_directory_knows_nobody(tmp_path: Path) -> None:
    """That is another thing than not being asked."""
    write_good_page(tmp_path, "a.md")
    assert len(told(tmp_path, "unknown-owner", owners=set())) == 1


def test_two_published_pages_of_one_title_are_a_warning_at_the_second(tmp_path: Path) -> None:
    """Whatever the case of their letters; other languages and drafts don't count."""
    write_good_page(tmp_path, "a.md", title="Straße", language="en")
    write_good_page(tmp_path, "b.md", title="STRASSE", language="en")
    write_good_page(tmp_path, "c.md", title="Straße", language="de")
    write_good_page(tmp_path, "d.md", title="Straße", language="en", status="draft")
    assert told(tmp_path, "duplicate-title") == [("b.md", TITLE_LINE, 8, "warning")]
    assert only(tmp_path, "duplicate-title").message.startswith("a.md has the same title")


def test_a_guessed_title_may_be_double_too(tmp_path: Path) -> None:
    """It is reported on the page's first line."""
    for name in ("a", "b"):
        write_page(tmp_path, f"{name}.md", "# Same\n\ntext\n")
    assert told(tmp_path, "duplicate-title") == [("b.md", 1, 1, "warning")]


def test_a_former_id_belongs_to_one_page(tmp_path: Path) -> None:
    """Not to another page's id, nor to two pages; a page may repeat its own."""
    write_good_page(tmp_path, "a.md", aliases="[old, a]")
    write_good_page(tmp_path, "b.md", aliases="[older, old]")
    write_good_page(tmp_path, "c.md", aliases="\n  - fine\n  - b")
    assert told(tmp_path, "duplicate-id") == [
        ("b.md", FRONT_LINES, 18, "error"),
        ("c.md", FRONT_LINES + 2, 5, "error"),
    ]
    messages = [problem.message for problem in check(tmp_path) if problem.code == "duplicate-id"]
    assert "belongs to a.md" in messages[0]
    assert "belongs to b.md" in messages[1]


def write_pair(folder: Path, *, ours: str = "2026-01-01", theirs: str = "2026-01-01") -> None:
    """Write an original and its translation, reviewed on these days."""
    write_good_page(folder, "en/price.md", id="price", reviewed=theirs)
    write_good_page(folder, "pl/price.md", id="price-pl", translation_of="price", language="pl", reviewed=ours)


def stale(folder: Path) -> list[tuple[str, int, int, str]]:
    """Return the stale translations with what git knows of the library."""
    return told(folder, "stale-translation", history=read_history(folder))


def test_a_translation_older_than_its_original_is_a_warning_by_git(tmp_path: Path) -> None:
    """Where it names its original, until it is changed too."""
    repository = Repository(tmp_path)
    write_pair(tmp_path, ours="2026-01-01", theirs="2026-09-01")
    repository.commit(at=MARCH)
    assert stale(tmp_path) == []
    write_good_page(tmp_path, "en/price.md", "New\n", id="price")
    repository.commit(at=MARCH + timedelta(days=2))
    history = read_history(tmp_path)
    assert stale(tmp_path) == [("pl/price.md", FRONT_LINES, 17, "warning")]
    message = only(tmp_path, "stale-translation", history=history).message
    assert message.startswith("the original en/price.md changed on 2026-03-04, this page on 2026-03-02")
    write_good_page(tmp_path, "pl/price.md", "Nowe\n", id="price-pl", translation_of="price", language="pl")
    repository.commit(at=MARCH + timedelta(days=2, hours=1))
    assert stale(tmp_path) == []


def test_the_day_of_a_change_is_that_in_utc(tmp_path: Path) -> None:
    """An author in the east isn't behind one in the west who changed the original hours before."""
    repository = Repository(tmp_path)
    write_pair(tmp_path)
    repository.commit(at="2026-03-03T23:30:00-08:00", paths=["en"])
    repository.commit(at="2026-03-03T01:00:00+09:00", paths=["pl"])
    assert stale(tmp_path) == [("pl/price.md", FRONT_LINES, 17, "warning")]


def test_without_git_the_days_of_reviews_are_compared(tmp_path: Path) -> None:
    """Where both pages name one."""
    write_pair(tmp_path, ours="2026-01-01", theirs="2026-01-02")
    assert stale(tmp_path) == [("pl/price.md", FRONT_LINES, 17, "warning")]
    write_pair(tmp_path, ours="2026-01-02", theirs="2026-01-02")
    assert stale(tmp_path) == []
    write_pair(tmp_path, ours="~", theirs="2026-01-02")
    assert stale(tmp_path) == []


def test_a_translation_that_nobody_committed_yet_is_compared_by_its_review(tmp_path: Path) -> None:
    """Git knows nothing of it."""
    repository = Repository(tmp_path)
    write_pair(tmp_path, ours="2026-03-01")
    repository.commit(at=MARCH, paths=["en"])
    assert len(stale(tmp_path)) == 1
    write_pair(tmp_path, ours="2026-03-02")
    assert stale(tmp_path) == []


def test_an_original_may_be_named_by_the_id_it_had_before(tmp_path: Path) -> None:
    """The translation is still its translation; a page that names itself is none."""
    write_good_page(tmp_path, "a.md", aliases="[old]", reviewed="2026-02-02")
    write_good_page(tmp_path, "b.md", translation_of="old", reviewed="2026-02-01")
    write_good_page(tmp_path, "c.md", translation_of="c")
    assert [path for path, *_ in stale(tmp_path)] == ["b.md"]
