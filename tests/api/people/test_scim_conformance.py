"""What the checker of scim2-tester finds of the directory's interface: nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_tester import Status, check_server

from support.factories import Cast
from support.fronting import fronting
from support.scim import ROOT, directory_of
from support.waiting import PATIENCE_SECONDS


def test_every_check_of_the_standard_passes(sqlite_app: Flask, sqlite_cast: Cast) -> None:
    """Discovery, users, groups, PATCH of every attribute, and what is to be left out."""
    _check(sqlite_app, sqlite_cast)


@pytest.mark.thorough
def test_every_check_passes_whatever_the_database(app: Flask, cast: Cast) -> None:
    """On PostgreSQL too: what else is asked of the directory is asked on both at each change."""
    _check(app, cast)


def test_the_command_of_scim2_cli_finds_nothing(sqlite_app: Flask, sqlite_cast: Cast) -> None:
    """Over HTTP, as who sets a directory up would try it; without a token it finds what it must."""
    directory = directory_of(sqlite_app, sqlite_cast.nadia)
    with fronting(sqlite_app) as port:
        found = {token: _tested(port, token) for token in (directory.token, "nothing")}
    assert found[directory.token].returncode == 0, found[directory.token].stdout
    assert found[directory.token].stdout.count("SUCCESS") > 50
    assert "ERROR" not in found[directory.token].stdout
    assert found["nothing"].returncode != 0


def _check(app: Flask, cast: Cast) -> None:
    directory = directory_of(app, cast.nadia)
    headers = {"Authorization": f"Bearer {directory.token}"}
    client = WSGISCIMClient(app.wsgi_app, base_url=f"http://127.0.0.1:8000{ROOT}", headers=headers)
    client.discover()
    results = check_server(client)
    assert len(results) > 50
    assert [result for result in results if result.status != Status.SUCCESS] == []


def _tested(port: int, token: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("scim2")), "--url", f"http://127.0.0.1:{port}{ROOT}", "test"]
    environ = {**os.environ, "SCIM_CLI_HEADERS": f"Authorization: Bearer {token}"}
    return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False)
