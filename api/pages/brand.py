"""The company's name, colour and logo for the pages that aren't part of the built site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, redirect, send_file, url_for
from flask.typing import ResponseReturnValue

from api.web.auth import ANYONE, allow
from api.web.context import parts
from content.brand import LOGOS, brand_style

blueprint = Blueprint("brand", __name__)


@blueprint.app_context_processor
def tell_templates() -> dict[str, Any]:
    """Tell every template what the product is called here."""
    return {"site_name": parts().config.site_name}


@blueprint.get("/plain/brand.css")
@allow(ANYONE)
def style() -> Response:
    """Return the rules that put the company's colour in the place of our own."""
    return Response(brand_style(parts().config.brand_colour), mimetype="text/css")


@blueprint.get("/plain/logo")
@allow(ANYONE)
def logo() -> ResponseReturnValue:
    """Return the company's logo, or our own icon."""
    given = parts().config.logo
    if not given:
        return redirect(url_for("static", filename="icon.svg"))
    return send_file(Path(given).resolve(), mimetype=LOGOS[Path(given).suffix.lower()], max_age=300)
