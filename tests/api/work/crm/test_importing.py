"""Imports of files: what is sent twice changes nothing, what fails leaves nothing, and each can be taken back."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.work.crm import importing
from lms.crm.imports import list_imports, undo_import
from lms.crm.kinds import KINDS
from lms.crm.models import CrmFact, CrmImport
from lms.errors import Conflict
from support.crm_files import NOW, export, records, send

HEADER = "Record ID,Deal Stage,Amount,Close Date\n"


def facts(session: Session) -> int:
    """Return how many facts are kept."""
    return session.scalar(select(func.count()).select_from(CrmFact)) or 0


def test_sending_a_file_twice_changes_nothing(either: Session) -> None:
    """Of any dialect, on both databases."""
    for name in ("salesforce_api.csv", "salesforce_field_history.csv", "hubspot_ui.csv", "salesforce_tasks.csv"):
        send(either, export(name), name=name)
        before = facts(either)
        again = send(either, export(name), name=name)
        assert (again.new, again.changed, again.errors.kept) == (0, 0, []), name
        assert facts(either) == before


def test_a_later_file_adds_what_changed_and_keeps_what_was(either: Session) -> None:
    """What held before can still be asked for, and a cell that became empty says so."""
    send(either, HEADER + "1,Open,100,2026-07-31\n2,Open,5,2026-07-31\n", as_of=date(2026, 5, 1))
    done = send(either, HEADER + "1,Won,120,2026-05-20\n2,Open,5,\n3,Open,1,2026-08-31\n", as_of=date(2026, 5, 21))
    assert (done.new, done.changed, done.same) == (1, 2, 0)
    assert records(either, "deals", date(2026, 5, 20))["1"]["stage"] == "Open"
    now = records(either, "deals")
    assert (now["1"]["stage"], now["1"]["amount"]) == ("Won", 12_000)
    assert "close_on" not in now["2"]


def test_a_dry_run_counts_what_an_import_would_and_keeps_nothing(either: Session) -> None:
    """New, changed and as known, compared with what is there."""
    send(either, HEADER + "1,Open,100,2026-07-31\n2,Open,5,2026-07-31\n")
    before = facts(either)
    tried = send(either, HEADER + "1,Won,100,2026-07-31\n2,Open,5,2026-07-31\n3,Open,x,\n4,Won,1,\n", is_dry_run=True)
    assert (tried.new, tried.changed, tried.same, tried.errors.rows, tried.id) == (1, 1, 1, 1, None)
    assert facts(either) == before
    assert len(list_imports(either)) == 1


def test_an_amount_that_is_too_large_leaves_out_its_row_alone(session: Session) -> None:
    """And says how large one may be; figures of it couldn't be counted."""
    rows = (f"{number},Won,{10**power},2026-07-31\n" for number, power in ((1, 19), (2, 17), (3, 16)))
    done = send(session, HEADER + "".join(rows))
    assert list(records(session, "deals")) == ["3"]
    assert [(error.row, error.column, error.detail) for error in done.errors.kept] == [
        (2, "amount", f"`{10**19}` is too large; write less than 1,000,000,000,000,000,000"),
        (3, "amount", f"`{10**17}` is too large; write 10,000,000,000,000,000 EUR or less"),
    ]


def test_a_dry_run_answers_with_questions_that_an_import_refuses(session: Session) -> None:
    """An ambiguous day is never guessed."""
    text = HEADER + "1,Won,100,1/2/2024\n"
    tried = send(session, text, is_dry_run=True)
    assert [(question.about, question.field) for question in tried.proposal.questions] == [("days", "close_on")]
    with pytest.raises(Conflict, match="several ways"):
        send(session, text)


def test_an_undone_import_doesnt_count_and_the_file_can_come_again(either: Session) -> None:
    """What the others said holds again."""
    first = send(either, HEADER + "1,Open,100,2026-07-31\n")
    second = send(either, HEADER + "1,Won,100,2026-07-31\n")
    assert second.id is not None
    undo_import(either, import_id=second.id, by_id=None, at=NOW.at)
    either.commit()
    assert records(either, "deals")["1"]["stage"] == "Open"
    again = send(either, HEADER + "1,Won,100,2026-07-31\n")
    assert (again.changed, records(either, "deals")["1"]["stage"]) == (1, "Won")
    assert [made.id for made, _ in list_imports(either)] == [again.id, second.id, first.id]


