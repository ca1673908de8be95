"""Decks for buyers as they leave over HTTP: PowerPoint and PDF with a cover and without notes, and the logo on it."""

from __future__ import annotations

from flask import Flask

from api.web.context import parts
from content.deck.logos import MAX_BYTES
from support.acting import problem_of
from support.buyer_decks import PLACES, ROOT, build, make_deck, match, put_logo, slides_at
from support.decks import png, read_pptx
from support.factories import Cast


def test_what_is_sent_has_the_cover_and_no_notes(sqlite_app: Flask, sqlite_cast: Cast) -> None:
    """The PPTX has what was picked, the logo on the first slide, and changes with the deck; the PDF is one."""
    ada = sqlite_cast.ada
    made = make_deck(ada)
    made = put_logo(ada, made).get_json()
    place = f"{ROOT}/{made['id']}"
    assert ada.get(f"{place}/deck.pptx").get_json() == {"says": "waits for the worker", "done": 0, "steps": 3}
    assert ada.get(f"{place}/deck.pdf").status_code == 202
    build(sqlite_app)
    sent = ada.get(f"{place}/deck.pptx")
    assert sent.headers["Content-Disposition"] == 'attachment; filename="Dockside - Kranich AG.pptx"'
    slides = read_pptx(sent.data)
    assert [slide.title for slide in slides] == ["Dockside", "What it costs", "The problem", "Decision"]
    assert ("for Kranich AG" in slides[0].text, slides[0].pictures) == (True, 1)
    assert "".join(slide.notes for slide in slides) == ""
    assert ada.get(f"{place}/deck.pdf").data.startswith(b"%PDF-")
    body = {"title": "Dockside", "buyer": "Åkeri/Süd\n\x01 & Co", "slides": slides_at(PLACES[0])}
    assert ada.put(place, body, headers=match(made["version"])).status_code == 200
    assert ada.get(f"{place}/deck.pptx").status_code == 202
    build(sqlite_app)
    again = ada.get(f"{place}/deck.pptx")
    assert "%C3%85keri-S" in again.headers["Content-Disposition"]
    cover, _ = read_pptx(again.data)
    assert cover.text == "for Åkeri/Süd & Co"


def test_a_removed_deck_is_built_no_more(sqlite_app: Flask, sqlite_cast: Cast) -> None:
    """What was wished for is let go, and the worker goes on."""
    made = make_deck(sqlite_cast.ada)
    assert sqlite_cast.ada.get(f"{ROOT}/{made['id']}/deck.pptx").status_code == 202
    sqlite_cast.ada.delete(f"{ROOT}/{made['id']}")
    build(sqlite_app)
    with sqlite_app.app_context():
        (left,) = parts().config.decks_dir.iterdir()
    assert "this deck was removed" in left.read_text(encoding="utf-8")


def test_a_logo_is_a_picture(cast: Cast) -> None:
    """By its bytes, whatever it is called; it is answered where nothing of it can run, and taken off again."""
    ada, made = cast.ada, make_deck(cast.ada)
    place = f"{ROOT}/{made['id']}/logo"
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'
    problem_of(ada.get(place), 404)
    problem_of(put_logo(ada, made, svg, "image/svg+xml"), 415)
    assert "no whole PNG, JPEG or WebP" in problem_of(put_logo(ada, made, svg), 409)["detail"]
    problem_of(put_logo(ada, made, b""), 409)
    problem_of(put_logo(ada, made, png() + bytes(MAX_BYTES)), 413)
    problem_of(ada.ask("PUT", place, data=png(), content_type="image/png"), 428)
    kept = put_logo(ada, made, png(), "image/webp").get_json()
    assert (kept["version"], kept["logo_url"]) == (2, f"/api/v1{place}")
    read = ada.get(place)
    assert (read.data, read.mimetype) == (png(), "image/png")
    assert read.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    cover = ada.get(f"{ROOT}/{made['id']}/slides").get_json()["slides"][0]
    assert ('<img src="data:image/png;base64,' in cover["html"], cover["layout"]) == (True, "columns")
    bare = ada.ask("DELETE", place, headers=match(2)).get_json()
    assert (bare["logo_url"], bare["version"]) == (None, 3)
    problem_of(ada.get(place), 404)
