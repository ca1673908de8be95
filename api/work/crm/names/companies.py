"""Names of the columns of accounts, products, contracts and surveys."""

from __future__ import annotations

from api.work.crm.names import shared

_ON = """on; date; survey date; response date; responded at; submitted at; completed at; date responded; created date;
    timestamp; answered on; datum; beantwortet am; date de réponse; fecha; fecha de respuesta; data; data odpowiedzi;
    дата; дата ответа; created at; date of response; response time; submitted; zeitstempel; sygnatura czasowa; carimbo
    de data/hora; data da resposta"""
_START = """starts on; start date; startdate; contract start date; start; effective date; valid from; begin date;
    begin; subscription start date; service start date; from; activation date; activeon; vertragsbeginn; beginn;
    startdatum; date de début; début; fecha de inicio; inicio; data rozpoczęcia; początek; data początkowa; дата
    начала; начало; start (utc); started at; data de início; início"""
_END = """ends on; end date; enddate; contract end date; end; valid until; valid to; expiration date; expires on;
    renewal date; subscription end date; service end date; to; expireson; vertragsende; ende; enddatum; date de fin;
    fin; fecha de fin; fecha de vencimiento; data zakończenia; koniec; data końcowa; дата окончания; окончание; конец;
    ended at; ended at (utc); canceled at (utc); cancelled on; churn date; data de término; data final; fim"""

ACCOUNTS = {
    "key": """account id; accountid; account_id; id; record id; company id; hs_object_id; record id - company;
        organization id; organization - id; (do not modify) account; account number; accountnumber; customer id;
        customer number; key; kundennummer; kunden-id; numéro client; id de la cuenta; id klienta; numer klienta; id
        клиента; код клиента; datensatz-id; identifiant d'enregistrement; id de registro; id do registro; identyfikator
        rekordu""",
    "name": f"account; organization - name; {shared.ACCOUNT}; {shared.NAMED}",
    "industry": """industry; sector; industrycode; vertical; organization - industry; branche; industrie; secteur;
        secteur d'activité; sector de actividad; industria; branża; sektor; отрасль; сфера деятельности; setor; setor
        de atuação; sector industrial""",
    "segment": f"{shared.SEGMENT}; type; customer type",
    "region": f"billing country/region; country/region; {shared.REGION}; address1_country",
    "employees": """employees; number of employees; numberofemployees; no. of employees; numemployees; employee count;
        headcount; mitarbeiter; mitarbeiterzahl; anzahl mitarbeiter; nombre d'employés; effectif; empleados; número de
        empleados; liczba pracowników; pracownicy; сотрудники; количество сотрудников; число сотрудников""",
    "parent": """parent account; parent account id; parentid; parent id; parent; subsidiary of; subsidiary_of; parent
        company; parent.name; hs_parent_company_id; parentaccountid; parent account name; muttergesellschaft; konzern;
        société mère; empresa matriz; firma nadrzędna; spółka matka; родительская компания; головная компания""",
    "owner": f"account owner; company owner; organization - owner; {shared.OWNER}",
    "owner_email": f"account owner email; account owner: email; company owner email; {shared.OWNER_EMAIL}",
    "created_on": shared.CREATED,
    "modified_on": shared.MODIFIED,
    "is_deleted": shared.DELETED,
}
PRODUCTS = {
    "key": """product id; product2id; id; record id; hs_object_id; product code; productcode; sku; hs_sku; product
        number; productnumber; item number; key; artikelnummer; produktnummer; référence; code produit; código de
        producto; referencia; kod produktu; indeks; код товара; артикул""",
    "name": f"product; product name; {shared.PRODUCT}; {shared.NAMED}",
    "family": """family; series; product family; product line; category; product category; product group;
        produktfamilie; produktgruppe; serie; kategorie; famille; gamme; catégorie; familia; categoría; rodzina; seria;
        kategoria; grupa; семейство; серия; категория; группа""",
    "price": """price; sales price; list price; listprice; unit price; unitprice; standard price; hs_price;
        currentcost; sales_price; preis; listenpreis; verkaufspreis; stückpreis; prix; prix de vente; prix unitaire;
        precio; precio de venta; precio unitario; cena; cena sprzedaży; cena jednostkowa; цена; цена продажи;
        стоимость""",
    "currency": shared.CURRENCY,
    "is_active": """is active; isactive; active; enabled; aktiv; actif; activo; aktywny; aktywna; активен; активный""",
}
CONTRACTS = {
    "key": """contract id; contractid; id; contract number; contractnumber; subscription id; record id; agreement
        number; key; vertragsnummer; numéro de contrat; número de contrato; numer umowy; id umowy; номер договора;
        номер контракта""",
    "account": f"{shared.ACCOUNT_ID}; {shared.ACCOUNT}; customerid",
    "owner": f"contract owner; {shared.OWNER}",
    "owner_email": shared.OWNER_EMAIL,
    "starts_on": _START,
    "ends_on": _END,
    "amount": f"""mrr; mrr amount; monthly amount; arr; arr amount; acv; recurring revenue; monthly recurring revenue;
        annual recurring revenue; annual value; contract value; contract amount; total contract value; tcv;
        {shared.AMOUNT}; recurring amount; fee; price; totalprice; vertragswert; monatsbetrag; jahresbetrag; montant du
        contrat; importe del contrato; wartość umowy; opłata; сумма договора; сумма контракта""",
    "currency": shared.CURRENCY,
    "period": """period; billing period; billing frequency; billing cycle; term; frequency; interval; recurring billing
        frequency; abrechnungszeitraum; zeitraum; turnus; période; périodicité; periodo; frecuencia; okres; okres
        rozliczeniowy; период; периодичность""",
    "product": f"{shared.PRODUCT}; plan; plan name",
    "margin": """margin; gross margin; gross margin %; margin %; margin percent; marge; bruttomarge; deckungsbeitrag;
        marge brute; margen; margen bruto; marża; marża brutto; маржа; валовая маржа""",
}
SURVEYS = {
    "key": "response id; survey response id; id; record id; answer id; key; antwort-id; id odpowiedzi; id ответа",
    "on": _ON,
    "account": f"{shared.ACCOUNT_ID}; {shared.ACCOUNT}",
    "respondent": """respondent; contact; contact name; respondent name; respondent email; contact email; email;
        e-mail; submitted by; befragter; ansprechpartner; kontakt; répondant; contacto; encuestado; respondent nazwa;
        ankietowany; респондент; контакт; person email; customer email""",
    "owner": shared.OWNER,
    "owner_email": shared.OWNER_EMAIL,
    "nps": """nps; nps score; score; rating; net promoter score; likelihood to recommend; how likely are you to
        recommend us; how likely are you to recommend us? (0-10); how likely are you to recommend us to a friend or
        colleague; how likely are you to recommend us to a friend or colleague?; survey score; nps rating; nps answer;
        recommendation score; wie wahrscheinlich ist es, dass sie uns weiterempfehlen?; wie wahrscheinlich ist es, dass
        sie uns weiterempfehlen; quelle est la probabilité que vous nous recommandiez; ¿qué probabilidad hay de que nos
        recomiende?; jak prawdopodobne jest, że nas polecisz?; qual a probabilidade de nos recomendar?; hs_value;
        recommend; weiterempfehlung; punktzahl; recommandation; note; recomendación; puntuación; ocena; polecenie;
        оценка; рекомендация""",
    "trust": """trust; trust level; trusted partner; trusted partner level; trusted partner status; relationship level;
        partner level; vertrauen; partnerstatus; confiance; confianza; zaufanie; poziom zaufania; доверие""",
}
