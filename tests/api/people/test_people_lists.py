"""Lists of people: who is new is added, who is known changes, and each mistake is named by its row and column."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.audit.models import AuditEntry
from lms.people.models import Person, Team
from lms.schema import metadata
from support.acting import in_days, items_of, problem_of
from support.factories import Cast, Player
from support.workbooks import Day, workbook

PLACE = "/people.csv"
TODAY, YESTERDAY, LAST_MONTH, NEXT_WEEK = (in_days(days).isoformat() for days in (0, -1, -30, 7))


def send(player: Player, data: str | bytes, **query: str) -> dict[str, Any]:
    """Send a list, and return what came of it."""
    sent = data.encode() if isinstance(data, str) else data
    answer = player.post(PLACE, data=sent, content_type="text/csv", query_string=query)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    body: dict[str, Any] = answer.get_json()
    return body


def counts(body: dict[str, Any]) -> tuple[int, int, int]:
    """Return how many are new, changed, and as they were."""
    return body["created"], body["changed"], body["already_there"]


def errors(body: dict[str, Any]) -> list[tuple[int, str | None]]:
    """Return the rows and columns that are wrong."""
    return [(error["row"], error["column"]) for error in body["errors"]]


def listed(*rows: str) -> str:
    """Return a list of its rows, the header first."""
    return "\n".join(rows) + "\n"


def person(cast: Cast, email: str) -> dict[str, Any]:
    """Return somebody as the admin sees them."""
    found = [one for one in items_of(cast.nadia.get(f"/people?q={email}")) if one["email"] == email]
    assert len(found) == 1, email
    one: dict[str, Any] = found[0]
    return one


def contents(session: Session) -> dict[str, list[Any]]:
    """Return every row of every table but the audit's, and but for when and how often was asked."""
    session.rollback()
    tables = [table for table in metadata.sorted_tables if not table.name.startswith(("audit_", "api_token", "rate_"))]
    found = {table.name: sorted(map(repr, session.execute(select(table)))) for table in tables}
    session.rollback()
    return found


def test_people_are_added_changed_let_go_and_taken_back(cast: Cast) -> None:
    """Each from their day on; who isn't in the list and what isn't in a row stays."""
    cast.nadia.post(f"/people/{cast.olga.id}/leaving", {"last_day": YESTERDAY})
    body = send(
        cast.nadia,
        listed(
            "email,name,roles,team,region,hired_on,on,last_day",
            "Freya@brightwharf.example,Freya Madsen,rep; manager,South,EMEA,2025-01-07,,",
            f"{cast.ada.email},,,South,,,{TODAY},",
            f"{cast.sven.email},Sven Berg-Olsen,,,,,,{NEXT_WEEK}",
            f"{cast.olga.email},,,North,,,{TODAY},",
            f"{cast.max.email},Max Oduya,manager,North,,,,",
        ),
    )
    assert (counts(body), body["errors"], body["rows"]) == ((1, 3, 1), [], 5)
    assert [(one["row"], one["what"]) for one in body["outcomes"]] == [
        (2, "added"),
        (3, "changed"),
        (4, "left"),
        (5, "back"),
    ]
    freya = person(cast, "freya@brightwharf.example")
    assert (freya["name"], freya["roles"], freya["team_name"]) == ("Freya Madsen", ["manager", "rep"], "South")
    assert (freya["region"], freya["hired_on"], freya["left_at"]) == ("EMEA", "2025-01-07", None)
    assert person(cast, cast.ada.email)["team_name"] == "South"
    assert (person(cast, cast.ada.email)["name"], person(cast, cast.ada.email)["roles"]) == ("Ada Lind", ["rep"])
    sven = person(cast, cast.sven.email)
    assert (sven["name"], sven["left_at"][:10]) == ("Sven Berg-Olsen", in_days(8).isoformat())
    assert (person(cast, cast.olga.email)["team_name"], person(cast, cast.olga.email)["left_at"]) == ("North", None)
    (moved,) = [one for one in body["outcomes"] if one["row"] == 3]
    assert moved["changes"] == [{"column": "team", "before": "North", "after": "South"}]


