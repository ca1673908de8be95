"""Recordings through the API: sent in parts, played in parts, transcribed, and refused when they are none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from api.running.jobs import keep_practice
from api.web.database import db
from support.acting import at_once, problem_of
from support.factories import Cast, fill
from support.recording import announced, begin_one, hand_in_one, record, send
from support.storing import store_server, webm

VTT = b"WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n<v Ada Lind>Eighty-five lorries\n"
DATA = webm(3_000)


def test_parts_follow_one_another_and_are_played(cast: Cast) -> None:
    """A part that doesn't follow is told where to go on; once all have come, any part is played."""
    place = begin_one(cast.ada, recording=announced(len(DATA)))
    assert send(cast.ada, place, DATA[:1000]).get_json() == {"kept_bytes": 1000, "total_bytes": 3000, "is_whole": False}
    assert cast.ada.get(f"{place}/recording").status_code == 404
    for offset in (0, 999, 1001, 3000):
        refused = send(cast.ada, place, DATA[1000:2000], offset)
        problem_of(refused, 409)
        assert refused.headers["Upload-Offset"] == "1000"
    progress = cast.ada.ask("HEAD", f"{place}/upload")
    assert (progress.status_code, progress.headers["Upload-Offset"]) == (200, "1000")
    assert problem_of(cast.ada.post(f"{place}/handed-in"), 409)["detail"].endswith("2,000 bytes are still to come")
    assert send(cast.ada, place, DATA[1000:], 1000, "application/offset+octet-stream").get_json()["is_whole"]
    shown = cast.ada.get(place).get_json()["recording"]
    assert (shown["url"], shown["media_type"]) == (f"/api/v1{place}/recording", "video/webm")
    whole = cast.ada.get(f"{place}/recording")
    assert (whole.get_data(), whole.mimetype) == (DATA, "video/webm")
    part = cast.ada.get(f"{place}/recording", headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.get_data(), part.headers["Content-Range"]) == (206, DATA[10:20], "bytes 10-19/3000")
    assert cast.ada.get(f"{place}/recording", headers={"Range": "bytes=3000-"}).status_code == 416


def test_nothing_that_was_sent_is_run_by_a_browser(cast: Cast) -> None:
    """It is a download of no origin, whatever it holds, and is played only in a page of ours."""
    place = record(cast.ada, is_handed_in=False)
    headers = cast.ada.get(f"{place}/recording").headers
    assert headers["Content-Disposition"].startswith("attachment;")
    assert headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"].startswith("private, no-")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<html><script>alert(1)</script></html>".ljust(200), "aren't those of WebM"),
        (b"\x00\x00\x00\x20ftypisom".ljust(200, b"\x00"), "aren't those of WebM"),
        (webm(10), "64 bytes or more"),
        (b"", "empty"),
        (webm(1001), "goes beyond"),
    ],
)
def test_what_is_no_recording_is_refused(cast: Cast, data: bytes, says: str) -> None:
    """By its first bytes, whatever it is called; and nothing of it is kept."""
    place = begin_one(cast.ada, recording=announced(1000))
    assert says in problem_of(send(cast.ada, place, data), 409)["detail"]
    assert cast.ada.get(f"{place}/upload").get_json()["kept_bytes"] == 0
    assert problem_of(send(cast.ada, place, data, media_type="text/html"), 415)


def test_a_part_has_a_million_bytes_at_most(cast: Cast) -> None:
    """More is refused before it is read."""
    place = begin_one(cast.ada, recording=announced(2_000_000))
    problem_of(send(cast.ada, place, webm(1_000_001)), 413)
    assert send(cast.ada, place, webm(1_000_000)).status_code == 200


def test_the_same_part_sent_twice_at_once_comes_once(cast: Cast) -> None:
    """By two tabs, or by a client that asks again too soon."""
    place = begin_one(cast.ada, recording=announced(len(DATA)))
    twins = [cast.ada.twin() for _ in range(3)]
    answers = at_once(*(lambda twin=twin: send(twin, place, DATA[:1500]) for twin in twins))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    assert send(cast.ada, place, DATA[1500:], 1500).status_code == 200
    assert cast.ada.get(f"{place}/recording").get_data() == DATA


