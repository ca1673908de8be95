"""Workbooks that people have are read, and those that are made to do harm end a process of their own."""

from __future__ import annotations

import pytest

from api.work.uploads.grid import MOST_LINES
from api.work.uploads.workbooks import MOST_UNPACKED, WorkbookError, read_workbook
from support.workbooks import Day, workbook

FORMULA = '<row r="2"><c r="B2"><f>40+2</f><v>42</v></c><c r="C2" t="b"><v>1</v></c></row>'
FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def test_the_cells_of_each_sheet_are_text() -> None:
    """Formulas are their values, days ISO text; an empty sheet isn't there, and a row has its own number."""
    book = read_workbook(workbook({"A": FORMULA, "B": [], "C": [[Day(46106), 46106, 0.5, "x"]]}))
    assert [(sheet.name, list(sheet.rows)) for sheet in book.sheets] == [
        ("A", [(2, ["", "42", "TRUE"])]),
        ("C", [(1, ["2026-03-25", "46106", "0.5", "x"])]),
    ]


def test_an_old_macs_days_begin_in_1904() -> None:
    """It says so; a number that isn't shown as a day is told from one by that."""
    book = read_workbook(workbook({"A": [[Day(44644)]]}, attributes='date1904="1"'))
    assert (book.is_old_mac, book.sheets[0].rows) == (True, [(1, ["2026-03-25"])])


def lying(data: bytes) -> bytes:
    """Return a workbook whose sheet says that it is small."""
    found = bytearray(data)
    at = found.rfind(b"PK\x01\x02", 0, found.rfind(b"xl/worksheets/1.xml"))
    found[at + 24 : at + 28] = (100).to_bytes(4, "little")
    return bytes(found)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04" + b"x" * 100, "broken"),
        (workbook({"A": [["x"]]})[:-40], "broken"),
        (workbook({"A": "<row><c"}), "broken"),
        (workbook({"A": '<row r="1"><c r="A1" t="inlineStr"><is><t>&bomb;</t></is></c></row>'}), "broken"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "old .xls workbook, or has a password"),
        (workbook({"A": []}, more={"x.xml": b" " * (MOST_UNPACKED + 1)}), "unpacks to more than"),
        (lying(workbook({"A": [["x"]] + [["y" * 1000]] * 1000})), "broken"),
        (workbook({"A": FAR}), "reach too far"),
    ],
    ids=["garbage", "cut", "half a tag", "an entity", "old", "a bomb", "a liar", "far"],
)
def test_what_is_none_or_too_much_is_refused(data: bytes, says: str) -> None:
    """With what to do, and the next one is read."""
    with pytest.raises(WorkbookError, match=says):
        read_workbook(data)
    assert read_workbook(workbook({"A": [["x"]]})).sheets[0].rows == [(1, ["x"])]


def test_a_row_below_all_others_is_not_passed_over() -> None:
    """The reader of rows refuses it."""
    below = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1000000"><c r="A1000000"><v>2</v></c></row>'
    rows = read_workbook(workbook({"A": below})).sheets[0].rows
    assert [number > MOST_LINES for number, _ in rows] == [False, True]
