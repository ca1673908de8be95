"""Names of the columns of deals, and of their histories."""

from __future__ import annotations

from api.work.crm.names import shared

_KEY = """opportunity id; opportunityid; id; record id; hs_object_id; deal id; deal - id; dealid; deal_id; record id -
    deal; record id 18; opportunity id 18; case safe id; opportunity number; opportunity_id; oppid; opp id; deal
    number; (do not modify) opportunity; opportunity key; external id; key; transaktionsnummer; deal-id; verkaufschance
    id; verkaufschancen-id; opportunity-id; chancen-id; nummer; id de l'opportunité; identifiant; numéro; id de la
    oportunidad; identificador; id del negocio; identyfikator; id szansy; id transakcji; numer; numer szansy; ид;
    идентификатор; id сделки; номер сделки; код сделки; номер; datensatz-id; id der datensatz; id de fiche
    d'informations; id de la fiche d'informations; identifiant d'enregistrement; id de registro; id del registro; id do
    registro; id do negócio; identyfikator rekordu; id rekordu; item id; item id auto generated; opportunity guid;
    opportunity"""
_STATUS = """deal - status; deal status; opportunity status; status; status_type; statustype; won/lost; win/loss; won
    status; outcome; deal outcome; result; opportunity result; deal result; deal status code; ergebnis; statut;
    résultat; estado; resultado; situação; wynik; stan; статус; статус сделки; результат"""
_STAGE = f"""stage; stage name; stagename; deal stage; dealstage; deal - stage; sales stage; opportunity stage;
    pipeline stage; stage_id; stage.name; step name; stepname; pipeline phase; status label; status_label; phase;
    deal-phase; phase des deals; verkaufsphase; vertriebsphase; stufe; étape; étape de vente; phase de la transaction;
    étape de la transaction; phase de vente; etapa; etapa del negocio; fase; etapa de la oportunidad; etapa de venta;
    etapa do negócio; etapa da oportunidade; fase do negócio; estágio; etap; etap sprzedaży; etap szansy; etap
    transakcji; etap deala; faza; этап; стадия; стадия сделки; этап сделки; status reason; {_STATUS}; statuscode"""
_AMOUNT = f"""amount; value formatted; {shared.AMOUNT}; deal amount; opportunity amount; deal - value; deal value; est.
    revenue; estimated revenue; estimatedvalue; est revenue; close value; total amount; budget amount; contract value;
    opportunity value; order value; price; tcv; acv; umsatz; auftragswert; auftragssumme; geschätzter umsatz; volumen;
    chiffre d'affaires; montant estimé; importe estimado; valor estimado; ingresos estimados; wartość szansy; wartość
    transakcji; wartość netto; сумма сделки; бюджет; actual revenue; actualvalue; amount (converted); amount converted;
    converted amount; amount_in_home_currency; amount in company currency; hs_amount_in_home_currency; revenue; sales
    value; deal cost; importe del negocio; cantidad; valor do negócio; valor da oportunidade; quantia; receita; receita
    estimada; kwota transakcji; wartość deala; montant de la transaction; betrag des deals; dealwert"""
# What is expected stands before what came of it, which `closed_on` takes where a file has both.
_ENDED = """closed on; closed date; actual close date; actualclosedate; deal - deal closed on; deal closed on; closed
    at; date closed; close time; close_time; closed time; tatsächlicher abschluss; tatsächliches abschlussdatum; date
    de clôture réelle; fecha real de cierre; data de fechamento real; rzeczywista data zamknięcia; фактическая дата
    закрытия"""
_WON_ON = "won on; won date; won_date; date won; date_won; won time; won_time; deal - won time; gewonnen am; data ganho"
_LOST_ON = "lost on; lost date; date lost; date_lost; lost time; lost_time; deal - lost time; verloren am"
_CLOSE = f"""close date; closedate; deal - expected close date; expected close date; expected_close_date; estimated
    close date; estimatedclosedate; est. close date; expected closing; close on; closing date; close_date; signed on;
    decision date; deal date; abschlussdatum; schlusstermin; geschlossen am; voraussichtlicher abschluss; erwarteter
    abschluss; abschluss; date de clôture; date de fermeture; date de fermeture de la transaction; date de signature;
    clôture; clôturé le; fecha de cierre; cierre; cerrado el; fecha estimada de cierre; data de fechamento; data de
    encerramento; data prevista de fechamento; fechado em; data zamknięcia; planowana data zamknięcia; termin
    zamknięcia; zamknięto; дата закрытия; закрыта; планируемая дата закрытия; дата завершения; предполагаемая дата
    закрытия; {_ENDED}; {_WON_ON}"""
_FORECAST = """forecast category; forecastcategoryname; forecastcategory; forecast_category; hs_forecast_category;
    hs_manual_forecast_category; msdyn_forecastcategory; prognosekategorie; catégorie de prévision; categoría de
    pronóstico; kategoria prognozy; категория прогноза"""
_PROBABILITY = """probability; probability (%); hs_deal_stage_probability; deal probability; closeprobability; win
    probability; deal - probability; likelihood; wahrscheinlichkeit; probabilité; probabilidad; prawdopodobieństwo;
    вероятность"""
_OWNER = f"opportunity owner; deal owner; deal - owner; {shared.OWNER}"
_CURRENCY = "; ".join(
    [shared.CURRENCY, "currency of amount; deal - currency; deal - currency of value; valuecurrency"]
    + [f"{name.strip()} currency" for name in _AMOUNT.split(";")]
)

