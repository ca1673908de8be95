"""What the first page costs whoever opens it with nothing kept from before."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from support.wire import record

pytestmark = pytest.mark.browser
MOST_REQUESTS, MOST_KILOBYTES = 16, 120


@pytest.mark.parametrize("path", ["/", "/battlecards/slotharbor/", "/app/search/?q=pricing", "/app/my-training/"])
def test_a_first_page_is_small(ada: Page, path: str) -> None:
    """At most sixteen requests and 120 kB over the wire; all that is text comes compressed."""
    wire = record(ada)
    ada.goto(path)
    wire.settle(ada)
    assert wire.requests <= MOST_REQUESTS, wire.lines()
    assert wire.kilobytes <= MOST_KILOBYTES, wire.lines()
    assert {row["encoding"] for row in wire.rows.values() if row["bytes"] > 4000} == {"br"}


def test_no_module_exports_a_name_of_the_browsers_own(ada: Page) -> None:
    """Modules stand in one file with others, where such a name would be taken for the browser's by none of them."""
    ada.goto("/")
    taken = ada.evaluate(
        """async () => {
            const names = [];
            for (const link of document.querySelectorAll("link[rel=modulepreload]"))
                names.push(...Object.keys(await import(link.href)));
            return names.filter((name) => name in window && !(window[name] instanceof Element));
        }"""
    )
    assert taken == []
