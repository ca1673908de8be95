"""How many clicks a task takes: a click, an Enter, a choice in a list and a file that is chosen are one each."""

from __future__ import annotations

from playwright.sync_api import FilePayload, Locator


class Clicks:
    """Does what people do, and counts it; typing isn't counted."""

    def __init__(self) -> None:
        """Begin at the page where somebody finds themselves."""
        self.count = 0

    def click(self, what: Locator) -> None:
        """Click or tick something."""
        self.count += 1
        what.click()

    def enter(self, where: Locator) -> None:
        """Press Enter in a field."""
        self.count += 1
        where.press("Enter")

    def choose(self, where: Locator, label: str) -> None:
        """Choose one of a list."""
        self.count += 1
        where.select_option(label=label)

    def choose_file(self, where: Locator, file: FilePayload) -> None:
        """Choose a file."""
        self.count += 1
        where.set_input_files(file)
