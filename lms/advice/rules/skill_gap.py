"""A skill gap without training: clearly below what the job asks, and nothing assigned that teaches it is left to do."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from lms.advice.asking import AdviceAsk, AdviceReason, AdviceRule, AdvisedRep
from lms.skills.gaps import SkillStanding
from lms.training.matrix import STATES, as_of
from lms.training.models import RegisteredCourse, Standing
from lms.training.states import State

# By person and course: whether it is to be done, and whether it is done or needn't be.
_Stands = Mapping[tuple[UUID, str], tuple[bool, bool]]


def read(ask: AdviceAsk) -> Sequence[AdviceReason]:
    """Return the clear gaps of the reps that nothing assigned works on; the widest of each rep first."""
    gaps = [(rep, skill, standing) for rep in ask.reps for skill, standing in _gaps(rep, ask)]
    teaching = _teaching(ask, {skill for _, skill, _ in gaps})
    stands = _stands(ask, {course for courses in teaching.values() for course in courses})
    found = (_reason(rep, skill, standing, teaching.get(skill, ()), stands, ask) for rep, skill, standing in gaps)
    return [reason for reason in found if reason is not None]


def _gaps(rep: AdvisedRep, ask: AdviceAsk) -> list[tuple[str, SkillStanding]]:
    wide = [
        (skill, one)
        for skill, one in ask.skills.get(rep.id, {}).items()
        if one.state == "gap" and (one.gap or 0) >= ask.settings.gap_levels
    ]
    return sorted(wide, key=lambda pair: (-(pair[1].gap or 0), pair[0]))


def _reason(
    rep: AdvisedRep,
    skill: str,
    standing: SkillStanding,
    courses: Sequence[str],
    stands: _Stands,
    ask: AdviceAsk,
) -> AdviceReason | None:
    own = {course: stands.get((rep.id, course), (False, False)) for course in courses}
    if any(is_to_do for is_to_do, _ in own.values()):
        return None
    left = [course for course, (_, is_done) in own.items() if not is_done]
    after = _said(courses, left)
    name = ask.skill_names.get(skill, skill)
    about = f"about {standing.low:.1f} to {standing.high:.1f}"
    text = f"{name} at {standing.level:.1f} ({about}) of {standing.target}, and {after}"
    return AdviceReason(rep.id, RULE.name, skill, text, "skill", str(rep.id), left[0] if left else None)


def _said(courses: Sequence[str], left: Sequence[str]) -> str:
    if not courses:
        return "the library has no course that teaches it."
    return "no course that teaches it is assigned." if left else "every course that teaches it is done or waived."


def _teaching(ask: AdviceAsk, skills: Collection[str]) -> dict[str, list[str]]:
    """Return the courses that teach each skill, by title."""
    found: dict[str, list[str]] = {skill: [] for skill in skills}
    if skills:
        wanted = select(RegisteredCourse.id, RegisteredCourse.skills).order_by(RegisteredCourse.title)
        for course_id, taught in ask.session.execute(wanted):
            for skill in found.keys() & set(taught):
                found[skill].append(course_id)
    return found


def _stands(ask: AdviceAsk, courses: Collection[str]) -> _Stands:
    if not courses:
        return {}
    wanted = select(Standing.person_id, Standing.course_id, Standing.state, Standing.is_assigned).where(
        Standing.person_id.in_(ask.ids), Standing.course_id.in_(courses), *as_of(ask.now.day)
    )
    found = {}
    for person_id, course, state, is_assigned in ask.session.execute(wanted):
        is_done = STATES[state].is_complete or STATES[state] is State.WAIVED
        found[person_id, course] = (is_assigned and not is_done, is_done)
    return found


RULE = AdviceRule(
    name="skill_gap",
    title="A skill gap without training",
    setting="gap_levels",
    weight=2,
    explains=(
        "The evidence puts them at least {n} levels below what their job asks, by its whole interval, and nothing"
        " assigned that teaches the skill is left to do."
    ),
    kind="role-play",
    topic="A skill to work on",
    read=read,
)
