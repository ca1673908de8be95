"""Names that several kinds share: owners, currencies, when a record began and last changed."""

from __future__ import annotations

OWNER = """owner; owner name; employee; agent; owner full name; owner.name; record owner; sales agent; sales rep; rep;
    rep name; sales person; salesperson; seller; account executive; account manager; assigned to; assigned to user;
    assignee; responsible; responsible user; assigned to name; owning user; owner_id.name; user; user name; verkäufer;
    verkäuferin; vertriebsmitarbeiter; besitzer; inhaber; verantwortlich; verantwortlicher; zuständig; bearbeiter;
    commercial; vendeur; propriétaire; responsable; chargé d'affaires; attribué à; propietario; vendedor; comercial;
    asignado a; agente; ejecutivo de cuenta; właściciel; handlowiec; sprzedawca; opiekun; opiekun klienta; przypisane
    do; przedstawiciel handlowy; ответственный; владелец; менеджер; продавец; менеджер по продажам; ответственное лицо;
    owned by; sales owner; assigned user name; für deal zuständiger mitarbeiter; für den deal zuständiger mitarbeiter;
    deal-inhaber; zuständiger mitarbeiter; für unternehmen zuständiger mitarbeiter; für kontakt zuständiger
    mitarbeiter; propriétaire de la transaction; propriétaire du contact; propriétaire de l'entreprise; propietario del
    negocio; propietario del contacto; propietario de la empresa; proprietário; proprietário do negócio; proprietário
    do contato; proprietário da empresa; responsável; vendedor responsável; consultor; właściciel transakcji;
    właściciel deala; właściciel kontaktu; właściciel firmy; owner id; ownerid; hubspot_owner_id; owner user id; user
    id; _ownerid_value; owner_id; assigned user id; deal owner id"""
OWNER_EMAIL = """owner email; owner e-mail; owner.email; owner: email; owner email address; deal owner email;
    opportunity owner email; opportunity owner: email; sales rep email; rep email; seller email; assigned to email;
    user email; owner_id.email; owner username; owner.username; e-mail des besitzers; e-mail verkäufer; e-mail des
    verkäufers; besitzer e-mail; e-mail du propriétaire; e-mail du commercial; correo del propietario; correo del
    vendedor; e-mail właściciela; e-mail handlowca; email handlowca; email właściciela; sales owner email; e-mail do
    proprietário; email do vendedor; email ответственного; почта ответственного; почта менеджера; email менеджера"""
CURRENCY = """currency; currency iso code; currencyisocode; amount currency; total amount currency; currency code;
    deal_currency_code; deal currency code; transactioncurrencyid; _transactioncurrencyid_value; transaction currency;
    iso currency; curr; price currency; price currency code; quota currency; quota amount currency; value currency;
    währung; währungscode; devise; monnaie; code devise; moneda; divisa; código de moneda; waluta; kod waluty; валюта;
    код валюты; moeda; código da moeda; money currency"""
CREATED = """created date; createdate; create date; created; created at; created on; createdon; creation date; date
    created; date entered; add time; deal created; deal created on; engage date; hs_createdate; opened; open date;
    opened on; erstellt am; erstellt; erstellungsdatum; anlagedatum; angelegt am; date de création; créé le; fecha de
    creación; creado el; creado; fecha de alta; data utworzenia; utworzono; utworzone; data założenia; дата создания;
    создана; создан; создано; created time; creation time; date of creation; created utc; дата создания сделки; data de
    criação; criado em; criada em; data de cadastro; date_created"""
MODIFIED = """last modified date; lastmodifieddate; last modified; hs_lastmodifieddate; last modified on; modified on;
    modifiedon; modified date; modified; update time; updated at; updated; last updated; date modified; systemmodstamp;
    zuletzt geändert am; geändert am; letzte änderung; änderungsdatum; dernière modification; modifié le; date de
    modification; última modificación; modificado el; fecha de modificación; ostatnia modyfikacja; data modyfikacji;
    zmodyfikowano; дата изменения; изменено; дата обновления; последнее изменение; modified time; last modified time;
    do not modify modified on; date_updated; datum der letzten änderung; datum der letzten aktualisierung; date de
    dernière modification; fecha de la última modificación; fecha de última modificación; data da última modificação;
    modificado em; atualizado em; data ostatniej modyfikacji; дата редактирования"""
DELETED = """is deleted; isdeleted; deleted; archived; is archived; gelöscht; supprimé; eliminado; usunięte; usunięty;
    удалено; удалён; удален; excluído"""
ACCOUNT_ID = "account id; accountid; account_id; account.id; company id; organization id; org_id; customer id"
ACCOUNT = """account name; account.name; account; account: account name; company; company name; customer; customer
    name; client; client name; organization; organisation; organization name; org_id.name; org name; associated
    company; primary associated company; parentaccountid; potential customer; buyer; kunde; kundenname; firma;
    unternehmen; kundin; client nom; nom du client; entreprise; société; compte; nom du compte; cliente; empresa;
    cuenta; nombre de la cuenta; nombre del cliente; klient; nazwa klienta; kontrahent; konto; nazwa firmy; клиент;
    компания; контрагент; заказчик; название компании; организация; accounts; lead_name; primary company; company /
    account; zugeordnetes unternehmen; zugehöriges unternehmen; entreprise associée; société associée; empresa
    asociada; empresa associada; nome da empresa; nome do cliente; conta; nome da conta; powiązana firma; przypisana
    firma; customer description"""
PRODUCT = """product; product name; products; product2.name; line item; item; product family; sku; product code;
    product id; product2id; produkt; produktname; artikel; produit; nom du produit; producto; nombre del producto;
    nazwa produktu; towar; продукт; товар; название продукта; produto; nome do produto"""
REGION = """region; territory; sales region; country; billing country; billingcountry; office; regional office; office
    location; location; area; state; country/region; bundesland; gebiet; land; vertriebsgebiet; standort; région; pays;
    secteur géographique; región; país; zona; territorio; kraj; oddział; region sprzedaży; регион; страна; офис; город;
    филиал; região"""
SEGMENT = """segment; customer segment; market segment; account segment; tier; company size; size; kundensegment;
    marktsegment; segmento; segment klienta; сегмент; account type"""
SOURCE = """lead source; leadsource; source; original source; original traffic source; hs_analytics_source;
    hs_object_source_label; latest source; deal source; leadsourcecode; source channel; channel; quelle; lead-quelle;
    leadquelle; herkunft; origine; source du lead; origine du lead; fuente; origen; origen del lead; źródło; źródło
    leada; źródło kontaktu; источник; источник лида; fonte; origem; origem do lead; fonte original; original source
    type; traffic source; fuente original; ursprüngliche quelle; source d'origine; oryginalne źródło"""
CAMPAIGN = """campaign; campaign name; campaignid; campaign id; primary campaign source; campaign.name; campaign
    source; hs_campaign; kampagne; campagne; campaña; kampania; кампания; рекламная кампания; utm_campaign; campanha"""
AMOUNT = """amount; value; total; sum; betrag; summe; wert; montant; valeur; importe; valor; monto; kwota; wartość;
    сумма; стоимость; quantia"""
NAMED = (
    "name; full name; title; label; bezeichnung; nom; libellé; nombre; nazwa; название; наименование; nome; denominação"
)