def test_the_same_list_twice_changes_nothing(session: Session, cast: Cast) -> None:
    """Whatever the first time did: added from a day to come, moved, let go, taken back."""
    cast.nadia.post(f"/people/{cast.olga.id}/leaving", {"last_day": YESTERDAY})
    text = listed(
        "email,name,roles,team,manager,hired_on,on,last_day",
        f"late@x.example,Late Comer,rep,,{cast.max.email},{NEXT_WEEK},,",
        f"soon@x.example,Soon,,South,,,{NEXT_WEEK},",
        f"short@x.example,Short Stay,rep,North,,{LAST_MONTH},,{YESTERDAY}",
        f"{cast.ada.email},Ada L.,author,,{cast.greta.email},,,",
        f"{cast.sven.email},,,North,,,{TODAY},{NEXT_WEEK}",
        f"{cast.olga.email},,,North,,,{TODAY},",
        f"{cast.paula.email},,,,,{LAST_MONTH},,",
    )
    first = send(cast.nadia, text)
    assert (counts(first), first["errors"]) == ((3, 4, 0), [])
    before = contents(session)
    again = send(cast.nadia, text)
    assert (counts(again), again["errors"], again["outcomes"]) == ((0, 0, 7), [], [])
    assert contents(session) == before


def test_a_dry_run_keeps_nothing_and_foretells_the_same(session: Session, cast: Cast) -> None:
    """Every table is as it was, and what it says is what becomes of the list."""
    text = listed(
        "email,name,roles,team,manager",
        "a@x.example,A,rep,New team,b@x.example",
        "b@x.example,B,manager,new TEAM,",
        f"{cast.ada.email},,seller,,",
        f"{cast.sven.email},Sven,,,",
    )
    before = contents(session)
    foretold = send(cast.nadia, text, dry_run="true", make_teams="true")
    assert contents(session) == before
    assert (counts(foretold), errors(foretold), foretold["teams"]) == ((2, 1, 0), [(4, "roles")], ["New team"])
    done = send(cast.nadia, text, make_teams="true")
    assert {**foretold, "is_dry_run": False} == done
    assert session.scalar(select(Team.parent_id).where(Team.name == "New team")) is None
    assert person(cast, "b@x.example")["team_name"] == "New team"


def test_a_dry_run_of_who_is_new_adds_nobody(session: Session, cast: Cast) -> None:
    """Also where nothing else is written before them, and one of them is refused."""
    before = contents(session)
    text = listed("email,name,hired_on", "a@x.example,A,", "b@x.example,B,2999-01-01", "c@x.example,C,")
    body = send(cast.nadia, text, dry_run="true")
    assert (counts(body), errors(body)) == ((2, 0, 0), [(3, "hired_on")])
    assert contents(session) == before


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        ("nobody,N,rep,,,,,", "email", "is not an e-mail address"),
        (",N,rep,,,,,", "email", "the cell is empty"),
        ("new@x.example,,rep,,,,,", "name", "give their name"),
        ("new@x.example,N,seller,,,,,", "roles", "`seller` is no role; write one or more of rep, author"),
        ("new@x.example,N,;,,,,,", "roles", "is no role"),
        ("new@x.example,N,rep,Nroth,,,,", "team", "there is no team `Nroth`; there is `North`"),
        ("new@x.example,N,rep,,who@x.example,,,", "manager", "nobody is called who@x.example"),
        ("new@x.example,N,rep,,new@x.example,,,", "manager", "nobody is their own manager"),
        ("new@x.example,N,rep,,ada@brightwharf.example,,,", "manager", "is no manager"),
        ("new@x.example,N,rep,South,max@brightwharf.example,,,", "manager", "manages North and what is below it"),
        ("new@x.example,N,rep,,nadia@brightwharf.example,,,", "manager", "has no team"),
        ("new@x.example,N,rep,,,2999-01-01,,", "hired_on", "more than ten years ahead"),
        ("new@x.example,N,rep,,,0001-01-01,,", "hired_on", "too long ago"),
        ("new@x.example,N,rep,,,someday,,", "hired_on", "someday"),
        ("new@x.example,N,rep,,,2026-02-01,,2026-01-01", "last_day", "is before `hired_on`"),
        ("new@x.example,N,rep,,,,,2020-01-01", "last_day", "give `hired_on`"),
        (f"ada@brightwharf.example,,,South,,,{NEXT_WEEK},", "on", "lies ahead"),
        ("ada@brightwharf.example,,,,,,,2020-01-01", "last_day", "wasn't with the company"),
        ("nadia@brightwharf.example,,rep,,,,,", "roles", "you would be no admin any more"),
        (f"nadia@brightwharf.example,,,,,,,{NEXT_WEEK}", "last_day", "you would let yourself go"),
    ],
)
def test_a_row_that_can_not_be_says_what_to_change(sqlite_cast: Cast, row: str, column: str, says: str) -> None:
    """It is named by its column, nothing of it is kept, and the row after it counts."""
    header = "email,name,roles,team,manager,hired_on,on,last_day"
    body = send(sqlite_cast.nadia, listed(header, row, "good@x.example,Good,rep,,,,,"))
    assert (counts(body), errors(body)) == ((1, 0, 0), [(2, column)])
    assert says in body["errors"][0]["detail"]
    again = send(sqlite_cast.nadia, listed(header, row, "good@x.example,Good,rep,,,,,"))
    assert (counts(again), errors(again)) == ((0, 0, 1), [(2, column)])


