"""Devices in plain words, from what a browser calls itself: enough for its owner to know it again, and no more."""

from __future__ import annotations

# What a browser is, and what it runs on, by a word of its name for itself; the first that fits counts, because most
# name others too, to be taken for them.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Vivaldi", "Vivaldi"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def device_of(agent: str) -> str:
    """Say what a browser is, such as `Firefox on Windows`; `Another device` where nothing of it is known."""
    browser, system = _first(_BROWSERS, agent), _first(_SYSTEMS, agent)
    if browser and system:
        return f"{browser} on {system}"
    return browser or system or "Another device"


def _first(names: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for word, name in names if word in agent), "")
