"""Another till's receipts: history that counts for tiers, everybody once, and all of it can be regretted."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from kassa.domain.people import CustomerView
from kassa.errors import KassaError
from kassa.exchange.mapping import Mapping
from kassa.services import (
    card_printing,
    checking,
    checkout,
    corrections,
    customers,
    import_carries,
    import_pieces,
    importing,
    notes,
)
from kassa.services.importing import (
    ImportReport,
    SalesOutcome,
    import_customers,
    import_sales,
    past_imports,
    undo_import,
)
from kassa.services.replies import Order
from kassa.store import schema
from tests.builders import Shop, make_shop

DATA = Path(__file__).parents[1] / "data"
LOYVERSE = DATA / "loyverse_receipts_by_item.csv"
HEADING = (
    "Date", "Receipt number", "Receipt type", "Item", "Quantity", "Gross sales", "Discounts", "Net sales",
    "Cashier name", "Customer name", "Customer contacts", "Status",
)  # fmt: skip


def write(shop: Shop, *rows: Sequence[str]) -> Path:
    """Loyverse's receipts by item: (date, number, type, item, quantity, net, customer, contacts)."""
    file = shop.folder.parent / "receipts.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(HEADING)
        for day, number, kind, item, quantity, net, who, contacts in rows:
            writer.writerow((day, number, kind, item, quantity, net, "0", net, "Erik", who, contacts, "Closed"))
    return file


SALE = ("13/10/2026 10:00", "1-1", "Sale", "Kaffe", "2", "84.00", "Anna Berg", "0701234567")
ANOTHER = ("14/10/2026 10:00", "1-2", "Sale", "Bok", "1", "229.00", "Anna Berg", "0701234567")
REFUND = ("15/10/2026 10:00", "1-3", "Refund", "Kaffe", "-1", "-42.00", "Anna Berg", "0701234567")


def snapshot(shop: Shop) -> dict[str, list[tuple[object, ...]]]:
    """Everything in the register but what an import always leaves: operations, its own row, and lines of the ledger."""
    left = {"operation", "import_run", "meta", "ledger", "stamp_card"}
    with shop.session.store.reading() as transaction:
        found = {
            table.name: sorted((tuple(row) for row in transaction.execute(table.select())), key=repr)
            for table in schema.metadata.sorted_tables
            if table.name not in left
        }
        found["search"] = sorted(
            tuple(row) for row in transaction.exec_driver_sql("SELECT customer, name, text FROM search_text")
        )
        found["words"] = sorted(tuple(row) for row in transaction.exec_driver_sql("SELECT word, uses FROM search_word"))
    return found


def person(shop: Shop, name: str) -> CustomerView:
    (hit,) = (hit for hit in customers.find(shop.session, "", limit=5000) if hit.name == name)
    return customers.show(shop.session, hit.id)


def test_a_real_file_and_again(shop: Shop) -> None:
    report = import_sales(shop.session, LOYVERSE)
    assert (report.format, report.read) == ("loyverse", 2500)
    assert report.created + report.updated + report.skipped + len(report.rejected) == 2500
    # 1,653 sales to somebody; 711 + 15 + 21 + 2 to nobody, and 45 + 1 that were cancelled.
    assert report.created == 1653
    assert report.rejected == ()
    assert report.skipped == 711 + 15 + 21 + 2 + 46 + 52 - report.updated
    assert report.sales == SalesOutcome(732, 63, adrift=46, joined=897)
    again = import_sales(shop.session, LOYVERSE)
    assert (again.created, again.sales) == (0, SalesOutcome(732, 63, adrift=46, here=1659))
    assert checking.check(shop.session) == ()
    jonas = person(shop, "Jonas Westin")
    assert jonas.customer.phone == "+46703157710"
    (first,) = (purchase for purchase in jonas.purchases if purchase.receipt == "1-1001")
    assert [(item.item, item.quantity) for item in first.items] == [("Kanelbulle", 1), ("coffee", 1)]
    assert first.at.isoformat() == "2026-03-28T14:54:00+00:00"
    assert jonas.standing.stamp_cards[0].stamps == 2
    assert corrections.why(shop.session, jonas.customer.id) == ()


