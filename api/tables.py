"""CSV as a manager opens it: UTF-8 with a mark, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps
from typing import Any, TypeVar

from flask import Response, current_app, g, stream_with_context

ROWS_AT_ONCE = 200
View = TypeVar("View", bound=Callable[..., Any])
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_response(header: Sequence[str], rows: Iterable[Sequence[object]], *, name: str) -> Response:
    """Return rows as a CSV download."""
    return _download("".join(csv_pieces(header, rows)), name)


def streamed_csv(header: Sequence[str], rows: Iterable[Sequence[object]], *, name: str) -> Response:
    """Return rows as a CSV download, however long, that is written while it is read; from a route that `streams`.

    The rows are read from the database's session of this request, which stays open until the last one.
    """
    g.stream = csv_pieces(header, rows)
    return _download("", name)


def streams(view: View) -> View:
    """Let a route's answer be written while it is read: what stands between would collect it first."""

    @wraps(view)
    def streamed(*args: Any, **kwargs: Any) -> Response:
        response = current_app.make_response(view(*args, **kwargs))
        pieces = g.pop("stream", None)
        if pieces is not None:
            response.headers.pop("Content-Length", None)
            response.response = stream_with_context(pieces)
        return response

    return streamed  # type: ignore[return-value]  # wraps keeps the signature


def csv_pieces(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield a table as CSV, ROWS_AT_ONCE rows in each piece."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    for number, row in enumerate(itertools.chain([header], rows), start=1):
        writer.writerow([_cell(value) for value in row])
        if number % ROWS_AT_ONCE == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _download(body: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, headers=headers, mimetype="text/csv")


def _cell(value: object) -> str:
    """Write a value so that no spreadsheet takes it for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
