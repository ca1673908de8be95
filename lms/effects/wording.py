"""Every sentence of these reports, made from numbers; none says that one thing made another.

Only a lot could show that: `causal.py` has the sentences of randomised roll-outs. A test reads all of both.
"""

from __future__ import annotations

from lms.effects.amounts import say_change, say_count, say_outcome, say_p, say_range, say_size
from lms.effects.coached import LEAST_REPS, CoachedReport
from lms.effects.content import LEAST_DEALS, ContentReport, PageCredit
from lms.effects.placebo import PlaceboReport
from lms.effects.training import LEAST_PEOPLE, Look, TrainingReport
from lms.kpis.definition import Definition
from lms.statistics.effects.clustered import LEAST_CLUSTERS
from lms.statistics.effects.placebo import PlaceboPanel
from lms.statistics.intervals import Interval

NOT_ADDITIVE = (
    "In full, a won deal counts for every page touched before it: those numbers can't be added up. In parts, it is "
    "shared out evenly among them: those add up to the won deals with any page, and to no more."
)
NEVER_AFTER = "Only what a deal's owner did before the day of its close counts, never after it."
SELECTION = (
    "Who opens a page for a deal believes in that deal, and a deal open for longer leaves more days to open one. "
    "So a difference between deals with and without a page says nothing about what the page does."
)
NOT_DRAWN = (
    "Who took part when was decided by people and not by lot, so this says that two things went together, and not that "
    "one made the other. A roll-out by lot could say that."
)
COACHED_WERE_CHOSEN = (
    "Skills are coached because they were weak, and what was weak by chance looks better the next time whatever one "
    "does. People chose who was coached on what, not a lot, so this says what went together, and not that one thing "
    "made the other."
)
NOTHING_TOUCHED = "No opening of a page is recorded yet, so there is nothing to compare."
NO_DEALS = "No deal was closed in whole months so far, so there is nothing to compare."


def say_training(look: Look, currency: str) -> str:
    """Return what came out for an outcome: how far the trained were from the others, or that there is no evidence."""
    name, found = say_outcome(look.definition), look.found
    if found is None:
        return say_too_few(look)
    unit = look.definition.unit
    about = say_range(found.interval.low, found.interval.high, unit, currency)
    if look.is_evidence:
        return (
            f"After it, {name} was {say_change(found.effect, unit, currency)} than that of colleagues who hadn't done "
            f"it yet, with what is usual for each person and month taken out: {about}. Chance alone rarely does as "
            f"much ({say_p(look.adjusted_p or found.p)})."
        )
    sentence = f"No evidence of an effect on {name}: the difference is {about}"
    if found.interval.low <= 0 <= found.interval.high:
        return f"{sentence}, and none at all is among that."
    if look.went_apart:
        return f"{sentence}, but people went apart already before it."
    return (
        f"{sentence}. Alone it would stand out; of so many looks at once, chance does as much too often "
        f"({say_p(look.adjusted_p or 1.0)} after the correction)."
    )


def say_coached(report: CoachedReport) -> str:
    """Return how scores moved on skills that were coached, beside skills of the same reps that weren't."""
    if report.difference is None or report.interval is None or report.on_coached is None or report.on_others is None:
        return (
            f"Not enough to say anything: {say_count(report.pairs, 'rep')} with scores before and after on a skill "
            f"that was coached and on others that weren't; it takes {LEAST_REPS}. "
            f"{say_count(report.coached, 'rep was', 'reps were')} coached on a skill."
        )
    moved = f"{say_change(report.on_coached, 'share', '')} on what was coached"
    beside = f"{say_change(report.on_others, 'share', '')} on their other skills"
    about = say_range(report.interval.low, report.interval.high, "share", "")
    sentence = f"In the days after it, scores of {say_count(report.pairs, 'rep')} were {moved} and {beside}"
    if report.is_clear:
        return f"{sentence}: the one {say_change(report.difference, 'share', '')} than the other, {about}."
    return f"{sentence}. No evidence of a difference between the two: it is {about}, and none at all is among that."


def say_too_few(look: Look) -> str:
    """Return that there are too few people to say anything."""
    name = say_outcome(look.definition)
    return (
        f"Not enough to say anything about {name}: {say_count(look.trained, 'person', 'people')} with deals before and "
        f"after it, and {look.compared:,} who hadn't done it. It takes {LEAST_PEOPLE} who did, {2 * LEAST_PEOPLE} in "
        f"all, and {LEAST_PEOPLE} left to compare with in each month."
    )


def say_detectable(look: Look, currency: str) -> str:
    """Return the smallest change that so much data would most likely show."""
    people = say_count(look.trained + look.compared, "person", "people")
    if look.detectable is None:
        return ""
    size = say_size(look.detectable, look.definition.unit, currency)
    return (
        f"With {people} and {say_count(look.deals, 'closed deal')} only a change of {size} or more would most likely "
        f"be seen."
    )


