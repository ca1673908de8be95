"""Names of types, stages, personas, industries, products and skills among the words of a query."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from content.fields.models import TYPES
from content.labels import type_names
from content.library import read_library
from content.search.find import Found, Search
from content.search.generation import EVERYTHING, Sight
from content.search.naming import UNTOLD
from content.search.query import read_query
from content.search.synonyms import glossary
from content.search.update import update_index
from support.factories import write_good_page

with (Path(__file__).parent / "named.tsv").open(encoding="utf-8", newline="") as file:
    NAMED = list(csv.DictReader(file, delimiter="\t"))
REP = Sight()
TAXONOMY = """
stages: {conversion: Conversion}
personas:
  finance-director:
    label: Finance director
    also: [CFO]
industries: {food-and-drink: Food and drink}
products: {dockside: Dockside}
synonyms:
  - bookkeeper => CFO
"""


def ids(search: Search, text: str, *, sight: Sight = REP) -> list[str]:
    """Return the ids of the pages that are found, best first."""
    return [hit.entry.id for hit in search.find(read_query(text), limit=50, sight=sight).hits]


def precision(search: Search, row: dict[str, str]) -> float:
    """Return the share of right pages among the first three, or among the first as there are."""
    right = set(ids(search, row["pages"]))
    first = ids(search, row["query"])[: min(3, len(right))]
    return len(right.intersection(first)) / len(first)


def write(tmp_path: Path, name: str, body: str = "Text.", **fields: str) -> None:
    """Write a page whose words name nothing."""
    given = {"language": "en", "title": name} | fields
    write_good_page(tmp_path / "library", f"{name}.md", body, **given)


def index(tmp_path: Path) -> Search:
    """Index what the test has written."""
    (tmp_path / "library" / "taxonomy.yml").write_text(TAXONOMY, encoding="utf-8")
    update_index(read_library(tmp_path / "library"), tmp_path / "index")
    return Search(tmp_path / "index")


@pytest.fixture(scope="module")
def sample(sample_index: Path) -> Search:
    """Open a search over the sample library."""
    return Search(sample_index)


@pytest.fixture
def search(tmp_path: Path) -> Search:
    """Open a search over pages in several languages; those that say a name are not what it names."""
    for number in range(12):
        write(
            tmp_path,
            f"else{number}",
            "A case study of the finance director, an email template, Fallstudie, кейс, 案例.",
        )
    write(tmp_path, "quay", "Pallets.", type="case-study", customer="Quay", industries="[food-and-drink]")
    write(tmp_path, "ramp", "Pallets.", type="email-template", subject="Ramp", personas="[finance-director]")
    write(tmp_path, "kai", "Paletten.", type="case-study", customer="Kai", language="de")
    write(tmp_path, "prichal", "Паллеты.", type="case-study", customer="Причал", language="ru")
    write(tmp_path, "matou", "码头。", type="case-study", customer="码头", language="zh")
    write(tmp_path, "nabrzeze", "Palety.", type="email-template", subject="Palety", language="pl")
    write(tmp_path, "hidden", "Pallets.", type="white-paper", status="draft")
    return index(tmp_path)


def test_the_named_queries_are_many_and_of_every_kind() -> None:
    """The floor may only rise; a third of them was kept aside while the weights were chosen."""
    assert len(NAMED) >= 60
    assert Counter(row["set"] for row in NAMED)["aside"] * 3 >= len(NAMED)
    asked = " ".join(row["pages"] for row in NAMED)
    assert all(f"{name}:" in asked for name in ("type", "stage", "persona", "industry", "product", "skill"))
    assert Counter(row["language"] for row in NAMED).keys() == {"en", "pl", "ru", "zh"}


@pytest.mark.parametrize("row", [pytest.param(row, id=row["query"]) for row in NAMED])
def test_a_page_that_is_what_the_query_names_is_among_the_first_three(sample: Search, row: dict[str, str]) -> None:
    """By its front matter, whatever it says in its text."""
    assert set(ids(sample, row["query"])[:3]) & set(ids(sample, row["pages"]))


@pytest.mark.parametrize("kind", ["tuning", "aside"])
def test_most_of_the_first_three_are_what_the_query_names(sample: Search, kind: str) -> None:
    """Nineteen in twenty."""
    shares = [precision(sample, row) for row in NAMED if row["set"] == kind]
    assert sum(shares) / len(shares) >= 0.95


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("case studies pallets", "quay"),
        ("customer stories", "quay"),
        ("case study food and drink", "quay"),
        ("email template", "ramp"),
        ("e-mail templates", "ramp"),
        ("mail template", "ramp"),
        ("email template CFO", "ramp"),
        ("email template bookkeeper", "ramp"),
        ("Fallstudien Paletten", "kai"),
        ("Anwenderbericht Paletten", "kai"),
        ("кейсы паллеты", "prichal"),
        ("история успеха паллеты", "prichal"),
        ("码头案例", "matou"),
        ("szablony e-maili palety", "nabrzeze"),
        ("wzór maila palety", "nabrzeze"),
    ],
)
def test_a_name_lifts_what_it_names_above_what_says_it(search: Search, query: str, first: str) -> None:
    """In the forms and with the synonyms of its language, and in the customer's own words."""
    assert ids(search, query)[0] == first


