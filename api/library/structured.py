"""Structured front matter as it is answered: null where a page has no such field."""

from __future__ import annotations

from pydantic import BaseModel

from content.fields.items import CaseResult, CriterionFields, MergeField, Responsibility, SequenceStep, Target


class StructuredOut(BaseModel):
    """Structured fields of a page, by the names that they have in its front matter.

    An e-mail template has `subject` and `fields` (its merge fields by name), a case study `customer` and `results`, a
    playbook `stage` to `plays`, a sequence `steps`, an initiative `goals` to `courses`, a rubric `criteria`.
    """

    customer: str | None = None
    results: list[CaseResult] | None = None
    subject: str | None = None
    fields: dict[str, MergeField] | None = None
    slides: list[str] | None = None
    competitor: str | None = None
    stage: str | None = None
    objective: str | None = None
    entry_criteria: list[str] | None = None
    exit_criteria: list[str] | None = None
    plays: list[str] | None = None
    steps: list[SequenceStep] | None = None
    goals: list[str] | None = None
    targets: list[Target] | None = None
    raci: list[Responsibility] | None = None
    content: list[str] | None = None
    courses: list[str] | None = None
    criteria: list[CriterionFields] | None = None
