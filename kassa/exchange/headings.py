"""What columns are called in other programs' files and people's own lists, in the languages spoken around the Baltic.

A column's name is compared without case, accents and punctuation; what stands behind it (``Phone 2``, ``Telefon hem``,
``Belopp (kr)``) or before it (``Customer phone``) may be passed over. English, Swedish, Norwegian, Danish, Polish,
German and Finnish.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from kassa.domain.folding import fold
from kassa.exchange.mapping import Kind

_PEOPLE = {
    "id": """
        square customer id | shopify customer id | uid | customer id | customer number | customer no | client id |
        client number | member id | member number | member no | membership number | external id | contact id | id |
        kundnummer | kundnr | kund id | kund nr | medlemsnummer | medlemsnr | externt id | kundenummer | kundenr |
        kunde id | kunde nr | ekstern id | eksternt id | numer klienta | nr klienta | id klienta | identyfikator |
        kundennummer | kundennr | mitgliedsnummer | asiakasnumero | asiakastunnus | jasennumero""",
    "name": """
        name | full name | customer name | customer | client name | contact name | display name | complete name |
        namn | fullstandigt namn | for och efternamn | fornamn och efternamn | fornamn efternamn | efternamn fornamn
        | fornavn etternavn | for og etternavn | for og efternavn | imie nazwisko | nazwisko imie | kundnamn |
        kundens namn | kund | navn | fullt navn | fulde navn | kundenavn | kunde | kundens navn | imie i nazwisko |
        nazwisko i imie | nazwa | klient | nazwa klienta | pelna nazwa | vollstandiger name | kundenname | nimi |
        koko nimi | asiakas | asiakkaan nimi""",
    "first_name": """
        first name | given name | firstname | forename | fornamn | tilltalsnamn | fornavn | imie | vorname | etunimi""",
    "last_name": """
        last name | surname | family name | lastname | efternamn | etternavn | efternavn | nazwisko | nachname |
        familienname | sukunimi""",
    "phone": """
        phone number | phone | telephone | telephone number | phone no | home phone | tel | tel nr | tel no |
        telefon | telefonnummer | telefonnr | tfn | tlf | tlf nr | hemtelefon | hemnummer | numer telefonu | nr
        telefonu | telefon kontaktowy | telefono | puhelin | puhelinnumero | default address phone | work phone |
        arbetstelefon""",
    "mobile": """
        mobile | mobile phone | mobile number | cell | cell phone | cellphone | mobil | mobiltelefon | mobilnummer |
        mobilnr | mobiltlf | telefon komorkowy | komorka | komorkowy | handy | handynummer | matkapuhelin""",
    "email": """
        email address | email | e mail | mail | e mail address | epost | e post | e postadress | epostadress | mejl
        | mejladress | mailadress | mailadresse | epostadresse | e postadresse | e mailadresse | adres e mail |
        adres email | e mail adresse | email adresse | sahkoposti | sahkopostiosoite""",
    "street": """
        street address 1 | street address | address line 1 | address 1 | address1 | street | street 1 | street1 |
        default address address1 | gatuadress | gata | gateadresse | gate | vejnavn | vej | gade | ulica | ulica i
        numer | strasse | katuosoite | lahiosoite""",
    "street2": """
        street address 2 | address line 2 | address 2 | address2 | street 2 | street2 | default address address2 | c
        o | adressrad 2 | adresse 2 | adres 2 | numer mieszkania | adresszusatz | gata 2 | gate 2 | gade 2 | vej 2 |
        ulica 2 | strasse 2 | katuosoite 2""",
    "postal": """
        postal code | postcode | post code | zip | zip code | zipcode | default address zip | postnummer | postnr |
        kod pocztowy | plz | postleitzahl | postinumero""",
    "city": """
        city | suburb | town | default address city | stad | ort | postort | by | poststed | sted | miasto |
        miejscowosc | stadt | wohnort | kaupunki | postitoimipaikka | postal town""",
    "state": """
        state | county | province | region | state id | default address province code | lan | landskap | fylke |
        wojewodztwo | bundesland | maakunta""",
    "country": """
        country | country code | country id | default address country code | land | landskod | landkode | kraj | maa
        | stat""",
    "address": """
        address | postal address | mailing address | home address | adress | postadress | hemadress | adresse |
        postadresse | adres | adres zamieszkania | anschrift | osoite | postiosoite""",
    "birthday": """
        birthday | date of birth | birth date | birthdate | born | dob | fodelsedag | fodelsedatum | fodd |
        fodselsdag | fodselsdato | fodt | bursdag | data urodzenia | urodziny | dzien urodzenia | geburtstag |
        geburtsdatum | syntymapaiva | syntymaaika""",
    "language": "language | lang | locale | sprak | sprog | jezyk | sprache | kieli",
    "tags": """
        tags | tag | groups | group | customer groups | labels | category | category id | categories | segment |
        taggar | tagg | grupp | grupper | kundgrupp | etiketter | etikett | merkelapper | kategori | gruppe | tagi |
        grupa | grupy | etykiety | kategoria | kennzeichen | gruppen | ryhma | ryhmat""",
    "note": """
        memo | note | notes | customer note | comment | comments | remark | remarks | description | anteckning |
        anteckningar | notering | noteringar | kommentar | kommentarer | ovrigt | anmarkning | notat | notater |
        merknad | merknader | notatka | notatki | uwagi | uwaga | komentarz | notiz | notizen | bemerkung |
        bemerkungen | muistiinpano | muistiinpanot | huomautus | internal notes""",
    "card": """
        card | cards | card number | card code | card no | loyalty card | customer code | barcode | reference id |
        kort | kortnummer | kortnr | stamkort | kundkort | stamkundskort | streckkod | kundekort | strekkode |
        stregkode | kod klienta | karta | numer karty | nr karty | karta stalego klienta | kod kreskowy | karte |
        kartennummer | kundenkarte | kortti | kortin numero | kanta asiakaskortti""",
    "stamps": """
        stamps | stamp | collected stamps | stamplar | antal stamplar | stampel | klipp | stempler | stempel |
        antall stempler | antal stempler | pieczatki | pieczatka | liczba pieczatek | naklejki | leimat | leimoja""",
    "since": """
        first visit | customer since | member since | since | created | created at | created on | create date |
        joined | registered | date added | forsta besok | kund sedan | medlem sedan | skapad | registrerad | forste
        besok | forste besog | kunde siden | medlem siden | opprettet | oprettet | pierwsza wizyta | klient od |
        data rejestracji | data utworzenia | utworzono | erster besuch | kunde seit | erstellt | ensimmainen kaynti
        | asiakas alkaen""",
    "last_visit": """
        last visit | last seen | last purchase | last order | last order date | senaste besok | sista besok | senast
        sedd | senaste kop | siste besok | sidste besog | siste kjop | sidste kob | ostatnia wizyta | ostatni zakup
        | letzter besuch | letzter einkauf | viimeisin kaynti""",
    "visits": """
        transaction count | visits | total visits | number of visits | total orders | orders | orders count | antal
        besok | besok | antal kop | antall besok | antal besog | liczba wizyt | wizyty | liczba zakupow | anzahl
        besuche | besuche | kaynnit | kayntikerrat""",
    "email_consent": """
        email subscription status | accepts email marketing | accepts marketing | email consent | email marketing |
        newsletter | nyhetsbrev | samtycke e post | e postutskick | nyhedsbrev | samtykke e post | samtykke e mail |
        zgoda e mail | zgoda email | zgoda na e mail | newsletter zgoda | uutiskirje""",
    "sms_consent": """
        accepts sms marketing | sms consent | sms marketing | text marketing | sms | sms utskick | samtycke sms |
        samtykke sms | zgoda sms | zgoda na sms""",
    "letter_consent": "consent letter | letter consent | direct mail | samtycke brev | samtykke brev | zgoda na listy",
    "analysis_consent": "consent analysis | analysis consent | samtycke analys | samtykke analyse | zgoda na analize",
    "health_consent": "consent health | health consent | samtycke halsa | samtykke helse | zgoda zdrowie",
    "company": """
        company name | company | default address company | organisation | organization | business name | foretag |
        foretagsnamn | bolag | firma | firmanavn | bedrift | virksomhed | nazwa firmy | unternehmen | firmenname |
        yritys | related company""",
    "nickname": """
        nickname | nick name | smeknamn | kallas | kallenavn | kaldenavn | pseudonim | przydomek | spitzname |
        lempinimi""",
}  # fmt: skip

_SALES = {
    "date": """
        date | sale date | order date | transaction date | created at | created | purchase date | datetime | date
        and time | day | at | datum | kopdatum | forsaljningsdatum | dag | datum och tid | dato | salgsdato |
        kjopsdato | kobsdato | dato og klokkeslett | dato og tid | data | data sprzedazy | data zakupu | data i
        godzina | verkaufsdatum | kaufdatum | datum und uhrzeit | paivamaara | paivays | pvm""",
    "time": """
        time | sale time | tid | klockslag | klockan | kl | klokkeslett | tidspunkt | czas | godzina | zeit |
        uhrzeit | aika | kellonaika""",
    "timezone": "time zone | timezone | tidszon | tidssone | tidszone | strefa czasowa | zeitzone | aikavyohyke",
    "receipt": """
        receipt number | receipt no | receipt nr | receipt | receipt id | transaction id | order number | order id |
        order no | order | bill number | sale id | invoice number | kvittonummer | kvittonr | kvitto | ordernummer |
        transaktions id | kvitteringsnummer | kvitteringsnr | kvittering | bonnummer | bonnr | bon nr | ordrenummer
        | numer paragonu | nr paragonu | paragon | numer rachunku | numer zamowienia | belegnummer | belegnr | beleg
        | quittungsnummer | kuittinumero | kuitin numero | kuitti""",
    "type": """
        receipt type | event type | type | transaction type | sale type | kvittotyp | typ | handelsetyp | handelse |
        transaktionstyp | kvitteringstype | hendelsestype | hendelse | haendelsestype | transaksjonstype |
        transaktionstype | typ paragonu | typ zdarzenia | rodzaj | typ transakcji | zdarzenie | belegart |
        ereignistyp | vorgang | tapahtumatyyppi | tapahtuma | kuitin tyyppi""",
    "status": "status | transaction status | order status | tillstand | tila | stan",
    "item": """
        item | item name | product | product name | lineitem name | article | vara | varunamn | artikel | produkt |
        artikelnamn | produktnamn | vare | varenavn | produktnavn | towar | nazwa towaru | nazwa produktu | pozycja
        | artikelname | tuote | tuotteen nimi""",
    "variant": """
        variant | price point name | variation | lineitem variant | varianter | wariant | variante | muunnelma""",
    "quantity": """
        quantity | qty | count | lineitem quantity | number of items | antal | kvantitet | antall | mangde | mengde
        | maengde | ilosc | liczba | szt | menge | anzahl | maara | kpl""",
    "gross": """
        gross sales | gross | gross amount | bruttoforsaljning | brutto | bruttobelopp | bruttosalg | bruttobelop |
        bruttobelob | sprzedaz brutto | kwota brutto | bruttoumsatz | bruttobetrag | bruttomyynti""",
    "discount": """
        discounts | discount | discount amount | lineitem discount | rabatt | rabatter | rabat | znizka | rabaty |
        nachlass | rabatte | alennus | alennukset""",
    "net": """
        net sales | net | net amount | nettoforsaljning | netto | nettobelopp | nettosalg | nettobelop | nettobelob
        | sprzedaz netto | kwota netto | nettoumsatz | nettobetrag | nettomyynti""",
    "amount": """
        total collected | total | amount | total amount | sum | total sales | paid | paid amount | total price |
        totalt | summa | belopp | att betala | betalt | totalbelopp | totalsumma | belop | samlet | sum totalt |
        totalbelop | belob | i alt | total belob | beloeb | kwota | suma | razem | do zaplaty | wartosc | betrag |
        summe | gesamt | gesamtbetrag | summa yhteensa | yhteensa | maksettu""",
    "price": """
        lineitem price | price | unit price | item price | styckpris | a pris | pris | enhetspris | stykpris | cena
        | cena jednostkowa | preis | einzelpreis | hinta | yksikkohinta""",
    "tax": """
        tax | taxes | vat | sales tax | moms | mva | vat amount | skatt | podatek | podatek vat | steuer | mwst |
        ust | alv | vero | veroa""",
    "tip": "tip | tips | gratuity | dricks | drikkepenge | drikkepenger | napiwek | napiwki | trinkgeld | juomaraha",
    "currency": "currency | valuta | waluta | wahrung | valuutta",
    "returned": "refunded amount | returned amount | refunded | aterbetalt | refundert belop | zwrocono",
    "customer_id": """
        customer id | square customer id | customer number | customer no | client id | member id | member number |
        kundnummer | kundnr | kund id | kundenummer | kundenr | kunde id | numer klienta | nr klienta | id klienta |
        kundennummer | kundennr | asiakasnumero | asiakastunnus""",
    "customer_name": """
        customer name | customer | client name | client | buyer | billing name | member | kund | kundnamn | kundens
        namn | medlem | kunde | kundenavn | kundens navn | klient | nazwa klienta | imie i nazwisko | kundenname |
        asiakas | asiakkaan nimi""",
    "customer_phone": """
        customer phone | customer phone number | phone | phone number | billing phone | telefon | telefonnummer |
        mobil | mobile | mobilnummer | kundens telefon | tlf | numer telefonu | nr telefonu | puhelin |
        puhelinnumero""",
    "customer_email": """
        customer email | customer e mail | email | e mail | email address | epost | e post | mejl | e postadress |
        kundens e post | sahkoposti | adres e mail""",
    "customer_contact": """
        customer contacts | customer contact | contact | contacts | kundkontakt | kundens kontaktuppgifter |
        kontaktuppgifter | kontakt | kundekontakt | kundens kontaktoplysninger | dane kontaktowe klienta | kontakt z
        klientem | kundenkontakt | asiakkaan yhteystiedot""",
    "customer_reference": """
        customer reference id | customer card | card code | loyalty card | customer code | kundkort | kundekort |
        karta klienta | karta stalego klienta | kundenkarte | kanta asiakaskortti""",
    "staff": """
        employee | cashier name | cashier | staff | staff name | staff member | sold by | server | personal |
        anstalld | kassor | medarbetare | saljare | personale | ansatt | medarbejder | kasserer | selger | saelger |
        pracownik | kasjer | sprzedawca | obsluga | mitarbeiter | kassierer | bediener | henkilokunta | myyja |
        kassanhoitaja""",
    "till": """
        device name | pos | till | register | terminal | pos device | kassa | kassaapparat | kasseapparat | kasse |
        enhet | enhed | kasa | stanowisko | urzadzenie | gerat | laite""",
    "refunds": """
        refund for | refunded receipt | refunded receipt number | original receipt | original receipt number |
        original transaction id | ursprungligt kvitto | ursprungligt kvittonummer | opprinnelig kvittering |
        oprindelig kvittering | oryginalny paragon | paragon pierwotny | ursprungsbeleg | alkuperainen kuitti""",
}  # fmt: skip

_TABLES: Mapping[Kind, Mapping[str, str]] = MappingProxyType({"customers": _PEOPLE, "sales": _SALES})
# Fields that several columns may hold at once.
SEVERAL = frozenset(("phone", "mobile", "email", "card", "note", "tags", "customer_phone", "customer_email"))
_BEFORE = re.compile(r"^(?:default address|customers?|clients?|contact|member|primary|main|kundens?|kunds?|klienta) ")
_BEHIND = re.compile(
    r"(?: ?\d| (?:home|private|work|mobile|main|primary|hem|hemma|privat|privata|arbete|jobb|arbeid|arbejde|mobil|"
    r"prywatny|domowy|sluzbowy|komorkowy|kr|sek|nok|dkk|pln|eur|zl|(?:inkl|incl) (?:moms|mva|vat|mwst)))+$"
)
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
# A name that was only found by passing over a part of it comes after all others.
_LESS = 1000
_MARKS = re.compile(r"[^\w]+|_+")


def heading_key(name: str) -> str:
    """A column's name as it is compared: ``E-post:`` is ``epost``."""
    return _MARKS.sub("", fold(name))


