"""A month's KPIs as a PDF, by the optional package that sets it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from api.work.kpis.charts import series_svg, series_text
from api.work.kpis.monthly import MonthLine, MonthReport
from api.work.kpis.months import say_month
from api.work.kpis.saying import basis_of, foot_of, sentences_of, title_of, unsaid_of
from lms.errors import Conflict

EXTRA = "pdf"
_LAYOUT = Path(__file__).with_name("paper.typ")


def can_set() -> bool:
    """Tell whether PDFs can be made here."""
    try:
        import typst  # noqa: F401 - whether it can be imported is the question
    except ImportError:
        return False
    return True


def pdf_of(report: MonthReport, *, address: str) -> bytes:
    """Return the report as a PDF; raises Conflict, which names the extra, where its package isn't installed."""
    if not can_set():
        raise Conflict(f"PDFs need the optional extra `{EXTRA}`: install `repertoire[{EXTRA}]`")
    import typst

    compile_: Callable[..., bytes] = typst.compile
    data = json.dumps(_data(report, address), ensure_ascii=False)
    return bytes(compile_(_LAYOUT.read_bytes(), format="pdf", sys_inputs={"report": data}))


def _data(report: MonthReport, address: str) -> dict[str, Any]:
    return {
        "title": title_of(report),
        "basis": basis_of(report),
        "month": say_month(report.month),
        "sentences": sentences_of(report),
        "standing_out": [_line(line) for line in report.standing_out],
        "charts": [{"title": line.title, "svg": series_svg(line), "alt": series_text(line)} for line in report.drawn],
        "groups": [{"title": title, "lines": [_line(line) for line in lines]} for title, lines in report.groups],
        "unsaid": unsaid_of(report),
        "foot": foot_of(report, address),
    }


def _line(line: MonthLine) -> dict[str, str]:
    names = ("title", "said", "before", "verdict", "change")
    return {name: str(getattr(line, name)) for name in names}
