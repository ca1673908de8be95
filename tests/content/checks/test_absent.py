"""Links that lead nowhere, and what their authors should know of the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.checking import FRONT_LINES, check, only, told, unusual, write
from support.factories import write_good_page


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("tool.exe", "`.exe` files aren't published"),
        ("Makefile", "files without an ending aren't published"),
        (".hidden/x.png", "hidden"),
        ("../pages/tool.exe?v=2", "`.exe` files aren't published"),
    ],
)
@pytest.mark.parametrize("sign", ["", "!"])
def test_a_file_that_is_there_is_not_called_missing(tmp_path: Path, target: str, says: str, sign: str) -> None:
    """Its kind isn't published, or it is hidden."""
    for path in ("pages/tool.exe", "pages/Makefile", "pages/.hidden/x.png"):
        write(tmp_path, path)
    write_good_page(tmp_path, "pages/a.md", f"{sign}[text]({target})\n")
    assert told(tmp_path) == [("pages/a.md", FRONT_LINES + 1, 8 + len(sign), "error")]
    assert f"the file is there, but {says}" in only(tmp_path, "unpublished-file").message


@pytest.mark.parametrize(
    ("target", "right"),
    [
        ("Prices.md", "`prices.md`"),
        ("PRICES", "`prices.md`"),
        ("../Sub/Deep.md#x", "`../sub/deep.md`"),
        ("Plan.PNG", "`plan.png`"),
    ],
)
def test_a_link_that_differs_in_case_is_told_the_right_spelling(tmp_path: Path, target: str, right: str) -> None:
    """As it is written from the page; a colleague's Mac doesn't mind, the site does."""
    write_good_page(tmp_path, "pages/prices.md", title="Prices")
    write_good_page(tmp_path, "sub/deep.md", title="Deep")
    write(tmp_path, "pages/plan.png")
    write_good_page(tmp_path, "pages/a.md", f"[text]({target})\n")
    assert told(tmp_path, "broken-link") == [("pages/a.md", FRONT_LINES + 1, 8, "error")]
    assert f"write {right}" in only(tmp_path, "broken-link").message


def test_a_file_of_the_same_name_elsewhere_is_proposed_if_there_is_one(tmp_path: Path) -> None:
    """It may have been moved; of two, nobody knows which."""
    write_good_page(tmp_path, "old/a.md", "[text](prices.md)\n")
    write_good_page(tmp_path, "new/prices.md", title="Prices")
    assert "did you mean `../new/prices.md`?" in only(tmp_path, "broken-link").message
    write_good_page(tmp_path, "other/prices.md", title="Other prices")
    assert "did you mean" not in only(tmp_path, "broken-link").message


def test_a_link_out_of_the_library_is_told_so(tmp_path: Path) -> None:
    """Whether anything is there is nobody's business."""
    write_good_page(tmp_path, "a.md", "[text](../../etc/passwd)\n")
    assert only(tmp_path, "broken-link").message.endswith("outside of the library")


@pytest.mark.parametrize("name", ["bad.md", "bad", "./bad.md", "latin.md", "folder/", "linked.md", "linked/x.md"])
def test_a_page_that_can_not_be_read_is_one_problem_and_not_one_for_each_link(tmp_path: Path, name: str) -> None:
    """Its own says what to do."""
    write(tmp_path, "bad.md", "---\ntitle: [a\n---\nText\n")
    (tmp_path / "latin.md").write_bytes("Preise für alle".encode("latin-1"))
    write(tmp_path, "folder/index.md", "---\ntitle: [a\n---\nText\n")
    (tmp_path / "linked.md").symlink_to("bad.md")
    (tmp_path / "linked").symlink_to("folder")
    write_good_page(tmp_path, "a.md", f"[text]({name})\n")
    assert [problem.code for problem in unusual(tmp_path) if problem.path == "a.md"] == []
    codes = {(problem.path, problem.code) for problem in check(tmp_path) if problem.path != "a.md"}
    assert codes >= {("bad.md", "front-matter"), ("latin.md", "not-utf-8"), ("linked.md", "symlink")}


def test_an_id_of_a_page_that_can_not_be_read_is_not_unknown(tmp_path: Path) -> None:
    """By its path, or as its first lines name it; any other id is."""
    write(tmp_path, "bad.md", "---\ntitle: [a\n---\nText\n")
    write(tmp_path, "named.md", "---\nid: the-name\ntitle: [a\n---\nText\n")
    fields = {"type": "playbook", "stage": "demo", "objective": "A deal", "entry_criteria": "[A call]"}
    write_good_page(tmp_path, "a.md", plays="[bad, the-name, gone]", **fields)
    assert "`gone`" in only(tmp_path, "unknown-page").message