def test_history_counts_for_tiers_and_earns_nothing(shop: Shop) -> None:
    book = ("01/11/2026 10:00", "1-9", "Sale", "Bok", "9", "2500.00", "Anna Berg", "0701234567")
    assert import_sales(shop.session, write(shop, book)).created == 1
    view = person(shop, "Anna Berg")
    assert view.standing.tier is not None
    assert view.standing.tier.id == "silver"
    assert view.standing.rewards == ()
    assert (view.customer.visits, len(view.purchases)) == (1, 1)
    assert view.purchases[0].amount is not None
    assert view.purchases[0].amount.minor == 250_000


def test_it_earns_when_asked_by_the_rules_of_its_days(shop: Shop) -> None:
    report = import_sales(shop.session, write(shop, ANOTHER, SALE), earn=True)
    assert report.created == 2
    view = person(shop, "Anna Berg")
    assert view.standing.stamp_cards[0].stamps == 4
    assert [line.kind for line in corrections.why(shop.session, view.customer.id)] == ["head_start", "earned"]
    assert view.customer.visits == 2


def test_a_refund_is_a_return_of_the_purchase_that_it_fits(shop: Shop) -> None:
    report = import_sales(shop.session, write(shop, REFUND, ANOTHER, SALE))
    assert (report.created, report.updated, report.rejected) == (2, 1, ())
    bought = {purchase.receipt: purchase for purchase in person(shop, "Anna Berg").purchases}
    assert bought["1-1"].returned is not None
    assert bought["1-1"].returned.minor == 4200
    assert bought["1-2"].returned is None
    again = import_sales(shop.session, write(shop, REFUND, ANOTHER, SALE))
    assert (again.created, again.updated, again.skipped) == (0, 0, 3)


def test_a_refund_of_nothing_here_takes_nothing_back(shop: Shop) -> None:
    report = import_sales(shop.session, write(shop, REFUND))
    assert report == ImportReport("loyverse", 1, 0, 0, 1, (), sales=SalesOutcome(adrift=1, joined=1))
    assert import_sales(shop.session, write(shop, REFUND, SALE)).updated == 1


def test_a_receipt_typed_before_is_the_same_purchase(shop: Shop) -> None:
    anna = shop.join("Anna Berg", phone="0701234567")
    checkout.buy(shop.session, Order(anna, 8400, receipt="1-1", at=shop.clock.now - timedelta(days=40)))
    with shop.session.store.reading() as transaction:
        day = transaction.execute(schema.purchase.select()).one().business_date
    typed = (f"{day[8:]}/{day[5:7]}/{day[:4]} 18:00", *SALE[1:])
    report = import_sales(shop.session, write(shop, typed, ("13/01/2026 09:00", *SALE[1:])))
    assert (report.created, report.skipped) == (1, 1)


def test_the_same_words_are_the_same_buyer(shop: Shop) -> None:
    alone = [
        (f"{day}/10/2026 10:00", f"2-{day}", "Sale", "Kaffe", "1", "42", "Dan Johansson", "") for day in range(13, 20)
    ]
    assert import_sales(shop.session, write(shop, *alone)).created == 7
    assert person(shop, "Dan Johansson").customer.visits == 7
    shop.join("Eva Ek", phone="0709999999")
    eva = ("20/10/2026 10:00", "2-30", "Sale", "Kaffe", "1", "42", "Ek Eva", "")
    assert import_sales(shop.session, write(shop, eva)).created == 1
    assert person(shop, "Eva Ek").customer.visits == 1


def test_what_is_regretted_leaves_nothing(shop: Shop) -> None:
    anna = shop.join("Anna Berg", phone="0701234567")
    shop.buy(anna, amount=5000)
    before = snapshot(shop)
    import_sales(shop.session, write(shop, SALE, ANOTHER, REFUND, *(
        (f"{day}/09/2026 10:00", f"3-{day}", "Sale", "Te", "1", "38", f"Ny {day}", "") for day in range(13, 30)
    )), op="moving in")  # fmt: skip
    assert snapshot(shop) != before
    undone = undo_import(shop.session, "moving in")
    assert (undone.removed, undone.restored, undone.kept) == (17, 1, 0)
    assert snapshot(shop) == before
    assert checking.check(shop.session) == ()
    assert [(each.op, each.state) for each in past_imports(shop.session)] == [("moving in", "undone")]
    with pytest.raises(KassaError) as caught:
        corrections.undo(shop.session, "moving in")
    assert caught.value.code == "already_undone"
    assert import_sales(shop.session, write(shop, SALE, ANOTHER, REFUND)).created == 2


