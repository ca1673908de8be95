"""The page of a session in tests: made for Max and Ada, opened, typed into, and asked how it stands."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from support.browsers import id_of
from support.sending import send

TITLES = {"agenda": "Agenda", "shared": "Notes", "private": "Private notes"}
API = "/api/v1/coaching/sessions"


def plan(max_: Page, topic: str) -> str:
    """Let Max plan a session with Ada, and return its id; his page must be one of the site."""
    asked = {"rep_id": id_of(max_, "Ada Lindqvist"), "topic": topic, "scheduled_at": "2030-03-04T10:00:00Z"}
    return str(send(max_, "POST", API, asked)["id"])


def open_session(page: Page, session_id: str, part: str = "") -> None:
    """Open the page of a session, on a phone at one of its parts."""
    page.goto(f"/app/session/?id={session_id}{part and f'#{part}'}")
    expect(page.locator(".rp-text").first).to_be_attached()


def box(page: Page, kind: str) -> Locator:
    """The box that a text is typed into."""
    return page.get_by_label(TITLES[kind], exact=True)


def expect_saved(page: Page, kind: str) -> None:
    """Wait until all that stands in a box is on the server."""
    expect(page.locator(f".rp-text--{kind}")).to_contain_text("Saved ")
    expect(page.locator(f".rp-text--{kind}")).not_to_contain_text("Saving")


def text_of(page: Page, session_id: str, kind: str) -> dict[str, Any]:
    """Return a text as the API has it for who is signed in."""
    items = page.request.get(f"{API}/{session_id}/texts").json()["items"]
    found: dict[str, Any] = next(item for item in items if item["kind"] == kind)
    return found
