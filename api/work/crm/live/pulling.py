"""Pulls: what changed in the CRM since the last one, written down as a file and imported as one, part by part."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy.orm import Session

from api.work.crm.asked import AskedImport, Imported, Tell
from api.work.crm.importing import import_file
from api.work.crm.live.wanted import LiveCrm, LivePart, LiveRow, PartRefusedError
from api.work.uploads.files import SentFile
from api.work.uploads.proposal import UploadAnswers
from lms.crm.kinds import KindName
from lms.crm.pulls import pull_name, pulled_until
from lms.days import present

OVERLAP = timedelta(minutes=10)
"""Read once more, because clocks differ and a CRM finds its newest changes late."""
_TOLD_EVERY = 200
_WRITTEN = UploadAnswers(
    encoding="utf-8", separator=",", header_row=1, columns={}, days={"": "ymd"}, numbers={"": "point"}
)


@dataclass(frozen=True)
class Pulled:
    """What came of one part: `done` where it had changes, `refused` where the CRM doesn't show it."""

    part: LivePart
    since: datetime | None
    done: Imported | None = None
    refused: str | None = None


def pull(
    session: Session,
    crm: LiveCrm,
    asked: AskedImport,
    *,
    kinds: Collection[KindName] = (),
    since: datetime | None = None,
) -> Iterator[Pulled]:
    """Import what changed in a CRM, and yield what came of each part; of some kinds, or of all.

    A part is read from `since`, or from where its last pull that counts ended, whichever is earlier: `since` can't
    leave a gap. What breaks off keeps nothing of its part, which the next pull reads again. Raises PullFailedError.
    """
    for part in crm.parts():
        if not kinds or part.kind in kinds:
            last = pulled_until(session, source=crm.name, kind=part.kind, what=part.what)
            session.rollback()  # reads end here: while the CRM answers, nobody waits for this database
            begin = _begin(last, since)
            try:
                yield Pulled(part, begin, _pulled(session, crm, part, begin, asked))
            except PartRefusedError as refused:
                yield Pulled(part, begin, refused=str(refused))


def _begin(last: datetime | None, since: datetime | None) -> datetime | None:
    if last is None:
        return since
    return min(last - OVERLAP, since) if since else last - OVERLAP


def _pulled(
    session: Session, crm: LiveCrm, part: LivePart, since: datetime | None, asked: AskedImport
) -> Imported | None:
    """Import what changed of one part; None where nothing did."""
    until = present()
    with TemporaryDirectory(prefix="pull-") as folder:
        file = Path(folder) / "rows.csv"
        if not _write(file, crm.columns(part), crm.rows(part, since), asked.tell):
            return None
        own = replace(
            asked, kind=part.kind, source=crm.name, answers=_WRITTEN, given=part.given, is_full=False, is_pulled=True
        )
        return import_file(session, SentFile(pull_name(part.what, until=until), file), own)


def _write(file: Path, columns: Sequence[str], rows: Iterator[LiveRow], tell: Tell) -> int:
    """Write rows as CSV, and return how many there are."""
    count = 0
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        for count, row in enumerate(rows, start=1):
            writer.writerow([_cell(row.get(name)) for name in columns])
            if count % _TOLD_EVERY == 0:
                tell("reading", count)
    return count


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value).replace("\0", "").encode("utf-8", "replace").decode()