def test_earned_stamps_leave_with_the_import(shop: Shop) -> None:
    import_sales(shop.session, write(shop, SALE, ANOTHER), op="moving in", earn=True)
    assert corrections.undo(shop.session, "moving in").standing is None
    assert customers.find(shop.session, "") == ()
    assert customers.find(shop.session, "anna") == ()
    with pytest.raises(KassaError):
        customers.show(shop.session, "#1001")
    assert checking.check(shop.session) == ()
    assert import_sales(shop.session, write(shop, SALE, ANOTHER), earn=True).created == 2
    assert person(shop, "Anna Berg").standing.stamp_cards[0].stamps == 4


def test_whom_the_shop_served_since_stays(shop: Shop) -> None:
    import_sales(shop.session, write(shop, SALE), op="moving in")
    anna = person(shop, "Anna Berg").customer
    checkout.buy(shop.session, Order(anna.id, 4200))
    undone = undo_import(shop.session, "moving in")
    assert (undone.removed, undone.kept) == (0, 1)
    view = customers.show(shop.session, anna.id)
    assert (view.customer.visits, len(view.purchases)) == (1, 1)


def test_one_of_its_purchases_can_be_undone_or_returned_alone(shop: Shop) -> None:
    import_sales(shop.session, write(shop, SALE, ANOTHER), op="moving in")
    view = person(shop, "Anna Berg")
    corrections.undo(shop.session, view.purchases[0].id)
    assert person(shop, "Anna Berg").customer.visits == 1
    checkout.take_back(shop.session, view.purchases[1].id)
    with pytest.raises(KassaError) as caught:
        corrections.undo(shop.session, view.purchases[0].id)
    assert caught.value.code == "already_undone"
    undo_import(shop.session, "moving in")
    assert customers.find(shop.session, "") == ()
    assert checking.check(shop.session) == ()


def test_a_list_with_stamps_and_its_regret(shop: Shop) -> None:
    before = snapshot(shop)
    report = import_customers(shop.session, DATA / "egen_lista.csv", op="the list")
    assert (report.format, report.read, report.rejected) == ("list", 393, ())
    oscar = person(shop, "Oscar Skoglund")
    assert (oscar.standing.stamp_cards[0].stamps, oscar.customer.birthday) == (7, "--11-21")
    assert import_customers(shop.session, DATA / "egen_lista.csv").skipped == 393
    undo_import(shop.session, "the list")
    after = snapshot(shop)
    after["customer"] = [row for row in after["customer"] if row[1] is not None]
    assert after == before
    assert customers.find(shop.session, "") == ()
    assert checking.check(shop.session) == ()
    again = import_customers(shop.session, DATA / "egen_lista.csv")
    assert (again.created, again.updated) == (report.created, report.updated)
    assert person(shop, "Oscar Skoglund").standing.stamp_cards[0].stamps == 7


def test_many_paper_cards_leave_as_one_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "list.csv"
    people = "".join(f"Nr {number},070{number:07},{number % 10}\n" for number in range(1, 60))
    file.write_text(f"Namn,Telefon,Stämplar\n{people}", "utf-8")

    def written(quickly: bool) -> list[object]:
        shop = make_shop(tmp_path / str(quickly))
        import_customers(shop.session, file, op="list")
        bought, moved = (person(shop, f"Nr {number}").customer.id for number in (17, 38))
        shop.buy(bought, coffee=12)
        corrections.adjust(shop.session, moved, "stamps", -3, "fel", "coffee-card")
        with monkeypatch.context() as patched:
            if not quickly:
                patched.setattr(import_carries, "take_back", lambda *_: 0)
            undo_import(shop.session, "list")
        assert checking.check(shop.session) == ()
        with shop.session.store.reading() as transaction:
            found: list[object] = [
                sorted((tuple(row) for row in transaction.execute(select(*columns))), key=repr)
                for columns in (_LINES, list(schema.stamp_card.c))
            ]
        shop.close()
        return found

    assert written(True) == written(False)


