"""What somebody sees of a page, and when: hits that were painted, keys that were answered, things that jumped."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

# Notes when which search's hits were painted, when the last key was pressed, how long events took, and what moved.
WATCH_PAINTS = """
window.__painted = []; window.__key = 0; window.__busy = []; window.__shift = 0;
addEventListener("keydown", (event) => { window.__key = event.timeStamp; }, true);
new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => { window.__shift += value; }))
  .observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
  if (["keydown", "click", "pointerdown"].includes(entry.name)) window.__busy.push(entry.duration);
})).observe({ type: "event", buffered: true, durationThreshold: 16 });
new MutationObserver(() => {
  const hit = document.querySelector(".rp-hits a[href*='from=']");
  const from = hit && new URL(hit.href).searchParams.get("from");
  if (!from || window.__painted.at(-1)?.from === from) return;
  const seen = { from, key: window.__key, at: 0 };
  window.__painted.push(seen);
  requestAnimationFrame(() => setTimeout(() => { seen.at = performance.now(); }));
}).observe(document, { childList: true, subtree: true });
"""
_AFTER = """(from) => {
  const seen = window.__painted.find((one) => one.from === from);
  return seen?.at ? seen.at - seen.key : null;
}"""


def painted_after(page: Page, search_id: str) -> float:
    """Return the milliseconds from the last key to the moment when the hits of a search were painted."""
    found: Any = page.wait_for_function(_AFTER, arg=search_id).json_value()
    return float(found)


def shift_of(page: Page) -> float:
    """Return how far things jumped since the page was opened, also those that somebody's key or click made jump."""
    return float(page.evaluate("window.__shift"))
