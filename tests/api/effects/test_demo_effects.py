"""The demo company: the course that has an effect is found, the one that has none says so, and pages claim nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from api.web.context import KEY
from api.web.database import db
from api.work.demo import load_demo
from api.work.demo_crm_deals import EFFECT
from api.work.demo_people import COURSE_WITH_EFFECT, COURSE_WITHOUT_EFFECT
from config import Config
from lms.effects.content import ContentReport, content_report
from lms.effects.outcomes import OUTCOMES, Basis
from lms.effects.starts import first_coached, first_completed
from lms.effects.touches import read_visits
from lms.effects.training import TrainingReport, training_report
from lms.effects.wording import say_training
from lms.kpis.money import rates_on
from support.crm import count_figures

pytestmark = pytest.mark.slow
AT = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.mark.parametrize("days_later", [0, pytest.param(200, marks=pytest.mark.thorough)])
def test_the_effect_is_found_where_there_is_one_and_only_there(sqlite_app: Flask, days_later: int) -> None:
    """By as much as there is, with nothing before it; the other course, coaching and all pages show no evidence."""
    at = AT + timedelta(days=days_later)
    with sqlite_app.app_context():
        load_demo(db.session(), content_dir=Config().content_dir, at=at, zone=ZoneInfo("UTC"))
        db.session.commit()
    count_figures(sqlite_app, at=at)
    with sqlite_app.app_context():
        figures = sqlite_app.extensions[KEY].figures.current()
        day = at.date().toordinal()
        basis = Basis(figures, rates_on(figures, day=day, currency="EUR"), day)
        _check_found(
            training_report(basis, first_completed(db.session(), course_id=COURSE_WITH_EFFECT, as_of=at.date()))
        )
        first = first_completed(db.session(), course_id=COURSE_WITHOUT_EFFECT, as_of=at.date())
        _check_none(training_report(basis, first))
        coached = first_coached(db.session(), as_of=at.date())
        assert not any(look.is_evidence for look in training_report(basis, coached).looks)
        visits = read_visits(db.session(), figures, touch="opened", zone=ZoneInfo("UTC"), until=at)
        _check_pages(content_report(basis, visits, recorded_from=int(figures.frames["visit"]["day"].min()), days=30))
        db.session.remove()


def _check_found(report: TrainingReport) -> None:
    look = report.of("win_rate")
    assert look.found is not None
    assert look.is_evidence
    assert not look.went_apart
    assert look.found.interval.low < EFFECT < look.found.interval.high
    assert "points higher than that of colleagues" in say_training(look, "EUR")
    assert look.detectable is not None
    assert look.detectable < EFFECT


def _check_none(report: TrainingReport) -> None:
    for name in OUTCOMES:
        assert say_training(report.of(name), "EUR").startswith("No evidence of an effect")


def _check_pages(report: ContentReport) -> None:
    assert report.looks > 5
    assert not any(page.is_evidence for page in report.pages)
