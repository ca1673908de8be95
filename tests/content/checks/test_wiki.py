"""Wiki links: followed where they name one page, and otherwise a problem."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.checking import FRONT_LINES, check, only, told, write
from support.factories import write_good_page


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Write pages that can be named, two of them alike."""
    write_good_page(tmp_path, "guides/price-list.md", "# Prices\n\n## In euros\n", title="What it costs")
    write_good_page(tmp_path, "a/steps.md", title="First steps")
    write_good_page(tmp_path, "b/steps.md", title="Other steps")
    write(tmp_path, "guides/plan.png", "png")
    return tmp_path


@pytest.mark.parametrize(
    ("body", "column"),
    [
        ("See [[No such page]].\n", 5),
        ("See [[prices|the list]].\n", 5),
        ("![[no plan.png]]\n", 1),
        ("| a |\n|---|\n| [[nothing\\|here]] |\n", 3),
        ("[[没有]]\n", 1),
    ],
)
def test_a_name_of_no_page_is_an_error(pages: Path, body: str, column: int) -> None:
    """At its brackets."""
    write_good_page(pages, "guides/page.md", body)
    assert told(pages, "wiki-link") == [("guides/page.md", FRONT_LINES + body.count("\n"), column, "error")]


@pytest.mark.parametrize(
    "body",
    [
        "[[price-list]] [[Price list|the prices]] [[guides/price-list#In euros]] [[What it costs#In euros|x]]\n",
        "[[#here]]\n\n## Here\n",
        "[[toc]] [[_TOC_]]\n",
        "{{< toml >}}\n[[menus]]\nname = 'Sales'\n\n[[parts]] # all\n  target-dir = 1\n[[c]]\n[c.d]\n{{< /toml >}}\n",
        "`[[nothing]]`\n\n```\n[[nothing]]\n```\n\n    [[nothing]]\n",
        "[[1]](https://brightwharf.example) and [[1]][ref]\n\n[ref]: https://brightwharf.example\n",
        "[[1, 2], [3, 4]] x[[0]] [[ -f file ]] \\[[no]]\n",
        "[[price-list^block]]\n".replace("^", "#^"),
    ],
)
def test_a_name_of_a_page_and_other_brackets_are_fine(pages: Path, body: str) -> None:
    """With a text of its own, with a heading, and in code."""
    write_good_page(pages, "guides/page.md", body)
    assert told(pages, "wiki-link", "broken-anchor", "undefined-reference") == []


@pytest.mark.parametrize(
    ("body", "advice"),
    [
        ("![[plan.png]]\n", "`![plan](plan.png)`"),
        ("![[guides/plan.png]]\n", "`![plan](plan.png)`"),
        ("[[price list.pdf|Prices]]\n", "`[price list.pdf](<../price list.pdf>)`"),
    ],
)
def test_a_name_of_a_file_is_an_error_that_says_how_to_write_it(pages: Path, body: str, advice: str) -> None:
    """Readers see the brackets, so the file isn't called missing, but isn't fine either."""
    write(pages, "price list.pdf", "pdf")
    write_good_page(pages, "guides/page.md", body)
    message = only(pages, "wiki-link").message
    assert "names no page" not in message
    assert advice in message


def test_a_merge_field_of_an_email_is_no_wiki_link(pages: Path) -> None:
    """One place is one problem."""
    write_good_page(pages, "mail.md", "[[name]]\n", type="email-template", subject="Hello")
    codes = {"wiki-link", "merge-field"}
    assert [problem.code for problem in check(pages) if problem.code in codes] == ["merge-field"]


def test_a_name_of_two_pages_is_an_error_that_says_how_to_choose(pages: Path) -> None:
    """By path."""
    write_good_page(pages, "guides/page.md", "[[Steps]]\n")
    message = only(pages, "wiki-link").message
    assert "a/steps.md, b/steps.md" in message
    assert "`[[a/steps]]`" in message
    write_good_page(pages, "guides/page.md", "[[a/steps]]\n")
    assert told(pages, "wiki-link") == []


def test_a_heading_that_is_not_there_is_a_broken_anchor(pages: Path) -> None:
    """As in any other link."""
    write_good_page(pages, "guides/page.md", "[[price-list#In francs]] and [[#nowhere]]\n")
    assert told(pages, "broken-anchor") == [
        ("guides/page.md", FRONT_LINES + 1, 1, "error"),
        ("guides/page.md", FRONT_LINES + 1, 30, "error"),
    ]


def test_a_page_that_a_wiki_link_names_is_no_orphan(pages: Path) -> None:
    """Readers get there."""
    write_good_page(pages, "index.md", "[[price-list]]\n")
    orphans = {problem.path for problem in check(pages) if problem.code == "orphan"}
    assert orphans == {"a/steps.md", "b/steps.md"}
