"""Subjects of questions, as the asker may name them and each reader may see them, and who may be asked."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from api.web.below import SiteAddress
from api.web.context import actor, clock, parts, session
from api.web.shapes import Id, Strict, public_url
from api.web.sight import sight_of, visible_entry
from api.web.skills import name_of_skill
from content.catalogue import Entry
from lms.coaching.mentors import mentors_of
from lms.errors import NotFound
from lms.people.access import Actor
from lms.people.directory import find_person, get_person
from lms.people.managing import managers_of
from lms.people.models import Person
from lms.questions.asking import Subject

SubjectKind = Literal["page", "skill"]
NOBODY_TO_ASK = "nobody manages or mentors you; ask about a page that has an owner"


class AboutIn(Strict):
    """What a question is about: a page or a skill, by id."""

    kind: SubjectKind
    id: Id


class AboutOut(BaseModel):
    """What a question is about; title and url are null where the reader may not see it, or it is gone."""

    kind: SubjectKind
    id: str
    title: str | None
    url: SiteAddress | None
    language: str | None


def subject_of(about: AboutIn | None) -> tuple[Subject | None, Entry | None]:
    """Return what the actor asks about, and the page where it is one; raises NotFound for what they may not see."""
    if about is None:
        return None, None
    if about.kind == "page":
        entry = visible_entry(about.id)
        return Subject("page", entry.id), entry
    if name_of_skill(about.id) is None:
        raise NotFound(f"no skill `{about.id}`", field="about")
    return Subject("skill", about.id), None


def about_out(kind: str | None, subject_id: str | None) -> AboutOut | None:
    """Return what a question is about as the actor may see it."""
    if kind is None or subject_id is None:
        return None
    if kind == "skill":
        return AboutOut(kind="skill", id=subject_id, title=name_of_skill(subject_id), url=None, language=None)
    entry = parts().search.entry(subject_id, sight=sight_of(actor()))
    if entry is None:
        return AboutOut(kind="page", id=subject_id, title=None, url=None, language=None)
    return AboutOut(kind="page", id=subject_id, title=entry.title, url=public_url(entry), language=entry.language)


def people_to_ask(entry: Entry | None) -> list[Person]:
    """Return whom the actor may ask, the one asked by default first: a page's owner, who manages or mentors them."""
    found = [_owner_of(entry)] if entry is not None else []
    found += managers_of(session(), person=get_person(session(), person_id=actor().id), at=clock().at)
    found += mentors_of(session(), person_id=actor().id, day=clock().day)
    known = {person.id: person for person in found if person is not None}
    return [person for person in known.values() if person.id != actor().id and not person.has_left(clock().at)]


def _owner_of(entry: Entry) -> Person | None:
    """Return the person who owns a page; None where it is nobody of the company's people, or they can't see it."""
    person = find_person(session(), email=entry.owner) if entry.owner else None
    who = Actor.of(person) if person else None
    if who is None or who.roles <= {"partner"}:
        return None
    return person if parts().search.entry(entry.id, sight=sight_of(who)) is not None else None
