"""Files beside the pages: which of them readers may have, and copying those."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.files import copy_files, withheld
from content.library import read_library
from support.factories import write_good_page

FILES = ("a.png", "my a.png", "sub/b.pdf", "ein ö.PNG", "x_y.docx")


def withheld_in(folder: Path, *, used: tuple[str, ...] = ()) -> set[str]:
    """Write the files and return those that readers may not have, where all approved pages are published."""
    for path in FILES:
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(b"x")
    library = read_library(folder)
    return withheld(library, published={p.path for p in library.pages if p.fields.status == "approved"}, used=used)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ("![p](a.png)", "a.png"),
        ("![p](./a.png)", "a.png"),
        ("![p](A.PNG)", "a.png"),
        ("![p][1]\n\n[1]:a.png", "a.png"),
        ("<img src=a.png>", "a.png"),
        ("<!-- <img src='a.png'> -->", "a.png"),
        ("!!! note\n    One.\n\n    ![p](a.png)", "a.png"),
        ("![p](%61%2Epng)", "a.png"),
        ("![p](a&#46;png)", "a.png"),
        ("![p](a\\.png)", "a.png"),
        ("a.png", "a.png"),
        ("[p](<my a.png>)", "my a.png"),
        ("[p](my%20a.png)", "my a.png"),
        ("[p](/sub/b.pdf)", "sub/b.pdf"),
        ("[p](other/../sub/b.pdf#page=2)", "sub/b.pdf"),
        ("[p](ein%20%C3%B6.png)", "ein ö.PNG"),
        ("[p](x\\_y.docx)", "x_y.docx"),
    ],
)
def test_a_file_that_a_draft_names_is_withheld(tmp_path: Path, body: str, path: str) -> None:
    """However it is written, unless a published page uses it."""
    write_good_page(tmp_path, "draft.md", body, status="draft")
    assert path in withheld_in(tmp_path)
    assert path not in withheld_in(tmp_path, used=(path,))


@pytest.mark.parametrize("body", ["![p](ba.png) ![p](b-a.png) ![p](b_a.png)", "a png", "b.pd"])
def test_a_file_with_another_name_is_not_withheld(tmp_path: Path, body: str) -> None:
    """It is nobody's, as is one that only a published page names: somebody may link to it from elsewhere."""
    write_good_page(tmp_path, "draft.md", body, status="draft")
    write_good_page(tmp_path, "shown.md", "![p](a.png)")
    assert withheld_in(tmp_path) == set()


@pytest.mark.parametrize("status", ["draft", "archived"])
@pytest.mark.parametrize("start", ["---\ntitle: A\nno field\n---\n", "---\nid: [\n", "\xff", "x" * 1_000_001])
def test_a_page_that_cannot_be_read_counts_as_a_draft(tmp_path: Path, start: str, status: str) -> None:
    """Its author may be writing it."""
    text = f"{start}\nstatus: {status} ![p](a.png)"
    (tmp_path / "odd.md").write_bytes(text.encode("latin-1"))
    assert withheld_in(tmp_path) == {"a.png"}


def test_a_second_page_of_the_same_id_counts_as_a_draft(tmp_path: Path) -> None:
    """It isn't published either."""
    write_good_page(tmp_path, "one.md", id="one")
    write_good_page(tmp_path, "two.md", "![p](a.png)", id="one")
    assert withheld_in(tmp_path) == {"a.png"}


def test_files_are_copied_and_what_cannot_be_is_named(tmp_path: Path) -> None:
    """One that has gone, or has become a link out of the library, keeps no other from being copied."""
    library = tmp_path / "library"
    library.mkdir()
    (tmp_path / "secret.png").write_bytes(b"secret")
    (library / "link.png").symlink_to(tmp_path / "secret.png")
    (library / "here.png").write_bytes(b"here")
    failed = dict(copy_files(library, ["gone.png", "link.png", "here.png"], tmp_path / "site"))
    assert set(failed) == {"gone.png", "link.png"}
    assert [file.name for file in (tmp_path / "site").iterdir()] == ["here.png"]
