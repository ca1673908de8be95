"""Jobs as the library has them: which levels of which skills each asks, by the time in it, and what may come next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from content.catalogue import Catalogue, Entry
from content.course import NoSuchPageError, read_page
from content.fields.models import JobFields

FIRST_DAY = relativedelta()


@dataclass(frozen=True)
class SkillTarget:
    """A level of a skill, and the time in the job from which it should be there."""

    skill: str
    level: int
    after: relativedelta


@dataclass(frozen=True)
class JobPage:
    """A published job: its page, its targets in the order of the page, and the ids of the jobs that may come next."""

    entry: Entry
    targets: tuple[SkillTarget, ...]
    next: tuple[str, ...]

    @property
    def skills(self) -> tuple[str, ...]:
        """The skills that it names, each once."""
        return tuple(dict.fromkeys(target.skill for target in self.targets))

    def asked(self, *, since: date, day: date) -> dict[str, int]:
        """Return the levels that are asked on a day of who has the job since another; the latest target counts."""
        held: dict[str, tuple[date, int]] = {}
        for target in self.targets:
            begins = _begins(since, target.after)
            if begins <= day and (target.skill not in held or begins >= held[target.skill][0]):
                held[target.skill] = begins, target.level
        return {skill: level for skill, (_, level) in held.items()}

    def asked_in_the_end(self) -> dict[str, int]:
        """Return the levels that are asked of who has long had the job."""
        return self.asked(since=date.min, day=date.max)


def read_jobs(catalogue: Catalogue) -> Mapping[str, JobPage]:
    """Read all published jobs by id, in the order of their paths; a translation isn't another one.

    Those that change on disk at this moment are left out.
    """
    found = {}
    for entry in catalogue.entries:
        if is_job(entry):
            job = _read(catalogue, entry)
            if job is not None:
                found[entry.id] = job
    return found


def job_titles(catalogue: Catalogue) -> Mapping[str, str]:
    """Return the titles of all published jobs by id."""
    return {entry.id: entry.title for entry in catalogue.entries if is_job(entry)}


def is_job(entry: Entry) -> bool:
    """Tell whether a page is a job that people may have."""
    return entry.type == "job" and entry.status == "approved" and entry.translation_of is None


def _read(catalogue: Catalogue, entry: Entry) -> JobPage | None:
    try:
        fields = read_page(catalogue, entry).fields
    except NoSuchPageError:
        return None
    if not isinstance(fields, JobFields):
        return None
    targets = (SkillTarget(one.skill, one.level, one.after or FIRST_DAY) for one in fields.skill_targets)
    named = (catalogue.by_id.get(id_) for id_ in fields.next)
    following = dict.fromkeys(other.id for other in named if other is not None and is_job(other) and other != entry)
    return JobPage(entry, tuple(targets), tuple(following))


def _begins(since: date, after: relativedelta) -> date:
    """Return the day on which a target begins to hold; one that no calendar counts to never does."""
    try:
        return since + after
    except (OverflowError, ValueError):
        return date.max
