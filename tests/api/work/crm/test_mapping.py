"""Mappings: proposed from names and values with how sure each column is, corrected by people, read strictly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from api.work.crm.asked import AskedImport
from api.work.crm.map_files import MapProposal, propose_map
from api.work.crm.mapping import FileMap, read_map
from api.work.uploads.files import SentFile
from lms.errors import Conflict
from support.crm_files import BERLIN, EXPORTS, NOW, export, records, send


def proposed(text: str, **asked: Any) -> MapProposal:
    """Propose a mapping for a file."""
    return propose_map(SentFile("x.csv", text.encode()), AskedImport(BERLIN, NOW, **asked))


def send_mapped(session: Session, text: str, found: FileMap) -> Any:
    """Import a file as its mapping says."""
    return send(
        session,
        text,
        kind=found.kind,
        source=found.source,
        answers=found.answers,
        said=found.said,
        given=found.given,
        currency=found.currency or "EUR",
    )


def people_sheet() -> str:
    """Return a sheet whose columns nobody could know by name."""
    rows = [
        f"A-{number};rep{number % 3}@x.example;{number}.02.2026;{number + 1}.03.2026;{number}.500,00 €;"
        f"{('gewonnen', 'verloren', 'offen')[number % 3]}"
        for number in range(13, 28)
    ]
    return "C1;C2;C3;C4;C5;C6\n" + "\n".join(rows) + "\n"


@pytest.mark.parametrize("name", sorted(file.name for file in EXPORTS.glob("*.csv")))
def test_a_mapping_of_a_known_export_has_no_question_and_says_the_same(session: Session, name: str) -> None:
    """Read back, it imports what the file imports without it."""
    found = proposed(export(name))
    assert found.questions == []
    send(session, export(name))
    again = send_mapped(session, export(name), read_map(found.text))
    assert (again.errors.kept, again.new, again.changed) == ([], 0, 0)


def test_columns_without_a_name_are_found_by_what_they_hold(session: Session) -> None:
    """Ids, addresses, days in their turn, amounts with a currency, and few words with won and lost among them."""
    found = proposed(people_sheet(), kind="deals")
    assert {one.field: found.header[one.place] for one in found.columns} == {
        "key": "C1",
        "owner_email": "C2",
        "created_on": "C3",
        "close_on": "C4",
        "amount": "C5",
        "stage": "C6",
    }
    assert {one.sureness for one in found.columns} == {"likely"}
    assert found.questions == []
    done = send_mapped(session, people_sheet(), read_map(found.text))
    assert (done.errors.kept, done.new) == ([], 15)
    assert records(session, "deals")["A-13"]["amount"] == 1_350_000


def test_a_misspelt_name_is_likely() -> None:
    """And says which name it is like."""
    found = proposed("Oportunity ID,Stagge Name,Close Date\n1,Won,2026-05-01\n2,Lost,2026-05-02\n", kind="deals")
    assert [(one.field, one.sureness) for one in found.columns] == [
        ("close_on", "sure"),
        ("key", "likely"),
        ("stage", "likely"),
    ]


def test_a_name_whose_cells_dont_fit_is_only_a_guess() -> None:
    """It stands in a comment, and isn't taken without a word."""
    found = proposed("Record ID,Deal Stage,Close Date\n1,Won,soon\n2,Lost,later\n")
    assert [(one.field, one.sureness) for one in found.columns][-1] == ("close_on", "guess")
    assert read_map(found.text).answers.columns is not None
    assert (read_map(found.text).answers.columns or {})["close_on"] == ""


def test_an_ambiguous_column_of_days_is_a_question_in_the_file() -> None:
    """Until it is answered there, the mapping is refused with its line."""
    found = proposed("Record ID,Deal Stage,Close Date\n1,Won,1/2/2026\n2,Lost,3/4/2026\n")
    assert len(found.questions) == 1
    with pytest.raises(Conflict, match=r"line \d+: a question is open"):
        read_map(found.text)
    line = found.questions[0]
    answered = read_map(found.text.replace(line, line.replace('"?"', "dmy")))
    assert answered.answers.days == {"close_on": "dmy"}


