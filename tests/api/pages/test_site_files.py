"""Files of the library in the built site: what they are called, what they may do, and parts of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.running.packing import pack_site
from api.work.status import CURRENT
from content.places.file_kinds import FILE_KINDS
from content.replacing import write_atomically
from support.factories import apart, fill, sign_in

SVG = "<svg xmlns='http://www.w3.org/2000/svg'><script>window.__pwned = 1</script></svg>"
FILES = {
    "index.html": "The playbook",
    "404.html": "Nothing here",
    "search/search_index.json": "{}",
    "assets/icon.svg": SVG,
    "offer/Preisliste für März.csv": "place,price\n" * 200,
    "価格表.xlsx": "x",
    'a "b"; c.zip': "x",
    "line\nbreak\x7f.csv": "x",
    "logo.svg": SVG,
    "LICENSE": "Do what you like.",
    "tour.mp4": "0123456789",
    **{f"kinds/file{ending}": "x" for ending in FILE_KINDS},
}


@pytest.fixture
def ada(sqlite_app: Flask) -> FlaskClient:
    """Ada, a rep, signed in to an app that serves a site of these files."""
    lay(sqlite_app, "site-1")
    return sign_in(sqlite_app, fill(sqlite_app).ada)


def lay(app: Flask, name: str) -> Path:
    """Lay a site where the worker would, and make it the one that is served; return its folder."""
    folder: Path = app.extensions["repertoire"].config.site_dir
    for path, text in FILES.items():
        file = folder / name / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    pack_site(folder / name, folder / f"packed-{name}")
    current = {"folder": name, "packed": f"packed-{name}", "script_hashes": ["sha256-abc"], "open": ["assets/icon.svg"]}
    write_atomically(folder / CURRENT, json.dumps(current))
    return folder / name


@pytest.mark.parametrize("ending", sorted(FILE_KINDS))
def test_a_file_is_what_its_name_says_and_runs_nothing(ada: FlaskClient, ending: str) -> None:
    """Its type is ours and not the machine's, no browser guesses another, and its policy allows no script."""
    kind = FILE_KINDS[ending]
    answer = _get(ada, f"kinds/file{ending}")
    assert (answer.status_code, answer.mimetype) == (200, kind.media_type)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    way = "inline" if kind.is_shown else "attachment"
    assert answer.headers["Content-Disposition"].partition(";")[0] == way
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert ("sandbox" in policy) is not kind.is_played


@pytest.mark.parametrize("form", ["br", "identity"])
@pytest.mark.parametrize(
    ("path", "said"),
    [
        (
            "offer/Preisliste für März.csv",
            "attachment; filename=\"Preisliste fur Marz.csv\"; filename*=UTF-8''Preisliste%20f%C3%BCr%20M%C3%A4rz.csv",
        ),
        ("価格表.xlsx", "attachment; filename=.xlsx; filename*=UTF-8''%E4%BE%A1%E6%A0%BC%E8%A1%A8.xlsx"),
        ('a "b"; c.zip', 'attachment; filename="a \\"b\\"; c.zip"'),
        ("line\nbreak\x7f.csv", "attachment; filename=line_break_.csv"),
        ("LICENSE", "inline; filename=LICENSE"),
    ],
)
def test_a_file_is_saved_under_its_own_name(ada: FlaskClient, path: str, said: str, form: str) -> None:
    """In any alphabet, and in any form in which it comes."""
    answer = _get(ada, path, **{"Accept-Encoding": form})
    assert (answer.status_code, answer.headers["Content-Disposition"]) == (200, said)


def test_plain_text_is_read_as_text(ada: FlaskClient) -> None:
    """A licence is shown where it is."""
    answer = _get(ada, "LICENSE")
    assert (answer.headers["Content-Type"], answer.get_data(as_text=True)) == (
        "text/plain; charset=utf-8",
        FILES["LICENSE"],
    )


def test_the_sites_own_files_are_no_attachments(ada: FlaskClient) -> None:
    """Pages and the theme's pictures are shown, and the built-in search reads its list."""
    for path in ("", "assets/icon.svg", "search/search_index.json", "nothing.csv"):
        answer = _get(ada, path)
        assert not answer.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" not in answer.headers["Content-Security-Policy"], path
    assert _get(ada, "nothing.csv").status_code == 404
    assert "media-src 'self'" in _get(ada, "").headers["Content-Security-Policy"]


