"""Commands with which authors begin: adopt a folder of Markdown, start a page."""

from __future__ import annotations

import os
import shlex
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli.shared import Failed, progress_bar, read_pages, read_settings, refusals
from content.problem import counted, readable
from lms.days import today_in

if TYPE_CHECKING:
    from content.authoring.adopting import Adoption
    from content.authoring.choosing_dialect import BetterDialect
    from content.authoring.starting import NewPage

# So many pages are named where something is to be said of each.
MOST_NAMED = 10


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--owner", metavar="EMAIL", help="Who keeps the pages that name nobody.")
@click.option("--review-every", metavar="TIME", help='How long a review counts, such as "6 months".')
@click.option("--output", metavar="FILE", type=click.Path(path_type=Path), help="Write the patch here, not to stdout.")
def adopt(folder: Path, owner: str | None, review_every: str | None, output: Path | None) -> None:
    """Print one patch that adds the missing front matter to a folder of Markdown; the folder stays as it is."""
    from content.authoring.adopting import adopt as adopt_library
    from content.authoring.choosing_dialect import choose_dialect
    from content.history import read_history
    from content.library import read_library
    from content.rendering import Renderer

    if not folder.is_dir():
        raise Failed(f"{folder} is not a folder")
    always = _fields_for_all(owner, review_every)
    if output and output.resolve().is_relative_to(folder.resolve()):
        raise Failed(f"{output} lies in {folder}, where adopt writes nothing; name a file elsewhere with --output")
    with refusals():
        library = read_library(folder)
        with progress_bar(len(library.entries), "adopting") as advance:
            adoption = adopt_library(library, history=read_history(folder), always=always, progress=advance)
        renderer = Renderer(kept=0)
        choice = choose_dialect(library, renderer)
        renderer.close()
    _write_patch(adoption.patch.encode("utf-8"), output)
    for file in adoption.left_alone:
        click.echo(f"{file.path}: left alone: {file.reason}", err=True)
    click.echo(_summary(adoption), err=True)
    if choice and choice.name != library.taxonomy.dialect.name:
        click.echo(_dialect_line(choice), err=True)
    if adoption.patch:
        click.echo(_how_to_apply(folder, output), err=True)


@click.command()
@click.argument("page_type", metavar="TYPE")
@click.argument("title", required=False)
@click.option("--language", metavar="LANG", help="Such as `en`; the library's most used one if not given.")
@click.option("--owner", metavar="EMAIL", help="Who keeps the page true; git's `user.email` if not given.")
@click.option("--folder", metavar="FOLDER", help="A folder of the library; the one with most such pages if not given.")
def new(page_type: str, title: str | None, language: str | None, owner: str | None, folder: str | None) -> None:
    """Write a page of TYPE to start from into the library, and print its path.

    TYPE is one of agenda, battlecard, case-study, course, deck, e-book, email-template, guide,
    ideal-customer-profile, initiative, job, kpi, lesson, objection, page, path, persona, playbook, product-sheet,
    quiz, rubric, sequence, timed-tasks, white-paper.
    """
    from content.authoring.starting import StartError, Wish, start_page
    from content.history import author_address

    with refusals():
        config = read_settings()
        root, library = config.content_dir, read_pages(config)
        owner = _address(owner) or author_address(root)
        try:
            files = start_page(library, Wish(page_type, title, language, owner, folder), today=today_in(config.zone))
        except StartError as error:
            raise Failed(str(error)) from error
        for path in _write_new(root, files):
            click.echo(os.fsencode(path))  # as it is, for whoever opens it


def _fields_for_all(owner: str | None, review_every: str | None) -> dict[str, object]:
    """Return the fields that every page gets; refuses what a check would refuse in each of them."""
    from pydantic import ValidationError

    from content.fields.models import PageFields

    fields = {"owner": _address(owner), "review_every": review_every}
    try:
        PageFields.model_validate(fields)
    except ValidationError as error:
        reason = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise Failed(f"--{error.errors()[0]['loc'][0]}: {reason}".replace("_", "-")) from error
    return dict(fields)