def test_who_left_is_only_taken_back_by_a_day(cast: Cast) -> None:
    """A list that still holds them says which of the two it means: the day from which, or that it stays."""
    cast.nadia.post(f"/people/{cast.ada.id}/leaving", {"last_day": YESTERDAY})
    row = f"{cast.ada.email},Ada Lind"
    silent = send(cast.nadia, listed("email,name", row))
    assert (errors(silent), silent["errors"][0]["detail"]) == (
        [(2, "on")],
        f"Ada Lind left on {YESTERDAY}; give in `on` the day from which they are back, or their `last_day`",
    )
    assert counts(send(cast.nadia, listed("email,name,last_day", f"{row},{YESTERDAY}"))) == (0, 0, 1)
    assert counts(send(cast.nadia, listed("email,name,last_day", f"{row},{LAST_MONTH}"))) == (0, 1, 0)
    assert counts(send(cast.nadia, listed("email,name,on", f"{row},{TODAY}"))) == (0, 1, 0)
    assert person(cast, cast.ada.email)["left_at"] is None


def test_rows_of_one_address_count_once_or_not_at_all(cast: Cast) -> None:
    """The same twice is one person; two that differ are both refused, whichever comes first."""
    body = send(
        cast.nadia,
        listed("email,name", "a@x.example,A", "B@x.example,B", "b@x.example,Bb", "A@X.example,A", "c@x.example,C"),
    )
    assert (counts(body), errors(body)) == ((2, 0, 1), [(3, "email"), (4, "email")])
    assert body["errors"][0]["detail"] == "the rows 3, 4 say different things of b@x.example; leave one of them"


def test_managers_may_stand_below_whom_they_manage(cast: Cast) -> None:
    """By address or by a name that only one has; who is managed by them already stays in the team below."""
    body = send(
        cast.nadia,
        listed(
            "email,name,roles,team,manager",
            "c@x.example,C,rep,,B Boss",
            "b@x.example,B Boss,manager,,a@x.example",
            "a@x.example,A,manager,South,",
            f"{cast.sven.email},,,,{cast.max.email}",
            f"{cast.ada.email},,,,A",
        ),
    )
    assert (counts(body), body["errors"]) == ((3, 1, 1), [])
    assert {person(cast, email)["team_name"] for email in ("a@x.example", "b@x.example", "c@x.example")} == {"South"}
    assert person(cast, cast.sven.email)["team_name"] == "North juniors"
    assert person(cast, cast.ada.email)["team_name"] == "South"


def test_a_ring_of_managers_is_named_and_so_is_who_hangs_on_it(cast: Cast) -> None:
    """Each row of it, and the one whose manager has an error; a team for one of them undoes it."""
    rows = ["a@x.example,A,manager,b@x.example", "b@x.example,B,manager,a@x.example", "c@x.example,C,rep,a@x.example"]
    body = send(cast.nadia, listed("email,name,roles,manager", *rows))
    assert errors(body) == [(2, "manager"), (3, "manager"), (4, "manager")]
    assert "a ring (a@x.example → b@x.example → a@x.example)" in body["errors"][0]["detail"]
    assert "the row of their manager a@x.example has an error itself" in body["errors"][2]["detail"]
    teams = ["North", "", ""]
    rows = [f"{row},{team}" for row, team in zip(rows, teams, strict=True)]
    assert counts(send(cast.nadia, listed("email,name,roles,manager,team", *rows))) == (3, 0, 0)


