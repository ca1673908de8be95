"""Paths given to `check`: which pages are listed, and by which names."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command import ERRORS, TODAY, WARNING, Check
from support.factories import write_good_page


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        (["library"], [ERRORS[0], WARNING, ERRORS[1]]),
        (["library/guides/a.md"], ERRORS[:1]),
        (["library/guides"], [ERRORS[0], WARNING]),
        (["library/guides/"], [ERRORS[0], WARNING]),
        (["./library/sub/../sub/b.md", "library/guides/c.md"], [WARNING, ERRORS[1]]),
        (["library/guides/pic.png"], []),
        (["guides/a.md"], ERRORS[:1]),
        (["sub", "library/guides/c.md"], [WARNING, ERRORS[1]]),
        (["library/su"], None),
        (["library/guides/gone.md"], None),
        (["x" * 5000], None),
    ],
)
def test_paths_choose_what_is_listed(
    library: Path, check: Check, paths: list[str], found: list[tuple[str, str]] | None
) -> None:
    """Files, folders, several, from here or from the library; a name that isn't there is refused, it may be a slip."""
    done = check(*paths, "--format", "json")
    if found is None:
        assert (done.code, done.out) == (2, "")
        assert "isn't there, neither from the current folder nor from the library's" in done.err
    else:
        assert done.found == found


def test_a_path_may_be_absolute_or_lead_through_a_link(library: Path, tmp_path: Path, check: Check) -> None:
    """As editors and hooks name files."""
    (tmp_path / "short").symlink_to(library)
    for path in (library / "guides" / "a.md", Path("short/guides/a.md")):
        assert check(path, "--format", "json").found == ERRORS[:1]


def test_a_page_that_is_a_link_is_listed_by_its_own_name(library: Path, tmp_path: Path, check: Check) -> None:
    """Though it leads out of the library, or nowhere, or to itself."""
    write_good_page(tmp_path, "outside.md")
    for name, target in (("out", "../outside.md"), ("gone", "nowhere.md"), ("loop", "loop.md")):
        (library / f"{name}.md").symlink_to(target)
        assert check(f"library/{name}.md", "--format", "json").found == [(f"library/{name}.md", "symlink")]


def test_a_page_whose_name_holds_a_line_break_is_listed(library: Path, check: Check) -> None:
    """Its problems show how it is written."""
    write_good_page(library, "new\nline.md", "[x](no.md)", id="odd", reviewed=TODAY)
    assert check("library/new\nline.md", "--format", "json").found == [("library/new\\nline.md", "broken-link")]


def test_a_path_from_the_current_folder_counts_first(library: Path, tmp_path: Path, check: Check) -> None:
    """Where one of the same name lies in the library too."""
    write_good_page(tmp_path, "guides/a.md")
    assert "isn't in the library" in check("guides/a.md").err


def test_what_is_outside_of_the_library_is_refused(library: Path, tmp_path: Path, check: Check) -> None:
    """A file, or a folder beside another path; the message names the setting."""
    write_good_page(tmp_path, "other/x.md")
    for paths in (["other/x.md"], ["other", "library"], ["library/index.md", "other"]):
        done = check(*paths)
        assert (done.code, done.out) == (2, "")
        assert "isn't in the library library; set CONTENT_DIR to the library that holds it" in done.err


def test_a_folder_outside_is_a_library_of_its_own(library: Path, tmp_path: Path, check: Check) -> None:
    """With its own taxonomy; links into the other library lead nowhere."""
    write_good_page(tmp_path, "other/x.md", "[x](../library/index.md)", stages="[one]", reviewed=TODAY)
    (tmp_path / "other" / "taxonomy.yml").write_text("stages:\n  two: Two\n", encoding="utf-8")
    done = check("other", "--format", "json")
    assert done.found == [("other/x.md", "unknown-word"), ("other/x.md", "broken-link")]
    assert done.err.startswith("1 page,")


def test_files_are_named_from_where_the_command_runs(
    library: Path, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Inside the library, in its parent, and in a neighbour of it."""
    monkeypatch.chdir(library)
    for settings in ({"CONTENT_DIR": "."}, {"CONTENT_DIR": str(library)}, {"CONTENT_DIR": "../library"}):
        assert check("--format", "json", **settings).found[0] == ("guides/a.md", "broken-link")
    assert check("sub", "--format", "json", CONTENT_DIR=".").found == [("sub/b.md", "broken-link")]
    monkeypatch.chdir(library / "sub")
    assert check("--format", "json", CONTENT_DIR="..").found[0] == ("../guides/a.md", "broken-link")
    ((path, code),) = check(".", "--format", "json", CONTENT_DIR="..").found
    assert (Path(path).resolve(), code) == (library / "sub" / "b.md", "broken-link")


@pytest.mark.parametrize(
    ("bodies", "says"),
    [
        (["[x](no.md)"], "1 page, 1 error, 0 warnings"),
        (["[x](no.md) ![](no.png)", "a"], "2 pages, 2 errors, 1 warning"),
        (["![](no.png) ![](no.gif)"], "1 page, 2 errors, 2 warnings"),
    ],
)
def test_one_is_said_as_one(tmp_path: Path, check: Check, bodies: list[str], says: str) -> None:
    """Pages, errors and warnings, each for itself."""
    for number, body in enumerate(bodies):
        write_good_page(
            tmp_path, f"library/{number}/index.md", f"{body}\n", id=f"a{number}", title=f"T{number}", reviewed=TODAY
        )
    assert check().err == f"{says}\n"


def test_an_empty_folder_has_no_problems(tmp_path: Path, check: Check) -> None:
    """And no pages."""
    (tmp_path / "library").mkdir()
    assert (check().code, check().err) == (0, "0 pages, 0 errors, 0 warnings\n")
