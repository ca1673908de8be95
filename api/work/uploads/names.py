"""Names of columns: our own, and those of people, learning platforms and HR systems in four languages."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from api.work.uploads.currencies import currency_in
from content.quiz.keyboard import as_typed, without_accents

# Likeliest first: where two columns could be meant, the earlier name counts.
_NAMES = {
    "email": """email; e-mail; email address; e-mail address; work email; work e-mail; business email; company email;
        employee email; user email; learner email; participant email; mail; mail address; user principal name; upn;
        person email;
        e-mail-adresse; emailadresse; mailadresse; dienstliche e-mail; geschäftliche e-mail; e-mail geschäftlich;
        courriel; adresse e-mail; adresse email; adresse de courriel; adresse électronique; mél; e-mail professionnel;
        correo; correo electrónico; dirección de correo; dirección de correo electrónico; dirección email;
        correo corporativo""",
    "course_id": """course id; course; course short name; course code; course number; course key; course title;
        course name; course full name; training; training id; training title; training name; item id; item title;
        learning item; learning content; activity; activity name; module; kurs; kurs-id; kursnummer; kurskürzel;
        kurskurzname; kurzer kursname; kursname; kurstitel; vollständiger kursname; schulung; schulungsname; training;
        cours; id du cours; code du cours; nom du cours; nom abrégé du cours; nom complet du cours; titre du cours;
        formation; intitulé de la formation; curso; id del curso; código del curso; nombre del curso;
        nombre corto del curso; nombre completo del curso; título del curso; formación""",
    "completed_on": """completed on; completed; completion date; date completed; completed date; date of completion;
        time completed; completed at; course complete; course completed; course completion date; completion time;
        finished on; finish date; attended on; date attended; passed on; abgeschlossen am; abgeschlossen; abschluss am;
        abschlussdatum; datum des abschlusses; abgeschlossen um; kurs abgeschlossen; absolviert am; beendet am;
        teilgenommen am; terminé le; achevé le; date d'achèvement; date de fin; date de réalisation; complété le;
        date de complétion; suivi le; achèvement du cours; completado el; completado; finalizado el;
        fecha de finalización; fecha de término; fecha de compleción; terminado el; realizado el; fecha""",
    "due_on": """due on; due; due date; date due; deadline; complete by; target date; required by; fällig am; fällig;
        fälligkeit; fälligkeitsdatum; frist; stichtag; zu erledigen bis; échéance; date d'échéance; à faire avant;
        date limite; avant le; vence el; vencimiento; fecha de vencimiento; fecha límite; plazo""",
    "due_days": """due days; days; due in days; days to complete; days until due; tage; frist in tagen; fällig in tagen;
        jours; délai en jours; nombre de jours; días; plazo en días; días para completar""",
    "priority": "priority; importance; priorität; dringlichkeit; priorité; prioridad",
    "version": """version; course version; completed version; revision; kursversion; révision; versión;
        versión del curso""",
    "score": """score; grade; final grade; final score; course total; percent; percentage; result in percent; mark;
        punkte; punktzahl; note; bewertung; ergebnis in prozent; gesamtbewertung; prozent; pourcentage; résultat;
        total du cours; puntuación; calificación; calificación final; nota; total del curso; porcentaje""",
    "valid_until": """valid until; valid to; valid through; expires on; expires; expiry date; expiration date; expiry;
        certificate expires; gültig bis; läuft ab am; ablaufdatum; gültigkeit bis; valable jusqu'au; expire le;
        date d'expiration; fin de validité; válido hasta; caduca el; fecha de caducidad; vigente hasta""",
    "kind": "kind; completion type; completion kind; art; art des abschlusses; genre; tipo",
    "source": "source; system; source system; origin; quelle; quellsystem; herkunft; origine; fuente; origen; sistema",
    "reference": """reference; ref; certificate number; certificate id; certificate code; transaction id; record id;
        referenz; zertifikatsnummer; zertifikat-nr; nachweisnummer; référence; numéro de certificat; n° de certificat;
        referencia; número de certificado""",
}


# What stands before a currency, as in `Value in USD`.
_IN = {"in", "en", "w", "em"}


@dataclass(frozen=True, eq=False)
class ColumnNames:
    """What the columns of fields may be called: for each field names with semicolons between, likeliest first.

    Exports of a CRM have hundreds of columns, with currencies beside their names.
    """

    texts: Mapping[str, str]
    are_of_exports: bool = True

    @cached_property
    def ranks(self) -> dict[str, dict[str, int]]:
        """Return for each field its names, squeezed, each with its place in the list; a field's own comes first."""
        return {field: _ranks(field, text) for field, text in self.texts.items()}

    @cached_property
    def squeezed(self) -> frozenset[str]:
        """Return all names."""
        return frozenset(name for ranks in self.ranks.values() for name in ranks)

    def ranks_of(self, field: str) -> dict[str, int]:
        """Return the names of one field, which may be one that has only its own."""
        return self.ranks.get(field) or _ranks(field, "")


LISTS = ColumnNames(_NAMES, are_of_exports=False)


def plain_name(text: str) -> str:
    """Return a column's name without case, accents, and signs."""
    return " ".join(re.findall(r"[^\W_]+", without_accents(as_typed(text[:200]))))


def squeezed_name(text: str) -> str:
    """Return a column's name without spaces too, because programs write `StageName` for `Stage name`."""
    return plain_name(text).replace(" ", "")


def fit_columns(cells: Sequence[str], fields: Collection[str], names: ColumnNames = LISTS) -> dict[str, list[int]]:
    """Return for each of the fields the columns (from 0) whose names fit best, several where they fit equally."""
    found: dict[str, list[int]] = {}
    called = [squeezed_name(cell) for cell in cells]
    bare = [_bare_name(cell) for cell in cells] if names.are_of_exports else []
    for field in fields:
        known = names.ranks_of(field)
        ranks = {place: known[name] for place, name in enumerate(called) if name in known}
        ranks = ranks or {place: known[name] for place, name in enumerate(bare) if name in known}
        if ranks:
            found[field] = [place for place, rank in ranks.items() if rank == min(ranks.values())]
    return found


def _bare_name(cell: str) -> str:
    """Return a column's name, squeezed, without the currency that it has beside it; nothing where it has none."""
    sign = currency_in(cell)
    if sign is None:
        return ""
    words = [word for word in plain_name(cell).split() if word != plain_name(sign)]
    return "".join(words[:-1] if words and words[-1] in _IN else words)


def _ranks(field: str, text: str) -> dict[str, int]:
    names = [squeezed_name(field), *map(squeezed_name, text.split(";"))]
    return {name: rank for rank, name in reversed(list(enumerate(names))) if name}
