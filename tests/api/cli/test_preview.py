"""`repertoire preview` as a process: drafts, problems on their pages, and a page that is saved while it runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import main
from support.factories import write_good_page
from support.previewing import Previewed, previewing
from support.waiting import wait_for


@pytest.fixture
def previewed(tmp_path: Path) -> Iterator[Previewed]:
    """A preview that has shown its first page."""
    folder = tmp_path / "library"
    write_good_page(folder, "index.md", "# Home\n\n[d](guides/draft.md)\n", title="Home")
    write_good_page(folder, "guides/draft.md", "# Draft\n\n[x](no.md)\n", title="Draft", status="draft")
    (folder / "guides" / "bad.md").write_text("---\ntitle: [a\n---\n", encoding="utf-8")
    with previewing(folder, tmp_path / "output.txt") as made:
        yield made


def test_an_author_sees_drafts_and_what_is_wrong_where_it_is(previewed: Previewed) -> None:
    """Also for a page that can't be read; and a saved page is there without a new start."""
    draft = previewed.read("/guides/draft/")
    assert "Problems of this page" in draft
    assert "no.md" in draft
    assert '<span class="rp-badge rp-badge--draft">Draft, not published</span>' in draft
    assert 'Draft<span class="rp-badge rp-badge--draft">Draft</span>' in previewed.read("/guides/bad/")
    assert "the YAML can&#x27;t be read" in previewed.read("/guides/bad/")
    assert "guides/draft.md" in previewed.read("/app/library/")
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
