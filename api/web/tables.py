"""Tables that leave, as CSV without a cell that runs as a formula, and lists as a body that comes in."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import quote
from uuid import UUID

from flask import Response, abort, request
from pydantic import BaseModel
from sqlalchemy.orm import Session

from api.web.cells import cell_of
from api.web.context import session
from api.web.database import db
from lms.audit.noting import note

ROWS_AT_ONCE = 200
View = TypeVar("View", bound=Callable[..., Any])
MEDIA_TYPE = "text/csv"
LINES_TYPE = "application/jsonl"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LIST_TYPES = {MEDIA_TYPE, WORKBOOK_TYPE, "application/vnd.ms-excel", "application/octet-stream"}
MOST_BYTES = 20_000_000


def csv_response(header: Sequence[str], rows: Iterable[Sequence[object]], *, name: str) -> Response:
    """Return rows as a CSV download."""
    body = "".join(csv_pieces(header, rows))
    note_export(name)
    return Response(body, headers={"Content-Disposition": _named(name)}, mimetype=MEDIA_TYPE)


def streamed_csv(
    header: Sequence[str], rows: Callable[[Session], Iterable[Sequence[object]]], *, name: str
) -> tuple[Iterator[str], int, dict[str, str]]:
    """Return a CSV download that is written while it is read, however long it is.

    It is no Response, because what stands between a route and the server would collect all of one first; and the rows
    come from a session of their own, because the request is over by then.
    """
    return _streamed(lambda own: csv_pieces(header, rows(own)), name, MEDIA_TYPE)


def streamed_lines(
    items: Callable[[Session], Iterable[BaseModel]], *, name: str
) -> tuple[Iterator[str], int, dict[str, str]]:
    """Return a download of JSON lines, an item in each, that is written while it is read."""
    return _streamed(lambda own: (f"{item.model_dump_json()}\n" for item in items(own)), name, LINES_TYPE)


def _streamed(
    pieces: Callable[[Session], Iterator[str]], name: str, media_type: str
) -> tuple[Iterator[str], int, dict[str, str]]:
    note_export(name)
    engine = db.engine

    def read() -> Iterator[str]:
        with Session(engine) as own:
            yield from pieces(own)

    return read(), 200, {"Content-Disposition": _named(name), "Content-Type": f"{media_type}; charset=utf-8"}


def csv_pieces(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield a table as CSV, ROWS_AT_ONCE rows in each piece."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    for number, row in enumerate(itertools.chain([header], rows), start=1):
        writer.writerow([cell_of(value) for value in row])
        if number % ROWS_AT_ONCE == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def takes_list(view: View) -> View:
    """State that a route's body is CSV or a workbook; others get 415. The view's first argument are the bytes.

    Which of the two it is, the bytes say: browsers and clients name one by the media type of the other.
    """

    @wraps(view)
    def checked(*args: Any, **kwargs: Any) -> Any:
        if request.mimetype not in LIST_TYPES:
            abort(415, f"send the rows as `Content-Type: {MEDIA_TYPE}`, or a workbook as `{WORKBOOK_TYPE}`")
        return view(request.get_data(), *args, **kwargs)

    checked.body_media_types = (MEDIA_TYPE, WORKBOOK_TYPE)  # type: ignore[attr-defined]  # read by the API's document
    checked.most_bytes = MOST_BYTES  # type: ignore[attr-defined]  # read by the gate
    return checked  # type: ignore[return-value]  # wraps keeps the rest of the signature


def note_export(name: str, *, person_id: UUID | None = None) -> None:
    """Note who takes which table away, or all of a person's; what can't be noted isn't given."""
    asked = {"route": request.path, **request.args.to_dict()}
    note(session(), "export.made", subject=name, person_id=person_id, after=asked)
    session().commit()


def _named(name: str) -> str:
    """Return the header that names a download; a header holds ASCII alone, and a page's id any letters."""
    return f'attachment; filename="{name}"' if name.isascii() else f"attachment; filename*=UTF-8''{quote(name)}"
