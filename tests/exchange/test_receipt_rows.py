"""Rows about sales: which belong together, what was paid, what came back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kassa.exchange.imported import ImportedReceipt, Rejected
from kassa.exchange.mapping import IGNORE, Mapping
from kassa.exchange.reading import open_source
from kassa.exchange.spoken import is_cancelled, is_refund, is_total
from tests.exchange.reading_help import Sheet, fields_of, receipts_of

LOYVERSE = (
    "Date,Receipt number,Receipt type,Item,Variant,Quantity,Gross sales,Discounts,Net sales,POS,Cashier name,"
    "Customer name,Customer contacts,Status"
)


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    return Sheet(tmp_path / "sales.csv")


def sold(receipt: ImportedReceipt) -> tuple[tuple[str, int, int | None], ...]:
    return tuple((item.name, item.quantity, item.amount) for item in receipt.items)


def test_rows_of_one_receipt_wherever_they_stand(sheet: Sheet) -> None:
    rows = [
        "02/09/2026 14:00,1-1,Sale,Te,,1,38,0,38,p,c,Anna,,Closed",
        "02/09/2026 14:01,1-2,Sale,Te,,1,38,0,38,p,c,Per,,Closed",
        "02/09/2026 14:02,1-1,Sale,Bok,,1,229,9,220,p,c,Anna,,Closed",
        "03/09/2026 14:00,1-1,Sale,Kaffe,,1,42,0,42,p,c,Anna,,Closed",
        "13/09/2026 14:00,1-3,Sale,Kaffe,,1,42,0,42,p,c,Anna,,Closed",
    ]
    scattered = sheet.receipts("\n".join([LOYVERSE, *rows]))
    together = sheet.receipts("\n".join([LOYVERSE, rows[0], rows[2], rows[1], *rows[3:]]))
    for receipts in (scattered, together):
        assert [(each.number, each.at.day, each.amount, len(each.items)) for each in receipts] == [
            ("1-1", 2, 25800, 2), ("1-2", 2, 3800, 1), ("1-1", 3, 4200, 1), ("1-3", 13, 4200, 1),
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "amount", "refund", "items"),
    [
        ("Refund,Te,,-1,-38,0,-38", 3800, True, (("Te", 1, 3800),)),
        ("Refund,Te,,1,38,0,38", 3800, True, (("Te", 1, 3800),)),
        ("Sale,Te,,-1,-38,0,-38", 3800, True, (("Te", 1, 3800),)),
        ("Sale,Te,Grönt,2,76,6,70", 7000, False, (("Te (Grönt)", 2, 7000),)),
        ("Sale,Te,Regular,2,76,6,", 7000, False, (("Te", 2, 7000),)),
        ("Refund,Te,,-2,-76,-6,", 7000, True, (("Te", 2, 7000),)),
        ("Sale,Ost,,0.350,76,0,76", 7600, False, (("Ost", 1, 7600),)),
        ("Sale,Te,,,38,0,38", 3800, False, (("Te", 1, 3800),)),
        ("Sale,,,1,38,0,38", 3800, False, ()),
        ("Sale,Te,,1,,,", None, False, (("Te", 1, None),)),
        ("Sale,Gåva,,1,0,0,0", 0, False, (("Gåva", 1, 0),)),
    ],
)
def test_what_was_paid(
    sheet: Sheet, rows: str, amount: int | None, refund: bool, items: tuple[tuple[str, int, int | None], ...]
) -> None:
    receipt = sheet.receipt(f"{LOYVERSE}\n13/09/2026 14:00,1-1,{rows},p,c,,,Closed\n")
    assert (receipt.amount, receipt.refund, sold(receipt)) == (amount, refund, items)


def test_something_taken_back_in_a_sale_lessens_it(sheet: Sheet) -> None:
    rows = ("Te,,3,114,0,114", "Te,,-1,-38,0,-38", "Rabatt,,1,-10,0,-10", "Bok,,-1,-20,0,-20")
    text = "\n".join([LOYVERSE, *(f"13/09/2026 14:00,1-1,Sale,{row},p,c,,,Closed" for row in rows)])
    receipt = sheet.receipt(text)
    assert (receipt.amount, receipt.refund, sold(receipt)) == (4600, False, (("Te", 2, 7600),))


def test_customers_of_a_receipt(sheet: Sheet) -> None:
    def customer(name: str, contacts: str) -> object:
        found = sheet.receipt(
            f'{LOYVERSE}\n13/09/2026 14:00,1,Sale,Te,,1,1,0,1,p,c,{name},"{contacts}",Closed\n'
        ).customer
        return found and (found.name, found.phone, found.email, [note.text for note in found.notes])

    assert customer("Anna", "anna@x.se, (070) 3157710") == ("Anna", "+46703157710", "anna@x.se", [])
    assert customer("Anna", "'+44 7700 986913") == ("Anna", "+447700986913", None, [])
    assert customer("Anna", "070-1215279, 070-1215280, ring inte") == (
        "Anna", "+46701215279", None, ["Customer contacts: 070-1215280\nCustomer contacts: ring inte"],
    )  # fmt: skip
    assert customer("", "anna@x.se") == (None, None, "anna@x.se", [])
    assert customer("Walk-in", "") is None
    assert customer("Walk-in", "anna@x.se") == ("Walk-in", None, "anna@x.se", [])
    assert customer("", "") is None


def test_rejected_rows_name_line_and_column(sheet: Sheet) -> None:
    good = "13/09/2026 14:00,1-{},Sale,Te,,1,38,0,38,p,c,Anna,,Closed"
    rows = [
        good.format(1),
        good.format(2).replace("38,p", "abc,p"),
        good.format(3).replace("13/09/2026 14:00", "31/09/2026 14:00"),
        good.format(4).replace("13/09/2026 14:00", ""),
        good.format(5).replace("Te,,1", "Te,,några"),
        good.format(6) + ",more",
        good.format(7).replace("Anna", "N" * 201),
        good.format(8).replace("14:00", "25:00"),
        good.format("9" * 100),
        good.format(9).replace("13/09/2026 14:00", "0001-01-01T00:00:00+14:00"),
    ]
    assert sheet.rejected("\n".join([LOYVERSE, *rows]), sales=True) == [
        (3, "Net sales"), (4, "Date"), (5, "Date"), (6, "Quantity"), (7, None), (8, "Customer name"), (9, "Date"),
        (10, "Receipt number"), (11, "Date"),
    ]  # fmt: skip


def test_a_receipt_is_rejected_whole_and_once(sheet: Sheet) -> None:
    rows = ("Te,,1,38,0,38", "Bok,,1,38,0,abc", "Ost,,x,38,0,38")
    text = "\n".join([LOYVERSE, *(f"13/09/2026 14:00,1-1,Sale,{row},p,c,,,Closed" for row in rows)])
    assert sheet.rejected(text, sales=True) == [(3, "Net sales")]


def test_receipts_of_loyverse_and_transactions_of_square(sheet: Sheet) -> None:
    receipt = sheet.receipt(
        "Date,Receipt number,Receipt type,Net sales,Taxes,Tips,Total collected,Description,POS,Customer name,Status\n"
        '1/2/26 3:04 PM,1-1,Sale,90,0,5,95,"2 x Te, Kaffe",p,Anna,Closed\n'
    )
    assert (receipt.amount, sold(receipt)) == (9000, (("Te", 2, None), ("Kaffe", 1, None)))
    assert receipt.at.isoformat() == "2026-01-02T15:04:00"
    square = sheet.receipt(
        "Transaction ID,Date,Time,Time Zone,Gross Sales,Net Sales,Tax,Tip,Total Collected,Customer ID,Customer Name,"
        "Description,Event Type\n"
        "T1,01/13/26,3:04 PM,Eastern Time (US & Canada),$10.00,$9.00,$1.00,$2.00,$12.00,"
        '"A1, B2","Anna Berg, Per Hall",2 x Tea,Refund\n'
    )
    # What was collected holds tax and tip; the tip is nobody's purchase.
    assert (square.amount, square.refund, square.at.isoformat()) == (1000, True, "2026-01-13T15:04:00")
    assert square.customer is not None
    assert (square.customer.external_id, square.customer.name) == ("A1", "Anna Berg")


def test_orders_of_shopify(sheet: Sheet) -> None:
    heading = (
        "Name,Email,Financial Status,Paid at,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,"
        "Cancelled at,Refunded Amount,Billing Name,Currency"
    )
    receipts = sheet.receipts(
        f"{heading}\n#1001,a@b.se,paid,,150.00,2026-01-05 23:30:00 -0500,2,Te,50.00,,20.00,Anna Berg,SEK\n"
        "#1001,a@b.se,,,,,1,Kaffe,50.00,,,,\n"
        "#1002,,paid,,1,2026-01-06 10:00:00 +0100,1,Te,1,2026-01-07 10:00:00 +0100,0,,SEK\n"
    )
    first, second = receipts
    assert (first.number, first.amount, first.returned, first.cancelled) == ("#1001", 15000, 2000, False)
    assert first.at.isoformat() == "2026-01-06T05:30:00+01:00"
    assert sold(first) == (("Te", 2, 10000), ("Kaffe", 1, 5000))
    assert first.customer is not None and (first.customer.name, first.customer.email) == ("Anna Berg", "a@b.se")
    assert (second.cancelled, second.customer) == (True, None)
    text = f"{heading}\n#1,,paid,,1,2026-01-06 10:00:00 +0100,1,Te,1,,0,,EUR\n"
    assert sheet.rejected(text, sales=True) == [(2, "Currency")]


@pytest.mark.parametrize(
    ("heading", "refund"),
    [
        (
            "Datum,Tid,Kvittonummer,Moms (25.0%),Totalt,Avgift,Netto,Betalsätt,Händelsetyp,Personal,Beskrivning",
            "Återköp",
        ),
        (
            "Dato,Tid,Kvitteringsnummer,Mva,Totalt,Avgift,Netto,Betalingsmetode,Hendelsestype,Ansatt,Beskrivelse",
            "Refusjon",
        ),
        (
            "Dato,Tid,Kvitteringsnummer,Moms,Total,Afgift,Netto,Betalingsmetode,Hændelsestype,Personale,Beskrivelse",
            "Tilbagebetaling",
        ),
        ("Date,Time,Receipt number,VAT,Total,Fee,Net,Payment method,Event type,Staff,Description", "Refund"),
        (
            "Datum,Uhrzeit,Belegnummer,MwSt,Gesamt,Gebühr,Netto,Zahlungsmethode,Ereignistyp,Mitarbeiter,Beschreibung",
            "Rückerstattung",
        ),
        (
            "Päivämäärä,Aika,Kuittinumero,ALV,Yhteensä,Maksu,Netto,Maksutapa,Tapahtumatyyppi,Henkilökunta,Kuvaus",
            "Hyvitys",
        ),
        ("Data,Godzina,Numer paragonu,VAT,Razem,Opłata,Netto,Metoda płatności,Typ zdarzenia,Pracownik,Opis", "Zwrot"),
    ],
)
def test_zettle_in_its_languages(sheet: Sheet, heading: str, refund: str) -> None:
    text = (
        f'Kafé,,,,,,,,,,\n\nPeriod: 2025,,,,,,,,,,\n{heading}\n'
        f'13.09.2025,09:51,5000,"15,80","79,00","-1,38","77,62",Kort,x,Erik,2 x Te\n'
        f'13.09.2025,09:52,5001,"-15,80","-79,00","0,00","-79,00",Kort,{refund},Erik,Te\n'
        '13.09.2025,09:53,5002,"0,00","1.079,00","0,00","1.079,00",Kort,x,Erik,"Te, Bok"\n'
        ',,,,"1.079,00",,,,,,\nTotal,,,,"1.079,00",,,,,,\n,,Total,,"1.079,00",x,x,x,,,\n'
    )  # fmt: skip
    receipts = sheet.receipts(text)
    source = open_source(sheet.path, "sales")
    assert (source.format, source.decimal, source.shape.heading_line) == ("zettle", ",", 4)
    # What is left after the card's fee is not what was paid.
    assert fields_of(source)[source.table.heading[6]] == IGNORE
    assert [(each.number, each.amount, each.refund, each.staff) for each in receipts] == [
        ("5000", 7900, False, "Erik"), ("5001", 7900, True, "Erik"), ("5002", 107900, False, "Erik"),
    ]  # fmt: skip
    assert sold(receipts[0]) == (("Te", 2, 7900),)
    assert receipts[0].at.isoformat() == "2025-09-13T09:51:00"


def test_a_list_without_numbers(sheet: Sheet) -> None:
    text = (
        "Datum;Kund;Belopp\n2026-01-02;Anna;1.264,50 kr\n2026-01-02;Anna;1.264,50 kr\n2026-01-03;Per;5\nSumma;;2534\n"
    )
    receipts = sheet.receipts(text)
    assert [(each.amount, each.at.hour) for each in receipts] == [(126450, 12), (126450, 12), (500, 12)]
    assert len({each.number for each in receipts}) == 3
    assert [each.number for each in sheet.receipts(text)] == [each.number for each in receipts]


def test_items_of_one_moment_are_one_visit(sheet: Sheet) -> None:
    text = (
        "Date,Time,Item,Qty,Price,Customer\n13/06/2026,14:00,Te,2,38,Anna\n13/06/2026,14:00,Ost,0.5,42,Anna\n"
        "13/06/2026,14:00,Te,1,38,Per\n13/06/2026,14:01,Te,1,38,Per\n"
    )
    assert [(each.amount, len(each.items)) for each in sheet.receipts(text)] == [(9700, 2), (3800, 1), (3800, 1)]


def test_rows_that_say_too_little_are_told_not_lost(sheet: Sheet) -> None:
    assert sheet.rejected("Datum;Kund;Belopp\n2026-01-02;Anna;5\n;Per;3\nsnart;Eva;3\n;;8\n", sales=True) == [
        (3, "Datum"), (4, "Datum"),
    ]  # fmt: skip


def test_a_column_kept_as_a_note(sheet: Sheet) -> None:
    text = "Datum;Kund;Belopp;Allergi\n2026-01-02;Anna;5;nötter\n"
    customer = sheet.receipt(text, Mapping(columns={"Allergi": "note"})).customer
    assert customer is not None and [note.text for note in customer.notes] == ["Allergi: nötter"]


def test_refunds_that_name_their_receipt(sheet: Sheet) -> None:
    text = "Datum;Kvitto;Belopp;Ursprungligt kvitto;Kund\n2026-01-02;7;-5;'3;Anna\n"
    receipt = sheet.receipt(text)
    assert (receipt.number, receipt.refund, receipt.refunds, receipt.amount) == ("7", True, "3", 500)


def test_currencies_with_other_decimals(sheet: Sheet) -> None:
    text = "Datum;Kvitto;Belopp\n2026-01-02;7;1 264\n"
    assert sheet.receipt(text, currency="JPY").amount == 1264
    assert sheet.receipt(text, currency="KWD").amount == 1_264_000


@pytest.mark.parametrize(
    "text", ["Refund", "Återköp", "Retur", "Tilbagebetaling", "Zwrot", "Rückerstattung", "Palautus"]
)
def test_words_for_refunds(text: str) -> None:
    assert is_refund(text) and not is_cancelled(text)


@pytest.mark.parametrize("text", ["Sale", "Betalning", "Kreditkort", "Försäljning", "Sprzedaż", "Closed", ""])
def test_words_that_mean_neither(text: str) -> None:
    assert not is_refund(text) and not is_cancelled(text) and not is_total(text)


@pytest.mark.parametrize("text", ["Cancelled", "Voided", "Makulerad", "Avbruten", "Anulowany", "Storniert", "Slettet"])
def test_words_for_cancelled(text: str) -> None:
    assert is_cancelled(text) and not is_refund(text)


@pytest.mark.parametrize("text", ["Totalt", "Summa: 2 534,00", "I alt", "RAZEM", "Yhteensä", "Grand total"])
def test_words_for_sums(text: str) -> None:
    assert is_total(text) and not is_total(text + " Andersson")


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=16), min_size=7, max_size=7))
def test_any_row_is_a_receipt_or_rejected(tmp_path_factory: pytest.TempPathFactory, cells: list[str]) -> None:
    path = tmp_path_factory.getbasetemp() / "any-sale.csv"
    row = ",".join('"' + cell.replace('"', '""').replace("\0", "") + '"' for cell in cells)
    path.write_text(
        f"Date,Receipt number,Item,Quantity,Amount,Customer,Type\n2026-01-02,1,Te,1,5,Anna,Sale\n{row}\n", "utf-8"
    )
    for each in receipts_of(path):
        assert isinstance(each, Rejected) or each.amount is None or each.amount >= 0
