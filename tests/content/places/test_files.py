"""Files beside the pages: which of them readers may have, and copying those."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from content.checks.run import problems
from content.library import read_library
from content.places.files import attachments_of, copy_files, withheld
from support.factories import write_good_page

FILES = ("a.png", "my a.png", "sub/b.pdf", "ein ö.PNG", "x_y.docx", "old.ppt", "new.pptx")


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
        ("[p](old.ppt)", "old.ppt"),
        ("[p](new.pptx)", "new.pptx"),
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


def test_what_tools_keep_is_for_readers_only_by_a_link(tmp_path: Path) -> None:
    """A licence that no page leads to is no sales content, and a draft leads nobody there."""
    for path in ("LICENSE", "package.json", "rates.csv"):
        (tmp_path / path).write_bytes(b"x")
    write_good_page(tmp_path, "draft.md", "[l](LICENSE)", status="draft")
    library = read_library(tmp_path)
    assert withheld(library, published=(), used=()) == {"LICENSE", "package.json"}
    assert withheld(library, published=(), used=("LICENSE",)) == {"package.json"}


def copied(folder: Path, name: str, *, former: Path | None = None) -> Path:
    """Copy the library's films into a site of its own; return the copy of the first."""
    assert list(copy_files(folder / "library", ["a.mp4", "sub/b.mp4"], folder / name, former=former)) == []
    return folder / name / "a.mp4"


def copied_twice(folder: Path) -> tuple[Path, Path, Path]:
    """Write a library of two films and copy it twice, beside the first copy; return a film and its copies."""
    (folder / "library" / "sub").mkdir(parents=True)
    film = folder / "library" / "a.mp4"
    film.write_bytes(b"one")
    (folder / "library" / "sub" / "b.mp4").write_bytes(b"other")
    return film, copied(folder, "first"), copied(folder, "second", former=folder / "first")


def test_a_file_that_was_not_saved_since_is_shared_with_the_former_site(tmp_path: Path) -> None:
    """It takes no more room, stays when the former site goes, and is never the library's own file."""
    film, first, second = copied_twice(tmp_path)
    assert second.stat().st_ino == first.stat().st_ino != film.stat().st_ino
    assert second.stat().st_mtime_ns == film.stat().st_mtime_ns
    first.unlink()
    assert second.read_bytes() == b"one"


def test_a_file_that_was_saved_is_copied_and_the_former_site_keeps_its_own(tmp_path: Path) -> None:
    """Saved with the same size, or filled while it is served: what is served isn't written into."""
    film, first, second = copied_twice(tmp_path)
    film.write_bytes(b"two")
    os.utime(film, ns=(0, 7))
    third = copied(tmp_path, "third", former=tmp_path / "second")
    copied(tmp_path, "second", former=tmp_path / "first")
    assert (first.read_bytes(), second.read_bytes(), third.read_bytes()) == (b"one", b"two", b"two")


def test_what_is_no_file_any_more_is_named(tmp_path: Path) -> None:
    """A pipe would never end."""
    (tmp_path / "library").mkdir()
    os.mkfifo(tmp_path / "library" / "a.mp4")
    assert [path for path, _ in copy_files(tmp_path / "library", ["a.mp4"], tmp_path / "site")] == ["a.mp4"]
    assert not (tmp_path / "site" / "a.mp4").exists()


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


def test_a_link_to_a_file_that_is_there_is_right(tmp_path: Path) -> None:
    """Of any kind that is published, in capitals too; what is only named alike is missing."""
    names = ("rates.csv", "kit.zip", "Tour.MP4", "notes.txt", "logo.svg", "LICENSE", "data.json", "old deck.PPT")
    links = " ".join(f"[x](<{name}>)" for name in (*names, "/sub/../rates.csv#row=2"))
    write_good_page(tmp_path, "a.md", f"{links} ![x](logo.svg)\n\n[y](rates.CSV)\n")
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    found = [problem for problem in problems(read_library(tmp_path)) if problem.code != "orphan"]
    assert [(problem.code, "`rates.CSV`" in problem.message) for problem in found] == [("broken-link", True)]


@pytest.mark.parametrize(
    ("path", "page", "kinds"),
    [
        ("a.pdf", '<a href="a.pdf">x</a>', ["PDF"]),
        ("a.svg", '<a href="a.svg">x</a>', ["SVG image"]),
        ("a.svg", '<p><a title="a > b" href="a.svg" rel="noopener">x</a>', ["SVG image"]),
        ("a&b.svg", '<a href="a&amp;b.svg">x</a>', ["SVG image"]),
        ("a.svg", '<img src="a.svg">', []),
        ("a.svg", '<img src="a.svg"><a href="b.svg">x</a>', []),
        ("a.svg", '<a href="a.svg"><img src="a.svg"></a>', ["SVG image"]),
        ("a.tiff", '<a href="a.tiff">x</a>', ["Image"]),
        ("a.png", '<a href="a.png">x</a>', []),
        ("a.html", '<a href="a.html">x</a>', []),
        ("gone.pdf", '<a href="gone.pdf">x</a>', []),
    ],
)
def test_attachments_are_what_a_link_downloads(path: str, page: str, kinds: list[str]) -> None:
    """A picture that a browser shows, in the page or by itself, is none."""
    files = {"a.pdf", "a.svg", "a&b.svg", "a.tiff", "a.png", "a.html"}
    found = attachments_of({path: path}, files, page)
    assert [(file["name"], file["url"], file["kind"]) for file in found] == [(path, path, kind) for kind in kinds]
