"""Watermarks: a buyer's name across each page of a PDF, whatever it says; what is no PDF has its clear answer."""

from __future__ import annotations

import io

import pypdf
import pytest
import typst

from api.work.sharing.watermarks import marked
from lms.errors import Conflict


def _pdf(source: str) -> bytes:
    made = typst.compile(source.encode())
    assert isinstance(made, bytes)
    return made


def _texts(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize("name", ["Lena Vogt", "Łukasz Żółć", '"#] quit() \\ (x', "王小明", "x" * 200])
def test_each_page_has_the_name_and_its_own_words(name: str) -> None:
    """Also of pages of other sizes; a name is text and no program."""
    pdf = _pdf(
        "#set page(width: 300pt, height: 200pt)\nFirst words\n#pagebreak()\n#set page(flipped: true)\nOther words"
    )
    first, second = _texts(marked(pdf, f"For {name}"))
    for text, own in ((first, "First words"), (second, "Other words")):
        assert own in text
        assert "".join(f"For {name}".split())[:20] in "".join(text.split())


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7\n", b"no pdf at all", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<</Root 1 0 R>>"]
)
def test_what_is_no_pdf_says_so(data: bytes) -> None:
    """With what to do."""
    with pytest.raises(Conflict, match="share it without one"):
        marked(data, "For Lena")


def test_a_locked_pdf_says_so() -> None:
    """It can't be written on."""
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(_pdf("Words"))))
    writer.encrypt("secret")
    locked = io.BytesIO()
    writer.write(locked)
    with pytest.raises(Conflict, match="share it without one"):
        marked(locked.getvalue(), "For Lena")
