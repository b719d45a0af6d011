"""Builders that the tests share: a shop on a real encrypted store, with a clock that the test sets."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random

from kassa.domain.programme import Programme
from kassa.exchange.programme_file import read_programme
from kassa.services import checkout, corrections, customers, programmes
from kassa.services.customers import NewCustomer
from kassa.services.opening import open_session
from kassa.services.replies import Bought, Order, OrderItem
from kassa.services.session import Actor, Session

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

CAFE = """
[shop]
name = "Bokkaféet"
currency = "SEK"
timezone = "Europe/Stockholm"
day_starts = "04:00"
quick_item = "coffee"

[[item]]
id = "coffee"
name = "Kaffe"
price = "42.00"
[[item]]
id = "bun"
name = "Bulle"
price = "32.00"
[[item]]
id = "gift-card"
name = "Presentkort"
earns = false

[[reward]]
id = "free-coffee"
name = "Valfri kaffedryck"
kind = "item"
item = "coffee"
valid_days = 90
ring_up = "Kaffe, rabatt 100 %"
[[reward]]
id = "gold-gift"
name = "Guldgåva"
kind = "amount"
value = "50.00"

[[stamp_card]]
id = "coffee-card"
name = "Kaffekortet"
boxes = 10
head_start = 2
head_start_reason = "Välkomstgåva"
per = "item"
item = "coffee"
reward = "free-coffee"

[tiers]
measure = "spend"
window_months = 12
keep_months = 12
[[tier]]
id = "base"
name = "Bas"
from = "0.00"
[[tier]]
id = "silver"
name = "Silver"
from = "2000.00"
[[tier]]
id = "gold"
name = "Guld"
from = "5000.00"
welcome = "gold-gift"
"""


@cache
def programme(text: str = CAFE) -> Programme:
    """A programme from its file's text."""
    return read_programme(text.encode())


@dataclass
class SetClock:
    """A clock that stands still until the test moves it."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_time(self, **parts: float) -> None:
        """Moves the clock on by a ``timedelta``'s parts."""
        self.now += timedelta(**parts)


@cache
def _empty_store() -> Path:
    """A store made once for the whole run; making one costs half a second, copying it a millisecond."""
    folder = Path(tempfile.mkdtemp(prefix="kassa-template-")) / "shop"
    open_session(str(folder), till="test", create=True, clock=SetClock()).close()
    return folder


@dataclass
class Shop:
    """A shop under test: its session, its clock, and shorthands for what a cashier does."""

    folder: Path
    clock: SetClock = field(default_factory=SetClock)
    session: Session = field(init=False)

    def __post_init__(self) -> None:
        self.session = open_session(str(self.folder), till="till-1", clock=self.clock, random=Random(7))

    def apply(self, text: str = CAFE, since: datetime | date | None = None) -> int:
        """Puts a programme in force."""
        file = self.folder.parent / "programme.toml"
        file.write_text(text, "utf-8")
        return programmes.apply(self.session, file, since)

    def cashier(self, name: str = "Ola", till: str = "till-1") -> Session:
        """The same shop with a cashier at the till."""
        return self.session.acting_as(Actor(till, name, "cashier"))

    def join(self, name: str = "Maria Lindqvist", **fields: str) -> str:
        """A new customer's id."""
        return customers.add(self.session, NewCustomer(name=name, **fields)).customer.id  # type: ignore[arg-type]

    def buy(self, customer: str, amount: int | None = None, at: datetime | None = None, **items: int) -> Bought:
        """A purchase; amounts in öre, items by id (``gift_card`` for ``gift-card``)."""
        bought = tuple(OrderItem(name.replace("_", "-"), count) for name, count in items.items())
        return checkout.buy(self.session, Order(customer, amount, bought, at=at))

    def stamps(self, customer: str, programme: str = "coffee-card") -> int:
        """What stands on the open stamp card, the head start counted."""
        standing = customers.show(self.session, customer).standing
        return next(card.stamps for card in standing.stamp_cards if card.programme == programme)

    def ledger(self, customer: str) -> list[tuple[str, int]]:
        """The ledger as (kind, delta)."""
        return [(line.kind, line.delta) for line in corrections.why(self.session, customer)]

    def close(self) -> None:
        """Gives the store back."""
        self.session.close()


def make_shop(folder: Path, text: str | None = CAFE) -> Shop:
    """A shop in a new folder, with a programme in force since long ago unless ``text`` is None."""
    shutil.copytree(_empty_store(), folder / "shop")
    shop = Shop(folder / "shop")
    if text is not None:
        shop.apply(text)
    return shop
