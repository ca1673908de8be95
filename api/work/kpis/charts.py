"""Charts of series as pictures, drawn here and not by a browser: the site's own chart in its light colours."""

from __future__ import annotations

from typing import Any

from api.work.kpis.monthly import MonthLine
from api.work.kpis.months import say_month_shortly

WIDTH, HEIGHT = 560, 180
# Screens of phones and laptops draw a point as two or three dots.
SCALE = 2
_MUTED, _LINE, _RANGE, _BRAND, _PAPER = "#51626f", "#d5dee5", "#a9cbe2", "#123f5c", "#fff"
# The first is what the drawing package brings along.
_FONT = "Liberation Sans, Arial, sans-serif"
_AXIS = {
    "labelColor": _MUTED,
    "titleColor": _MUTED,
    "domainColor": _LINE,
    "tickColor": _LINE,
    "gridColor": _LINE,
    "labelFontSize": 11,
    "titleFontSize": 11,
    "titleFontWeight": "normal",
}


def series_svg(line: MonthLine) -> str:
    """Return the chart of a KPI over months as SVG."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(series_spec(line)))


def series_png(line: MonthLine) -> bytes:
    """Return the same as PNG, for mail programs, which show no SVG."""
    import vl_convert

    return bytes(vl_convert.vegalite_to_png(series_spec(line), scale=SCALE))


def series_text(line: MonthLine) -> str:
    """Return in words what the chart shows."""
    said = [f"{say_month_shortly(point.month)}: {point.said}" for point in line.points if point.said]
    return f"Chart of {line.title} by month. {'; '.join(said)}."


def series_spec(line: MonthLine) -> dict[str, Any]:
    """Return the chart as Vega-Lite describes it, with the marks of the site's: a test compares."""
    months = [say_month_shortly(point.month) for point in line.points]
    values = [
        {"period": month, "isOver": True, "value": point.value, "low": point.low, "high": point.high, "target": None}
        for month, point in zip(months, line.points, strict=True)
    ]
    y = {"field": "value", "type": "quantitative", "axis": {"title": line.axis or None, "tickCount": 5}}
    x = {
        "field": "period",
        "type": "ordinal",
        # Months that nothing can be said of keep their place.
        "scale": {"domain": months},
        "axis": {"title": None, "labelAngle": 0, "labelOverlap": True},
    }
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "autosize": {"type": "fit", "contains": "padding"},
        "data": {"values": values},
        "encoding": {"x": x},
        "layer": [*_intervals(values), _path(y), _dots(y)],
        "config": {"background": _PAPER, "font": _FONT, "view": {"stroke": None}, "axis": _AXIS},
    }


def _intervals(values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if all(value["low"] is None for value in values):
        return []
    mark = {"type": "rule", "color": _RANGE, "strokeWidth": 7, "strokeCap": "round"}
    encoding = {"y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}}
    return [{"transform": [{"filter": "isValid(datum.low)"}], "mark": mark, "encoding": encoding}]


def _path(y: dict[str, Any]) -> dict[str, Any]:
    mark = {"type": "line", "color": _BRAND, "strokeWidth": 2, "invalid": "break-paths-filter-domains"}
    return {"mark": mark, "encoding": {"y": y}}


def _dots(y: dict[str, Any]) -> dict[str, Any]:
    mark = {"type": "point", "filled": True, "size": 70, "stroke": _BRAND, "strokeWidth": 2, "opacity": 1}
    fill = {"condition": {"test": "datum.isOver", "value": _BRAND}, "value": _PAPER}
    return {"transform": [{"filter": "isValid(datum.value)"}], "mark": mark, "encoding": {"y": y, "fill": fill}}
