"""Reading the YAML between the `---` lines."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from content.fields import front_matter
from content.fields.front_matter import FrontMatterError

YAML_SIGNS = st.text(alphabet="ab1-:?[]{},&*!|>'\"%@#~.\n\r\t \u0085\u2028й中", max_size=200)


def refusal(source: str) -> FrontMatterError:
    """Return the error that reading gives."""
    with pytest.raises(FrontMatterError) as caught:
        front_matter.read(source)
    return caught.value


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("a: [1, 2\nb: 3", 3),
        ("title: A\nowner: 'open\nmore: x", 4),
        ("a: 1\n b: 2", 3),
        ("a: 1\nb: 2\n\tc: 3", 4),
        ("a: 1\nb: \x00", 2),
        ("a: b: c", 2),
        ("a: 1\n--- \nb: 2", 3),
        ("just text", 2),
        ("- one\n- two", 2),
        ("? [a]\n: b", 2),
    ],
)
def test_broken_yaml_is_refused_with_the_line_in_the_file(source: str, line: int) -> None:
    """The line counts the opening `---` as the first."""
    assert refusal(source).line == line


def test_the_line_is_right_in_a_file_with_unusual_line_separators() -> None:
    """An author's editor shows U+2028 inside a line, so it doesn't count as the end of one."""
    assert refusal('a: "x\u2028y"\nb: !no 1').line == 3


def test_an_alias_bomb_is_refused_at_once() -> None:
    """Nine levels of nine aliases never get built."""
    levels = "\n".join(f"l{n}: &l{n} [{','.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 10))
    error = refusal(f"l0: &l0 [x]\n{levels}")
    assert "anchors and aliases" in str(error)
    assert error.line == 2


@pytest.mark.parametrize(
    "source", ["a: " + "[" * 1000, "a: " + "[" * 1000 + "]" * 1000, "a: " + "{b: " * 900, "- " * 1000]
)
def test_a_thousand_nested_brackets_are_refused(source: str) -> None:
    """Depth is counted before anything recurses."""
    assert refusal(source).line == 2


def test_ordinary_nesting_is_read() -> None:
    """A list of mappings in a mapping is no deep nesting."""
    assert front_matter.read("a: [{b: [1, {c: d}]}]").fields == {"a": [{"b": [1, {"c": "d"}]}]}


@pytest.mark.parametrize(("source", "line"), [("a: 1\nb: 2\na: 3", 4), ("a:\n  b: 1\n  b: 2", 4), ("a: 1\n'a': 2", 3)])
def test_a_key_that_stands_twice_is_refused_at_its_second_place(source: str, line: int) -> None:
    """Nothing is overwritten silently."""
    error = refusal(source)
    assert "stands twice" in str(error)
    assert error.line == line


def test_a_tag_on_a_value_is_refused() -> None:
    """Only plain YAML is front matter."""
    error = refusal("b: 1\na: !secret x")
    assert "`!secret`" in str(error)
    assert error.line == 3


@pytest.mark.parametrize(
    "source",
    ["a: !foo [1]", "a: !foo {b: 1}", "!foo {a: 1}", 'a: !!python/object/apply:os.system ["x"]', "a: !!set {x}"],
)
def test_a_tag_on_a_list_or_mapping_is_refused(source: str) -> None:
    """What `read` promises of values holds for lists and mappings too."""
    assert "tag" in str(refusal(source))


@pytest.mark.parametrize("text", ["--5", "+-5", "-+1"])
def test_a_number_that_only_claims_to_be_one_does_not_break_reading(text: str) -> None:
    """An explicit `!!int` on something else gives its text or a refusal."""
    try:
        assert front_matter.read(f'a: !!int "{text}"').fields == {"a": text}
    except FrontMatterError:
        return


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2026-13-01", "2026-13-01"),
        ("2026-02-03", "2026-02-03"),
        ("2026-02-03T04:05:06Z", "2026-02-03T04:05:06Z"),
        ("1:1:1:1", "1:1:1:1"),
        ("1:30", "1:30"),
        (".nan", ".nan"),
        (".inf", ".inf"),
        ("1e999", "1e999"),
        ("no", "no"),
        ("off", "off"),
        ("Yes", "Yes"),
        ("0x1f", "0x1f"),
        ("1_000", "1_000"),
        ("12345678901234567890", "12345678901234567890"),
        ("true", True),
        ("False", False),
        ("12", 12),
        ("-3", -3),
        ("1.5", 1.5),
        ("~", None),
        ("", None),
        ("'12'", "12"),
        ("Zażółć 中文 й", "Zażółć 中文 й"),
    ],
)
def test_a_value_is_read_as_what_its_author_meant(written: str, value: object) -> None:
    """Dates, times and words like `no` stay text; only true, false and plain numbers change."""
    result = front_matter.read(f"key: {written}").fields["key"]
    assert result == value
    assert type(result) is type(value)


def test_empty_front_matter_has_no_fields() -> None:
    """Nothing and comments alone are fine."""
    assert front_matter.read("").fields == {}
    assert front_matter.read("# only a comment\n").fields == {}


def test_front_matter_over_16_kb_is_refused() -> None:
    """A page's fields are short; what is longer is a mistake."""
    assert front_matter.read(f"a: {'x' * (front_matter.MAX_CHARACTERS - 3)}").fields
    assert "longer than" in str(refusal(f"a: {'x' * front_matter.MAX_CHARACTERS}"))


