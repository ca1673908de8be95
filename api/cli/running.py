"""Starting the product, its settings and its API's document."""

from __future__ import annotations

import json

import click

from api.cli.shared import read_settings, refusals


@click.command()
@click.option("--demo", is_flag=True, help="Load a demo company and print a sign-in link for each of four people.")
@click.option("--host", help="Address to listen on.")
@click.option("--port", type=int, help="Port to listen on.")
def serve(demo: bool, host: str | None, port: int | None) -> None:
    """Start everything: API, site and background worker on one origin."""
    from api.running.start import start
    from api.work.data_folder import private_files

    with refusals(), private_files():
        start(read_settings(host=host, port=port), is_demo=demo)


@click.command()
def settings() -> None:
    """List every setting with its default."""
    from config import settings as all_settings

    for setting in all_settings():
        default = str(setting.default).lower() if isinstance(setting.default, bool) else setting.default or "empty"
        click.echo(f"{setting.name.upper():<22} {setting.metadata['help']} Default: {default}")


@click.command()
def openapi() -> None:
    """Print the API's document."""
    from api import create_app
    from api.web.documentation import document

    with refusals():
        click.echo(json.dumps(document(create_app(read_settings())), indent=1, ensure_ascii=False, sort_keys=True))
