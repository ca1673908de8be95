"""Payloads in whatever people may type, behind nginx with HTTPS: none may run in a browser that looks at all screens.

`uv run python tests/bench/faults/typed.py [--kinds sqlite postgres] [--rounds 2]` serves the demo company behind nginx,
with HTTPS and two web processes, writes payloads of scripts into every column that holds what somebody typed, and looks
at every screen as each role, without the policy of content that would keep scripts out by itself; then it asks for
every route as each role. In the first round a value is one payload, in the others as many as it holds. It ends with 1
where one ran, where a link or a form would, and where a route let somebody in who mayn't.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from urllib.parse import quote, urlsplit

import sqlalchemy as sa
from playwright.sync_api import Error, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.faults.empty_tables import fill_empty
from bench.faults.roles import ask_as_each_role
from bench.keeping import kept_database
from bench.search.common import heading, row

from config import PROJECT
from lms.records.telling import SAYS
from lms.schema import metadata
from support.browsers import EMAILS, UNHURRIED, launch_browser
from support.live import serving
from support.nginx import make_nginx
from support.screens import every_screen
from support.stage import WHO, Screen, Stage, settle

LEAST = 200
# A screen whose state can't be had with names such as these is looked at as it is then.
PATIENCE_MS = 10_000
# What people typed that doesn't tell who somebody is, or names them; `SAYS` has the rest.
MORE = {
    "api_token": ("name",),
    "assessment": ("recording", "title"),
    "browser_session": ("agent",),
    "coaching_session": ("topic", "place"),
    "crm_import": ("name",),
    "crm_owner_alias": ("name",),
    "crm_source": ("name",),
    "customer_reference": ("account", "contact_name", "note"),
    "deal_tick": ("text",),
    "initiative_task": ("title",),
    "node": ("name",),
    "passkey": ("name",),
    "person": ("name",),
    "plan_step": ("text", "owner"),
    "practice": ("title",),
    "roll_out": ("name",),
    "scim_group": ("name",),
    "scim_preview": ("name", "refusal"),
    "sender_profile": ("phone", "calendar_link", "signature"),
    "session_link": ("target", "label"),
    "session_series": ("topic", "place"),
    "suppressed_address": ("reason",),
    "team": ("name",),
}
# What Python hasn't as text: answers of a card and of a quiz.
OTHER = {"answers"}
SAFE = ["http:", "https:", "mailto:", "tel:", "webcal:", "blob:"]
RUN = "() => window.__ran ?? []"
# Screens of a state in which nothing that anybody typed is shown.
UNTYPED = ("-loading", "-error", "-gone", "-forbidden", "-signed-out", "-unknown", "-unasked")
LINKS = "() => [...document.querySelectorAll('a[href], area[href], form[action]')].map((one) => one.href || one.action)"


def main() -> None:
    """Look at everything on each kind of database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kinds", nargs="+", default=["sqlite", "postgres"])
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    ran = 0
    for kind in options.kinds:
        heading(f"{kind}, behind nginx with HTTPS, two web processes")
        with tempfile.TemporaryDirectory() as made, kept_database(kind, Path(made) / "kept", name="typed") as url:
            ran += look(Path(made), url, options.rounds)
    sys.exit(1 if ran else 0)


def look(folder: Path, database_url: str, rounds: int) -> int:
    """Serve, write payloads and look at every screen; return how many did something."""
    nginx = make_nginx(folder / "nginx", "/")
    settings = {"BASE_URL": nginx.url, "TRUSTED_PROXIES": "127.0.0.1", "WORKERS": "2", **UNHURRIED}
    if database_url:
        settings["DATABASE_URL"] = database_url
    with ExitStack() as opened:
        server = opened.enter_context(serving(folder, "--demo", **settings))
        opened.enter_context(nginx.before(urlsplit(server.own_url).port or 0))
        playwright = opened.enter_context(sync_playwright())
        server.wait_until_published()
        browser = launch_browser(playwright)
        stage = Stage(browser, server, options={"ignore_https_errors": True}, patience_ms=PATIENCE_MS)
        engine = sa.create_engine(database_url or f"sqlite:///{folder / 'data' / 'repertoire.db'}")
        # At last, because one of them ends everybody's sign-ins.
        return _look(stage, engine, rounds) + ask_as_each_role(server, nginx.certificate)


