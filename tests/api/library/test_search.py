"""Searching through the API."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from api.library.search import SearchResult
from api.web.context import parts
from api.web.database import db
from support.acting import PAGE, items_of, problem_of, recorded_searches
from support.factories import Cast, fill


def test_a_rep_finds_a_page_and_is_told_where_it_matches(cast: Cast) -> None:
    """A hit carries everything a client shows."""
    answer = cast.ada.get("/search?q=too+expensive")
    assert answer.status_code == 200
    assert answer.json is not None
    first = answer.json["items"][0]
    assert first["id"] == "too-expensive"
    assert first["path"] == "objections/too-expensive.md"
    assert first["url"] == "/objections/too-expensive/"
    assert "<mark>" in first["highlights"][0]["html"]


def test_words_to_leave_out_alone_are_told_so(sqlite_cast: Cast) -> None:
    """The answer says what to do; a search that could have found something has no advice."""
    alone = sqlite_cast.ada.get("/search?q=-price").get_json()
    assert (alone["total"], alone["advice"]) == (0, "These are only words to leave out. Add a word to look for.")
    assert sqlite_cast.ada.get("/search?q=-price&type=guide").get_json()["advice"] is None


def test_every_search_is_recorded_as_it_was_typed(session: Session, cast: Cast) -> None:
    """The demand report needs the words, the filters, the number of hits and who asked."""
    answer = cast.ada.get('/search?q=Waiting "Too  Expensive" type:objection&language=en&language=pl').get_json()
    (event,) = recorded_searches(session)
    assert (event.person_id, event.query) == (cast.ada.id, 'Waiting "Too  Expensive" type:objection')
    assert event.filters == {"type": ["objection"], "language": ["en", "pl"]}
    assert event.normal == 'waiting "too expensive" language:en language:pl type:objection'
    assert (str(event.id), event.hits) == (answer["search_id"], answer["total"])
    assert event.page == 1
    assert answer["total"] > 0
    assert event.took_ms == answer["took_ms"] > 0
    assert abs(datetime.now(UTC) - event.at) < timedelta(minutes=1)


def test_a_search_that_can_not_be_recorded_is_answered_all_the_same(session: Session, cast: Cast) -> None:
    """A full disk keeps no hits from a rep; the answer names no search, and the journal counts those it refused."""
    folder = parts().config.data_dir / "searches"
    folder.write_text("no journal can be made here")
    answer = cast.ada.get("/search?q=too+expensive").get_json()
    assert (answer["items"][0]["id"], answer["search_id"], parts().journal.refused) == (PAGE, None, 1)
    assert cast.ada.post("/opens", {"page_id": PAGE, "search_id": answer["search_id"]}).status_code == 201
    folder.unlink()
    kept = cast.ada.get("/search?q=too+expensive").get_json()
    assert [str(event.id) for event in recorded_searches(session)] == [kept["search_id"]]
    assert parts().journal.refused_since is None


def test_queries_that_differ_in_spaces_case_and_accents_are_recorded_as_one(session: Session, cast: Cast) -> None:
    """The demand report counts them together, and still shows what was typed."""
    for query in ("Rabat  Ceną", "rabat cena"):
        cast.ada.get("/search", query_string={"q": query})
    events = recorded_searches(session)
    assert [event.query for event in events] == ["Rabat  Ceną", "rabat cena"]
    assert [(event.normal, event.language) for event in events] == [("rabat cena", "pl")] * 2


def test_the_next_page_of_hits_is_recorded_as_such(session: Session, cast: Cast) -> None:
    """The number of hits is that of the whole search."""
    total = cast.ada.get("/search?q=price&page=2&limit=5").get_json()["total"]
    assert [(event.page, event.hits) for event in recorded_searches(session)] == [(2, total)]


def test_searches_with_one_token_are_one_session_and_with_another_another(session: Session, cast: Cast) -> None:
    """A session leads to no token, and nobody shares one."""
    other = replace(cast.ada, token=cast.ada.post("/tokens", {"name": "laptop"}).get_json()["secret"])
    for player in (cast.ada, cast.ada, other, cast.olga):
        player.get("/search?q=price")
    first, second, third, fourth = [event.session_id for event in recorded_searches(session)]
    assert first == second is not None
    assert len({first, third, fourth}) == 3


def test_a_search_that_finds_nothing_is_recorded_too(session: Session, cast: Cast) -> None:
    """What nobody wrote yet is the most useful line of that report."""
    assert cast.ada.get("/search?q=zzyzx").get_json()["items"] == []
    assert [event.hits for event in recorded_searches(session)] == [0]


def test_a_query_that_no_database_can_keep_is_still_answered(session: Session, cast: Cast) -> None:
    """NUL and bytes that are no UTF-8 are searched for, and recorded without what can't be kept."""
    assert cast.ada.get("/search?q=price%00&type=%00").status_code == 200
    assert cast.ada.get("/search?q=%FF%FE").status_code == 200
    first, second = recorded_searches(session)
    assert (first.query, first.filters) == ("price", {"type": ["\0"]})
    assert second.query == "%FF%FE"


@pytest.mark.parametrize("query", ["type:quiz", "call type:quiz", "quiz", "call&type=quiz", "Quiz:+discovery+calls"])
def test_a_quiz_is_never_found(sqlite_cast: Cast, query: str) -> None:
    """Its page holds the answers."""
    assert "quiz" not in {hit["type"] for hit in items_of(sqlite_cast.ada.get(f"/search?q={query}&limit=50"))}


