"""Links, images and ids that lead nowhere, and pages that nothing leads to."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.rendering import Renderer
from support.checking import FRONT_LINES, check, only, told, unusual
from support.factories import write_good_page, write_page

HEADINGS = """# The *main* title

## Price & terms

## Price & terms

## Ещё раз: цена

## `code` and [a link](target.md)

## Don't!

## 🎉
"""


def broken(folder: Path, body: str) -> list[tuple[int, int, str, str]]:
    """Return line and column in the body, the code and the target of every link of a page that leads nowhere."""
    write_good_page(folder, "pages/target.md", "# A page\n\n## Anywhere\n")
    write_good_page(folder, "pages/with space.md", id="spaced")
    write_good_page(folder, "pages/кириллица.md", id="cyrillic")
    write_good_page(folder, "pages/page.md", body)
    (folder / "pages" / "pic.png").write_bytes(b"x")
    found = unusual(folder)
    assert all(p.path == "pages/page.md" and p.severity == "error" for p in found)
    return [(p.line - FRONT_LINES, p.column, p.code, p.message.split("`")[1]) for p in found]


@pytest.mark.parametrize(
    ("body", "line", "column"),
    [
        ("[x](nowhere.md)", 1, 5),
        ("# T\n\ntext\n\n[x](nowhere.md)\n", 5, 5),
        ("one\ntwo\nthree [x](nowhere.md)\n", 3, 11),
        ("- a\n- b\n- c [x](nowhere.md)\n", 3, 9),
        ("- a\n    - b\n        - [x](nowhere.md)\n", 3, 15),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | [x](nowhere.md) |\n", 4, 11),
        ("> quote\n> [x](nowhere.md)\n", 2, 7),
        ("text\n\n## Heading [x](nowhere.md)\n", 3, 16),
        ("a\n\n**[x](nowhere.md#part)**\n", 3, 7),
        ("a\n\n[x](/nowhere.md)\n", 3, 5),
        ("one\ntwo\n[x](нет.md)\n", 3, 5),
        ("ещё\nдва\nтри [нет](нет.md)\n", 3, 11),
        ("one\ntwo\n[x](<no where.md>)\n", 3, 6),
        ("one\ntwo\n[x](no%20where.md)\n", 3, 5),
        ("one\ntwo\n[x](no.md?a=1&amp;b=2)\n", 3, 5),
        ("see target.md\nand [y](target.md)\nand [x](get.md)\n", 3, 9),
        ("nowhere.md is not [x](nowhere.md)\n", 1, 23),
        ('text <a href="nowhere.md">x</a>\n', 1, 15),
        ("[![pic](pic.png)](nowhere.md)\n", 1, 19),
    ],
)
def test_a_broken_link_is_reported_at_its_address(tmp_path: Path, body: str, line: int, column: int) -> None:
    """Counted in the file, so that an editor jumps to it, however it is written."""
    ((found_line, found_column, code, _),) = broken(tmp_path, body)
    assert (found_line, found_column, code) == (line, column, "broken-link")


def test_a_link_by_reference_is_reported_in_the_block_that_uses_it(tmp_path: Path) -> None:
    """Its address may stand anywhere."""
    ((line, column, code, target),) = broken(tmp_path, "text\n\n[x][ref]\n\n[ref]: nowhere.md\n")
    assert (line, column, code, target) == (3, 1, "broken-link", "nowhere.md")


def test_the_same_broken_link_twice_is_reported_at_both_places(tmp_path: Path) -> None:
    """Also in one line."""
    places = [(line, column) for line, column, _, _ in broken(tmp_path, "[x](no.md) [y](no.md)\n\n[z](no.md)\n")]
    assert places == [(1, 5), (1, 16), (3, 5)]


def test_a_broken_link_is_reported_on_its_line_without_front_matter(tmp_path: Path) -> None:
    """Then the body begins on the first line."""
    write_page(tmp_path, "a.md", "# T\n\n[x](nowhere.md)\n")
    assert told(tmp_path) == [("a.md", 1, 1, "warning"), ("a.md", 3, 5, "error")]


@pytest.mark.parametrize(
    "body",
    [
        "[x](target.md)",
        "# Here\n\n[x](target.md#anywhere) [y](#here)",
        "[x](target)",
        "[x](with%20space.md)",
        "[x](<with space.md>)",
        "[x](кириллица.md) [y](%D0%BA%D0%B8%D1%80%D0%B8%D0%BB%D0%BB%D0%B8%D1%86%D0%B0.md)",
        "[x](../pages/target.md) [y](/pages/target.md) [z](./target.md)",
        "[x](../pages/) [y](..) [z](.) [w](/)",
        "![x](pic.png) [y](pic.png) ![z](pic.png#part) ![v](target.md#none) ![w](#none)",
        "[x](https://example.com/a.md#b) [y](mailto:a@example.com) [z](//example.com/x.md#y) [t](tel:+1)",
        "<https://example.com/x.md>",
        "`[x](nowhere.md)`",
        "```\n[x](nowhere.md)\n```\n",
        "text\n\n    [x](nowhere.md)\n",
        "<!-- [x](nowhere.md) -->",
        "\\[x](nowhere.md)",
    ],
)
def test_a_link_that_leads_somewhere_or_is_none_is_fine(tmp_path: Path, body: str) -> None:
    """Links inside code and comments are no links, and other hosts are not asked."""
    assert broken(tmp_path, body) == []


def test_a_link_out_of_the_library_is_broken(tmp_path: Path) -> None:
    """Files beside the library are not part of it."""
    (tmp_path / "outside.md").write_text("x", encoding="utf-8")
    write_good_page(tmp_path / "library", "a.md", "[x](../outside.md) [y](../../../etc/passwd)")
    assert [p.code for p in unusual(tmp_path / "library")] == ["broken-link"] * 2


def test_a_missing_image_is_called_an_image(tmp_path: Path) -> None:
    """One whose suffix isn't published is there all the same."""
    write_good_page(tmp_path, "a.md", "![x](no.png)\n\ntext ![y](there.xcf)\n")
    (tmp_path / "there.xcf").write_bytes(b"x")
    found = unusual(tmp_path)
    assert [(p.line - FRONT_LINES, p.column, p.code) for p in found] == [
        (1, 6, "missing-image"),
        (3, 11, "unpublished-file"),
    ]
    assert all("the image" in p.message for p in found)


