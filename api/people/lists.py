"""Everybody as a list: brought in by CSV or a workbook, each row by itself, and taken out in the same columns."""

from __future__ import annotations

from flask import Blueprint
from pydantic import BaseModel, Field

from api.web.auth import allow
from api.web.context import actor, clock, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.tables import streamed_csv, takes_list
from api.web.uploads import UploadOut, UploadQuery
from api.web.writes import writes
from api.work.people.exporting import COLUMNS, people_rows
from api.work.people.keeping import MOST_TOLD, What
from api.work.people.lists import PeopleList, upload_people
from api.work.uploads.lists import SentList
from content.jobs import job_titles

blueprint = Blueprint("people_lists", __name__, url_prefix=PREFIX)


class PeopleUploadQuery(UploadQuery):
    """What the file doesn't say by itself, and whether teams that aren't there are made, each on top of the tree."""

    make_teams: bool = False


class FieldChangeOut(BaseModel):
    """A column that a row changes: what was there before and what is after, null for nothing."""

    column: str
    before: str | None
    after: str | None


class RowOutcomeOut(BaseModel):
    """What becomes of somebody by a row; `left` and `back` may change more than that."""

    row: int
    email: str
    name: str
    what: What
    changes: list[FieldChangeOut]


class PeopleUploadOut(UploadOut):
    """What came of the rows: people who are new (`created`), who changed, left or are back, and who stay as they are.

    `already_there` are those who stay as they are; `teams` are those that are made.
    """

    changed: int
    teams: list[str]
    outcomes: list[RowOutcomeOut] = Field(description=f"the first {MOST_TOLD:,}, without who stays as they are")


@blueprint.get("/people.csv")
@allow("admin")
@spec.validate(resp=answers(HTTP_200=None), tags=["people"])
def people_csv() -> Answer:
    """Return everybody as CSV, in the columns in which a list is sent; who left has their last day."""
    who = actor()
    return streamed_csv(COLUMNS, lambda own: people_rows(own, who), name=f"people-{clock().day}.csv")


@blueprint.post("/people.csv")
@allow("admin")
@takes_list
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_200=PeopleUploadOut), tags=["people"])
def upload(data: bytes, query: PeopleUploadQuery) -> Answer:
    """Add and change people by CSV or .xlsx (email, name, roles, team, manager and more); each row by itself.

    An empty cell leaves what is known, and whoever isn't in the list stays as they are.
    """
    sent = SentList(actor(), parts().config.zone, clock(), query.answers, is_dry_run=query.dry_run)
    catalogue = parts().search.catalogue
    asked = PeopleList(sent, lambda: job_titles(catalogue()), makes_teams=query.make_teams)
    done, outcomes = upload_people(session(), data, asked)
    told = [
        RowOutcomeOut(
            row=one.row,
            email=one.email,
            name=one.name,
            what=one.what,
            changes=[FieldChangeOut(column=name, before=was, after=is_) for name, (was, is_) in one.changes.items()],
        )
        for one in sorted(outcomes.rows, key=lambda one: one.row)
    ]
    return PeopleUploadOut.of(done, query, changed=done.changed, teams=sorted(outcomes.teams), outcomes=told)