def test_a_quota_holds_for_all_recordings_of_a_person(make_app: Callable[..., Flask]) -> None:
    """Those of others don't count."""
    cast = fill(make_app(practice_max_mb=1, practice_quota_mb=1))
    first = begin_one(cast.ada, recording=announced(900_000))
    refused = cast.ada.post(
        "/practice", {"title": "x", "subject": "pitch", "rubric_id": "rubric-demo", "recording": announced(200_000)}
    )
    assert "1 MB together" in problem_of(refused, 409)["detail"]
    begin_one(cast.sven, recording=announced(900_000))
    cast.ada.delete(first)
    begin_one(cast.ada, recording=announced(900_000))


def test_a_transcript_is_attached_until_it_is_handed_in(cast: Cast) -> None:
    """Its lines are shown with their times; a bad one is refused with the line at fault, and changes nothing."""
    place = record(cast.ada, is_handed_in=False)
    shown = cast.ada.put(f"{place}/transcript", data=VTT, content_type="text/vtt").get_json()
    lines = [{"at": 1.0, "until": 2.5, "who": "Ada Lind", "text": "Eighty-five lorries"}]
    assert (shown["transcript"], shown["has_transcript"]) == (lines, True)
    bad = cast.ada.put(f"{place}/transcript", data=VTT.replace(b"-->", b"->"), content_type="text/plain")
    assert problem_of(bad, 409)["detail"].startswith("line 3: ")
    assert problem_of(cast.ada.put(f"{place}/transcript", data=VTT, content_type="text/html"), 415)
    assert cast.ada.delete(f"{place}/transcript").get_json()["transcript"] is None
    cast.ada.put(f"{place}/transcript", data=VTT, content_type="application/x-subrip")
    hand_in_one(cast.ada, place)
    assert cast.max.get(place).get_json()["transcript"] == lines
    assert cast.ada.delete(f"{place}/transcript").status_code == 409
    assert cast.max.put(f"{place}/transcript", data=VTT, content_type="text/vtt").status_code == 404


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """Settings that name a store which runs meanwhile."""
    with store_server(tmp_path_factory.mktemp("store")) as settings:
        yield settings


def test_what_is_handed_in_goes_into_the_store_and_is_played_from_there(
    make_app: Callable[..., Flask], stored: dict[str, Any]
) -> None:
    """In parts, as from our disk, to the rep and to who grades it; a draft stays on our disk."""
    app = make_app(**stored)
    cast, large = fill(app), webm(1_200_000)
    place, draft = record(cast.ada, large), record(cast.ada, is_handed_in=False)
    _keep(app)
    folder: Path = app.extensions["repertoire"].config.practice_dir
    assert [path.name for path in folder.iterdir()] == [draft.rpartition("/")[2].replace("-", "")]
    for player in (cast.ada, cast.max):
        whole = player.get(f"{place}/recording")
        assert (whole.get_data(), whole.headers["Content-Length"]) == (large, str(len(large)))
        first = player.get(f"{place}/recording", headers={"Range": "bytes=0-"})
        assert (first.status_code, first.headers["Content-Range"]) == (206, "bytes 0-999999/1200000")
        rest = player.get(f"{place}/recording", headers={"Range": "bytes=1000000-"})
        assert first.get_data() + rest.get_data() == large
        last = player.get(f"{place}/recording", headers={"Range": "bytes=-5"})
        assert (last.get_data(), last.headers["Content-Security-Policy"][:7]) == (large[-5:], "sandbox")
        assert player.get(f"{place}/recording", headers={"Range": "bytes=1200000-"}).status_code == 416
        assert player.ask("HEAD", f"{place}/recording").headers["Content-Length"] == str(len(large))
    assert cast.greta.get(f"{place}/recording").status_code == 404


def test_a_store_that_is_away_is_waited_for(make_app: Callable[..., Flask], stored: dict[str, Any]) -> None:
    """The recording is played again once it is there; meanwhile the answer says so."""
    app = make_app(**stored)
    cast = fill(app)
    place = record(cast.ada)
    _keep(app)
    object.__setattr__(app.extensions["repertoire"].config, "practice_store", "")
    assert "settings don't name" in problem_of(cast.ada.get(f"{place}/recording"), 503)["detail"]
    object.__setattr__(app.extensions["repertoire"].config, "practice_store", "http://127.0.0.1:9/recordings")
    asked = {"Range": "bytes=0-10"}
    assert "the store of recordings" in problem_of(cast.ada.get(f"{place}/recording", headers=asked), 503)["detail"]
    assert cast.ada.get(place).get_json()["recording"]["url"]


def _keep(app: Flask) -> None:
    with app.app_context():
        keep_practice()
        db.session.remove()
