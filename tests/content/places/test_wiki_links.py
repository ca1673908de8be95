"""Wiki links lead to the pages that they name, with their titles."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from content.dialects.dialect import GITHUB, Dialect
from content.html import to_html
from content.places.page_names import PageNames
from content.places.wiki_links import with_names_followed


class Known(NamedTuple):
    """A page of which the path and the title are known."""

    path: str
    title: str


NAMES = PageNames([Known("guides/pricing.md", "Pricing & terms"), Known("a/x.md", "One"), Known("b/x.md", "Two")])


def followed(body: str, dialect: Dialect = GITHUB) -> str:
    """Return the HTML of a page in `a/`, with its wiki links."""
    return with_names_followed(to_html(body, dialect).html, NAMES, path="a/page.md", dialect=dialect)


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("See [[pricing]].", '<p>See <a href="/guides/pricing.md">Pricing &amp; terms</a>.</p>'),
        ("[[Pricing|the list]]", '<p><a href="/guides/pricing.md">the list</a></p>'),
        ("[[pricing#Net price]]", '<p><a href="/guides/pricing.md#net-price">Pricing &amp; terms</a></p>'),
        ("[[#Net price]]", '<p><a href="#net-price">Net price</a></p>'),
        ("[[a/x]] [[b/x]]", '<p><a href="/a/x.md">One</a> <a href="/b/x.md">Two</a></p>'),
        ("[[x]]", "<p>[[x]]</p>"),
        ("[[no such page]]", "<p>[[no such page]]</p>"),
        ("`[[pricing]]`", "<p><code>[[pricing]]</code></p>"),
        ("[[pricing|<b>x</b>]]", "<p>[[pricing|<b>x</b>]]</p>"),
        ("[[]] [[ ]] [[1, 2]] [[TOC]]", "<p>[[]] [[ ]] [[1, 2]] [[TOC]]</p>"),
    ],
)
def test_a_wiki_link_is_followed_where_it_names_one_page(body: str, html: str) -> None:
    """What names none or several stays text, and so does code."""
    assert followed(body) == html


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("[[./x]]", '<p><a href="/a/x.md">One</a></p>'),
        ("[[../b/x]]", '<p><a href="/b/x.md">Two</a></p>'),
        ("[[../guides/pricing.md#Net price|net]]", '<p><a href="/guides/pricing.md#net-price">net</a></p>'),
        ("[[./pricing]]", "<p>[[./pricing]]</p>"),
        ("[[../../b/x]]", "<p>[[../../b/x]]</p>"),
    ],
)
def test_a_relative_name_leads_on_from_its_page(body: str, html: str) -> None:
    """It is a path, and neither a file's name nor a title."""
    assert followed(body) == html


def test_headings_are_named_as_the_dialect_names_them() -> None:
    """A library of MkDocs has anchors of its own."""
    assert 'href="#a-b"' in followed("[[#A & B]]", Dialect("mkdocs", slugs="plain"))
    assert 'href="#a--b"' in followed("[[#A & B]]")
