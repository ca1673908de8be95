"""What plain Markdown lacks, and the patch that adds it."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from content.authoring.adopting import Adopted, Adoption, adopt, adopt_text
from content.authoring.editing import BOM, EditError
from content.document import Document, parse
from content.history import read_history
from content.library import read_library
from content.taxonomy import Taxonomy
from support.factories import write_page

# Titles that mean something else in YAML.
TRAPS = ["no", "12", "012", "1_000", "0x1f", "1:30", "~", "null", "true", "2026-01-02", "a: b", "# x", "a #b", "- x"]
TRAPS += ["'", '"', "'a' \"b\"", "&a", "*a", "!b", "%c", "@d", "`e`", "{f}", "[g", "| x |", "> y", "=", "...", "---"]
TRAPS += ["a\u2028b", "a\u0085b", "a\rb", "a\x07b", "\ufeffx", "a\tb", "a \\ b", "🚚 fast", "Зачем", "为什么", "Żółć"]
LETTERS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
TITLES = st.one_of(st.sampled_from(TRAPS), LETTERS)
BODIES = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", BOM, "\n"]),
    TITLES.map("# {}\n\n".format),
    LETTERS,
    st.sampled_from(["", "\n", "\r\n", "\n\nSome more words, and the end of it.\n"]),
)


def adopted(
    text: str, *, path: str = "a.md", language: str | None = "en", taxonomy: Taxonomy | None = None
) -> tuple[str, Adopted]:
    """Adopt one page that was changed on a day in March."""
    wanted = {"reviewed": date(2026, 3, 4), "owner": "mara@x.example", "review_every": "6 months"}
    return adopt_text(
        text, path=path, page_id="an-id", language=language, taxonomy=taxonomy or Taxonomy(), wanted=wanted
    )


def read(text: str, path: str = "a.md") -> Document:
    """Read a page that must be readable."""
    page = parse(text, path=path, taxonomy=Taxonomy())[0]
    assert page is not None
    return page


def adopt_folder(folder: Path) -> Adoption:
    """Adopt a folder with what git knows of it."""
    return adopt(read_library(folder), history=read_history(folder))


def git(folder: Path, *arguments: str, text: bytes | None = None) -> bytes:
    """Run git in a folder, where it must succeed."""
    command = ["git", "-c", "user.email=a@x.example", "-c", "user.name=A", "-C", str(folder), *arguments]
    return subprocess.run(command, input=text, capture_output=True, check=True).stdout


def test_a_plain_page_gets_every_field_in_order() -> None:
    """What nobody wrote down is guessed from path, heading and text."""
    after, page = adopted("# Handling questions\n\nText.\n", path="notes/Hard ones.md")
    assert list(page.fields) == ["id", "title", "type", "language", "reviewed", "owner", "review_every"]
    assert after == (
        "---\nid: an-id\ntitle: Handling questions\ntype: page\nlanguage: en\nreviewed: 2026-03-04\n"
        "owner: mara@x.example\nreview_every: 6 months\n---\n# Handling questions\n\nText.\n"
    )


def test_what_is_there_is_never_changed() -> None:
    """Fields that are wrong, empty or of another product stay as their author left them."""
    text = (
        "---\ntitle:\nowner: 'Old <old@x.example>'\ntype: docs\nlayout: post # of another product\n---\n# A\n\nText.\n"
    )
    after, page = adopted(text)
    assert list(page.fields) == ["id", "language", "reviewed", "review_every"]
    assert after.replace("id: an-id\nlanguage: en\nreviewed: 2026-03-04\nreview_every: 6 months\n", "") == text


@given(text=BODIES, has_carriage_returns=st.booleans())
@example(text="", has_carriage_returns=False)
@settings(max_examples=400)
def test_every_page_reads_back_as_what_was_meant(text: str, has_carriage_returns: bool) -> None:
    """Id, title, type, language and review are exact, no byte of the body changes, and a second time adds nothing."""
    text = text.replace("\n", "\r\n") if has_carriage_returns else text
    before = read(text)
    after, proposed = adopted(text)
    page = read(after)
    assert (page.id, page.title, page.type) == ("an-id", before.title, proposed.type)
    assert (page.fields.title, page.fields.language) == (before.title, before.fields.language)
    assert (page.fields.reviewed, page.fields.owner) == (date(2026, 3, 4), "mara@x.example")
    assert after.startswith(BOM) == text.startswith(BOM)
    assert after.endswith(text.removeprefix(BOM))
    assert page.body == before.body
    assert adopted(after) == (after, Adopted("a.md", {}, "", page.type, page.fields.language, None))


@given(
    title=TITLES,
    known=st.sampled_from(["id: x", "language: pl", "tags: [a, 'b']", "# owner: me", "a: |-\n  b\n\n  c", ""]),
)
@settings(max_examples=200)
def test_pages_with_some_front_matter_get_the_rest(title: str, known: str) -> None:
    """What a page says already is still there, byte for byte, and still means the same."""
    text = f"---\n{known}\n---\n# {title}\n"
    before = read(text)
    after, _ = adopted(text)
    page = read(after)
    assert page.fields.title == before.title
    assert {name: page.front.fields[name] for name in before.front.fields} == before.front.fields
    assert after.startswith(f"---\n{known}\n" if known else "---\n")
    assert after.endswith(f"---\n# {title}\n")
    assert adopted(after)[0] == after


def test_a_field_that_the_taxonomy_refuses_is_not_proposed() -> None:
    """A language that the customer doesn't name would be an error on every such page."""
    text = "# Дорого\n\nЭто слишком дорого для нас, и так говорят все покупатели.\n"
    taxonomy = Taxonomy({"languages": {"en": "English"}})
    after, page = adopted(text, language="ru", taxonomy=taxonomy)
    assert "language" not in page.fields
    assert list(page.fields)[:3] == ["id", "title", "type"]
    assert not [problem for problem in parse(after, path="a.md", taxonomy=taxonomy)[1] if problem.severity == "error"]


