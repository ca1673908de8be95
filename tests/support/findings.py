"""What tools find wrong with a page: axe-core and HTML_CodeSniffer inside the browser, the Nu HTML checker outside."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import urllib.request
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

import pytest
from playwright.sync_api import Page

from config import PROJECT
from support.ports import free_port
from support.waiting import PATIENCE_SECONDS, wait_for

TOOLS = PROJECT / ".ci" / "node_modules"
AXE, SNIFFER = TOOLS / "axe-core" / "axe.min.js", TOOLS / "html_codesniffer" / "build" / "HTMLCS.js"
CHECKER = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
MAIN, SERVLET = "nu.validator.servlet.Main", "-Dnu.validator.servlet"

# What a scheme of colours changes; all else is the same in each.
AXE_COLOURS = ("color-contrast", "link-in-text-block")
SNIFFED_COLOURS = tuple(f"Principle1.Guideline1_4.1_4_3{ending}" for ending in ("", "_F24", "_Contrast"))
# What a page of somebody else's making shows of itself isn't ours to mend.
FOREIGN = ".swagger-ui"
# Rule, selector and what is wrong, of each element; what the tool itself isn't sure of is left out.
RUN_AXE = """async ([rules, foreign]) => {
  const only = rules.length ? { runOnly: { type: "rule", values: rules } } : {};
  const exclude = [...document.querySelectorAll(foreign)];
  const options = { ...only, resultTypes: ["violations"], iframes: false };
  const { violations } = await axe.run({ include: [document], exclude }, options);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, html, any, all, none }) => ({
    rule: `axe ${id}`,
    where: target.flat().join(" "),
    what: [...any, ...all, ...none].map(({ message }) => message).join("; "),
    html: html.slice(0, 160),
  })));
}"""
# The path to an element, as short as it can be told.
RUN_SNIFFER = """([sniffs, foreign]) => new Promise((done, fail) => {
  const all = HTMLCS_WCAG2AA.sniffs;
  if (sniffs.length) HTMLCS_WCAG2AA.sniffs = [{ standard: "WCAG2AAA", include: sniffs }];
  const say = (element) => {
    const steps = [];
    for (let one = element; one?.parentElement && steps.length < 4; one = one.parentElement) {
      const names = [...one.classList].map((name) => `.${CSS.escape(name)}`).join("");
      steps.unshift(one.localName + (one.id ? `#${CSS.escape(one.id)}` : names));
      if (one.id) break;
    }
    return steps.join(" > ");
  };
  HTMLCS.process("WCAG2AA", document, () => {
    HTMLCS_WCAG2AA.sniffs = all;
    done(HTMLCS.getMessages()
      .filter(({ type, element }) => type === HTMLCS.ERROR && !element.closest?.(foreign))
      .map(({ code, element, msg }) => ({
        rule: `htmlcs ${code.replace("WCAG2AA.", "")}`,
        where: say(element),
        what: msg,
        html: (element.outerHTML || "").slice(0, 160),
      })));
  }, fail);
})"""
Finding = dict[str, str]


def require_tools() -> None:
    """Leave a test out where the tools aren't installed, loudly; fail in CI."""
    missing = [path.name for path in (AXE, SNIFFER, CHECKER) if not path.is_file()]
    if missing:
        _without(f"{', '.join(missing)} (install them with `.ci/javascript`)")


def require_java() -> None:
    """Leave a test out where there is no Java, loudly; fail in CI."""
    if shutil.which("java") is None:
        _without("java (install it with `apt install default-jre-headless`)")


def _without(what: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI lacks {what}", pytrace=False)
    pytest.skip(f"NO AUDIT: there is no {what}")


def audit(page: Page, *, is_of_colours: bool = False) -> list[Finding]:
    """Return what axe-core and HTML_CodeSniffer find on a page as it stands; by all rules, or by those of colours."""
    if not page.evaluate("'axe' in window && 'HTMLCS' in window"):
        page.evaluate(_text_of(AXE))
        page.evaluate(_text_of(SNIFFER))
    rules, sniffs = (AXE_COLOURS, SNIFFED_COLOURS) if is_of_colours else ((), ())
    found: list[Finding] = page.evaluate(RUN_AXE, [list(rules), FOREIGN])
    found += page.evaluate(RUN_SNIFFER, [list(sniffs), FOREIGN])
    return found


class HtmlChecker:
    """The Nu HTML checker, started once and asked about page after page."""

    def __init__(self) -> None:
        """Start it; it answers once it has read its schemas."""
        port = free_port()
        self._url = f"http://127.0.0.1:{port}/?out=json"
        # Without what only pays in a program that runs for long; pages in pages take more of the stack than there is.
        options = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss8m", f"{SERVLET}.bind-address=127.0.0.1"]
        self._process = subprocess.Popen(
            ["java", *options, f"{SERVLET}.max-file-size=50000000", "-cp", str(CHECKER), MAIN, str(port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def __enter__(self) -> Self:
        """Wait until it answers."""
        wait_for(lambda: self._ask("<!doctype html>"), process=self._process)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it."""
        self._process.terminate()
        self._process.wait(PATIENCE_SECONDS)

    def findings_in(self, html: str) -> list[Finding]:
        """Return the errors and warnings in the text of a page."""
        found = []
        for message in self._ask(html):
            kind = message.get("subType", message["type"])
            place = f"{message.get('lastLine', '?')}:{message.get('lastColumn', '?')}"
            what = {"rule": f"vnu {kind}", "where": place, "what": message["message"]}
            if kind != "info":
                found.append({**what, "html": message.get("extract", "").strip()[:160]})
        return found

    def _ask(self, html: str) -> list[Finding]:
        headers = {"Content-Type": "text/html; charset=utf-8"}
        request = urllib.request.Request(self._url, html.encode(), headers)
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
            messages: list[Finding] = json.load(answer)["messages"]
        return messages


def grouped(found: Iterable[tuple[str, Finding]]) -> list[str]:
    """Return a line for each thing that is wrong, with the screens on which it is."""
    places: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for screen, finding in found:
        places[finding["rule"], finding["where"], finding["what"]].append(screen)
    return [f"{rule}: {where}: {what} [{', '.join(sorted(set(on)))}]" for (rule, where, what), on in places.items()]


@cache
def _text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")