@pytest.mark.parametrize(
    ("body", "line", "column"),
    [("![](pic.png)", 1, 5), ("a\n\nb ![  ](pic.png)", 3, 9), ('<img src="pic.png">', 1, 11)],
)
def test_an_image_without_a_text_is_a_warning(tmp_path: Path, body: str, line: int, column: int) -> None:
    """Who can't see it would know nothing of it."""
    write_good_page(tmp_path, "a.md", body)
    (tmp_path / "pic.png").write_bytes(b"x")
    assert told(tmp_path) == [("a.md", FRONT_LINES + line, column, "warning")]
    assert "pic.png" in only(tmp_path, "missing-alt").message


def test_an_image_with_a_text_is_fine(tmp_path: Path) -> None:
    """In Markdown and in HTML."""
    write_good_page(tmp_path, "a.md", '![the yard](pic.png) <img alt="the yard" src="pic.png">')
    (tmp_path / "pic.png").write_bytes(b"x")
    assert told(tmp_path) == []


@pytest.mark.parametrize("is_rendered", [False, True], ids=["read", "rendered"])
def test_a_link_to_a_heading_is_checked_against_the_headings_that_are_there(tmp_path: Path, is_rendered: bool) -> None:
    """In the page itself, another one, the index of a folder; with markup, doubled, of any script, encoded."""
    write_good_page(tmp_path, "guides/target.md", HEADINGS)
    write_good_page(tmp_path, "guides/index.md", HEADINGS)
    good = ["the-main-title", "price--terms", "price--terms-1", "ещё-раз-цена", "code-and-a-link", "dont", "section"]
    good += ["%D0%B5%D1%89%D1%91-%D1%80%D0%B0%D0%B7-%D1%86%D0%B5%D0%BD%D0%B0", "top", ""]
    targets = ("", "guides/target.md", "guides/target", "guides/", "/guides", "guides/target.md?x=1")
    links = [f"[x]({target}#{anchor})" for target in targets for anchor in good]
    body = HEADINGS.replace("target.md", "guides/target.md") + "\n" + "\n\n".join(links)
    write_good_page(tmp_path, "a.md", body + "\n\n[x](guides/target.md#price) [y](#nowhere) [z](guides/#none)\n")
    line = FRONT_LINES + body.count("\n") + 3
    renderer = Renderer(workers=1) if is_rendered else None
    try:
        found = told(tmp_path, renderer=renderer)
    finally:
        if renderer:
            renderer.close()
    assert found == [("a.md", line, column, "error") for column in (5, 33, 47)]


