"""The index of the search of last resort: a page's parts under their headings, a line for each page."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from static_index import PLACE, entries_of, read_index, write_index


def read(line: str) -> list[dict[str, str]]:
    """Return the entries of a line."""
    found: list[dict[str, str]] = json.loads(f"[{line}]")
    return found


def test_each_part_is_an_entry() -> None:
    """Under its anchor; what has none belongs to the part before, the first heading to nobody."""
    html = '<p>In <b>short</b>.</p><h1 id="t">Title</h1><p>a &lt;img src=x&gt;</p><h2 id="b">B <code>c</code></h2>'
    html += '<p>d <a href="e" title="f > g">h</a></p><h3>I</h3><p>j</p>'
    assert read(entries_of(html, url="x/", title="Title")) == [
        {"location": "x/", "title": "Title", "text": "In short . a &lt;img src=x&gt;"},
        {"location": "x/#b", "title": "B c", "text": "d h I j"},
    ]


@pytest.mark.parametrize("sign", ["<h1>", '<h2 id="a">', "<", '<a "', "</h2>"])
def test_no_text_takes_for_ever(sign: str) -> None:
    """However many signs of a heading or a tag stand in it."""
    assert read(entries_of(sign * 50_000, url="x/", title="T"))[0]["location"] == "x/"


@given(st.dictionaries(st.from_regex(r"[a-z%0-9/-]{0,12}", fullmatch=True), st.text(), max_size=5))
def test_lines_are_read_as_they_were_written(tmp_path_factory: pytest.TempPathFactory, texts: dict[str, str]) -> None:
    """Whatever stands in a page."""
    folder = tmp_path_factory.mktemp("index")
    lines = {url: entries_of(f"{text},\n{{", url=url, title=text) for url, text in texts.items()}
    write_index(folder, lines.values())
    assert read_index(folder) == lines
    docs = json.loads((folder / PLACE).read_text(encoding="utf-8"))["docs"]
    assert [doc["location"] for doc in docs] == list(texts)