def test_a_film_comes_in_the_parts_that_a_player_asks_for(ada: FlaskClient) -> None:
    """From the middle, from the end, and not behind it."""
    for asked, said, data in (("bytes=2-4", "bytes 2-4/10", b"234"), ("bytes=-3", "bytes 7-9/10", b"789")):
        part = _get(ada, "tour.mp4", Range=asked)
        assert (part.status_code, part.headers["Content-Range"], part.data) == (206, said, data)
        assert (part.mimetype, part.headers["Accept-Ranges"]) == ("video/mp4", "bytes")
    assert _get(ada, "tour.mp4", Range="bytes=10-").status_code == 416


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        *((asked, 200) for asked in ("bytes=abc", "bytes", "bytes=", "bytes=-", "bytes=1-x", "0-4", "bytes 0-4", "x")),
        *((asked, 200) for asked in ("lines=1-2", "bits=0-4", "bytes=5-2", "bytes=0-1,x", "bytes=20-,9-8")),
        *(
            (asked, 200)
            for asked in ("bytes=0-1,4-5", "bytes=4-5,0-1", "bytes=-2,0-1", "bytes=0-,2-3", "bytes=9-,50-", "bytes=-99")
        ),
        *((asked, 206) for asked in ("bytes=0-4", "Bytes=0-4", "bytes=0-99", "bytes= 9-")),
        *((asked, 416) for asked in ("bytes=10-", "bytes=999999-", "bytes=10-12", "bytes=-0", "bytes=10-,50-60")),
        (f"bytes={'9' * 5000}-", 416),
    ],
)
def test_a_part_that_nobody_can_mean_is_the_whole_file(ada: FlaskClient, asked: str, status: int) -> None:
    """Also several at once; what lies behind the end, and nothing else, is refused."""
    whole, answer = _get(ada, "tour.mp4"), _get(ada, "tour.mp4", Range=asked)
    assert answer.status_code == status
    if status == 200:
        assert (answer.data, answer.headers.get("Content-Range")) == (whole.data, None)
        assert answer.headers["ETag"] == whole.headers["ETag"]
    if status == 416:
        assert answer.headers["Content-Range"] == f"bytes */{len(whole.data)}"


def test_a_part_that_nobody_can_mean_changes_nothing_for_who_has_the_file(ada: FlaskClient) -> None:
    """They are told so."""
    condition = {"If-None-Match": _get(ada, "tour.mp4").headers["ETag"], "Range": "bytes=abc"}
    assert _get(ada, "tour.mp4", **condition).status_code == 304


def test_a_film_goes_on_after_the_site_was_built_again(sqlite_app: Flask, ada: FlaskClient) -> None:
    """The same file keeps its mark; one that was saved has another, and is sent whole."""
    first = _get(ada, "tour.mp4")
    folder = lay(sqlite_app, "site-2")
    former = folder.parent / "site-1" / "tour.mp4"
    (folder / "tour.mp4").unlink()
    (folder / "tour.mp4").hardlink_to(former)
    condition = {"Range": "bytes=2-4", "If-Range": first.headers["ETag"]}
    assert _get(ada, "tour.mp4", **condition).status_code == 206
    assert _get(ada, "tour.mp4", **{"If-None-Match": first.headers["ETag"]}).status_code == 304
    former.write_text("9876543210!", encoding="utf-8")
    assert _get(ada, "tour.mp4", **condition).status_code == 200


@pytest.mark.parametrize(("is_on", "said"), [(True, "'self' data: https:"), (False, "'self' data:")])
def test_pictures_from_other_hosts_are_a_setting(make_app: Callable[..., Flask], *, is_on: bool, said: str) -> None:
    """Off, a page may ask nobody else for anything; on, for pictures alone, and only by https."""
    app = make_app(is_indexed=False, external_images=is_on)
    lay(app, "site-1")
    policy = _get(sign_in(app, fill(app).ada), "").headers["Content-Security-Policy"]
    directives = dict(part.split(" ", 1) for part in policy.split("; "))
    assert directives["img-src"] == said
    assert [name for name, value in directives.items() if "https:" in value] == (["img-src"] if is_on else [])


def test_a_stranger_gets_no_file(sqlite_app: Flask, ada: FlaskClient) -> None:
    """Whatever its kind, and no word of whether it is there."""
    answers = {_said(_get(sqlite_app.test_client(), path)) for path in (*FILES, "nothing.csv") if path[:7] != "assets/"}
    assert answers == {(303, "/sign-in")}


def _said(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.headers["Location"]


def _get(client: FlaskClient, path: str, **headers: str) -> Any:
    return apart(client.get, f"/{quote(path)}", headers=headers)
