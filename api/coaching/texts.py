"""Texts of a session: agenda, shared notes and one's own private ones, saved over the version that was read."""

from __future__ import annotations

from http import HTTPStatus
from typing import cast, get_args
from uuid import UUID

from flask import Blueprint, Response, current_app, request

from api.coaching.text_shapes import (
    CopiesQuery,
    CopyOut,
    TextClashOut,
    TextIn,
    TextOut,
    TextSavedOut,
    TextShown,
    TextsOut,
    TextsQuery,
    TextVersionOut,
    VersionsQuery,
)
from api.web.auth import SIGNED_IN, allow
from api.web.compressing import keep_plain
from api.web.context import actor, now, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.markdown import typed_html
from api.web.matching import etag_of, matched_version, needs_match
from api.web.paging import Listed, listed, next_address
from api.web.shapes import PersonRef
from api.web.writes import commits
from api.work.notes_key import open_cipher
from lms.coaching.sessions import get_session
from lms.coaching.texts.cipher import NotesCipher
from lms.coaching.texts.reading import list_copies, list_versions, read_text, read_texts
from lms.coaching.texts.saving import TextClash, TextSaved, save_text, settle_copy
from lms.coaching.texts.states import CopyState, TextKind, TextState, TypedText
from lms.errors import NotAllowed, NotFound

PLACE = "/sessions/<uuid:session_id>/texts"
CLASHED = "somebody saved this text meanwhile; what you sent is kept as a copy, to be merged with it"
blueprint = Blueprint("session_texts", __name__, url_prefix=f"{PREFIX}/coaching")
WriterNames = dict[UUID, PersonRef]


@blueprint.get(PLACE)
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=TextsOut, HTTP_304=None), tags=["coaching"])
def texts(session_id: UUID, query: TextsQuery) -> Answer:
    """Return the agenda, the shared notes and the asker's private ones; only the two people of the session can."""
    keep_plain()
    _check_writer(query.writer_id)
    found = read_texts(session(), actor=actor(), session_id=session_id, cipher=_cipher())
    names = _names(session_id)
    body = TextsOut(items=[_shown(state, names, has_html=query.html) for state in found])
    response = current_app.make_response((body.model_dump(mode="json"), 200))
    response.add_etag()
    return response.make_conditional(request)


@blueprint.get(f"{PLACE}/<kind>")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=TextOut, HTTP_304=None), tags=["coaching"])
def one_text(session_id: UUID, kind: str) -> Answer:
    """Return one text; its ETag is its version, for If-Match and If-None-Match."""
    keep_plain()
    state = read_text(session(), actor=actor(), session_id=session_id, kind=_kind(kind), cipher=_cipher())
    body = _out(state, _names(session_id))
    response = current_app.make_response((body.model_dump(mode="json"), 200))
    response.headers["ETag"] = _etag(state)
    return response.make_conditional(request)


@blueprint.put(f"{PLACE}/<kind>")
@allow(*SIGNED_IN)
@needs_match
@commits
@spec.validate(resp=answers(409, 415, 428, 503, HTTP_200=TextSavedOut, HTTP_412=TextClashOut), tags=["coaching"])
def save(session_id: UUID, kind: str, json: TextIn) -> Answer:
    """Save a text over the version named by If-Match, which is the ETag that came with it.

    When it isn't the last any more, 412 has the last, and what was sent is kept as a copy. The same text again is
    answered as the first time.
    """
    outcome = save_text(
        session(),
        actor=actor(),
        session_id=session_id,
        kind=_kind(kind),
        typed=_typed(json),
        cipher=_cipher(),
        at=now(),
    )
    return _answer(outcome, session_id)


@blueprint.get(f"{PLACE}/<kind>/versions")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=Listed[TextVersionOut]), tags=["coaching"])
def versions(session_id: UUID, kind: str, query: VersionsQuery) -> Answer:
    """Return versions that were written over, the newest first, a state now and then of what one person typed on."""
    keep_plain()
    limit = query.limit
    found = list_versions(
        session(),
        actor=actor(),
        session_id=session_id,
        kind=_kind(kind),
        cipher=_cipher(),
        before=query.after,
        limit=limit + 1,
    )
    names = _names(session_id)
    items = [TextVersionOut(version=old.version, text=old.text, at=old.at, by=names[old.by_id]) for old in found]
    last = items[:limit][-1].version if items else ""
    return Listed[TextVersionOut](items=items[:limit], next=next_address(items, limit, last))


