"""An import that is killed: what was known stays as it was, and the next one takes its remains away."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from lms.crm.imports import SILENCE
from lms.crm.models import CrmFact, CrmImport
from lms.days import Now
from support.crm_files import NOW, records, send
from support.databases import session_of
from support.waiting import wait_for

HEADER = "Record ID,Deal Stage,Amount,Close Date\n"
IMPORT = """
import sys
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from api.work.crm import importing
from api.work.crm.asked import AskedImport
from api.work.uploads.files import SentFile
from lms.days import now_in, present
importing.STEP = 10
zone = ZoneInfo("UTC")
file = Path(sys.argv[2])
with Session(create_engine(sys.argv[1])) as session:
    importing.import_file(session, SentFile(file.name, file), AskedImport(zone, now_in(zone, present())))
"""


def test_a_killed_import_leaves_the_last_good_state(sqlite_url: str, tmp_path: Path) -> None:
    """Its rows are in the database, and nobody sees them."""
    file = tmp_path / "deals.csv"
    file.write_text(HEADER + "".join(f"{number},Won,1,2026-05-01\n" for number in range(50_000)), encoding="utf-8")
    with session_of(sqlite_url) as session:
        send(session, HEADER + "1,Open,1,2026-05-01\n", source="csv")
        running = subprocess.Popen(
            [sys.executable, "-c", IMPORT, sqlite_url, str(file)], env={**os.environ, "PYTHONPATH": "."}
        )

        def begun() -> bool:
            session.rollback()
            assert running.poll() is None
            return (session.scalar(select(func.count()).select_from(CrmFact)) or 0) > 20

        wait_for(begun)
        running.send_signal(signal.SIGKILL)
        running.wait()
        session.rollback()
        assert records(session, "deals").keys() == {"1"}
        assert records(session, "deals")["1"]["stage"] == "Open"
        left = session.scalars(select(CrmImport).where(CrmImport.finished_at.is_(None))).one()
        left.alive_at -= SILENCE + timedelta(seconds=1)
        session.commit()
        send(session, HEADER + "2,Open,1,2026-05-01\n", source="csv", now=Now(NOW.at, NOW.day))
        assert session.scalar(select(func.count()).select_from(CrmFact)) == 2
        assert session.scalar(select(func.count()).select_from(CrmImport)) == 2