def test_an_anchor_that_names_no_heading_is_told_with_the_nearest(tmp_path: Path) -> None:
    """And with the page whose headings were looked at."""
    write_good_page(tmp_path, "b.md", "# B\n\n## Payment terms\n")
    write_good_page(tmp_path, "a.md", "# A\n\n[x](b.md#Payment-term)\n\n[y](#zzz)\n")
    near, far = (problem for problem in check(tmp_path) if problem.code == "broken-anchor")
    assert near.message == "the link `b.md#Payment-term` names no heading of b.md; did you mean `#payment-terms`?"
    assert far.message == "the link `#zzz` names no heading of this page"


def test_every_place_that_a_page_names_is_one_that_links_may_lead_to(tmp_path: Path) -> None:
    """Headings of HTML, in lists and with a name of their own; names and ids of what stands in lines."""
    names = '<a name="old"></a>\n\n<span id="term">x</span>\n\n<h2 id="raw">Raw</h2>\n\n<h3>Plain</h3>\n\n'
    headings = "- # In a list\n\n## 価格 {#pricing}\n\n## :rocket: Start\n\n## ⚙\ufe0f Set up\n\n## 🎉 Done\n\n"
    anchors = ["old", "term", "raw", "plain", "in-a-list", "pricing", "rocket-start", "\ufe0f-set-up", "-done"]
    write_good_page(tmp_path, "a.md", names + headings + " ".join(f"[x](#{anchor})" for anchor in anchors))
    assert told(tmp_path, "broken-anchor") == []
    write_good_page(tmp_path, "b.md", "[x](a.md#price) [y](a.md#start)")
    assert len(told(tmp_path, "broken-anchor")) == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"translation_of": "ghost"},
        {"type": "sequence", "steps": "[{day: 0, template: e-mail}, {day: 3, template: ghost}]"},
        {"type": "playbook", "stage": "x", "objective": "o", "entry_criteria": "[c]", "plays": "[other, ghost]"},
        {"type": "course", "lessons": "[other, ghost]"},
        {"type": "course", "quiz": "ghost"},
    ],
)
def test_an_id_that_names_no_page_is_reported_at_its_place(tmp_path: Path, fields: dict[str, str]) -> None:
    """In `translation_of`, `steps`, `plays`, and a course's `lessons` and `quiz`."""
    write_good_page(tmp_path, "other.md")
    write_good_page(tmp_path, "e-mail.md", type="email-template", subject="Hello")
    lines = write_good_page(tmp_path, "a.md", **fields).read_text(encoding="utf-8").split("\n")
    problem = only(tmp_path, "unknown-page")
    assert (problem.path, problem.severity) == ("a.md", "error")
    assert "`ghost`" in problem.message
    assert lines[problem.line - 1][problem.column - 1 :].startswith("ghost")


