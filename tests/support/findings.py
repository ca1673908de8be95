"""What tools find wrong with a page: axe-core and HTML_CodeSniffer inside the browser, the Nu HTML checker outside."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import Page

from config import PROJECT

TOOLS = PROJECT / ".ci" / "node_modules"
AXE, SNIFFER = TOOLS / "axe-core" / "axe.min.js", TOOLS / "html_codesniffer" / "build" / "HTMLCS.js"
CHECKER = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"

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
RUN_SNIFFER = """(foreign) => new Promise((done, fail) => {
  const say = (element) => {
    const steps = [];
    for (let one = element; one?.parentElement && steps.length < 4; one = one.parentElement) {
      const names = [...one.classList].map((name) => `.${CSS.escape(name)}`).join("");
      steps.unshift(one.localName + (one.id ? `#${CSS.escape(one.id)}` : names));
      if (one.id) break;
    }
    return steps.join(" > ");
  };
  HTMLCS.process("WCAG2AA", document, () => done(HTMLCS.getMessages()
    .filter(({ type, element }) => type === HTMLCS.ERROR && !element.closest?.(foreign))
    .map(({ code, element, msg }) => ({
      rule: `htmlcs ${code.replace("WCAG2AA.", "")}`,
      where: say(element),
      what: msg,
      html: (element.outerHTML || "").slice(0, 160),
    }))), fail);
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


def audit(page: Page, *, axe_rules: tuple[str, ...] = ()) -> list[Finding]:
    """Return what axe-core and HTML_CodeSniffer find on a page as it stands; of axe these rules alone, or all."""
    if not page.evaluate("'axe' in window && 'HTMLCS' in window"):
        page.evaluate(_text_of(AXE))
        page.evaluate(_text_of(SNIFFER))
    found: list[Finding] = [*page.evaluate(RUN_AXE, [list(axe_rules), FOREIGN]), *page.evaluate(RUN_SNIFFER, FOREIGN)]
    return found


def validate(folder: Path) -> dict[str, list[Finding]]:
    """Return the errors and warnings of the Nu HTML checker in the pages of a folder, by the names of their files."""
    files = sorted(str(path) for path in folder.glob("*.html"))
    options = ["--format", "json", "--skip-info-messages", "--exit-zero-always", "--stdout"]
    # Without what only pays in a program that runs for long; pages in pages take more of the stack than there is.
    done = subprocess.run(
        ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss8m", "-jar", str(CHECKER), *options, *files],
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, list[Finding]] = defaultdict(list)
    for message in json.loads(done.stdout)["messages"]:
        name = Path(message.get("url", "")).stem
        place = f"{message.get('lastLine', '?')}:{message.get('lastColumn', '?')}"
        what = {"rule": f"vnu {message['type']}", "where": place, "what": message["message"]}
        found[name].append({**what, "html": message.get("extract", "").strip()[:160]})
    return dict(found)


def grouped(found: Iterable[tuple[str, Finding]]) -> list[str]:
    """Return a line for each thing that is wrong, with the screens on which it is."""
    places: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for screen, finding in found:
        places[finding["rule"], finding["where"], finding["what"]].append(screen)
    return [f"{rule}: {where}: {what} [{', '.join(sorted(set(on)))}]" for (rule, where, what), on in places.items()]


@cache
def _text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")
