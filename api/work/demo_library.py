"""The demo's library: a copy of the sample pages on which time has passed, as in a library that people work on.

Its days count from the day it is made: some reviews are overdue, some are due, a link broke, a translation is behind.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from datetime import date, datetime, time, timedelta
from pathlib import Path

from api.work.data_folder import DEMO_PAGES
from content.authoring.editing import with_field
from content.document import Document
from content.library import Library, read_library
from content.taxonomy import FILE_NAME

# Of the pages whose reviews end: each so-manieth is overdue, and each so-manieth due.
OVERDUE_EACH, DUE_EACH = 15, 11
BROKEN = ("guides/demo-guide.md", "\nThe steps before it stand in the [call plan of last year](call-plan.md).\n")
CHANGED = (
    "battlecards/slotharbor.md",
    "\nTheir prices rose this month: ask for a quote before you compare.\n",
)
# Commits: how many days ago, by whom, and about what.
WRITTEN = (150, "Ivo Santer", "The first pages of the library")
REVIEWED = (9, "Mara Quill", "Reviews of the quarter")
LATER = (2, "Mara Quill", "SlotHarbor: new prices")


def make_demo_library(source: Path, data_dir: Path, *, day: date) -> Path:
    """Return the folder of the demo's pages below a data folder; it is made once, of a folder of pages."""
    pages = data_dir / DEMO_PAGES
    folder = pages.parent
    if not folder.is_dir():
        made = data_dir / f".{folder.name}-{os.getpid()}"
        shutil.rmtree(made, ignore_errors=True)
        shutil.copytree(source, made / pages.name)
        if (source.parent / FILE_NAME).is_file():
            shutil.copy(source.parent / FILE_NAME, made)
        _commit(made, WRITTEN, day)
        _review(read_library(made / pages.name), day)
        _append(made / pages.name, *BROKEN)
        _commit(made, REVIEWED, day)
        _append(made / pages.name, *CHANGED)
        _commit(made, LATER, day)
        made.rename(folder)
    return pages


def _review(library: Library, day: date) -> None:
    """Spread the reviews over the last months; a translation was reviewed with its original."""
    lasting = [page for page in library.pages if page.fields.verified_until]
    originals = sorted({_original(page) for page in lasting})
    number = {name: at for at, name in enumerate(originals)}
    for page in lasting:
        reviewed, until, every = page.fields.reviewed, page.fields.verified_until, page.fields.review_every
        if reviewed is None or until is None or every is None:
            continue
        days = _days_left(number[_original(page)], (until - reviewed).days)
        file = library.root / page.path
        text = file.read_bytes().decode("utf-8")
        on = day + timedelta(days=days) - every
        file.write_bytes(with_field(text, "reviewed", on.isoformat()).encode())


def _original(page: Document) -> str:
    return page.fields.translation_of or page.id


def _days_left(number: int, period: int) -> int:
    """Return in how many days a review that lasts so long ends; it was made a few days ago at the latest."""
    if number % OVERDUE_EACH == 4:
        return -3 - number % 40
    if number % DUE_EACH == 5:
        return 5 + number % 20
    return max(45, period - 10 - (7 * number) % 80)


def _append(root: Path, path: str, text: str) -> None:
    """Add a line to a page of the sample, if it is there."""
    file = root / path
    if file.is_file():
        file.write_bytes(file.read_bytes() + text.encode())


def _commit(folder: Path, commit: tuple[int, str, str], day: date) -> None:
    """Commit what is there as somebody did some days ago; without git nobody did."""
    days, author, subject = commit
    moment = datetime.combine(day - timedelta(days=days), time(9, 30)).isoformat()
    address = re.sub(r"\W+", ".", author.lower())
    known = {"NAME": author, "EMAIL": f"{address}@brightwharf.example", "DATE": f"{moment}+00:00"}
    who = [f"GIT_{role}_{name}={value}" for role in ("AUTHOR", "COMMITTER") for name, value in known.items()]
    # In a hook git names another repository in the environment.
    git = ["env", "-u", "GIT_DIR", "-u", "GIT_WORK_TREE", "-u", "GIT_INDEX_FILE", *who, "git", "-C", str(folder)]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "--no-verify", "--no-gpg-sign", "-m", subject]):
        try:
            subprocess.run([*git, *words], check=True, capture_output=True, timeout=60)  # noqa: S603 - our own words
        except (OSError, subprocess.SubprocessError):
            return
