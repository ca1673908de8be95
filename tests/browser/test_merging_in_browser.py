"""Two texts put together line by line, by the module that does it in the session's page; no server is asked."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from config import PROJECT

pytestmark = pytest.mark.browser
LINES = (PROJECT / "site" / "theme" / "app" / "session" / "lines.js").read_text(encoding="utf-8")
# Texts made of few words are changed at random on two sides; says the first that breaks a rule.
FUZZ = """(rounds) => {
  let seed = 7, made = 0;
  const roll = (sides) => (seed = (seed * 48271) % 2147483647) % sides;
  const change = (text) => {
    const lines = text.split("\\n");
    for (let left = roll(4); left; left -= 1) {
      const at = roll(lines.length + 1);
      const what = roll(3);
      if (what === 0) lines.splice(at, 0, `new ${(made += 1)}`);
      else if (what === 1 && lines.length > 1) lines.splice(at, 1);
      else if (at < lines.length) lines[at] = `other ${(made += 1)}`;
    }
    return lines.join("\\n");
  };
  for (let round = 0; round < rounds; round += 1) {
    const base = Array.from({ length: roll(6) }, () => "abcd"[roll(4)]).join("\\n");
    const [mine, theirs] = [change(base), change(base)];
    const merged = mergeTexts(base, mine, theirs);
    const there = new Set(merged.text.split("\\n"));
    const own = `${mine}\\n${theirs}`.split("\\n").filter((line) => line.length > 1);
    const isRight =
      own.every((line) => there.has(line)) &&
      mergeTexts(base, mine, base).text === mine && mergeTexts(base, mine, base).isClean &&
      mergeTexts(base, base, theirs).text === theirs &&
      mergeTexts(base, mine, mine).text === mine &&
      mine.split("\\n").concat(theirs.split("\\n"))
        .every((line) => joinTexts(mine, theirs).split("\\n").includes(line)) &&
      placeAfter(mine, theirs, roll(mine.length + 1)) <= theirs.length;
    if (!isRight) return { base, mine, theirs, merged };
  }
  return null;
}"""


@pytest.fixture
def lines(page: Page) -> Page:
    """A page in which the functions of the module are known."""
    page.goto("about:blank")
    page.add_script_tag(content=LINES.replace("export function", "function"))
    return page


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged", "is_clean"),
    [
        ("", "mine", "theirs", "theirs\nmine", True),
        ("a\nb\nc", "a\nB\nc", "a\nb\nC", "a\nB\nC", True),
        ("a", "a\nmine", "a\ntheirs", "a\ntheirs\nmine", True),
        ("a", "a\nsame", "a\nsame", "a\nsame", True),
        ("a\nb", "a\nmine", "a\ntheirs", "a\ntheirs\nmine", False),
        ("a\nb", "a", "a\nB", "a\nB", False),
    ],
)
def test_lines_of_both_are_in_what_is_put_together(
    lines: Page, base: str, mine: str, theirs: str, merged: str, is_clean: bool
) -> None:
    """By itself where no line was changed by both; lines that were put in at one place follow each other."""
    found: dict[str, Any] = lines.evaluate("(texts) => mergeTexts(...texts)", [base, mine, theirs])
    assert found == {"text": merged, "isClean": is_clean}


def test_no_line_that_somebody_wrote_is_left_out(lines: Page) -> None:
    """In some thousand texts that two changed at random; what one alone changed is as that one left it."""
    assert lines.evaluate(FUZZ, 20_000) is None


def test_long_texts_are_put_together_at_once(lines: Page) -> None:
    """A hundred thousand signs in as many ways as they may be written: no second is waited for."""
    many = "\n".join(f"line {number}" for number in range(9_000))
    other = many.replace("line 4", "row 4")
    took = lines.evaluate(
        "([one, other]) => { const began = performance.now(); mergeTexts(one, other, `${one}\\nend`);"
        " mergeTexts('', one, other); markLines(one, other); return performance.now() - began; }",
        [many, other],
    )
    assert took < 3_000