def test_a_language_that_nothing_tells_is_not_written(tmp_path: Path) -> None:
    """The library takes such a page for one in the language of most; its author says what it is."""
    write_page(tmp_path, "a.md", "# Jak to jest\n\nKierowca czeka, bo nikt mu nie powiedział, gdzie jechać.\n")
    write_page(tmp_path, "faces.md", "# Faces\n\n{{< faces >}}\n")
    write_page(tmp_path, "ja/faces.md", "# Faces\n\n{{< faces >}}\n")
    write_page(tmp_path, "named.md", "---\nlanguage: de\n---\n# Faces\n")
    pages = {page.path: page for page in adopt_folder(tmp_path).pages}
    assert {path: page.language for path, page in pages.items()} == {
        "a.md": "pl",
        "faces.md": None,
        "ja/faces.md": "ja",
        "named.md": "de",
    }
    assert {path for path, page in pages.items() if "language" in page.fields} == {"a.md", "ja/faces.md"}
    assert "language" not in pages["faces.md"].patch
    assert "title: Faces" in pages["faces.md"].patch


def test_ids_are_unique_in_the_library(tmp_path: Path) -> None:
    """Pages keep the ids that they have by their paths; one that another page had gets a number."""
    for name in ("A b.md", "a-b.md", "a_b.md", "c.md"):
        write_page(tmp_path, name)
    write_page(tmp_path, "other.md", id="c", aliases="[a_b]")
    known = {page.path: page.id for page in read_library(tmp_path).pages}
    ids = {page.path: page.fields.get("id") for page in adopt_folder(tmp_path).pages}
    assert ids == known | {"a_b.md": "a_b-2", "other.md": None}
    assert len({*known.values()}) == 5


