"""Whom to coach next: a ranked list with its reasons in words, and decisions on them; reps see what is said of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field

from api.web.auth import SIGNED_IN, allow
from api.web.below import SiteAddress
from api.web.cards import WayOut
from api.web.context import actor, clock, once, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import Day, Id, PersonRef, Strict, Words
from api.web.skills import skill_words
from api.web.writes import writes
from api.work.advice import AdviceSources, advice_about, advice_for, settings_of_advice
from api.work.kpis.asking import source_of
from lms.advice.asking import AdviceReason
from lms.advice.decisions import Decided, decide, take_back
from lms.advice.people import reps_managed
from lms.advice.ranking import ORDER, Advised
from lms.advice.registry import advice_rules
from lms.errors import Conflict, NotFound
from lms.figures.frames import FiguresMissingError
from lms.people.access import visible_person
from lms.people.directory import get_person
from lms.people.managing import managers_of
from lms.people.models import Person

blueprint = Blueprint("advice", __name__, url_prefix=f"{PREFIX}/coaching/advice")
LEADS = frozenset({"manager", "admin"})
# More people at once aren't ranked.
MOST_PEOPLE = 300


class AdviceQuery(Strict):
    """About whom: one person, or a team with those below it; otherwise all whom the asker manages, or themselves."""

    person_id: UUID | None = None
    team_id: UUID | None = None


class DecisionIn(Strict):
    """A reason that isn't to count: for good, and why, or until a day; the person reads both."""

    person_id: UUID
    rule: Annotated[str, Field(max_length=40)]
    subject: Annotated[Id, Field(min_length=1)]
    reason: Annotated[Words, Field(max_length=500)] | None = None
    until: Day | None = None


class ReasonToCoach(BaseModel):
    """Why somebody may need a coach; `url` is where it stands, `actions` the one click that does something about it."""

    rule: str
    title: str
    weight: int
    subject: str
    text: str
    url: SiteAddress
    actions: list[WayOut]


class DecisionOut(BaseModel):
    """Who decided that a reason doesn't count, why, and until which day; null for good."""

    id: UUID
    by: PersonRef
    at: datetime
    reason: str | None
    until: date | None


class SetAsideOut(ReasonToCoach):
    """A reason that doesn't count now."""

    decision: DecisionOut


class AdvisedOut(BaseModel):
    """Somebody with the reasons to coach them, what these weigh, and what was set aside."""

    person: PersonRef
    weight: int
    reasons: list[ReasonToCoach]
    set_aside: list[SetAsideOut]


class AdviceRuleOut(BaseModel):
    """A rule: whom it names, its weight in the order, and its setting with the number that holds; 0 leaves it out."""

    name: str
    title: str
    explains: str
    weight: int
    setting: str
    number: float


class AdviceOut(BaseModel):
    """Whom to coach next; `may_decide` tells whether the asker may set reasons aside."""

    as_of: date
    people: list[AdvisedOut]
    rules: list[AdviceRuleOut]
    order: str
    may_decide: bool


@blueprint.get("")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(409, 503, HTTP_200=AdviceOut), tags=["coaching"])
def advice(query: AdviceQuery) -> Answer:
    """Return whom to coach next of those whom the asker manages, or what is said of the asker themselves."""
    found, is_own = _found(query)
    return AdviceOut(
        as_of=clock().day,
        people=[_advised_out(one, is_own=is_own) for one in found],
        rules=_rules(),
        order=ORDER,
        may_decide=not is_own and not LEADS.isdisjoint(actor().roles),
    )


@blueprint.post("/decisions")
@allow("manager", "admin")
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_201=DecisionOut), tags=["coaching"])
def decide_on(json: DecisionIn) -> Answer:
    """Dismiss a reason that the asker sees, or snooze it until a day; the person sees who did, and why."""
    person = visible_person(session(), actor=actor(), person_id=json.person_id)
    key = (person.id, json.rule, json.subject)
    seen = _seen_keys(person) if person.id != actor().id else {key}
    if key not in seen:
        raise NotFound("no such reason")
    reason = json.reason.strip() if json.reason else None
    made = decide(session(), actor=actor(), key=key, reason=reason, until=json.until, now=clock())
    return _decision_out(Decided(made, actor().name)), 201


@blueprint.delete("/decisions/<uuid:decision_id>")
@allow("manager", "admin")
@writes
@spec.validate(resp=answers(HTTP_204=None), tags=["coaching"])
def undo(decision_id: UUID) -> Answer:
    """Take a decision back: the reason counts again; whoever manages the person can, twice is as good as once."""
    take_back(session(), actor=actor(), decision_id=decision_id, now=clock())
    return "", 204