_ACT, _UNDONE, _BEFORE = schema.operation.alias(), schema.operation.alias(), schema.ledger.alias()
_LINES = [
    *(column for column in schema.ledger.c if column.name not in ("id", "operation", "reverses")),
    *(
        select(_ACT.c[name]).where(_ACT.c.id == schema.ledger.c.operation).scalar_subquery()
        for name in ("verb", "subject", "at", "staff", "till", "part_of", "reply")
    ),
    select(_UNDONE.c.subject)
    .where(_UNDONE.c.id == select(_ACT.c.undoes).where(_ACT.c.id == schema.ledger.c.operation).scalar_subquery())
    .scalar_subquery(),
    select(_BEFORE.c.kind).where(_BEFORE.c.id == schema.ledger.c.reverses).scalar_subquery(),
]


def test_a_row_that_brings_nothing_but_stamps_is_something_new(shop: Shop, tmp_path: Path) -> None:
    oscar = shop.join("Oscar Skoglund", phone="0709245038")
    file = tmp_path / "list.csv"
    file.write_text("Namn;Telefon;Stämplar\nOscar Skoglund;0709245038;7\n", encoding="utf-8")
    report = import_customers(shop.session, file)
    assert (report.updated, report.skipped) == (1, 0)
    assert customers.show(shop.session, oscar).standing.stamp_cards[0].stamps == 7
    file.write_text("Namn;Telefon;Stämplar\nOscar Skoglund;070-924 50 38;8\n", encoding="utf-8")
    report = import_customers(shop.session, file)
    assert (report.updated, report.skipped) == (0, 1)


def test_fields_filled_in_are_emptied_again_but_not_what_somebody_wrote_since(shop: Shop) -> None:
    first = shop.join("Oscar Skoglund", phone="0709245038")
    other = shop.join("Ronja Eriksson", phone="+46700831970")
    notes.add(shop.session, other, "Gillar kanel")
    before = snapshot(shop)
    import_customers(shop.session, DATA / "square_customers.csv", op="square")
    assert customers.show(shop.session, first).customer.address is not None
    undo_import(shop.session, "square")
    assert snapshot(shop)["note"] == before["note"]
    assert customers.show(shop.session, first).customer.address is None
    import_customers(shop.session, DATA / "square_customers.csv", op="square again")
    customers.edit(shop.session, first, {"address": "Lillgatan 1"})
    undo_import(shop.session, "square again")
    view = customers.show(shop.session, first).customer
    assert (view.address, view.birthday, view.visits) == ("Lillgatan 1", None, 0)


