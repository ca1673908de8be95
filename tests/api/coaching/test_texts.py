"""Texts of a session through the API: ETag and If-Match, both texts where two wrote, private ones for their writer."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import TestResponse

from api.web.context import KEY as PARTS
from api.web.database import db
from content.rendering import _key, _refused
from content.typed import TypedPage
from support.acting import items_of, pointers_of, problem_of
from support.factories import Cast, Player

WHEN = "2026-12-01T09:00:00Z"
NOBODY = "00000000-0000-7000-8000-000000000000"
SECRET = "Afraid of the CFO 好的"


def test_a_text_is_saved_over_the_version_that_its_etag_names(cast: Cast) -> None:
    """The ETag of an answer is what the next save matches; the other one reads it, as HTML too."""
    place = _texts(cast)
    assert cast.ada.get(f"{place}/shared").headers["ETag"] == '"0"'
    first = _save(cast.max, f"{place}/shared", "# Price\n\n<script>x</script> *first*", '"0"')
    assert (first.status_code, first.headers["ETag"], first.get_json()["version"]) == (200, '"1"', 1)
    assert _save(cast.ada, f"{place}/shared", "*second*", first.headers["ETag"]).headers["ETag"] == '"2"'
    shared = items_of(cast.max.get(place))[1]
    assert (shared["text"], shared["html"], shared["updated_by"]["name"]) == (
        "*second*",
        "<p><em>second</em></p>",
        "Ada Lind",
    )
    assert [old["text"][:7] for old in items_of(cast.max.get(f"{place}/shared/versions"))] == ["# Price"]


def test_what_was_read_before_is_not_sent_again(cast: Cast) -> None:
    """304 while it is unchanged, for one text by its version and for all three."""
    place = _texts(cast)
    _save(cast.max, f"{place}/shared", "one", '"0"')
    for path in (place, f"{place}/shared"):
        known = cast.ada.get(path).headers["ETag"]
        assert cast.ada.get(path, headers={"If-None-Match": known}).status_code == 304
        _save(cast.max, f"{place}/shared", f"for {path}", cast.max.get(f"{place}/shared").headers["ETag"])
        assert cast.ada.get(path, headers={"If-None-Match": known}).status_code == 200


def test_a_save_on_an_old_version_has_both_texts_in_its_answer(cast: Cast) -> None:
    """412 with the last text and the copy; merged, the copy is done with, and the same merge again changes nothing."""
    place = f"{_texts(cast)}/shared"
    _save(cast.max, place, "from Max", '"0"')
    answer = _save(cast.ada, place, "from Ada", '"0"')
    clash = problem_of(answer, 412)
    assert (clash["current"]["text"], clash["kept"]["text"]) == ("from Max", "from Ada")
    assert (clash["current"]["updated_by"]["name"], clash["kept"]["by"]["name"]) == ("Max Oduya", "Ada Lind")
    assert answer.headers["ETag"] == '"1"'
    assert items_of(cast.max.get(f"{place}/copies")) == [clash["kept"]]
    settled = f"{place}/copies/{clash['kept']['id']}/settled"
    for _ in range(2):
        merged = cast.ada.post(settled, {"text": "from both"}, headers={"If-Match": '"1"'})
        assert (merged.status_code, merged.get_json()["version"]) == (200, 2)
    assert items_of(cast.max.get(f"{place}/copies"))[0]["settled_at"] is not None
    assert items_of(cast.max.get(place.removesuffix("/shared")))[1]["copies"] == 0


def test_a_version_is_named(cast: Cast) -> None:
    """428 without If-Match, 400 for what is no version; a proxy may have made the ETag weak."""
    place = f"{_texts(cast)}/agenda"
    problem_of(cast.max.put(place, {"text": "x"}), 428)
    for wrong in ("*", "1", '"1", "2"', '"x"', "", '"-1"', '"99999999999999999999"'):
        problem_of(_save(cast.max, place, "x", wrong), 400)
    for number, right in enumerate(('W/"0"', '"1-br"', ' "2" ')):
        assert _save(cast.max, place, f"text {number}", right).status_code == 200


def test_only_the_two_find_texts_and_each_their_own_private_one(cast: Cast) -> None:
    """404 for everybody else by every route; what Max keeps to himself isn't in anything that Ada gets."""
    place = _texts(cast)
    _save(cast.max, f"{place}/private", SECRET, '"0"')
    kept = problem_of(_save(cast.max, f"{place}/private", f"{SECRET}, twice", '"0"'), 412)["kept"]["id"]
    _save(cast.max, f"{place}/private", "over it", '"1"')
    reads = [place, *(f"{place}/private{rest}" for rest in ("", "/versions", "/copies"))]
    for player in cast.everyone():
        for path in reads:
            answer = player.get(path)
            if player in {cast.max, cast.ada}:
                assert answer.status_code == 200
                assert player is cast.max or "Afraid" not in answer.get_data(as_text=True)
            else:
                problem_of(answer, 403 if player is cast.paula else 404)
    settled = f"{place}/private/copies/{kept}/settled"
    problem_of(cast.ada.post(settled, {"text": "x"}, headers={"If-Match": '"0"'}), 404)
    assert cast.max.get(f"{place}/private").get_json()["text"] == "over it"
    assert cast.ada.get(f"{place}/private").get_json()["version"] == 0


