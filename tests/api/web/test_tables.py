"""Tables as CSV: no cell of theirs begins a formula, however a spreadsheet splits them, and numbers stay numbers."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import example, given
from hypothesis import strategies as st

from api.web.tables import csv_pieces, csv_response
from config import PROJECT

SIGNS = "=+-@＝＋－＠"
UNSEEN = ' "\t\n\r\v\f\u00a0\u200b\u2060\u3000\ufeff\u00ad\u2028\ufe0f\x00'
TRICKY = st.text(st.sampled_from(f"{SIGNS},;'x1{UNSEEN}"))
TEXTS = TRICKY | st.text() | st.builds(str.__add__, st.text(), TRICKY)


@given(st.lists(st.lists(TEXTS, min_size=1, max_size=4), max_size=4))
@example([["x;=1+1"], ["＝1"], ["\ufeff=1"], ["a\n@x"], ['x;"=1"'], ["x,\u200b－1"], ['"=1'], ["\t+1"]])
def test_no_cell_begins_a_formula_however_the_file_is_split(rows: list[list[str]]) -> None:
    """By commas, semicolons or tabs, with quotes honoured or not, and whatever unseen signs stand before it."""
    text = "".join(csv_pieces(["name"], rows)).removeprefix("\ufeff")
    for delimiter in ",;\t":
        for cell in (*_cells(text, delimiter, csv.QUOTE_MINIMAL), *_cells(text, delimiter, csv.QUOTE_NONE)):
            assert _first_seen(cell) not in SIGNS, (delimiter, cell)


@pytest.mark.parametrize(
    "text",
    [
        'Ada, "the" Lind',
        "Łucja\nŻak",
        "course-slots",
        "ada@x.example",
        "a + b = c",
        "x; y",
        "2026-03-02",
        "'quoted'",
        "",
    ],
)
def test_other_text_stays_as_it_is(text: str) -> None:
    """Also where it has such signs within."""
    assert _read([[text, "end"]]) == [[text, "end"]]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("win_rate.csv", 'attachment; filename="win_rate.csv"'),
        ("wskaźnik.csv", "attachment; filename*=UTF-8''wska%C5%BAnik.csv"),
    ],
)
def test_a_file_may_have_any_letters_in_its_name(sqlite_app: Flask, name: str, said: str) -> None:
    """A company's own KPI is called by the id of its page, and a header holds ASCII alone."""
    with sqlite_app.test_request_context("/api/v1/kpis.csv"):
        assert csv_response(["a"], [], name=name).headers["Content-Disposition"] == said


@given(st.integers() | st.floats(allow_nan=False) | st.decimals(allow_nan=False))
def test_numbers_stay_numbers(number: float | Decimal) -> None:
    """Those that we count; what somebody wrote like a number is text."""
    assert _read([[number, f"-{abs(number)}"]]) == [[str(number), f"'-{abs(number)}"]]


def test_one_place_writes_csv() -> None:
    """What another wrote would have no guard; one that is read in the same minute is opened by nobody."""
    writers = re.compile(r"csv\.(?:writer|DictWriter)|to_csv\(")
    rooms = [PROJECT / name for name in ("api", "content", "lms", "site/hooks")]
    found = [str(file.relative_to(PROJECT)) for room in rooms for file in room.rglob("*.py") if _has(file, writers)]
    assert sorted(found) == ["api/web/tables.py", "api/work/crm/live/pulling.py"]


def _has(file: Path, wanted: re.Pattern[str]) -> bool:
    return bool(wanted.search(file.read_text(encoding="utf-8")))


def _read(rows: list[list[object]]) -> list[list[str]]:
    text = "".join(csv_pieces(["name"], rows)).removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text, newline="")))[1:]


def _cells(text: str, delimiter: str, quoting: int) -> Iterator[str]:
    lines = text.splitlines(keepends=True) if quoting == csv.QUOTE_NONE else io.StringIO(text, newline="")
    for row in csv.reader(lines, delimiter=delimiter, quoting=quoting):  # type: ignore[arg-type]  # one of its constants
        yield from row


def _first_seen(cell: str) -> str:
    """Return the first sign that shows, quotes left out; a word where there is none."""
    hidden = {"Cc", "Cf", "Zs", "Zl", "Zp", "Mn"}
    return next((sign for sign in cell if sign != '"' and unicodedata.category(sign) not in hidden), "nothing")