@cache
def _ranks(kind: Kind) -> Mapping[str, tuple[str, int]]:
    """The field of each name, and how well the name says so: 0 says it best."""
    ranks: dict[str, tuple[str, int]] = {}
    for field, names in _TABLES[kind].items():
        for rank, name in enumerate(names.split("|")):
            ranks.setdefault("".join(name.split()), (field, rank))
    return MappingProxyType(ranks)


def field_of(name: str, kind: Kind) -> tuple[str, int] | None:
    """The field that a column's name stands for and how well it says so, 0 best; None for an unknown name."""
    ranks = _ranks(kind)
    words = _MARKS.sub(" ", fold(name)).strip()
    if found := ranks.get(words.replace(" ", "")):
        return found
    outside = _MARKS.sub(" ", fold(_IN_BRACKETS.sub(" ", name))).strip()
    bare = _BEHIND.sub("", words)
    shorter = [outside, bare, _BEHIND.sub("", outside)]
    if kind == "customers":
        shorter += [_BEFORE.sub("", each) for each in shorter]
    found = next((found for each in shorter if (found := ranks.get(each.replace(" ", "")))), None)
    return found and (found[0], found[1] + _LESS)


@cache
def known_names() -> frozenset[str]:
    """Every name in the tables, by which a heading row is found."""
    return frozenset((*_ranks("customers"), *_ranks("sales")))
