"""What authors run on their pages."""

from __future__ import annotations

import json
import sys

import click

from api.cli.shared import progress_bar, read_pages, refusals
from config import read_config


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print problems.")
def check(form: str) -> None:
    """List every problem of the library with file, line and what to change; exit 1 on errors."""
    from dataclasses import asdict

    from content.check import problems
    from content.rendering import Renderer

    with refusals():
        library = read_pages(read_config())
        renderer = Renderer(kept=0)
        with progress_bar(len(library.pages), "checking") as advance:
            found = problems(library, renderer=renderer, progress=advance)
        renderer.close()
    errors = sum(problem.severity == "error" for problem in found)
    if form == "json":
        click.echo(json.dumps([asdict(problem) for problem in found], ensure_ascii=False, indent=1))
    else:
        for problem in found:
            click.echo(str(problem))
        click.echo(f"{len(library.pages)} pages, {errors} errors, {len(found) - errors} warnings", err=True)
    sys.exit(1 if errors else 0)