def test_an_id_in_a_block_list_is_reported_on_its_own_line(tmp_path: Path) -> None:
    """As authors write longer lists."""
    write_good_page(tmp_path, "other.md")
    write_page(tmp_path, "a.md", "text", type="course", lessons="\n  - other\n  - ghost", title="A")
    assert told(tmp_path, "unknown-page") == [("a.md", 5, 5, "error")]


def test_a_page_may_be_named_by_an_id_that_it_had_before(tmp_path: Path) -> None:
    """A renamed page breaks nothing that names it."""
    write_good_page(tmp_path, "other.md", aliases="[old-name]")
    write_good_page(tmp_path, "quiz.md", "## Which?\n\n- [x] this\n- [ ] that\n", type="quiz", aliases="[old-quiz]")
    write_good_page(tmp_path, "e-mail.md", type="email-template", subject="Hello", aliases="[old-e-mail]")
    write_good_page(tmp_path, "a.md", translation_of="old-name")
    write_good_page(tmp_path, "b.md", type="course", lessons="[old-name]", quiz="old-quiz")
    steps = "[{day: 0, template: old-e-mail}]"
    write_good_page(tmp_path, "c.md", type="sequence", steps=steps)
    write_good_page(
        tmp_path, "d.md", type="playbook", stage="x", objective="o", entry_criteria="[c]", plays="[old-name]"
    )
    assert told(tmp_path) == []
    assert "other.md" not in [path for path, *_ in told(tmp_path, "orphan")]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"type": "course", "quiz": "other"}, "is of type page; name a quiz"),
        ({"type": "sequence", "steps": "[{day: 0, template: other}]"}, "is of type page; name an email-template"),
        ({"type": "course", "lessons": "[a]"}, "names this page itself; name another"),
        ({"translation_of": "a"}, "names this page itself; name another"),
    ],
)
def test_an_id_that_names_the_wrong_page_is_reported(tmp_path: Path, fields: dict[str, str], says: str) -> None:
    """One of another type, or the page itself: the site would leave it out without a word."""
    write_good_page(tmp_path, "other.md")
    write_good_page(tmp_path, "a.md", **fields)
    assert says in only(tmp_path, "unknown-page").message


def test_a_page_that_nothing_leads_to_is_a_warning(tmp_path: Path) -> None:
    """A link from itself, or an image of its name, leads nobody to it."""
    write_good_page(tmp_path, "alone.md", "# Alone\n\n[me](alone.md) [here](#alone)\n")
    write_good_page(tmp_path, "linked.md")
    write_good_page(tmp_path, "index.md", "[x](linked.md)")
    assert told(tmp_path, "orphan") == [("alone.md", 1, 1, "warning")]


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("index.md", {}),
        ("guides/README.md", {}),
        ("a.md", {"status": "draft"}),
        ("a.md", {"status": "archived"}),
        ("a.md", {"translation_of": "other"}),
        ("a.md", {"type": "course"}),
        ("a.md", {"type": "lesson"}),
        ("a.md", {"type": "quiz"}),
    ],
)
def test_these_pages_need_no_link(tmp_path: Path, path: str, fields: dict[str, str]) -> None:
    """The menu, the course, the original lead to them; what isn't published needs no reader."""
    write_good_page(tmp_path, "other.md")
    write_good_page(tmp_path, path, **fields)
    assert path not in [found for found, *_ in told(tmp_path, "orphan")]


@pytest.mark.parametrize("target", ["page.md", "page", "page.md#a-page", "/page.md", "./page.md", "x/../page.md"])
def test_any_way_of_linking_leads_to_a_page(tmp_path: Path, target: str) -> None:
    """With or without its ending, from the root, to a heading."""
    write_good_page(tmp_path, "page.md")
    write_good_page(tmp_path, "index.md", f"[x]({target})")
    assert told(tmp_path) == []
    assert told(tmp_path, "orphan") == []
