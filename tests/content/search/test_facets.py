"""Filters by field, and how many pages each value would leave."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.catalogue import Entry
from content.library import read_library
from content.search.find import Found, Search
from content.search.generation import EVERYTHING, Sight
from content.search.query import FIELDS, read_query
from content.search.update import update_index
from support.factories import write_good_page

TAXONOMY = """
personas:
  head-of-logistics:
    label: Head of logistics
    also: [logistics lead, "Logistikleitung"]
  it-manager: IT manager
products:
  dockside:
    label: Dockside
    also: [the dock app]
  yardview: Yardview Pro
stages:
  interest: Interest
languages:
  pl: Polski
"""


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Pages about prices with different values, under a taxonomy."""
    (tmp_path / "taxonomy.yml").write_text(TAXONOMY, encoding="utf-8")
    write(tmp_path, "dock", products="[dockside]", personas="[head-of-logistics]", stages="[interest]", type="guide")
    write(tmp_path, "yard", products="[yardview]", personas="[it-manager]", type="deck")
    write(tmp_path, "both", products="[dockside, yardview]", owner="olga.petrova@brightwharf.example")
    write(tmp_path, "none", owner="", language="pl", audience="partner", skills="[negotiation]")
    write(tmp_path, "other", body="Nothing of that.", products="[dockside]", type="guide")
    return tmp_path


def write(tmp_path: Path, name: str, *, body: str = "The price.", **fields: str) -> None:
    """Write a page about prices."""
    write_good_page(tmp_path / "library", f"{name}.md", body, **({"language": "en"} | fields))


def index(tmp_path: Path) -> Search:
    """Index what the test has written."""
    update_index(read_library(tmp_path / "library"), tmp_path / "index")
    return Search(tmp_path / "index")


def ids(search: Search, text: str, *, sight: Sight = EVERYTHING) -> set[str]:
    """Return the ids of the hits."""
    return {hit.entry.id for hit in search.find(read_query(text), limit=100, sight=sight).hits}


def counts(found: Found, name: str) -> dict[str, int]:
    """Return the counts of one facet by value."""
    return {value.value: value.count for facet in found.facets if facet.name == name for value in facet.values}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("price product:dockside", {"dock", "both"}),
        ("price product:DOCKSIDE", {"dock", "both"}),
        ('price product:"the dock app"', {"dock", "both"}),
        ('price product:"Yardview Pro"', {"yard", "both"}),
        ("price persona:head-of-logistics", {"dock"}),
        ('price persona:"head of logistics"', {"dock"}),
        ('price persona:"Logistics Lead"', {"dock"}),
        ("price persona:logistikleitung", {"dock"}),
        ("price stage:interest", {"dock"}),
        ("price language:polski", {"none"}),
        ("price language:PL", {"none"}),
        ("price skill:negotiation", {"none"}),
        ("price audience:partner", {"none"}),
        ("price owner:mara", {"dock", "yard"}),
        ("price owner:olga.petrova", {"both"}),
        ('price owner:"Olga Petrova"', {"both"}),
        ("price owner:mara@brightwharf.example", {"dock", "yard"}),
        ("price status:approved", {"dock", "yard", "both", "none"}),
    ],
)
def test_a_filter_takes_a_value_its_label_or_another_name(shelf: Path, text: str, expected: set[str]) -> None:
    """Of an owner also what stands before the @; case makes no difference."""
    assert ids(index(shelf), text) == expected


def test_values_of_one_field_are_alternatives_and_fields_must_all_hold(shelf: Path) -> None:
    """However many are named."""
    search = index(shelf)
    assert ids(search, "price product:dockside product:yardview") == {"dock", "yard", "both"}
    assert ids(search, "price product:dockside product:yardview type:deck") == {"yard"}
    assert ids(search, "price product:dockside type:deck") == set()


