"""Writes that a page sends as its own scripts do; what comes from elsewhere the product refuses."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

_SEND = """async ([method, path, body]) => {
  const headers = body ? { "Content-Type": "application/json" } : {};
  const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? null : answer.json();
}"""


def send(page: Page, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    """Send a write from a page that is open, and return what is answered; fails when it is refused."""
    return page.evaluate(_SEND, [method, path, body])
