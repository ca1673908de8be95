"""Agendas over HTTP: the templates of the library, and one filled in for a session of the asker's."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel

from api.web.auth import SIGNED_IN, allow
from api.web.below import SiteAddress
from api.web.context import actor, clock, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import Id, Strict, public_url
from api.web.sight import sight_of, visible_entries, visible_entry
from api.work.coaching.agenda import propose_agenda
from api.work.coaching.asking import AgendaAsk
from api.work.skills.standing import Rules
from content.agenda import AgendaTemplate, blocks_in, read_agenda, read_agendas
from content.course import NoSuchPageError
from content.fields.values import SessionKind
from lms.coaching.models import CoachingSession
from lms.coaching.sessions import get_session
from lms.errors import NotFound
from lms.figures.frames import FigureSet, FiguresMissingError
from lms.people.access import Actor
from lms.people.models import Person

blueprint = Blueprint("agendas", __name__, url_prefix=f"{PREFIX}/coaching")


class AgendasQuery(Strict):
    """For which kind of session; agendas that are for others alone are left out."""

    kind: SessionKind | None = None


class ProposalQuery(Strict):
    """Which agenda to fill in; if not given, that of the session, or the first one for its kind."""

    template: Id | None = None


class AgendaOut(BaseModel):
    """An agenda of the library: for which kinds of sessions it is (none for all), and what is filled in."""

    id: str
    title: str
    summary: str | None
    url: SiteAddress | None
    language: str
    kinds: list[str]
    blocks: list[str]

    @classmethod
    def of(cls, found: AgendaTemplate) -> AgendaOut:
        """Return an agenda as the API shows it."""
        entry = found.entry
        return cls(
            id=entry.id,
            title=entry.title,
            summary=entry.summary,
            url=public_url(entry),
            language=entry.language,
            kinds=list(found.kinds),
            blocks=blocks_in(found.text),
        )


class AgendasOut(BaseModel):
    """Agendas, those made for the kind asked for first."""

    items: list[AgendaOut]


class AgendaProposalOut(BaseModel):
    """Markdown to begin a session's agenda with; nothing is kept of it.

    `template` is null where the library has none for such a session. `left_out` names the blocks of records that were
    left empty, because the agenda is read by somebody who may not see them.
    """

    template: AgendaOut | None
    markdown: str
    left_out: list[str]


@blueprint.get("/agendas")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=AgendasOut), tags=["coaching"])
def agendas(query: AgendasQuery) -> Answer:
    """List the agendas that the library has for sessions."""
    return AgendasOut(items=[AgendaOut.of(found) for found in _for_kind(query.kind)])


@blueprint.get("/sessions/<uuid:session_id>/agenda/proposal")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=AgendaProposalOut), tags=["coaching"])
def proposal(session_id: UUID, query: ProposalQuery) -> Answer:
    """Fill in an agenda for one of the asker's sessions with what is known, as far as both of its people may see it."""
    coaching = get_session(session(), actor=actor(), session_id=session_id)
    template = _template(coaching, query.template)
    coach, rep = (Actor.of(session().get_one(Person, one)) for one in (coaching.coach_id, coaching.rep_id))
    config, search = parts().config, parts().search
    ask = AgendaAsk(
        session=session(),
        actor=actor(),
        coach=coach,
        rep=rep,
        coaching=coaching,
        now=clock(),
        catalogue=search.catalogue(),
        taxonomy=search.generation().head.taxonomy,
        audiences=sight_of(rep).audiences,
        rules=Rules(config.skill_half_life_days, config.coaching_history),
        figures=_figures(),
        currency=config.currency,
    )
    found = propose_agenda(ask, template)
    shown = AgendaOut.of(template) if template else None
    return AgendaProposalOut(template=shown, markdown=found.markdown, left_out=list(found.left_out))


def _template(coaching: CoachingSession, asked: str | None) -> AgendaTemplate | None:
    """Return the agenda asked for; else that of the session, if it is still there, or the first one for its kind."""
    if asked is not None:
        try:
            return read_agenda(parts().search.catalogue(), visible_entry(asked).id)
        except NoSuchPageError as error:
            raise NotFound(str(error)) from error
    own = next((one for one in _for_kind(None) if one.entry.id == coaching.agenda_id), None)
    return own or next(iter(_for_kind(coaching.kind)), None)


def _for_kind(kind: str | None) -> list[AgendaTemplate]:
    """Return the agendas that the asker may see, those made for a kind before those for all."""
    found = read_agendas(parts().search.catalogue())
    seen = {entry.id for entry in visible_entries(one.entry.id for one in found)}
    fitting = [one for one in found if one.entry.id in seen and (kind is None or not one.kinds or kind in one.kinds)]
    return sorted(fitting, key=lambda one: kind is not None and kind not in one.kinds)


def _figures() -> FigureSet | None:
    try:
        return parts().figures.current()
    except FiguresMissingError:
        return None
