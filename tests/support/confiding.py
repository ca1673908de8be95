"""Confiding: words that are said in coaching, each once, with who may read it anywhere; and where to look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any
from urllib.parse import parse_qs

from flask import Flask

from api.web.documentation import document, path_of
from support.acting import PAGE, in_days, newcomer
from support.coaching import NOBODY, at, schedule
from support.crm import count_figures
from support.factories import PREFIX, Cast, Player, apart
from support.recording import begin_one, hand_in_one
from support.scorecards import answers, open_one, publish, save

TWO = frozenset({"ada", "max"})
# Who sees the records of a rep of North: themselves, their manager, and an admin.
RECORDS = TWO | {"nadia"}
TRANSCRIPT = b"WEBVTT\n\n00:01.000 --> 00:04.000\nTranscriptword here\n"
# What is asked of each collection that says it knows the filter; the others refuse it, and tell nothing.
FILTERS = (
    *("?person_id={person}", "?session_id={session}", "?state=closed", "?status=cancelled", "?box=mine"),
    *("?whose=both", "?of=person&person_id={person}", "?of=team&team_id={team}", "?box=asked"),
)


@dataclass
class Confided:
    """Words with who may read them, and ids by the names that routes give them."""

    app: Flask
    cast: Cast
    players: dict[str, Player]
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    ids: dict[str, list[str]] = field(default_factory=dict)

    def word(self, word: str, readers: frozenset[str] | set[str]) -> str:
        """Return a word to be said once, which these alone may read; none is part of another."""
        assert not any(word in known or known in word for known in self.words)
        self.words[word] = frozenset(readers)
        return word

    def note(self, name: str, thing: str) -> str:
        """Remember an id by the name of a route's argument."""
        self.ids.setdefault(name, []).append(thing)
        return thing

    def addresses(self) -> Iterator[str]:
        """Yield every address that can be read, filled in with all that is known."""
        described = document(self.app)["paths"]
        for rule in self.app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or not rule.rule.startswith(PREFIX) or "/docs/" in rule.rule:
                continue
            names = sorted(rule.arguments)
            path = path_of(rule.rule.removeprefix(PREFIX))
            for values in product(*(self.ids[name] for name in names)):
                yield path.format(**dict(zip(names, values, strict=True)))
            if not names:
                fill = {
                    "person": self.cast.ada.id,
                    "session": self.ids["session_id"][0],
                    "team": self.cast.teams["North"],
                }
                asks = described.get(PREFIX + path, {}).get("get", {}).get("parameters", ())
                known = {each["name"] for each in asks}
                asked = [query for query in FILTERS if known.issuperset(parse_qs(query[1:]))]
                yield from (path + query.format(**fill) for query in asked)

    def read_by(self, player: Player) -> dict[str, str]:
        """Return the words that somebody reads anywhere, each with the first address that told it."""
        found: dict[str, str] = {}
        for address in [*self.addresses(), "calendar"]:
            answer = _calendar(player) if address == "calendar" else player.get(address)
            assert answer.status_code != 500, address
            text = answer.get_data().decode("utf-8", "replace").lower()
            for word in self.words:
                if word in text:
                    found.setdefault(word, address)
        return found


def confide(app: Flask, cast: Cast) -> Confided:
    """Let Max coach Ada, score her, rate and answer her, and let her tell what she tells.

    Sven scores beside him, Olga is her mentor, and Uma is an analyst.
    """
    names = ("ada", "max", "sven", "olga", "greta", "mara", "nadia", "paula")
    told = Confided(app, cast, {name: getattr(cast, name) for name in names} | {"uma": newcomer(cast, "analyst")})
    _meet(told, cast)
    _score(told, cast)
    _practise(told, cast)
    _ask(told, cast)
    _write_to(told, cast)
    count_figures(app)
    _advise(told, cast)
    told.ids |= {
        "person_id": [str(player.id) for player in cast.everyone()],
        "other_id": [str(cast.mara.id)],
        "page_id": [PAGE, "rubric-discovery-call", "enablement-plan"],
        "course_id": ["course-discovery-calls"],
        "kind": ["agenda", "shared", "private"],
        "name": [*_cards(app), "coaching_coverage"],
        # Things of which coaching has none.
        **{
            name: [NOBODY]
            for name in ("attempt_id", "assignment_id", "gap_id", "roll_out_id", "job_id", "rule", "deal_id")
        },
    }
    return told


