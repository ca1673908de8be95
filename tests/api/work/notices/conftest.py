"""Fixtures of digests: a mail server, a library and an office."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from api import create_app
from api.web.context import parts
from api.web.database import db
from api.work.notices.invitations import send_invitations
from api.work.notices.sending import SendingOutcome
from config import Config
from content.library import read_library
from content.search import update_index
from lms.people.models import Person
from support.appointments import HOME, HOUR, SENDER
from support.factories import MONDAY, fill, write_good_page
from support.inviting import Send
from support.mailing import ADA, MARA, OLGA, WEEK, Postbox


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """A mail server that listens."""
    box = Postbox()
    box.open()
    yield box
    box.close()


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Mara has pages in every state, Ada one that is overdue, a stranger and nobody too."""
    folder = tmp_path / "pages"
    old, soon = "2025-01-02", str(WEEK - timedelta(days=170))
    write_good_page(
        folder, "a b/overdue.md", title="'Cena <b>żółć</b>: 中文'", reviewed=old, owner=MARA.title(), id="overdue"
    )
    write_good_page(folder, "due.md", title="Due soon", reviewed=soon, owner=MARA)
    write_good_page(folder, "fresh.md", title="Fresh", reviewed=str(WEEK), owner=MARA)
    write_good_page(folder, "draft.md", title="Draft", reviewed=old, owner=MARA, status="draft")
    write_good_page(folder, "expired.md", title="Expired", reviewed=str(WEEK), expires="2026-02-01", owner=MARA)
    write_good_page(folder, "ada.md", title="Of Ada", reviewed=old, owner=ADA)
    write_good_page(folder, "max.md", title="Of Max", reviewed=str(WEEK), owner="max@brightwharf.example")
    write_good_page(folder, "olga.md", title="Of Olga", reviewed=old, owner=OLGA)
    write_good_page(folder, "partner.md", title="Of Paula", reviewed=old, owner="paula@brightwharf.example")
    write_good_page(folder, "stranger.md", title="Of a stranger", reviewed=old, owner="stranger@elsewhere.example")
    return folder


@pytest.fixture
def office(database_url: str, tmp_path: Path, pages: Path, postbox: Postbox) -> Iterator[Flask]:
    """The cast before these pages, with that mail server; Olga has left."""
    data_dir = tmp_path / "data"
    data_dir.mkdir(exist_ok=True)
    app = create_app(
        Config(
            data_dir=data_dir,
            content_dir=pages,
            database_url=database_url,
            base_url="https://playbook.example",
            smtp_host="127.0.0.1",
            smtp_port=postbox.port,
            mail_from="repertoire@brightwharf.example",
        )
    )
    update_index(read_library(pages), data_dir / "index")
    cast = fill(app)
    with app.app_context():
        db.session.get_one(Person, cast.olga.id).left_at = MONDAY - timedelta(days=1)
        db.session.commit()
        yield app
        db.session.remove()
        db.engine.dispose()
    app.extensions["repertoire"].renderer.close()


@pytest.fixture
def config(app: Flask, postbox: Postbox) -> Config:
    """Settings with that mail server."""
    mail = {"smtp_host": "127.0.0.1", "smtp_port": postbox.port, "mail_from": SENDER}
    return replace(parts().config, base_url=HOME, **mail)  # type: ignore[arg-type]  # as it takes them


@pytest.fixture
def send(session: Session, config: Config) -> Send:
    """Send what is to be sent, an hour after Monday morning unless a moment is given."""

    def do(at: datetime = MONDAY + HOUR) -> SendingOutcome:
        session.commit()
        return send_invitations(session, config=config, at=at)

    return do
