"""The words that the site says for what the API calls by a name."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import get_args

import pytest

from api.admin.audit import AuditVia
from api.effects.training import EffectOutcome
from api.kpis.asking import AskQuery, KpiDimension
from api.web.shapes import Role
from api.work.people.lists import KIND as PEOPLE
from api.work.settings_noted import ACTION
from api.work.targets import KIND as TARGETS
from api.work.training.lists import ListKind
from config import PROJECT
from content.fields.measures import KPI_FILTERS
from content.fields.models import EVENT_KINDS, KINDS, WITHHELD, PageFields
from content.freshness import Freshness
from content.labels import AUDIENCES, type_names
from content.search import FIELDS
from lms.base import Base
from lms.effects.outcomes import OUTCOMES
from lms.kpis.asked import DIMENSIONS
from lms.training.states import StateName

APP = PROJECT / "site" / "theme" / "app"
WORDS = (APP / "shared" / "words.js").read_text(encoding="utf-8")


def said(name: str, path: str = "shared/words.js") -> dict[str, str]:
    """Return an object of one of the site's modules: what is said by name."""
    words = (APP / path).read_text(encoding="utf-8")
    match = re.search(rf"^export const {name} = \{{(.*?)\}};$", words, re.MULTILINE | re.DOTALL)
    assert match, name
    return dict(re.findall(r'"?([\w-]+)"?: "([^"]*)"', match[1]))


def allowed(field: str) -> Collection[str]:
    """Return the values that a field of a page may have."""
    return get_args(PageFields.model_fields[field].annotation)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("FILTERS", FIELDS),
        ("KINDS", KINDS),
        ("STATES", get_args(StateName)),
        ("FRESHNESS", get_args(Freshness)),
        ("AUDIENCES", allowed("audience")),
        ("STATUSES", allowed("status")),
        ("ROLES", get_args(Role)),
    ],
)
def test_the_site_has_a_word_for_each_name_and_no_other(name: str, known: Collection[str]) -> None:
    """A value that is added or renamed in Python is said in the site as well."""
    assert said(name).keys() == set(known)


def test_types_are_called_as_their_labels_say() -> None:
    """All but those that nobody finds, for their answers."""
    labels = {value: names["en"][0] for value, names in type_names().items() if value not in WITHHELD}
    assert said("TYPES") == labels


def test_audiences_are_called_alike_everywhere() -> None:
    """In lists that scripts make, and on what the build makes."""
    assert said("AUDIENCES") == AUDIENCES


def test_the_same_courses_are_events() -> None:
    """Those that somebody takes part in on a day."""
    match = re.search(r"^const EVENTS = new Set\(\[(.*?)\]\);$", WORDS, re.MULTILINE)
    assert match
    assert set(re.findall(r'"([\w-]+)"', match[1])) == set(EVENT_KINDS)


def test_figures_are_narrowed_by_the_same_words_everywhere() -> None:
    """In the address of the results, in the API, and in the front matter of a company's own KPI."""
    assert _listed("results/asking.js", "FILTERS") == list(KPI_FILTERS)
    assert set(KPI_FILTERS) == AskQuery.model_fields.keys() & DIMENSIONS.keys()
    assert set(get_args(KpiDimension)) == {*DIMENSIONS}


def test_an_effect_is_looked_for_in_the_outcomes_that_are_known() -> None:
    """The site offers those that the API takes, which are those that can be read."""
    assert _listed("effects/outcomes.js", "OUTCOMES")[::2] == list(OUTCOMES) == list(get_args(EffectOutcome))


def test_the_audit_is_found_by_every_noun_and_way() -> None:
    """Those that tables give their entries, and those of what has no row."""
    ours = [mapper.class_ for mapper in Base.registry.mappers if hasattr(mapper.class_, "__audited__")]
    lists = {*get_args(ListKind), TARGETS, PEOPLE}
    by_hand = {"assessment", "attendance", "crm-owner", "export", ACTION.split(".")[0]}
    nouns = {each.__audited__.noun for each in ours} | by_hand | lists
    path = "admin/audit-words.js"
    assert said("NOUNS", path).keys() == nouns
    assert said("WAYS", path).keys() == set(get_args(AuditVia))


def _listed(path: str, name: str) -> list[str]:
    """Return the texts of a list in one of the site's modules."""
    match = re.search(
        rf"^(?:export )?const {name} = \[(.*?)\];$", (APP / path).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    assert match, name
    return re.findall(r'"([^"]*)"', match[1])
