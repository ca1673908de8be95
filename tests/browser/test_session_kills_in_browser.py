"""What was typed into a session's notes, after the server and the browser were killed in the middle of it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, BrowserType, Page, expect

from support.browsers import BROWSERS
from support.served import Served
from support.session_pages import box, expect_saved, open_session, text_of
from support.waiting import wait_for

pytestmark = pytest.mark.browser
MAX, ADA = "max@brightwharf.example", "ada@brightwharf.example"
# Resolves once what was put into the browser's database before is on the disk.
KEPT = """() => new Promise((resolve) => {
  const opening = indexedDB.open("repertoire.texts");
  opening.onsuccess = () => {
    const going = opening.result.transaction("drafts", "readwrite", { durability: "strict" });
    const asking = going.objectStore("drafts").getAll();
    going.oncomplete = () => { opening.result.close(); resolve(asking.result.map((draft) => draft.text)); };
  };
})"""


class Killable:
    """A browser with a profile of its own, which can be killed and started over it."""

    def __init__(self, kind: BrowserType, options: dict[str, Any], folder: Path) -> None:
        """Start nothing yet."""
        self._kind, self._options, self._folder = kind, options, folder
        self._context: BrowserContext | None = None

    def open(self, link: str) -> Page:
        """Start it and sign in by a link."""
        place: dict[str, Any] = {"base_url": link.partition("/sign-in/")[0], "locale": "en-GB"}
        self._context = self._kind.launch_persistent_context(self._folder, **place, **self._options)
        page = self._context.new_page()
        page.goto(link)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/")
        return page

    def kill(self) -> None:
        """Kill all of its processes, known by the folder of their profile."""
        listed = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True).stdout
        for line in listed.splitlines():
            pid, _, command = line.strip().partition(" ")
            if f"--user-data-dir={self._folder}" in command:
                os.kill(int(pid), signal.SIGKILL)
        self.close()

    def close(self) -> None:
        """End what is left of it."""
        context, self._context = self._context, None
        if context is not None:
            context.close()
        for left in self._folder.glob("Singleton*"):  # by which it knows another that uses the same profile
            left.unlink()


@pytest.fixture
def killable(browser_type: BrowserType, browser_type_launch_args: dict[str, Any], tmp_path: Path) -> Iterator[Killable]:
    """A browser that is killed: the whole one, whose profile on the disk is what people have."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    whole = {"executable_path": found} if found else {}
    made = Killable(browser_type, browser_type_launch_args | whole, tmp_path / "profile")
    yield made
    made.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A server of its own with Max, who coaches Ada."""
    made = Served(tmp_path / "data")
    for email, name, role in ((MAX, "Max Oduya", "manager"), (ADA, "Ada Lind", "rep")):
        made.run("person", "add", email, "--name", name, "--role", role, "--team", "North")
    yield made
    made.kill()


def test_what_was_typed_is_there_after_the_server_and_the_browser_were_killed(
    served: Served, killable: Killable, patience: None
) -> None:
    """What the server never had is on the device; what it had is there once, and nothing is asked of who typed it."""
    token = served.run("token", MAX).splitlines()[-1]
    people = served.ask("/people?limit=9", token=token)["items"]
    ada = next(person["id"] for person in people if person["email"] == ADA)
    asked = {"rep_id": ada, "topic": "Price", "scheduled_at": "2030-03-04T10:00:00Z"}
    session_id = served.ask("/coaching/sessions", token=token, body=asked)["id"]
    served.wait_until(lambda: served.health()["site"]["state"] == "ready")

    page = killable.open(_link(served))
    open_session(page, session_id)
    box(page, "shared").press_sequentially("one")
    expect_saved(page, "shared")
    box(page, "shared").press_sequentially(" two")
    box(page, "private").press_sequentially("mine")
    served.kill()
    box(page, "shared").press_sequentially(" three")
    expect(page.locator(".rp-text--shared")).to_contain_text("Kept on this device, not yet saved.")
    served.start_again()
    expect_saved(page, "shared")
    expect_saved(page, "private")
    assert text_of(page, session_id, "shared")["text"] == "one two three"

    served.kill()
    box(page, "shared").press_sequentially(" four")
    box(page, "private").press_sequentially(", still")
    wait_for(lambda: set(page.evaluate(KEPT)) == {"one two three four", "mine, still"})
    killable.kill()
    served.start_again()
    page = killable.open(_link(served))
    open_session(page, session_id)
    expect(box(page, "shared")).to_have_value("one two three four")
    expect(box(page, "private")).to_have_value("mine, still")
    wait_for(lambda: page.evaluate(KEPT) == [])
    found = {kind: text_of(page, session_id, kind) for kind in ("shared", "private")}
    assert {kind: (text["text"], text["copies"]) for kind, text in found.items()} == {
        "shared": ("one two three four", 0),
        "private": ("mine, still", 0),
    }


def _link(served: Served) -> str:
    return served.run("sign-in", MAX).splitlines()[-1]
