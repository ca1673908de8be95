"""Plays of a deal over HTTP: those of its stage, with criteria that are ticked as they are met."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field

from api.deals.shapes import SELLERS, TAGS, asked_deal, row_of
from api.web.auth import allow
from api.web.context import actor, now, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.named import NamedPageOut, named_page
from api.web.shapes import Id, PersonRef, Strict, Words
from api.web.sight import sight_of, visible_entry
from api.web.writes import writes
from api.work.deals import FoundDeal
from api.work.selling.meaning import say_no_stage
from api.work.selling.plays import Play, TickedCriterion, plays_for, read_play
from content.labels import label_of
from content.meaning import meant_value
from lms.deals.ticks import CriteriaPart, PlayCriterion, Ticked, tick, ticks_of, untick
from lms.errors import Conflict, NotFound
from lms.figures.frames import FigureSet
from lms.people.directory import names_of

blueprint = Blueprint("deal_plays", __name__, url_prefix=f"{PREFIX}/deals/<deal_id>")


class PlayCriterionOut(BaseModel):
    """A criterion, with who said when that it is met (null until then); `is_asked` while the page asks it."""

    text: str
    is_asked: bool
    ticked_at: datetime | None
    ticked_by: PersonRef | None


class PlayOut(BaseModel):
    """A play: what it reaches, what must hold before it and before the next stage, and the pages to use in order."""

    page: NamedPageOut
    objective: str
    entry: list[PlayCriterionOut]
    exit: list[PlayCriterionOut]
    pages: list[NamedPageOut]


class PlaysOut(BaseModel):
    """The plays of a deal's stage in the CRM, which is `stage` of the library; without one `lacking` says why."""

    crm_stage: str | None
    stage: str | None
    stage_label: str | None
    lacking: str | None
    items: list[PlayOut]


class TickIn(Strict):
    """Whether a criterion of a play is met: in which of its lists, and its text as it stands there."""

    page_id: Id
    part: CriteriaPart
    text: Annotated[Words, Field(max_length=5_000)]
    is_met: bool


@blueprint.get("/plays")
@allow(*SELLERS)
@spec.validate(resp=answers(409, 503, HTTP_200=PlaysOut), tags=TAGS)
def plays(deal_id: str) -> Answer:
    """Return the plays of a deal's stage, with the criteria that are met."""
    return _plays(*asked_deal(deal_id))


@blueprint.put("/ticks")
@allow(*SELLERS)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_200=PlaysOut), tags=TAGS)
def set_tick(deal_id: str, json: TickIn) -> Answer:
    """Tick a criterion of a play on a deal, or take that back; whoever sees the deal may."""
    figures, deal = asked_deal(deal_id)
    criterion = PlayCriterion(json.page_id, json.part, json.text)
    if json.is_met:
        _refuse_unasked(criterion)
        tick(session(), actor=actor(), deal=deal.id, criterion=criterion, at=now())
    else:
        untick(session(), actor=actor(), deal=deal.id, criterion=criterion, at=now())
    return _plays(figures, deal)


def _plays(figures: FigureSet, deal: FoundDeal) -> PlaysOut:
    row = row_of(figures, deal)
    search = parts().search
    taxonomy = search.generation().head.taxonomy
    stage = meant_value(taxonomy, "stages", row.stage)
    found = plays_for(search, stage, sight=sight_of(actor())) if stage else []
    lacking = None if stage else say_no_stage(taxonomy, row.stage)
    if stage and not found:
        lacking = f"The library has no play for {label_of(taxonomy, 'stage', stage)}."
    ticks = ticks_of(session(), deal=deal.id, page_ids=[play.entry.id for play in found])
    names = names_of(session(), person_ids={ticked.by_id for ticked in ticks.values()})
    return PlaysOut(
        crm_stage=row.stage,
        stage=stage,
        stage_label=label_of(taxonomy, "stage", stage) if stage else None,
        lacking=lacking,
        items=[_play(play, ticks, names) for play in found],
    )


def _play(play: Play, ticks: Mapping[PlayCriterion, Ticked], names: Mapping[UUID, str]) -> PlayOut:
    return PlayOut(
        page=named_page(play.entry.id),
        objective=play.objective,
        entry=[_criterion(one, names) for one in play.ticked("entry", ticks)],
        exit=[_criterion(one, names) for one in play.ticked("exit", ticks)],
        pages=[named_page(page_id) for page_id in play.pages],
    )


def _criterion(one: TickedCriterion, names: Mapping[UUID, str]) -> PlayCriterionOut:
    by = one.ticked and PersonRef(id=one.ticked.by_id, name=names[one.ticked.by_id])
    return PlayCriterionOut(
        text=one.text, is_asked=one.is_asked, ticked_at=one.ticked and one.ticked.at, ticked_by=by or None
    )


def _refuse_unasked(criterion: PlayCriterion) -> None:
    """Refuse to tick what a page that the actor may see doesn't ask."""
    try:
        play = read_play(parts().search.catalogue(), visible_entry(criterion.page_id))
    except NotFound as error:  # the address of the request is right
        raise Conflict(str(error), field="page_id") from error
    if play is None:
        raise Conflict(f"`{criterion.page_id}` is no play", field="page_id")
    if criterion.text not in play.criteria[criterion.part]:
        raise Conflict("the play has no such criterion; it may just have changed", field="text")
