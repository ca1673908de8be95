"""`repertoire crm pull` as an admin types it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli import main
from support.databases import SqliteDatabase
from support.hubspot_server import NO_SCOPE, HubSpotServer
from support.salesforce_server import SalesforceServer

Run = Callable[..., Result]
NADIA = ["--as", "nadia@x.example"]


@pytest.fixture
def run(tmp_path: Path, kept: Path, hubspot: HubSpotServer, salesforce: SalesforceServer) -> Run:
    """Run `repertoire crm` with the admin Nadia, and with settings that say how to sign in."""
    environ: dict[str, str | None] = {
        "DATA_DIR": str(tmp_path / "data"),
        "HUBSPOT_URL": hubspot.url,
        "HUBSPOT_TOKEN": "the-token",
        "SALESFORCE_URL": salesforce.url,
        "SALESFORCE_SESSION_ID": "the-session",
    }
    SqliteDatabase(tmp_path / "data" / "repertoire.db", kept).put_back("empty")
    added = ["person", "add", "nadia@x.example", "--name", "Nadia", "--role", "admin", "--team", "North"]
    assert CliRunner().invoke(main, added, env=environ).exit_code == 0

    def run(*arguments: str, **more: str) -> Result:
        return CliRunner().invoke(main, ["crm", *arguments], env=environ | more)

    return run


def test_a_crm_is_tried_pulled_and_listed(run: Run) -> None:
    """A line for each part; the next time only what changed since."""
    tried = run("pull", "hubspot", *NADIA, "--kind", "deals", "--dry-run")
    line = "3 new, 0 changed, 0 as known, 0 rows with errors"
    would = line.replace("new", "would be new").replace("changed", "would be changed")
    assert (tried.exit_code, tried.stdout) == (0, f"hubspot deals: 1 row of deals from hubspot: {would}\n")
    done = run("pull", "hubspot", *NADIA, "--kind", "deals")
    assert done.stdout.startswith(f"hubspot deals: 1 row of deals from hubspot: {line}; import ")
    again = run("pull", "hubspot", *NADIA, "--kind", "deals", "--kind", "accounts")
    companies, deals = again.stdout.splitlines()
    assert companies.startswith("hubspot companies: 2 rows of accounts from hubspot: 2 new")
    assert deals.startswith("hubspot deals: nothing changed since ")
    assert "deals until 20" in run("imports").stdout


def test_salesforce_is_pulled_from_a_day_on(run: Run) -> None:
    """Where nothing was read before."""
    pulled = run("pull", "salesforce", *NADIA, "--kind", "leads", "--since", "2026-07-01")
    assert (pulled.exit_code, pulled.stdout) == (0, "salesforce Lead: nothing changed since 2026-07-01 00:00 UTC\n")


def test_what_is_refused_is_said_in_one_line(run: Run, hubspot: HubSpotServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part without a scope, a CRM without settings, one without its extra, and a kind that there isn't."""
    hubspot.troubles = [("products", NO_SCOPE)]
    partly = run("pull", "hubspot", *NADIA, "--kind", "products")
    assert (partly.exit_code, partly.stderr.partition(":")[0]) == (1, "hubspot products")
    unset = run("pull", "hubspot", *NADIA, HUBSPOT_TOKEN="")
    assert (unset.exit_code, "set HUBSPOT_TOKEN" in unset.stderr) == (2, True)
    assert "there is no kind `deal`" in run("pull", "hubspot", *NADIA, "--kind", "deal").stderr
    for source, client in (("salesforce", "simple_salesforce"), ("hubspot", "hubspot")):
        monkeypatch.setitem(sys.modules, client, None)  # as if it weren't installed
        lacking = run("pull", source, *NADIA)
        assert (lacking.exit_code, f"`uv sync --extra {source}`" in lacking.stderr) == (2, True)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"SALESFORCE_URL": "http://acme.example"}, "use an address such as https://"),
        ({"SALESFORCE_SESSION_ID": ""}, "set SALESFORCE_URL with"),
        ({"SALESFORCE_CLIENT_ID": "x"}, "set SALESFORCE_URL with"),
        ({"HUBSPOT_URL": "ftp://x.example"}, "HUBSPOT_URL is `ftp://x.example`; use an address"),
        ({"CRM_PULL_HOURS": "-1"}, "use a number from 0 to 720"),
    ],
)
def test_settings_that_cant_be_used_are_refused(run: Run, given: dict[str, str], says: str) -> None:
    """By their names."""
    refused = run("imports", **given)
    assert (refused.exit_code, says in refused.stderr) == (2, True)
