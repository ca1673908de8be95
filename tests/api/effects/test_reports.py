"""Reports of effects through the API: who sees whose, without a name, and what they say of too little."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import insert

from api.web.database import db
from lms.usage.models import OpenEvent, UseEvent
from support.acting import COURSE, PAGE, newcomer, problem_of
from support.crm import count_figures, say
from support.factories import Cast, Player

# Ada closes 4 deals, Sven 2, Olga 6, and somebody whom the directory doesn't know 3; two of three are won.
DEALS = {"ada": 4, "sven": 2, "olga": 6, "nobody": 3}
TRAINING = f"/effects/training?course_id={COURSE}"
REPORTS = (TRAINING, "/effects/training?coaching=true", "/effects/coaching", "/effects/placebo", "/effects/content")


@pytest.fixture
def sold(cast: Cast) -> Cast:
    """Return the cast, with deals; Ada opened and shared a page before each of hers closed, Olga after."""
    app = cast.ada.client.application
    rows = [
        {
            "key": f"{name}-{number}",
            "owner": name,
            "owner_email": f"{name}@brightwharf.example",
            "stage": "Closed Won" if number % 3 else "Closed Lost",
            "amount": 100_000,
            "created_on": "2026-03-10",
            "close_on": f"2026-0{4 + number % 3}-15",
        }
        for name, count in DEALS.items()
        for number in range(count)
    ]
    with app.app_context():
        say(db.session(), "deals", *rows)
        for number, (who, month) in enumerate([("sven", 2), ("ada", 4), ("olga", 7)]):
            at = datetime(2026, month, 2 + number, 12, tzinfo=UTC)
            opened = OpenEvent(person_id=getattr(cast, who).id, page_id=PAGE, at=at)
            db.session.add(opened)
            db.session.flush()
            db.session.execute(insert(UseEvent).values(open_id=opened.id, kind="shared", at=at))
        db.session.commit()
        db.session.remove()
    count_figures(app)
    return cast


def _of(player: Player, path: str) -> dict[str, Any]:
    answer = player.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: dict[str, Any] = answer.get_json()
    return found


def test_everybody_sees_what_they_may(sold: Cast) -> None:
    """A manager their team and those below, leaders the company with whom nobody knows."""
    counts = {
        name: [_of(getattr(sold, name), "/effects/placebo")[field] for field in ("name", "people", "deals")]
        for name in ("max", "greta", "nadia")
    }
    assert counts == {"max": ["North", 2, 6], "greta": ["South", 1, 6], "nadia": ["The company", 4, 15]}
    assert _of(sold.nadia, f"/effects/placebo?team_id={sold.teams['South']}")["deals"] == 6
    assert _of(sold.max, f"/effects/placebo?team_id={sold.teams['North juniors']}")["deals"] == 2


@pytest.mark.parametrize(
    ("name", "query", "status"),
    [
        ("ada", "", 403),
        ("mara", "", 403),
        ("paula", "", 403),
        ("max", "of=company", 403),
        ("max", "team_id={South}", 404),
        ("max", "of=me", 422),
        ("max", "as_of=2999-01-01", 409),
    ],
)
@pytest.mark.parametrize("path", REPORTS)
def test_nobody_sees_more(sqlite_cast: Cast, path: str, name: str, query: str, status: int) -> None:
    """In every report; a rep sees none, not even of themselves alone."""
    count_figures(sqlite_cast.ada.client.application)
    player: Player = getattr(sqlite_cast, name)
    asked = f"{path}{'&' if '?' in path else '?'}{query.format(**sqlite_cast.teams)}"
    problem_of(player.get(asked), status)


@pytest.mark.parametrize("path", REPORTS)
def test_no_report_names_anybody(sold: Cast, path: str) -> None:
    """Neither by name, nor by address or id."""
    text = sold.nadia.get(path).get_data(as_text=True)
    for player in sold.staff():
        assert player.name not in text
        assert player.email not in text
        assert str(player.id) not in text


def test_an_analyst_sees_the_company_and_plans_nothing(sold: Cast) -> None:
    """Every report, of every team; roll-outs are for who manages people."""
    uma = newcomer(sold, "analyst")
    assert all(_of(uma, path)["name"] == "The company" for path in REPORTS)
    assert _of(uma, f"/effects/placebo?team_id={sold.teams['South']}")["deals"] == 6
    problem_of(uma.get("/effects/roll-outs"), 403)


def test_of_too_few_it_says_so(sold: Cast) -> None:
    """In every outcome that was looked at, whichever is shown, and in halves of two people."""
    body = _of(sold.max, f"{TRAINING}&outcome=sales_cycle")
    assert body["shown"]["outcome"] == "sales_cycle"
    assert [look["status"] for look in body["looks"]] == ["insufficient_data"] * 4
    assert all(look["said"].startswith("Not enough") for look in body["looks"])
    halves = _of(sold.max, "/effects/placebo")["halves"]
    assert [half["said"][:10] for half in halves] == ["Not enough"] * 2


def test_before_any_deal_was_closed_there_is_nothing(sold: Cast) -> None:
    """As of a day of the past."""
    body = _of(sold.nadia, f"{TRAINING}&as_of=2020-01-01")
    assert (body["people"], body["first_day"]) == (0, None)
    assert "No deal was closed" in body["said_of_looks"]


def test_a_course_must_be_named_and_known(sqlite_cast: Cast) -> None:
    """Or coaching asked for, and not both."""
    count_figures(sqlite_cast.ada.client.application)
    problem_of(sqlite_cast.max.get("/effects/training"), 409)
    problem_of(sqlite_cast.max.get(f"{TRAINING}&coaching=true"), 409)
    problem_of(sqlite_cast.max.get("/effects/training?course_id=nothing"), 404)
    problem_of(sqlite_cast.max.get(f"/effects/training?course_id={PAGE}"), 404)


@pytest.mark.parametrize("touch", ["opened", "used", "shared"])
def test_pages_count_before_the_close_and_never_after(sold: Cast, touch: str) -> None:
    """Ada touched it before her four deals closed, of which two were won; Olga after hers."""
    body = _of(sold.nadia, f"/effects/content?touch={touch}&page_id={PAGE}")
    page = body["shown"]
    assert (page["deals"], page["won"], page["binary_value"], page["fractional_value"]) == (4, 2, 2000.0, 2000.0)
    assert (body["deals"], body["won_with_any"], body["value_with_any"]) == (12, 2, 2000.0)
    assert "Not enough to compare" in page["said"]
    assert "can't be added up" in body["said_of_credit"]
    assert _of(sold.nadia, f"/effects/content?touch={touch}&days=5")["pages"] == []
    assert _of(sold.greta, f"/effects/content?touch={touch}")["pages"] == []


def test_before_anything_was_counted_the_answer_is_503(sqlite_cast: Cast) -> None:
    """It says that it will pass."""
    for path in REPORTS:
        problem_of(sqlite_cast.max.get(path), 503)
