"""The monthly digest: whether the asker gets it, and the same as a PDF of any month."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from flask import Blueprint, Response
from pydantic import BaseModel, Field

from api.kpis.knowing import published_pages
from api.kpis.known import known_kpis
from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, clock, now, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.periods import FIRST_DAY
from api.web.shapes import Strict
from api.web.writes import writes
from api.work.kpis.asking import KpiSource, read_month
from api.work.kpis.months import month_before
from api.work.kpis.paper import can_set, pdf_of
from api.work.kpis.whose import Of, widest
from lms.errors import Conflict
from lms.notices.models import KpiSubscription
from lms.notices.subscriptions import find_subscription, subscribe, unsubscribe

blueprint = Blueprint("kpi_digest", __name__, url_prefix=PREFIX)


class DigestPdfQuery(Strict):
    """Whose figures, if not given the widest that the asker has; and of which month, if not given the last one."""

    of: Literal["me", "team", "company"] | None = None
    team_id: UUID | None = Field(None, description="with `of=team`; the asker's own team if not given")
    month: str | None = Field(None, pattern=r"^\d{4}-(0[1-9]|1[0-2])$", description="a month that is over: 2026-10")


class KpiSubscriptionOut(BaseModel):
    """Whether the asker gets the digest: since when, null where they don't; and whose figures they get, or would."""

    since: datetime | None
    of: Of
    team: str | None
    is_sent: bool = Field(description="whether this installation has a mail server to send it by")
    has_pdf: bool = Field(description="whether it has the extra that makes PDFs")


@blueprint.get("/kpis/digest/subscription")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=KpiSubscriptionOut), tags=["kpis"])
def kpi_subscription() -> Answer:
    """Return whether the asker gets each month's KPIs by e-mail."""
    return _shown(find_subscription(session(), actor=actor()))


@blueprint.put("/kpis/digest/subscription")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(HTTP_200=KpiSubscriptionOut), tags=["kpis"])
def subscribe_to_kpis() -> Answer:
    """Send the asker each month's KPIs; twice is as good as once."""
    return _shown(subscribe(session(), actor=actor(), at=now()))


@blueprint.delete("/kpis/digest/subscription")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(HTTP_204=None), tags=["kpis"])
def unsubscribe_from_kpis() -> Answer:
    """Send the asker no more of them; where they get none, nothing happens."""
    unsubscribe(session(), actor=actor())
    return "", 204


@blueprint.get("/kpis/digest.pdf")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(404, 409, 503, HTTP_200=None), tags=["kpis"])
def kpi_digest_pdf(query: DigestPdfQuery) -> Answer:
    """Return a month's digest as a PDF; 409 names the extra that this needs where it isn't installed."""
    month = _month(query.month)
    report = read_month(
        session(),
        month,
        config=parts().config,
        source=KpiSource(parts().figures.current(), known_kpis(), published_pages()),
        who=actor(),
        of=query.of,
        team_id=query.team_id,
    )
    made = pdf_of(report, address=parts().config.public_url)
    headers = {"Content-Disposition": f'inline; filename="results-{month:%Y-%m}.pdf"'}
    return Response(made, mimetype="application/pdf", headers=headers)


def _month(asked: str | None) -> date:
    """Return the first day of a month that is over; raises Conflict for any other."""
    last = month_before(clock().day)
    month = date.fromisoformat(f"{asked}-01") if asked and asked >= f"{FIRST_DAY:%Y-%m}" else None
    if asked and (month is None or month > last):
        raise Conflict(f"`month` is one that is over, from {FIRST_DAY:%Y-%m} to {last:%Y-%m}", field="month")
    return month or last


def _shown(found: KpiSubscription | None) -> KpiSubscriptionOut:
    of = widest(actor())
    team = actor().team_name if of == "team" else None
    is_sent = bool(parts().config.smtp_host)
    return KpiSubscriptionOut(since=found and found.at, of=of, team=team, is_sent=is_sent, has_pdf=can_set())
