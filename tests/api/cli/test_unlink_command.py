"""`repertoire person unlink`: accounts with identity providers taken away, with what they began."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from api.cli import main
from lms.people.directory import find_person
from lms.people.identities import link_identity
from lms.people.sessions import begin_session
from support.databases import SqliteDatabase

ADA, ISSUER = "ada@x.example", "https://login.example"


def test_accounts_are_taken_away_with_the_sign_ins_that_they_began(tmp_path: Path, kept: Path) -> None:
    """The command says how many of each; a second time there are none."""
    SqliteDatabase(tmp_path / "repertoire.db", kept).put_back("empty")
    environ = {"DATA_DIR": str(tmp_path)}

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(main, ["person", *arguments], env=environ)
        assert done.exit_code == 0, done.output
        return done.output

    run("add", ADA, "--name", "Ada", "--role", "rep")
    with Session(create_engine(f"sqlite:///{tmp_path / 'repertoire.db'}")) as session:
        ada, at = find_person(session, email=ADA), datetime.now(UTC)
        assert ada is not None
        link_identity(session, person=ada, issuer=ISSUER, subject="ada-1", at=at)
        begin_session(session, person=ada, at=at, method="sso", issuer=ISSUER)
        session.commit()
    assert run("unlink", ADA) == f"1 linked accounts of {ADA} taken away, 1 sign-ins with them ended\n"
    assert run("unlink", ADA) == f"0 linked accounts of {ADA} taken away, 0 sign-ins with them ended\n"
