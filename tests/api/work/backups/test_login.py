"""Addresses as PostgreSQL's programs get them: of several servers, and without what is secret in a command line."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import make_url

from api.work.backups.login import login
from config import Config
from support.backing_up import back_up, new_place, restore
from support.databases import Database

FAILING_OVER = "postgresql://app:{}@/repertoire?host=db1:5432&host=db2:5433&target_session_attrs=read-write"


def test_several_servers_are_written_as_libpq_reads_them() -> None:
    """SQLAlchemy's way of writing them is its own."""
    with login(make_url(FAILING_OVER.format("pw"))) as address:
        told = conninfo_to_dict(address)
    assert (told["host"], told["port"], told["target_session_attrs"]) == ("db1,db2", "5432,5433", "read-write")
    assert (told["user"], told["dbname"]) == ("app", "repertoire")


@pytest.mark.parametrize(
    "url", [FAILING_OVER.format("s%3Ae%5Ccret"), "postgresql://app@db1/repertoire?password=s%3Ae%5Ccret"]
)
def test_a_password_stands_in_a_file_alone(url: str) -> None:
    """Which nobody else may read; wherever in the address it stands."""
    with login(make_url(url)) as address:
        file = Path(str(conninfo_to_dict(address)["passfile"]))
        assert file.read_text() == "*:*:*:*:s\\:e\\\\cret\n"
        assert file.stat().st_mode & 0o077 == 0
        assert "cret" not in address
    assert not file.exists()


@pytest.mark.postgres
def test_a_program_reaches_the_server_of_a_connection(postgres: str) -> None:
    """Whichever of several it is, by the address that the connection has."""
    socket = make_url(postgres).query["host"]
    several = make_url(postgres.replace("postgresql:", "postgresql+psycopg:").replace("host=", "host=/nowhere&host="))
    with sa.create_engine(several).connect() as connection, login(several, beside=connection) as address:
        told = conninfo_to_dict(address)
        done = subprocess.run(["psql", "-Atc", "SELECT 1", address], capture_output=True, text=True, check=True)
    assert (told["host"], done.stdout) == (socket, "1\n")


@pytest.mark.postgres
def test_an_installation_that_fails_over_is_backed_up_and_restored(empty_on_postgres: Database, tmp_path: Path) -> None:
    """By an address such as the manual names, whose other server is away."""
    empty_on_postgres.put_back("empty")
    config = Config(data_dir=tmp_path / "none", database_url=empty_on_postgres.url)
    assert back_up(_failing_over(config), tmp_path / "b.zip").tables["person"] == 0
    with new_place(config, tmp_path / "data") as place:
        restore(tmp_path / "b.zip", _failing_over(place))


def _failing_over(config: Config) -> Config:
    url = f"{config.database_url}:5432&host=/nowhere:5432&target_session_attrs=read-write"
    return replace(config, database_url=url)