@pytest.mark.parametrize(
    ("name", "page_id"), [("½", "page"), ("x" * 199 + "/" + "y" * 40, "x" * 191 + "-b5e37ba7"), ("²a", "a")]
)
def test_an_id_is_one_that_a_page_may_have(tmp_path: Path, name: str, page_id: str) -> None:
    """Signs and lengths that an id can't have are left out of what is made of the path."""
    write_page(tmp_path, f"{name}.md")
    assert adopt_folder(tmp_path).pages[0].fields["id"] == page_id


def test_what_cannot_be_read_is_named_and_left_alone(tmp_path: Path) -> None:
    """The other pages get their fields."""
    write_page(tmp_path, "good.md")
    write_page(tmp_path, "broken.md", "---\na: [\n---\n# A\n")
    write_page(tmp_path, "flow.md", "---\n{title: A}\n---\n# A\n")
    write_page(tmp_path, "hugo.md", "+++\ntitle = 'A'\n+++\n# A\n")
    (tmp_path / "latin.md").write_bytes("# Größe\n".encode("latin-1"))
    (tmp_path / "big.md").write_text("x" * 1_000_001, encoding="utf-8")
    (tmp_path / "link.md").symlink_to("good.md")
    adoption = adopt_folder(tmp_path)
    assert [page.path for page in adoption.pages] == ["good.md"]
    assert [file.path for file in adoption.left_alone] == [
        "big.md",
        "broken.md",
        "flow.md",
        "hugo.md",
        "latin.md",
        "link.md",
    ]
    assert "by hand" in adoption.left_alone[2].reason
    assert "TOML" in adoption.left_alone[3].reason


def test_a_page_with_foreign_front_matter_is_refused() -> None:
    """A second block on top would break what reads the first."""
    with pytest.raises(EditError, match="TOML"):
        adopted("+++\ntitle = 'A'\n+++\n# A\n")


def library_of_odd_files(folder: Path) -> None:
    """Write pages with unusual names, line ends and texts."""
    for name in (
        "plain.md",
        "with space.md",
        "цена.md",
        "quote'\".md",
        "sub/sub/deep.md",
        "back\\slash.md",
        "tab\t.md",
    ):
        write_page(folder, name, f"# {name}\n\nText.\n")
    (folder / "crlf.md").write_bytes(b"# A\r\n\r\nText.\r\n")
    (folder / "half.md").write_bytes(b"---\r\nid: half # kept\r\n---\r\n# A\r\n\nText")
    (folder / "bom.md").write_bytes(b"\xef\xbb\xbf# A\n")
    (folder / "no-end.md").write_bytes("# A\u2028b".encode())
    (folder / "empty.md").write_bytes(b"")


@pytest.mark.parametrize("place", ["", "sub", "docs/sub"])
def test_git_applies_the_patch_in_the_folder_and_nothing_is_left_to_add(tmp_path: Path, place: str) -> None:
    """Also in a folder below the repository's, whatever the files are called and however their lines end."""
    folder = tmp_path / place
    library_of_odd_files(folder)
    git(tmp_path, "init", "-q")
    git(tmp_path, "config", "core.autocrlf", "false")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "x")
    before = {path: path.read_bytes() for path in folder.rglob("*.md")}
    first = adopt_folder(folder)
    assert {page.fields["reviewed"] for page in first.pages} == {date.today()}  # noqa: DTZ011 - the commit's own zone
    assert {path: path.read_bytes() for path in folder.rglob("*.md")} == before
    git(folder, "apply", "-p1", text=first.patch.encode())
    assert all(path.read_bytes().endswith(text.removeprefix(b"\xef\xbb\xbf")[-4:]) for path, text in before.items())
    assert not first.left_alone
    assert adopt_folder(folder).patch == ""


def test_the_patch_applies_without_git(tmp_path: Path) -> None:
    """`patch -p1` takes it too."""
    write_page(tmp_path, "a b/c.md", "# A\n")
    patch = adopt_folder(tmp_path).patch
    subprocess.run(["patch", "-p1", "-s"], cwd=tmp_path, input=patch.encode(), check=True)
    assert "title: A\n" in (tmp_path / "a b" / "c.md").read_text(encoding="utf-8")
