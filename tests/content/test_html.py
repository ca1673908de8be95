"""Rendered pages carry nothing that runs, loads from elsewhere, or takes another's place."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from content.dialects.dialect import GITHUB, Dialect
from content.dialects.extensions import HAD
from content.dialects.unwrapping import TAGS
from content.html import to_html, with_links
from content.places.links import Destinations, resolver

MKDOCS = Dialect("mkdocs", json.dumps({name: {} for name in HAD}), slugs="plain")
SCHEMES = {"http", "https", "mailto", "tel"}
ATTRIBUTES = {"href", "title", "src", "alt", "start", "colspan", "rowspan", "rel", "class", "id"}
ATTRIBUTES |= {"aria-label", "checked", "disabled", "type", "open", "width", "height", "align"}
PAYLOADS = (Path(__file__).parent / "payloads.txt").read_text(encoding="utf-8").strip().split("\n")
POSITIONS = {
    "link target": "[x](P)",
    "link target in brackets": "[x](<P>)",
    "link title": '[x](y.md "P")',
    "link text": "[P](y.md)",
    "image source": "![x](P)",
    "image text": "![P](y.png)",
    "raw HTML": "text\n\nP\n\ntext",
    "raw HTML in a line": "text P text",
    "raw HTML in a block": "<div>\nP\n</div>",
    "autolink": "<P>",
    "reference link": "[x][r]\n\n[r]: P",
    "reference title": '[x][r]\n\n[r]: y.md "P"',
    "code fence's info": "```P\ncode\n```",
    "code fence": "```\nP\n```",
    "code span": "`P`",
    "heading": "## P\n\ntext",
    "underlined heading": "P\n---\n",
    "table cell": "| a | b |\n|---|---|\n| P | P |",
    "admonition's title": '!!! note "P"\n    text',
    "admonition's class": "!!! P\n    text",
    "definition": "term\n:   P",
    "list item": "- P\n    - P",
    "quote": "> P",
    "struck": "~~P~~",
    "box of a list": "- [x] P\n- [ ] P",
    "footnote": "a[^P] b[^1]\n\n[^1]: P\n\n[^P]: c",
    "alert": "> [!NOTE]\n> P",
    "alert's kind": "> [!P]\n> a",
    "folded admonition": '??? P "P"\n    P',
    "container": "::: P\nP\n:::",
    "container's title": "::: note P\na\n:::\n\n:::tip[P]\na\n:::",
    "name of a heading": "## a {#P}\n\n## b {: #c P }",
    "math": "so $P$ it is\n\n$$\nP\n$$",
    "diagram": "```mermaid\nP\n```",
    "sign's name": ":P:",
    "folded text": "<details open P>\n<summary>P</summary>\n\nP\n\n</details>",
    "place in a page": '<a name="P"></a><span id="P">x</span>',
    "lines of a block": '<p data-lines="P">x</p>',
    "video": '<video src="P" title="P"></video>',
    "embedded page": '<iframe src="P" title="P"></iframe>',
    "wiki link": "[[P]] [[y|P]] [[y#P]]",
    "attributes": "text {P}\n\n[x](y.md){P} ![x](y.png){ P }",
    "container's attributes": "::: note {P}\na\n:::\n\n:::tip{P}\na\n:::",
    "image of another host": '![P](https://example.com/P "P")',
}


def anchors_of(tokens: list[dict[str, Any]]) -> list[str]:
    """Return the anchors that the table of contents knows."""
    return [anchor for token in tokens for anchor in (token["id"], *anchors_of(token["children"]))]


def names_of(tokens: list[dict[str, Any]]) -> list[str]:
    """Return the names in the table of contents."""
    return [name for token in tokens for name in (token["name"], *names_of(token["children"]))]


def offences(html: str, anchors: frozenset[str]) -> list[str]:
    """Return what a browser would be told by this HTML and mustn't be."""
    found = []
    for node in LexborHTMLParser(f"<body>{html}").css("body *"):
        if node.tag not in TAGS:
            found.append(f"<{node.tag}>")
        for name, value in node.attributes.items():
            address = re.sub(r"[\t\r\n]", "", (value or "").lstrip("".join(map(chr, range(33))))).lower()
            scheme = re.match(r"([a-z][a-z0-9+.-]*):", address)
            if name not in ATTRIBUTES:
                found.append(f"<{node.tag} {name}>")
                continue
            is_strange = {
                "id": value not in anchors,
                "type": value != "checkbox",
                "href": scheme is not None and scheme[1] not in SCHEMES,
                "src": bool(scheme) or bool(re.match(r"[/\\]{2}", address)),
            }
            if is_strange.get(name):
                found.append(f"<{node.tag} {name}={value}>")
    return found


def shown(html: str, path: str = "folder/page.md") -> str:
    """Return the HTML with its links resolved, as the site and the API show it."""
    return with_links(html, resolver(path, Destinations({}), lambda url: f"/{quote(url)}"))


