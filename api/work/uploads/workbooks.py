"""Workbooks (.xlsx) into sheets of text, in a process of its own: what unpacks or reaches too far ends only that."""

from __future__ import annotations

import os
import re
import signal
import struct
import threading
import zipfile
import zlib
from collections.abc import Iterator
from concurrent.futures import TimeoutError  # noqa: A004 - pebble raises this class, not the built-in one
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from multiprocessing.util import Finalize
from typing import Any

from pebble import ProcessExpired, ProcessPool

from api.work.uploads.grid import MOST_COLUMNS, MOST_LINES, Sheet
from content.processes import FORKED

try:
    import resource
except ImportError:  # not on Windows, where the clock alone ends it
    resource = None  # type: ignore[assignment]

ZIP = b"PK\x03\x04"
OLD = b"\xd0\xcf\x11\xe0"
MOST_UNPACKED = 200_000_000
MOST_FILES = 2_000
MOST_SHEETS = 20
MOST_CHARACTERS = 50_000_000
SECONDS = 20.0
PATIENCE_SECONDS = 60.0
MEMORY_BYTES = 1_500_000_000
_PIECE = 1_000_000
_SAVE = "save it as .xlsx again, or as CSV"
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_IS_1904 = re.compile(rb"<workbookPr[^>]*\bdate1904\s*=\s*[\"'](?:1|true)[\"']")


class WorkbookError(Exception):
    """A workbook can't be read; the message says what to change."""


@dataclass(frozen=True)
class Workbook:
    """The sheets of a workbook that can be seen and hold something; an old Mac's counts days from 1904."""

    sheets: tuple[Sheet, ...]
    is_old_mac: bool = False


def is_workbook(data: bytes) -> bool:
    """Tell whether bytes are a workbook, or want to be one."""
    return data.startswith((ZIP, OLD))


def read_workbook(data: bytes) -> Workbook:
    """Read a workbook, with the values of its formulas; raises WorkbookError."""
    if data.startswith(OLD):
        raise WorkbookError("this is an old .xls workbook, or has a password; save it as .xlsx without one, or as CSV")
    try:
        result: Workbook | str = _pool().schedule(_read, args=[data], timeout=PATIENCE_SECONDS).result()
    except TimeoutError:
        result = f"the workbook takes too long to read; {_SAVE}"
    except (ProcessExpired, BrokenProcessPool, MemoryError, RecursionError) as error:
        if isinstance(error, ProcessExpired) and error.exitcode == -signal.SIGPROF:
            result = f"the workbook takes too long to read; {_SAVE}"
        else:
            result = (
                "the workbook's cells reach too far or hold too much; copy the list into a new one, or save it as CSV"
            )
    if isinstance(result, str):
        raise WorkbookError(result)
    return result


_lock = threading.Lock()
_pools: list[Any] = []


def _pool() -> Any:
    """Return the pool of one process at a time, each of which reads one workbook."""
    with _lock:
        if not _pools or not _pools[0].active:
            _pools[:] = [ProcessPool(max_workers=1, max_tasks=1, context=FORKED)]
            # A process waits for its children before it ends; these would never end by themselves.
            Finalize(None, _stop, args=(_pools[0],), exitpriority=100)
        return _pools[0]


def _stop(pool: Any) -> None:
    pool.stop()
    pool.join()


def _read(data: bytes) -> Workbook | str:
    """Read a workbook in a process that the system ends once it takes too much; or say what is wrong with it."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    # What can't get its memory says so at length before it ends.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        return _unpacked(data)
    except WorkbookError as error:
        return str(error)
    except (zipfile.BadZipFile, zlib.error, struct.error, ValueError, NotImplementedError, EOFError, OSError):
        return f"the workbook is broken; {_SAVE}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _unpacked(data: bytes) -> Workbook:
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    with zipfile.ZipFile(BytesIO(data)) as packed:
        infos = packed.infolist()
        names = {info.filename for info in infos}
        if "xl/workbook.xml" not in names or len(names) < len(infos):
            raise WorkbookError(f"this is no .xlsx workbook; {_SAVE}")
        _check_sizes(data, infos)
        is_old_mac = bool(_IS_1904.search(packed.read("xl/workbook.xml")[:_PIECE]))
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        shown = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
        ]
        left = MOST_CHARACTERS
        sheets = []
        for name in shown[:MOST_SHEETS]:
            cells = book.get_sheet_by_name(name)
            before = [""] * min(cells.start[1] if cells.start else 0, MOST_COLUMNS)
            sheet = Sheet(name, [(number, before + row) for number, row in _rows(cells.iter_rows())])
            left -= sum(len(cell) + 1 for _, cells in sheet.rows for cell in cells)
            if left < 0:
                raise WorkbookError(f"the workbook has more than {MOST_CHARACTERS:,} characters; split the list")
            sheets.append(sheet)
    except CalamineError as error:
        raise WorkbookError(f"the workbook is broken; {_SAVE}") from error
    return Workbook(tuple(sheet for sheet in sheets if sheet.rows), is_old_mac)


def _check_sizes(data: bytes, infos: list[zipfile.ZipInfo]) -> None:
    """Refuse what says that it unpacks to too much, and what does so without saying it."""
    if len(infos) > MOST_FILES or sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise WorkbookError(f"the workbook unpacks to more than {MOST_UNPACKED:,} bytes; copy the list into a new one")
    for info in infos:
        if info.flag_bits & 1:
            raise WorkbookError(f"the workbook has a password; {_SAVE}, without one")
        if sum(_unpack(data, info)) != info.file_size:
            raise WorkbookError(f"the workbook is broken; {_SAVE}")


def _unpack(data: bytes, info: zipfile.ZipInfo) -> Iterator[int]:
    """Yield the sizes of a file's pieces, of one too many where it is larger than it says."""
    header = _LOCAL_HEADER.unpack_from(data, info.header_offset)
    start = info.header_offset + _LOCAL_HEADER.size + header[9] + header[10]
    packed = data[start : start + info.compress_size]
    if info.compress_type == zipfile.ZIP_STORED:
        yield len(packed)
        return
    if info.compress_type != zipfile.ZIP_DEFLATED:
        raise WorkbookError(f"the workbook is packed in another way; {_SAVE}")
    inflating, size = zlib.decompressobj(-zlib.MAX_WBITS), 0
    while packed and not inflating.eof and size <= info.file_size:
        piece = len(inflating.decompress(packed, _PIECE))
        packed = inflating.unconsumed_tail
        size += piece
        yield piece
    yield len(inflating.flush())


def _rows(found: Iterator[list[Any]]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold something, as text; one more than are allowed, for whoever reads them to refuse."""
    for number, values in enumerate(found, start=1):
        last = next((place for place in range(len(values), 0, -1) if values[place - 1] != ""), 0)
        if last:
            yield number, [_text_of(value) for value in values[: min(last, MOST_COLUMNS + 1)]]
            if number > MOST_LINES:
                return


def _text_of(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return str(value.date() if value.time() == time.min else value.replace(microsecond=0))
    return value.isoformat() if isinstance(value, date | time) else str(value)
