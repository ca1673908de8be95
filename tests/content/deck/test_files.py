"""Files of decks: what PowerPoint and paper hold is what the page says, slide by slide."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from content.deck.crowding import figures_of
from content.deck.errors import DeckError
from content.deck.normal import html_of, sheets_of
from content.deck.pandoc import program, to_pptx
from content.deck.paper import to_pdf
from content.deck.pictures import Picture, embedded, picture_of, pictures_in
from content.deck.slides import Slide, first_node, read_slides, text_of
from content.deck.template import refusal_of_template
from content.html import to_html
from content.library import Library
from support.decks import PptxSlide, plain, png, read_pptx, slides_of

DECKS = ("deck-business-case", "deck-first-meeting", "deck-product-overview", "deck-quarterly-review")
RICH = """# Deck

## Picture and list

- one ![a gate](gate.png)
- two

![](gate.png)

## Two tables

| a | b |
|---|---|
| 1 | |

between

| c |
|---|
| 2 |

> Notes: here too
>
> | n | m |
> |---|---|
> | 3 | 4 |

## Three tables

| a |
|---|
| 1 |

| b |
|---|
| 2 |

| c |
|---|
| 3 |

## Columns

above

### Before

- fax

### After

- slots

## Odd

***

- [ ] open
- [x] [done](https://done.example/) and [inside](other.md)

<div>

> [!NOTE]
> a box

</div>

`#read("x")` $x$ <details><summary>fold</summary>in it</details>

1. a
   - b

> Notes: <b>bold</b> & 'quoted'

## Nothing
"""


@pytest.mark.parametrize("name", DECKS)
def test_a_sample_deck_is_the_same_in_powerpoint(library: Library, name: str) -> None:
    """Golden: as many slides, and on each the same title, text, tables and notes."""
    page = library.by_id[name]
    slides = read_slides(to_html(page.body, page.dialect, rules=page.part_rules).html, title=page.title)
    found = read_pptx(pptx_of(slides))
    assert [each.title for each in found] == [slide.title for slide in slides]
    for slide, each in zip(slides, found, strict=True):
        assert (plain(each.text), each.tables, plain(each.notes)) == said_by(slide)


def test_what_powerpoint_takes_apart_stays_together() -> None:
    """Pictures, two tables, columns, boxes and rules: one slide each; of three tables the third stands on another."""
    found = {slide.title: slide for slide in read_pptx(pptx_of(slides_of(RICH)))}
    assert list(found) == [
        *("Picture and list", "Two tables", "Three tables", "Three tables (2)", "Columns", "Odd", "Nothing"),
    ]
    assert (found["Picture and list"].pictures, plain(found["Picture and list"].text)) == (2, "onetwo")
    assert found["Two tables"] == PptxSlide(
        "Two tables", "between", [[["a", "b"], ["1", ""]], [["c"], ["2"]]], "here too\n\nn | m\n\n3 | 4"
    )
    assert [found[title].tables for title in ("Three tables", "Three tables (2)")] == [
        [[["a"], ["1"]], [["b"], ["2"]]],
        [[["c"], ["3"]]],
    ]
    assert plain(found["Columns"].text) == "aboveBeforefaxAfterslots"
    assert plain(found["Odd"].text) == '☐open☑doneandinsideNoteabox#read("x")xfoldinitab'
    assert found["Odd"].notes == "bold & 'quoted'"


def test_a_file_has_its_title_and_pictures_are_described() -> None:
    """By what the page says of them, and by nothing else; a picture that isn't there is its description."""
    slides = slides_of('## a\n\n![A "gate"](x.png)\n\n## b\n\n![](x.png)\n')
    made, _ = to_pptx(html_of(sheets_of(slides, embedded(lambda _: picture()))), title="Prices & <more>")
    with zipfile.ZipFile(BytesIO(made)) as archive:
        assert b"<dc:title>Prices &amp; &lt;more&gt;</dc:title>" in archive.read("docProps/core.xml")
        found = [re.findall(rb'descr="([^"]*)"', archive.read(f"ppt/slides/slide{number}.xml")) for number in (1, 2)]
    assert found == [[b"A &quot;gate&quot;"], [b""]]
    gone, _ = to_pptx(html_of(sheets_of(slides, lambda _: None)))
    assert [slide.text for slide in read_pptx(gone)] == ['A "gate"', ""]


def test_three_hundred_slides_are_three_hundred() -> None:
    """In one file."""
    body = "".join(f"## Slide {number}\n\n- a\n\n> Notes: {number}\n\n" for number in range(300))
    found = read_pptx(pptx_of(slides_of(body)))
    assert [(slide.title, slide.notes) for slide in found] == [
        (f"Slide {number}", str(number)) for number in range(300)
    ]


def test_a_template_gives_its_looks(tmp_path: Path) -> None:
    """Its colours are the file's; what is no presentation is refused with what to do."""
    plain_one = tmp_path / "plain.pptx"
    plain_one.write_bytes(pptx_of(slides_of("## a\n")))
    own = tmp_path / "own.pptx"
    with zipfile.ZipFile(plain_one) as source, zipfile.ZipFile(own, "w") as made:
        for name in source.namelist():
            made.writestr(name, source.read(name).replace(b"4F81BD", b"ABCDEF"))
    data, said = to_pptx(html_of(sheets_of(slides_of("## a\n"), lambda _: None)), template=own)
    theme = zipfile.ZipFile(BytesIO(data)).read("ppt/theme/theme1.xml")
    assert (b"ABCDEF" in theme, said) == (True, ())
    (tmp_path / "text.pptx").write_text("a presentation", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "book.pptx", "w") as made:
        made.writestr("[Content_Types].xml", "<x/>")
    assert refusal_of_template(str(own)) is None
    refusals = [refusal_of_template(str(tmp_path / name)) or "" for name in ("gone", ".", "text.pptx", "book.pptx")]
    reasons = ("isn't there", "is no file", "is no presentation; save it as .pptx", "it lacks ppt/presentation.xml")
    assert [reason in refusal for reason, refusal in zip(reasons, refusals, strict=True)] == [True] * 4


def test_a_pdf_has_a_page_for_each_slide_and_no_notes() -> None:
    """However much stands on it; what looks like code of the program that sets it is text."""
    slides = slides_of(f"{RICH}\n## Full\n\n" + "- line\n" * 80 + '\n## #panic("x") @a $b$\n\n`#read("/etc/hosts")`\n')
    made = to_pdf(slides, lambda _: picture(), title="Deck", language="en")
    assert len(re.findall(rb"/Type\s*/Page\b", made)) == len(slides)


def test_pandoc_that_takes_too_long_or_too_much_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """And who asked is told to divide the deck."""
    monkeypatch.setattr("content.deck.pandoc.SECONDS", 0.001)
    with pytest.raises(DeckError, match="divide it"):
        pptx_of(slides_of("## a\n"))


def test_pictures_come_from_the_library_alone(tmp_path: Path) -> None:
    """Not through links that lead out of it, not from the web; drawings that would load something are left out."""
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "a b.png").write_bytes(png())
    (tmp_path / "secret.png").write_bytes(png())
    (tmp_path / "library" / "link.png").symlink_to(tmp_path / "secret.png")
    read = pictures_in(tmp_path / "library", {"a b.png", "link.png", "gone.png", "../secret.png"})
    assert read("/a%20b.png") == Picture(png(), "png")
    for address in ("/link.png", "/gone.png", "/../secret.png", "https://x.example/a.png", "/other.png", ""):
        assert read(address) is None
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"%s/></svg>'
    drawn = picture_of(drawing % b' fill="red"')
    assert drawn is not None
    assert drawn.kind == "png"
    assert picture_of(drawing % b' style="fill:url(https://x.example/a)"') is None
    assert picture_of(drawing.replace(b"<rect", b'<image href="file:///etc/hosts"') % b"") is None
    assert picture_of(b"GIF89a...") == Picture(b"GIF89a...", "gif")
    assert picture_of(b"RIFF....WEBP") is None


def test_pandoc_is_the_one_of_the_extra() -> None:
    """Not one that happens to be on the machine."""
    assert "pypandoc" in program()


def picture() -> Picture:
    """Return a picture."""
    return Picture(png(), "png")


def pptx_of(slides: tuple[Slide, ...]) -> bytes:
    """Return slides as a PPTX, in which every picture is there."""
    return to_pptx(html_of(sheets_of(slides, embedded(lambda _: picture()))))[0]


def said_by(slide: Slide) -> tuple[str, list[list[list[str]]], str]:
    """Return what a slide says: its text, its tables and its notes, as PowerPoint should have them."""
    nodes = [node for block in slide.blocks if (node := first_node(block)) is not None]
    tables = [node for node in nodes if node.tag == "table"]
    assert len(tables) == figures_of(slide)
    cells = [[[cell.text() for cell in row.css("td, th")] for row in table.css("tr")] for table in tables]
    text = "".join(node.text() for node in nodes if node.tag != "table")
    return plain(text), cells, plain(text_of(slide.notes))