def test_the_answer_to_a_quiz_question_can_not_be_searched_for(sqlite_cast: Cast) -> None:
    """A sentence that stands only in a quiz's feedback leads to no page by that sentence."""
    query = '"With no volume there is no deal, and an honest no is remembered when the site grows"'
    assert items_of(sqlite_cast.ada.get(f"/search?q={query}")) == []


def test_one_type_can_be_kept(sqlite_cast: Cast) -> None:
    """By the parameter and by the words alike."""
    by_parameter = items_of(sqlite_cast.ada.get("/search?q=price&type=objection"))
    by_words = items_of(sqlite_cast.ada.get("/search?q=price type:objection"))
    assert {hit["type"] for hit in by_parameter} == {"objection"}
    assert [hit["id"] for hit in by_parameter] == [hit["id"] for hit in by_words]


def test_pages_of_hits_follow_each_other(sqlite_cast: Cast) -> None:
    """Two pages of five are one page of ten."""
    ten = [hit["id"] for hit in items_of(sqlite_cast.ada.get("/search?q=price&limit=10"))]
    first = [hit["id"] for hit in items_of(sqlite_cast.ada.get("/search?q=price&limit=5"))]
    second = [hit["id"] for hit in items_of(sqlite_cast.ada.get("/search?q=price&limit=5&page=2"))]
    assert len(ten) == 10
    assert first + second == ten


def test_a_hit_says_whether_it_may_be_sent_and_until_when_it_is_verified(sqlite_cast: Cast) -> None:
    """The two questions of a rep who is about to send something."""
    hit = items_of(sqlite_cast.ada.get("/search?q=too+expensive"))[0]
    assert hit["id"] == PAGE
    assert hit["audience"] in {"internal", "partner", "customer"}
    assert hit["verified_until"] > "2026"
    assert "@" in hit["owner"]


@pytest.mark.parametrize("query", ['"', "type:", "AND NOT", "*", "(((", "a" * 500, "' OR 1=1 --", "\\", "价格", "🙂"])
def test_no_query_is_an_error(sqlite_cast: Cast, query: str) -> None:
    """Reps type anything."""
    assert sqlite_cast.ada.get("/search", query_string={"q": query}).status_code == 200


def test_before_the_first_index_a_search_is_to_be_repeated(make_app: Callable[..., Flask]) -> None:
    """503 with Retry-After, and nothing recorded."""
    app = make_app(is_indexed=False)
    cast = fill(app)
    for path in ("/search?q=price", "/suggest?q=pri", f"/content/{PAGE}/similar", "/content", "/training/courses"):
        answer = cast.ada.get(path)
        problem_of(answer, 503)
        assert int(answer.headers["Retry-After"]) > 0
    with app.app_context():
        assert recorded_searches(db.session()) == []


def test_a_search_while_typing_is_marked_as_one(session: Session, cast: Cast) -> None:
    """Half a word finds its page already, and the demand report can leave such searches out."""
    assert PAGE in {hit["id"] for hit in items_of(cast.ada.get("/search?q=too+expens&typing=true"))}
    cast.ada.get("/search?q=too+expensive")
    assert [event.was_typing for event in recorded_searches(session)] == [True, False]


def test_the_answer_says_what_was_read_of_the_query(sqlite_cast: Cast) -> None:
    """Pieces with their places in characters, what no page knows, and a filter that is named, to be chosen as it is."""
    query = "🎉 case studies zzyzx type:nothing price"
    answer = sqlite_cast.ada.get("/search", query_string={"q": "case studies pricing"}).get_json()
    (named,) = answer["named"]
    assert (named["name"], named["value"], named["label"]) == ("type", "case-study", "Case study")
    chosen = {"q": named["query"], named["name"]: named["value"]}
    assert {hit["type"] for hit in items_of(sqlite_cast.ada.get("/search", query_string=chosen))} == {"case-study"}
    pieces = sqlite_cast.ada.get("/search", query_string={"q": query}).get_json()["pieces"]
    assert [query[piece["start"] : piece["end"]] for piece in pieces] == query.split()
    unknown = [(piece["kind"], piece["text"]) for piece in pieces if not piece["is_known"]]
    assert unknown == [("word", "zzyzx"), ("filter", "nothing")]


def test_a_suggestion_says_what_the_box_will_hold(sqlite_cast: Cast) -> None:
    """The conditions that were typed stay; a filter takes the place of the words; behind a condition is nothing."""
    (value,) = [item for item in items_of(sqlite_cast.ada.get("/suggest?q=type:guide finance dir")) if item["filter"]]
    assert value["filter"] == {"name": "persona", "value": "finance-director"}
    assert value["rewritten"] == "type:guide"
    items = items_of(sqlite_cast.ada.get("/suggest?q=type:guide pricing an"))
    assert "Pricing and discounts type:guide" in [item["rewritten"] for item in items]
    assert items_of(sqlite_cast.ada.get("/suggest?q=pricing type:guide")) == []


def test_suggestions_are_not_recorded(session: Session, cast: Cast) -> None:
    """They are asked for at every key."""
    assert items_of(cast.ada.get("/suggest?q=too+exp"))[0]["page"]["id"] == PAGE
    assert recorded_searches(session) == []


@pytest.mark.parametrize(
    "query",
    [
        "q=too+expensive",
        "q=zbyt+drogo&explain=true",
        "q=expensive+type:deck&language=en",
        "q=expensve",
        "q=%22no+such+words+here%22",
        "q=language:pl+pilot",
        "q=",
    ],
)
def test_an_answer_is_what_its_schema_says(sqlite_cast: Cast, query: str) -> None:
    """Answers leave without being checked, so each field is here, and none that the schema doesn't name."""
    answer = sqlite_cast.ada.get(f"/search?{query}").get_json()
    assert SearchResult.model_validate(answer).model_dump(mode="json") == answer
