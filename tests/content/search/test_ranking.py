"""What comes first, what moves it and how far, and what is kept of a ranking."""

from __future__ import annotations

import itertools
import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from content.library import read_library
from content.search.find import Search
from content.search.generation import EVERYTHING, Sight
from content.search.hits import Hit
from content.search.preferences import Preferences, write_usage
from content.search.query import read_query
from content.search.update import update_index
from support.factories import write_good_page

TODAY = date(2026, 12, 1)
OVERDUE = "2020-01-01"
APPROVED = Sight()


def write(tmp_path: Path, name: str, body: str = "Text.", **fields: str) -> None:
    """Write an English page."""
    write_good_page(tmp_path / "library", f"{name}.md", body, **({"language": "en"} | fields))


def index(tmp_path: Path, preferences: Preferences | None = None) -> Search:
    """Index what the test has written; a new generation is waited for."""
    update_index(read_library(tmp_path / "library"), tmp_path / "index")
    return Search(tmp_path / "index", preferences=preferences, patience=30)


def hits(search: Search, text: str, *, sight: Sight = EVERYTHING, today: date = TODAY) -> dict[str, Hit]:
    """Return the hits by id, best first."""
    found = search.find(read_query(text), limit=100, sight=sight, today=today).hits
    return {hit.entry.id: hit for hit in found}


def ids(search: Search, text: str, *, sight: Sight = EVERYTHING, today: date = TODAY) -> list[str]:
    """Return the ids of the hits, best first."""
    return list(hits(search, text, sight=sight, today=today))


def scores(search: Search, text: str, *, today: date = TODAY) -> dict[str, float]:
    """Return the scores by id."""
    return {page_id: hit.score for page_id, hit in hits(search, text, today=today).items()}


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Pages that match equally but for one thing each, one that matches much worse, and some that don't match."""
    equal = "The detention fee is negotiable."
    write(tmp_path, "a-overdue", equal, title="Detention", reviewed=OVERDUE)
    write(tmp_path, "b-draft", equal, title="Detention", status="draft")
    write(tmp_path, "c-archived", equal, title="Detention", status="archived")
    write(tmp_path, "d-fresh", equal, title="Detention")
    write(tmp_path, "e-worse", "Once, detention. " + "Something else entirely. " * 200, title="Other")
    for number in range(8):
        write(tmp_path, f"z-{number}", "Nothing of that.", title=f"Else {number}")
    return tmp_path


def test_overdue_drafts_and_archived_pages_sink_by_their_factors(shelf: Path) -> None:
    """Each is below an equal fresh page, and above one that matches much worse."""
    search = index(shelf)
    assert ids(search, "detention fee") == ["d-fresh", "a-overdue", "b-draft", "c-archived", "e-worse"]
    found = scores(search, "detention fee")
    for page, factor in (("a-overdue", 0.85), ("b-draft", 0.7), ("c-archived", 0.5)):
        assert found[page] == pytest.approx(factor * found["d-fresh"], abs=1e-4)


def test_each_factor_is_a_setting(shelf: Path) -> None:
    """At 1 nothing moves: equals stand in the order of their paths."""
    even = Preferences(overdue_factor=1, draft_factor=1, archived_factor=1, use_share=0)
    write_usage(shelf / "index", {"d-fresh": 1000})
    search = index(shelf, even)
    assert ids(search, "detention fee") == ["a-overdue", "b-draft", "c-archived", "d-fresh", "e-worse"]
    assert len(set(list(scores(search, "detention fee").values())[:4])) == 1
    other = Preferences(overdue_factor=0.3, draft_factor=0.9, archived_factor=0.6)
    assert ids(index(shelf, other), "detention fee")[:4] == ["d-fresh", "b-draft", "c-archived", "a-overdue"]