def test_saying_the_name_too_lifts_nothing_further(tmp_path: Path) -> None:
    """Of two that are what is named, the better one for the other words comes first; who says it alone comes last."""
    write(tmp_path, "says", "A guide, the guide of all guides. Pallets.", type="guide", title="Guide of quays")
    write(tmp_path, "answers", "Long text about much else.", type="guide", title="Pallets")
    write(tmp_path, "no-guide", "A guide to guides: the guide. Pallets.", type="deck", title="Guide")
    for number in range(12):
        write(tmp_path, f"else{number}", "Trucks.")
    assert ids(index(tmp_path), "guide pallets")[:3] == ["answers", "says", "no-guide"]


@pytest.mark.parametrize(
    ("query", "offered"),
    [
        ("Fallstudie pallets", "type:case-study"),
        ("étude de cas pallets", "type:case-study"),
        ("кейс pallets", "type:case-study"),
        ("導入事例 pallets", "type:case-study"),
        ("plantilla de correo pallets", "type:email-template"),
    ],
)
def test_a_name_in_a_language_without_pages_is_understood(tmp_path: Path, query: str, offered: str) -> None:
    """Who works in another language than the library knows what they look for by its name there."""
    for number in range(12):
        write(tmp_path, f"else{number}", "Pallets, pallets and pallets.")
    write(tmp_path, "quay", "Pallets.", type="case-study", customer="Quay")
    write(tmp_path, "ramp", "Pallets.", type="email-template", subject="Ramp")
    found = index(tmp_path).find(read_query(query), sight=REP)
    assert [one[0] for one in named(found)] == [offered]
    assert offered == f"type:{found.hits[0].entry.type}"


def named(found: Found) -> list[tuple[str, str, str]]:
    """Return the filters that are offered, and the query each would leave."""
    return [(f"{one.name}:{one.value}", one.label, one.query) for one in found.reading.named]


@pytest.mark.parametrize(
    ("query", "offered"),
    [
        ("case study pallets", [("type:case-study", "Case study", "pallets")]),
        ("pallets case-studies", [("type:case-study", "Case study", "pallets")]),
        ("case studies", [("type:case-study", "Case study", "")]),
        ("the case studies of pallets", [("type:case-study", "Case study", "the of pallets")]),
        ("case studies of the", [("type:case-study", "Case study", "")]),
        ('case study "pallets" -boat', [("type:case-study", "Case study", '"pallets" -boat')]),
        ("码头案例", [("type:case-study", "Case study", "码头")]),
        (
            "email template CFO",
            [
                ("type:email-template", "E-mail template", "CFO"),
                ("persona:finance-director", "Finance director", "email template"),
            ],
        ),
        ("case study type:case-study", []),
        ("case study type:email-template", []),
        ("dockside pallets", []),
        ("white paper", []),
        ('"case study"', []),
        ("pallets", []),
    ],
)
def test_what_is_named_is_offered_as_a_filter(search: Search, query: str, offered: list[tuple[str, str, str]]) -> None:
    """With the query that is left; not where the field is filtered already, nor where no page that is seen has it."""
    assert named(search.find(read_query(query), sight=REP)) == offered


