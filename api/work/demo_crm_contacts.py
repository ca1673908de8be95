"""The demo's contacts: whom sellers write to at each account, in which language and on which clock."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from api.work.demo_crm_accounts import Account
from lms.crm.facts import SaidRow

_TITLES = ("Head of logistics", "Warehouse manager", "Finance director", "IT manager", "Carrier planner")
# By country: the language, the clock, and names that people there have.
_PEOPLE = {
    "Sweden": ("sv", "Europe/Stockholm", "Elin Maja Oskar Nils", "Lindqvist Sandell Hedberg"),
    "Denmark": ("da", "Europe/Copenhagen", "Freja Ida Magnus Jonas", "Kjeldsen Bruun Mortensen"),
    "Netherlands": ("nl", "Europe/Amsterdam", "Sanne Femke Bram Daan", "Visser Mulder Hoekstra"),
    "Germany": ("de", "Europe/Berlin", "Lena Jana Moritz Felix", "Vogt Kessler Brandl"),
    "Poland": ("pl", "Europe/Warsaw", "Zofia Alicja Jakub Marek", "Wilk Sikora Zawada"),
    "United Kingdom": ("en", "Europe/London", "Holly Grace Owen Callum", "Ashdown Pryce Whitlock"),
    "Italy": ("it", "Europe/Rome", "Giulia Chiara Luca Paolo", "Ferri Bellini Marchetti"),
    "Spain": ("es", "Europe/Madrid", "Lucia Carmen Alvaro Diego", "Soler Navarro Iglesias"),
    "France": ("fr", "Europe/Paris", "Camille Manon Hugo Louis", "Mercier Lambert Chevalier"),
    "Portugal": ("pt", "Europe/Lisbon", "Ines Beatriz Tiago Duarte", "Carvalho Moreira Pires"),
    "Austria": ("de", "Europe/Vienna", "Johanna Katharina Lukas Tobias", "Gruber Steindl Winkler"),
    "Czechia": ("cs", "Europe/Prague", "Tereza Hana Jan Ondrej", "Novotna Kolar Benes"),
}


def contact_rows(seed: int, accounts: Sequence[Account], *, day: date) -> Iterator[SaidRow]:
    """Yield two or three contacts of each account; what they draw changes nothing else."""
    dice = random.Random(f"{seed} contacts")  # noqa: S311 - invented people, nothing secret
    for account in accounts:
        language, zone, first, last = _PEOPLE[account.country]
        titles = dice.sample(_TITLES, k=dice.choice((2, 3)))
        named = dice.sample([(one, other) for one in first.split() for other in last.split()], k=len(titles))
        for number, (title, (given, family)) in enumerate(zip(titles, named, strict=True), start=1):
            company = re.sub(r"\W+", "-", account.name.lower())
            values = {
                "name": f"{given} {family}",
                "email": f"{given}.{family}@{company}.example".lower(),
                "title": title,
                "account": account.key,
                "owner": account.owner.name,
                "owner_email": account.owner.email,
                "language": language,
                "country": account.country,
                "time_zone": zone,
                "created_on": (day - timedelta(days=dice.randint(30, 700))).isoformat(),
            }
            yield SaidRow(f"{account.key}-{number}", None, values)
