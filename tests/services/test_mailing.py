"""Post to chosen customers on a real store: who gets some, what it says, its coupons; all of it or nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from kassa.domain.codes import grouped
from kassa.errors import KassaError
from kassa.printing import CancelledError
from kassa.services import checkout, corrections, coupons, customers, mailing, settings
from kassa.services.mailing import LeftOut, Mailing
from kassa.services.register import Filters, Question
from tests.builders import CAFE, Shop, make_shop
from tests.printing.looking import codes, told

ADDRESS = "Storgatan 5, 753 10 Uppsala"
EVERYBODY = Question()


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    made = make_shop(tmp_path)
    settings.change_shop(made.session, {"address": "Torget 1\n753 11 Uppsala", "contact": "018-12 34 56"})
    return made


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "post.pdf"


def letter(
    customers: tuple[str, ...] | Question = EVERYBODY, text: str = "Hi {first_name}!", **more: object
) -> Mailing:
    return replace(Mailing("letter", customers, "Thank you, {first_name}!", text), **more)  # type: ignore[arg-type]


def sent(shop: Shop, wanted: Mailing, out: Path) -> tuple[mailing.Mailed, list[str]]:
    """What was printed, and what stands on each page."""
    from kassa.printing import Pages

    mailed = mailing.print_mailing(shop.session, wanted, out)
    pdf = out.read_bytes()
    with Pages(pdf) as pages:
        count = len(pages)
    assert count == mailed.pages
    return mailed, [told(pdf, page) for page in range(count)]


def test_each_gets_a_letter_with_name_and_address(shop: Shop, out: Path) -> None:
    maria, asa = shop.join("Maria Lindqvist", address=ADDRESS), shop.join("Åsa Berg", address="Ågatan 2\n111 22 Stad")
    mailed, pages = sent(shop, letter((maria, asa)), out)
    assert mailed.customers == (maria, asa)
    assert "Maria Lindqvist Storgatan 5 753 10 Uppsala" in pages[0]
    assert "Hi Maria!" in pages[0]
    assert "Thank you, Maria!" in pages[0]
    assert "Åsa Berg Ågatan 2 111 22 Stad" in pages[1]
    assert "Bokkaféet" in pages[1]
    assert "Torget 1" in pages[1]


def test_who_gets_none_is_told_with_the_reason(shop: Shop, out: Path) -> None:
    maria = shop.join("Maria", address=ADDRESS)
    nowhere, no = shop.join("Nils"), shop.join("Nej Tack", address=ADDRESS)
    odd = shop.join("محمد علي", address=ADDRESS)
    customers.consent(shop.session, no, "letter", False)
    mailed, _ = sent(shop, letter((maria, nowhere, no, odd, "c9999")), out)
    assert mailed.customers == (maria,)
    assert set(mailed.left_out) == {
        LeftOut(nowhere, "Nils", "no address"),
        LeftOut(no, "Nej Tack", "said no"),
        LeftOut(odd, "محمد علي", "letters"),
        LeftOut("c9999", None, "gone"),
    }
    customers.consent(shop.session, no, "letter", True)
    assert mailing.preview(shop.session, letter((no,))).pieces == 1, "a later yes holds"
    with pytest.raises(KassaError, match="bad_value"):
        mailing.print_mailing(shop.session, letter((nowhere,)), out)
    assert mailing.preview(shop.session, letter((nowhere,))).pdf is None


def test_a_letter_is_opt_out(shop: Shop) -> None:
    never_asked, said_no_to_email = shop.join("A", address=ADDRESS), shop.join("B", address=ADDRESS)
    customers.consent(shop.session, said_no_to_email, "email", False)
    assert mailing.preview(shop.session, letter((never_asked, said_no_to_email))).pieces == 2


def test_a_question_to_the_register_chooses(shop: Shop, out: Path) -> None:
    shop.join("Maria", address=ADDRESS, tags=("Bokcirkel",))  # type: ignore[arg-type]
    shop.join("Marcus", address=ADDRESS)
    assert mailing.preview(shop.session, letter()).pieces == 2
    tagged = Question(filters=Filters(tags=frozenset({"Bokcirkel"})))
    _, pages = sent(shop, letter(tagged), out)
    assert ["Maria" in page for page in pages] == [True]
    assert mailing.preview(shop.session, letter(Question("marcus"))).pieces == 1


def test_a_birthday_soon(shop: Shop) -> None:
    for name, birthday in (("Today", "--11-22"), ("Soon", "1980-12-20"), ("Past", "--11-21"), ("Later", "--12-30")):
        shop.join(name, address=ADDRESS, birthday=birthday)
    shop.join("Unknown", address=ADDRESS)
    assert mailing.preview(shop.session, letter(birthday_within=30)).pieces == 2
    shop.clock.pass_time(days=35)
    assert mailing.preview(shop.session, letter(birthday_within=30)).pieces == 1, "round the turn of the year"


def test_fields_are_filled_in_from_the_register(shop: Shop, out: Path) -> None:
    maria = shop.join("Lindqvist, Maria {shop}", address=ADDRESS)
    shop.buy(maria, 300_00, coffee=3)
    text = "{name} · {butik} · {stämplar} of 10 · {brakuje} left · {nivå} · {{as is}}"
    _, pages = sent(shop, letter((maria,), text), out)
    assert "Lindqvist, Maria {shop} · Bokkaféet · 5 of 10 · 5 left · Bas · {as is}" in pages[0]


def test_nobody_is_greeted_with_an_empty_space(shop: Shop, out: Path) -> None:
    nameless = customers.add(shop.session, customers.NewCustomer(phone="070-123 45 67", address=ADDRESS)).customer.id
    _, pages = sent(shop, letter((nameless,), "Hi {first_name}! Hi {name|neighbour}!"), out)
    assert "Hi friend! Hi neighbour!" in pages[0]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Hi {fristname}!", "{fristname}"),
        ("Hi!\n\nYours: {coupon}", "{coupon}"),
        ("{until}", "{until}"),
        ("Happy 🎂", "🎂"),
        ("x" * 3001, "3000"),
    ],
)
def test_a_text_that_cannot_be_is_refused_and_says_where(shop: Shop, out: Path, text: str, named: str) -> None:
    maria = shop.join(address=ADDRESS)
    with pytest.raises(KassaError) as refused:
        mailing.preview(shop.session, letter((maria,), text))
    assert refused.value.code == "bad_value"
    assert named in str(refused.value)
    if text.startswith("Hi!"):
        assert "line 3" in str(refused.value)
    with pytest.raises(KassaError, match="bad_value"):
        mailing.print_mailing(shop.session, letter((maria,), text), out)
    assert not out.exists()


def test_stamps_and_tiers_are_no_fields_where_there_are_none(tmp_path: Path) -> None:
    start, end = CAFE.index("[[stamp_card]]"), CAFE.index("[tiers]")
    made = make_shop(tmp_path, CAFE[:start])
    maria = made.join(address=ADDRESS)
    assert end > start
    for text in ("{stamps}", "{left}", "{tier}"):
        with pytest.raises(KassaError, match="nothing to say"):
            mailing.preview(made.session, letter((maria,), text))


# ── coupons ──


def test_each_coupon_is_read_from_the_paper_and_redeemed_once_by_its_own_customer(shop: Shop, out: Path) -> None:
    ids = [shop.join(f"Kund {number}", address=ADDRESS) for number in range(5)]
    wanted = replace(letter(tuple(ids), "Code {coupon}, {reward}, {until}", coupon="free-coffee"), kind="postcard")
    mailed, pages = sent(shop, wanted, out)
    pdf = out.read_bytes()
    assert sorted(codes(pdf, 0) + codes(pdf, 2)) == sorted(mailed.coupons)
    for customer, code in zip(ids, mailed.coupons, strict=True):
        known = coupons.coupon(shop.session, code)
        assert known is not None
        assert (known.customer, known.name, known.state) == (customer, "Valfri kaffedryck", "available")
        assert grouped(code) in " ".join(pages)
    assert "20 February 2027" in pages[0]
    checkout.redeem(shop.session, codes(pdf, 0)[0])
    with pytest.raises(KassaError) as used:
        checkout.redeem(shop.session, codes(pdf, 0)[0])
    assert used.value.code == "reward_used"


def rewards_of(shop: Shop, customer: str) -> int:
    return len(customers.show(shop.session, customer).standing.rewards)


def test_a_preview_keeps_nothing(shop: Shop) -> None:
    maria = shop.join(address=ADDRESS)
    seen = mailing.preview(shop.session, letter((maria,), coupon="free-coffee"))
    assert seen.pdf is not None
    assert coupons.coupon(shop.session, codes(seen.pdf)[0]) is None
    assert rewards_of(shop, maria) == 0


def test_no_file_no_coupons(shop: Shop, tmp_path: Path) -> None:
    maria = shop.join(address=ADDRESS)
    wanted = letter((maria,), coupon="free-coffee")
    with pytest.raises(KassaError, match="bad_file"):
        mailing.print_mailing(shop.session, wanted, tmp_path / "nowhere" / "post.pdf")
    with pytest.raises(CancelledError):
        mailing.print_mailing(shop.session, wanted, tmp_path / "post.pdf", cancelled=lambda: True)
    assert rewards_of(shop, maria) == 0
    assert not (tmp_path / "post.pdf").exists()


def test_a_retry_issues_nothing_again(shop: Shop, out: Path) -> None:
    maria, op = shop.join(address=ADDRESS), str(uuid4())
    wanted = letter((maria,), coupon="free-coffee")
    first = mailing.print_mailing(shop.session, wanted, out, op=op)
    assert mailing.print_mailing(shop.session, wanted, out, op=op) == first
    assert rewards_of(shop, maria) == 1
    with pytest.raises(KassaError, match="op_reused"):
        mailing.print_mailing(shop.session, letter((maria,), "Else"), out, op=op)


def test_undone_the_coupons_are_withdrawn(shop: Shop, out: Path) -> None:
    maria, op = shop.join(address=ADDRESS), str(uuid4())
    mailed = mailing.print_mailing(shop.session, letter((maria,), coupon="free-coffee"), out, op=op)
    corrections.undo(shop.session, op)
    with pytest.raises(KassaError, match="reward_withdrawn"):
        checkout.redeem(shop.session, mailed.coupons[0])


def test_it_is_the_owners(shop: Shop, out: Path) -> None:
    maria = shop.join(address=ADDRESS)
    with pytest.raises(KassaError, match="not_allowed"):
        mailing.print_mailing(shop.cashier(), letter((maria,)), out)


def test_choices_that_there_are_not_are_refused(shop: Shop) -> None:
    maria = shop.join(address=ADDRESS)
    for wrong in ({"kind": "fax"}, {"paper": "a9"}, {"window": "middle"}, {"envelope": "b4"}, {"edge": "corner"}):
        with pytest.raises(KassaError, match="bad_value"):
            mailing.preview(shop.session, letter((maria,), **wrong))
    with pytest.raises(KassaError, match="unknown_reward"):
        mailing.preview(shop.session, letter((maria,), coupon="a-car"))
