"""Leftovers of git and other tools."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.checking import FRONT_LINES, check, only, told, unusual, write
from support.factories import write_good_page

POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:9f86d081884c7d659a2feaa0c55ad015\nsize 70123\n"
CONFLICT = "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> branch of max\n"


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (CONFLICT.format("ten", "twelve"), [1]),
        ("Text.\n\n" + CONFLICT.format("- a", "- b\n- c") + "\n" + CONFLICT.format("x", "y"), [3, 10]),
        (CONFLICT.format("ours\n||||||| base\nold", "theirs"), [1]),
        (CONFLICT.format("```\na\n```", "```\nb\n```"), [1]),
        ("<<<<<<<\na\n=======\nb\n>>>>>>>\n", [1]),
        ("<div>\n" + CONFLICT.format("a", "b") + "</div>\n", [2]),
    ],
)
def test_each_conflict_is_an_error_at_its_first_mark(tmp_path: Path, body: str, lines: list[int]) -> None:
    """Whatever stands between the marks."""
    write_good_page(tmp_path, "a.md", body)
    assert told(tmp_path, "conflict-mark") == [("a.md", FRONT_LINES + line, 1, "error") for line in lines]


@pytest.mark.parametrize(
    "body",
    [
        "Title\n=======\n\nText.\n",
        "```\n" + CONFLICT.format("a", "b") + "```\n",
        "    " + CONFLICT.format("a", "b").replace("\n", "\n    "),
        ">>>>>>> quoted seven times\n",
        "a <<<<<<< b ======= c >>>>>>> d\n",
    ],
)
def test_lines_that_look_like_marks_are_fine(tmp_path: Path, body: str) -> None:
    """A heading's line, a quote of a quote, an example."""
    write_good_page(tmp_path, "a.md", body)
    assert told(tmp_path, "conflict-mark") == []


def test_a_pointer_of_git_lfs_is_named_whether_page_or_file(tmp_path: Path) -> None:
    """A file once, however many pages show it; one that no page shows isn't looked at."""
    write(tmp_path, "page.md", POINTER)
    write(tmp_path, "plan.png", POINTER)
    write(tmp_path, "deck.pptx", POINTER.replace("\n", "\r\n"))
    write(tmp_path, "unused.pdf", POINTER)
    write(tmp_path, "real.pdf", "%PDF-1.7")
    write_good_page(tmp_path, "a.md", "![plan](plan.png) ![plan](plan.png) [deck](deck.pptx) [real](real.pdf)\n")
    found = [(problem.path, problem.line) for problem in check(tmp_path) if problem.code == "lfs-pointer"]
    assert found == [("deck.pptx", 1), ("page.md", 1), ("plan.png", 1)]


@pytest.mark.parametrize(
    ("body", "line", "column", "tool"),
    [
        ('See {{< ref "prices.md" >}}.\n', 1, 5, "Hugo"),
        ("{{% notice tip %}}\nText\n{{% /notice %}}\n", 1, 1, "Hugo"),
        ("{% include note.html %}\n", 1, 1, "Jekyll"),
        ('{% hint style="info" %}\nText\n{% endhint %}\n', 1, 1, "GitBook"),
        ("From {{ site.title }} and {{ page.url }}\n", 1, 6, "Jekyll"),
        ("{{ '/prices' | relative_url }}\n", 1, 1, "Jekyll"),
        ("- {{generator:team_of_sales}}\n", 1, 3, "program"),
        ("{{ include('prices') }}\n", 1, 1, "program"),
        ("{{ .Title }}\n", 1, 1, "program"),
        ("import Tabs from '@theme/Tabs';\n\nText\n", 1, 1, "MDX"),
        ("Text\n\n<Tabs>\n<TabItem>\n\nText\n\n</TabItem>\n</Tabs>\n", 3, 1, "MDX"),
        ("export const year = 2026\n", 1, 1, "MDX"),
        ('<Link to="/prices">Prices</Link>\n', 1, 1, "MDX"),
        ("Look: <Badge color={red} />\n", 1, 7, "MDX"),
        ("[x](a.md ':include')\n", 1, 5, "docsify"),
        ("[x](a.md?id=prices)\n", 1, 5, "docsify"),
        ("# Prices\n{: .no_toc }\n", 2, 1, "kramdown"),
        ('[x](a.md){:target="_blank"}\n', 1, 10, "kramdown"),
        ('--8<-- "prices.md"\n', 1, 1, "MkDocs"),
    ],
)
def test_what_only_another_tool_understands_is_one_warning_for_each_tool(
    tmp_path: Path, body: str, line: int, column: int, tool: str
) -> None:
    """At its first place: readers see its signs, or nothing."""
    write_good_page(tmp_path, "a.md", f"{body}\n{body}")
    assert told(tmp_path, "foreign-syntax") == [("a.md", FRONT_LINES + line, column, "warning")]
    assert tool in only(tmp_path, "foreign-syntax").message


@pytest.mark.parametrize(
    "body",
    [
        "`{{< ref >}}` and `{% x %}`\n\n```\n{{< ref >}}\nimport X from 'x'\n```\n",
        "<!-- {% comment %} -->\n",
        "<pre>\n{% x %}\n</pre>\n",
        "Uses ${{ secrets.KEY }}\n",
        "Write <Name> here, or call <Your Company>.\n",
        "A List<String> of Map<Key, Value>\n",
        "<BR> <IMG SRC='x.png'> <Br/> <Summary>More</Summary>\n",
        "import duties from Poland are low\n",
        "export prices\nexport default rates to a file\n",
        "x^{{a}} and \\frac{{a}}{{b}}\n",
        "[x](https://brightwharf.example/?id=3)\n",
        "{#anchor} and {: and 50 % {%\n",
    ],
)
def test_examples_and_words_are_no_foreign_syntax(tmp_path: Path, body: str) -> None:
    """What is shown as code is meant so."""
    write_good_page(tmp_path, "a.md", body)
    assert told(tmp_path, "foreign-syntax") == []


@pytest.mark.parametrize(
    ("body", "column", "says"),
    [
        ('<video src="tour.mp4" controls></video>\n', 1, "`tour.mp4` in place of this video"),
        ("<audio controls><source src='call.mp3'></audio>\n", 1, "`call.mp3` in place of this sound"),
        ("See <iframe src=https://brightwharf.example/x></iframe>\n", 5, "`https://brightwharf.example/x`"),
        ("<iframe></iframe>\n", 1, "nothing"),
    ],
)
def test_what_is_embedded_is_a_warning_that_says_what_readers_get(
    tmp_path: Path, body: str, column: int, says: str
) -> None:
    """Nothing from elsewhere plays in a page."""
    write_good_page(tmp_path, "a.md", body)
    assert told(tmp_path, "shown-as-link") == [("a.md", FRONT_LINES + 1, column, "warning")]
    assert says in only(tmp_path, "shown-as-link").message


def test_an_example_of_a_player_is_fine(tmp_path: Path) -> None:
    """It is text."""
    write_good_page(tmp_path, "a.md", "Write `<video src=x>` or\n\n```html\n<iframe></iframe>\n```\n")
    assert unusual(tmp_path) == []
