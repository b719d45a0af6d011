"""The sample shop: sound, believable, the same again from the same seed, and what the till would have written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import phonenumbers
import pytest

from kassa import paths
from kassa.domain.identity import holds_identity_number
from kassa.domain.people import NOTE_KINDS
from kassa.errors import KassaError
from kassa.exchange.contacts import read_email, read_phone
from kassa.services import checkout, corrections, customers, demo, programmes
from kassa.services.checking import check
from kassa.services.demo_people import People, content
from kassa.services.demo_visits import RHYTHMS, Shop
from kassa.services.opening import open_session
from kassa.services.replies import Order, OrderItem
from kassa.services.session import Session

NOW = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)
DEMO = paths.resources() / "demo"


def opened(where: Path, now: datetime = NOW) -> Session:
    return open_session(str(where), till="test", clock=lambda: now)


def rows(session: Session, question: str) -> list[tuple[object, ...]]:
    with session.store.reading() as transaction:
        return [tuple(row) for row in transaction.exec_driver_sql(question)]


def one(session: Session, question: str) -> int:
    return int(str(rows(session, question)[0][0]))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The shop as everybody first sees it; nothing is written to it."""
    where = tmp_path_factory.mktemp("sample") / "shop"
    demo.build(str(where), clock=lambda: NOW)
    session = opened(where)
    yield session
    session.close()


def test_the_shop_is_sound(sample: Session) -> None:
    assert check(sample) == ()
    assert one(sample, "SELECT count(*) FROM customer") == 300
    assert programmes.current(sample).programme.shop_name == "Bokkaféet"


def test_everybody_has_exactly_one_active_card(sample: Session) -> None:
    assert one(sample, "SELECT count(DISTINCT customer) FROM card WHERE state = 'active'") == 300
    assert one(sample, "SELECT count(*) FROM card") == 300
    for code, number in rows(sample, "SELECT code, customer FROM card LIMIT 20"):
        assert customers.show(sample, str(code)).customer.number == number


def test_lind_mar_finds_the_four_of_the_picture_with_maria_first(sample: Session) -> None:
    names = [hit.name for hit in customers.find(sample, "lind mar")]
    assert names[0] == "Maria Lindqvist"
    assert sorted(str(name) for name in names) == [
        "Linda Mårtensson",
        "Marcus Lind",
        "Marek Lindowski",
        "Maria Lindqvist",
    ]


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_lind_mar_finds_only_them_whatever_the_seed(tmp_path: Path, seed: int) -> None:
    demo.build(str(tmp_path / "shop"), seed=seed, clock=lambda: NOW)
    session = opened(tmp_path / "shop")
    assert len(customers.find(session, "lind mar")) == 4
    assert check(session) == ()
    session.close()


def test_maria_is_as_the_picture_shows_her(sample: Session) -> None:
    view = customers.show(sample, "maria.lindqvist@example.se")
    assert (view.customer.visits, view.customer.since.year, str(view.customer.phone)[-4:]) == (41, 2023, "4512")
    assert view.greeting.kind == "ask"
    assert "bröllopet i Visby" in str(view.greeting.say)
    card = view.standing.stamp_cards[0]
    assert (card.card_no, card.stamps, card.boxes, card.left) == (5, 7, 10, 3)
    tier = view.standing.tier
    assert tier is not None
    assert (tier.name, tier.next, str(tier.until)) == ("Guld", "Platina", "2027-03-31")
    assert getattr(tier.left, "minor", None) == 124000
    assert [reward.reward for reward in view.standing.rewards] == ["free-coffee"]
    due = [note for note in view.notes if note.due == NOW.date()]
    assert [(note.kind, note.text[:10]) for note in due] == [("promise", "Röda rumme")]
    amounts = [purchase.amount.minor for purchase in view.purchases[:4] if purchase.amount]
    assert amounts == [8900, 31800, 17600, 4200]


