"""Countries whose holidays are known, for whoever says where a contact is."""

from __future__ import annotations

from flask import Blueprint
from pydantic import BaseModel

from api.web.auth import SIGNED_IN, allow
from api.web.documentation import PREFIX, Answer, answers, spec
from lms.sending.calendars import countries

blueprint = Blueprint("sending_places", __name__, url_prefix=f"{PREFIX}/sending")


class CountryOut(BaseModel):
    """A country by its code of ISO 3166 and its English name, with those parts that have holidays of their own."""

    code: str
    name: str
    parts: list[str]


class CountriesOut(BaseModel):
    """The countries whose holidays are known, by name."""

    items: list[CountryOut]


@blueprint.get("/countries")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=CountriesOut), tags=["sending"])
def known_countries() -> Answer:
    """List the countries whose holidays are known."""
    from babel import Locale  # which takes longer to load than most requests take

    names = Locale("en").territories
    found = [CountryOut(code=code, name=names.get(code, code), parts=list(own)) for code, own in countries().items()]
    return CountriesOut(items=sorted(found, key=lambda country: country.name))
