"""Files that are no list, or a broken one: each gets a message that says what to change, and changes nothing."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.work.crm.asked import AskedImport
from api.work.crm.importing import import_file
from api.work.uploads.files import SAMPLE_BYTES, SentFile
from lms.crm.models import CrmFact, CrmImport
from lms.errors import Conflict
from support.crm_files import BERLIN, NOW, records, send

HEADER = "Record ID,Deal Stage,Amount,Close Date\n"
GOOD = "1,Won,100,2024-03-31\n"


def zipped() -> bytes:
    """Return a file that is packed, and no workbook."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("deals.csv", HEADER + GOOD)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\n ", "empty"),
        (b"<!DOCTYPE html><html><body><table>", "web page"),
        (b"\xef\xbb\xbf  <html>", "web page"),
        (b"%PDF-1.7 ...", "PDF"),
        (gzip.compress(b"x", mtime=0), "gzip"),
        (zipped(), "workbook"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "old .xls"),
        (b'{"deals": []}', "JSON"),
        (bytes(range(256)) * 40, "no text"),
        (b"\x89PNG\r\n", "picture"),
        (b"a" * 50_000, "more than 10,000 characters"),
        (b"Lorem ipsum dolor\nsit amet\n", "kind"),
        (b"1,Won,100,2024-03-31\n2,Lost,50,2024-04-30\n", "kind"),
        (b"Record ID,Deal Name\n1,x\n", "kind"),
        (b"Opportunity Name,Stage,Amount,Close Date\nx,Won,1,2024-03-31\n", "`deals`, but no column is `key`"),
        (b"Id,ContractNumber,AccountId,StartDate,EndDate,Status\n1,2,3,4,5,6\n", "`contracts`, but .* `amount`"),
        ((HEADER + HEADER + GOOD).encode(), "second header"),
        (("Id,StageName,Amount,CloseDate\n" + HEADER + GOOD).encode(), "second header"),
        ((HEADER + GOOD * 50 + HEADER + GOOD).encode(), "second header"),
        ((HEADER + '1,"a" b,1,2024-03-31\n' * 1_100).encode(), "can't be read as CSV"),
        ((HEADER + "1,Won,100,1/2/2024\n").encode(), "several ways"),
        ((HEADER + '1,Won,"1,234",2024-03-31\n').encode(), "two ways"),
    ],
)
def test_what_is_no_list_is_refused(session: Session, data: bytes, words: str) -> None:
    """With a reason in plain words, and nothing is kept, not even that it came."""
    with pytest.raises(Conflict, match=words):
        send(session, data)
    session.rollback()
    assert session.scalar(select(func.count()).select_from(CrmImport)) == 0
    assert session.scalar(select(func.count()).select_from(CrmFact)) == 0


def test_a_missing_column_is_named(session: Session) -> None:
    """With the fields that there are."""
    with pytest.raises(Conflict, match="key"):
        send(session, "Deal Stage,Amount\nWon,1\n", kind="deals")
    with pytest.raises(Conflict, match=r"`stage`, `is_won`, `is_closed`"):
        send(session, "Record ID,Amount\n1,1\n", kind="deals")


def test_an_encoding_that_it_isnt_in_is_refused(session: Session) -> None:
    """Where somebody names it; a file that doesn't say shows its words."""
    from api.work.uploads.proposal import UploadAnswers

    text = f"{HEADER}1,Größe,1,2024-03-31\n".encode("cp1252")
    with pytest.raises(Conflict, match="UTF-8"):
        send(session, text, answers=UploadAnswers(encoding="utf-8"))


def test_each_row_stands_alone(session: Session) -> None:
    """What is wrong has its row and its field, and the good rows around it are kept."""
    rows = [
        "1,Won,100,2024-03-31",
        ",Won,100,2024-03-31",
        "3,Won,1 Mio,2024-03-31",
        "4,Won,100,soon",
        "5,Won,100",
        "6,Won,100,2024-03-31,more",
        '7,"Won" x,100,2024-03-31',
        "8,Won,100,2024-03-31",
        "9,Won,EUR kr 5,2024-03-31",
        "10,Lost,,",
    ]
    done = send(session, HEADER + "\n".join(rows) + "\n")
    assert [(error.row, error.column) for error in done.errors.kept] == [
        (3, "key"),
        (4, "amount"),
        (5, "close_on"),
        (6, None),
        (7, None),
        (8, None),
        (10, "amount"),
    ]
    assert records(session, "deals").keys() == {"1", "8", "10"}
    assert (done.rows, done.new, done.errors.rows) == (10, 3, 7)