def test_what_customers_are_said_to_be_is_what_the_rules_find(sample: Session) -> None:
    for number, tier, visits in rows(sample, "SELECT id, tier, visits FROM customer"):
        view = customers.show(sample, f"#{number}")
        assert view.standing.tier is not None
        assert view.standing.tier.id == tier, number
        stand = one(sample, f"SELECT count(*) FROM purchase WHERE customer = {number} AND NOT undone")
        assert stand == visits == view.customer.visits


@pytest.mark.parametrize("who", ["Maria Lindqvist", "Per Ö", "Linda Mårtensson"])
def test_the_till_itself_writes_the_same(tmp_path: Path, sample: Session, who: str) -> None:
    number = next(hit.number for hit in customers.find(sample, who) if hit.name == who)
    bought = rows(sample, f"SELECT id, at, amount, non_earning FROM purchase WHERE customer = {number} ORDER BY at")
    clock = [datetime.fromtimestamp(int(str(bought[0][1])) / 1e6 - 3600, UTC)]
    session = open_session(str(tmp_path / "till"), till="test", create=True, clock=lambda: clock[0], random=Random(1))
    programmes.apply(session, DEMO / "programme.toml")
    customers.add(session, customers.NewCustomer(name=who))
    for purchase, at, amount, non_earning in bought:
        clock[0] = datetime.fromtimestamp(int(str(at)) / 1e6, UTC)
        lines = rows(sample, f"SELECT item, quantity FROM purchase_item WHERE purchase = {purchase} ORDER BY line")
        items = tuple(OrderItem(str(item), int(str(quantity))) for item, quantity in lines)
        paid = None if amount is None else int(str(amount))
        checkout.buy(session, Order("#1001", amount=paid, items=items, non_earning=int(str(non_earning)) or None))
    clock[0] = NOW
    ledger = (
        "SELECT kind, delta, card_number, unit, programme, purchase IS NULL, because FROM ledger "
        "WHERE customer = {} ORDER BY id"
    )
    issued = "SELECT cause, valid_until, card_boxes, head_start, issued_at FROM reward WHERE customer = {} ORDER BY id"
    held = "SELECT tier, tier_until, visits, last_visit FROM customer WHERE id = {}"
    for question in (ledger, issued, held):
        assert rows(sample, question.format(number)) == rows(session, question.format(1001))
    before, after = (customers.show(each, f"#{n}").standing for each, n in ((sample, number), (session, 1001)))
    assert (before.stamp_cards, before.tier) == (after.stamp_cards, after.tier)
    session.close()


def test_the_same_seed_and_clock_give_the_same_shop(tmp_path: Path) -> None:
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        demo.build(str(tmp_path / name), customers=40, seed=seed, clock=lambda: NOW)
    sessions = [opened(tmp_path / name) for name in "abc"]
    tables = (
        "customer card tag consent note purchase purchase_item reward ledger operation stamp_card search_text".split()
    )
    first, second, other = ([rows(each, f"SELECT * FROM {table}") for table in tables] for each in sessions)
    assert first == second
    assert first != other
    for session in sessions:
        session.close()


def test_people_come_from_four_countries_and_one_in_six_without_contacts(sample: Session) -> None:
    shares = {
        str(language): int(str(n)) for language, n in rows(sample, "SELECT language, count(*) FROM customer GROUP BY 1")
    }
    assert set(shares) == {"sv", "nb", "pl", "en"}
    assert 200 < shares["sv"] < 270
    assert 30 <= one(sample, "SELECT count(*) FROM customer WHERE phone IS NULL AND email IS NULL") <= 75
    assert one(sample, "SELECT count(*) FROM customer WHERE name IS NULL") > 0
    assert one(sample, "SELECT count(DISTINCT name) FROM customer") > 250


def test_telephones_and_mail_are_as_the_register_keeps_them(sample: Session) -> None:
    for phone, email in rows(sample, "SELECT phone, email FROM customer"):
        assert phone is None or read_phone(str(phone), "SE") == phone
        assert email is None or read_email(str(email)) == email
    for column in ("phone", "email"):
        assert not rows(sample, f"SELECT {column} FROM customer WHERE {column} <> '' GROUP BY 1 HAVING count(*) > 1")


