"""Records of one person: two made one, given out, erased."""

from __future__ import annotations

import json as plain_json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field

from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, clock, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import Address, Strict
from api.web.tables import note_export
from api.web.writes import writes
from api.work.notes_key import open_cipher
from lms.coaching.texts.cipher import NotesCipher
from lms.errors import Conflict
from lms.people.addresses import plain_address
from lms.people.directory import get_person, names_of
from lms.people.merges import PersonMerge
from lms.records.erasing import erase_person
from lms.records.giving_out import records_of
from lms.records.merging import UNDONE_WITHIN, foresee, list_merges, merge, undo_merge
from lms.records.taking_along import own_records_of

blueprint = Blueprint("personal_records", __name__, url_prefix=PREFIX)


class MergeIn(Strict):
    """The record that goes into this one; with `takes_address` this one has its e-mail address from then on."""

    other_id: UUID
    takes_address: bool = False


class ForeseenOut(BaseModel):
    """A table: how many rows would be this person's, and how many stay because this one has their like already."""

    table: str
    moves: int
    stays: int


class ForeseenMergeOut(BaseModel):
    """What a merge would do, by table."""

    items: list[ForeseenOut]


class MergeOut(BaseModel):
    """A merge: the record that was kept, the one that went into it, and until when it can be undone (null: no more)."""

    id: UUID
    kept_id: UUID
    kept: str
    gone_id: UUID
    gone: str
    took_address: bool
    at: datetime
    by: str | None
    undone_at: datetime | None
    undone_until: datetime | None


class MergesOut(BaseModel):
    """The last two hundred merges, the newest first."""

    items: list[MergeOut]


class ErasureIn(Strict):
    """The e-mail address of who is erased, typed again: there is no way back."""

    email: Address


class ErasureOut(BaseModel):
    """How many records were erased, with those merged into this one, and how many rows of which table that changed."""

    records: int
    tables: dict[str, int] = Field(description="by the table's name")


@blueprint.get("/people/<uuid:person_id>/merge/<uuid:other_id>")
@allow("admin")
@spec.validate(resp=answers(409, HTTP_200=ForeseenMergeOut), tags=["people"])
def foreseen(person_id: UUID, other_id: UUID) -> Answer:
    """Say what merging another record into this one would do; nothing is changed."""
    found = foresee(session(), kept_id=person_id, gone_id=other_id)
    return ForeseenMergeOut(items=[ForeseenOut(**vars(one)) for one in found])


@blueprint.post("/people/<uuid:person_id>/merge")
@allow("admin")
@writes
@spec.validate(resp=answers(409, 415, HTTP_200=MergeOut), tags=["people"])
def merge_into(person_id: UUID, json: MergeIn) -> Answer:
    """Give all facts of another record to this one; within a day that can be undone."""
    made = merge(
        session(),
        actor=actor(),
        kept_id=person_id,
        gone_id=json.other_id,
        takes_address=json.takes_address,
        now=clock(),
        zone=parts().config.zone,
        cipher=_cipher(),
    )
    return next(_out([made]))


@blueprint.get("/merges")
@allow("admin")
@spec.validate(resp=answers(HTTP_200=MergesOut), tags=["people"])
def merges() -> Answer:
    """List which records were made one."""
    return MergesOut(items=list(_out(list_merges(session()))))


@blueprint.post("/merges/<uuid:merge_id>/undo")
@allow("admin")
@writes
@spec.validate(resp=answers(409, HTTP_200=MergeOut), tags=["people"])
def undo(merge_id: UUID) -> Answer:
    """Take a merge back: rows that were given away are the other record's again."""
    zone = parts().config.zone
    undone = undo_merge(session(), actor=actor(), merge_id=merge_id, now=clock(), zone=zone, cipher=_cipher())
    return next(_out([undone]))


@blueprint.get("/people/<uuid:person_id>/personal-data")
@allow("admin")
@spec.validate(resp=answers(HTTP_200=None), tags=["people"])
def personal_data(person_id: UUID) -> Answer:
    """Give out what is held of a person as JSON, by table; secrets, and what was said between two, are left out."""
    return _given_out(person_id, records_of(session(), person_id=person_id))


@blueprint.get("/me/personal-data")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=None), tags=["people"])
def my_personal_data() -> Answer:
    """Give out what is held of the asker as JSON, with what was said between two as far as it is on their own pages."""
    return _given_out(actor().id, own_records_of(session(), person_id=actor().id, cipher=_cipher()))


@blueprint.post("/people/<uuid:person_id>/erasure")
@allow("admin")
@writes
@spec.validate(resp=answers(409, 415, HTTP_200=ErasureOut), tags=["people"])
def erase(person_id: UUID, json: ErasureIn) -> Answer:
    """Erase a person who has left: their name, addresses and words go for good, what was counted stays.

    Records that were merged into this one are erased with it.
    """
    if plain_address(json.email) != get_person(session(), person_id=person_id).email:
        raise Conflict("this isn't the address of the person; type it as it stands there", field="email")
    return ErasureOut(**vars(erase_person(session(), person_id=person_id, now=clock())))


def _cipher() -> NotesCipher:
    return open_cipher(parts().config, session(), at=clock().at)


def _given_out(person_id: UUID, records: Iterable[tuple[str, list[dict[str, Any]]]]) -> Answer:
    found = dict(records)
    name = f"person-{person_id}.json"
    note_export(name, person_id=person_id)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Type": "application/json"}
    return plain_json.dumps(found, ensure_ascii=False, indent=1), 200, headers


def _out(found: list[PersonMerge]) -> Iterator[MergeOut]:
    ids = {one for each in found for one in (each.kept_id, each.gone_id, each.by_id) if one is not None}
    names, present = names_of(session(), person_ids=ids), clock().at
    for each in found:
        until = each.at + UNDONE_WITHIN
        yield MergeOut(
            id=each.id,
            kept_id=each.kept_id,
            kept=names[each.kept_id],
            gone_id=each.gone_id,
            gone=names[each.gone_id],
            took_address=each.took_address,
            at=each.at,
            by=names.get(each.by_id) if each.by_id else None,
            undone_at=each.undone_at,
            undone_until=until if each.undone_at is None and each.erased_at is None and present <= until else None,
        )
