"""Completion, on-time and overdue rates as of a day, each with the rule for its denominator and its interval."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Literal
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel

from api.training.matrix import ChoiceQuery, chosen_by, day_of
from api.web.auth import allow
from api.web.context import actor, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import ProportionOut
from lms.people.access import list_visible_teams
from lms.training.counts import Count, count_company, count_people, count_teams
from lms.training.matrix import people_with_standing
from lms.training.models import RegisteredCourse
from lms.training.rates import ASSUMPTION, RULE, Rates, rates_of

blueprint = Blueprint("rates", __name__, url_prefix=f"{PREFIX}/training")


class RatesQuery(ChoiceQuery):
    """How to group: by course, area, skill or team; a course of several areas counts in each of them."""

    by: Literal["course", "area", "skill", "team"] = "course"


class GroupOut(BaseModel):
    """One group and its rates; `states` counts the courses of people that count, by their state."""

    key: str
    title: str
    states: dict[str, int]
    assigned: int
    waived: int
    completion: ProportionOut
    on_time: ProportionOut
    overdue: ProportionOut

    @classmethod
    def of(cls, key: str, title: str, rates: Rates) -> GroupOut:
        """Return a group as the API shows it."""
        return cls(
            key=key,
            title=title,
            states=rates.states,
            assigned=rates.assigned,
            waived=rates.waived,
            completion=ProportionOut.of(rates.completion),
            on_time=ProportionOut.of(rates.on_time),
            overdue=ProportionOut.of(rates.overdue),
        )


class RatesOut(BaseModel):
    """The rates of all and of each group; `rule` says what is counted, `assumption` what the intervals rest on."""

    as_of: date
    time_zone: str
    rule: str
    assumption: str
    total: GroupOut
    groups: list[GroupOut]


@blueprint.get("/rates")
@allow("manager", "admin")
@spec.validate(resp=answers(503, HTTP_200=RatesOut), tags=["training"])
def rates(query: RatesQuery) -> Answer:
    """Report completion, on-time and overdue rates of the people the asker manages."""
    day = day_of(query.as_of)
    courses = chosen_by(query)
    counts = _chosen(count_visible(query.team_id, day), courses)
    groups = _by_team(query, day, courses) if query.by == "team" else _by_course(query.by, counts, courses)
    return RatesOut(
        as_of=day,
        time_zone=parts().config.time_zone,
        rule=RULE,
        assumption=ASSUMPTION,
        total=GroupOut.of("all", "All", rates_of(counts)),
        groups=groups,
    )


def count_visible(team_id: UUID | None, day: date) -> list[Count]:
    """Count the people the asker manages; of a whole company without reading everybody's records."""
    people = people_with_standing(session(), actor=actor(), day=day, team_id=team_id)
    return count_company(session(), day=day) if people is None else count_people(session(), people=people, day=day)


def _chosen(counts: Iterable[Count], courses: list[RegisteredCourse]) -> list[Count]:
    ids = {course.id for course in courses}
    return [count for count in counts if count.course_id in ids]


def _by_course(by: str, counts: list[Count], courses: list[RegisteredCourse]) -> list[GroupOut]:
    of_course: dict[str, list[Count]] = defaultdict(list)
    for count in counts:
        of_course[count.course_id].append(count)
    if by == "course":
        found = [(course.id, course.title, of_course[course.id]) for course in courses if of_course[course.id]]
        shown = [GroupOut.of(key, title, rates_of(own)) for key, title, own in found]
        # What nobody has to take says least, so it comes last.
        return sorted(shown, key=lambda group: group.assigned == 0)
    groups: dict[str, list[Count]] = defaultdict(list)
    for course in courses:
        for value in course.areas if by == "area" else course.skills:
            groups[value] += of_course[course.id]
    labels = parts().search.generation().head.taxonomy.dimensions.get(f"{by}s", {})
    return [GroupOut.of(key, labels.get(key, key), rates_of(own)) for key, own in sorted(groups.items()) if own]


def _by_team(query: RatesQuery, day: date, courses: list[RegisteredCourse]) -> list[GroupOut]:
    """Return the rates of each team by itself: its own people, not those of the teams below it."""
    of_team = count_teams(
        session(),
        people=people_with_standing(session(), actor=actor(), day=day, team_id=query.team_id),
        course_ids=[course.id for course in courses] if query.chooses_courses else None,
        day=day,
    )
    teams = list_visible_teams(session(), actor=actor())
    return [GroupOut.of(str(team.id), team.name, rates_of(of_team[team.id])) for team in teams if team.id in of_team]