def test_a_page_is_overdue_from_the_day_after_its_review_counts(tmp_path: Path) -> None:
    """Or after it expired; one without a review is never overdue."""
    write(tmp_path, "dated", "Detention.", reviewed="2026-01-01", review_every="10 days")
    write(tmp_path, "expires", "Detention.", expires="2026-01-11")
    write(tmp_path, "never", "Detention.", reviewed="", review_every="")
    search = index(tmp_path)
    last = date(2026, 1, 11)
    assert len(set(scores(search, "detention", today=last).values())) == 1
    after = scores(search, "detention", today=last + timedelta(days=1))
    assert after["dated"] == after["expires"] == pytest.approx(0.85 * after["never"], abs=1e-4)


def test_use_lifts_a_page_by_at_most_its_share(shelf: Path) -> None:
    """A first open moves it next to nothing, and as many as the smoothing half as far as it can go."""
    search = index(shelf)
    alone = scores(search, "detention fee")["d-fresh"]
    lifted = []
    for opens in (0, 1, 20, 1e6):
        write_usage(shelf / "index", {"d-fresh": opens})
        lifted.append(scores(search, "detention fee")["d-fresh"] / alone - 1)
    assert lifted == pytest.approx([0, 0.2 / 21, 0.1, 0.2], abs=2e-4)


def test_more_opens_never_lower_a_page(shelf: Path) -> None:
    """Whatever others have: its score grows, theirs stay, so its place can only rise."""
    search = index(shelf)
    dice = random.Random(5)
    pages = ["a-overdue", "b-draft", "c-archived", "d-fresh", "e-worse"]
    for _ in range(20):
        opens = {page: dice.choice([0, 0.5, 3, 40, 900]) for page in pages}
        write_usage(shelf / "index", opens)
        before = scores(search, "detention fee")
        page = dice.choice(pages)
        write_usage(shelf / "index", opens | {page: opens[page] + dice.choice([0.1, 1, 100])})
        after = scores(search, "detention fee")
        assert after[page] >= before[page]
        assert {other: after[other] for other in pages if other != page} == {
            other: before[other] for other in pages if other != page
        }
        assert list(after).index(page) <= list(before).index(page)


def test_the_text_counts_first(shelf: Path) -> None:
    """However much it is used, a page that matches much worse doesn't pass one that matches."""
    write_usage(shelf / "index", {"e-worse": 1e6})
    assert ids(index(shelf), "detention fee")[-1] == "e-worse"


def test_an_exact_title_is_first_against_much_use(tmp_path: Path) -> None:
    """And against pages that are full of its words."""
    write(tmp_path, "exact", "Other words. " * 300, title="Detention fee", reviewed=OVERDUE)
    for number in range(5):
        write(tmp_path, f"full-{number}", "Detention fee. " * 30, title=f"Detention fee rules {number}")
    search = index(tmp_path)
    write_usage(tmp_path / "index", {f"full-{number}": 1e6 for number in range(5)})
    found = scores(search, "Detention  FEE")
    assert next(iter(found)) == "exact"
    assert found["exact"] < found["full-0"]


def test_an_exact_title_is_first_among_thousands_of_hits(tmp_path: Path) -> None:
    """More of them than are ranked."""
    for number in range(2510):
        write(tmp_path, f"p{number}", "Detention detention.", title=f"Detention {number}")
    write(tmp_path, "exact", "Other words. " * 300, title="Detention", reviewed=OVERDUE)
    found = index(tmp_path).find(read_query("detention"), today=TODAY)
    assert (found.hits[0].entry.id, found.total) == ("exact", 2511)


def test_an_exact_title_is_first_though_it_begins_like_a_filter(tmp_path: Path) -> None:
    """Its suggestion searches for it as it stands."""
    write(tmp_path, "filter", "Text.", title="'Persona: carrier'")
    write(tmp_path, "other", "Carrier.", title="Carrier")
    assert ids(index(tmp_path), "Persona: carrier")[0] == "filter"