def test_dying_half_way_leaves_nothing_for_the_next(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    before = snapshot(shop)

    def die(*_: object) -> None:
        raise SystemExit

    monkeypatch.setattr(importing, "abandon", die)
    with pytest.raises(SystemExit):
        import_sales(shop.session, LOYVERSE, op="moving in", progress=_leave_after(1000))
    monkeypatch.undo()
    assert snapshot(shop) != before
    with pytest.raises(KassaError) as caught:
        undo_import(shop.session, "nothing")
    assert caught.value.code == "bad_value"
    again = Shop(shop.folder, shop.clock)
    assert snapshot(again) == before
    assert past_imports(again.session) == ()
    assert import_sales(again.session, LOYVERSE, op="moving in").created == 1653


def _leave_after(count: int) -> importing.Progress:
    def told(done: int, _: int) -> None:
        if done > count:
            raise InterruptedError

    return told


def test_a_card_of_the_drawer_that_came_with_a_file_is_blank_again(shop: Shop, tmp_path: Path) -> None:
    printed = card_printing.print_cards(
        shop.session, card_printing.PrintRequest(tmp_path / "a.pdf", "a4-cut", blank=1, verify=False)
    )
    before = snapshot(shop)
    file = tmp_path / "list.csv"
    file.write_text(f"Namn;Kort\nAnna Berg;{printed.codes[0]}\n", "utf-8")
    import_customers(shop.session, file, op="list")
    assert customers.show(shop.session, printed.codes[0]).customer.name == "Anna Berg"
    undo_import(shop.session, "list")
    assert snapshot(shop)["card"] == before["card"]
    with pytest.raises(KassaError) as caught:
        customers.show(shop.session, printed.codes[0])
    assert caught.value.details["state"] == "blank"


def test_a_till_serves_between_the_pieces(shop: Shop) -> None:
    anna = shop.join("Nils Kund")
    served = []

    def serve(done: int, _: int) -> None:
        served.append(checkout.buy(shop.session, Order(anna, 100)).purchase.id)

    import_sales(shop.session, LOYVERSE, progress=serve)
    assert len(served) > 5
    assert customers.show(shop.session, anna).customer.visits == len(served)


def test_only_one_imports_at_a_time(shop: Shop) -> None:
    def start_another(done: int, _: int) -> None:
        import_sales(shop.session, LOYVERSE)

    with pytest.raises(KassaError) as caught:
        import_sales(shop.session, LOYVERSE, progress=start_another)
    assert caught.value.code == "store_busy"
    assert customers.find(shop.session, "") == ()


def test_a_rehearsal_says_what_will_be(shop: Shop) -> None:
    before = snapshot(shop)
    rehearsed = import_sales(shop.session, LOYVERSE, dry_run=True)
    assert snapshot(shop) == before
    assert rehearsed == import_sales(shop.session, LOYVERSE)


def test_an_op_is_answered_once(shop: Shop) -> None:
    file = write(shop, SALE)
    first = import_sales(shop.session, file, op="one")
    assert first == ImportReport("loyverse", 1, 1, 0, 0, (), sales=SalesOutcome(joined=1))
    assert import_sales(shop.session, file, op="one") == first
    with pytest.raises(KassaError) as caught:
        import_sales(shop.session, file, op="one", earn=True)
    assert caught.value.code == "op_reused"
    undone = undo_import(shop.session, "one", op="two")
    assert undo_import(shop.session, "one", op="two") == undone


def test_a_mapping_says_where_stamps_go(shop: Shop) -> None:
    with pytest.raises(KassaError) as caught:
        import_customers(shop.session, DATA / "egen_lista.csv", mapping=Mapping(stamp_card="nowhere"))
    assert caught.value.code == "bad_value"


def test_pieces_grow_and_shrink() -> None:
    pieces = import_pieces.Pieces.__new__(import_pieces.Pieces)
    pieces.rehearsed, pieces._size = False, 40
    pieces._learn(40, 0.001)
    assert pieces._size == 80
    pieces._learn(80, 0.4)
    assert pieces._size == 25


def test_a_full_disk_leaves_nothing_and_says_so(shop: Shop, tmp_path: Path) -> None:
    shop.join("Nils Kund")
    before = snapshot(shop)
    shop.close()
    program = (
        "import resource, sys; from pathlib import Path; from kassa.services.opening import open_session\n"
        "from kassa.services.importing import import_sales; from kassa.errors import KassaError\n"
        "from tests.builders import SetClock; from kassa.store import import_runs; import_runs._RESERVED = 1 << 20\n"
        "session = open_session(sys.argv[1], till='till-1', clock=SetClock())\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({2 << 20},) * 2)\n"
        "try: import_sales(session, Path(sys.argv[2]))\n"
        "except KassaError as error: print(error.code)"
    )
    file, sale = tmp_path / "big.csv", ("Sale", "Te", "1", "38.00")
    rows = [
        (f"{day:02}/{month:02}/2025 10:{minute}", f"{month}-{day}-{minute}", *sale, f"{'Namn ' * 20}{day} {month}", "")
        for month in range(1, 13)
        for day in range(1, 29)
        for minute in range(10, 30)
    ]
    write(shop, *rows).rename(file)
    ran = subprocess.run(
        [sys.executable, "-c", program, str(shop.folder), str(file)], capture_output=True, text=True, check=False
    )
    assert ran.stdout.strip() in ("store_full", "store_missing"), ran.stderr
    again = Shop(shop.folder, shop.clock)
    assert snapshot(again) == before
    assert past_imports(again.session) == ()
    assert checking.check(again.session) == ()
    assert sorted(path.name for path in (shop.folder / "backups").iterdir()) == []
