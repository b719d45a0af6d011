"""All that the page has chosen, as a value, and the same for the services."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from kassa.printing import Edge
from kassa.printing.letter import Envelope, Window
from kassa.printing.postcard import POSTCARD_PAPERS
from kassa.printing.poster import PAPERS
from kassa.services.mailing import Mailing
from kassa.services.posters import PosterRequest
from kassa.services.register import Filters, Question

Kind = Literal["poster", "talker", "postcard", "letter"]
To = Literal["all", "birthday", "some", "chosen"]
BIRTHDAY_DAYS = 30


@dataclass(frozen=True, slots=True)
class People:
    """Who gets post: everybody, those with a birthday soon, those whom query and filters let through, or these."""

    to: To = "all"
    customers: tuple[str, ...] = ()
    query: str = ""
    filters: Filters = field(default_factory=Filters)


@dataclass(frozen=True, slots=True)
class Wish:
    """What to make. ``headline`` and ``paper`` are a poster's; the rest is for post, as ``Mailing`` explains it."""

    kind: Kind
    language: str
    headline: str = ""
    paper: str = "A4"
    people: People = field(default_factory=People)
    title: str = ""
    text: str = ""
    coupon: str | None = None
    card_paper: str = "a4"
    edge: Edge = "long-edge"
    window: Window = "right"
    envelope: Envelope = "c5"

    @property
    def is_post(self) -> bool:
        """Whether it goes to customers."""
        return self.kind in ("postcard", "letter")

    @property
    def page_size(self) -> tuple[float, float]:
        """Its paper in millimetres."""
        if self.kind == "postcard":
            return POSTCARD_PAPERS[self.card_paper].page_size
        return PAPERS["A4" if self.kind == "letter" else self.paper]

    @property
    def backs(self) -> Edge | None:
        """The edge over which the printer turns the paper; None for one side."""
        return self.edge if self.kind == "postcard" else None

    def poster(self) -> PosterRequest:
        """The wish for a poster or a talker."""
        assert self.kind == "poster" or self.kind == "talker"
        return PosterRequest(self.kind, self.paper, self.language, self.headline or None)

    def mailing(self) -> Mailing:
        """The wish for a postcard or a letter."""
        assert self.kind == "postcard" or self.kind == "letter"
        people = self.people
        some = people.to == "some"
        to = Question(people.query if some else "", people.filters if some else Filters(), language=self.language)
        return Mailing(
            self.kind,
            people.customers if people.to == "chosen" else to,
            self.title,
            self.text,
            self.coupon,
            self.card_paper,
            self.edge,
            self.window,
            self.envelope,
            BIRTHDAY_DAYS if people.to == "birthday" else None,
            self.language,
        )