def _made(answer: Any, *, status: int = 201) -> dict[str, Any]:
    assert answer.status_code == status, answer.get_data(as_text=True)
    body: dict[str, Any] = answer.get_json()
    return body


def _meet(told: Confided, cast: Cast) -> None:
    topic, where = told.word("topicword", TWO), told.word("placeword", TWO)
    planned = schedule(cast.max, cast.ada, topic=topic, place=where)
    place = f"/coaching/sessions/{told.note('session_id', planned['id'])}"
    said = told.word("sharedword", TWO)
    for number, text in enumerate([said, f"{said} {told.word('laterword', TWO)}"]):
        player = cast.max if number else cast.ada
        _made(player.put(f"{place}/texts/shared", {"text": text}, headers={"If-Match": f'"{number}"'}), status=200)
    late = {"text": told.word("copyword", TWO)}
    assert cast.ada.put(f"{place}/texts/shared", late, headers={"If-Match": '"1"'}).status_code == 412
    for kind, player, word, readers in (
        ("agenda", cast.max, "agendaword", TWO),
        ("private", cast.max, "privateofmax", {"max"}),
        ("private", cast.ada, "privateofada", {"ada"}),
    ):
        typed = {"text": told.word(word, readers)}
        _made(player.put(f"{place}/texts/{kind}", typed, headers={"If-Match": '"0"'}), status=200)
    link = {"kind": "recording", "target": "https://calls.example/7", "label": told.word("labelword", TWO)}
    _made(cast.max.post(f"{place}/links", link))
    for word, why in (("itemword", None), ("gladlydropped", "dropword")):
        item = {"text": told.word(word, TWO), "owner_id": str(cast.ada.id), "due_on": in_days(-1).isoformat()}
        made = told.note("item_id", _made(cast.max.post(f"{place}/action-items", item))["id"])
        if why:
            dropped = {"reason": told.word(why, TWO)}
            _made(cast.ada.put(f"/coaching/action-items/{made}/dropped", dropped), status=200)
    for word, coach, readers in (("pointword", str(cast.max.id), TWO), ("anyonesword", None, TWO | {"olga"})):
        point = {"text": told.word(word, readers), "coach_id": coach}
        told.note("point_id", _made(cast.ada.post("/coaching/points", point))["id"])
    off = told.note("session_id", schedule(cast.max, cast.ada, topic=told.word("neverheldword", TWO))["id"])
    reason = {"reason": told.word("calledoffword", TWO)}
    _made(cast.max.post(f"/coaching/sessions/{off}/cancelled", reason), status=200)
    weekly = {"rep_id": str(cast.ada.id), "topic": told.word("seriesword", TWO), "scheduled_at": at(9)}
    series = _made(cast.max.post("/coaching/series", weekly | {"rule": "FREQ=WEEKLY;COUNT=3"}))
    told.note("series_id", series["id"])
    mentor = {"mentee_id": str(cast.ada.id), "mentor_email": cast.olga.email}
    _made(cast.max.post("/coaching/pairs", mentor))
    theirs = schedule(cast.olga, cast.ada, topic=told.word("mentorword", {"ada", "olga"}), kind="mentoring")
    told.note("session_id", theirs["id"])


def _score(told: Confided, cast: Cast) -> None:
    # A peer sees what is to be scored, and of the cards their own.
    place = open_one(cast.max, cast.ada, title=told.word("cardtitleword", RECORDS | {"sven"}))
    told.note("assessment_id", place.rpartition("/")[2])
    given = answers()
    given["opening"]["note"] = told.word("evidenceword", RECORDS)
    card = publish(cast.max, place, given)["my_card"]
    amended = {"answers": answers(2), "summary": told.word("amendedword", RECORDS)}
    amended["reason"] = told.word("rethoughtword", RECORDS)
    etag = {"If-Match": f'"{card["version"]}"'}
    _made(cast.max.post(f"{place}/card/amended", amended, headers=etag), status=200)
    _made(cast.max.post(f"{place}/scorers", {"email": cast.sven.email}), status=200)
    peer = answers()
    peer["opening"]["note"] = told.word("peerword", RECORDS | {"sven"})
    publish(cast.sven, place, peer)
    said = {"text": told.word("commentword", RECORDS)}
    _made(cast.ada.post(f"/scoring/cards/{card['id']}/comments", said))
    other = open_one(cast.max, cast.ada, title="Call", asks_self=True)
    told.note("assessment_id", other.rpartition("/")[2])
    for player, word in ((cast.max, "draftofmax"), (cast.ada, "draftofada")):
        _made(save(player, other, answers(), summary=told.word(word, {word.removeprefix("draftof")})), status=200)
    for player, word in ((cast.max, "levelword"), (cast.ada, "selfratingword")):
        rating = {"skill": "discovery", "level": 2, "note": told.word(word, RECORDS)}
        _made(player.post(f"/skills/people/{cast.ada.id}/ratings", rating))


