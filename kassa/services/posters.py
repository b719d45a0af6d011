"""Posters and table talkers that invite to join, in the look of the shop's cards; nothing is written down for them."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from kassa import printing
from kassa.domain.programme import Programme
from kassa.errors import KassaError
from kassa.printing import Design
from kassa.printing.poster import Invitation, render_poster
from kassa.printing.talker import render_talker
from kassa.printing.typeset import unprintable
from kassa.services.card_back import back_of, what_fills
from kassa.services.card_look import CardLook, look_in
from kassa.services.programmes import rules_in
from kassa.services.session import Session
from kassa.services.settings import contact_lines, logo_in
from kassa.words import Text, Words, say

PosterKind = Literal["poster", "talker"]
POSTER_PAPERS: dict[PosterKind, tuple[str, ...]] = {"poster": ("A4", "A5", "Letter"), "talker": ("A4", "Letter")}
LONGEST_HEADLINE = 80
# An address of the web as people write it under their telephone: with www or http, or alone on its line.
_WEB = re.compile(r"(?:https?://|www\.)\S+|^[a-z0-9à-ÿ-]+(?:\.[a-z0-9à-ÿ-]+)*\.[a-z]{2,8}(?:/\S*)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PosterRequest:
    """Which one, on which paper and in which language; ``headline`` None is the usual one.

    ``look`` is how the shop's cards look where it is None.
    """

    kind: PosterKind = "poster"
    paper: str = "A4"
    language: str = "en"
    headline: str | None = None
    look: CardLook | None = None


def poster(session: Session, request: PosterRequest) -> bytes:
    """The poster or talker as a PDF; ``bad_value`` for another kind or paper and for a headline that can't be set."""
    if request.kind not in get_args(PosterKind) or request.paper not in POSTER_PAPERS[request.kind]:
        papers = POSTER_PAPERS.get(request.kind, ())
        raise KassaError(
            "bad_value", say("There is no paper {paper}. Choose one of: {known}.", paper=request.paper,
                             known=", ".join(papers))
        )  # fmt: skip
    words = Words(request.language)
    invitation = _invitation(session, request, words)
    if request.kind == "poster":
        return render_poster(invitation, request.paper).pdf
    fold = words.text(say("Fold along the dashed lines, and tape the flaps together underneath."))
    return render_talker(invitation, fold, request.paper).pdf


def save_poster(session: Session, request: PosterRequest, out: Path) -> None:
    """The same into a file, there whole or not at all; ``bad_file`` when it can't be written."""
    printing.save(out, poster(session, request))


def usual_headline(session: Session, language: str) -> str:
    """What stands on a poster unless the owner writes something else."""
    with session.store.reading() as transaction:
        programme = rules_in(transaction).at(session.now()).programme
    return Words(language).text(_headline(programme))


def design_of(look: CardLook) -> Design:
    """The design that a look means, in the shop's own colours where it has some."""
    chosen = printing.design(look.design)
    if look.colours is None:
        return chosen
    return printing.coloured(chosen, *(printing.colour(one) for one in look.colours))


def web_address(contact: tuple[str, ...]) -> str | None:
    """Where the shop is on the web, from the lines that say how to reach it; an e-mail address is none."""
    for line in contact:
        found = _WEB.search(line.strip())
        if found is not None and "@" not in found.group():
            address = found.group().rstrip(".,;")
            return address if address.lower().startswith("http") else f"https://{address}"
    return None


def _headline(programme: Programme) -> Text:
    return say("Collect stamps with us") if programme.stamp_cards else say("Become a regular with us")


def _invitation(session: Session, request: PosterRequest, words: Words) -> Invitation:
    with session.store.reading() as transaction:
        programme = rules_in(transaction).at(session.now()).programme
        look = request.look or look_in(transaction)
        contact, logo = contact_lines(transaction), logo_in(transaction)
    headline = " ".join((request.headline or "").split()) or words.text(_headline(programme))
    if len(headline) > LONGEST_HEADLINE:
        raise KassaError("bad_value", say("The headline has at most {most} letters.", most=LONGEST_HEADLINE))
    odd = unprintable(headline)
    if odd:
        raise KassaError("bad_value", say("These letters can't be printed: {letters}. Take them out.", letters=odd))
    # A card may carry the owner's own text; a poster tells what there is to win.
    told = dataclasses.replace(look, back="stamps" if look.back == "text" else look.back, back_text="")
    back = back_of(programme, "long-edge", words, words.text(say("For our regulars")), told)
    card = programme.stamp_cards[0] if back.boxes else None
    known = say("We know you by name, and remember what you like.")
    return Invitation(
        shop=programme.shop_name,
        headline=headline,
        gives=back.title if back.boxes or back.rows else words.text(known),
        how=back.text if card is None else " ".join(map(words.text, what_fills(programme, card))),
        join=words.text(say("Say your name at the till, and you are in.")),
        easy=words.text(say("No form to fill in, and no app.")),
        design=design_of(look),
        boxes=back.boxes,
        stamped=back.stamped,
        rows=back.rows,
        contact=contact,
        logo=logo,
        web=web_address(contact),
    )
