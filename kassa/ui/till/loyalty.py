"""What the customer has got: stamp cards, tier, rewards."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from kassa.domain.programme import Programme
from kassa.domain.standing import RewardStanding, StampCardStanding, TierStanding
from kassa.ui import theme, when
from kassa.ui.till.desk import Opened, Shop
from kassa.ui.till.tiers import tier_of
from kassa.ui.widgets.panel import Panel
from kassa.ui.widgets.rows import RewardRow
from kassa.ui.widgets.stamps import StampCardView
from kassa.ui.widgets.tier import TierProgress
from kassa.words import Money, Words

_WIDTH = 350


def left_line(words: Words, card: StampCardStanding, programme: Programme) -> tuple[str, str]:
    """What is left to the card's gift, and the part of it to set bold."""
    if card.stamps < 0:
        owed = -card.stamps
        line = words.ntr("{n} stamp to make good first", "{n} stamps to make good first", owed).format(n=owed)
        return line, line
    rule = programme.stamp_card(card.programme)
    reward = programme.reward(rule.reward) if rule is not None else None
    bold = words.ntr("{n} left", "{n} left", card.left).format(n=card.left)
    if reward is None:
        return bold, bold
    whole = words.ntr("{n} left to: {reward}", "{n} left to: {reward}", card.left)
    return whole.format(n=card.left, reward=reward.name), bold


def reward_detail(words: Words, reward: RewardStanding, shop: Shop) -> str:
    """Until when a reward is good, and what to key into the cash register."""
    rule = shop.programme.reward(reward.reward)
    parts = []
    if reward.valid_until is not None:
        parts.append(when.until(words, reward.valid_until, shop.today))
    if rule is not None and rule.ring_up:
        # "100 %" stays together where the line breaks.
        what = rule.ring_up.replace(" %", "\u00a0%")
        parts.append(words.tr("ring up: {what}").format(what=what))
    return " · ".join(parts)


def tier_share(programme: Programme, tier: TierStanding) -> float | None:
    """How much of the way to the next tier is done; None on the highest."""
    levels = programme.tiers.levels if programme.tiers is not None else ()
    following = next((level for level in levels if level.name == tier.next), None)
    if following is None or tier.left is None or following.start <= 0:
        return None
    left = tier.left.minor if isinstance(tier.left, Money) else tier.left
    return 1.0 - left / following.start


class LoyaltyPanel(QWidget):
    """``redeem_asked`` names a reward's id."""

    redeem_asked = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._cards: dict[str, tuple[Panel, StampCardView]] = {}
        self._card_box = QVBoxLayout()
        self._box.addLayout(self._card_box)
        self._tier_panel = Panel(words.tr("Tier"))
        self.tier = TierProgress()
        self._tier_panel.add(self.tier)
        self._box.addWidget(self._tier_panel)
        self._reward_panel = Panel(words.tr("To redeem"))
        self.rewards: list[RewardRow] = []
        self._box.addWidget(self._reward_panel)
        self._box.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._space()

    def show_customer(self, opened: Opened) -> None:
        """Shows a standing; more stamps on the same card land one after the other."""
        standing, shop = opened.view.standing, opened.shop
        # What can be given must be in sight: several cards would push it below the window's edge.
        self._box.removeWidget(self._reward_panel)
        self._box.insertWidget(0 if len(standing.stamp_cards) > 1 else 2, self._reward_panel)
        self._show_rewards(standing.rewards, shop)
        self._show_cards(opened.view.customer.id, standing.stamp_cards, shop.programme)
        self._show_tier(standing.tier, shop)

    def _show_cards(self, customer: str, cards: tuple[StampCardStanding, ...], programme: Programme) -> None:
        for gone in self._cards.keys() - {card.programme for card in cards}:
            panel, _ = self._cards.pop(gone)
            panel.hide()
            panel.deleteLater()
        for card in cards:
            title = self._words.tr("{card} · no. {n}").format(card=card.name, n=card.card_no)
            if card.programme not in self._cards:
                panel, view = Panel(title), StampCardView(self._words)
                panel.add(view)
                self._card_box.addWidget(panel)
                self._cards[card.programme] = (panel, view)
            panel, view = self._cards[card.programme]
            panel.set_title(title)
            gift, bold = left_line(self._words, card, programme)
            view.set_card(
                card=f"{customer} {card.programme} {card.card_no}",
                stamps=card.stamps,
                boxes=card.boxes,
                head_start=card.head_start,
                name=card.name,
                gift=gift,
                bold=bold,
            )

    def _show_tier(self, tier: TierStanding | None, shop: Shop) -> None:
        self._tier_panel.setVisible(tier is not None)
        if tier is None:
            return
        words = self._words
        left, bold = "", ""
        if tier.next is not None and tier.left is not None:
            if isinstance(tier.left, Money):
                bold = words.tr("{amount} left").format(amount=words.money(tier.left))
            else:
                bold = words.ntr("{n} visit left", "{n} visits left", tier.left).format(n=tier.left)
            left = words.tr("{left} to {tier}").format(left=bold, tier=tier.next)
        level = tier_of(shop.programme, tier.id)
        lines = []
        if tier.until is not None:
            lines.append(f"{tier.name} {when.until(words, tier.until, shop.today)}")
        if level is not None and level.benefit:
            lines.append(words.tr("Benefit: {what}").format(what=level.benefit))
        share = tier_share(shop.programme, tier)
        self.tier.set_tier(tier.name, tier.next or "", share, left, bold, lines)

    def _show_rewards(self, rewards: tuple[RewardStanding, ...], shop: Shop) -> None:
        for row in self.rewards:
            row.hide()
            row.deleteLater()
        self.rewards = []
        for reward in rewards:
            key = "" if self.rewards else "F8"
            row = RewardRow(
                reward.id, reward.name, reward_detail(self._words, reward, shop), self._words.tr("Redeem"), key
            )
            row.redeem_asked.connect(self.redeem_asked)
            self._reward_panel.add(row)
            self.rewards.append(row)
        self._reward_panel.setVisible(bool(rewards))

    def _space(self) -> None:
        px = theme.current().px
        self._box.setSpacing(px(14))
        self._card_box.setSpacing(px(14))

    def fit(self, beside: bool) -> None:
        """A column of its own beside the person, or as wide as they are below them."""
        wide = theme.current().px(_WIDTH)
        self.setMinimumWidth(wide if beside else 0)
        self.setMaximumWidth(wide if beside else 16_777_215)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)
