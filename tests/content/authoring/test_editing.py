"""Changing one field of a page, and patches that git and patch accept."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from content.authoring.editing import EditError, added_fields, patch, with_field
from content.fields import front_matter

DAY = "2026-11-22"
KEYS = st.sampled_from(["title", "owner", "reviewed", "summary", "stages"])
SIGNS = "ab1-:?[]{},&*!|>'\"%@#~.\r\t \u0085\u2028\ufeffй中🙂"
VALUES = st.one_of(st.text(alphabet=SIGNS, max_size=20), st.sampled_from(["|\n  a\n  b", "\n  - a\n  - b", "'a' # b"]))
FRONTS = st.lists(
    st.one_of(st.builds("{}: {}".format, KEYS, VALUES), st.sampled_from(["", "# title: a note"])), max_size=5
)
LINE_ENDS = st.sampled_from(["\n", "\r\n"])
TEXTS = st.lists(st.sampled_from(["", "a", "b", "a\r", "@@ -1 +1 @@", "--- a/x", "\\ No newline", "\ufeff", "й中"]))
NAMES = st.text(
    alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00/"), min_size=1, max_size=20
).filter(
    lambda name: name not in {".", ".."} and not name.lower().startswith((".git", "git~")) and len(name.encode()) < 200
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\nreviewed: 2026-01-02\n---\n# A\n", "---\nreviewed: 2026-11-22\n---\n# A\n"),
        ("---\nreviewed: '2026-01-02'  # by Tom\nz: 1\n---\n", "---\nreviewed: 2026-11-22  # by Tom\nz: 1\n---\n"),
        ("---\n'reviewed' :   2026-01-02\t\n---\n", "---\n'reviewed' :   2026-11-22\t\n---\n"),
        ("---\nreviewed:\n---\n", "---\nreviewed: 2026-11-22\n---\n"),
        ("---\nreviewed: # when?\n---\n", "---\nreviewed: 2026-11-22 # when?\n---\n"),
        ("---\r\na: 1\r\nreviewed: x\r\n---\r\n# A\r\n", "---\r\na: 1\r\nreviewed: 2026-11-22\r\n---\r\n# A\r\n"),
        ("---\n{a: 1, reviewed: x}\n---\n", "---\n{a: 1, reviewed: 2026-11-22}\n---\n"),
        ("---\n🙂: й\nreviewed: 🙂 й # 🙂\n---\n", "---\n🙂: й\nreviewed: 2026-11-22 # 🙂\n---\n"),
        ("---\na: 1\n---\n# A\n", "---\na: 1\nreviewed: 2026-11-22\n---\n# A\n"),
        ("---\r\na: 1\r\n---\r\n", "---\r\na: 1\r\nreviewed: 2026-11-22\r\n---\r\n"),
        ("---\n---\n# A\n", "---\nreviewed: 2026-11-22\n---\n# A\n"),
        ("---\n# title: a note\n...\nbody", "---\n# title: a note\nreviewed: 2026-11-22\n...\nbody"),
        ("---\n  a: 1\n  b: 2\n---\n", "---\n  a: 1\n  b: 2\n  reviewed: 2026-11-22\n---\n"),
        ("---\ntext: |+\n  a\n\n---\nbody", "---\ntext: |+\n  a\n\nreviewed: 2026-11-22\n---\nbody"),
        ("---\nby:\n  reviewed: x\n---\n", "---\nby:\n  reviewed: x\nreviewed: 2026-11-22\n---\n"),
        ("# A\n", "---\nreviewed: 2026-11-22\n---\n# A\n"),
        ("# A\r\n\r\ntext\n", "---\r\nreviewed: 2026-11-22\r\n---\r\n# A\r\n\r\ntext\n"),
        ("\ufeff# A\n", "\ufeff---\nreviewed: 2026-11-22\n---\n# A\n"),
        ("\ufeff---\na: 1\n---\n", "\ufeff---\na: 1\nreviewed: 2026-11-22\n---\n"),
        ("", "---\nreviewed: 2026-11-22\n---\n"),
        ("---\nreviewed: 2026-11-22\n---\n", "---\nreviewed: 2026-11-22\n---\n"),
    ],
)
def test_one_value_changes_and_nothing_else(before: str, after: str) -> None:
    """Comments, order, quotes, line ends and the mark at the start stay."""
    assert with_field(before, "reviewed", DAY) == after


@pytest.mark.parametrize(
    ("before", "says"),
    [
        ("---\nreviewed: |\n  2026\n---\n", "takes several lines; write `reviewed: 2026-11-22` by hand"),
        ("---\nreviewed: [2026]\n---\n", "holds a list"),
        ("---\nreviewed:\n  - 2026\n---\n", "holds a list"),
        ("---\nreviewed: 2026\n  or so\n---\n", "takes several lines"),
        ("---\n? reviewed\n: x\n---\n", "takes several lines"),
        ("---\n{a: 1}\n---\n", "couldn't be read after the change"),
        ("---\na: 1\n# A\n", "line 1: the front matter starts with `---` but never ends"),
        ("---\na: [\n---\n", "mend this first, then set `reviewed`"),
        ("---\na: &x 1\n---\n", "anchors"),
        ("---\nreviewed: 1\nreviewed: 2\n---\n", "stands twice"),
        (f"---\na: {'x' * (front_matter.MAX_CHARACTERS - 4)}\n---\n", "longer than"),
    ],
)
def test_what_needs_an_author_is_refused_with_what_to_do(before: str, says: str) -> None:
    """A guess about someone's YAML is worse than a refusal."""
    with pytest.raises(EditError) as refused:
        with_field(before, "reviewed", DAY)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("mara@x.example", "mara@x.example"),
        ("12", "12"),
        ("true", "true"),
        ("no", "no"),
        ("", '""'),
        ("null", '"null"'),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        ("[a]", '"[a]"'),
        ('say "é中"\n', '"say \\"é中\\"\\n"'),
        ("a\u2028b", '"a\\Lb"'),
        ("*a", '"*a"'),
    ],
)
def test_a_value_is_quoted_where_yaml_would_read_it_otherwise(value: str, written: str) -> None:
    """And left plain where it wouldn't."""
    assert with_field("---\ntitle: old\n---\n", "title", value) == f"---\ntitle: {written}\n---\n"