def test_columns_that_are_called_nothing_at_the_end_are_none(session: Session) -> None:
    """As a spreadsheet leaves them; a row may have them or not."""
    done = send(session, HEADER.replace("\n", ",,\n") + GOOD + GOOD.replace("1,", "2,", 1).replace("\n", ",,\n"))
    assert (done.errors.kept, done.new) == ([], 2)


def test_a_broken_character_is_an_error_of_its_row(session: Session) -> None:
    """Far behind the head of a file that is in UTF-8, and in one whose head has nothing but ASCII."""
    line = "{},Größe,100,2024-03-31\n"
    text = (HEADER + "".join(line.format(number) for number in range(40_000))).encode()
    assert len(text) > SAMPLE_BYTES
    done = send(session, text + b"x,Gr\xf6\xdfe,100,2024-03-31\n" + line.format("last").encode())
    assert [(error.row, error.detail) for error in done.errors.kept] == [
        (40_002, "this can't be read as CSV: a character isn't in UTF-8")
    ]
    assert done.new == 40_001
    plain = (HEADER + GOOD * 60_000).encode()
    assert len(plain) > SAMPLE_BYTES
    again = send(session, plain + "y,Größe,100,2024-03-31\n".encode("cp1252"), source="plain")
    assert (again.errors.kept, records(session, "deals")["y"]["stage"]) == ([], "Größe")


def test_a_quote_that_is_never_closed_hides_no_other_row(session: Session) -> None:
    """Its own line is an error, and what follows is read."""
    done = send(session, HEADER + '1,"Won,100,2024-03-31\n' + GOOD.replace("1,", "2,", 1) * 3 + "3,Won,1,2024-03-31\n")
    assert [error.row for error in done.errors.kept] == [2]
    assert records(session, "deals").keys() == {"2", "3"}


def test_only_the_first_errors_are_kept_and_all_are_counted(session: Session) -> None:
    """However many there are."""
    done = send(session, HEADER + "x,Won,much,2024-03-31\n" * 3_000)
    assert (len(done.errors.kept), done.errors.count, done.errors.rows) == (1_000, 3_000, 3_000)


def test_text_that_runs_in_a_spreadsheet_is_kept_as_text(session: Session) -> None:
    """It is somebody's word; whoever writes CSV guards against it."""
    evil = '=HYPERLINK(""http://x"",""y"")'
    done = send(session, f'Record ID,Deal Name,Deal Stage\n1,"{evil}",+cmd|x\n')
    assert done.errors.kept == []
    assert records(session, "deals")["1"] == {"name": '=HYPERLINK("http://x","y")', "stage": "+cmd|x"}


def test_an_export_that_was_cut_off_is_said_to_be(session: Session) -> None:
    """Exactly 2,000 rows are where reports of Salesforce end without a word."""
    rows = "".join(f"{number},Won,1,2024-03-31\n" for number in range(2_000))
    assert "2,000" in send(session, HEADER + rows).notes[0]
    assert send(session, HEADER + rows + "x,Won,1,2024-03-31\n").notes == []


def test_a_file_of_gigabytes_that_is_no_list_is_refused_at_its_head(session: Session, tmp_path: Path) -> None:
    """A hole in a file takes no place on the disk; it is refused before it is read."""
    file = tmp_path / "huge.csv"
    with file.open("wb") as stream:
        stream.truncate(5_000_000_000)
    with pytest.raises(Conflict, match="no text"):
        import_file(session, SentFile(file.name, file), AskedImport(BERLIN, NOW))


@pytest.mark.parametrize("is_full", [False, True])
def test_a_header_without_rows_is_refused(session: Session, is_full: bool) -> None:
    """Also as a full list, which would mean that every deal was deleted."""
    header = "Record ID,Deal Stage,Amount\n"
    send(session, f"{header}1,Won,5\n")
    with pytest.raises(Conflict, match="no rows"):
        send(session, header, is_full=is_full)
    assert "is_deleted" not in records(session, "deals")["1"]
