"""Names of the columns of activities, leads, costs and rates of currencies."""

from __future__ import annotations

from api.work.crm.names import shared

ACTIVITIES = {
    "key": """activity id; task id; event id; id; record id; hs_object_id; engagement id; activityid; call id; email
        id; meeting id; key; aktivitäts-id; id aktywności; id zadania; id активности""",
    "kind": """kind; activity type; task subtype; tasksubtype; type; task type; tasktype; engagement type;
        activitytypecode; activity - type; event subtype; eventsubtype; hs_activity_type; hs_engagement_type; channel;
        art; aktivitätstyp; typ; type d'activité; tipo; tipo de actividad; rodzaj; typ aktywności; тип; вид; тип
        активности""",
    "on": """on; date; activity date; activitydate; activity date/time; activitydatetime; due date; due date only; task
        date; hs_timestamp; call date; meeting date; email date; email send date; meeting start time;
        hs_meeting_start_time; start date; startdatetime; start; completed date; completeddatetime; actualend;
        scheduledstart; activity - due date; done time; marked as done time; created date; createddate; create date;
        logged at; datum; durchgeführt am; am; date de l'activité; fecha; fecha de actividad; realizado el; data; data
        aktywności; data wykonania; дата; дата звонка; дата активности; aktivitätsdatum; meeting-startzeit; anrufdatum;
        date d'activité; data da atividade; data da ligação""",
    "owner": f"""assigned; activity assigned to; activity owner; call owner; email owner; meeting owner; assigned: full
        name; assigned to: full name; activity - assigned to user; aktivität zugewiesen zu; activité attribuée à;
        actividad asignada a; atividade atribuída a; {shared.OWNER}""",
    "owner_email": f"assigned email; assigned: email; activity owner email; {shared.OWNER_EMAIL}",
    "is_connected": """is connected; connected; reached; answered; erreicht; verbunden; joint; contactado; conectado;
        połączono; odebrano; дозвонились; соединение""",
    "outcome": """outcome; call disposition; calldisposition; call outcome; call result; hs_call_disposition;
        hs_call_status; meeting outcome; hs_meeting_outcome; result; disposition; ergebnis; résultat; resultado; wynik;
        rezultat; результат; итог""",
    "minutes": """minutes; duration; duration in minutes; durationinminutes; duration (minutes); actualdurationminutes;
        call duration (minutes); dauer; dauer in minuten; durée; durée en minutes; duración; minutos; czas trwania;
        minuty; czas (min); длительность; минуты; продолжительность""",
    "seconds": """seconds; call duration in seconds; calldurationinseconds; duration in seconds; duration (seconds);
        call duration (seconds); dauer in sekunden; durée en secondes; segundos; sekundy; секунды""",
    "milliseconds": "milliseconds; hs_call_duration; hs_meeting_duration; call duration (ms); duration (ms)",
    "clock": """clock; call duration (hh:mm:ss); duration (hh:mm:ss); meeting duration (hh:mm:ss); call duration hh mm
        ss""",
    "hours_minutes": "activity - duration; duration (hh:mm); dauer (hh:mm); czas trwania (hh:mm); durée (hh:mm)",
    "call_length": "call duration; talk time; anrufdauer; durée de l'appel; duración de la llamada; duração da chamada",
    "deal": """deal; deal id; opportunity id; opportunityid; what id; whatid; related to id; related to; regarding;
        associated deal ids; associated deal; regardingobjectid; opportunity; activity - deal; deal_id; verkaufschance;
        affaire; negocio; oportunidad; szansa; transakcja; сделка; id сделки; associated deals; zugeordnete deals;
        transactions associées; negocios asociados; negócios associados""",
    "account": f"{shared.ACCOUNT_ID}; {shared.ACCOUNT}; associated company ids",
    "subject": """subject; title; meeting-name; anruftitel; call title; hs_call_title; hs_email_subject; email subject;
        meeting name; hs_meeting_title; activity name; topic; betreff; thema; objet; sujet; asunto; temat; тема;
        activity - subject""",
}
LEADS = {
    "key": """lead id; leadid; id; record id; hs_object_id; contact id; record id - contact; lead number; prospect id;
        mql_id; (do not modify) lead; key; lead-id; id du lead; id del lead; id leada; id лида""",
    "name": f"""lead name; {shared.NAMED}; contact name; fullname; subject; topic; interessent; prospect; imię i
        nazwisko; лид; имя""",
    "company": shared.ACCOUNT,
    "owner": f"lead owner; contact owner; {shared.OWNER}",
    "owner_email": f"lead owner email; lead owner: email; contact owner email; {shared.OWNER_EMAIL}",
    "created_on": shared.CREATED,
    "lead_source": shared.SOURCE,
    "campaign": shared.CAMPAIGN,
    "status": """status; lead status; leadstatus; hs_lead_status; lifecycle stage; lifecyclestage; statecode; status
        reason; stage; statut; estado; stan; статус; стадия""",
    "is_converted": """is converted; isconverted; converted; konvertiert; converti; convertido; przekonwertowany;
        сконвертирован; конвертирован""",
    "converted_on": """converted on; converted date; converteddate; conversion date; became an opportunity date;
        hs_lifecyclestage_opportunity_date; konvertiert am; converti le; date de conversion; fecha de conversión;
        convertido el; data konwersji; дата конверсии; data de conversão""",
    "deal": """converted opportunity id; convertedopportunityid; converted opportunity; opportunity id; deal id;
        opportunity; deal; associated deal ids; qualifyingopportunityid; id szansy; id сделки""",
    "modified_on": shared.MODIFIED,
    "is_deleted": shared.DELETED,
}
SPEND = {
    "key": "entry id; id; record id; cost id; expense id; invoice number; key; belegnummer; numer; номер",
    "starts_on": """starts on; start date; date; day; month; period start; from; invoice date; week; quarter; datum;
        monat; tag; date de début; mois; jour; fecha; mes; día; data; miesiąc; dzień; дата; месяц; день; reporting
        starts""",
    "ends_on": """ends on; end date; period end; to; until; enddatum; ende; date de fin; fecha de fin; fin; data
        zakończenia; koniec; дата окончания; reporting ends""",
    "kind": """kind; type; cost type; category; cost category; department; channel; expense type; art; kostenart;
        kategorie; type de coût; catégorie; tipo; categoría; tipo de gasto; rodzaj; kategoria; rodzaj kosztu; вид; тип;
        категория; статья; вид расходов""",
    "campaign": shared.CAMPAIGN,
    "team": "team; team name; division; business unit; abteilung; équipe; equipo; zespół; dział; команда; отдел",
    "amount": f"""spend; cost; costs; amount spent; actual cost; expense; {shared.AMOUNT}; kosten; ausgaben; aufwand;
        coût; dépense; dépenses; gasto; costo; coste; koszt; koszty; wydatek; wydatki; расход; расходы; затраты""",
    "currency": shared.CURRENCY,
}
RATES = {
    "on": """on; date; day; start date; startdate; valid from; effective date; as of; datum; tag; gültig ab; date
        d'effet; fecha; data; dzień; obowiązuje od; дата; действует с""",
    "currency": f"""{shared.CURRENCY}; from; from currency; currency from; iso code; isocode; code; source currency;
        quote""",
    "base": """base; base currency; to; to currency; target currency; home currency; corporate currency; company
        currency; basiswährung; devise de base; moneda base; waluta bazowa; базовая валюта""",
    "rate": """rate; exchange rate; fx rate; conversion rate; mid; value; price; kurs; wechselkurs; umrechnungskurs;
        taux; taux de change; tasa; tipo de cambio; cambio; kurs wymiany; kurs średni; курс; обменный курс""",
}
