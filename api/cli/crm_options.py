"""Options of CRM files at the command line, as what is asked of an import; a mapping file says what no option does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.cli.shared import Failed
from api.cli.uploads import SAID, answers_of

if TYPE_CHECKING:
    from api.work.crm.asked import AskedImport
    from api.work.crm.mapping import FileMap
    from config import Config
    from lms.crm.kinds import KindName
    from lms.days import Now
    from lms.people.access import Actor

NUMBERS = click.option(
    "--numbers", metavar="STYLE", default="", help="point or comma, before decimals; of one field: amount:comma,..."
)
KIND = click.option("--kind", help="What its rows are: deals, accounts, ...; found by the header if not given.")
SOURCE = click.option("--source", metavar="NAME", help="The system it comes from; ids are compared within one.")
CURRENCY = click.option("--currency", metavar="CODE", help="Of amounts without one, such as EUR.")


def said_of_files(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say of a file what it may not say itself, but for its columns."""
    for option in reversed((*SAID[1:], NUMBERS)):
        command = option(command)
    return command


def asked_of(
    config: Config,
    now: Now,
    actor: Actor,
    tell: Callable[[str, int], None],
    *,
    kind: str | None,
    source: str | None,
    mapping: tuple[str, ...],
    as_of: datetime | None,
    full: bool,
    dry_run: bool,
    currency: str | None,
    given: tuple[str, ...],
    **said: Any,
) -> AskedImport:
    """Return the options as what is asked; raises Failed where one can't be used."""
    from api.work.crm.asked import AskedImport

    files = [text for text in mapping if "=" not in text or Path(text).is_file()]
    if len(files) > 1 or any("=" not in pair for pair in given):
        raise Failed("write one --map FILE.yml, --map FIELD=COLUMN and --set FIELD=VALUE")
    asked = AskedImport(
        config.zone,
        now,
        kind_of(kind),
        _source(source),
        as_of.date() if as_of else None,
        is_full=full,
        is_dry_run=dry_run,
        currency=_currency(currency or config.currency),
        answers=answers_of(columns=tuple(text for text in mapping if text not in files), **said),
        given=dict(pair.split("=", 1) for pair in given),
        by_id=actor.id,
        tell=tell,
    )
    return _with_map(asked, _read_map(Path(files[0])), is_priced=currency is not None) if files else asked


def kind_of(name: str | None) -> KindName | None:
    """Return a kind by its name; raises Failed where there is none."""
    from lms.crm.kinds import KINDS

    found = next((kind for kind in KINDS if kind == name), None)
    if name is not None and found is None:
        raise Failed(f"there is no kind `{name}`; use one of {', '.join(KINDS)}")
    return found


def _with_map(asked: AskedImport, found: FileMap, *, is_priced: bool) -> AskedImport:
    """Add what a mapping says; what options say counts before it."""
    own, answers = found.answers, asked.answers
    return replace(
        asked,
        kind=asked.kind or found.kind,
        source=asked.source or found.source,
        currency=asked.currency if is_priced else _currency(found.currency or asked.currency),
        answers=replace(
            own,
            encoding=answers.encoding or own.encoding,
            separator=answers.separator or own.separator,
            sheet=answers.sheet or own.sheet,
            header_row=answers.header_row or own.header_row,
            columns={**(own.columns or {}), **(answers.columns or {})},
            days={**own.days, **answers.days},
            numbers={**own.numbers, **answers.numbers},
        ),
        said=found.said,
        given={**found.given, **asked.given},
    )


def _read_map(file: Path) -> FileMap:
    from api.work.crm.mapping import read_map
    from lms.errors import Refusal

    try:
        return read_map(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise Failed(f"{file} can't be read: {error}") from error
    except Refusal as refusal:
        raise Failed(f"{file}: {refusal}") from refusal


def _source(name: str | None) -> str | None:
    from api.work.crm.mapping import SOURCE_NAME

    if name is not None and not SOURCE_NAME.fullmatch(name):
        raise Failed(f"the source is `{name}`; write small letters and digits, such as salesforce")
    return name


def _currency(code: str) -> str:
    from api.work.uploads.currencies import currency_code, say_no_currency

    known = currency_code(code)
    if known is None:
        raise Failed(say_no_currency(code))
    return known
