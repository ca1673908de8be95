"""A site's files in the form that is asked for: plain, Brotli or gzip."""

from __future__ import annotations

import gzip
import json
from typing import Any

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.running.packing import pack_site
from api.work.status import CURRENT
from support.factories import apart, fill, sign_in

LOOK = "app/made/look.0123456789abcdef.css"
TEXTS = {
    "index.html": "<p>The playbook, at some length.</p>\n" * 100,
    "404.html": "<p>Nothing here, at some length.</p>\n" * 100,
    "guides/index.html": "<p>Short</p>",
    "prices.csv": "place,price\n" * 200,
    "prices.csv.gz": "what somebody put into the library under this name",
    "assets/icon.svg": "<svg><!-- at some length -->" + "<g/>" * 500 + "</svg>",
    LOOK: "p { color: red }\n" * 100,
}
UNPACK: dict[str | None, Any] = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


@pytest.fixture
def packed(sqlite_app: Flask) -> Flask:
    """An app that serves a small site, packed."""
    folder = sqlite_app.extensions["repertoire"].config.site_dir
    for name, text in TEXTS.items():
        file = folder / "site-1" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    pack_site(folder / "site-1", folder / "packed-1")
    current = {
        "folder": "site-1",
        "packed": "packed-1",
        "script_hashes": ["sha256-abc"],
        "open": [LOOK, "assets/icon.svg"],
    }
    (folder / CURRENT).write_text(json.dumps(current), encoding="utf-8")
    return sqlite_app


@pytest.fixture
def ada(packed: Flask) -> FlaskClient:
    """Ada, a rep, signed in."""
    return sign_in(packed, fill(packed).ada)


@pytest.mark.parametrize(
    ("asked", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0.5, gzip", "gzip"),
        ("br;q=0, gzip;q=0", None),
        ("identity", None),
        ("identity, br;q=0.5", None),
        ("zstd", None),
        ("nonsense;;q=x", None),
        ("", None),
    ],
)
def test_a_file_comes_in_the_form_that_is_asked_for(ada: FlaskClient, asked: str, encoding: str | None) -> None:
    """Whatever the form, it is the same text of the same type, under the same policy."""
    for path, kind in (("/", "text/html"), (f"/{LOOK}", "text/css"), ("/prices.csv", "text/csv")):
        answer = _get(ada, path, asked)
        assert answer.headers.get("Content-Encoding") == encoding
        assert answer.mimetype == kind
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert UNPACK[encoding](answer.data).decode() == TEXTS[path.removeprefix("/") or "index.html"]
        assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert "'sha256-abc'" in _get(ada, "/", asked).headers["Content-Security-Policy"]


def test_each_form_has_an_etag_of_its_own(ada: FlaskClient) -> None:
    """A cache that has one form is told 304 for that form alone."""
    etags = {form: _get(ada, "/", form).headers["ETag"] for form in ("br", "gzip", "identity")}
    assert len(set(etags.values())) == 3
    for form in etags:
        for other, etag in etags.items():
            answer = _get(ada, "/", form, **{"If-None-Match": etag})
            assert answer.status_code == (304 if form == other else 200), (form, other)
            assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize("form", ["br", "identity"])
def test_a_part_is_a_part_of_the_form_that_is_asked_for(ada: FlaskClient, form: str) -> None:
    """Never of one form with the headers of another; and not at all when the form has changed meanwhile."""
    whole = _get(ada, "/prices.csv", form)
    part = _get(ada, "/prices.csv", form, Range="bytes=2-9")
    assert (part.status_code, part.data) == (206, whole.data[2:10])
    assert part.headers["Content-Range"] == f"bytes 2-9/{len(whole.data)}"
    assert part.headers.get("Content-Encoding") == whole.headers.get("Content-Encoding")
    other = _get(ada, "/prices.csv", "gzip").headers["ETag"]
    assert _get(ada, "/prices.csv", form, Range="bytes=2-9", **{"If-Range": other}).status_code == 200


def test_a_packed_file_has_no_address_of_its_own(ada: FlaskClient) -> None:
    """And a file of the library whose name looks like one is what its author made of it."""
    for path in ("/index.html.br", "/index.html.gz", f"/{LOOK}.br", "/br/index.html", "/../packed-1/br/index.html"):
        assert _get(ada, path, "br").status_code == 404, path
    assert _get(ada, "/prices.csv.gz", "gzip").get_data(as_text=True) == TEXTS["prices.csv.gz"]


def test_what_is_not_there_comes_packed_too(ada: FlaskClient) -> None:
    """The site's own page says so, in less bytes."""
    answer = _get(ada, "/nothing", "br")
    assert (answer.status_code, brotli.decompress(answer.data).decode()) == (404, TEXTS["404.html"])


def test_nobody_gets_by_a_form_what_is_closed(packed: Flask) -> None:
    """The list of open files holds, however they are asked for."""
    stranger = packed.test_client()
    assert _get(stranger, f"/{LOOK}", "br").status_code == 200
    for path in ("/", "/index.html", "/prices.csv", f"/{LOOK}.br", "/packed-1/br/index.html", "/br/index.html"):
        answer = _get(stranger, path, "br")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in"), path


def test_what_has_its_hash_in_its_name_is_kept_for_a_year(packed: Flask, ada: FlaskClient) -> None:
    """And never asked for again; other open files for minutes, pages never without asking."""
    stranger = packed.test_client()
    assert _get(stranger, f"/{LOOK}", "br").headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert _get(stranger, "/assets/icon.svg", "br").headers["Cache-Control"] == "public, max-age=300"
    assert _get(ada, "/", "br").headers["Cache-Control"] == "private, no-cache"


def _get(client: FlaskClient, path: str, form: str, **headers: str) -> Any:
    return apart(client.get, path, headers={"Accept-Encoding": form, **headers})
