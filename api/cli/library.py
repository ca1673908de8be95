"""Commands over the library as a whole: check, reference, preview."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli.shared import Failed, echo_json, opened_app, progress_bar, read_pages, read_settings, refusals
from config import Config
from lms.days import today_in

if TYPE_CHECKING:
    from datetime import date

    from content.checks.run import Known
    from content.library import Library
    from content.problem import LibraryProblem

FORMATS = ("text", "json", "sarif", "github")
FAIL_ON = {"error": {"error"}, "warning": {"error", "warning"}, "never": set[str]()}


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How to print problems.")
@click.option("--fail-on", type=click.Choice(list(FAIL_ON)), default="error", help="What makes the exit code 1.")
@click.option("--directory", is_flag=True, help="Look for the pages' owners in the database's directory too.")
def check(paths: tuple[Path, ...], form: str, fail_on: str, directory: bool) -> None:
    """List every problem of the library with file, line, column and what to change.

    With PATHs inside the library only problems of those files and folders are listed; one folder outside it is
    checked as a library of its own.
    """
    from content.checks.formats import FORMATS as SHOW
    from content.checks.run import check as check_library
    from content.problem import counted
    from content.rendering import Renderer

    with refusals():
        config = read_settings()
        root, wanted = _aim(config, paths)
        library = read_pages(replace(config, content_dir=root))
        renderer = Renderer(kept=0, external_images=config.external_images)
        known = _known(library, today=today_in(config.zone), with_directory=directory)
        with progress_bar(len(library.pages), "checking") as advance:
            found = check_library(library, known=known, renderer=renderer, keep_in=_cache(root), progress=advance)
        renderer.close()
    here = _from_here(root)
    shown = [problem.seen_from(here) for problem in found.problems if _is_wanted(problem, wanted)]
    off = [(one.seen_from(here), why) for one, why in found.switched_off if _is_wanted(one, wanted)]
    errors = sum(problem.severity == "error" for problem in shown)
    if form in {"json", "sarif"}:
        echo_json(SHOW[form](shown, off))
    elif shown:
        click.echo(SHOW[form](shown, off))
    ends = f"; {len(off)} switched off in taxonomy.yml" if off else ""
    counts = ((len(library.pages), "page"), (errors, "error"), (len(shown) - errors, "warning"))
    click.echo(", ".join(counted(*count) for count in counts) + ends, err=True)
    sys.exit(1 if FAIL_ON[fail_on] & {problem.severity for problem in shown} else 0)


@click.command()
@click.option("--host", help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8001, show_default=True, help="Port to listen on.")
def preview(host: str | None, port: int) -> None:
    """Show the site as you write: drafts too, and problems on the page they belong to; no sign-in, no server."""
    from api.running.site_build import preview_site

    with refusals():
        config = read_settings(host=host, port=port)
        read_pages(config)
        click.echo(f"preview of {config.content_dir} at {config.own_url}; stop with Ctrl-C", err=True)
        sys.exit(preview_site(config))


def _aim(config: Config, paths: Sequence[Path]) -> tuple[Path, list[str]]:
    """Return the library's folder, and the paths in it whose problems are wanted; none of them means all."""
    root = config.content_dir
    paths = [_found(path, root) for path in paths]
    is_folder = len(paths) == 1 and os.path.lexists(paths[0]) and paths[0].is_dir()
    if is_folder and not paths[0].resolve().is_relative_to(root.resolve()):
        return paths[0], []
    return root, [_place(path, root) for path in paths]


def _found(path: Path, root: Path) -> Path:
    """Return a path as it is from the current folder or, where nothing is there, from the library's."""
    if os.path.lexists(path):
        return path
    if os.path.lexists(root / path):
        return root / path
    raise Failed(
        f"{path} isn't there, neither from the current folder nor from the library's; name files or folders of {root}"
    )


def _place(path: Path, root: Path) -> str:
    """Return the path of a file or folder in the library as problems name it; a link is a file of its own."""
    from content.problem import readable

    place = path.parent.resolve() / path.name if path.is_symlink() else path.resolve()
    if not place.is_relative_to(root.resolve()):
        raise Failed(f"{path} isn't in the library {root}; set CONTENT_DIR to the library that holds it")
    return readable(place.relative_to(root.resolve()).as_posix())


def _cache(root: Path) -> Path:
    """Return the person's own folder for what is known of a library's pages; it may be removed at any time."""
    from platformdirs import user_cache_path

    return user_cache_path("repertoire") / hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:16]


def _is_wanted(problem: LibraryProblem, wanted: Sequence[str]) -> bool:
    return not wanted or any(path in {problem.path, "."} or problem.path.startswith(f"{path}/") for path in wanted)


def _from_here(root: Path) -> str:
    """Return what stands before a file's path as an editor or a pull request names it, where the command runs."""
    folder = Path(os.path.relpath(root)).as_posix()
    return "" if folder == "." else f"{folder}/"


def _known(library: Library, *, today: date, with_directory: bool) -> Known:
    from content.checks.run import Known
    from content.history import read_history
    from lms.kpis.registry import names, taken_names

    if not with_directory:
        return Known(read_history(library.root), today=today, kpis=names(), taken=taken_names())
    from lms.people.directory import addresses

    with opened_app() as (_, session, now):
        return Known(read_history(library.root), addresses(session, at=now.at), today, names(), taken_names())
