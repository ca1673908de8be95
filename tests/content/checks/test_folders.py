"""Links to folders, and the other ways in which libraries name a folder's page."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.checking import FRONT_LINES, only, told
from support.factories import write_good_page, write_page


def test_a_link_to_a_folder_that_the_site_lists_is_right(tmp_path: Path) -> None:
    """Its pages are reached by it, those of folders in it are not."""
    links = "[a](cases/) [b](cases) [c](/cases) [d](./cases/?x=1#y) [e](cases/2026/)"
    write_good_page(tmp_path, "index.md", links)
    write_good_page(tmp_path, "cases/acme.md", "[up](.) [up](../cases/) [top](..)")
    write_good_page(tmp_path, "cases/2026/globex.md", id="globex")
    write_good_page(tmp_path, "cases/2025/initech.md", id="initech")
    assert told(tmp_path, "broken-link") == []
    assert [path for path, *_ in told(tmp_path, "orphan")] == ["cases/2025/initech.md"]


@pytest.mark.parametrize("fields", [{"status": "draft"}, {"status": "archived"}, {"type": "quiz"}])
def test_a_folder_of_which_readers_see_nothing_has_no_page(tmp_path: Path, fields: dict[str, str]) -> None:
    """But for authors who write what links to it, too."""
    body = "## Which?\n\n- [x] this\n- [ ] that\n"
    write_good_page(tmp_path, "plans/launch.md", body, **fields)
    write_good_page(tmp_path, "index.md", "[x](plans/)")
    write_good_page(tmp_path, "sketch.md", "[x](plans/)", status="draft")
    problem = only(tmp_path, "broken-link")
    assert problem.path == "index.md"
    assert problem.message.endswith("no page in the folder `plans` is published")


@pytest.mark.parametrize("target", ["empty/", "pictures/", "none/", "cases/none/", "cases/index.md", "../cases/"])
def test_a_link_to_no_folder_of_pages_is_broken(tmp_path: Path, target: str) -> None:
    """Also to one of pictures alone, or out of the library."""
    write_good_page(tmp_path, "cases/acme.md")
    write_page(tmp_path, "pictures/a.png", "x")
    (tmp_path / "empty").mkdir()
    write_good_page(tmp_path, "index.md", f"[x]({target})")
    assert told(tmp_path, "broken-link") == [("index.md", FRONT_LINES + 1, 5, "error")]


@pytest.mark.parametrize("name", ["_index.md", "index.md", "README.md", "Readme.md", "INDEX.MD", "readme.markdown"])
def test_every_way_of_linking_a_folders_page_is_right(tmp_path: Path, name: str) -> None:
    """And its headings are known."""
    write_good_page(tmp_path, f"sec/{name}", "# Section\n\n## Part\n", id="sec")
    ways = ["sec/", "sec", "/sec/", "/sec", "sec.md", "/sec/_index/", "sec/index.md", f"sec/{name}", "./sec/?x=1"]
    body = " ".join(f"[x]({way}#part)" for way in ways)
    write_good_page(tmp_path, "home.md", f"{body}\n\n[y](sec/#none)\n", id="home")
    assert told(tmp_path, "broken-link") == []
    assert told(tmp_path, "broken-anchor") == [("home.md", FRONT_LINES + 3, 5, "error")]
    assert [path for path, *_ in told(tmp_path, "orphan")] == ["home.md"]


@pytest.mark.parametrize(
    ("name", "target", "meant"),
    [
        ("C#.md", "<C#.md>", "C%23.md"),
        ("guides/C# basics.md", "<guides/C# basics.md>", "guides/C%23%20basics.md"),
        ("Why us?.md", "<Why us?.md>", "Why%20us%3F.md"),
    ],
)
@pytest.mark.parametrize("has_other", [False, True])
def test_a_sign_that_ends_a_path_is_to_be_written_otherwise(
    tmp_path: Path, name: str, target: str, meant: str, has_other: bool
) -> None:
    """The link leads nowhere, or to a page that nobody meant."""
    write_good_page(tmp_path, name, id="meant")
    if has_other:
        write_good_page(tmp_path, "C.md", id="other")
    write_good_page(tmp_path, "index.md", f"[x]({target}) [y]({meant})")
    problems = told(tmp_path, "broken-link") + told(tmp_path, "broken-anchor")
    assert problems == [("index.md", FRONT_LINES + 1, 6, "error")]
    code = "broken-anchor" if told(tmp_path, "broken-anchor") else "broken-link"
    assert f"write `{meant}`" in only(tmp_path, code).message