def test_jobs_are_found_by_id_or_title(cast: Cast) -> None:
    """And one that isn't published is named with those that are written much like it."""
    rows = ["a@x.example,A,job-account-executive", "b@x.example,B,Account executive", "c@x.example,C,job-account-exec"]
    body = send(cast.nadia, listed("email,name,job", *rows))
    assert errors(body) == [(4, "job")]
    assert "`job-account-executive`" in body["errors"][0]["detail"]
    assert person(cast, "b@x.example")["job"] == "job-account-executive"


def test_a_file_of_an_hr_system_is_read(cast: Cast) -> None:
    """A workbook with its names of columns, a name in two parts, another alphabet, and an end that nobody knows."""
    head = ["Mitarbeiter", "E-Mail", "Vorname", "Nachname", "Abteilung", "Eintrittsdatum", "Austrittsdatum"]
    lucja = ["4711", "Łucja@Żuraw.example", "Łucja", "Żurawska", "south", Day(45717), "31.12.9999"]
    oleg = ["4712", "олег@x.example", "Олег", "Сидоров", "North", Day(45748), Day(46022)]
    data = workbook({"Personal": [head, lucja, oleg]})
    body = send(cast.nadia, data, map='{"name":""}')
    assert (counts(body), body["errors"]) == ((2, 0, 0), [])
    added = person(cast, "łucja@żuraw.example")
    assert (added["name"], added["team_name"], added["left_at"]) == ("Łucja Żurawska", "South", None)
    assert added["hired_on"] == "2025-03-01"
    assert person(cast, "олег@x.example")["left_at"] is not None


@pytest.mark.parametrize("data", [b"", b"\n\n", b"a,b\n1,2\n", b"\x00\x01\x02"])
def test_what_is_no_list_of_people_is_refused(sqlite_cast: Cast, data: bytes) -> None:
    """An empty file, one without an address, and bytes: nobody is added."""
    before = len(items_of(sqlite_cast.nadia.get("/people")))
    answer = sqlite_cast.nadia.post(PLACE, data=data, content_type="text/csv")
    assert answer.status_code == 409 or answer.get_json()["errors"], answer.get_data(as_text=True)
    assert len(items_of(sqlite_cast.nadia.get("/people"))) == before


def test_a_header_alone_changes_nobody(sqlite_cast: Cast) -> None:
    """No rows are no error."""
    body = send(sqlite_cast.nadia, "email,name\n")
    assert (body["rows"], counts(body), body["errors"]) == (0, (0, 0, 0), [])


def test_only_admins_send_lists_of_people(cast: Cast) -> None:
    """A manager neither takes them out nor brings them in."""
    for player in (cast.max, cast.ada, cast.mara, cast.paula):
        problem_of(player.get(PLACE), 403)
        problem_of(player.post(PLACE, data=b"email\n", content_type="text/csv"), 403)


def test_the_audit_knows_the_list_and_each_person(session: Session, cast: Cast) -> None:
    """Who was added and who changed, by whom, and how many rows the list had."""
    send(cast.nadia, listed("email,name", "a@x.example,A", f"{cast.ada.email},Ada L."))
    noted = session.execute(select(AuditEntry.action, AuditEntry.actor_id)).all()
    assert {("people.imported", cast.nadia.id), ("person.added", cast.nadia.id), ("person.changed", cast.nadia.id)} <= {
        tuple(row) for row in noted
    }


def test_a_long_list_is_kept_in_steps(session: Session, cast: Cast) -> None:
    """1,200 rows, the last of which names the team and the manager of all: a dry run foretells them too."""
    boss = "boss@x.example,Boss,manager,Field,"
    text = listed(
        "email,name,roles,team,manager", *(f"n{n}@x.example,N {n},,,boss@x.example" for n in range(1200)), boss
    )
    for dry_run, expected in (("true", (1201, 0, 0)), ("false", (1201, 0, 0)), ("true", (0, 0, 1201))):
        body = send(cast.nadia, text, make_teams="true", dry_run=dry_run)
        assert (counts(body), body["errors"]) == (expected, [])
    field = session.scalars(select(Team.id).where(Team.name == "Field")).one()
    assert len(session.scalars(select(Person.id).where(Person.team_id == field)).all()) == 1201
