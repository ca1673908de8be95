"""Jobs and the career path: what each asks by when, what comes next, and how somebody compares."""

from __future__ import annotations

from sqlalchemy.orm import Session

from support.acting import in_days, items_of, problem_of
from support.factories import Cast
from support.skilled import AE, SDR, SENIOR, days_ago, put_in_job, score


def test_jobs_say_what_they_ask_by_when_and_what_comes_next(cast: Cast) -> None:
    """With the asker's own marked."""
    put_in_job(cast, cast.ada, SDR, days=30)
    jobs = {job["page"]["id"]: job for job in items_of(cast.ada.get("/jobs"))}
    assert set(jobs) == {AE, SDR, SENIOR, "job-sales-manager"}
    sdr = jobs[SDR]
    assert (sdr["is_own"], sdr["since"], sdr["next"]) == (
        *(True, in_days(-30).isoformat()),
        [{"id": AE, "title": "Account executive"}],
    )
    assert sdr["targets"][1] == {
        "skill": "prospecting",
        "name": "Prospecting",
        "level": 3,
        "level_name": "Alone",
        "after_months": 6,
        "after_days": 0,
    }
    assert [job["page"]["id"] for job in jobs.values() if job["is_own"]] == [SDR]


def test_what_the_next_job_asks_is_compared_with_oneself(session: Session, cast: Cast) -> None:
    """By all that it asks in the end, whatever the own job asks today."""
    put_in_job(cast, cast.ada, SDR, days=30)
    for days in range(4):
        score(session, cast.max, cast.ada, 0.25, days=days_ago(days))
    session.commit()
    found = cast.ada.get(f"/jobs/{SENIOR}").get_json()
    compared = {one["skill"]: one["standing"] for one in found["compared"]}
    assert (compared["discovery"]["target"], compared["discovery"]["state"]) == (4, "gap")
    assert (compared["negotiation"]["target"], compared["negotiation"]["state"]) == (3, "no_evidence")
    assert found["is_own"] is False


def test_what_is_no_job_is_not_found(cast: Cast) -> None:
    """Nor is one that isn't there."""
    for id_ in ("home", "job-of-nobody", "course-discovery-calls"):
        problem_of(cast.ada.get(f"/jobs/{id_}"), 404)


def test_the_words_of_the_library_are_listed(cast: Cast) -> None:
    """Skills with their names, levels from the lowest, and how estimates are made."""
    found = cast.mara.get("/skills").get_json()
    assert found["items"][0] == {"id": "prospecting", "name": "Prospecting"}
    assert found["levels"] == ["Beginner", "With help", "Alone", "Shows others"]
    assert (found["half_life_days"], found["interval_level"]) == (180, 0.8)
    assert found["states"]["maybe_gap"] == "below the target, which may be chance"
