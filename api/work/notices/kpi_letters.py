"""A month's KPIs as an e-mail: the numbers as plain text and as HTML with charts, and a PDF where one can be made."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, select_autoescape

from api.work.kpis.charts import WIDTH, series_png, series_text
from api.work.kpis.monthly import MonthReport
from api.work.kpis.months import say_month
from api.work.kpis.paper import can_set, pdf_of
from api.work.kpis.saying import basis_of, results_address, sentences_of, title_of, unsaid_of
from config import Config
from content.problem import one_line
from lms.notices.recipients import Recipient

_TEMPLATES = Environment(loader=PackageLoader("api.work.notices"), autoescape=select_autoescape())


@dataclass(frozen=True)
class DrawnKpi:
    """A chart within a letter: the id that its text refers to it by, and what it shows in words."""

    cid: str
    title: str
    alt: str
    png: bytes


def kpi_message(to: Recipient, report: MonthReport, config: Config, at: datetime) -> EmailMessage:
    """Write the e-mail; its Message-ID is the same however often it is sent. Raises ValueError for a bad address."""
    message = _addressed(to, report, config, at)
    charts = _draw(report, config)
    message.set_content(kpi_text(report, config))
    message.add_alternative(_written("kpi_digest.html", report, config, charts), subtype="html")
    html = message.get_payload()[1]  # type: ignore[index]  # the second of its alternatives
    for chart in charts:
        html.add_related(chart.png, "image", "png", cid=f"<{chart.cid}>", disposition="inline")  # type: ignore[union-attr]
    if can_set():
        paper = pdf_of(report, address=config.public_url)
        message.add_attachment(paper, "application", "pdf", filename=f"results-{report.month:%Y-%m}.pdf")
    return message


def kpi_text(report: MonthReport, config: Config) -> str:
    """Write the e-mail as plain text."""
    return _written("kpi_digest.txt", report, config, [])


def _addressed(to: Recipient, report: MonthReport, config: Config, at: datetime) -> EmailMessage:
    host = urlsplit(config.public_url).hostname or "localhost"
    key = hashlib.sha256(f"{to.id} {report.month}".encode()).hexdigest()[:32]
    message = EmailMessage(SMTP if to.email.isascii() else SMTPUTF8)
    message["From"] = Address("Repertoire", addr_spec=config.mail_from)
    mailbox, _, domain = to.email.rpartition("@")
    message["To"] = Address(one_line(to.name), mailbox, domain)
    message["Subject"] = title_of(report)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<results.{report.month}.{key}@{config.mail_from.rpartition('@')[2]}>"
    message["List-Id"] = f"Results of each month <results.{host}>"
    message["List-Unsubscribe"] = f"<{_switch(config)}>"
    message["Auto-Submitted"] = "auto-generated"
    return message


def _draw(report: MonthReport, config: Config) -> list[DrawnKpi]:
    host = urlsplit(config.public_url).hostname or "localhost"
    # By number: a company's own KPI may have a name that no header can hold as it is.
    return [
        DrawnKpi(f"chart{number}.{report.month}@{host}", line.title, series_text(line), series_png(line))
        for number, line in enumerate(report.drawn, start=1)
    ]


def _written(template: str, report: MonthReport, config: Config, charts: list[DrawnKpi]) -> str:
    return _TEMPLATES.get_template(template).render(
        report=report,
        title=title_of(report),
        basis=basis_of(report),
        sentences=sentences_of(report),
        unsaid=unsaid_of(report),
        month=say_month(report.month),
        charts=charts,
        width=WIDTH,
        page=results_address(report, config.public_url),
        switch=_switch(config),
    )


def _switch(config: Config) -> str:
    """Return where the switch stands that ends the letters."""
    return f"{config.public_url}/app/results/#monthly"
