"""Blocks of an agenda from scoring and skills: the last scorecard, and the skills that are below their targets."""

from __future__ import annotations

from collections.abc import Sequence

from api.work.coaching.asking import AgendaAsk, AgendaBlock, say_day
from api.work.scoring import sight_of_cards
from api.work.skills.agenda import gap_lines
from content.escaping import as_markdown
from lms.people.directory import names_of
from lms.scoring.counting import Gain, count
from lms.scoring.last import LastCard, find_last_card

# So many of the weakest criteria are named, and none that was answered as well as can be.
MOST_WEAK = 2


def _last_scorecard(ask: AgendaAsk) -> Sequence[str]:
    sights = [
        sight_of_cards(ask.session, actor=one, rep_ids=[ask.rep_id], day=ask.now.day, history=ask.rules.history)
        for one in (ask.coach, ask.rep)
    ]
    found = find_last_card(ask.session, rep_id=ask.rep_id, sights=sights)
    return [] if found is None else [_headline(ask, found), *_weakest(found)]


def _headline(ask: AgendaAsk, found: LastCard) -> str:
    card, assessment = found.card, found.assessment
    name = names_of(ask.session, person_ids=[card.scorer_id])[card.scorer_id]
    said = [f"[{as_markdown(assessment.title)}](/app/scorecard/?assessment={assessment.id})"]
    said += [say_day(assessment.took_place_on), f"scored by {as_markdown(name)}"]
    passed = {True: ", passed", False: ", not passed", None: ""}[card.has_passed]
    points = "" if card.points is None or card.most is None else f": {card.points:g} of {card.most:g}{passed}"
    return f"{', '.join(said)}{points}"


def _weakest(found: LastCard) -> list[str]:
    gains = count(found.rubric, found.card.answers).gains
    weak = sorted((gain for gain in gains if gain.share < 1), key=lambda gain: gain.share)[:MOST_WEAK]
    return [f"Lowest: {', '.join(_criterion(found, gain) for gain in weak)}"] if weak else []


def _criterion(found: LastCard, gain: Gain) -> str:
    name = found.rubric.by_id[gain.criterion].name
    return f"{as_markdown(name)} ({gain.points:g} of {gain.most:g})"


def _skill_gaps(ask: AgendaAsk) -> Sequence[str]:
    return gap_lines(
        ask.session,
        catalogue=ask.catalogue,
        taxonomy=ask.taxonomy,
        audiences=ask.audiences,
        actor=ask.coach,
        readers=[ask.rep],
        person_id=ask.rep_id,
        day=ask.now.day,
        rules=ask.rules,
    )


RECORD_BLOCKS = (
    AgendaBlock("last_scorecard", _last_scorecard, "No scorecard yet.", is_record=True),
    AgendaBlock("skill_gaps", _skill_gaps, "No skill is known to be below its target.", is_record=True),
)