@blueprint.get(f"{PLACE}/<kind>/copies")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=Listed[CopyOut]), tags=["coaching"])
def copies(session_id: UUID, kind: str, query: CopiesQuery) -> Answer:
    """Return what was typed on versions that weren't the last any more, also what was merged since."""
    keep_plain()
    found = list_copies(
        session(),
        actor=actor(),
        session_id=session_id,
        kind=_kind(kind),
        cipher=_cipher(),
        after=query.after,
        limit=query.limit + 1,
    )
    names = _names(session_id)
    return listed(Listed[CopyOut], [_copy(copy, names) for copy in found], query.limit)


@blueprint.post(f"{PLACE}/<kind>/copies/<uuid:copy_id>/settled")
@allow(*SIGNED_IN)
@needs_match
@commits
@spec.validate(resp=answers(409, 415, 428, 503, HTTP_200=TextSavedOut, HTTP_412=TextClashOut), tags=["coaching"])
def settle(session_id: UUID, kind: str, copy_id: UUID, json: TextIn) -> Answer:
    """Save the text that a copy was merged into, over the version named by If-Match; the copy is done with.

    When somebody saved meanwhile, 412 has the last text, and a copy of what was sent takes the place of this one.
    """
    outcome = settle_copy(
        session(),
        actor=actor(),
        session_id=session_id,
        kind=_kind(kind),
        copy_id=copy_id,
        typed=_typed(json),
        cipher=_cipher(),
        at=now(),
    )
    return _answer(outcome, session_id)


def _check_writer(person_id: UUID | None) -> None:
    """Refuse what a page shows or keeps for somebody who isn't the one signed in any more."""
    if person_id not in {None, actor().id}:
        raise NotAllowed("somebody else is signed in here now; sign in again as who typed this")


def _cipher() -> NotesCipher:
    """Return the cipher of this installation, for the session of this request."""
    return open_cipher(parts().config, session(), at=now())


def _kind(kind: str) -> TextKind:
    if kind not in get_args(TextKind):
        raise NotFound(f"a session has no text of this kind; there are {', '.join(get_args(TextKind))}")
    return cast(TextKind, kind)


def _typed(json: TextIn) -> TypedText:
    _check_writer(json.writer_id)
    return TypedText(json.text, matched_version(), json.device, json.step)


def _names(session_id: UUID) -> WriterNames:
    coaching = get_session(session(), actor=actor(), session_id=session_id)
    return {person.id: PersonRef.of(person) for person in (coaching.coach, coaching.rep)}


def _answer(outcome: TextSaved | TextClash, session_id: UUID) -> Answer:
    names, state = _names(session_id), outcome.state
    if isinstance(outcome, TextSaved):
        by = names[state.updated_by_id] if state.updated_by_id else None
        body = TextSavedOut(kind=_kind(state.kind), version=state.version, updated_at=state.updated_at, updated_by=by)
        return body, 200, {"ETag": _etag(state)}
    status = HTTPStatus.PRECONDITION_FAILED
    clash = TextClashOut(
        type="about:blank",
        title=status.phrase,
        status=status,
        detail=CLASHED,
        current=_out(state, names),
        kept=_copy(outcome.copy, names),
    )
    headers = {"ETag": _etag(state)}
    return Response(clash.model_dump_json(), status, headers, mimetype="application/problem+json")


def _etag(state: TextState) -> str:
    """Return the version's ETag; what can't be read is another answer of the same version."""
    return etag_of(state.version) if state.locked is None else f'"{state.version}-locked"'


def _out(state: TextState, names: WriterNames) -> TextOut:
    return TextOut(**_facts(state, names))


def _shown(state: TextState, names: WriterNames, *, has_html: bool) -> TextShown:
    shown = typed_html(state.text) if has_html else None
    html, problem = (shown.html, shown.problem) if shown else (None, None)
    return TextShown(**_facts(state, names), html=html, html_problem=problem, copies=state.copies)


def _facts(state: TextState, names: WriterNames) -> dict[str, object]:
    return {
        "kind": state.kind,
        "text": state.text,
        "version": state.version,
        "updated_at": state.updated_at,
        "updated_by": names[state.updated_by_id] if state.updated_by_id else None,
        "locked": state.locked,
    }


def _copy(copy: CopyState, names: WriterNames) -> CopyOut:
    return CopyOut(
        id=copy.id,
        text=copy.text,
        base_version=copy.base_version,
        at=copy.at,
        by=names[copy.by_id],
        settled_at=copy.settled_at,
    )
