"""The command that makes a file of a deck."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli.shared import Failed, read_pages, read_settings, refusals

if TYPE_CHECKING:
    from config import Config
    from content.deck.reading import Deck
    from content.document import Document
    from content.library import Library


@click.command()
@click.argument("page")
@click.option(
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="Where to write it: FILE.pptx or FILE.pdf.",
)
@click.option("--notes/--no-notes", default=False, help="Whether a PPTX has speaker notes and may not be sent.")
def deck(page: str, output: Path, notes: bool) -> None:
    """Make slides for PowerPoint, or a PDF, of PAGE, a deck's id or path in the library."""
    from api.work.decks.asked import template_of
    from content.deck.errors import DeckError
    from content.deck.files import FORMS, file_of

    form = next((form for form in FORMS if output.suffix.lower() == f".{form}"), None)
    if form is None:
        raise Failed(f"{output} ends as neither .pptx nor .pdf; name the file that you want")
    if form == "pdf" and notes:
        raise Failed("a PDF never has notes; leave out --notes, or write a .pptx")
    with refusals():
        config = read_settings()
        library = read_pages(config)
        found = library.find(page) or library.by_path.get(page)
        if found is None:
            raise Failed(f"the library {config.content_dir} has no page `{page}`; name its id or its path")
        try:
            made = _read(found, library, config, has_notes=notes)
            data, said = file_of(made, form, template=template_of(config), colour=config.brand_colour)
        except DeckError as error:
            raise Failed(str(error)) from error
    _write(output, data)
    for line in said:
        click.echo(f"template: {line}", err=True)
    click.echo(f"{output}: {len(made.slides)} slides", err=True)


def _read(page: Document, library: Library, config: Config, *, has_notes: bool) -> Deck:
    from content.deck.reading import Surroundings, read_deck
    from content.places.links import Destinations
    from content.places.page_names import PageNames
    from content.rendering import Renderer

    urls = {each.path: each.url for each in library.pages}
    around = Surroundings(library.root, Destinations(urls), PageNames(library.pages), library.files)
    renderer = Renderer(workers=1, external_images=config.external_images)
    try:
        base_url = config.base_url.rstrip("/") if has_notes else ""
        return read_deck(page, renderer.render(page), around, is_outside=not has_notes, base_url=base_url)
    finally:
        renderer.close()


def _write(output: Path, data: bytes) -> None:
    try:
        output.write_bytes(data)
    except OSError as error:
        raise Failed(f"{output} can't be written: {error.strerror}") from error