def test_the_database_holds_none_of_a_private_text(cast: Cast) -> None:
    """In no table, be it that of answers given to an Idempotency-Key; the key is a file of the owner's alone."""
    place = f"{_texts(cast)}/private"
    headers = {"If-Match": '"0"', "Idempotency-Key": "once"}
    assert cast.max.put(place, {"text": SECRET}, headers=headers).status_code == 200
    assert _save(cast.max, place, f"{SECRET} twice", '"0"').status_code == 412
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(table.select()):
            assert "Afraid" not in str(tuple(row)), table.name
    db.session.rollback()
    file = cast.max.client.application.extensions[PARTS].config.data_dir / "notes.key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert cast.max.get(place).get_json()["text"] == SECRET


def test_what_somebody_typed_is_nobody_elses_who_signed_in_since(cast: Cast) -> None:
    """A page of Max's that is open while Ada signs in neither keeps his words for her, nor shows him hers."""
    place = _texts(cast)
    _save(cast.ada, f"{place}/private", "hers", '"0"')
    body = {"text": "his", "writer_id": str(cast.max.id)}
    problem_of(cast.ada.put(f"{place}/private", body, headers={"If-Match": '"1"'}), 403)
    problem_of(cast.ada.get(f"{place}?writer_id={cast.max.id}"), 403)
    assert cast.max.put(f"{place}/private", body, headers={"If-Match": '"0"'}).status_code == 200
    plain = items_of(cast.ada.get(f"{place}?writer_id={cast.ada.id}&html=false"))
    assert [item["html"] for item in plain] == [None] * 3
    assert cast.ada.get(f"{place}/private").get_json()["text"] == "hers"


def test_a_key_that_is_gone_is_told_and_nothing_is_lost(cast: Cast) -> None:
    """Agenda and shared notes stand; no new key is made in its place; once it is back, so are the notes."""
    place = _texts(cast)
    _save(cast.max, f"{place}/private", SECRET, '"0"')
    file = cast.max.client.application.extensions[PARTS].config.data_dir / "notes.key"
    key = file.read_text()
    file.unlink()
    states = items_of(cast.max.get(place))
    assert [state["locked"] is None for state in states] == [True, True, False]
    assert "nothing is lost" in states[2]["locked"]
    assert "notes.key" in problem_of(_save(cast.max, f"{place}/private", "x", '"1"'), 503)["detail"]
    problem_of(_save(cast.ada, f"{place}/private", "x", '"0"'), 503)
    assert not file.exists()
    file.write_text("no key")
    assert "can't be" not in problem_of(_save(cast.max, f"{place}/private", "x", '"1"'), 503)["detail"]
    file.write_text(key)
    assert cast.max.get(f"{place}/private").get_json()["text"] == SECRET
    assert _save(cast.ada, f"{place}/private", "x", '"0"').status_code == 200


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "#/text"),
        ({"text": None}, "#/text"),
        ({"text": "a\0b"}, "#/text"),
        ({"text": "x" * 100_001}, "#/text"),
        ({"text": "x", "step": -1}, "#/step"),
        ({"text": "x", "step": "1"}, "#/step"),
        ({"text": "x", "device": ""}, "#/device"),
        ({"text": "x", "device": "a b"}, "#/device"),
        ({"text": "x", "kind": "shared"}, "#/kind"),
    ],
)
def test_what_is_no_text_is_refused(sqlite_cast: Cast, body: dict[str, Any], pointer: str) -> None:
    """The field at fault is named; the text is as it was."""
    place = f"{_texts(sqlite_cast)}/shared"
    assert pointers_of(sqlite_cast.max.put(place, body, headers={"If-Match": '"0"'})) == [pointer]
    assert sqlite_cast.max.get(place).get_json()["version"] == 0