def test_what_a_full_file_lacks_was_deleted_and_what_comes_back_is_there_again(either: Session) -> None:
    """Only of its source, and not where rows with errors may be what is lacking."""
    send(either, HEADER + "1,Open,1,\n2,Open,1,\n3,Open,1,\n", source="a")
    send(either, HEADER + "9,Open,1,\n", source="b")
    broken = send(either, HEADER + "1,Open,1,\n2,Open,x,\n", source="a", is_full=True)
    assert (broken.deleted, len(broken.notes)) == (0, 1)
    tried = send(either, HEADER + "1,Open,1,\n", source="a", is_full=True, is_dry_run=True)
    done = send(either, HEADER + "1,Open,1,\n", source="a", is_full=True)
    assert tried.deleted == done.deleted == 2
    gone = {key for key, deal in records(either, "deals").items() if deal.get("is_deleted")}
    assert gone == {"2", "3"}
    back = send(either, HEADER + "2,Open,1,\n", source="a")
    assert (back.changed, "is_deleted" in records(either, "deals")["2"]) == (1, False)
    with pytest.raises(Conflict, match="history"):
        send(either, export("salesforce_history.csv"), is_full=True)


def test_what_fails_in_the_middle_leaves_nothing(either: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither facts nor an import that others would have to wait for."""
    send(either, HEADER + "1,Open,100,2026-07-31\n")
    before = facts(either)
    monkeypatch.setattr(importing, "STEP", 2)
    steps: list[int] = []

    def fail(what: str, rows: int) -> None:
        steps.append(rows)
        if what == "keeping" and len(steps) > 1:
            raise KeyboardInterrupt

    rows = "".join(f"{number},Won,100,2026-07-31\n" for number in range(10))
    with pytest.raises(KeyboardInterrupt):
        send(either, HEADER + rows, tell=fail)
    assert facts(either) == before
    assert either.scalar(select(func.count()).select_from(CrmImport)) == 1
    assert send(either, HEADER + rows).errors.kept == []


def test_activities_without_an_id_that_say_the_same_are_several(session: Session) -> None:
    """A day's calls to one deal; sent again they are no more."""
    text = "Type,Date,Owner\nCall,2026-05-01,Ada\nCall,2026-05-01,Ada\nEmail,2026-05-01,Ada\n"
    done = send(session, text, kind="activities")
    again = send(session, text + "Call,2026-05-01,Ada\n", kind="activities")
    assert (done.new, again.new, again.same) == (3, 1, 3)


def test_every_kind_has_names_for_all_of_its_fields() -> None:
    """So that a field of the one list is found in somebody's file."""
    from api.work.crm.names import names_of

    for kind, its in KINDS.items():
        assert its.fields.keys() <= names_of(kind).texts.keys(), kind


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_file_with_our_own_names_is_read(session: Session, kind: str) -> None:
    """Columns called as the fields are; the kind is found by them."""
    values = {
        "key": "k1",
        "text": "x",
        "email": "a@x.example",
        "day": "2026-05-31",
        "moment": "2026-05-31T14:05:00Z",
        "money": "1.50",
        "currency": "USD",
        "whole": "3",
        "number": "2.5",
        "share": "0.5",
        "yes_no": "true",
        "word": "month",
    }
    fields = KINDS[kind].fields  # type: ignore[index]  # it is one of them
    fields = {name: field for name, field in fields.items() if name not in {"field", "old", "new"}}
    text = ",".join(fields) + "\n" + ",".join(values[field.type] for field in fields.values()) + "\n"
    done = send(session, text)
    assert (done.errors.kept, done.new, done.kind) == ([], 1, kind)
    (record,) = records(session, "deals" if kind == "deal_changes" else done.kind).values()
    assert record.keys() >= {name for name, field in fields.items() if field.type not in {"key", "moment"}}