def test_a_page_that_answers_more_of_the_query_wins(tmp_path: Path) -> None:
    """Over pages that repeat one word, also in their titles."""
    write(tmp_path, "all", "Our pallet pricing has a rebate for carriers.", title="Rules")
    write(tmp_path, "one-a", "Pallet. " * 50, title="Pallet pallet")
    write(tmp_path, "one-b", "Rebate rebate rebate rebate.", title="Rebate")
    for number in range(6):
        write(tmp_path, f"z-{number}", "Carriers drive.", title=f"Else {number}")
    assert ids(index(tmp_path), "pallet pricing rebate carriers")[0] == "all"


def test_words_beside_each_other_beat_words_far_apart(tmp_path: Path) -> None:
    """With the same words, and as many."""
    far = "filler " * 30
    write(tmp_path, "a-far", f"Waiting {far} room {far}.")
    write(tmp_path, "b-near", f"{far} waiting room {far}.")
    write(tmp_path, "c-turned", f"{far} room waiting {far}.")
    assert ids(index(tmp_path), "waiting room") == ["b-near", "c-turned", "a-far"]


def test_the_title_counts_more_than_a_heading_and_that_more_than_the_text(tmp_path: Path) -> None:
    """For the same word, once in each."""
    write(tmp_path, "a-text", "Intro.\n\n## Else\n\nDetention here.", title="One thing")
    write(tmp_path, "b-heading", "Intro.\n\n## Detention\n\nElse here.", title="One thing")
    write(tmp_path, "c-title", "Intro.\n\n## Else\n\nElse here.", title="Detention thing")
    assert ids(index(tmp_path), "detention") == ["c-title", "b-heading", "a-text"]


def test_excluded_words_and_phrases_are_in_no_hit(tmp_path: Path) -> None:
    """In no form, and a phrase only as it stands."""
    write(tmp_path, "plain", "Detention.")
    write(tmp_path, "fees", "Detention fees.")
    write(tmp_path, "room", "Detention in the waiting room.")
    write(tmp_path, "turned", "Detention in the room, waiting.")
    search = index(tmp_path)
    assert set(ids(search, "detention -fee")) == {"plain", "room", "turned"}
    assert set(ids(search, 'detention -"waiting room"')) == {"plain", "fees", "turned"}
    assert ids(search, "detention -fee -waiting") == ["plain"]
    assert ids(search, "-fee") == []
    assert set(ids(search, "type:page -fee")) == {"plain", "room", "turned"}


def test_every_phrase_must_be_there(tmp_path: Path) -> None:
    """In any region; words beside it only rank."""
    write(tmp_path, "both", "The waiting room.\n\n## Late fee\n\nElse.")
    write(tmp_path, "one", "The waiting room has a fee, late.")
    write(tmp_path, "title", "A late fee.", title="Waiting room")
    search = index(tmp_path)
    assert set(ids(search, '"waiting room" "late fee"')) == {"both", "title"}
    assert set(ids(search, '"waiting room" missing')) == {"both", "one", "title"}
    assert ids(search, '"waiting room late"') == []


def test_quotes_around_no_word_ask_for_nothing(tmp_path: Path) -> None:
    """As a word that is only a mark does."""
    write(tmp_path, "a", "Detention.")
    assert ids(index(tmp_path), 'detention "!"') == ids(index(tmp_path), "detention !") == ["a"]


def test_sorting_by_date_shows_the_newest_review_first(tmp_path: Path) -> None:
    """However well the others match; of one day in the order of their paths."""
    write(tmp_path, "b", "Detention.", reviewed="2026-05-01")
    write(tmp_path, "a", "Detention.", reviewed="2026-05-01")
    write(tmp_path, "old", "Detention.", title="Detention", reviewed="2024-01-01")
    write(tmp_path, "new", "Detention. " + "Else. " * 99, reviewed="2026-11-01")
    search = index(tmp_path)
    assert ids(search, "detention")[0] == "old"
    found = search.find(read_query("detention"), sort="newest", today=TODAY)
    assert [hit.entry.id for hit in found.hits] == ["new", "a", "b", "old"]


