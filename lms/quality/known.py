"""Names that many companies use, so that one misspelt is seen even where nobody spells it right."""

from __future__ import annotations

_INDUSTRIES = """accounting; advertising; aerospace; agriculture; apparel; architecture; automotive; aviation;
    banking; beverages; biotechnology; broadcasting; chemicals; communications; construction; consulting;
    consumer goods; cosmetics; defence; defense; distribution; e-commerce; education; electronics; employment; energy;
    engineering; entertainment; environmental; events; fashion; finance; financial services; fintech; food;
    food and beverage; forestry; gaming; government; healthcare; hospitality; human resources; information technology;
    insurance; internet; investment; legal; legal services; leisure; life sciences; logistics; machinery;
    management; manufacturing; maritime; marketing; media; medical; medicine; metals; mining; music; non-profit;
    nonprofit; oil and gas; packaging; paper; pharmaceuticals; pharmacy; professional services; property; public sector;
    publishing; real estate; recreation; recruitment; renewables; research; restaurants; retail; security; services;
    shipping; software; sports; technology; telecom; telecommunications; textiles; tourism; transport; transportation;
    travel; utilities; warehousing; waste management; wholesale"""
_COUNTRIES = """Afghanistan; Albania; Algeria; Andorra; Angola; Argentina; Armenia; Australia; Austria; Azerbaijan;
    Bahamas; Bahrain; Bangladesh; Barbados; Belarus; Belgium; Belize; Benin; Bhutan; Bolivia; Bosnia and Herzegovina;
    Botswana; Brazil; Brunei; Bulgaria; Burkina Faso; Burundi; Cambodia; Cameroon; Canada; Chad; Chile; China;
    Colombia; Congo; Costa Rica; Croatia; Cuba; Cyprus; Czechia; Czech Republic; Denmark; Djibouti; Dominica;
    Dominican Republic; Ecuador; Egypt; El Salvador; Eritrea; Estonia; Eswatini; Ethiopia; Fiji; Finland; France; Gabon;
    Gambia; Georgia; Germany; Ghana; Greece; Grenada; Guatemala; Guinea; Guyana; Haiti; Honduras; Hong Kong; Hungary;
    Iceland; India; Indonesia; Iran; Iraq; Ireland; Israel; Italy; Ivory Coast; Jamaica; Japan; Jordan; Kazakhstan;
    Kenya; Kosovo; Kuwait; Kyrgyzstan; Laos; Latvia; Lebanon; Lesotho; Liberia; Libya; Liechtenstein; Lithuania;
    Luxembourg; Madagascar; Malawi; Malaysia; Maldives; Mali; Malta; Mauritania; Mauritius; Mexico; Moldova; Monaco;
    Mongolia; Montenegro; Morocco; Mozambique; Myanmar; Namibia; Nepal; Netherlands; New Zealand; Nicaragua; Niger;
    Nigeria; North Macedonia; Norway; Oman; Pakistan; Panama; Papua New Guinea; Paraguay; Peru; Philippines; Poland;
    Portugal; Qatar; Romania; Russia; Rwanda; Saudi Arabia; Senegal; Serbia; Seychelles; Sierra Leone; Singapore;
    Slovakia; Slovenia; Somalia; South Africa; South Korea; South Sudan; Spain; Sri Lanka; Sudan; Suriname; Sweden;
    Switzerland; Syria; Taiwan; Tajikistan; Tanzania; Thailand; Togo; Tunisia; Turkey; Turkmenistan; Uganda; Ukraine;
    United Arab Emirates; United Kingdom; United States; Uruguay; Uzbekistan; Venezuela; Vietnam; Yemen; Zambia;
    Zimbabwe"""


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(";"))


INDUSTRIES, COUNTRIES = _names(_INDUSTRIES), _names(_COUNTRIES)
