"""Whatever a file holds, reading it gives a page or a problem, never a crash."""

from __future__ import annotations

from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from config import PROJECT
from content.document import parse
from content.fields import front_matter
from content.fields.front_matter import FrontMatterError
from content.fields.models import TYPES, PageFields
from content.taxonomy import Taxonomy, read_taxonomy

PAGES = sorted((PROJECT / "content" / "pages").rglob("*.md"))
TAXONOMY = read_taxonomy(PROJECT / "content" / "pages")[0]
FIELDS = sorted({name for model in TYPES.values() for name in model.model_fields})
ANY_TEXT = st.text(max_size=200)
YAML_SIGNS = st.text(alphabet="ab01-:?[]{},&*!|>'\"%@#~.<=\n\r\t \u0085\u2028\ufeff\0йé中🚚", max_size=120)
SCALARS = st.one_of(
    st.sampled_from(
        ["no", "~", "''", "12", "-1", "1.5", "1e400", ".nan", "2026-02-30", "0x1F", "1:30", "0b1", "=", "<<"]
    ),
    st.sampled_from(
        ["true", "9" * 5000, "\\", '"\\x"', '"\\ud800"', '"\\0"', "6 months", "9999 years", "!!int x", "&a b"]
    ),
    st.sampled_from(sorted(TYPES)),
    ANY_TEXT,
    YAML_SIGNS,
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(st.tuples(st.sampled_from(FIELDS), inner), max_size=3).map(
            lambda items: "{" + ", ".join(f"{key}: {value}" for key, value in items) + "}"
        ),
        st.lists(inner, max_size=3).map(lambda items: "".join(f"\n  - {item}" for item in items)),
    ),
    max_leaves=8,
)
FRONT_MATTER = st.lists(st.tuples(st.one_of(st.sampled_from(FIELDS), YAML_SIGNS), VALUES), max_size=6).map(
    lambda items: "".join(f"{key}: {value}\n" for key, value in items)
)
PATHS = st.sampled_from(["a.md", "courses/x/index.md", "playbooks/a.md", "Ünï/中.md", "---.md"])


@st.composite
def mutated_pages(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a page of the sample library with a few pieces cut out, doubled, or replaced, and its path."""
    file: Path = draw(st.sampled_from(PAGES))
    text = file.read_text(encoding="utf-8")
    for _ in range(draw(st.integers(1, 4))):
        # Most changes happen in the front matter, where more can go wrong.
        start = draw(st.integers(0, draw(st.sampled_from([60, 800, len(text)]))))
        length = draw(st.integers(0, 40))
        piece = draw(st.one_of(st.just(""), st.just(text[start : start + length] * 2), YAML_SIGNS, SCALARS))
        text = text[:start] + piece + text[start + length :]
    return text, file.relative_to(PROJECT / "content" / "pages").as_posix()


def read_all(text: str, path: str, taxonomy: Taxonomy) -> None:
    """Read a page by every way there is; a crash fails the test that calls this."""
    page, problems = parse(text, path=path, taxonomy=taxonomy)
    assert page is not None or problems
    for problem in problems:
        assert problem.line >= 1
        assert "\n" not in str(problem)
        str(problem).encode("utf-8")
    if page is not None:
        assert page.id
        assert page.title
        assert page.type in TYPES
        assert isinstance(page.fields, PageFields)
        assert page.body in front_matter.with_plain_line_ends(text)


def read_front_matter(text: str) -> None:
    """Cut and read text; anything but the named error fails the test that calls this."""
    try:
        source, body, line = front_matter.split(text)
    except FrontMatterError as error:
        assert error.line >= 1  # noqa: PT017 - most texts give no error
        return
    assert text.endswith(body)
    assert 1 <= line <= text.count("\n") + 2
    try:
        front_matter.read(text if source is None else source)
    except FrontMatterError as error:
        assert 1 <= error.line <= text.count("\n") + 3  # noqa: PT017 - most texts give no error


@given(text=st.one_of(ANY_TEXT, YAML_SIGNS, FRONT_MATTER), path=PATHS)
@example(text="", path="a.md")
@example(text="\ufeff", path="a.md")
@settings(max_examples=300)
def test_any_text_is_read_or_refused(text: str, path: str) -> None:
    """A page without front matter, or with something like it, never crashes the reader."""
    read_front_matter(text)
    read_all(text, path, TAXONOMY)


@given(source=st.one_of(FRONT_MATTER, YAML_SIGNS), body=ANY_TEXT, path=PATHS, end=st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=500)
def test_any_front_matter_is_read_or_refused(source: str, body: str, path: str, end: str) -> None:
    """Fields of every name with values of every shape become a page with problems, or one problem."""
    text = f"---\n{source}\n---\n{body}".replace("\n", end)
    read_front_matter(text)
    read_all(text, path, Taxonomy())
    read_all(text, path, TAXONOMY)


@given(page=mutated_pages())
@settings(max_examples=300)
def test_a_damaged_page_is_read_or_refused(page: tuple[str, str]) -> None:
    """A real page that somebody's editor or merge has broken never crashes the reader."""
    read_front_matter(page[0])
    read_all(*page, TAXONOMY)
