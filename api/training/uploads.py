"""Lists from a spreadsheet: assignments and completions as CSV or a workbook, each row by itself."""

from __future__ import annotations

from flask import Blueprint

from api.web.auth import allow
from api.web.context import actor, clock, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.tables import takes_list
from api.web.uploads import UploadOut, UploadQuery
from api.web.writes import writes
from api.work.training.lists import ListKind, upload_training
from api.work.uploads.lists import SentList

blueprint = Blueprint("uploads", __name__, url_prefix=f"{PREFIX}/training")


@blueprint.post("/assignments.csv")
@allow("manager", "admin")
@takes_list
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_200=UploadOut), tags=["training"])
def upload_assignments(data: bytes, query: UploadQuery) -> Answer:
    """Assign courses by CSV or .xlsx (email, course_id, due_on or due_days, priority); each row by itself."""
    return _upload("assignments", data, query)


@blueprint.post("/completions.csv")
@allow("manager", "admin")
@takes_list
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_200=UploadOut), tags=["training"])
def upload_completions(data: bytes, query: UploadQuery) -> Answer:
    """Record completions made elsewhere by CSV or .xlsx; the same row counts once, however often it is sent."""
    return _upload("completions", data, query)


def _upload(kind: ListKind, data: bytes, query: UploadQuery) -> UploadOut:
    sent = SentList(actor(), parts().config.zone, clock(), query.answers, is_dry_run=query.dry_run)
    return UploadOut.of(upload_training(session(), kind, data, parts().search.catalogue(), sent), query)
