"""No screen has findings: axe-core and HTML_CodeSniffer at both widths and in both schemes, and the Nu HTML checker."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from support.findings import FOREIGN, Finding, audit, grouped, require_java, require_tools, validate
from support.live import Server
from support.screens import every_screen
from support.stage import SCHEMES, WIDTHS, Scheme, Screen, Stage, set_look

pytestmark = pytest.mark.browser
# What a scheme changes; all else is looked at once for each width.
OF_COLOURS = ("color-contrast", "link-in-text-block")
# What a tool takes for a fault and isn't one: the rule, the screens, where or what, and why it is none.
ACCEPTED: tuple[tuple[str, str, str, str], ...] = (
    ("htmlcs", "^(training-matrix|library-check)", "HeadersRequired", "`scope` of each head says the same"),
)
FAULTY = """<!doctype html><html lang="en"><head><title>Faults</title></head><body><main><h1>Faults</h1>
<img src="data:,">
<p style="color: #999; background: #fff">Pale</p><form><input type="text"></form></main></body></html>"""


@pytest.fixture(scope="module")
def stage(browser: Browser, demo: Server, patience: None) -> Iterator[Stage]:
    """The demo company's people, each with one page for all screens."""
    require_tools()
    made = Stage(browser, demo)
    yield made
    made.close()


@pytest.mark.parametrize("screen", every_screen(), ids=str)
def test_a_screen_is_without_findings(stage: Stage, screen: Screen) -> None:
    """Nothing that axe-core or HTML_CodeSniffer call a fault, on a desk and on a phone, by day and by night."""
    found: list[tuple[str, Finding]] = []
    with stage.shown(screen) as page:
        for width, scheme in _looks():
            set_look(page, width=width, scheme=scheme)
            rules = () if scheme == SCHEMES[0] else OF_COLOURS
            found += [(f"{width} {scheme}", finding) for finding in audit(page, axe_rules=rules)]
    faults = grouped(each for each in found if not _is_accepted(screen, each[1]))
    assert not faults, "\n".join(faults)


def test_the_html_of_every_screen_is_valid(stage: Stage, tmp_path: Path) -> None:
    """Both what the server sends and what it has become once the scripts ran: no errors and no warnings."""
    require_java()
    screens = {str(screen): screen for screen in every_screen()}
    for name, screen in screens.items():
        with stage.shown(screen) as page:
            if not page.locator(FOREIGN).count():
                (tmp_path / f"{name}.html").write_text(page.content(), encoding="utf-8")
            if screen.into is None:
                (tmp_path / f"sent-{name}.html").write_text(page.request.get(screen.path).text(), encoding="utf-8")
    found = [
        (name, finding)
        for name, findings in validate(tmp_path).items()
        for finding in findings
        if not _is_accepted(screens[name.removeprefix("sent-")], finding)
    ]
    faults = grouped(found)
    assert not faults, "\n".join(faults)


def test_the_tools_find_faults(page: Page, tmp_path: Path) -> None:
    """Each of the three finds what is wrong with a page made for it."""
    require_tools()
    require_java()
    page.set_content(FAULTY)
    rules = {finding["rule"] for finding in audit(page)}
    assert {"axe color-contrast", "axe image-alt", "axe label"} <= rules
    assert [rule for rule in rules if rule.startswith("htmlcs") and rule.endswith("H37")]
    (tmp_path / "faulty.html").write_text(FAULTY, encoding="utf-8")
    assert [finding for finding in validate(tmp_path)["faulty"] if "alt" in finding["what"]]


def _looks() -> Iterator[tuple[int, Scheme]]:
    """Yield both schemes at each width, changing one thing at a time."""
    widths = sorted(WIDTHS, reverse=True)
    yield from ((widths[0], scheme) for scheme in SCHEMES)
    yield from ((widths[1], scheme) for scheme in reversed(SCHEMES))


def _is_accepted(screen: Screen, finding: Finding) -> bool:
    return any(
        finding["rule"].startswith(rule) and re.search(on, str(screen)) and re.search(what, str(finding))
        for rule, on, what, _ in ACCEPTED
    )
