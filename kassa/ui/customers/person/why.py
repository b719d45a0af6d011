"""Why a balance is what it is, in the words of somebody behind a counter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kassa.domain.people import Purchase
from kassa.ui import when
from kassa.ui.customers.person.story import Block, StoryLine
from kassa.ui.till.desk import Shop
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.history import Episode, StampMove


def bought(words: Words, purchase: Purchase, shop: Shop) -> str:
    """What was bought: ``2 × Kaffe, Bulle``."""
    names = []
    for line in purchase.items:
        rule = shop.programme.item(line.item)
        name = rule.name if rule is not None else line.item
        names.append(f"{line.quantity} × {name}" if line.quantity != 1 else name)
    return ", ".join(names) or (words.tr("Visit") if purchase.amount is None else words.tr("Purchase"))


def heading(words: Words, episode: Episode, shop: Shop) -> str:
    """What happened: ``2 × Kaffe · 84,00 kr``."""
    parts: list[str] = []
    purchase = episode.purchase
    happened = {
        "return": words.tr("A return"),
        "undo": words.tr("Undone"),
        "redeem": words.tr("A reward given"),
        "carry": words.tr("A paper card carried over"),
        "adjust": words.tr("Adjusted by hand"),
    }.get(episode.verb)
    if happened:
        parts.append(happened)
    if purchase is not None:
        parts.append(bought(words, purchase, shop))
        if purchase.amount is not None:
            parts.append(words.money(purchase.amount))
    elif not happened:
        parts.append(words.tr("Loyalty"))
    return " · ".join(parts)


def done_by(words: Words, episode: Episode) -> str:
    """Who, at which till, by which rules."""
    parts = [episode.staff] if episode.staff else []
    parts.append(episode.till)
    versions = sorted({move.version for move in episode.moves})
    if versions:
        parts.append(words.tr("rules no. {numbers}").format(numbers=", ".join(map(str, versions))))
    return " · ".join(parts)


def delta(move: StampMove) -> str:
    """``+2``, with a minus as wide as the plus."""
    return f"{move.delta:+d}".replace("-", "−")


def sentence(words: Words, move: StampMove) -> str:
    """What one line did, without its number: ``2 stamps for: Kaffe × 2``."""
    because = words.text(move.because)
    if move.kind == "head_start":
        return words.tr("to begin with: {reason}").format(reason=because)
    if move.kind == "spent":
        return words.tr("the card is full, a new one begins")
    if move.kind == "adjusted":
        return words.tr("by hand: {reason}").format(reason=because)
    if move.kind == "returned":
        return words.tr("taken back: {reason}").format(reason=because)
    if move.kind == "expired":
        return words.tr("expired: {reason}").format(reason=because)
    return because


def balance(words: Words, move: StampMove) -> str:
    """What stands on the card afterwards."""
    if move.balance < 0:
        return words.ntr("{n} stamp to make good", "{n} stamps to make good", -move.balance).format(n=-move.balance)
    if move.boxes is None:
        return str(move.balance)
    return words.tr("{stamps} of {boxes}").format(stamps=move.balance, boxes=move.boxes)


def rewards(words: Words, episode: Episode) -> list[str]:
    """What became of rewards: earned, given, withdrawn."""
    lines = [words.tr("Reward earned: {reward}").format(reward=each) for each in episode.issued]
    lines += [words.tr("Reward given: {reward}").format(reward=each) for each in episode.redeemed]
    return lines + [words.tr("Reward withdrawn: {reward}").format(reward=each) for each in episode.withdrawn]


def block(words: Words, episode: Episode, shop: Shop) -> Block:
    """The whole episode: ``Sat 3 Oct``, ``2 × Kaffe · 84,00 kr``, ``+2 … → 8 of 10``."""
    cards = {move.card for move in episode.moves}
    lines = []
    for move in episode.moves:
        said = sentence(words, move)
        said = f"{move.card}: {said}" if len(cards) > 1 else said
        lines.append(StoryLine(said, delta(move), f"→ {balance(words, move)}"))
    lines += [StoryLine(each, "★") for each in rewards(words, episode)]
    day, title, by = (
        when.short_day(words, episode.day, shop.today),
        heading(words, episode, shop),
        done_by(words, episode),
    )
    told = ". ".join([f"{day}: {title}", *(f"{line.sign} {line.after}, {line.text}" for line in lines), by])
    return Block(day, title, by, tuple(lines), told, strong=True)
