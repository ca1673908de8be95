"""GitHub's Markdown as its authors see it in the pull request, and what libraries have beside it."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from content.dialects.dialect import Dialect
from content.html import to_html


def found(body: str, selector: str) -> list[str]:
    """Return the texts of what a selector finds in a page."""
    return [" ".join(node.text().split()) for node in LexborHTMLParser(to_html(body).html).css(selector)]


@pytest.mark.parametrize(
    ("body", "selector", "texts"),
    [
        ("- [ ] budget\n- [x] sponsor", "input[type=checkbox][disabled]", ["", ""]),
        ("- [ ] budget\n- [x] sponsor", "input[checked]", [""]),
        ("Down a third[^1].\n\n[^1]: Of 40 answers.", "sup a[href='#fn1']", ["[1]"]),
        ("Down a third[^1].\n\n[^1]: Of 40 answers.", "section.footnotes li#fn1", ["Of 40 answers. ↩︎"]),
        ("> [!WARNING]\n> Not now.", "div.admonition.warning > p", ["Warning", "Not now."]),
        ("> [!IMPORTANT]\n> Now.", "div.admonition.info > p", ["Important", "Now."]),
        ("> [!nonsense]\n> Now.", "blockquote p", ["[!nonsense] Now."]),
        ('!!! danger "Mind"\n    This.', "div.admonition.danger > p", ["Mind", "This."]),
        ("??? note\n    This.", "details.note > summary", ["Note"]),
        ("???+ note\n    This.", "details[open] > summary", ["Note"]),
        ("!!! Until Friday !!!", "p", ["!!! Until Friday !!!"]),
        ("::: caution Mind\nThis.\n:::", "div.admonition.danger > p", ["Mind", "This."]),
        ("::: columns\nThis.\n:::", "div > p", ["This."]),
        ("::: details\nThis.\n:::", "details > p", ["This."]),
        (
            "<details>\n<summary>If no?</summary>\n\nAsk **why**.\n\n- one\n\n</details>",
            "details strong, details li",
            ["why", "one"],
        ),
        ("Term\n: meaning", "dl > dt, dl > dd", ["Term", "meaning"]),
        ("# A {#own}", "h1#own", ["A"]),
        ('a ![b](c.png "d")', "img[title=d][alt=b]", [""]),
        ("a  \nb\\\nc", "br", ["", ""]),
        (":rocket: `:rocket:` :no_such_sign: 10:30:45", "p", ["🚀 :rocket: :no_such_sign: 10:30:45"]),
        ("```mermaid\ngraph TD\n```", "pre.diagram > code", ["graph TD"]),
        ("pay $5 or $10", "p", ["pay $5 or $10"]),
        ("so $a_1 * b_2$ it is", "span.math", ["a_1 * b_2"]),
        ("$$\nx_1 * y_1\n$$", "div.math", ["x_1 * y_1"]),
        ("```math\nx_1 < y_1\n```", "div.math.block", ["x_1 < y_1"]),
        ("- a\n\n  ~~~ math\n  x_1\n  y_1\n  ~~~", "li > div.math.block", ["x_1 y_1"]),
        ("```math\n```", "div.math.block", [""]),
        ("```mathematica\nx_1\n```", "pre > code", ["x_1"]),
        ("```py math\nx_1\n```", "pre > code", ["x_1"]),
        ("See https://example.com/a or write me@example.com.", "a", ["https://example.com/a", "me@example.com"]),
        ("詳細は、https://example.com/a です。me@example.com まで", "a", ["https://example.com/a", "me@example.com"]),
        ("_Ask me@example.com_", "em > a[href='mailto:me@example.com']", ["me@example.com"]),
        ("Open http://<host>:90", "a", []),
        ("a[^1] b[^n] c[^1] d[^1]\n\n[^1]: e\n\n[^n]: f", "sup.footnote-ref > a", ["[1]", "[2]", "[1]", "[1]"]),
        ("a[^1] b[^1]\n\n[^1]: c", "li a.footnote-backref", ["↩\ufe0e", "↩\ufe0e"]),
        ("| a | b | c | d |\n|--:|:-:|:--|---|\n| 1 | 2 | 3 | 4 |", "td[align=right]", ["1"]),
        ("| a | b | c | d |\n|--:|:-:|:--|---|\n| 1 | 2 | 3 | 4 |", "th[align=center]", ["b"]),
        ("| a | b | c | d |\n|--:|:-:|:--|---|\n| 1 | 2 | 3 | 4 |", "td:not([align])", ["4"]),
        ('<p align="center">Us</p>\n\n<h1 align="right">We</h1>', "p[align=center], h1[align=right]", ["Us", "We"]),
        ("so $a$ it is", "span.math:not(.inline)", ["a"]),  # the theme's `inline` floats
        ('<h2 id="raw">Raw</h2>', "h2#raw", ["Raw"]),
        ('<a name="old"></a>', "a#old", [""]),
        ('<a name="_Toc12"></a> [x](#_Toc12)', "a#Toc12", [""]),
    ],
)
def test_what_people_write_is_shown(body: str, selector: str, texts: list[str]) -> None:
    """Each by the tag and the words that readers get."""
    assert found(body, selector) == texts


@pytest.mark.parametrize(
    ("body", "href", "name"),
    [
        ('<video src="demo.mp4" controls></video>', "demo.mp4", "demo.mp4"),
        ('<video controls><source src="a/demo.mp4"></video>', "a/demo.mp4", "demo.mp4"),
        (
            '<iframe src="https://video.example.com/e/1" title="The demo"></iframe>',
            "https://video.example.com/e/1",
            "The demo",
        ),
        ('<iframe src="https://video.example.com/e/1"></iframe>', "https://video.example.com/e/1", "video.example.com"),
        ("![the chart](https://example.com/c.png)", "https://example.com/c.png", "the chart"),
        ("![the demo](a/demo.MP4)", "a/demo.MP4", "the demo"),
        ("![](prices.pdf#page=2)", "prices.pdf#page=2", "prices.pdf"),
        ("![](https://example.com/c.png)", "https://example.com/c.png", "example.com"),
        ("[![the demo](https://i.example.com/t.jpg)](https://v.example.com/1)", "https://v.example.com/1", "the demo"),
    ],
)
def test_what_is_played_or_loaded_from_elsewhere_is_a_link(body: str, href: str, name: str) -> None:
    """With a name; never nothing."""
    (link,) = LexborHTMLParser(to_html(body).html).css("a")
    assert (link.attributes["href"], link.text().strip()) == (href, name)
    assert LexborHTMLParser(to_html(body).html).css("img, video, iframe") == []


@pytest.mark.parametrize(
    ("body", "sign"),
    [
        ('<video src="tour.mp4"></video>', "video"),
        ('<audio src="call"></audio>', "video"),
        ('<iframe src="tour.mp4#t=3"></iframe>', "video"),
        ('<iframe src="https://www.youtube.com/embed/1"></iframe>', "video"),
        ('<iframe src="https://player.vimeo.com/video/1"></iframe>', "video"),
        ('<iframe src="//youtu.be/1"></iframe>', "video"),
        ("![call](call.mp3)", "video"),
        ('<iframe src="https://docs.example.com/sheet"></iframe>', "page"),
        ('<iframe src="https://myted.com.example/"></iframe>', "page"),
        ('<iframe src="https://[x"></iframe>', "page"),
        ('<object data="prices.pdf"></object>', "page"),
        ('<embed src="prices.pdf#page=2">', "page"),
        ("![prices](prices.pdf)", "page"),
        ("<iframe></iframe>", "page"),
        ('<object data="chart.svg"></object>', "picture"),
        ('<embed src="chart.png?x">', "picture"),
        ("![chart](https://example.com/c.png)", "picture"),
    ],
)
def test_only_what_is_played_has_the_sign_of_a_player(body: str, sign: str) -> None:
    """A sheet or a drawing has another."""
    assert [node.attributes["class"] for node in LexborHTMLParser(to_html(body).html).css(".media")] == [
        f"media {sign}"
    ]


def test_images_of_other_hosts_are_shown_where_they_are_wanted() -> None:
    """By a setting."""
    page = to_html("![the chart](https://example.com/c.png)", external_images=True)
    assert '<img src="https://example.com/c.png" alt="the chart">' in page.html
    assert "<img" in to_html("![the build](https://example.com/badge/v1.zip)", external_images=True).html


def test_a_dollar_sign_is_one_where_math_is_switched_off() -> None:
    """Then stars are emphasis as anywhere."""
    assert "<em>" in to_html("so $a *b* c$ it is", Dialect(has_math=False)).html
    assert "<em>" not in to_html("so $a *b* c$ it is").html
    assert "<pre><code>x_1" in to_html("```math\nx_1\n```", Dialect(has_math=False)).html


def test_a_link_in_html_has_its_line() -> None:
    """Also below other HTML, and after Markdown."""
    body = 'text\n\n<div>\n<a href="x.md">x</a>\n\n[y](y.md)\n\n</div>\n\n'
    body += '<table><tr><td>\n<img src="z.png"></td></tr></table>\n'
    links = to_html(body).links
    assert [(link.target, link.line, link.column) for link in links] == [
        ("x.md", 4, 10),
        ("y.md", 6, 5),
        ("z.png", 11, 11),
    ]


@pytest.mark.parametrize("lines", ["x", "1", "0-0", "99999999-1", "9-1", "-1--2"])
def test_lines_that_an_author_makes_up_do_no_harm(lines: str) -> None:
    """They name no place outside the page."""
    (link,) = to_html(f'<p data-lines="{lines}"><a href="x.md">x</a></p>').links
    assert (link.line, link.column) >= (1, 1)
    assert link.line == 1
