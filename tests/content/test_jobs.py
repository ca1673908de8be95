"""Jobs of a library: the levels that they ask by the time in the job, and what comes next."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from content.catalogue import Catalogue, entry_of, published
from content.jobs import JobPage, SkillTarget, read_jobs
from content.library import Library, read_library
from content.taxonomy import DEFAULT_LEVELS, read_taxonomy
from support.checking import FRONT_LINES, unusual
from support.factories import write_good_page

DAY = date(2026, 3, 31)


def months_of(number: int) -> relativedelta:
    """Return so many months."""
    return relativedelta(months=number)


def catalogue_of(library: Library) -> Catalogue:
    """Return the catalogue of a library that was just read."""
    return Catalogue(str(library.root), 1, tuple(map(entry_of, published(library.pages))))


def test_the_sample_says_what_each_job_asks_by_when(library: Library) -> None:
    """And leads from one to the next, to the ones that end the path."""
    jobs = read_jobs(catalogue_of(library))
    assert len(jobs) == 4
    ae = jobs["job-account-executive"]
    assert ae.next == ("job-senior-account-executive", "job-sales-manager")
    assert ae.asked(since=DAY, day=DAY) == {"discovery": 2}
    months = ae.asked(since=DAY, day=date(2026, 9, 30))
    assert (months["discovery"], months["product-knowledge"], months["demonstration"]) == (3, 3, 2)
    assert ae.asked_in_the_end()["negotiation"] == 2
    assert set(jobs["job-sales-manager"].skills) <= set(library.taxonomy.dimensions["skills"])


def test_a_target_begins_after_calendarmonths_of(tmp_path: Path) -> None:
    """After a month that is shorter, on its last day; the later of two targets counts."""
    targets = "\n  - {skill: calm, level: 1}\n  - {skill: calm, level: 3, after: 1 month}\n  - {skill: ease, level: 2}"
    write_good_page(tmp_path, "jobs/seller.md", id="seller", type="job", skill_targets=targets)
    (job,) = read_jobs(catalogue_of(read_library(tmp_path))).values()
    assert job.asked(since=date(2026, 1, 31), day=date(2026, 2, 27)) == {"calm": 1, "ease": 2}
    assert job.asked(since=date(2026, 1, 31), day=date(2026, 2, 28)) == {"calm": 3, "ease": 2}
    assert job.asked(since=DAY, day=DAY - timedelta(days=1)) == {}


def test_drafts_and_translations_are_no_jobs_and_nothing_leads_to_them(tmp_path: Path) -> None:
    """Nor does a job lead to itself."""
    one = {"type": "job", "skill_targets": "[{skill: calm, level: 1}]"}
    write_good_page(tmp_path, "jobs/a.md", id="a", next="[draft, other, a, page, a-pl]", **one)
    write_good_page(tmp_path, "jobs/draft.md", id="draft", status="draft", **one)
    write_good_page(tmp_path, "jobs/other.md", id="other", **one)
    write_good_page(tmp_path, "jobs/a-pl.md", id="a-pl", language="pl", translation_of="a", **one)
    write_good_page(tmp_path, "page.md", id="page")
    jobs = read_jobs(catalogue_of(read_library(tmp_path)))
    assert {id_: job.next for id_, job in jobs.items()} == {"a": ("other",), "other": ()}


@pytest.mark.parametrize(
    ("fields", "code", "column", "part"),
    [
        ({"skill_targets": "[{skill: clam, level: 1}]"}, "unknown-word", 25, "did you mean `calm`?"),
        ({"skill_targets": "[{skill: calm, level: 4}]"}, "unknown-level", 38, "above the highest level, 3, Master"),
        ({"skill_targets": "[{skill: calm, level: 0}]"}, "invalid-field", 38, "greater than or equal to 1"),
        ({"skill_targets": "[{skill: calm, level: 1, after: soon}]"}, "invalid-field", 48, "such as `90 days`"),
        (
            {"skill_targets": "[{skill: calm, level: 1}, {skill: calm, level: 2}]"},
            "invalid-field",
            16,
            "from the same time",
        ),
        ({"skill_targets": "[]"}, "invalid-field", 16, "at least 1 item"),
        ({"skill_targets": "[{skill: calm, level: 1}]", "next": "[gone]"}, "unknown-page", 8, "doesn't exist"),
        ({"skill_targets": "[{skill: calm, level: 1}]", "next": "[page]"}, "unknown-page", 8, "name a job"),
        ({"skill_targets": "[{skill: calm, level: 1}]", "next": "[job]"}, "unknown-page", 8, "names this page itself"),
    ],
)
def test_what_is_wrong_with_a_job_is_one_line(
    tmp_path: Path, fields: dict[str, str], code: str, column: int, part: str
) -> None:
    """Where it stands: a skill that nobody knows, a level above the scale, what comes next and is no job."""
    levels = "skill_levels: [Novice, Steady, Master]\n"
    (tmp_path / "taxonomy.yml").write_text(f"skills:\n  calm: Calm\n{levels}", encoding="utf-8")
    write_good_page(tmp_path, "page.md", id="page")
    write_good_page(tmp_path, "job.md", id="job", type="job", **fields)
    (problem,) = unusual(tmp_path)
    assert (problem.path, problem.code, problem.line) == ("job.md", code, FRONT_LINES + len(fields) - 1)
    assert problem.column == column
    assert part in problem.message


def test_a_scale_is_a_list_of_names(tmp_path: Path) -> None:
    """Without one, or with one that can't be read, there are the product's own."""
    assert read_taxonomy(tmp_path)[0].skill_levels == DEFAULT_LEVELS
    for text in ("[One]", "[One, One]", "two", "{a: b}", "[A, ' ']", "[a, b, c, d, e, f, g, h, i, j]"):
        (tmp_path / "taxonomy.yml").write_text(f"skill_levels: {text}\n", encoding="utf-8")
        taxonomy, (problem,) = read_taxonomy(tmp_path)
        assert (taxonomy.skill_levels, problem.line, problem.code) == (DEFAULT_LEVELS, 1, "taxonomy")
        assert "2 to 9 different names" in problem.message
    (tmp_path / "taxonomy.yml").write_text("skill_levels: [A, B, C]\n", encoding="utf-8")
    assert read_taxonomy(tmp_path)[0].skill_levels == ("A", "B", "C")


@given(
    after=st.lists(st.integers(0, 40), min_size=1, max_size=6, unique=True),
    months=st.integers(0, 48),
)
def test_the_latest_target_that_has_begun_counts(after: list[int], months: int) -> None:
    """Whatever the order in which they are written."""
    targets = tuple(SkillTarget("calm", number + 1, months_of(number)) for number in after)
    job = JobPage(entry=None, targets=targets, next=())  # type: ignore[arg-type]  # nothing here asks for its page
    begun = [number for number in after if number <= months]
    asked = job.asked(since=date(2024, 1, 1), day=date(2024, 1, 1) + months_of(months))
    assert asked == ({"calm": max(begun) + 1} if begun else {})
