"""Text in a tag that nobody knows stays on its page, as on GitHub, and search reads the same words."""

from __future__ import annotations

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from content.dialects.dialect import GITHUB, Dialect
from content.html import to_html
from content.outline import text_of

COMPONENTS = "Card Cards Text Product Set Template View Path Mask Marker None Filter Pattern Switch Tabs x-any"
OF_HTML = (
    "address article aside bdi bdo big blink button canvas center datalist dialog dir fieldset font footer "
    "data form frame frameset head header hgroup label main map marquee menu meter nav nobr noembed noframes noscript "
    "optgroup option output param picture progress rb rtc samp search select slot strike template textarea time title "
    "legend tt var wbr xmp"
)
OF_PICTURES = (
    "animate animateMotion animateTransform circle clipPath defs desc discard ellipse feBlend filter foreignObject g "
    "glyph image line linearGradient marker mask metadata mpath path pattern polygon polyline radialGradient rect set "
    "stop svg switch symbol text textPath title tspan use view"
)
OF_FORMULAS = (
    "annotation annotation-xml card maction maligngroup malignmark math menclose merror mfenced mfrac mglyph mi "
    "mlabeledtr mlongdiv mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mscarries mspace msqrt "
    "mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none product semantics set"
)
NAMES = sorted({name for names in (COMPONENTS, OF_HTML, OF_PICTURES, OF_FORMULAS) for name in names.split()})
PLACES = {
    "in a line": "Before <NAME title='T'>alpha one</NAME> after.",
    "as a block": "Before\n\n<NAME>\nalpha one\n</NAME>\n\nafter.",
    "around Markdown": "Before\n\n<NAME>\n\nalpha **one**\n\n</NAME>\n\nafter.",
    "in itself": "Before <NAME><NAME>alpha</NAME> one</NAME> after.",
    "in a picture": "Before <svg><NAME>alpha one</NAME></svg> after.",
    "in a formula": "Before <math><NAME>alpha one</NAME></math> after.",
    "in a list": "- Before <NAME>alpha one</NAME> after.",
}
# Text in a list of choices, a frame or a void tag stands where the reader of HTML puts it.
WORDS = ["Before", "alpha", "one", "after"]


def words_of(html: str) -> list[str]:
    """Return the words that a page shows."""
    return re.findall(r"\w+", LexborHTMLParser(html).body.text(separator=" "))  # type: ignore[union-attr]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("dialect", [GITHUB, Dialect("mkdocs", slugs="plain")], ids=lambda dialect: dialect.name)
def test_text_in_an_unknown_tag_stays(name: str, dialect: Dialect) -> None:
    """Whatever else is called so."""
    for place, text in PLACES.items():
        page = text.replace("NAME", name)
        assert words_of(to_html(page, dialect).html) == WORDS, place


@pytest.mark.parametrize("name", NAMES)
def test_search_reads_the_words_that_the_page_shows(name: str) -> None:
    """In the same order."""
    for place, text in PLACES.items():
        page = text.replace("NAME", name)
        assert re.findall(r"\w+", text_of(page)) == words_of(to_html(page).html), place


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a <script>alert(1)</script> b", ["a", "b"]),
        ("a <style>p { color: red }</style> b", ["a", "b"]),
        ("a <svg><style>p {}</style><script>alert(1)</script><text>c</text></svg> b", ["a", "c", "b"]),
        ("a <Card><script>alert(1)</script>c</Card> b", ["a", "c", "b"]),
        ("a <!-- c --> b", ["a", "b"]),
    ],
)
def test_what_runs_or_colours_is_gone_with_its_text(text: str, words: list[str]) -> None:
    """It is none that anybody reads."""
    assert words_of(to_html(text).html) == words
    assert re.findall(r"\w+", text_of(text)) == words


def test_a_heading_in_a_component_is_one_of_the_page() -> None:
    """Search leads to it, with the text below it."""
    text = "<Product>\n\n## Prices\n\n[list](list.md)\n\n</Product>\n"
    page = to_html(text)
    assert page.html.startswith('<h2 id="prices">Prices</h2>')
    assert [link.target for link in page.links] == ["list.md"]
    assert text_of(text).split() == ["Prices", "list"]


def test_a_link_in_a_template_is_one_of_the_page() -> None:
    """It is shown, so it is checked."""
    assert [link.target for link in to_html('<template>\n<a href="a.md">a</a>\n</template>').links] == ["a.md"]


@pytest.mark.parametrize(
    "text",
    [
        'a <video src="tour.mp4" title="The tour">nothing plays</video> b',
        'a <object data="prices.pdf"><a href="prices.pdf">fallback</a></object> b',
        'a <iframe src="https://example.com/x">no frames</iframe> b',
        'a <embed src="chart.svg"> b',
    ],
)
def test_search_reads_the_name_of_what_is_embedded(text: str) -> None:
    """And not what is shown where nothing can be."""
    assert re.findall(r"\w+", text_of(text)) == words_of(to_html(text).html)


@pytest.mark.parametrize(
    ("text", "html", "words"),
    [
        ("<ruby>漢字<rt>かんじ</rt></ruby>です", "<ruby>漢字<rt>かんじ</rt></ruby>です", ["漢字", "かんじ", "です"]),
        (
            "<ruby>東<rp>(</rp><rt>とう</rt><rp>)</rp>京<rp>(</rp><rt>きょう</rt><rp>)</rp></ruby>",
            "<ruby>東<rp>(</rp><rt>とう</rt><rp>)</rp>京<rp>(</rp><rt>きょう</rt><rp>)</rp></ruby>",
            ["東京", "とうきょう"],
        ),
        (
            '<ruby onclick="x" id="y">漢<rb>字</rb><rt style="z">じ</rt></ruby>',
            "<ruby>漢字<rt>じ</rt></ruby>",
            ["漢字", "じ"],
        ),
        ("漢字<rt>かんじ", "漢字<rt>かんじ</rt>", None),
    ],
)
def test_how_a_word_is_read_stays_above_it(text: str, html: str, words: list[str] | None) -> None:
    """Search finds the word, whatever stands above its parts, and how it is read."""
    assert to_html(text).html == f"<p>{html}</p>"
    assert words is None or re.findall(r"\w+", text_of(text)) == words
