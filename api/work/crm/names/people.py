"""Names of the columns of people and of their quotas."""

from __future__ import annotations

from api.work.crm.names import shared

PEOPLE = {
    "key": """user id; userid; id; record id; owner id; hubspot_owner_id; systemuserid; employee id; employee number;
        key; personalnummer; benutzer-id; matricule; id de usuario; id użytkownika; numer pracownika; id пользователя;
        табельный номер""",
    "name": f"""{shared.NAMED}; user; user name; sales agent; sales rep; rep; employee; employee name; owner; owner
        name; seller; salesperson; first and last name; fullname; mitarbeiter; verkäufer; vor- und nachname; prénom et
        nom; commercial; vendedor; nombre completo; imię i nazwisko; pracownik; handlowiec; имя; фио; сотрудник;
        пользователь; nome completo; funcionário""",
    "email": """email; e-mail; email address; e-mail address; user email; work email; mail; internalemailaddress; upn;
        username; user principal name; e-mail-adresse; adresse e-mail; courriel; correo; correo electrónico; adres
        e-mail; poczta; почта; эл. почта; электронная почта; адрес электронной почты""",
    "manager": """manager; manager name; manager.name; manager: full name; manager email; manager.email; manager id;
        managerid; reports to; supervisor; parentsystemuserid; sales manager; team lead; vorgesetzter; vorgesetzte;
        führungskraft; responsable; chef; supérieur; jefe; gerente; supervisora; przełożony; kierownik; menedżer;
        руководитель; начальник; менеджер""",
    "team": """team; team name; main team; primary team; division; department; group; businessunitid; business unit;
        mannschaft; abteilung; équipe; service; equipo; departamento; zespół; dział; команда; отдел; подразделение""",
    "region": shared.REGION,
    "role": """role; user role; userrole.name; userroleid; title; job title; position; profile; rolle; funktion;
        jobtitel; rôle; poste; fonction; rol; puesto; cargo; rola; stanowisko; роль; должность""",
    "hired_on": """hired on; hire date; start date; date hired; joined on; joined; first day; eintrittsdatum; eintritt;
        eingestellt am; date d'embauche; date d'entrée; fecha de contratación; fecha de ingreso; data zatrudnienia;
        zatrudniony od; дата приёма; дата найма; дата приема на работу""",
    "left_on": """left on; leave date; end date; termination date; last day; deactivated on; austrittsdatum; austritt;
        date de départ; date de sortie; fecha de baja; fecha de salida; data odejścia; data zwolnienia; дата
        увольнения""",
    "is_active": """is active; isactive; active; enabled; aktiv; actif; activo; aktywny; активен; активный; status
        active""",
}
QUOTAS = {
    "key": "quota id; id; record id; forecasting quota id; goal id; hs_object_id; key",
    "owner": f"quota owner; quotaownerid; quota owner id; quota owner: full name; quotaowner.name; {shared.OWNER}",
    "owner_email": f"quota owner email; quotaowner.email; quota owner: email; {shared.OWNER_EMAIL}; email; e-mail",
    "team": "team; team name; group; territory; division; zespół; équipe; equipo; abteilung; команда; отдел",
    "starts_on": """starts on; start date; startdate; period start; month; quarter; fiscal period; from; period start
        date; hs_start_datetime; goal start date; quarter start; startdatum; beginn; monat; date de début; mois;
        trimestre; fecha de inicio; mes; inicio; data rozpoczęcia; początek; miesiąc; od; дата начала; месяц; начало""",
    "ends_on": """ends on; end date; enddate; period end; to; period end date; hs_end_datetime; goal end date;
        enddatum; ende; date de fin; fecha de fin; fin; data zakończenia; koniec; do; дата окончания; конец""",
    "period": """period; period type; frequency; duration; granularity; zeitraum; période; periodo; okres; период""",
    "amount": f"""quota amount; quotaamount; quota; target; target amount; goal; hs_target_amount; sales target;
        revenue target; {shared.AMOUNT}; quota quantity; goal target; goal amount; target value; ziel; zielwert;
        umsatzziel; quote; objectif; quota montant; cuota; objetivo; meta; cel; plan; plan sprzedaży; limit; план;
        цель; план продаж; квота""",
    "currency": shared.CURRENCY,
}
