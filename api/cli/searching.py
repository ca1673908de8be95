"""The index and searching it, without a server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from api.cli.shared import data_folder, echo_json, progress_bar, read_pages, read_settings, refusals

if TYPE_CHECKING:
    from content.search import Hit, Sort


@click.command()
def index() -> None:
    """Bring the search index to the state of the library."""
    from content.problem import counted
    from content.search import update_index

    with refusals():
        config = read_settings()
        library = read_pages(config)
        with data_folder(config), progress_bar(len(library.pages), "indexing") as advance:
            update = update_index(library, config.index_dir, progress=advance, server=config.opensearch_url)
    click.echo(f"{counted(update.total, 'page')} in the index: {update.written} written, {update.removed} removed")


@click.command()
@click.argument("query")
@click.option("--json", "as_json", is_flag=True, help="Print what the API would answer.")
@click.option("--explain", is_flag=True, help="Say of each hit how it came to its place.")
@click.option("--type", "types", multiple=True, help="Keep pages of this type; repeat for more.")
@click.option("--sort", type=click.Choice(["relevance", "newest", "used"]), default="relevance", show_default=True)
@click.option("--limit", type=click.IntRange(1, 50), default=10, show_default=True, help="Hits to show.")
def search(query: str, as_json: bool, explain: bool, types: tuple[str, ...], sort: Sort, limit: int) -> None:
    """Search the library without a server; drafts and archived pages included.

    QUERY may hold words, "phrases", -without, and type:, stage:, persona:, industry:, product:, skill:, language:,
    owner:, audience: and status: with a value.
    """
    import time

    from api.web.searching import open_search
    from content.search import IndexMissingError, read_query, update_index

    with refusals():
        config = read_settings()
        searcher = open_search(config)
        asked = read_query(query, only={"type": types} if types else None)
        try:
            searcher.generation()
        except IndexMissingError as error:
            with data_folder(config):
                update_index(
                    read_pages(config), config.index_dir, distrusted=error.folder, server=config.opensearch_url
                )
        started = time.perf_counter()
        found = searcher.find(asked, limit=limit, sort=sort, with_shares=explain)
        took_ms = round((time.perf_counter() - started) * 1000, 2)
    if as_json:
        from api import create_app
        from api.library.search import found_out

        with create_app(config).app_context():
            shown = found_out(found, page=1, limit=limit, took_ms=took_ms)
        echo_json(json.dumps(shown, ensure_ascii=False, indent=1))
        return
    for hit in found.hits:
        _show_hit(hit)
    if found.advice:
        click.echo(found.advice, err=True)
    for hint in found.relaxed:
        click.echo(f"without {hint.without} there are {hint.total}", err=True)
    if found.did_you_mean:
        click.echo(f"did you mean: {found.did_you_mean}", err=True)
    click.echo(f"{found.total} found in {took_ms} ms", err=True)


def _show_hit(hit: Hit) -> None:
    """Print a hit, and what its score is made of when that was asked for."""
    entry = hit.entry
    marks = [entry.type, entry.language, *([entry.status] if entry.status != "approved" else [])]
    click.echo(f"{entry.title}  [{', '.join(marks)}]  {entry.path}")
    click.echo(f"    {_plain(hit)}")
    if hit.via:
        click.echo(f"    found through its translation: {hit.via.title} [{hit.via.language}]")
    for share in hit.shares:
        click.echo(f"    {'×' if share.is_factor else '+'} {share.amount:7.3f}  {share.what}")
    if hit.shares:
        click.echo(f"    = {hit.score:7.3f}")


def _plain(hit: Hit) -> str:
    import html

    if hit.passage is None:
        return hit.entry.summary or ""
    marked = hit.passage.html.replace("<mark>", "*").replace("</mark>", "*")
    return html.unescape(marked)
