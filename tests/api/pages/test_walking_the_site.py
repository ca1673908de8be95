"""Every address of a built site: as nobody, as a partner and as a rep."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.work.status import CURRENT
from content.places.addresses import address_of
from content.places.rooms import APP_HOME, BUILT, HASHED, MADE, MANIFEST, app_pages, theme_files
from support.factories import apart, fill, sign_in
from support.nasty import FILES, HIDDEN_FILES, PAGES, SECRET, TAKEN_FILES, TAKEN_PAGES, build_nasty
from support.sharing import once

UNKNOWN = ("nothing-here", "nothing-here/", "nothing-here.png", "nothing-here.js", "draft/", "archived/", "x.md")


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a nasty library and its site; don't write to it."""
    return once(tmp_path_factory, "nasty", build_nasty)


@pytest.fixture
def walked(nasty: Path, make_app: Callable[..., Flask]) -> tuple[Flask, Path]:
    """An app that serves the nasty library's site, and the site's folder."""
    app = make_app(content_dir=nasty / "library")
    shutil.copytree(nasty / "data" / "site", app.extensions["repertoire"].config.site_dir)
    (site,) = app.extensions["repertoire"].config.site_dir.glob("site-*")
    return app, site


def addresses(site: Path) -> list[str]:
    """Return the addresses of all files and folders of a site, and unknown ones in each folder."""
    paths = sorted(path.relative_to(site).as_posix() for path in site.rglob("*"))
    folders = ["", *(f"{path}/" for path in paths if (site / path).is_dir())]
    unknown = [f"{folder}{name}" for folder in folders for name in UNKNOWN if not (site / folder / name).exists()]
    hidden = [address_of(path) for path in TAKEN_PAGES] + [*HIDDEN_FILES, *TAKEN_FILES, "x" * 255, "x" * 300]
    return [*folders, *paths, *unknown, *hidden]


def is_open(path: str) -> bool:
    """Tell whether anybody may have a file: the theme's own, our modules and styles, and what names the icon."""
    return (
        path in theme_files() or path == MANIFEST or (path.startswith(f"{MADE}/") and HASHED.search(path) is not None)
    )


def test_nobody_gets_the_themes_files_and_nothing_else(walked: tuple[Flask, Path]) -> None:
    """Every other address, be there something or not, leads to the sign-in in the same way."""
    app, site = walked
    client, answers = app.test_client(), set()
    for path in addresses(site):
        answer = _get(client, path)
        if is_open(path):
            assert answer.status_code == 200, path
            assert SECRET.encode() not in answer.data, path
        else:
            answers.add((answer.status_code, answer.headers.get("Location"), answer.data, len(answer.headers)))
    assert [(status, place) for status, place, *_ in answers] == [(303, "/sign-in")]


def test_a_partner_gets_the_themes_files_and_nothing_else(walked: tuple[Flask, Path]) -> None:
    """The refusal is the same everywhere, and says nothing of the library."""
    app, site = walked
    client, answers = sign_in(app, fill(app).paula), set()
    for path in addresses(site):
        answer = _get(client, path)
        if is_open(path):
            assert answer.status_code == 200, path
        else:
            own = answer.headers["X-Request-ID"].encode()
            answers.add((answer.status_code, answer.data.replace(own, b""), len(answer.headers)))
    ((status, body, _),) = answers
    assert status == 403
    assert not any(word.encode() in body for word in (SECRET, "Guides", "prices", "rp-tree"))


def test_a_rep_gets_every_file_of_the_site(walked: tuple[Flask, Path]) -> None:
    """What is written for the company is there for it, under names as long as a file's can be, too."""
    app, site = walked
    client = sign_in(app, fill(app).ada)
    for file in (path for path in site.rglob("*") if path.is_file()):
        address = file.relative_to(site).as_posix()
        assert _get(client, address).status_code == 200, address
        if file.name == "index.html" and "/" in address:
            folder = address.removesuffix("index.html")
            assert _get(client, folder).status_code == 200
            answer = _get(client, folder.removesuffix("/"))
            assert (answer.status_code, answer.headers["Location"]) == (301, quote(f"/{folder}"))
    for path in (*PAGES, *(app_pages().keys() - {APP_HOME})):
        assert _get(client, address_of(path)).status_code == 200, path
    for path in FILES:
        assert _get(client, path).data == SECRET.encode(), path


def test_a_rep_gets_nothing_that_is_not_published(walked: tuple[Flask, Path]) -> None:
    """Neither pages nor files: what only drafts and the like use is as if it weren't there."""
    app, _ = walked
    client = sign_in(app, fill(app).ada)
    missing = _get(client, "never/written.png")
    assert missing.status_code == 404
    for path in ("assets/draft/", "guides/archived/", "assets/quiz/", "unread/", "raw/", *HIDDEN_FILES):
        answer = _get(client, path)
        assert (answer.status_code, answer.data) == (404, missing.data), path


def test_the_themes_files_win_over_those_of_the_library(walked: tuple[Flask, Path]) -> None:
    """A picture at the address of the theme's opens nothing and replaces nothing; the list is the theme's exactly."""
    app, site = walked
    current = json.loads((site.parent / CURRENT).read_text(encoding="utf-8"))
    made = {path.relative_to(site).as_posix() for path in (site / MADE).iterdir()}
    assert {"assets/images/favicon.png"} <= theme_files()
    assert set(current["open"]) == theme_files() | made | {MANIFEST}
    assert current["open"] == json.loads((site / BUILT).read_text(encoding="utf-8"))["open"]
    assert all(map(is_open, made))
    assert not [path for path in theme_files() if path.endswith((".html", ".json", ".md", ".py"))]
    assert _get(app.test_client(), "assets/images/favicon.png").data.startswith(b"\x89PNG")


def _get(client: FlaskClient, path: str) -> Any:
    return apart(client.get, f"/{quote(path)}")