def _practise(told: Confided, cast: Cast) -> None:
    place = begin_one(cast.ada, title=told.word("practiceword", RECORDS))
    told.note("practice_id", place.rpartition("/")[2])
    # Who manages the rep sees what was recorded; an admin, who manages nobody, the scores alone.
    told.word("transcriptword", TWO)
    _made(cast.ada.put(f"{place}/transcript", data=TRANSCRIPT, content_type="text/vtt"), status=200)
    told.note("assessment_id", hand_in_one(cast.ada, place)["assessment_id"])


def _ask(told: Confided, cast: Cast) -> None:
    asked = {"text": told.word("questionword", TWO), "asked_id": str(cast.max.id)}
    place = f"/questions/{told.note('question_id', _made(cast.ada.post('/questions', asked))['id'])}"
    _made(cast.max.post(f"{place}/answers", {"text": told.word("answerword", TWO)}))
    failed = {"has_worked": False, "because": told.word("becauseword", {"ada", "mara", "nadia"})}
    _made(cast.ada.post(f"/feedback/{PAGE}", failed))


def _write_to(told: Confided, cast: Cast) -> None:
    contact = {
        "name": told.word("contactword", RECORDS),
        "email": "a@addressee.example",
        "company": told.word("firmword", RECORDS),
    }
    run = _made(cast.ada.post("/sending/runs", {"sequence_id": "outbound-logistics", "contact": contact}))
    place = f"/sending/runs/{told.note('run_id', run['id'])}"
    _made(cast.ada.post(f"{place}/skipped", {"step": 1, "reason": told.word("skippedword", RECORDS)}), status=200)
    _made(cast.ada.post(f"{place}/stopped", {"reason": told.word("stoppedword", RECORDS)}), status=200)
    sent = {"template_id": "last-message", "way": "copied", "contact_name": told.word("recipientword", RECORDS)}
    told.note("send_id", _made(cast.ada.post("/sending/sends", sent))["id"])
    shown = {"title": told.word("decktitleword", RECORDS), "buyer": told.word("buyerword", RECORDS)}
    told.note("deck_id", _made(cast.ada.post("/sending/decks", shown))["id"])
    step = {"text": told.word("planstepword", RECORDS), "owner": told.word("planownerword", RECORDS)}
    shared = {
        "items": [{"kind": "page", "target": "product-dockside"}],
        "contact": {"name": told.word("sharedwithword", RECORDS)},
        "title": told.word("roomtitleword", RECORDS),
        "note": told.word("roomnoteword", RECORDS),
        "plan": [step],
    }
    told.note("link_id", _made(cast.ada.post("/sharing/links", shared))["id"])
    listed = {"email": "gone@else.example", "reason": told.word("suppressedword", {"max", "greta", "nadia"})}
    _made(cast.ada.post("/sending/suppressed", listed))
    _made(cast.ada.put("/me/sender", {"signature": told.word("signatureword", {"ada"})}), status=200)


def _advise(told: Confided, cast: Cast) -> None:
    advised = cast.max.get("/coaching/advice").get_json()["people"]
    reason = next(one for one in advised if one["person"]["id"] == str(cast.ada.id))["reasons"][0]
    key = {"person_id": str(cast.ada.id), "rule": reason["rule"], "subject": reason["subject"]}
    # It is about an action item, of which nobody else hears.
    assert reason["rule"] == "overdue_action", reason
    _made(cast.max.post("/coaching/advice/decisions", key | {"reason": told.word("setasideword", TWO)}))


def _calendar(player: Player) -> Any:
    made = player.post("/me/calendar")
    if made.status_code != 201:  # a partner has none
        return made
    url = made.get_json()["url"]
    return apart(player.client.get, url[url.index("/calendar/") :])


def _cards(app: Flask) -> list[str]:
    return [card.name for card in app.extensions["repertoire.cards"]]