def test_there_are_at_least_60_payloads() -> None:
    """The list may only grow."""
    assert len(set(PAYLOADS)) >= 60


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
@pytest.mark.parametrize("dialect", [GITHUB, MKDOCS], ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("between", [" ", pytest.param("\n", marks=pytest.mark.thorough)], ids=["line", "lines"])
def test_a_payload_is_harmless_in_every_position(payload: str, dialect: Dialect, between: str) -> None:
    """In the page as it is shown, in its contents, and before its links are resolved; on one line or several."""
    for position, template in POSITIONS.items():
        page = to_html(template.replace("P", payload.replace(" ", between)), dialect)
        anchors = page.anchors
        assert offences(shown(page.html), anchors) == [], position
        assert [o for o in offences(page.html, anchors) if "\\" not in o] == [], position
        assert all("<" not in name and ">" not in name for name in names_of(page.toc)), position


@given(st.text(alphabet="<>\"'=/\\ \n`#[]()!:&;ahimgsrctpjvdxonclk"), st.sampled_from(sorted(POSITIONS)))
@settings(max_examples=300)
def test_any_text_is_harmless_in_any_position(text: str, position: str) -> None:
    """What the list of payloads lacks, chance may find."""
    page = to_html(POSITIONS[position].replace("P", text))
    assert offences(shown(page.html), page.anchors) == []


@pytest.mark.parametrize(
    "heading", ["__config", "__search", "_", "___x___", "\\_\\_config", "`__palette`", "__init__.py"]
)
def test_an_anchor_never_starts_with_an_underscore(heading: str) -> None:
    """The theme reads its settings from the element `__config`."""
    page = to_html(f"## A\n\n## {heading} x\n")
    assert not [anchor for anchor in anchors_of(page.toc) if anchor.startswith("_")]
    assert 'id="_' not in page.html


@pytest.mark.parametrize("name", ["100%", "a%0ab", "a\\\\b", 'a"b'])
@pytest.mark.parametrize("place", ["## Rules {#NAME}", "<h2 id='NAME'>Rules</h2>", "<a name='NAME'></a>\n\n## Rules"])
def test_a_name_that_no_address_keeps_is_no_anchor(name: str, place: str) -> None:
    """The theme's script looks for each by its address, and stops where it can't be read."""
    page = to_html(place.replace("NAME", name))
    assert page.anchors == {"rules"}


@pytest.mark.parametrize("heading", ["!!!", "🎉", "<img src=x onerror=alert(1)>", "", "__"])
def test_an_anchor_of_a_heading_without_letters_never_starts_with_an_underscore(heading: str) -> None:
    """Nor that of a heading which has only signs."""
    page = to_html(f"## {heading}\n")
    assert not [anchor for anchor in anchors_of(page.toc) if anchor.startswith("_")]


def test_names_in_the_table_of_contents_are_escaped() -> None:
    """The theme puts them into the page as they are."""
    page = to_html("## a <img src=x onerror=alert(1)> b\n\n## `<script>` c\n\n## &lt;b&gt; d\n")
    assert all("<" not in name for name in names_of(page.toc))


@pytest.mark.parametrize("heading", ["R&D", "C++ & C#", "a &amp; b"])
def test_names_in_the_table_of_contents_are_escaped_once(heading: str) -> None:
    """Else a reader sees `R&amp;D` beside the page."""
    (name,) = names_of(to_html(f"## {heading}").toc)
    assert "&amp;amp;" not in name


def test_code_in_a_heading_is_named_in_the_table_of_contents() -> None:
    """A heading about `<mark>` is not nameless."""
    (name,) = names_of(to_html("## The `<mark>` tag").toc)
    assert "mark" in name


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("# A\n\n## B\n\n# C\n\n## D\n\n# E\n", {"A": ["B", "C", "E"]}),
        ("## A\n\n# B\n\n## C\n", {"A": [], "B": ["C"]}),
        ("# A\n", {"A": []}),
        ("text\n", {}),
    ],
)
def test_the_first_title_holds_what_the_table_of_contents_lists(body: str, names: dict[str, list[str]]) -> None:
    """The theme shows what it holds, and another title of the page would be lost with all below it."""
    toc = to_html(body).toc
    assert {token["name"]: [child["name"] for child in token["children"]] for token in toc} == names


def test_two_headings_never_share_an_id() -> None:
    """Also when a raw heading takes the id of a real one beforehand."""
    page = to_html("# Intro\n\n# Intro\n\n# Intro 1\n")
    assert len(set(anchors_of(page.toc))) == 3


def test_a_raw_heading_cannot_take_a_real_headings_id() -> None:
    """Links to the real one would land on it."""
    assert to_html('<h2 id="price">Fake</h2>\n\n## Price\n').html.count('id="price"') == 1


def test_ordinary_markdown_is_rendered() -> None:
    """Tables, admonitions, code, definitions, struck text and lists survive the cleaning."""
    page = to_html(
        "# T\n\n| a |\n|---|\n| 1 |\n\n"
        '!!! warning "Mind"\n    this\n\n```python\nx < 1\n```\n\nterm\n:   meaning\n\n~~old~~\n\n3. c\n'
    ).html
    for part in (
        '<h1 id="t">T</h1>',
        "<td>1</td>",
        '<div class="admonition warning">',
        '<p class="admonition-title">Mind</p>',
    ):
        assert part in page
    for part in ("<code>x &lt; 1", "<dt>term</dt>", "<del>old</del>", '<ol start="3">'):
        assert part in page


def test_links_are_resolved_and_outside_links_are_kept_apart() -> None:
    """Relative ones by the library's addresses, others as they are and without a referrer."""
    html = with_links(
        to_html("[a](b.md#c) ![d](e.png) [f](https://x.example/)").html,
        resolver("p.md", Destinations({"b.md": "b/"}), "/{}".format),
    )
    assert 'href="/b/#c"' in html
    assert 'src="/e.png"' in html
    assert '<a href="https://x.example/" rel="noopener noreferrer">' in html
