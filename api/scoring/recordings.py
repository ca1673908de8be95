"""Recordings of practice and their transcripts: sent part by part, played by those who may see them."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, request
from pydantic import BaseModel, Field
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from api.scoring.practice import MOST_BYTES, PLACE, PracticeOut, seen_practice, shown
from api.scoring.practice_shapes import ROOT
from api.web.auth import SIGNED_IN, allow
from api.web.bodies import takes
from api.web.context import actor, parts, session
from api.web.documentation import Answer, answers, large_answers, spec
from api.web.errors import problem
from api.web.headers import SANDBOXED
from api.web.ranges import send_part
from api.web.shapes import Strict
from api.web.writes import writes
from api.work.practice.disk import elsewhere, file_of, write_part
from api.work.practice.media_types import ENDINGS, container_of, refusal_of
from api.work.practice.store import MediaStore, open_store
from api.work.practice.transcripts import TranscriptError, read_transcript
from lms.errors import Conflict, NotFound
from lms.practice.models import Practice
from lms.practice.reading import own_practice
from lms.practice.receiving import STORE, WrongOffsetError, receive_part
from lms.practice.transcribing import attach_transcript

# How much of a recording in a store is sent at once; whoever plays it asks for the next part.
PIECE_BYTES = 1_000_000
OFFSET = "Upload-Offset"
PART_TYPES = ("application/octet-stream", "application/offset+octet-stream")
TRANSCRIPT_TYPES = ("text/vtt", "application/x-subrip", "text/plain", "application/octet-stream")
blueprint = Blueprint("recordings", __name__, url_prefix=ROOT)


class OffsetQuery(Strict):
    """Where in the recording the part begins: as many bytes as have come before."""

    offset: int = Field(ge=0, le=MOST_BYTES)


class RecordingState(BaseModel):
    """How much of a recording has come, and is on the disk; the next part begins there."""

    kept_bytes: int
    total_bytes: int
    is_whole: bool

    @classmethod
    def of(cls, practice: Practice) -> RecordingState:
        """Return how much has come."""
        kept, total = practice.kept_bytes, practice.total_bytes or 0
        return cls(kept_bytes=kept, total_bytes=total, is_whole=kept == total)


@blueprint.get(f"{PLACE}/upload")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=RecordingState), tags=["scoring"])
def progress(practice_id: UUID) -> Answer:
    """Tell how much of one's own recording has come, also in the header `Upload-Offset`."""
    practice = own_practice(session(), actor=actor(), practice_id=practice_id)
    if practice.total_bytes is None:
        raise NotFound("this practice has no recording")
    return RecordingState.of(practice), 200, {OFFSET: str(practice.kept_bytes)}


@blueprint.put(f"{PLACE}/upload")
@allow(*SIGNED_IN)
@takes(*PART_TYPES)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_200=RecordingState), tags=["scoring"])
def receive(data: bytes, practice_id: UUID, query: OffsetQuery) -> Answer:
    """Take in the next part of one's own recording, a million bytes at most; it is on the disk once this is answered.

    A part that doesn't begin where the last one ended gets 409, with that place in the header `Upload-Offset`.
    """

    def write(practice: Practice) -> None:
        refusal = refusal_of(practice.media_type or "", data) if not practice.kept_bytes else None
        if refusal:
            raise Conflict(refusal)
        write_part(parts().config.practice_dir, practice, data, node=parts().config.node)

    try:
        practice = receive_part(
            session(),
            actor=actor(),
            practice_id=practice_id,
            offset=query.offset,
            size=len(data),
            node=parts().config.node,
            write=write,
        )
    except WrongOffsetError as error:
        return problem(409, str(error), headers={OFFSET: str(error.kept)})
    return RecordingState.of(practice), 200, {OFFSET: str(practice.kept_bytes)}


@blueprint.get(f"{PLACE}/recording")
@allow(*SIGNED_IN)
@spec.validate(resp=large_answers(416, 503, HTTP_200=None, HTTP_206=None), tags=["scoring"])
def play(practice_id: UUID) -> Answer:
    """Send a recording, or the part that is asked for, to the rep and those who see its assessment."""
    practice = seen_practice(practice_id)
    if practice.media_key is None:
        raise NotFound("this practice has no recording, or not any more")
    response = _of_store(practice) if practice.media_key.startswith(STORE) else _of_disk(practice)
    name = f"practice-{practice.handed_in_on or 'draft'}.{ENDINGS[container_of(practice.media_type or '')]}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = SANDBOXED
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@blueprint.put(f"{PLACE}/transcript")
@allow(*SIGNED_IN)
@takes(*TRANSCRIPT_TYPES)
@writes
@spec.validate(resp=answers(409, 415, HTTP_200=PracticeOut), tags=["scoring"])
def transcribe(data: bytes, practice_id: UUID) -> Answer:
    """Attach a transcript (WebVTT or SubRip) to one's own, before it is handed in; 409 names the line at fault."""
    try:
        lines = read_transcript(data)
    except TranscriptError as error:
        raise Conflict(str(error)) from None
    return shown(attach_transcript(session(), actor=actor(), practice_id=practice_id, lines=lines))


@blueprint.delete(f"{PLACE}/transcript")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, HTTP_200=PracticeOut), tags=["scoring"])
def take_transcript_away(practice_id: UUID) -> Answer:
    """Take the transcript of one's own away, before it is handed in."""
    return shown(attach_transcript(session(), actor=actor(), practice_id=practice_id, lines=None))


def _of_disk(practice: Practice) -> Response:
    folder = parts().config.practice_dir.resolve()
    refusal = elsewhere(practice, parts().config.node)
    if refusal and not file_of(folder, practice).is_file():
        raise refusal
    return send_part(folder, practice.id.hex, mimetype=practice.media_type)


def _of_store(practice: Practice) -> Response:
    """Return a recording from the store: all of it, or of the part that is asked for as much as is sent at once."""
    store, total = open_store(parts().config), practice.total_bytes or 0
    if store is None:
        return problem(503, "recordings lie in a store that the settings don't name any more; ask an admin")
    if request.range is None or len(request.range.ranges) != 1:
        return _whole(store, practice, total)
    wanted = request.range.range_for_length(total)
    if wanted is None:
        raise RequestedRangeNotSatisfiable(total)
    start, end = wanted[0], min(wanted[1], wanted[0] + PIECE_BYTES)
    data = b"".join(store.pieces(practice, start, end - start))
    headers = {"Content-Range": f"bytes {start}-{end - 1}/{total}", "Accept-Ranges": "bytes"}
    return Response(data, 206, headers, mimetype=practice.media_type)


def _whole(store: MediaStore, practice: Practice, total: int) -> Response:
    headers = {"Accept-Ranges": "bytes", "Content-Length": str(total)}
    pieces = iter(()) if request.method == "HEAD" else store.pieces(practice, 0, total)
    return Response(pieces, 200, headers, mimetype=practice.media_type)