def test_any_words_are_kept_as_they_were_typed(cast: Cast) -> None:
    """Spaces, line ends and alphabets, up to the limit; an empty text too."""
    place = f"{_texts(cast)}/private"
    for number, typed in enumerate(("  \r\n\ttab", "Zażółć 好的 🙂\u202e", "𝒳" * 50_000, "")):
        assert _save(cast.max, place, typed, f'"{number}"').status_code == 200
        assert cast.max.get(place).get_json()["text"] == typed
    problem_of(cast.max.get(f"{place}s"), 404)


def test_a_text_that_takes_too_long_to_render_says_so(sqlite_cast: Cast) -> None:
    """The others are shown, and the text itself stands."""
    place, slow = _texts(sqlite_cast), TypedPage("![" * 1000)
    renderer = sqlite_cast.max.client.application.extensions[PARTS].renderer
    renderer._results[_key(slow)] = _refused(slow, TimeoutError())  # as it remembers what took too long before
    _save(sqlite_cast.max, f"{place}/agenda", "1. Price", '"0"')
    _save(sqlite_cast.max, f"{place}/shared", slow.body, '"0"')
    agenda, shared, _ = items_of(sqlite_cast.max.get(place))
    assert "<li>Price</li>" in agenda["html"]
    assert (shared["html"], shared["text"]) == ("", slow.body)
    assert shared["html_problem"].startswith("line 1: the page takes more than 2 s")


def test_links_lead_to_pages_of_the_library(sqlite_cast: Cast) -> None:
    """As from its root, by path or by name; a page that Ada may not see is no link for her."""
    place = _texts(sqlite_cast)
    _save(sqlite_cast.max, f"{place}/agenda", "[Price](objections/too-expensive.md) [x](javascript:alert(1))", '"0"')
    html = items_of(sqlite_cast.ada.get(place))[0]["html"]
    assert 'href="/objections/too-expensive/"' in html
    assert "javascript" not in html


def test_versions_and_copies_come_in_parts(sqlite_cast: Cast) -> None:
    """`next` leads through all of them, each once."""
    place = f"{_texts(sqlite_cast)}/shared"
    for number in range(5):
        _save(sqlite_cast.max, place, f"text {number}", f'"{number}"')
        _save(sqlite_cast.ada, place, f"copy {number}", '"0"')
    for part, expected in (("versions", ["text 3", "text 2", "text 1", "text 0"]), ("copies", 5)):
        found, address = [], f"{place}/{part}?limit=2"
        while address:
            answer = sqlite_cast.max.get(address)
            found += [item["text"] for item in items_of(answer)]
            address = (answer.get_json()["next"] or "").removeprefix("/api/v1")
        assert found == (expected if part == "versions" else [f"copy {number}" for number in range(5)])


def _texts(cast: Cast) -> str:
    """Let Max schedule a session with Ada, and return the place of its texts."""
    body = {"rep_id": str(cast.ada.id), "topic": "Price", "scheduled_at": WHEN}
    return f"/coaching/sessions/{cast.max.post('/coaching/sessions', body).get_json()['id']}/texts"


def _save(player: Player, place: str, typed: str, match: str) -> TestResponse:
    return player.put(place, {"text": typed}, headers={"If-Match": match})