def payloads() -> list[str]:
    """Return payloads that note in the page that they ran, each alone and as the end of an attribute."""
    lines = (PROJECT / "tests/content/payloads.txt").read_text(encoding="utf-8").splitlines()
    found = [line.replace("alert(1)", "(window.__ran??=[]).push(1)") for line in lines]
    found += [f"x\"'> {line}" for line in found]
    assert len(found) >= LEAST
    return found


def _look(stage: Stage, engine: sa.Engine, rounds: int) -> int:
    typed, screens = payloads(), [one for one in every_screen() if not one.name.endswith(UNTYPED)]
    for screen in screens:
        stage.page_of(screen.role)
    with engine.begin() as connection:
        fill_empty(connection, {column.table.name for column in _columns()}, _people(connection))
    ran: list[str] = []
    shown = 0
    for number in range(rounds):
        values, empty = write(engine, typed, number)
        shown = sum(_looked_at(stage, screen, ran) for screen in screens)
        row(
            f"round {number + 1}", [f"{values} values written, {shown} of {len(screens)} screens shown, {len(ran)} ran"]
        )
        row("columns without a row", [", ".join(empty) or "none"])
    page = stage.page_of("rep")
    for text in typed:
        page.goto(f"/app/search/?q={quote(text)}", wait_until="load")
        settle(page)
        _note(page, "search", ran)
    row("payloads searched for", [f"{len(typed)}, {len(ran)} ran in all"])
    return len(ran)


def _people(connection: sa.Connection) -> dict[str, object]:
    person = metadata.tables["person"].c
    known = {email: person_id for person_id, email in connection.execute(sa.select(person.id, person.email))}
    return {role: known[EMAILS[WHO[role]]] for role in ("rep", "manager", "admin")}


def write(engine: sa.Engine, typed: list[str], number: int) -> tuple[int, list[str]]:
    """Put payloads into each typed column; return into how many values, and the columns that the demo has no row of."""
    values, empty = 0, []
    with engine.begin() as connection:
        for column in _columns():
            keys = list(column.table.primary_key)
            rows = connection.execute(_open_rows(column.table).order_by(*keys)).all()
            empty += [] if rows else [str(column)]
            length = getattr(column.type, "length", None) or 20_000
            texts = _filled(typed, len(rows), number, length)
            for key, text in zip(rows, texts, strict=False):
                where = [one == value for one, value in zip(keys, key, strict=True)]
                connection.execute(column.table.update().where(*where).values({column.name: text}))
                values += 1
    return values, empty


def _open_rows(table: sa.Table) -> sa.Select[tuple[object, ...]]:
    """Select the keys of a table's rows, but of those whose texts are closed with a key."""
    wanted = sa.select(*table.primary_key)
    return wanted.where(table.c.writer_id.is_(None)) if "writer_id" in table.c else wanted


def _filled(typed: list[str], rows: int, number: int, length: int) -> Iterator[str]:
    """Yield texts for some rows: in even rounds a payload each, in odd ones as many as share the column's length."""
    together = 1 if number % 2 == 0 else max(1, -(-len(typed) // max(rows, 1)))
    for start in count(number * rows * together, together):
        text = ""
        for place in range(start, start + together):
            longer = f"{text} {typed[place % len(typed)]}".strip()
            text = longer if len(longer) <= length else text
        yield text or "x"


def _columns() -> Iterator[sa.Column[str]]:
    for name, columns in {**SAYS, **{table: (*SAYS.get(table, ()), *more) for table, more in MORE.items()}}.items():
        table = metadata.tables[name]
        yield from (table.c[column] for column in sorted(set(columns) - OTHER) if "email" not in column)


def _looked_at(stage: Stage, screen: Screen, ran: list[str]) -> bool:
    """Look at a screen, or at its page where its state can't be had with such names; tell whether that one showed."""
    page = stage.page_of(screen.role)
    try:
        with stage.shown(screen):
            _note(page, str(screen), ran)
            return True
    except (AssertionError, Error):
        _note(page, str(screen), ran)
        return False


def _note(page: Page, where: str, ran: list[str]) -> None:
    found = [where] * len(page.evaluate(RUN))
    links = page.evaluate(LINKS)
    found += [f"{where}: {link[:80]}" for link in links if not link.startswith(tuple(SAFE))]
    for one in found:
        row("RAN", [one])
    ran += found


if __name__ == "__main__":
    main()
