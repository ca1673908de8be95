"""The bundle that draws charts: made when a site is built, kept from site to site, and never in the way."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import charts
import pytest

from content.places.rooms import HASHED, MADE


@pytest.fixture
def unmade(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which the bundle can't be made."""
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    charts._made.cache_clear()


def keep(site: Path, address: str, text: str) -> Path:
    """Put a file into a site that was built before."""
    file = site / address
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return site


def test_the_bundle_needs_no_code_from_strings_and_no_other_host() -> None:
    """It is one file under a name with its hash, and what draws is what the pages ask for."""
    ((address, text),) = charts.chart_bundle([]).items()
    assert HASHED.search(address)
    assert address.startswith(f"{MADE}/charts-")
    assert "window.vegaEmbed=" in text.replace(" ", "")
    assert "\nimport " not in text


def test_the_site_before_hands_it_on(tmp_path: Path, unmade: None) -> None:
    """It isn't made again for each build."""
    address = charts._address("let drawing;")
    site = keep(tmp_path / "former", address, "let drawing;")
    assert charts.chart_bundle([tmp_path / "nowhere", site]) == {address: "let drawing;"}


def test_a_file_that_is_not_what_its_name_says_is_not_taken(tmp_path: Path, unmade: None) -> None:
    """Half a file, or one that somebody changed, is made anew, or else there is none."""
    site = keep(tmp_path / "former", charts._address("let drawing;"), "let dra")
    assert charts.chart_bundle([site]) == {}


def test_a_site_is_built_without_charts(unmade: None, caplog: pytest.LogCaptureFixture) -> None:
    """What can't be made is said, below what stops a strict build."""
    with caplog.at_level(logging.INFO, logger="mkdocs"):
        assert charts.chart_bundle([]) == {}
    assert [record.levelname for record in caplog.records if "charts can't be drawn" in record.message] == ["INFO"]
