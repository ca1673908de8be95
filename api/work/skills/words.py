"""Words of a library about skills: what they are called, their levels, and what jobs ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from content.catalogue import Catalogue
from content.jobs import JobPage, is_job, read_jobs
from content.labels import label_of
from content.taxonomy import Taxonomy
from lms.keeping import LastAsked
from lms.skills.estimate import Scale

# Jobs are read from their files once for each state that they are in.
_JOBS: LastAsked[Mapping[str, JobPage]] = LastAsked(8)


@dataclass(frozen=True)
class SkillWords:
    """Skills by id with their names, in the order of the taxonomy, their levels, and the published jobs by id."""

    names: Mapping[str, str]
    scale: Scale
    jobs: Mapping[str, JobPage]

    def name_of(self, skill: str) -> str:
        """Return what a skill is called, also one that the library no longer names."""
        return self.names.get(skill, skill)


def words_of(catalogue: Catalogue, taxonomy: Taxonomy) -> SkillWords:
    """Return the skills that a taxonomy names; without any there, those that pages and jobs name, by their names."""
    key = (catalogue.library, tuple((entry.id, entry.hash) for entry in catalogue.entries if is_job(entry)))
    jobs = _JOBS.once(key, lambda: read_jobs(catalogue))
    names: Mapping[str, str] = taxonomy.dimensions.get("skills", {})
    if not names:
        named = {skill for entry in catalogue.entries for skill in entry.skills}
        named |= {skill for job in jobs.values() for skill in job.skills}
        names = {skill: label_of(taxonomy, "skill", skill) for skill in sorted(named, key=str.casefold)}
    return SkillWords(names, Scale(taxonomy.skill_levels), jobs)