def test_whoever_was_drawn_is_found_by_the_telephone_as_dialled_at_home(sample: Session) -> None:
    for number, phone in rows(sample, "SELECT id, phone FROM customer WHERE phone IS NOT NULL LIMIT 60"):
        parsed = phonenumbers.parse(str(phone))
        dialled = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
        assert customers.find(sample, dialled)[0].number == number


def test_a_fifth_of_the_customers_bring_most_of_the_takings(sample: Session) -> None:
    spent = sorted(
        (int(str(net)) for (net,) in rows(sample, "SELECT sum(net) FROM purchase GROUP BY customer")), reverse=True
    )
    assert 0.55 < sum(spent[:60]) / sum(spent) < 0.9
    assert {tier for (tier,) in rows(sample, "SELECT tier FROM customer")} == {"base", "silver", "gold", "platinum"}


def test_rewards_wait_are_used_or_have_expired_and_some_purchases_came_back(sample: Session) -> None:
    today = NOW.date().isoformat()
    for where in (
        "redeemed IS NOT NULL",
        f"state = 'available' AND valid_until >= '{today}'",
        f"state = 'available' AND valid_until < '{today}'",
    ):
        assert one(sample, f"SELECT count(*) FROM reward WHERE {where}") >= 10, where
    assert one(sample, "SELECT count(*) FROM purchase WHERE returned > 0") >= 3
    assert one(sample, "SELECT count(*) FROM purchase WHERE undone") >= 1


def test_two_years_up_to_now_and_never_later(sample: Session) -> None:
    latest = one(sample, "SELECT max(at) FROM purchase")
    assert latest <= NOW.timestamp() * 1e6
    months = rows(sample, "SELECT substr(business_date, 1, 7) m FROM purchase GROUP BY 1 HAVING count(*) > 30")
    assert len(months) == 25
    december, july = (
        one(sample, f"SELECT count(*) FROM purchase WHERE business_date LIKE '{m}%'") for m in ("2025-12", "2026-07")
    )
    assert december > 1.4 * july


@pytest.mark.parametrize("rhythm", list(RHYTHMS))
def test_nobody_comes_when_the_shop_is_closed_or_before_they_joined(rhythm: str) -> None:
    zone = ZoneInfo("Europe/Stockholm")
    first = (NOW - timedelta(days=730)).date()
    shop = Shop(Random(1), first, NOW, zone)
    since = shop.open_day(first + timedelta(days=100))
    visits = shop.draw(rhythm, 60, since, shop.today)
    assert [visit.at for visit in visits] == sorted(visit.at for visit in visits)
    for visit in visits:
        local = visit.at.astimezone(zone)
        assert local.date() == visit.day >= since
        assert local.hour * 60 + local.minute < (1080, 1080, 1080, 1080, 1080, 1020, 960)[local.weekday()]
        assert local.hour >= (7 if local.weekday() < 5 else 9)
        assert visit.at <= NOW
        assert (local.month, local.day) not in {(12, 24), (12, 25), (1, 1)}


def test_a_shop_seen_at_night_has_no_visits_of_the_day_to_come(tmp_path: Path) -> None:
    night = datetime(2026, 12, 28, 2, 10, tzinfo=UTC)
    demo.build(str(tmp_path / "shop"), customers=60, purchases=6000, clock=lambda: night)
    session = opened(tmp_path / "shop", night)
    assert one(session, "SELECT max(at) FROM purchase") < night.timestamp() * 1e6
    assert check(session) == ()
    session.close()


@pytest.mark.parametrize(("size", "purchases"), [(0, None), (1, None), (9, 5), (50, 0), (200, 1500), (40, 41 * 40)])
def test_sizes_are_what_was_asked_for(tmp_path: Path, size: int, purchases: int | None) -> None:
    demo.build(str(tmp_path / "shop"), customers=size, purchases=purchases, clock=lambda: NOW)
    session = opened(tmp_path / "shop")
    assert one(session, "SELECT count(*) FROM customer") == size
    if purchases is not None:
        assert one(session, "SELECT count(*) FROM purchase") == purchases
    assert check(session) == ()
    session.close()


