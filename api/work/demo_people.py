"""The demo company's sellers: their names and addresses, since when they sell, and when they took two courses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

DOMAIN = "brightwharf.example"
FACES = {
    "rep": f"ada.lindqvist@{DOMAIN}",
    "author": f"mara.quill@{DOMAIN}",
    "manager": f"max.oduya@{DOMAIN}",
    "admin": f"nadia.brandt@{DOMAIN}",
}
NORTH = ("Ada Lindqvist", "Piotr Zieliński", "Hanna Virtanen", "Luca Moretti", "Ines Carvalho", "Joris de Wit")
NORTH_SDR = ("Freya Madsen", "Sami Haddad", "Klara Nováková", "Tomas Berg", "Elif Yıldız", "Noor Bakker")
SOUTH = ("Olga Petrova", "Wei Zhang", "Marta Kowalska", "Diego Ferrer", "Anouk Lemaire", "Giulia Riva")
SOUTH_SDR = ("Ravi Menon", "Sofia Kallas", "Jan Dvořák", "Lena Fuchs", "Mateo Silva", "Yuki Tanaka")
HEADS = {"Sales North": "Max Oduya", "Sales South": "Greta Holm"}
# After this course a seller wins more, after the other one nothing is different.
COURSE_WITH_EFFECT = "event-mentoring"
COURSE_WITHOUT_EFFECT = "event-yardview-over-lunch"
# Weeks ago: since when they are here, and when they took the one course and the other; 0 stands for never.
# Who took the second when doesn't hang together with who took the first when.
_WEEKS = {
    "Ada Lindqvist": (260, 71, 32),
    "Piotr Zieliński": (310, 32, 56),
    "Hanna Virtanen": (190, 58, 48),
    "Luca Moretti": (150, 84, 78),
    "Ines Carvalho": (70, 45, 58),
    "Joris de Wit": (230, 0, 50),
    "Freya Madsen": (170, 28, 66),
    "Sami Haddad": (140, 62, 70),
    "Klara Nováková": (200, 0, 74),
    "Tomas Berg": (52, 20, 0),
    "Elif Yıldız": (130, 80, 30),
    "Noor Bakker": (160, 50, 38),
    "Olga Petrova": (280, 39, 52),
    "Wei Zhang": (210, 78, 44),
    "Marta Kowalska": (180, 26, 20),
    "Diego Ferrer": (90, 52, 62),
    "Anouk Lemaire": (240, 65, 0),
    "Giulia Riva": (330, 0, 44),
    "Ravi Menon": (150, 70, 12),
    "Sofia Kallas": (40, 16, 24),
    "Jan Dvořák": (220, 42, 26),
    "Lena Fuchs": (190, 34, 84),
    "Mateo Silva": (125, 0, 0),
    "Yuki Tanaka": (175, 74, 36),
}


@dataclass(frozen=True)
class Seller:
    """One of the twenty-four, with the weeks that have passed since they came and took each of the two courses."""

    name: str
    team: str
    is_sdr: bool
    weeks_here: int
    weeks_since: dict[str, int]

    @property
    def email(self) -> str:
        """Return their address."""
        return address(self.name)

    @property
    def region(self) -> str:
        """Return North or South."""
        return self.team.split()[1]

    def hired_on(self, day: date) -> date:
        """Return their first day, as seen from a day."""
        return day - timedelta(weeks=self.weeks_here)

    def took(self, course_id: str, day: date) -> date | None:
        """Return when they completed one of the two courses, as seen from a day."""
        weeks = self.weeks_since[course_id]
        return day - timedelta(weeks=weeks, days=weeks % 5) if weeks else None


def address(name: str) -> str:
    """Return the e-mail address of somebody of the demo company."""
    plain = name.lower().translate(str.maketrans("ńáříıžľčşğüöôéèåäø", "nariizlcsguooeeaao"))
    return f"{plain.replace(' ', '.')}@{DOMAIN}"


def _seller(name: str, team: str, is_sdr: bool) -> Seller:
    here, with_effect, without = _WEEKS[name]
    return Seller(name, team, is_sdr, here, {COURSE_WITH_EFFECT: with_effect, COURSE_WITHOUT_EFFECT: without})


SELLERS = tuple(
    _seller(name, f"{team} SDR" if is_sdr else team, is_sdr)
    for team, names, below in (("Sales North", NORTH, NORTH_SDR), ("Sales South", SOUTH, SOUTH_SDR))
    for is_sdr, some in ((False, names), (True, below))
    for name in some
)
