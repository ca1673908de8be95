"""Words of the reports: every sentence they can say, in every branch, and the texts of their page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from inspect import getmembers, isfunction
from pathlib import Path

import pytest

from lms.effects import amounts, causal, wording
from lms.effects.coached import CoachedReport
from lms.effects.content import ContentReport, PageCredit
from lms.effects.placebo import PlaceboReport
from lms.effects.reading import RollOutReading
from lms.effects.training import Look, TrainingReport
from lms.kpis.registry import registry
from lms.statistics.differing import Difference
from lms.statistics.effects.adjusted import AdjustedDifference
from lms.statistics.effects.clustered import ClusteredDifference
from lms.statistics.effects.imputed import BeforeRedrawn, ImputedEffect
from lms.statistics.effects.matched import MatchedDifference
from lms.statistics.effects.placebo import PlaceboPanel
from lms.statistics.effects.rollout import RatioCheck
from lms.statistics.intervals import Interval

SITE = Path(__file__).parents[3] / "site"
# What only a lot can show; "no evidence of an effect" claims nothing.
CAUSAL = re.compile(
    r"\b(caus\w+|led to|leads? to|result(s|ed)? in|increas\w+|improv\w+|boost\w*|rais(es|ed|ing)|"
    r"lower(s|ed|ing)|lift\w*|"
    r"drove|drives?|driven|due to|thanks to|because of|owing to|brought about|contribut\w+|made (a )?difference|"
    r"(?<!no evidence of an )effects? of|impact\w*|influenc\w+|attribut\w+|pays? off|paid off|works?|worked)\b",
    re.IGNORECASE,
)
WIN, WORTH = registry()["win_rate"], registry()["won_value"]
UP, DOWN, NONE = Interval(0.02, 0.2, 0.95, "m"), Interval(-0.2, -0.02, 0.95, "m"), Interval(-0.1, 0.1, 0.95, "m")


OPEN = Interval(float("-inf"), float("inf"), 0.95, "m")


def _found(interval: Interval, before: BeforeRedrawn) -> ImputedEffect:
    middle = 0.1 if interval is OPEN else (interval.low + interval.high) / 2
    return ImputedEffect(middle, 0.01, interval, interval, 0.03, before, (), 26, 20, 999)


def _looks() -> Iterator[Look]:
    for definition in (WIN, WORTH, registry()["sales_cycle"], registry()["meetings_per_day"]):
        yield Look(definition, None, 1, 0, 0, 1)
        for interval in (UP, DOWN, NONE, OPEN):
            for before in (BeforeRedrawn(None, None, 9), BeforeRedrawn(0.1, 0.5, 9), BeforeRedrawn(-0.1, 0.01, 9)):
                for p in (0.0001, 0.3):
                    yield Look(definition, _found(interval, before), 20, 6, 1, 2_000, adjusted_p=p)


def _pages() -> Iterator[PageCredit]:
    plain = PageCredit("one", 30, 10, 1.0, 2.0, 3.0, 40)
    yield plain
    yield replace(plain, compared=ClusteredDifference(MatchedDifference(None, None, 0, 0, 3, 9), None, None))
    for interval in (UP, DOWN, NONE):
        middle = (interval.low + interval.high) / 2
        compared = ClusteredDifference(MatchedDifference(middle, interval, 70, 5, 0, 0), interval, 0.01)
        yield from (replace(plain, compared=compared, p=p, adjusted_p=p) for p in (0.001, 0.9))


def _placebos() -> Iterator[PlaceboReport]:
    whole = PlaceboReport(26, 900, date(2025, 1, 1), date(2026, 1, 1), None, None, None)
    yield whole
    for p in (0.001, 0.5):
        yield replace(whole, differing=Difference(33.3, 29, p, "chi-squared", 30))


def _sentences() -> dict[str, list[str]]:
    """Return all that the module says of the reports, by the function that says it."""
    looks, pages, placebos = list(_looks()), list(_pages()), list(_placebos())
    training = [TrainingReport(some, 26, date(2025, 1, 1), date(2026, 1, 1)) for some in (tuple(looks[:4]), ())]
    content = [ContentReport((), 0, None), ContentReport((), 9, date(2025, 1, 1), looks=1)]
    panels = [
        None,
        PlaceboPanel(NONE, None, 0.05, 9),
        PlaceboPanel(NONE, UP, 0.05, 9),
        PlaceboPanel(NONE, NONE, 0.05, 9),
    ]
    return {
        "say_training": [wording.say_training(look, "EUR") for look in looks],
        "say_coached": [
            wording.say_coached(CoachedReport(20, 3, 4, None, None, None, None)),
            wording.say_coached(CoachedReport(1, 0, 0, None, None, None, None)),
            *(
                wording.say_coached(CoachedReport(20, 12, 15, 0.2, -0.1, 0.1, interval))
                for interval in (UP, DOWN, NONE)
            ),
        ],
        "say_too_few": [wording.say_too_few(look) for look in looks],
        "say_detectable": [wording.say_detectable(look, "EUR") for look in looks],
        "say_before": [wording.say_before(look, "EUR") for look in looks],
        "say_corrected": [wording.say_corrected(report) for report in training],
        "say_people": [wording.say_people(look, report) for look in looks for report in training],
        "say_halves": [
            wording.say_halves(panel, definition, placebos[0], "EUR") for panel in panels for definition in (WIN, WORTH)
        ],
        "say_differing": [wording.say_differing(report) for report in placebos],
        "say_page": [wording.say_page(page, days) for page in pages for days in (None, 1, 30)],
        "say_pages_corrected": [wording.say_pages_corrected(report) for report in content],
        "say_recorded": [wording.say_recorded(report, days) for report in content for days in (None, 30)],
        "constants": [text for name, text in getmembers(wording) if name.isupper() and isinstance(text, str)],
    }


SAID = _sentences()


def test_every_function_that_says_something_is_read() -> None:
    """A new sentence is tried here in all its branches."""
    own = {name for name, one in getmembers(wording, isfunction) if one.__module__ == wording.__name__}
    assert {name for name in own if not name.startswith("_")} == set(SAID) - {"constants"}
    assert {name for name, one in getmembers(causal, isfunction) if one.__module__ == causal.__name__} == {
        *("say_reading", "say_power", "say_as_drawn", "_say_stopped")
    }


@pytest.mark.parametrize("name", SAID)
def test_no_sentence_says_that_one_thing_made_another(name: str) -> None:
    """Where nothing was drawn by lot; and each is a sentence or nothing, without a number that isn't one."""
    for text in SAID[name]:
        assert not CAUSAL.search(text), text
        assert text == "" or ((text[0].isupper() or text[0].isdigit()) and text.endswith(".")), text
        assert not re.search(r"\b(nan|inf)\b", text), text
        assert "None" not in text, text