def _found(query: AdviceQuery) -> tuple[list[Advised], bool]:
    """Return the advice that is asked for, of reps alone, and whether it is about the asker."""
    leads = not LEADS.isdisjoint(actor().roles)
    if query.person_id == actor().id or (query.person_id is None and query.team_id is None and not leads):
        person = get_person(session(), person_id=actor().id)
        is_rep = "rep" in actor().roles
        return (advice_about(session(), person=person, now=clock(), sources=_sources()) if is_rep else []), True
    if query.person_id is not None:
        person = visible_person(session(), actor=actor(), person_id=query.person_id)
        return _seen_of([person.id] if _is_rep(person) else []), False
    ids = reps_managed(session(), actor=actor(), team_id=query.team_id, now=clock(), limit=MOST_PEOPLE + 1)
    if len(ids) > MOST_PEOPLE:
        raise Conflict(f"these are more than {MOST_PEOPLE} people; name a team", field="team_id")
    return _seen_of(ids), False


def _seen_of(person_ids: Sequence[UUID]) -> list[Advised]:
    """Return advice about people whose records the actor may see, as the actor sees it."""
    return advice_for(session(), actor=actor(), person_ids=person_ids, now=clock(), sources=_sources())


def _is_rep(person: Person) -> bool:
    return any(role.role == "rep" for role in person.roles)


def _seen_keys(person: Person) -> set[tuple[UUID, str, str]]:
    found = _seen_of([person.id] if _is_rep(person) else [])
    reasons = [reason for one in found for reason in (*one.reasons, *(aside.reason for aside in one.set_aside))]
    return {(reason.person_id, reason.rule, reason.subject) for reason in reasons}


def _sources() -> AdviceSources:
    catalogue, words = parts().search.catalogue(), skill_words()
    try:
        figures = parts().figures.current()
    except FiguresMissingError:
        return AdviceSources(parts().config, words, None)
    source = source_of(figures, catalogue, parts().history.read(), config=parts().config)
    return AdviceSources(parts().config, words, source)


def _advised_out(found: Advised, *, is_own: bool) -> AdvisedOut:
    return AdvisedOut(
        person=PersonRef(id=found.rep.id, name=found.rep.name),
        weight=found.weight,
        reasons=[_reason_out(reason, is_own=is_own) for reason in found.reasons],
        set_aside=[
            SetAsideOut(**dict(_reason_out(aside.reason, is_own=is_own)), decision=_decision_out(aside.decided))
            for aside in found.set_aside
        ],
    )


def _reason_out(reason: AdviceReason, *, is_own: bool) -> ReasonToCoach:
    rule = advice_rules()[reason.rule]
    return ReasonToCoach(
        rule=rule.name,
        title=rule.title,
        weight=rule.weight,
        subject=reason.subject,
        text=reason.text,
        url=_url(reason),
        actions=_actions(reason, is_own=is_own),
    )


def _url(reason: AdviceReason) -> str:
    """Return where in the site a reason stands."""
    if reason.shown == "target" and reason.shown_id:
        name, start, end = reason.shown_id.rsplit(":", 2)
        of = {"of": "person", "person_id": reason.person_id}
        return f"/app/kpi/?{urlencode({'name': name, **of, 'from': start, 'to': end})}"
    if reason.shown == "session" and reason.shown_id:
        return f"/app/session/?{urlencode({'id': reason.shown_id})}"
    return "/app/skills/" if reason.shown == "skill" else f"/app/person/?{urlencode({'id': reason.person_id})}"


def _actions(reason: AdviceReason, *, is_own: bool) -> list[WayOut]:
    """Return what one click does about a reason: it assigns a course that helps, and plans a session."""
    rule = advice_rules()[reason.rule]
    ways = []
    entry = parts().search.catalogue().by_id.get(reason.course_id or "")
    if entry is not None and entry.status == "approved" and not is_own:
        assign = urlencode({"course_id": entry.id, "person_id": reason.person_id})
        ways.append(WayOut(label=f"Assign “{entry.title}”", url=f"/app/assignments/?{assign}"))
    other = _coach_of_actor() if is_own else reason.person_id
    if other is not None:
        asked = urlencode({"with": other, "kind": rule.kind, "topic": rule.topic})
        label = "Propose a session" if is_own else "Schedule a session"
        ways.append(WayOut(label=label, url=f"/app/my-coaching/?{asked}"))
    return ways


def _coach_of_actor() -> UUID | None:
    """Return who manages the actor first of all."""
    return once("coach_of_actor", _first_manager)


def _first_manager() -> UUID | None:
    found = managers_of(session(), person=get_person(session(), person_id=actor().id), at=clock().at)
    return found[0].id if found else None


def _decision_out(found: Decided) -> DecisionOut:
    decision = found.decision
    by = PersonRef(id=decision.by_id, name=found.by)
    return DecisionOut(id=decision.id, by=by, at=decision.at, reason=decision.reason, until=decision.until)


def _rules() -> list[AdviceRuleOut]:
    settings = settings_of_advice(parts().config)
    found = []
    for rule in advice_rules().values():
        number = rule.number(settings)
        found.append(
            AdviceRuleOut(
                name=rule.name,
                title=rule.title,
                explains=rule.explains.replace("{n}", f"{number:g}"),
                weight=rule.weight,
                setting=f"ADVICE_{rule.setting.upper()}",
                number=number,
            )
        )
    return found
