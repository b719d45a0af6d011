"""What stands on a card's back, from the rules in force and in the language asked for."""

from __future__ import annotations

from collections.abc import Iterable

from kassa.domain.programme import Programme, StampCard
from kassa.printing import Back, Edge
from kassa.services.card_look import USUAL_LOOK, CardLook
from kassa.services.rules_in_words import Rule, rules_in_words
from kassa.words import Text, Words, say, say_n


def back_of(programme: Programme, edge: Edge, words: Words, line: str, look: CardLook = USUAL_LOOK) -> Back:
    """The first stamp card's boxes, the tiers, or the owner's own text, and always a short privacy notice.

    Where the programme lacks what ``look`` asks for, the other of the two stands there; with neither a title alone.
    ``line`` ("Loyalty card") is the title where no stamp card gives one.
    """
    # Most of all what the law asks for; the words that a holder understands at a glance.
    notice = words.text(
        say(
            "For your loyalty card {shop} keeps your name, how to reach you, your visits and what you tell us. "
            "At the till you can see it all, have it corrected, or be forgotten.",
            shop=programme.shop_name,
        )
    )
    show = say("Show the card at the till, and we keep count.")
    sections = {(section.kind, section.id): section.rules for section in rules_in_words(programme)}
    if look.back == "text":
        return Back(edge, "", text=look.back_text or words.text(show), notice=notice)
    stamps = look.back == "stamps" or programme.tiers is None
    if programme.stamp_cards and stamps:
        card = programme.stamp_cards[0]
        reward = programme.reward(card.reward)
        return Back(
            edge,
            words.text(
                say_n(
                    "{n} stamp gives: {reward}",
                    "{n} stamps give: {reward}",
                    card.boxes,
                    reward=reward.name if reward is not None else card.reward,
                )
            ),
            boxes=card.boxes,
            stamped=card.head_start,
            text=look.back_text or _joined(words, (*what_fills(programme, card), show)),
            notice=notice,
        )
    if programme.tiers is not None:
        rows = tuple((tier.name, _joined(words, _from(sections["tier", tier.id]))) for tier in programme.tiers.levels)
        measure = (rule.text for rule in sections["tiers", ""])
        return Back(edge, line, rows=rows, text=look.back_text or _joined(words, measure), notice=notice)
    return Back(edge, line, text=look.back_text or words.text(show), notice=notice)


def what_fills(programme: Programme, card: StampCard) -> tuple[Text, ...]:
    """What earns a stamp, and the stamps that a card begins with."""
    rules = next(each.rules for each in rules_in_words(programme) if (each.kind, each.id) == ("stamp_card", card.id))
    return _earns(rules), *_head_start(card)


def _joined(words: Words, sentences: Iterable[Text]) -> str:
    return " ".join(words.text(sentence) for sentence in sentences)


def _earns(rules: Iterable[Rule]) -> Text:
    return next(rule.text for rule in rules if rule.about == "earns")


def _from(rules: Iterable[Rule]) -> Iterable[Text]:
    return (rule.text for rule in rules if rule.about in ("from", "benefit"))


def _head_start(card: StampCard) -> Iterable[Text]:
    if not card.head_start:
        return ()
    if card.head_start_on == "every":
        return (
            say_n(
                "Each card begins with {n} stamp from us.", "Each card begins with {n} stamps from us.", card.head_start
            ),
        )
    return (
        say_n(
            "Your first card begins with {n} stamp from us.",
            "Your first card begins with {n} stamps from us.",
            card.head_start,
        ),
    )