def test_a_filter_is_offered_to_those_who_see_what_it_names(search: Search) -> None:
    """Others would learn that it is there."""
    query = read_query("white paper pallets")
    assert named(search.find(query, sight=REP)) == []
    assert named(search.find(query, sight=EVERYTHING)) == [("type:white-paper", "White paper", "pallets")]


def test_a_filter_that_narrows_nothing_is_not_offered(tmp_path: Path) -> None:
    """All that is found is what it names."""
    write(tmp_path, "quay", "Pallets.", type="deck")
    write(tmp_path, "ramp", "Trucks.", type="guide")
    assert named(index(tmp_path).find(read_query("pallets deck"), sight=REP)) == []


def test_an_offer_says_where_its_words_stand(search: Search) -> None:
    """From the first to behind the last character."""
    text = 'ramps "pallets" case studies'
    (offer,) = search.find(read_query(text), sight=REP).reading.named
    assert text[offer.start : offer.end] == "case studies"


def test_a_name_is_no_word_typed_wrong(search: Search) -> None:
    """Though no page says it."""
    found = search.find(read_query("Anwenderbericht"), sight=REP)
    assert (found.did_you_mean, found.hits[0].entry.id) == (None, "kai")


def test_a_title_that_says_the_name_is_as_good_as_the_value(tmp_path: Path) -> None:
    """A certification of a product comes before pages about the product that mention certifications."""
    write(tmp_path, "quay", "A certification is needed.", title="Basics", products="[dockside]")
    write(tmp_path, "ramp", "Pallets.", title="Dockside certification")
    write(tmp_path, "gate", "Nothing.", title="Fees", products="[dockside]")
    assert ids(index(tmp_path), "certification dockside") == ["ramp", "quay", "gate"]


def test_words_tell_a_language_more_surely_than_names(tmp_path: Path) -> None:
    """Poles call it a case study too, but only English pages hold these words."""
    story = {"type": "case-study", "title": "Frostvale"}
    write(tmp_path, "quay", "Frostvale mrozi, Frostvale wozi, Frostvale sprzedaje.", language="pl", **story)
    write(tmp_path, "ramp", "About Frostvale.", **story)
    write(tmp_path, "gate", "In this case we study the gate.", title="Gate")
    found = index(tmp_path).find(read_query("case study frostvale"))
    assert (found.language, [hit.entry.id for hit in found.hits[:2]]) == ("en", ["ramp", "quay"])


def test_what_a_name_gave_is_explained(search: Search) -> None:
    """In one line of its own."""
    hit = search.find(read_query("case study"), sight=REP, with_shares=True).hits[0]
    assert "is what the query names: type case-study" in [share.what for share in hit.shares]


def test_the_part_of_a_longer_name_names_nothing(tmp_path: Path) -> None:
    """A lesson about handling objections is no objection."""
    write(tmp_path, "quay", "Pallets.", type="objection")
    write(tmp_path, "ramp", "Pallets.", skills="[objection-handling]")
    (tmp_path / "library" / "taxonomy.yml").write_text("", encoding="utf-8")
    search = index(tmp_path)
    assert [one.value for one in search.find(read_query("objection pallets")).reading.named] == ["objection"]
    taxonomy = TAXONOMY + "skills: {objection-handling: Objection handling}\n"
    (tmp_path / "library" / "taxonomy.yml").write_text(taxonomy, encoding="utf-8")
    update_index(read_library(tmp_path / "library"), tmp_path / "index")
    found = Search(tmp_path / "index").find(read_query("objection handling pallets"))
    assert [one.value for one in found.reading.named] == ["objection-handling"]


def test_every_type_has_its_names_in_every_language_of_the_glossary() -> None:
    """All but those that name nothing have one in each."""
    assert type_names().keys() == TYPES.keys()
    assert all(names.keys() == glossary().keys() for name, names in type_names().items() if name not in UNTOLD)