@given(
    FRONTS, st.text(alphabet=SIGNS + "\n", max_size=20), LINE_ENDS, st.booleans(), st.text(max_size=12) | st.just(DAY)
)
@example(["reviewed: |+\n  a\n"], "", "\n", False, DAY)
@settings(max_examples=400)
def test_any_page_is_changed_as_meant_or_refused(
    front: list[str], body: str, end: str, is_marked: bool, value: str
) -> None:
    """What was read of every other field stays; an author's lines stay where they were; twice is once."""
    page = "---\n" + "".join(f"{line}\n" for line in front) + "---\n" + body
    before = "\ufeff" * is_marked + page.replace("\n", end)
    try:
        after = with_field(before, "reviewed", value)
    except EditError as error:
        assert str(error)  # noqa: PT017 - most texts give no error
        return
    old, new = _fields(before), _fields(after)
    read = new.pop("reviewed")
    old.pop("reviewed", None)
    assert new == old
    assert (str(read).lower() if isinstance(read, int | float) else read) in {value, value.lower()}
    assert with_field(after, "reviewed", value) == after
    was, is_now = before.split("\n"), after.split("\n")
    # Where the lines aren't meant as fields, front matter is put on top of them, between two rules.
    assert len(is_now) - len(was) in ({0, 1} if front_matter.split(page)[0] is not None else {3})
    assert sum(line not in was for line in is_now) <= 1


def test_missing_fields_are_added_and_present_ones_never_touched() -> None:
    """An empty field is there too: its author left it empty."""
    fields = {
        "title": "New",
        "owner": "x",
        "stages": ["awareness", "a, b"],
        "reviewed": date(2026, 11, 22),
        "n": {"a": 1},
    }
    assert added_fields("---\ntitle: Old\nowner:\n---\nbody", fields) == (
        "---\ntitle: Old\nowner:\nstages: [awareness, 'a, b']\nreviewed: 2026-11-22\nn: {a: 1}\n---\nbody"
    )
    assert added_fields("---\ntitle: Old\n---\n", {"title": "New"}) == "---\ntitle: Old\n---\n"


def test_a_page_without_front_matter_gets_all_fields_on_top() -> None:
    """In the order given, with the page's own line ends."""
    added = added_fields("# A\r\n", {"title": "Zażółć: 中文", "keywords": [], "minutes": 5, "is_new": True})
    assert added == "---\r\ntitle: 'Zażółć: 中文'\r\nkeywords: []\r\nminutes: 5\r\nis_new: true\r\n---\r\n# A\r\n"


def test_the_same_list_twice_is_written_out_twice() -> None:
    """PyYAML would write an anchor and an alias, which front matter may not hold."""
    same = ["a"]
    assert added_fields("", {"x": [same, same]}) == "---\nx: [[a], [a]]\n---\n"


@pytest.mark.parametrize("value", [object(), float("nan"), {1: "a"}, "\ud800"])
def test_a_value_that_front_matter_can_not_hold_is_refused(value: object) -> None:
    """Before anything is written to a file."""
    with pytest.raises(EditError):
        added_fields("---\na: 1\n---\n", {"b": value})


