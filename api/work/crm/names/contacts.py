"""Names of the columns of contacts."""

from __future__ import annotations

from api.work.crm.names import shared

CONTACTS = {
    "key": """contact id; contactid; id; record id; hs_object_id; record id - contact; person - id; person id;
        (do not modify) contact; contact number; key; kontakt-id; kontaktnummer; id du contact; id del contacto; id do
        contato; id kontaktu; id контакта; datensatz-id; identifiant d'enregistrement; id de registro; id do registro;
        identyfikator rekordu""",
    "name": """name; contact; contact name; contact full name; full name; fullname; person - name; person; kontakt;
        kontaktname; ansprechpartner; vollständiger name; nom complet; nom du contact; contacto;
        nombre; nombre completo; nombre del contacto; contato; nome completo; nome do contato; imię i nazwisko;
        контакт; имя и фамилия; фио""",
    "first_name": """first name; firstname; given name; person - first name; vorname; prénom; nombre de pila; primeiro
        nome; imię; имя""",
    "last_name": """last name; lastname; surname; family name; person - last name; nachname; nom de famille; apellido;
        apellidos; sobrenome; nazwisko; фамилия""",
    "email": """email; e-mail; email address; e-mail address; contact email; emailaddress1; person - email; person -
        email - work; work email; business email; primary email; mail; e-mail-adresse; adresse e-mail; courriel; correo;
        correo electrónico; adres e-mail; почта; эл. почта; электронная почта; адрес электронной почты""",
    "phone": """phone; phone number; business phone; work phone; telephone; telephone1; mobile; mobile phone; mobile
        phone number; mobilephone; person - phone; person - phone - work; direct phone; telefon; telefonnummer;
        mobiltelefon; téléphone; numéro de téléphone; teléfono; número de teléfono; telefone; numer telefonu; телефон;
        номер телефона""",
    "title": """job title; jobtitle; title; position; person - job title; role; function; stellenbezeichnung; position
        im unternehmen; funktion; intitulé du poste; poste; fonction; cargo; puesto; stanowisko; должность""",
    "account": f"""associatedcompanyid; primary associated company id; associated company ids (primary);
        {shared.ACCOUNT_ID}; person - organization; parentcustomerid; _parentcustomerid_value; company name (account);
        {shared.ACCOUNT}""",
    "owner": f"contact owner; person - owner; {shared.OWNER}",
    "owner_email": f"contact owner email; contact owner: email; {shared.OWNER_EMAIL}",
    "language": """language; preferred language; hs_language; languages__c; language__c; person - language; sprache;
        bevorzugte sprache; langue; langue préférée; idioma; idioma preferido; idioma preferencial; język; preferowany
        język; язык""",
    "country": """country; country/region; mailing country; mailingcountry; mailing country/region; address 1: country/
        region; address1_country; hs_country_region_code; country code; land; land/region; pays; pays/région; país;
        país/región; país/região; kraj; kraj/region; страна""",
    "time_zone": """time zone; timezone; hs_timezone; contact time zone; zeitzone; fuseau horaire; zona horaria; huso
        horario; fuso horário; strefa czasowa; часовой пояс""",
    "created_on": f"person - person created; {shared.CREATED}",
    "modified_on": f"person - update time; {shared.MODIFIED}",
    "is_deleted": shared.DELETED,
}
