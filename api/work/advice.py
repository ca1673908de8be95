"""Advice for managers, and what a rep sees of it: all that anybody who manages them sees about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.orm import Session

from api.work.kpis.asking import KpiSource, question_of
from api.work.kpis.knowing import read_baselines
from api.work.skills.standing import Rules, read_skills
from api.work.skills.words import SkillWords
from config import Config
from lms.advice.asking import AdviceAsk, AdviceSettings, KpisKnown
from lms.advice.decisions import read_decisions
from lms.advice.people import read_reps
from lms.advice.ranking import Advised, advise, find_reasons, ranked
from lms.days import Now
from lms.kpis.asked import KpiQuestion, PartsShown, PeopleScope
from lms.people.access import Actor, everybody
from lms.people.managing import managers_of
from lms.people.models import Person
from lms.skills.people import list_in_jobs


@dataclass(frozen=True)
class AdviceSources:
    """What advice is read from beside the database: settings, words about skills, and KPIs once they are counted."""

    config: Config
    words: SkillWords
    kpis: KpiSource | None


def advice_for(
    session: Session, *, actor: Actor, person_ids: Sequence[UUID], now: Now, sources: AdviceSources
) -> list[Advised]:
    """Return whom of some people, whose records the actor may see, to coach next, as the actor sees it."""
    return advise(_ask(session, actor, person_ids, now, sources)) if person_ids else []


def advice_about(session: Session, *, person: Person, now: Now, sources: AdviceSources) -> list[Advised]:
    """Return what all who manage somebody see about them, and what they see themselves: nothing is behind their back.

    An admin sees no more than they do.
    """
    managers = managers_of(session, person=person, at=now.at)
    asks = [_ask(session, Actor.of(one), [person.id], now, sources) for one in (person, *managers)]
    reasons = [reason for ask in asks for reason in find_reasons(ask)]
    return ranked(asks[0].reps, reasons, read_decisions(session, person_ids=[person.id], day=now.day))


def _ask(session: Session, actor: Actor, person_ids: Sequence[UUID], now: Now, sources: AdviceSources) -> AdviceAsk:
    config = sources.config
    settings = settings_of_advice(config)
    ask = AdviceAsk(
        session=session,
        actor=actor,
        reps=read_reps(session, person_ids=person_ids),
        now=now,
        settings=settings,
        history=config.coaching_history,
        kpis=_kpis(session, now, sources) if settings.target_days else None,
    )
    if not settings.gap_levels:
        return ask
    people = list_in_jobs(session, people=everybody().where(Person.id.in_(person_ids)), day=now.day)
    rules = Rules(config.skill_half_life_days, config.coaching_history)
    found = read_skills(session, words=sources.words, actor=actor, people=people, day=now.day, rules=rules)
    skills = {one.person.id: one.standings for one in found}
    return replace(ask, skills=skills, skill_names=sources.words.names)


def settings_of_advice(config: Config) -> AdviceSettings:
    """Return the settings of the rules."""
    return AdviceSettings(
        target_days=config.advice_target_days,
        score_days=config.advice_score_days,
        action_days=config.advice_action_days,
        session_days=config.advice_session_days,
        gap_levels=config.advice_gap_levels,
        new_hire_weeks=config.advice_new_hire_weeks,
        expiry_days=config.advice_expiry_days,
    )


def _kpis(session: Session, now: Now, sources: AdviceSources) -> KpisKnown | None:
    source, config = sources.kpis, sources.config
    if source is None:
        return None

    def question(numbers: Sequence[int]) -> KpiQuestion:
        return question_of(
            source.figures,
            now.day,
            config=config,
            pages=source.pages,
            scope=PeopleScope(people=frozenset(numbers)),
            by=PartsShown("person", tuple(numbers)),
            baselines=lambda: read_baselines(session, config, until=now.day),
        )

    return KpisKnown(source.figures, config.currency, source.kpis, question)