@pytest.mark.parametrize(
    "text",
    ["It caused more wins", "an effect of training", "due to it", "won value increased", "It raised the win rate"],
)
def test_the_test_knows_claims(text: str) -> None:
    """So that it can fail."""
    assert CAUSAL.search(text)


def test_where_the_interval_covers_none_it_says_so() -> None:
    """In these words, whatever p is; and the other way round only with evidence."""
    for look in _looks():
        said = wording.say_training(look, "EUR")
        if look.found is None:
            assert said.startswith("Not enough")
        else:
            assert said.startswith("No evidence of an effect") != look.is_evidence
            covers_none = look.found.interval.low <= 0 <= look.found.interval.high
            assert not (covers_none and look.is_evidence)
    for page in _pages():
        said = wording.say_page(page, None)
        if page.compared and page.compared.interval is not None:
            assert ("No evidence of an effect" in said) != page.is_evidence


def _readings() -> Iterator[RollOutReading]:
    for status in ("not_yet", "ended_early", "insufficient_data"):
        yield RollOutReading(status, (12, 12))
    yield RollOutReading("stopped", (12, 12), (12, 1), None, RatioCheck(0.0001, is_mismatch=True))
    for interval, p, middle in ((UP, 0.01, 0.1), (DOWN, 0.01, -0.1), (NONE, 0.5, 0.0), (OPEN, 0.4, 0.2)):
        found = AdjustedDifference(middle, p, interval, 0.5, 0.3, 12, 12)
        yield RollOutReading("read", (12, 12), (12, 12), (11, 0), RatioCheck(1.0, is_mismatch=False), found)


def test_only_a_reading_that_was_drawn_by_lot_says_an_effect() -> None:
    """One with evidence; one that isn't read, or shows none, claims nothing either."""
    for reading in _readings():
        said = causal.say_reading(reading, WIN, reading_on=date(2027, 1, 5), currency="EUR")
        assert bool(CAUSAL.search(said)) == reading.is_evidence, said
        for unit in ("person", "team"):
            assert not CAUSAL.search(causal.say_as_drawn(reading, unit))
    assert "5 January 2027" in causal.say_reading(
        RollOutReading("not_yet", (1, 1)), WIN, reading_on=date(2027, 1, 5), currency="EUR"
    )
    for detectable in (None, 0.12):
        said = causal.say_power(detectable, WIN, first=12, others=12, unit="person", currency="EUR")
        assert not CAUSAL.search(said)
    assert "With 12 people first and 12 later only a change of 12 points or more" in said


def test_amounts_are_said_with_their_direction_and_as_exactly_as_they_are_worth() -> None:
    """One unit for both ends where they share it."""
    assert amounts.say_range(0.08, 0.213, "share", "EUR") == "between 8 and 21 points higher"
    assert amounts.say_range(-0.09, -0.01, "share", "EUR") == "between 1 and 9 points lower"
    assert amounts.say_range(-458, 31_602, "money", "EUR") == "between 458 EUR lower and 31,600 EUR higher"
    assert amounts.say_range(float("-inf"), 0.2, "share", "EUR") == "anything, of so few"
    assert amounts.say_change(-3.4, "days", "EUR") == "3.4 days lower"
    assert amounts.say_p(0.00004) == "p below 0.001"


def test_the_page_claims_nothing_either() -> None:
    """Its Markdown and its modules, but for the names of addresses and columns, and its comments."""
    page = (SITE / "pages" / "effects.md").read_text("utf-8")
    texts = [page, *(path.read_text("utf-8") for path in sorted((SITE / "theme" / "app" / "effects").glob("*.js")))]
    assert len(texts) > 3
    for text in texts:
        for literal in re.findall(r"\"[^\"\n]*\"|`[^`]*`|^[A-Z][^\n]*$", text, re.MULTILINE):
            shown = literal.replace("Did enablement work?", "").replace("How this is worked out", "")
            assert not CAUSAL.search(shown), shown
