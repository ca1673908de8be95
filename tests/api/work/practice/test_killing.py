"""Kill -9 while a recording comes: what was acknowledged is there, once, and the rest can be sent."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from api.work.practice.disk import file_of, write_part
from lms.practice.models import Practice
from lms.practice.receiving import receive_part
from support.factories import Cast, Player
from support.practising import begun
from support.storing import webm

DATA = webm(60_000)
NUMBER = 8
# A process waits for its end after so many parts, so that a slow parent can't be sent everything at once.
MOST = 6


def test_a_recording_is_whole_whenever_its_server_was_killed(
    session: Session, cast: Cast, database_file: str, tmp_path: Path
) -> None:
    """At any moment: each part that was answered is on the disk, and none twice."""
    chance = random.Random(7)
    practice_id = begun(session, cast.ada, size=len(DATA)).id
    session.commit()
    engine = create_engine(database_file)
    kept, kills = 0, 0
    while kept < len(DATA):
        acknowledged = _send_until_killed(engine, cast.ada, practice_id, tmp_path, chance)
        session.rollback()
        practice = session.get_one(Practice, practice_id, populate_existing=True)
        assert practice.kept_bytes >= max(acknowledged, kept)
        kept, kills = practice.kept_bytes, kills + 1
        assert file_of(tmp_path, practice).read_bytes()[:kept] == DATA[:kept]
    assert file_of(tmp_path, practice).read_bytes() == DATA
    assert practice.media_key
    assert kills > 3
    engine.dispose()


@pytest.fixture
def database_file(session: Session) -> str:
    """The address of the database, for a process that knows none of our connections."""
    bind = session.get_bind()
    assert isinstance(bind, Engine)
    return bind.url.render_as_string(hide_password=False)


def _send_until_killed(engine: Engine, who: Player, practice_id: object, folder: Path, chance: random.Random) -> int:
    """Send parts in a process that is killed after some answers, and return how many bytes it acknowledged."""
    answers, answer = os.pipe()
    child = os.fork()
    if not child:
        try:
            _send(engine, who, practice_id, folder, answer, chance)
        finally:
            os._exit(0)
    os.close(answer)
    acknowledged = 0
    for _ in range(chance.randrange(1, 5)):
        said = os.read(answers, NUMBER)
        acknowledged = int.from_bytes(said, "big") or acknowledged
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(answers)
    return acknowledged


def _send(engine: Engine, who: Player, practice_id: object, folder: Path, answer: int, chance: random.Random) -> None:
    engine.dispose(close=False)
    with Session(engine) as own:
        for _ in range(MOST):
            practice = own.get_one(Practice, practice_id, populate_existing=True)
            offset = practice.kept_bytes
            data = DATA[offset : offset + chance.randrange(300, 1500)]
            if not data:
                return
            receive_part(
                own,
                actor=who.actor,
                practice_id=practice.id,
                offset=offset,
                size=len(data),
                node="one",
                write=lambda one, data=data: write_part(folder, one, data, node="one"),  # type: ignore[misc]  # of this part
            )
            own.commit()
            os.write(answer, (offset + len(data)).to_bytes(NUMBER, "big"))
    signal.pause()