def say_before(look: Look, currency: str) -> str:
    """Return whether those who were to take part went apart from the others before."""
    before = look.found.before if look.found else None
    if before is None or before.effect is None or before.p is None:
        return "There are too few months before it to see whether people went apart already then."
    unit = look.definition.unit
    change = say_change(before.effect, unit, currency)
    if not look.went_apart:
        return f"Before it nothing sets them apart: in the six months before they were {change} ({say_p(before.p)})."
    return (
        f"They went apart already before it: in the six months before they were {change} ({say_p(before.p)}). Read "
        f"nothing into what came after."
    )


def say_corrected(report: TrainingReport) -> str:
    """Return how many outcomes were looked at at once, and how that was counted."""
    if not report.measured:
        return "No outcome has enough data to be compared."
    return (
        f"{say_count(report.measured, 'outcome was', 'outcomes were')} looked at at once, whichever is shown; p-values "
        f"are corrected for that (Benjamini-Hochberg), and only a corrected one below 5 % counts as evidence."
    )


def say_people(look: Look, report: TrainingReport) -> str:
    """Return who is compared with whom."""
    already = (
        f" {say_count(look.already, 'person', 'people')} did it before all these months and can't be compared."
        if look.already
        else ""
    )
    return (
        f"{say_count(look.trained, 'person', 'people')} who did it, from the month on in which they did, with what "
        f"they and {look.compared:,} who hadn't then were like without it. A month counts while {LEAST_PEOPLE} people "
        f"or more hadn't done it yet. In all, "
        f"{say_count(report.people, 'person', 'people')} closed deals in these months.{already}"
    )


def say_halves(panel: PlaceboPanel | None, definition: Definition, report: PlaceboReport, currency: str) -> str:
    """Return what random halves of the same people show."""
    name = f"{definition.title[0].lower()}{definition.title[1:]}{' per person' if definition.measure == 'flow' else ''}"
    if panel is None:
        return f"Not enough to split people into halves by {name}."
    uplift = f", {_percent(panel.uplift)}" if definition.unit == "money" and panel.uplift else ""
    about = say_range(panel.difference.low, panel.difference.high, definition.unit, currency)
    return (
        f"{report.draws:,} times the same {report.people:,} people were split into two halves by lot. Nothing sets "
        f"such halves apart, and yet one was {about}{uplift} in {name}, in 95 of 100 splits. A difference within that "
        f"is what chance alone shows."
    )


def say_differing(report: PlaceboReport) -> str:
    """Return whether people differ in their win rates at all."""
    found = report.differing
    if found is None:
        return ""
    if found.is_evident:
        return f"There is evidence that these {found.groups} people differ in their win rates ({say_p(found.p)})."
    return (
        f"No evidence that these {found.groups} people differ in their win rates ({say_p(found.p)}): a ranking of them "
        f"would be a ranking of luck."
    )


def say_page(one: PageCredit, days: int | None) -> str:
    """Return how the win rate of deals with a page compares with that of deals that are alike."""
    when = "while they were open" if days is None else f"in the {say_count(days, 'day')} before they closed"
    compared = one.compared
    if compared is None or compared.matched.difference is None or compared.interval is None:
        return (
            f"Not enough to compare: {say_count(one.deals, 'deal')} with this page {when}, and {one.others:,} without. "
            f"It takes {LEAST_DEALS} of each, of {LEAST_CLUSTERS} owners."
        )
    about = say_range(compared.interval.low, compared.interval.high, "share", "")
    basis = f"{say_count(compared.matched.n, 'deal')} alike in segment, size and their owner's earlier win rate"
    if one.is_evidence:
        change = say_change(compared.matched.difference, "share", "")
        return (
            f"Deals whose owner had this page {when} have a win rate {change} than the others, {about}, of {basis} "
            f"({say_p(one.adjusted_p or 1.0)} after the correction)."
        )
    return f"No evidence of an effect: with this page {when} the win rate is {about}, of {basis}."


def say_pages_corrected(report: ContentReport) -> str:
    """Return how many pages were compared at once, and how that was counted."""
    if not report.looks:
        return "No page has enough deals to be compared."
    return (
        f"{say_count(report.looks, 'page was', 'pages were')} compared at once; p-values are corrected for that "
        f"(Benjamini-Hochberg), and only a corrected one below 5 % counts as evidence."
    )


def say_recorded(report: ContentReport, days: int | None) -> str:
    """Return of which deals touches are known."""
    if report.recorded_from is None:
        return NOTHING_TOUCHED
    whole = "all of whose open days are" if days is None else f"whose last {say_count(days, 'day')} are"
    return (
        f"{say_count(report.deals, 'closed deal')} {whole} after {report.recorded_from:%-d %B %Y}, from when on it is "
        f"recorded who opened what."
    )


def _percent(uplift: Interval) -> str:
    low, high = round(abs(uplift.low) * 100), round(abs(uplift.high) * 100)
    return f"or {low} % {'less' if uplift.low < 0 else 'more'} to {high} % {'less' if uplift.high < 0 else 'more'}"
