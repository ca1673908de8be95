"""The audit at the command line: whether all that was noted is still there."""

from __future__ import annotations

import sys

import click

from api.cli.shared import Failed, opened_app, refusals


@click.group()
def audit() -> None:
    """Who changed what."""


@audit.command()
@click.option("--expect", metavar="NUMBER:HASH", help="An end that was printed before, which must still stand.")
def verify(expect: str | None) -> None:
    """Walk along the chain of the audit, say whether anything was changed or taken away, and print its end.

    The end may be kept elsewhere: with it an audit that was cut off, or written anew as a whole, shows too. Ends with 1
    when the expected one is so old that it was forgotten, which leaves nothing to compare.
    """
    from lms.audit.chain import EndState, state_at, verify

    state: EndState = "holds"
    with refusals(), opened_app() as (_, session, _):
        found = verify(session)
        if found.fault is not None:
            raise Failed(f"the audit was tampered with: {found.fault}; entries before it hold: {found.entries}")
        if expect is not None:
            number, _, known = expect.partition(":")
            if not number.isdigit():
                raise Failed("write --expect as NUMBER:HASH, as this command prints it")
            state = state_at(session, number=int(number), known=known.strip().lower())
            if state == "differs":
                raise Failed(f"the audit was tampered with: entry {number} isn't the one that was expected")
        erased = f", {found.erased} of them without their details, which were erased" if found.erased else ""
        click.echo(f"{found.entries} entries hold{erased}; the last one is")
        click.echo(f"{found.last_number}:{found.last_hash}")
    if state == "forgotten":
        gone = f"entry {number} was forgotten since, as AUDIT_KEEP_DAYS says, and can't be compared"
        click.echo(f"repertoire: {gone}; keep the end above in its place", err=True)
        sys.exit(1)