def _address(owner: str | None) -> str | None:
    name, _, host = (owner or "").strip().partition("@")
    if owner is not None and not (name and host):
        raise Failed(f"--owner: `{owner}` is not an e-mail address")
    return owner and owner.strip()


def _write_patch(patch: bytes, output: Path | None) -> None:
    """Write bytes, because line ends must stay as they are."""
    if output is None:
        sys.stdout.buffer.write(patch)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(patch)
    except OSError as error:
        raise Failed(f"{output} can't be written: {error.strerror}") from error


def _summary(adoption: Adoption) -> str:
    pages = adoption.pages
    proposed = sum(bool(page.fields) for page in pages)
    counts = f"{proposed} would get fields, {len(pages) - proposed} lack nothing, {len(adoption.left_alone)} left alone"
    lines = [
        f"{counted(len(pages) + len(adoption.left_alone), 'file')}: {counts}",
        f"types: {_counted(Counter(page.type for page in pages))}",
        f"languages: {_counted(Counter(page.language for page in pages if page.language))}",
    ]
    if unsure := [readable(page.path) for page in pages if page.language is None]:
        lines.append(_of_unsure(unsure))
    lacking = Counter(page.lacks_fields_of for page in pages if page.lacks_fields_of)
    if lacking:
        lines.append(f"nearly, but without what such a page needs: {_counted(lacking)}")
    return "\n".join(lines)


def _dialect_line(choice: BetterDialect) -> str:
    """Say which line the taxonomy should have, and why."""
    better = {"github": choice.better_as_github, "mkdocs": choice.better_as_mkdocs}
    other = "mkdocs" if choice.name == "github" else "github"
    return (
        f"Markdown: write `dialect: {choice.name}` into taxonomy.yml: of {choice.pages} pages read both ways, "
        f"{better[choice.name]} keep more of their structure with it, {better[other]} without"
    )


def _of_unsure(paths: Sequence[str]) -> str:
    """Say which pages have too few words to tell their language, and what to do about it."""
    named = ", ".join(paths[:MOST_NAMED])
    more = f" and {len(paths) - MOST_NAMED} more" if len(paths) > MOST_NAMED else ""
    count = "1 page has" if len(paths) == 1 else f"{len(paths)} pages have"
    return (
        f"language not clear: {count} too few words to tell it: {named}{more}\n"
        "  write `language: en`, or what it is, into the front matter; until then search takes such a page for one in"
        " the language of most pages"
    )


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.most_common()) or "none"


def _how_to_apply(folder: Path, output: Path | None) -> str:
    command = f"to apply it: git -C {shlex.quote(str(folder))} apply -p1"
    return f"{command} {shlex.quote(str(output.resolve()))}" if output else f"{command} FILE (the patch's whole path)"


def _write_new(root: Path, files: Sequence[NewPage]) -> list[Path]:
    """Write files that must not be there yet, all or none of them."""
    written: list[Path] = []
    try:
        for file in files:
            path = root / file.path
            _make_file(root, path)
            written.append(path)
            path.write_bytes(file.text.encode("utf-8"))
    except BaseException as error:
        for path in written:
            path.unlink(missing_ok=True)
        if isinstance(error, FileExistsError):
            raise Failed(f"{error.filename} is there already; give the page another title or --folder") from error
        if isinstance(error, OSError):
            raise Failed(f"{error.filename or root} can't be written: {error.strerror}") from error
        raise
    return written


def _make_file(root: Path, path: Path) -> None:
    """Make an empty file inside the library; of two who try at once, one gets FileExistsError."""
    if not path.parent.resolve().is_relative_to(root.resolve()):
        raise Failed(f"{path.parent} leads out of the library; choose another folder with --folder")
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
