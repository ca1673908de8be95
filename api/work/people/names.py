"""Names of columns in lists of people: our own, and those of HR systems in four languages."""

from __future__ import annotations

from api.work.uploads.names import LISTS, ColumnNames

# Likeliest first. A job's title in an HR system is no page of ours, so that it fills nothing by itself.
PEOPLE = ColumnNames(
    {
        "email": LISTS.texts["email"],
        "name": """full name; display name; employee name; person name; employee; vollständiger name; anzeigename;
            mitarbeitername; mitarbeiter; nom complet; nom et prénom; prénom et nom; nom affiché; nombre completo;
            nombre y apellidos; apellidos y nombre; nombre del empleado""",
        "given_name": """given name; first name; forename; preferred name; preferred first name; vorname; rufname;
            prénom; prénoms; nombre; nombre de pila""",
        "family_name": """family name; last name; surname; nachname; familienname; zuname; nom; nom de famille;
            apellidos; apellido; primer apellido""",
        "roles": "roles; role; user role; product role; rollen; rolle; rôles; rôle; rol; papel",
        "team": """team; team name; department; department name; org unit; organizational unit; business unit; group;
            abteilung; teamname; bereich; gruppe; organisationseinheit; équipe; nom de l'équipe; service; département;
            unité; equipo; nombre del equipo; departamento; área; unidad""",
        "manager": """manager; manager email; manager e-mail; manager email address; line manager; line manager email;
            direct manager; manager name; supervisor email; supervisor; reports to; reporting manager; vorgesetzter;
            vorgesetzte; vorgesetzte person; führungskraft; e-mail der führungskraft; e-mail des vorgesetzten;
            teamleitung; responsable; e-mail du responsable; supérieur; supérieur hiérarchique; jefe; jefe directo;
            correo del jefe; responsable directo""",
        "region": "region; sales region; territory; vertriebsregion; gebiet; région; secteur; región; zona; territorio",
        "job": "job; job id; job page; job-id; stelle; stellen-id; poste; id du poste; puesto; id del puesto",
        "hired_on": """hired on; hire date; date of hire; hiring date; original hire date; start date; date started;
            first day; joined on; join date; joining date; date of joining; employment start; entry date;
            eintrittsdatum; eintritt; eintritt am; eingestellt am; einstellungsdatum; erster tag; startdatum; beginn;
            date d'embauche; embauché le; date d'entrée; entrée le; date de début; premier jour;
            fecha de contratación; contratado el; fecha de ingreso; fecha de alta; fecha de inicio; primer día""",
        "on": """on; from; from date; as of; effective date; effective from; effective on; valid from; change date;
            changed on; ab; gültig ab; wirksam ab; von; stichtag; à partir du; valable dès le; date d'effet; dès le;
            desde; a partir de; a partir del; válido desde; fecha de efecto; fecha efectiva""",
        "last_day": """last day; last working day; left; left on; leaving date; leave date; leaves on; leaving;
            termination date; end date; employment end; exit date; date of leaving; until; austrittsdatum; austritt;
            austritt am; ausgetreten am; letzter tag; letzter arbeitstag; enddatum; ende; date de départ; départ le;
            parti le; date de sortie; date de fin; dernier jour; fecha de baja; baja el; fecha de salida;
            fecha de cese; fecha de fin; último día; hasta""",
    },
    are_of_exports=False,
)