def test_lines_of_values_are_known() -> None:
    """Every key and list item has its line; what has none takes that of its holder."""
    found = front_matter.read("a: 1\nlist:\n  - x\n  - y: 2\n    z: 3\n")
    assert found.place_of(("a",)) == (2, 4)
    assert found.place_of(("list", 1)) == (5, 5)
    assert found.place_of(("list", 1, "z")) == (6, 8)
    assert found.place_of(("list", 1, "missing", 7)) == (5, 5)
    assert found.place_of(("missing",)) == (1, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Title\n", (None, "# Title\n", 1)),
        ("", (None, "", 1)),
        ("---\na: 1\n---\nbody", ("a: 1", "body", 4)),
        ("---\n---\nbody", ("", "body", 3)),
        ("---\na: 1\n...\nbody", ("a: 1", "body", 4)),
        ("---  \na: 1\n---\t\nbody", ("a: 1", "body", 4)),
        ("---\na: 1\n---", ("a: 1", "", 4)),
        ("----\na: 1\n----\n", (None, "----\na: 1\n----\n", 1)),
        ("----\ntitle: A\n----\nbody", ("title: A", "body", 4)),
        ("-----\ntitle: A\n---\nbody", ("title: A", "body", 4)),
        ("<!-- ours -->\n---\ntitle: A\n---\nbody", ("\ntitle: A", "body", 5)),
        ("\n<!--\nours\n-->\n\n---\ntitle: A\n---\nbody", ("\n\n\n\n\ntitle: A", "body", 9)),
        ("<!-- ours\n---\ntitle: A\n---\nbody", (None, "<!-- ours\n---\ntitle: A\n---\nbody", 1)),
        ("<!-- ours --> text\n---\ntitle: A\n---\n", (None, "<!-- ours --> text\n---\ntitle: A\n---\n", 1)),
        ("---js\n{\n  title: 'A',\n}\n---\nbody", ("{\n  title: 'A',\n}", "body", 6)),
        ("\n---\na: 1\n---\n", (None, "\n---\na: 1\n---\n", 1)),
    ],
)
def test_a_page_is_cut_into_front_matter_and_body(text: str, expected: tuple[str | None, str, int]) -> None:
    """The third part is the line on which the body begins."""
    assert front_matter.split(text) == expected


def test_front_matter_that_never_ends_is_refused() -> None:
    """The author is told what to add."""
    with pytest.raises(FrontMatterError, match="never ends") as caught:
        front_matter.split("---\na: 1\n\n# Title\n")
    assert caught.value.line == 1


@given(st.one_of(st.text(), YAML_SIGNS))
@example("---\n" + "a: 1\n" * 3)
@settings(max_examples=300)
def test_splitting_and_reading_any_text_raises_only_the_named_error(text: str) -> None:
    """Whatever an author saves, the reader survives it."""
    for source in (text, f"---\n{text}\n---\nbody"):
        try:
            front, body, line = front_matter.split(source)
            assert line >= 1
            assert body in source
            front_matter.read(front if front is not None else source)
        except FrontMatterError as error:
            assert error.line >= 1  # noqa: PT017 - most texts give no error