def test_a_required_field_without_a_column_is_a_question() -> None:
    """Rather than a file that is refused."""
    found = proposed("Deal Name,Deal Stage,Amount\nx y,Won,1\nz,Lost,2\n")
    assert found.kind == "deals"
    assert found.questions
    assert found.questions[0].strip().startswith('key: "?"')


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "line 1"),
        ("kind: deal\n", "line 1: `kind` is `deal`"),
        ("source: x\n", "names no `kind`"),
        ("kind: deals\ncolums:\n  key: Id\n", "line 3: there is no `colums`|line 2: there is no `colums`"),
        ("kind: deals\ncolumns:\n  kee: Id\n", "line 3: there is no field `kee`"),
        ("kind: deals\ncolumns: [a]\n", "line 2: names with values"),
        ("kind: deals\ndays:\n  close_on: mmd\n", "line 3: `close_on` is `mmd`"),
        ("kind: deals\nnumbers:\n  amount: dot\n", "line 3"),
        ("kind: deals\nvalues:\n  is_won:\n    Ganho: ja\n", "line 4: `Ganho`"),
        ("kind: deals\nkind: leads\n", "line 2: `kind` stands there twice"),
        ("kind: deals\nsource: My CRM\n", "line 2: `source`"),
        ("kind: deals\nheader_row: first\n", "line 2: `header_row`"),
        ("kind: deals\ncurrency: euro\n", "line 2: `currency`"),
        ("kind: deals\n  source: x\n", "line 2: this is no YAML"),
        ("kind: deals\nencoding: latin\n", "line 2: `encoding`"),
        ("kind: deals\ncolumns:\n  key: [1]\n", "line 3: one text"),
        ("- a\n", "line 1: names with values"),
        ("[" * 5_000, "YAML"),
    ],
)
def test_a_wrong_mapping_is_refused_with_its_line(text: str, words: str) -> None:
    """And with what to write."""
    with pytest.raises(Conflict, match=words):
        read_map(text)


def test_a_mapping_fills_only_the_fields_that_it_names(session: Session) -> None:
    """Whatever else the columns are called; and it says what single texts mean, and all rows."""
    text = "Record ID,Deal Name,Deal Stage,Ergebnis,Amount\n1,North,x,Ganho,5\n2,South,y,Perdido,6\n"
    found = read_map(
        "kind: deals\nsource: own\ncurrency: BRL\ncolumns:\n  key: Record ID\n  is_won: Ergebnis\n  amount: 5\n"
        "values:\n  is_won: {Ganho: true, Perdido: false}\nset:\n  region: Süd\n"
    )
    done = send_mapped(session, text, found)
    assert done.errors.kept == []
    assert records(session, "deals") == {
        "1": {"is_won": True, "amount": 500, "currency": "BRL", "region": "Süd"},
        "2": {"is_won": False, "amount": 600, "currency": "BRL", "region": "Süd"},
    }


def test_a_mapping_for_a_large_file_looks_through_all_of_it(tmp_path: Path) -> None:
    """The one day that settles the order may stand at its end."""
    file = tmp_path / "x.csv"
    rows = "".join(f"{number},Won,3/{number % 12 + 1}/2026\n" for number in range(60_000))
    file.write_text(f"Record ID,Deal Stage,Close Date\n{rows}x,Won,3/31/2026\n", encoding="utf-8")
    found = propose_map(SentFile(file.name, file), AskedImport(BERLIN, NOW))
    assert read_map(found.text).answers.days == {"close_on": "mdy"}


def test_a_few_different_numbers_and_days_make_no_id() -> None:
    """A report without ids asks for the column, and names none of its own."""
    rows = "Acme,Won,69,1/22/2026,Q1-2026\nBeta,Lost,100,2/13/2026,Q2-2026\n"
    found = proposed(f"Opportunity Name,Stage,Age,Created Date,Fiscal Period\n{rows}")
    assert [one.field for one in found.columns if one.field == "key" and one.sureness != "guess"] == []
    assert [question.split(":")[0].strip() for question in found.questions] == ["key"]