@pytest.mark.parametrize("text", ["price type:nonsense", "price owner:nobody", "price persona:head", "price stage:x"])
def test_an_unknown_value_finds_nothing(shelf: Path, text: str) -> None:
    """Rather than everything; beside a known one it changes nothing."""
    search = index(shelf)
    assert ids(search, text) == set()
    assert ids(search, "price product:yardview product:nonsense") == {"yard", "both"}


def test_a_value_is_excluded_with_a_dash(shelf: Path) -> None:
    """An unknown one excludes nothing."""
    search = index(shelf)
    assert ids(search, "price -type:deck") == {"dock", "both", "none"}
    assert ids(search, 'price -product:dockside -owner:"mara"') == {"none"}
    assert ids(search, "price type:deck -type:deck") == set()
    assert ids(search, "price -type:nonsense") == {"dock", "yard", "both", "none"}


def test_filters_alone_show_every_page_that_passes(shelf: Path) -> None:
    """Also those which no word was asked of."""
    search = index(shelf)
    assert ids(search, "type:guide") == {"dock", "other"}
    assert ids(search, "-type:guide") == {"yard", "both", "none"}
    assert ids(search, "") == set()


def test_a_field_is_counted_without_its_own_selection(shelf: Path) -> None:
    """So that a second value can be chosen; other fields count under it."""
    found = index(shelf).find(read_query("price type:deck"))
    assert counts(found, "type") == {"deck": 1, "guide": 1, "page": 2}
    assert counts(found, "product") == {"yardview": 1}
    both = index(shelf).find(read_query("price type:deck product:dockside"))
    assert both.total == 0
    assert counts(both, "type") == {"guide": 1, "page": 1, "deck": 0}
    assert counts(both, "product") == {"yardview": 1, "dockside": 0}


def test_values_carry_the_taxonomys_labels_and_tell_what_is_selected(shelf: Path) -> None:
    """A value without a label is written as people write; commoner ones stand first."""
    found = index(shelf).find(read_query('price product:"the dock app" type:guide persona:"logistics lead"'))
    shown = {
        facet.name: [(value.value, value.label, value.is_selected) for value in facet.values] for facet in found.facets
    }
    assert shown["persona"] == [("head-of-logistics", "Head of logistics", True)]
    assert shown["type"][0] == ("guide", "Guide", True)
    assert shown["language"] == [("en", "En", False)]
    products = index(shelf).find(read_query('price product:"the dock app"')).facets
    (values,) = [facet.values for facet in products if facet.name == "product"]
    assert [(value.label, value.count, value.is_selected) for value in values] == [
        ("Dockside", 2, True),
        ("Yardview Pro", 2, False),
    ]


def test_what_may_not_be_seen_is_not_counted(shelf: Path) -> None:
    """Nor are values that only hidden pages have."""
    write(shelf, "hidden", status="draft", products="[secret]", owner="spy@brightwharf.example")
    found = index(shelf).find(read_query("price"), sight=Sight())
    assert sum(counts(found, "type").values()) == found.total == 4
    assert "secret" not in counts(found, "product")
    assert "spy@brightwharf.example" not in counts(found, "owner")
    assert counts(found, "status") == {"approved": 4}


@pytest.mark.parametrize("text", ["price owner:spy", "price product:secret", "price -type:deck product:secret"])
def test_a_value_of_hidden_pages_alone_is_not_told_when_it_is_asked_for(shelf: Path, text: str) -> None:
    """It is like one that no page has: a guess isn't confirmed, and no address completed."""
    write(shelf, "hidden", status="draft", products="[secret]", owner="spy@brightwharf.example")
    found = index(shelf).find(read_query(text), sight=Sight())
    assert found.total == 0
    assert not {value.value for facet in found.facets for value in facet.values} & {"secret", "spy@brightwharf.example"}


def test_a_page_that_is_gone_is_not_counted(shelf: Path) -> None:
    """Its segment may still hold it."""
    index(shelf)
    (shelf / "library" / "yard.md").unlink()
    found = index(shelf).find(read_query("price"))
    assert counts(found, "type") == {"guide": 1, "page": 2}
    assert counts(found, "product") == {"dockside": 2, "yardview": 1}


