"""What a page costs on the wire: requests and bytes, headers too, as Chromium counts them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page


@dataclass
class Wire:
    """Requests in the order in which they were made: path, encoding and bytes of each answer."""

    rows: dict[str, Any] = field(default_factory=dict)

    @property
    def requests(self) -> int:
        """How many there were."""
        return len(self.rows)

    @property
    def kilobytes(self) -> float:
        """Bytes of all answers, in thousands."""
        return float(sum(row["bytes"] for row in self.rows.values())) / 1000

    def settle(self, page: Page) -> None:
        """Wait until all that was asked for is answered, and nothing more is."""
        seen = -1
        while seen != len(self.rows) or not all(row["is_done"] for row in self.rows.values()):
            seen = len(self.rows)
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(200)

    def lines(self) -> list[str]:
        """Return a line for each request: bytes, encoding, path."""
        return [f"{row['bytes']:>7} {row['encoding']:>5} {row['path']}" for row in self.rows.values()]


def record(page: Page) -> Wire:
    """Record what a page asks for from now on; in a new browser, with a cold cache."""
    wire, session = Wire(), page.context.new_cdp_session(page)

    def asked(event: dict[str, Any]) -> None:
        parts = urlsplit(event["request"]["url"])
        if parts.scheme != "data":
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            wire.rows[event["requestId"]] = {"path": path, "encoding": "", "bytes": 0, "is_done": False}

    def answered(event: dict[str, Any]) -> None:
        headers = {name.lower(): value for name, value in event["response"]["headers"].items()}
        if event["requestId"] in wire.rows:
            wire.rows[event["requestId"]]["encoding"] = headers.get("content-encoding", "")

    def ended(event: dict[str, Any]) -> None:
        if event["requestId"] in wire.rows:
            wire.rows[event["requestId"]]["bytes"] += event.get("encodedDataLength", 0)
            wire.rows[event["requestId"]]["is_done"] = True

    session.on("Network.requestWillBeSent", asked)
    session.on("Network.responseReceived", answered)
    for end in ("loadingFinished", "loadingFailed", "requestServedFromCache"):
        session.on(f"Network.{end}", ended)
    session.send("Network.enable")
    return wire
