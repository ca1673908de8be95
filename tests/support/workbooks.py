"""Workbooks as a spreadsheet writes them, and such as nobody would."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


class Day(int):
    """A number that is shown as a day."""


def workbook(
    sheets: Mapping[str, Sequence[Sequence[object]] | str],
    *,
    attributes: str = "",
    more: Mapping[str, bytes] | None = None,
) -> bytes:
    """Write sheets of rows, or of XML as it is; `attributes` are the workbook's, `more` other files in it."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        types = (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
        )
        file.writestr("[Content_Types].xml", types)
        file.writestr("_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")]))
        names = "".join(
            f'<sheet name="{escape(name)}" sheetId="{number}" r:id="r{number}"/>'
            for number, name in enumerate(sheets, start=1)
        )
        inside = f"<workbookPr {attributes}/><sheets>{names}</sheets>"
        book = f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}">{inside}</workbook>'
        file.writestr("xl/workbook.xml", book)
        targets = [("worksheet", f"worksheets/{number}.xml") for number in range(1, len(sheets) + 1)]
        file.writestr("xl/_rels/workbook.xml.rels", _relations([*targets, ("styles", "styles.xml")]))
        styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
        file.writestr("xl/styles.xml", f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>')
        for number, rows in enumerate(sheets.values(), start=1):
            data = rows if isinstance(rows, str) else "".join(_row(at, row) for at, row in enumerate(rows, start=1))
            sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData></worksheet>'
            file.writestr(f"xl/worksheets/{number}.xml", sheet)
        for name, content in (more or {}).items():
            file.writestr(name, content)
    return packed.getvalue()


def _relations(targets: list[tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _row(number: int, values: Sequence[object]) -> str:
    cells = "".join(_cell(f"{chr(65 + place)}{number}", value) for place, value in enumerate(values) if value != "")
    return f'<row r="{number}">{cells}</row>'


def _cell(at: str, value: object) -> str:
    if isinstance(value, int | float):
        return f'<c r="{at}" s="{int(isinstance(value, Day))}"><v>{value}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'
