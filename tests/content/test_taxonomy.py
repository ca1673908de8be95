"""The customer's own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.taxonomy import Taxonomy, read_taxonomy


def written(folder: Path, text: str) -> tuple[Taxonomy, list[tuple[int, str]]]:
    """Read a taxonomy with this text, and the lines and messages of its problems."""
    (folder / "taxonomy.yml").write_text(text, encoding="utf-8")
    taxonomy, problems = read_taxonomy(folder)
    assert all((p.path, p.code) == ("taxonomy.yml", "taxonomy") for p in problems)
    return taxonomy, [(p.line, p.message) for p in problems]


def test_words_and_labels_are_read(tmp_path: Path) -> None:
    """A word without a label is its own."""
    taxonomy, problems = written(tmp_path, "stages:\n  one: The first\n  two:\nlanguages:\n  no: Norsk\n")
    assert problems == []
    assert taxonomy.dimensions == {"stages": {"one": "The first", "two": "two"}, "languages": {"no": "Norsk"}}


def test_other_names_and_synonyms_are_read(tmp_path: Path) -> None:
    """Beside the labels; a value may have other names without a label of its own."""
    text = "products:\n  dock:\n    label: Dockside\n    also: [DS, docks]\n  yard:\n    also: [YV]\n"
    taxonomy, problems = written(tmp_path, f"{text}synonyms:\n  - lorry, truck\n  - roi => business case, payback\n")
    assert problems == []
    assert taxonomy.dimensions == {"products": {"dock": "Dockside", "yard": "yard"}}
    assert taxonomy.also == {"products": {"dock": ("DS", "docks"), "yard": ("YV",)}}
    assert taxonomy.synonyms == ("lorry, truck", "roi => business case, payback")


def test_a_bad_synonym_or_name_spoils_no_other(tmp_path: Path) -> None:
    """What can be read is used."""
    text = "products:\n  a:\n    also: x\n  b: B\nsynonyms:\n  - alone\n  - c, d\n"
    taxonomy, problems = written(tmp_path, text)
    assert [line for line, _ in problems] == [2, 6]
    assert taxonomy.dimensions == {"products": {"a": "a", "b": "B"}}
    assert taxonomy.synonyms == ("c, d",)


def test_a_refusal_names_the_nearest_word_or_all() -> None:
    """None means that the word may be used."""
    taxonomy = Taxonomy({"stages": {"awareness": "A", "interest": "I"}})
    assert taxonomy.refusal("stages", "interest") is None
    assert "did you mean `interest`?" in (taxonomy.refusal("stages", "intrest") or "")
    assert "use one of awareness, interest" in (taxonomy.refusal("stages", "zzz") or "")
    assert taxonomy.refusal("personas", "anything") is None


def test_the_file_may_lie_beside_the_librarys_folder(tmp_path: Path) -> None:
    """The library's own wins."""
    library = tmp_path / "pages"
    library.mkdir()
    assert read_taxonomy(library) == (Taxonomy(), [])
    (tmp_path / "taxonomy.yml").write_text("stages:\n  outer: O\n", encoding="utf-8")
    assert read_taxonomy(library)[0].dimensions == {"stages": {"outer": "O"}}
    assert written(library, "stages:\n  inner: I\n")[0].dimensions == {"stages": {"inner": "I"}}


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("stages:\n  a: A\nperson:\n  b: B\n", 3, "did you mean `personas`?"),
        ("stages:\n  a: A\npersonas: [a, b]\n", 3, "must be lines of"),
        ("# note\nstages: one\n", 2, "must be lines of"),
        ("stages:\n  a: A\n  a: B\n", 3, "stands twice"),
        ("stages: [a\nb: c\n", 2, "can't be read"),
        ("just text", 1, "key: value"),
        ("products:\n  a: A\n  b:\n    label: B\n    alias: [x]\n", 3, "may have a `label` and `also`"),
        ("products:\n  b:\n    also: x\n", 2, "may have a `label` and `also`"),
        ("products:\n  b:\n    also: [[x]]\n", 2, "may have a `label` and `also`"),
        ("synonyms:\n  - a, b\n  - alone\n", 3, "a synonym is a line"),
        ("synonyms:\n  - a => b => c\n", 2, "a synonym is a line"),
        ("synonyms:\n  - a, => b\n  - '=> b'\n", 3, "a synonym is a line"),
        ("synonyms: a, b\n", 1, "a synonym is a line"),
        ("synonyms:\n  a: b\n", 1, "a synonym is a line"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, line: int, part: str) -> None:
    """The file has no `---` line before the first."""
    ((number, message),) = written(tmp_path, text)[1]
    assert (number, part in message) == (line, True)


def test_a_file_that_is_not_utf8_is_a_problem(tmp_path: Path) -> None:
    """Then anything goes until it is mended."""
    (tmp_path / "taxonomy.yml").write_bytes(b"stages:\n  caf\xe9: x\n")
    taxonomy, problems = read_taxonomy(tmp_path)
    assert taxonomy == Taxonomy()
    assert [p.code for p in problems] == ["taxonomy"]


def test_an_empty_file_allows_everything(tmp_path: Path) -> None:
    """As does an empty part of it."""
    assert written(tmp_path, "") == (Taxonomy(), [])
    assert written(tmp_path, "stages: {}\n")[0].refusal("stages", "x") is None