LEAVES = st.one_of(
    st.text(max_size=30), st.text(alphabet=SIGNS + "\n", max_size=30), st.integers(-999, 999), st.booleans()
)
NESTED = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab"), inner, max_size=2)
)


@given(st.dictionaries(st.sampled_from(["title", "summary", "keywords", "n"]), NESTED), LINE_ENDS, st.booleans())
@settings(max_examples=400)
def test_added_values_are_read_as_they_were_given(fields: dict[str, Any], end: str, has_front: bool) -> None:
    """Whatever a title holds, the YAML says it."""
    before = ("---\nid: a\n---\n# A\n" if has_front else "# A\n").replace("\n", end)
    after = added_fields(before, fields)
    assert _fields(after) == ({"id": "a"} if has_front else {}) | fields
    assert after.endswith(before if not has_front else f"---{end}# A{end}")


@pytest.fixture(scope="module")
def repository() -> Iterator[Path]:
    """An empty git repository."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["git", "init", "-q", folder], check=True)
        yield Path(folder)


@given(TEXTS, TEXTS, NAMES, st.booleans())
@example(["a", "b"], ["a"], 'sub folder/q"u\\o\tte é中.md', False)
@example([], ["a"], "-n", True)
@example(["a"], [], "empty .md", True)
@example(["x"] * 50, [*["x"] * 20, "y", *["x"] * 30], "far.md", True)
@example(["y", *"abcdefghijkl", "y"], ["z", *"abcdefghijkl", "z"], "two hunks.md", False)
@settings(max_examples=120)
def test_git_applies_every_patch(repository: Path, old: list[str], new: list[str], name: str, has_end: bool) -> None:
    """Byte for byte, forwards and back, whatever the file is called."""
    before, after = ("\n".join(lines) + "\n" * (has_end and bool(lines)) for lines in (old, new))
    assume(before != after)
    file = repository / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(before.encode())
    made = patch(name, before, after)
    _run(repository, made, "git", "apply", "--whitespace=nowarn", "-")
    assert file.read_bytes().decode() == after
    _run(repository, made, "git", "apply", "--whitespace=nowarn", "-R", "-")
    assert file.read_bytes().decode() == before
    file.unlink()


@pytest.mark.parametrize("name", ["a.md", "with space.md", 'q"uote\\.md', "zażółć 中文.md", "tab\there.md"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_patch_applies_it_too(tmp_path: Path, name: str, end: str) -> None:
    """The header names the file as GNU patch reads names."""
    before = f"---{end}reviewed: 2026-01-02{end}---{end}# A{end}last"
    after = with_field(before, "reviewed", DAY)
    (tmp_path / name).write_bytes(before.encode())
    _run(tmp_path, patch(name, before, after), "patch", "-p1", "--binary", "--no-backup-if-mismatch")
    assert (tmp_path / name).read_bytes().decode() == after
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_git_shows_the_same_patch(repository: Path) -> None:
    """Names, ranges and context are written as git writes them."""
    before, after = "".join(f"{n}\n" for n in range(30)), "".join(f"{n}\n" for n in range(30) if n not in {4, 20})
    file = repository / 'a b\\"é.md'
    file.write_text(before)
    subprocess.run(["git", "add", "."], cwd=repository, check=True)
    file.write_text(after)
    shown = subprocess.run(["git", "diff", "--no-color"], cwd=repository, capture_output=True, text=True, check=True)
    lines = [line.partition(" @@")[0] for line in shown.stdout.splitlines() if not line.startswith("index ")]
    assert [line.removesuffix(" @@") for line in patch(file.name, before, after).splitlines()] == lines


def test_nothing_changed_is_no_patch() -> None:
    """There is nothing to apply."""
    assert patch("a.md", "a", "a") == ""


def test_a_long_page_of_equal_lines_is_compared_at_once() -> None:
    """Only what lies between the same start and the same end is looked at."""
    lines = "a\nb\n\n" * 100_000
    made = patch("a.md", f"---\nx: 1\n---\n{lines}", f"---\nx: 2\n---\n{lines}")
    assert made.count("\n") < 15


def _fields(page: str) -> dict[str, Any]:
    source = front_matter.split(page.removeprefix("\ufeff").replace("\r\n", "\n"))[0]
    return front_matter.read(f"{source}\n", limit=20_000).fields if source is not None else {}


def _run(folder: Path, given: str, *command: str) -> None:
    done = subprocess.run(command, cwd=folder, input=given.encode(), capture_output=True, check=False)
    assert done.returncode == 0, (done.stderr, given)
