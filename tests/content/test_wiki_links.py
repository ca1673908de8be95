"""Wiki links lead to the pages that they name, with their titles."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from content.html import to_html
from content.page_names import PageNames
from content.wiki_links import with_names_followed


class Known(NamedTuple):
    """A page of which the path and the title are known."""

    path: str
    title: str


NAMES = PageNames([Known("guides/pricing.md", "Pricing & terms"), Known("a/x.md", "One"), Known("b/x.md", "Two")])


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
    assert with_names_followed(to_html(body).html, NAMES) == html
