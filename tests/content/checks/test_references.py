"""Links that are none: no address, no text, spaces, or a reference that nobody defined."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.checking import FRONT_LINES, told, unusual
from support.factories import write_good_page


def codes_of(folder: Path, body: str) -> list[tuple[str, int, int]]:
    """Return code, line of the body and column of the problems of a page with this body."""
    write_good_page(folder, "index.md", body)
    return [(problem.code, problem.line - FRONT_LINES, problem.column) for problem in unusual(folder)]


@pytest.mark.parametrize(
    ("body", "line", "column"),
    [
        ("See [the list][prices].\n", 1, 5),
        ("See [the list][].\n", 1, 5),
        ("- a\n- ![The plan][plan]\n", 2, 3),
        ("See [`code`][api].\n", 1, 5),
        ("See [the\nlong list][prices].\n", 1, 5),
        ("| a |\n|---|\n| [Цены тут][нет] |\n", 3, 3),
        ("[价格][没有]\n", 1, 1),
        ("See [the docs][1].\n\n[2]: https://brightwharf.example\n", 1, 5),
        ("Ten percent[^9].\n", 1, 12),
        ("One[^a] and [^bad-note].\n\n[^a]: Text of it.\n", 1, 13),
    ],
)
def test_a_reference_that_is_not_defined_is_an_error(tmp_path: Path, body: str, line: int, column: int) -> None:
    """Readers would see its brackets."""
    assert codes_of(tmp_path, body) == [("undefined-reference", line, column)]


@pytest.mark.parametrize(
    "body",
    [
        "See [the list][prices].\n\n[Prices]: https://brightwharf.example\n",
        "See [the list][].\n\n> [the  list]: https://brightwharf.example\n",
        "[brackets] and [more of them]\n",
        "- [ ] open\n- [x] done [sic]\n",
        "rows[0][1] and matrix[i][j]\n",
        "a range [a-z][0-9]\n",
        "`[the list][prices]` and\n\n```\n[the list][prices]\n```\n",
        "\\[the list][prices]\n",
        "<!-- [the list][prices] -->\n",
        "[a](https://brightwharf.example)[b](https://brightwharf.example)\n",
        "Ten[^1] percent[^Two].\n\n[^1]: Of all.\n[^two]: Of some.\n\n    More of it.\n",
        "all but [^a-z] or [^abc]+ or [^/]\n",
        "all but [^q]\n",
    ],
)
def test_a_reference_that_is_defined_and_other_brackets_are_fine(tmp_path: Path, body: str) -> None:
    """A check that cries wolf isn't read."""
    assert [code for code, *_ in codes_of(tmp_path, body) if "footnote" in code or "reference" in code] == []


def test_a_footnote_that_nothing_names_is_a_warning_at_its_beginning(tmp_path: Path) -> None:
    """Its text is shown nowhere."""
    write_good_page(tmp_path, "a.md", "Text[^1].\n\n[^1]: Of all things.\n\n[^lost]: And some more.\n")
    assert told(tmp_path, "unused-footnote") == [("a.md", FRONT_LINES + 5, 1, "warning")]


@pytest.mark.parametrize(
    ("body", "column"),
    [
        ("the [price list]() of it\n", 5),
        ("the [price list](<>) of it\n", 5),
        ('the [price list]( "Prices") of it\n', 5),
        ("a ![chart]()\n", 3),
        ("[](index.md)\n", 1),
        ("- [ ](index.md)\n", 3),
        ("[`code`]()\n", 1),
    ],
)
def test_a_link_without_address_or_text_is_an_error(tmp_path: Path, body: str, column: int) -> None:
    """It leads nowhere, or can't be seen."""
    assert ("empty-link", 1, column) in codes_of(tmp_path, body)


@pytest.mark.parametrize(
    "body", ["call()\n", "list[0]() and f[x]()\n", "`[price list]()`\n", "[](){#here}\n", "\\[x]()\n", "[x] ()\n"]
)
def test_empty_brackets_of_other_kinds_are_fine(tmp_path: Path, body: str) -> None:
    """Code, an anchor, brackets meant as they are."""
    assert codes_of(tmp_path, body) == []


