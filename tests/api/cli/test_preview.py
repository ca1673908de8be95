"""`repertoire preview` as a process: drafts, problems on their pages, and a page that is saved while it runs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import main
from support.factories import write_good_page
from support.ports import free_port
from support.waiting import PATIENCE_SECONDS, wait_for

COMMAND = str(Path(sys.executable).parent / "repertoire")


@dataclass(frozen=True)
class Previewed:
    """A library and the address of its preview."""

    folder: Path
    port: int

    def read(self, path: str) -> str:
        """Return a page of the preview; "" while it can't be had."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                text: str = answer.read().decode()
                return text
        except OSError:
            return ""


@pytest.fixture
def previewed(tmp_path: Path) -> Iterator[Previewed]:
    """A preview that has shown its first page."""
    folder = tmp_path / "library"
    write_good_page(folder, "index.md", "# Home\n\n[d](guides/draft.md)\n", title="Home")
    write_good_page(folder, "guides/draft.md", "# Draft\n\n[x](no.md)\n", title="Draft", status="draft")
    (folder / "guides" / "bad.md").write_text("---\ntitle: [a\n---\n", encoding="utf-8")
    port = free_port()
    process = subprocess.Popen(
        [COMMAND, "preview", "--port", str(port)],
        env={**os.environ, "CONTENT_DIR": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    made = Previewed(folder, port)
    try:
        wait_for(lambda: "Home" in made.read("/"))
        yield made
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(PATIENCE_SECONDS)


def test_an_author_sees_drafts_and_what_is_wrong_where_it_is(previewed: Previewed) -> None:
    """Also for a page that can't be read; and a saved page is there without a new start."""
    draft = previewed.read("/guides/draft/")
    assert "Problems of this page" in draft
    assert "no.md" in draft
    assert '<span class="rp-badge rp-badge--draft">Draft, not published</span>' in draft
    assert 'Draft</span><span class="rp-badge rp-badge--draft">Draft</span>' in previewed.read("/guides/bad/")
    assert "the YAML can&#x27;t be read" in previewed.read("/guides/bad/")
    assert "guides/draft.md" in previewed.read("/")
    write_good_page(previewed.folder, "guides/draft.md", "# Draft\n\nAll mended.\n", title="Draft", status="draft")
    wait_for(lambda: "All mended" in previewed.read("/guides/draft/"))
    assert "Problems of this page" not in previewed.read("/guides/draft/")


def test_a_link_through_the_whole_machine_is_not_followed(previewed: Previewed) -> None:
    """Pages saved in folders made later, one in the other, are found beside it."""
    (previewed.folder / "machine").symlink_to("/")
    for folder in ("later", "later/still"):
        write_good_page(previewed.folder, f"{folder}/more.md", f"# More\n\nIn {folder}.\n", title=f"More {folder}")
        wait_for(lambda: f"In {folder}." in previewed.read(f"/{folder}/more/"))  # noqa: B023 - asked at once


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    """In one line that names the setting."""
    done = CliRunner().invoke(main, ["preview"], env={"CONTENT_DIR": str(tmp_path / "nowhere")})
    assert done.exit_code == 2
    assert "CONTENT_DIR" in done.output
    assert "Traceback" not in done.output
