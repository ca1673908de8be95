"""No screen has findings: axe-core and HTML_CodeSniffer at both widths and in both schemes, and the Nu HTML checker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from support.findings import FOREIGN, Finding, HtmlChecker, audit, grouped, require_java, require_tools
from support.live import Server
from support.screens import every_screen
from support.stage import SCHEMES, WIDTHS, Scheme, Screen, Stage, set_look

pytestmark = pytest.mark.browser
# What a tool takes for a fault and isn't one: the rule, the screens, where or what, and why it is none.
ACCEPTED: tuple[tuple[str, str, str, str], ...] = (
    ("htmlcs", "^(training-matrix|library-check)", "HeadersRequired", "`scope` of each head says the same"),
)
FAULTY = """<!doctype html><html lang="en"><head><title>Faults</title></head><body><main><h1>Faults</h1>
<img src="data:,">
<p style="color: #999; background: #fff">Pale</p><form><input type="text"></form></main></body></html>"""
WARNED = """<!doctype html><html lang="en"><head><title>Warned</title></head><body><h1>A</h1>
<section>b</section></body></html>"""


@pytest.fixture(scope="module")
def stage(browser: Browser, demo: Server, patience: None) -> Iterator[Stage]:
    """The demo company's people, each with one page for all screens."""
    require_tools()
    made = Stage(browser, demo)
    yield made
    made.close()


@pytest.fixture(scope="module")
def checker() -> Iterator[HtmlChecker]:
    """The checker of HTML."""
    require_tools()
    require_java()
    with HtmlChecker() as made:
        yield made


@pytest.mark.parametrize("screen", every_screen(), ids=str)
def test_a_screen_is_without_findings(stage: Stage, checker: HtmlChecker, screen: Screen) -> None:
    """Nothing that axe-core or HTML_CodeSniffer call a fault, on a desk by day, and in its colours by night.

    Its HTML has no errors and no warnings: both what the server sends and what it has become once the scripts ran.
    """
    found: list[tuple[str, Finding]] = []
    with stage.shown(screen) as page:
        for state, html in _texts(page, screen):
            found += [(state, finding) for finding in checker.findings_in(html)]
        found += _seen(page, _looks())
    _refuse(screen, found)


@pytest.mark.thorough
@pytest.mark.parametrize("screen", every_screen(), ids=str)
def test_a_screen_is_without_findings_in_every_look(stage: Stage, screen: Screen) -> None:
    """All that the tools know, at each width by day and by night."""
    with stage.shown(screen) as page:
        _refuse(screen, _seen(page, ((width, scheme, False) for width in WIDTHS for scheme in SCHEMES)))


def test_the_tools_find_faults(page: Page, checker: HtmlChecker) -> None:
    """Each of the three finds what is wrong with a page made for it."""
    page.set_content(FAULTY)
    rules = {finding["rule"] for finding in audit(page)}
    assert {"axe color-contrast", "axe image-alt", "axe label"} <= rules
    assert [rule for rule in rules if rule.startswith("htmlcs") and rule.endswith("H37")]
    assert {"axe color-contrast", "htmlcs Principle1.Guideline1_4.1_4_3.G18.Fail"} == {
        finding["rule"] for finding in audit(page, is_of_colours=True)
    }
    assert [finding for finding in checker.findings_in(FAULTY) if "alt" in finding["what"]]
    assert [finding for finding in checker.findings_in(WARNED) if finding["rule"] == "vnu warning"]


def _texts(page: Page, screen: Screen) -> Iterator[tuple[str, str]]:
    """Yield the HTML of a screen as it stands, and as it was sent."""
    if not page.locator(FOREIGN).count():
        yield "as it stands", page.content()
    if screen.into is None:
        yield "as it was sent", page.request.get(screen.path).text()


def _seen(page: Page, looks: Iterable[tuple[int, Scheme, bool]]) -> Iterator[tuple[str, Finding]]:
    """Yield what the tools find in each look: its width and scheme, and whether only its colours are looked at."""
    for width, scheme, is_of_colours in looks:
        set_look(page, width=width, scheme=scheme)
        for finding in audit(page, is_of_colours=is_of_colours):
            yield f"{width} {scheme}", finding


def _refuse(screen: Screen, found: Iterable[tuple[str, Finding]]) -> None:
    faults = grouped(each for each in found if not _is_accepted(screen, each[1]))
    assert not faults, "\n".join(faults)


def _looks() -> Iterator[tuple[int, Scheme, bool]]:
    """Yield a desk by day, and its colours by night."""
    light, dark = SCHEMES
    yield from ((max(WIDTHS), light, False), (max(WIDTHS), dark, True))


def _is_accepted(screen: Screen, finding: Finding) -> bool:
    return any(
        finding["rule"].startswith(rule) and re.search(on, str(screen)) and re.search(what, str(finding))
        for rule, on, what, _ in ACCEPTED
    )
