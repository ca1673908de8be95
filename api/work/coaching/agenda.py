"""An agenda for a session: which templates there are, and one of them with what is known filled in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from api.work.coaching.agenda_blocks import BLOCKS_HERE
from api.work.coaching.agenda_records import RECORD_BLOCKS
from api.work.coaching.asking import AgendaAsk, AgendaBlock
from content.agenda import AgendaTemplate, blocks_in, fill_agenda
from content.catalogue import Catalogue
from content.places.links import site_url, target_path
from lms.people.access import visible_among

# Every room that knows something for agendas has its blocks here.
PROVIDERS: tuple[AgendaBlock, ...] = (*BLOCKS_HERE, *RECORD_BLOCKS)
# For a library without agendas.
PLAIN = """## What you want to talk about

{{ points }}

## What we agreed

{{ open_actions }}

## Until next time
"""
LEFT_OUT = "Left empty: records are filled in only between a rep and who manages them now."
_LINK = re.compile(r"(\]\()(?![a-z][a-z0-9+.-]*:|[/#<])([^()\s]+)(?=[)\s])", re.IGNORECASE)
_EVERYBODY = frozenset({"internal", "partner", "customer"})


@dataclass(frozen=True)
class AgendaProposal:
    """Markdown for a session's agenda, and the names of the blocks of records that had to be left empty."""

    markdown: str
    left_out: tuple[str, ...]


def propose_agenda(
    ask: AgendaAsk, template: AgendaTemplate | None, providers: Sequence[AgendaBlock] = PROVIDERS
) -> AgendaProposal:
    """Fill in a template for a session, or a plain one; only the blocks that it has are read."""
    text = with_site_links(template, ask.catalogue) if template else PLAIN
    wanted = set(blocks_in(text))
    has_records = shows_records(ask)
    filled: dict[str, str] = {}
    left_out: list[str] = []
    for block in providers:
        if block.name not in wanted:
            continue
        if block.is_record and not has_records:
            left_out.append(block.name)
            filled[block.name] = f"_{LEFT_OUT}_"
            continue
        items = block.read(ask)
        filled[block.name] = "\n".join(f"- {item}" for item in items) if items else f"_{block.nothing}_"
    return AgendaProposal(fill_agenda(text, filled), tuple(left_out))


def shows_records(ask: AgendaAsk) -> bool:
    """Tell whether records of the rep may stand in the agenda: where the coach sees them, and it is no mentoring."""
    if ask.coaching.kind == "mentoring":
        return False
    return bool(visible_among(ask.session, actor=ask.coach, person_ids=[ask.rep_id]))


def with_site_links(template: AgendaTemplate, catalogue: Catalogue) -> str:
    """Return a template's text with links to pages of the library as addresses of the site: it is read elsewhere."""
    destinations = catalogue.destinations_for(_EVERYBODY)

    def lead(found: re.Match[str]) -> str:
        target, _, anchor = found[2].partition("#")
        path = target_path(template.entry.path, target)
        url = destinations.url_at(path) if path else None
        return found[0] if url is None else f"{found[1]}{site_url(url)}{'#' if anchor else ''}{anchor}"

    return _LINK.sub(lead, template.text)
