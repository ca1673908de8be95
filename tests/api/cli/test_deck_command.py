"""`repertoire deck`: a file of one deck, without a server and without notes unless they are asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli import main
from support.decks import png, read_pptx
from support.factories import write_good_page

BODY = "# Harbour\n\n## Gate\n\n[the sheet](sheet.md) ![a gate](gate.png)\n\n> Notes: see [the sheet](sheet.md)\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a library with a deck and another page."""
    library = tmp_path / "library"
    write_good_page(library, "harbour.md", BODY, title="Harbour", type="deck", id="harbour-deck")
    write_good_page(library, "sheet.md", "# Sheet\n\nText.\n", title="Sheet", id="sheet")
    write_good_page(library, "empty.md", "# Empty\n\n<!-- nothing -->\n", title="Empty", type="deck", id="empty")
    (library / "gate.png").write_bytes(png())
    return library


def test_a_deck_is_written_to_send_and_to_present(folder: Path, tmp_path: Path) -> None:
    """By its id or its path; with notes links lead to the product, and from what is sent nowhere."""
    for page, name, words in (("harbour-deck", "sent", ()), ("harbour.md", "mine", ("--notes",))):
        done = run(folder, page, "--output", str(tmp_path / f"{name}.pptx"), *words)
        assert (done.exit_code, done.stderr.endswith(f"{name}.pptx: 1 slides\n")) == (0, True), done.stderr
    (sent,), (mine,) = (read_pptx((tmp_path / f"{name}.pptx").read_bytes()) for name in ("sent", "mine"))
    assert (sent.text, sent.notes, sent.pictures) == ("the sheet", "", 1)
    assert (mine.text, mine.notes, mine.pictures) == ("the sheet", "see the sheet", 1)
    assert run(folder, "harbour-deck", "--output", str(tmp_path / "paper.PDF")).exit_code == 0
    assert (tmp_path / "paper.PDF").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("words", "environ", "says"),
    [
        (("harbour-deck", "--output", "x.key"), {}, "ends as neither .pptx nor .pdf"),
        (("harbour-deck", "--output", "x.pdf", "--notes"), {}, "a PDF never has notes"),
        (("nowhere", "--output", "x.pptx"), {}, "has no page `nowhere`; name its id or its path"),
        (("sheet", "--output", "x.pptx"), {}, "`sheet` is a page of type `page`"),
        (("empty", "--output", "x.pptx"), {}, "`empty` has no slide; begin each with a heading of level 2"),
        (("harbour-deck", "--output", "no/such/x.pptx"), {}, "can't be written: No such file or directory"),
        (("harbour-deck", "--output", "x.pptx"), {"DECK_TEMPLATE": "gone.pptx"}, "DECK_TEMPLATE: `gone.pptx` isn't"),
    ],
)
def test_what_cannot_be_made_is_said_in_a_line(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    words: tuple[str, ...],
    environ: dict[str, str],
    says: str,
) -> None:
    """With what to change, and no file."""
    monkeypatch.chdir(tmp_path)
    done = run(folder, *words, **environ)
    assert (done.exit_code, says in done.stderr, done.stderr.count("\n")) == (2, True, 1), done.stderr
    assert list(tmp_path.glob("x.*")) == []


def run(folder: Path, *words: str, **environ: str) -> Result:
    """Run the command over a library."""
    known = {"CONTENT_DIR": str(folder), "DATA_DIR": str(folder.parent / "data"), "BASE_URL": "https://play.example"}
    return CliRunner().invoke(main, ["deck", *words], env={**known, **environ})