class Written(NamedTuple):
    """What a random page says about itself."""

    words: str
    type: str
    products: tuple[str, ...]
    audience: str
    status: str
    owner: str


PAGES = st.builds(
    Written,
    st.sampled_from(["alpha", "alpha beta", "beta", "gamma"]),
    st.sampled_from(["guide", "deck", "page", "quiz"]),
    st.lists(st.sampled_from(["dockside", "yardview", "berth"]), unique=True).map(tuple),
    st.sampled_from(["internal", "partner"]),
    st.sampled_from(["approved", "draft"]),
    st.sampled_from(["", "ann@a.example", "bob@a.example"]),
)
SELECTED = st.dictionaries(
    st.sampled_from(["type", "product", "audience", "owner"]),
    st.lists(st.sampled_from(["guide", "deck", "dockside", "berth", "internal", "ann@a.example"]), min_size=1),
)
SIGHTS = st.sampled_from([EVERYTHING, Sight(), Sight(audiences=frozenset({"partner"}))])


@given(
    st.lists(PAGES, min_size=1, max_size=12), st.sampled_from(["", "alpha", "alpha beta"]), SELECTED, SELECTED, SIGHTS
)
@settings(max_examples=60)
def test_counts_are_those_of_a_look_at_every_page(
    pages: list[Written], words: str, only: dict[str, list[str]], without: dict[str, list[str]], sight: Sight
) -> None:
    """For any library, any selection and any sight; the total is the number of hits over all pages of them."""
    with TemporaryDirectory() as folder:
        for number, page in enumerate(pages):
            fields = page._asdict() | {"products": f"[{', '.join(page.products)}]"}
            write(Path(folder), f"p{number}", body=fields.pop("words"), **fields)
        search = index(Path(folder))
        entries = [
            search.generation().entries[number]
            for numbers in search.generation().numbers.values()
            for number in numbers
        ]
        asked = read_query(_query(words, only, without))
        found = search.find(asked, sight=sight, limit=3)
        pages_of_hits = [search.find(asked, sight=sight, page=page, limit=3).hits for page in range(1, 6)]
    written = {f"p{number}": page for number, page in enumerate(pages)}
    matching = [
        entry
        for entry in entries
        if _is_seen(entry, sight)
        and _is_answer(written[entry.id], words, has_filters=bool(only or without))
        and not any(_has(entry, name, values) for name, values in without.items())
    ]
    passing = [entry for entry in matching if all(_has(entry, name, values) for name, values in only.items())]
    assert sorted(hit.entry.id for hits in pages_of_hits for hit in hits) == sorted(entry.id for entry in passing)
    assert found.total == len(passing)
    for name in FIELDS:
        rest = {other: values for other, values in only.items() if other != name}
        others = [entry for entry in matching if all(_has(entry, other, values) for other, values in rest.items())]
        expected = Counter(value for entry in others for value in _values(entry, name))
        assert {value: count for value, count in counts(found, name).items() if count} == expected


def _query(words: str, only: dict[str, list[str]], without: dict[str, list[str]]) -> str:
    chosen = [f"{name}:{value}" for name, values in only.items() for value in values]
    return " ".join([words, *chosen, *(f"-{name}:{value}" for name, values in without.items() for value in values)])


def _is_seen(entry: Entry, sight: Sight) -> bool:
    return entry.type != "quiz" and entry.status in sight.statuses and entry.audience in sight.audiences


def _is_answer(page: Written, words: str, *, has_filters: bool) -> bool:
    return bool(set(words.split()) & set(page.words.split())) if words else has_filters


def _has(entry: Entry, name: str, values: list[str]) -> bool:
    return not set(_values(entry, name)).isdisjoint(values)


def _values(entry: Entry, name: str) -> tuple[str, ...]:
    value = getattr(entry, FIELDS[name])
    return value if isinstance(value, tuple) else (value,) if value else ()