DEALS = {
    "key": _KEY,
    "name": f"""opportunity name; deal name; dealname; deal - title; deal title; topic; subject; {shared.NAMED};
        verkaufschance; chance; auftrag; opportunité; nom de l'opportunité; affaire; oportunidad; nombre de la
        oportunidad; negocio; szansa sprzedaży; szansa; nazwa szansy; nazwa transakcji; transakcja; сделка; название
        сделки; deal-name; dealname; nom de la transaction; nombre del negocio; nome do negócio; nome da oportunidade;
        nazwa deala; transakcja nazwa""",
    "account": f"{shared.ACCOUNT_ID}; hs_primary_associated_company; deal - organization; {shared.ACCOUNT}",
    "owner": _OWNER,
    "owner_email": shared.OWNER_EMAIL,
    "pipeline": """pipeline; deal pipeline; pipeline_id; deal - pipeline; sales pipeline; record type; recordtypeid;
        record type name; recordtype.name; opportunity record type; lejek; воронка; воронка продаж; embudo;
        processus""",
    "stage": _STAGE,
    "amount": _AMOUNT,
    "currency": _CURRENCY,
    "created_on": f"deal - deal created; {shared.CREATED}",
    "first_contact_on": """first contact; first contact on; first contact date; date of first contact; first touch
        date; first activity date; first_contact_date; first engagement; erstkontakt; datum erstkontakt; premier
        contact; date du premier contact; primer contacto; fecha del primer contacto; pierwszy kontakt; data pierwszego
        kontaktu; первый контакт; дата первого контакта""",
    "close_on": _CLOSE,
    "is_closed": """is closed; isclosed; closed; hs_is_closed; is deal closed; deal closed; is deal closed?; closed?;
        geschlossen; clos; fermée; cerrado; cerrada; fechado; fechada; zamknięta; zamknięte; закрыто; сделка закрыта""",
    "is_won": """is won; iswon; won; is closed won; hs_is_closed_won; closed won; won?; deal won; gewonnen; gagnée;
        gagné; ganado; ganada; ganho; ganha; wygrana; wygrane; выиграна; выиграно""",
    "type": """type; deal type; dealtype; opportunity type; opportunity record type name; business type; kind; art;
        typ; auftragsart; type d'affaire; tipo; tipo de negocio; rodzaj; typ szansy; тип; тип сделки; deal-typ; type de
        transaction; tipo de negócio; rodzaj transakcji; typ transakcji""",
    "product": shared.PRODUCT,
    "lead_source": shared.SOURCE,
    "campaign": shared.CAMPAIGN,
    "segment": f"{shared.SEGMENT}; industry",
    "region": shared.REGION,
    "competitor": """competitor; main competitor; maincompetitors__c; main competitor(s); competitors; competitorid;
        wettbewerber; konkurrent; concurrent; competidor; konkurent; konkurencja; конкурент""",
    "loss_reason": """loss reason; lost reason; lost_reason; closed lost reason; closed_lost_reason; reason lost;
        reason for loss; deal - lost reason; loss_reason__c; closed lost notes; verlustgrund; grund der absage; raison
        de la perte; motif de perte; motivo de pérdida; razón de pérdida; powód utraty; powód przegranej; причина
        отказа; причина проигрыша""",
    "forecast_category": _FORECAST,
    "probability": _PROBABILITY,
    "modified_on": f"deal - update time; {shared.MODIFIED}",
    "merged_into": "merged into; master record id; masterrecordid; merged into id; zusammengeführt in; fusionné avec",
    "is_deleted": shared.DELETED,
    "status": _STATUS,
    "state_code": "statecode; state code",
    "is_active": "active; is active; aktiv; actif; activo; ativo; aktywna; активна",
    "closed_on": _ENDED,
    "won_on": _WON_ON,
    "lost_on": _LOST_ON,
    "actual_amount": "actual amount; actual revenue; actualvalue; actual value; tatsächlicher umsatz; revenu réel",
    "merged_ids": "merged ids; hs_merged_object_ids; merged deal ids; merged object ids; merged record ids",
}
DEAL_CHANGES = {
    "deal": f"{_KEY}; opportunity.id; parent id; parentid; associated deal; deal",
    "changed_on": """changed on; created date; createddate; timestamp; edit date; changed at; change date; date;
        modified at; last modified; date changed; last stage change date; systemmodstamp; when; geändert am; datum;
        zeitpunkt; modifié le; date de modification; fecha; fecha de cambio; cambiado el; data zmiany; zmieniono; data;
        дата изменения; дата; время изменения""",
    "field": """field; field / event; field/event; fieldname; field name; property; property name; propertyname;
        attribute; feld; eigenschaft; champ; propriété; campo; propiedad; pole; właściwość; поле; свойство""",
    "old": """old; old value; oldvalue; from; from value; previous value; before; alter wert; alt; ancienne valeur;
        valor anterior; stara wartość; poprzednia wartość; старое значение; было""",
    "new": """new; new value; newvalue; to; to value; value; after; neuer wert; neu; nouvelle valeur; valor nuevo;
        nuevo valor; nowa wartość; новое значение; стало""",
    "stage": f"to stage; {_STAGE}",
    "amount": _AMOUNT,
    "currency": _CURRENCY,
    "close_on": _CLOSE,
    "owner": _OWNER,
    "owner_email": shared.OWNER_EMAIL,
    "probability": _PROBABILITY,
    "forecast_category": _FORECAST,
}