def test_progress_rises_to_the_end(tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    demo.build(
        str(tmp_path / "shop"),
        customers=30,
        progress=lambda done, total: heard.append((done, total)),
        clock=lambda: NOW,
    )
    assert heard == sorted(heard)
    assert heard[-1][0] == heard[-1][1]


def test_a_shop_in_use_is_left_alone(tmp_path: Path) -> None:
    demo.build(str(tmp_path / "shop"), customers=12, clock=lambda: NOW)
    session = opened(tmp_path / "shop")
    before = rows(session, "SELECT * FROM customer")
    with pytest.raises(KassaError) as refusal:
        demo.build(str(tmp_path / "shop"), customers=20, seed=2, clock=lambda: NOW)
    assert refusal.value.code == "bad_value"
    assert rows(session, "SELECT * FROM customer") == before
    session.close()


@pytest.mark.parametrize(("size", "purchases"), [(-1, None), (10, -1), (demo.MOST + 1, None)])
def test_numbers_that_make_no_sense_are_refused_before_anything_is_made(
    tmp_path: Path, size: int, purchases: int | None
) -> None:
    with pytest.raises(KassaError) as refusal:
        demo.build(str(tmp_path / "shop"), customers=size, purchases=purchases, clock=lambda: NOW)
    assert refusal.value.code == "bad_value"
    assert not (tmp_path / "shop").exists()


def test_what_fails_on_the_way_leaves_an_empty_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo.build(str(tmp_path / "shop"), customers=30, progress=interrupted, clock=lambda: NOW)
    session = opened(tmp_path / "shop")
    assert one(session, "SELECT count(*) FROM customer") == 0
    session.close()


def test_the_notes_are_many_different_and_hold_no_numbers() -> None:
    notes = content(DEMO, "notes")
    texts = [text for kinds in notes.values() for said in kinds.values() for text in said]
    assert len(texts) == len(set(texts)) >= 120
    assert set(notes) == {"sv", "nb", "pl", "en"}
    for kinds in notes.values():
        assert set(kinds) == set(NOTE_KINDS) - {"health"}
        assert all(text.endswith("?") for text in kinds["ask"])
    assert not any(holds_identity_number(text) for text in texts)


def test_no_note_comes_twice_in_the_shop_that_everybody_first_sees(sample: Session) -> None:
    assert not rows(sample, "SELECT text FROM note GROUP BY 1 HAVING count(*) > 1")
    assert (
        one(sample, "SELECT count(*) FROM note WHERE state = 'open' AND kind = 'promise' AND due <= '2026-11-22'") >= 3
    )


def test_names_have_a_long_tail() -> None:
    people = People(content(DEMO, "names"), Random(1), NOW.date())
    drawn = [people.draw(NOW.date()) for _ in range(20_000)]
    names = [person.name for person in drawn if person.name]
    assert len(set(names)) > 0.6 * len(names)
    phones = [person.phone for person in drawn if person.phone]
    assert len(set(phones)) == len(phones)


def test_a_polish_surname_follows_its_bearer() -> None:
    people = People(content(DEMO, "names"), Random(1), NOW.date())
    drawn = [people.draw(NOW.date()) for _ in range(20_000)]
    polish = [person.name.split() for person in drawn if person.language == "pl" and person.name and " " in person.name]
    assert not [name for name in polish if name[0] in ("Anna", "Ewa", "Kinga") and name[1].endswith("ski")]
    assert not [name for name in polish if name[0] in ("Piotr", "Marek") and name[1].endswith("ska")]


def test_undoing_a_redemption_of_the_sample_works_as_any(tmp_path: Path) -> None:
    demo.build(str(tmp_path / "shop"), customers=60, clock=lambda: NOW)
    session = opened(tmp_path / "shop")
    latest = "SELECT id FROM reward WHERE state = 'redeemed' ORDER BY redeemed_at DESC LIMIT 1"
    number = one(session, latest)
    corrections.undo(session, f"r{number}")
    assert rows(session, f"SELECT state FROM reward WHERE id = {number}") == [("available",)]
    assert check(session) == ()
    session.close()
