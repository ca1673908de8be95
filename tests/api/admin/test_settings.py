"""The settings as they are: every one by name, secrets hidden, and a change noted once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.work.backups.files import settings_of
from api.work.settings_noted import note_settings, settings_shown, without_password
from config import Config, settings
from lms.audit.models import AuditEntry
from support.factories import Cast

SECRETS = {"SMTP_PASSWORD", "IMAP_PASSWORD", "NOTES_KEY", "HUBSPOT_TOKEN", "SALESFORCE_CLIENT_SECRET"}


def test_an_admin_reads_every_setting(sqlite_cast: Cast) -> None:
    """With its help, and whether it is the default."""
    items = {item["name"]: item for item in sqlite_cast.nadia.get("/settings").get_json()["items"]}
    assert set(items) == {setting.name.upper() for setting in settings()}
    assert items["SITE_NAME"]["is_default"]
    assert not items["DATA_DIR"]["is_default"]
    assert sqlite_cast.max.get("/settings").status_code == 403


def test_a_secret_is_only_said_to_be_set() -> None:
    """Whether it stands in a setting of its own or in an address."""
    given = {name.lower(): "hunter2" for name in SECRETS}
    shown = settings_shown(Config(database_url="postgresql://app:hunter2@db/x", **given))  # type: ignore[arg-type]
    assert "hunter2" not in str(shown)
    assert {name for name, value in shown.items() if value == "(set)"} == SECRETS
    assert shown["DATABASE_URL"] == "postgresql://app:(set)@db/x"


@pytest.mark.parametrize("value", ["https://host/x", "postgresql://app@db/x", "x@y.example", "a:b@c", ""])
def test_an_address_without_a_password_is_shown_whole(value: str) -> None:
    """There is nothing to hide in it."""
    assert without_password(value) == value


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("https://t0ken@search.example:9200", "https://(set)@search.example:9200"),
        ("https://search.example/x?a=1&api_key=t0ken&b=2", "https://search.example/x?a=1&api_key=(set)&b=2"),
        ("postgresql://app@db:5432/x?password=t0k@en", "postgresql://app@db:5432/x?password=(set)"),
        ("postgresql:///x?host=a&sslpassword=t0ken", "postgresql:///x?host=a&sslpassword=(set)"),
        ("postgresql://app:t0k@en@db/x?host=a:1&host=b:2", "postgresql://app:(set)@db/x?host=a:1&host=b:2"),
    ],
)
def test_what_is_secret_in_an_address_is_hidden(value: str, shown: str) -> None:
    """Wherever it stands there, and in a backup too."""
    assert without_password(value) == shown
    told = settings_of(Config(opensearch_url=value, database_url=value))
    assert (told["opensearch_url"], told["database_url"]) == (shown, shown)


def test_a_change_of_settings_is_noted_once(session: Session) -> None:
    """At the start that first runs with it, for each machine; a start without a change says nothing."""
    before = replace(Config(), port=8001)
    for config, machine in ((before, "a"), (before, "a"), (replace(before, port=8002), "a"), (before, "b")):
        note_settings(session, config, machine=machine)
        session.commit()
    found = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "settings.changed").order_by(AuditEntry.number)
    )
    assert [entry.subject for entry in found] == ["a", "a", "b"]