@pytest.mark.parametrize(
    ("body", "column", "advice"),
    [
        ("[the list](our prices.pdf)\n", 12, "`<our prices.pdf>`"),
        ("[the list](docs/our prices)\n", 12, "`<docs/our prices>`"),
        ('[the list](our prices.md "Prices")\n', 12, "`<our prices.md>`"),
        ("![plan](the plan (2).png)\n", 9, "`<the plan (2).png>`"),
        ("[x](index.md “Home”)\n", 5, "straight quotes"),
        ("![x](plan.png =100x20)\n", 6, "`=100x20`"),
        ("[цены](наши цены.pdf)\n", 8, "`%20`"),
        ("[web](https://brightwharf.example/a b)\n", 7, "`%20`"),
        ("[web](https://brightwharf.example/#a b)\n", 7, "`%20`"),
        ("[x](our prices.md#terms)\n", 5, "`<our prices.md#terms>`"),
    ],
)
def test_a_space_in_an_address_is_an_error_at_the_address(tmp_path: Path, body: str, column: int, advice: str) -> None:
    """No link is made of it; the message says how to write it."""
    write_good_page(tmp_path, "a.md", body)
    (problem,) = unusual(tmp_path)
    assert (problem.code, problem.line, problem.column) == ("space-in-address", FRONT_LINES + 1, column)
    assert advice in problem.message


@pytest.mark.parametrize(
    ("target", "advice"),
    [
        ("#What- if-I-have-context…?", "write `#what-if-i-have-context`"),
        ("#What if I have context", "write `#what-if-i-have-context`"),
        ("#what%20if I have contexts?", "write `#what-if-i-have-context`"),
        ("#quite another thing", "this page has no such heading"),
        ("other.md#Price & terms", "write `other.md#price--terms`"),
        ("other#price terms", "write `other#price--terms`"),
        ("./other.md#quite another thing", "`./other.md` has no such heading"),
        ("our list.md#The list", "write `<our list.md#the-list>`"),
        ("none.md#Some heading", "write `none.md#some-heading`"),
    ],
)
def test_a_space_in_the_address_of_a_heading_is_told_the_nearest(tmp_path: Path, target: str, advice: str) -> None:
    """What stands in its place leads there: no heading's address has a space."""
    write_good_page(tmp_path, "a.md", f"# A\n\n## What if I have context…?\n\n[here]({target})\n")
    write_good_page(tmp_path, "other.md", "# Other\n\n## Price & terms\n", id="other", title="Other")
    write_good_page(tmp_path, "our list.md", "# The list\n", id="list", title="List")
    (problem,) = unusual(tmp_path)
    assert (problem.code, problem.line, problem.column) == ("space-in-address", FRONT_LINES + 5, 8)
    assert problem.message.partition("space: ")[2].startswith(advice)


@pytest.mark.parametrize(
    "body",
    [
        "[x](<index.md> 'Home')\n",
        '[x](index.md "the home page")\n',
        "[x](index.md (the home page))\n",
        "[see] (below and above)\n",
        "[note](which nobody took for a link)\n",
        "`[x](our prices.md)`\n",
        "f[x](a, b.md)\n",
    ],
)
def test_titles_and_words_in_brackets_are_fine(tmp_path: Path, body: str) -> None:
    """Nobody meant an address."""
    assert codes_of(tmp_path, body) == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('[Tools]({% page "/tools/crm.md" %}) and [more]({% link a/b.md %})\n', "foreign-syntax"),
        ('[Tools]({{% ref "tools/crm.md" %}})\n', "foreign-syntax"),
        ("[Tools]({{ site.baseurl }}/tools/)\n", "foreign-syntax"),
        ("[Tools]({{base.baseurl}}/tools/)\n", "merge-field"),
        ("![Plan]({{image}}.png)\n", "merge-field"),
        ('See [it][tools].\n\n[Tools]: {% page "/tools/crm.md" %}\n', "foreign-syntax"),
        ("[](a.md ':include')\n", "foreign-syntax"),
    ],
)
def test_what_a_program_fills_in_is_one_problem(tmp_path: Path, body: str, code: str) -> None:
    """Nobody knows yet where it leads, and none of it is a space in an address."""
    write_good_page(tmp_path, "a.md", body)
    assert {problem.code for problem in unusual(tmp_path)} == {code}