def test_sorting_by_use_shows_the_most_opened_first(tmp_path: Path) -> None:
    """Of as many opens the better match first."""
    write(tmp_path, "good", "Detention.", title="Detention rules")
    write(tmp_path, "poor", "Detention. " + "Else. " * 99)
    write(tmp_path, "used", "Detention. " + "Else. " * 99)
    write(tmp_path, "most", "Detention. " + "Else. " * 99)
    search = index(tmp_path)
    write_usage(tmp_path / "index", {"most": 2.5, "used": 2.4, "elsewhere": 99})
    found = search.find(read_query("detention"), sort="used", today=TODAY)
    assert [hit.entry.id for hit in found.hits] == ["most", "used", "good", "poor"]


@pytest.mark.parametrize("sort", ["relevance", "newest", "used"])
def test_pages_of_hits_hold_each_hit_once(tmp_path: Path, sort: str) -> None:
    """In every order, also among equals; behind the last page is nothing."""
    for number in range(23):
        write(tmp_path, f"p{number}", "Detention. " * (1 + number % 3))
    search = index(tmp_path)
    pages = [search.find(read_query("detention"), page=page, limit=5, sort=sort) for page in range(1, 7)]  # type: ignore[arg-type]  # parametrized
    shown = [hit.entry.id for hit in itertools.chain(*(found.hits for found in pages))]
    assert [len(found.hits) for found in pages] == [5, 5, 5, 5, 3, 0]
    assert len(set(shown)) == len(shown) == pages[0].total == 23


def test_a_kept_ranking_ends_with_its_generation(shelf: Path) -> None:
    """A page that is changed, new or gone shows at once."""
    search = index(shelf)
    assert "d-fresh" in ids(search, "detention")
    write(shelf, "new", "Detention.")
    (shelf / "library" / "d-fresh.md").unlink()
    update_index(read_library(shelf / "library"), shelf / "index")
    assert "new" in ids(search, "detention")
    assert "d-fresh" not in ids(search, "detention")


def test_a_kept_ranking_ends_with_the_usage_it_was_made_with(shelf: Path) -> None:
    """The worker replaces the file every few minutes; a broken one counts as none."""
    search = index(shelf)
    before = scores(search, "detention")
    write_usage(shelf / "index", {"d-fresh": 20})
    assert scores(search, "detention")["d-fresh"] > before["d-fresh"]
    (shelf / "index" / "usage.json").write_text("broken", encoding="utf-8")
    assert scores(search, "detention") == before


def test_a_kept_ranking_is_of_one_sight_and_one_day(shelf: Path) -> None:
    """What somebody else may see, or yesterday, is another question."""
    search = index(shelf)
    seen = [
        (ids(search, "detention fee"), scores(search, "detention fee", today=date(2019, 1, 1))["a-overdue"])
        for _ in range(2)
    ]
    approved = ids(search, "detention fee", sight=APPROVED)
    assert approved == ["d-fresh", "a-overdue", "e-worse"]
    assert seen[0] == seen[1] == (ids(search, "detention fee"), seen[0][1])
    assert seen[0][1] > scores(search, "detention fee")["a-overdue"]
    assert ids(search, "detention fee", sight=Sight(audiences=frozenset({"partner"}))) == []


def test_a_kept_ranking_answers_no_query_with_other_accents(tmp_path: Path) -> None:
    """A stem may depend on them: what one search finds doesn't depend on another before it."""
    write(tmp_path, "with", "Ciężarówki czekały.", language="pl")
    write(tmp_path, "without", "Ciezarowki czekaly.", language="pl")
    alone = [ids(index(tmp_path), text) for text in ("czekaly", "czekały")]
    search = index(tmp_path)
    assert [ids(search, text) for text in ("czekaly", "czekały")] == alone
