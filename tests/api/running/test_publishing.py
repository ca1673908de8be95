"""The list of problems that authors are shown, as the background writes it."""

from __future__ import annotations

import json
from pathlib import Path

from api.running.publishing import Publisher
from api.work.status import PROBLEMS
from config import Config
from content.library import read_library
from support.factories import write_good_page


def test_authors_are_not_shown_what_is_switched_off(tmp_path: Path) -> None:
    """Nor what only a build meets, if its rule is off for that folder."""
    library, data = tmp_path / "library", tmp_path / "data"
    data.mkdir()
    for folder in ("archive", "guides"):
        write_good_page(library, f"{folder}/a.md", "[x](gone.md)\n", title=folder)
    switch = "checks_off: [{rule: broken-link, folder: archive, reason: being moved}]\n"
    (library / "taxonomy.yml").write_text(switch, encoding="utf-8")
    Publisher(Config(content_dir=library, data_dir=data), owners=set)._check(read_library(library))
    shown = json.loads((data / PROBLEMS).read_text(encoding="utf-8"))
    assert [one["path"] for one in shown if one["code"] == "broken-link"] == ["guides/a.md"]
