"""The rules of one version, in plain words: each stamp card beside its picture, the tiers, the rewards, the items."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kassa.domain.programme import Programme, StampCard
from kassa.services.rules_in_words import Rule, Section, rules_in_words
from kassa.ui import theme
from kassa.ui.programme.telling import plain, told
from kassa.ui.till.tiers import tier_chip
from kassa.ui.widgets import brush
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.ui.widgets.stamps import StampCardView
from kassa.words import Words

_CARD = 268
_NARROW = 560


class Notice(QFrame):
    """Something to bear in mind, behind an amber edge."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body = QVBoxLayout(self)
        self._space()

    def _space(self) -> None:
        px = theme.current().px
        self.body.setContentsMargins(px(20), px(12), px(16), px(14))
        self.body.setSpacing(px(4))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter, box = QPainter(self), QRectF(self.rect())
        brush.rounded(painter, box, now.px(12), now.tokens.colour("reward"))
        painter.setClipRect(box.adjusted(now.px(4), 0, 0, 0))
        brush.rounded(painter, box, now.px(12), now.tokens.colour("reward_soft"))


class CardPanel(Panel):
    """A stamp card: its rules at the left, at the right how it looks on the first day."""

    def __init__(
        self, words: Words, section: Section, card: StampCard, gift: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(plain(words, section.title), parent=parent)
        px = theme.current().px
        sentences = QVBoxLayout()
        sentences.setSpacing(px(8))
        for rule in section.rules:
            line = Label("", "note", wrap=True)
            line.set_text(*told(words, rule.text))
            sentences.addWidget(line)
        sentences.addStretch(1)
        self.view = StampCardView(words)
        given = min(card.head_start, card.boxes)
        self.view.set_card(
            card=card.id, stamps=given, boxes=card.boxes, head_start=given, name=card.name, gift=gift, bold=gift
        )
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(px(24))
        self._row.addLayout(sentences, 1)
        self._row.addWidget(self.view, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(self._row)
        self._dress()

    def _dress(self) -> None:
        self.view.setFixedWidth(theme.current().px(_CARD))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "view"):
            self._dress()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.current().px(_NARROW)
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)


class TierCard(QFrame):
    """A tier in its own colour: its name, where it begins, what it brings."""

    def __init__(self, name: str, lines: Sequence[str], tone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        ink = f"{tone}_text"
        box = QVBoxLayout(self)
        px = theme.current().px
        box.setContentsMargins(px(14), px(10), px(14), px(12))
        box.setSpacing(px(2))
        box.addWidget(Label(name, "strong", wrap=True, colour=ink))
        for line in lines:
            box.addWidget(Label(line, "small", wrap=True, colour=ink))
        box.addStretch(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        fill, _ = now.tokens.tone(self._tone)
        brush.rounded(QPainter(self), QRectF(self.rect()), now.px(12), fill)


class TierRow(QWidget):
    """Tiers side by side, or in rows of two or one where there is less room."""

    def __init__(self, cards: Sequence[TierCard], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards = cards
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.current().px(12))
        self._arrange(len(cards))

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for card in self._cards:
            self._grid.removeWidget(card)
        for place, card in enumerate(self._cards):
            self._grid.addWidget(card, place // columns, place % columns)
        for column in range(len(self._cards)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fits = max(1, self.width() // theme.current().px(150))
        self._arrange(min(fits, len(self._cards)) or 1)


class Reading(QWidget):
    """All rules of a programme. ``left`` asks to go back from an older version to the one in force."""

    left = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._space()
        self.shown: Programme | None = None
        self._older = ""

    def show_programme(self, programme: Programme, older: str = "") -> None:
        """Shows a programme; ``older`` says which one it is when it isn't the one in force."""
        if programme == self.shown and older == self._older:
            return
        self.shown, self._older = programme, older
        while (item := self._box.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if older:
            self._box.addWidget(self._older_notice(older))
        sections = rules_in_words(programme)
        for section in sections:
            card = programme.stamp_card(section.id) if section.kind == "stamp_card" else None
            if card is not None:
                reward = programme.reward(card.reward)
                self._box.addWidget(CardPanel(self._words, section, card, reward.name if reward is not None else ""))
        by_kind = {kind: [each for each in sections if each.kind == kind] for kind in _LISTED}
        if by_kind["tiers"]:
            self._box.addWidget(self._tiers(programme, by_kind["tiers"][0], by_kind["tier"]))
        for later in by_kind["later"]:
            self._box.addWidget(self._later(later))
        if by_kind["reward"]:
            self._box.addWidget(self._things(self._words.tr("Rewards"), by_kind["reward"]))
        if by_kind["item"]:
            self._box.addWidget(self._things(self._words.tr("Items"), by_kind["item"]))
        for shop in by_kind["shop"]:
            self._box.addWidget(self._sentences(plain(self._words, shop.title), shop.rules))
        self._box.addStretch(1)

    def _older_notice(self, older: str) -> Notice:
        notice = Notice()
        row = QHBoxLayout()
        row.addWidget(Label(older, "strong", wrap=True), 1)
        back = QuietButton(self._words.tr("Back to what holds now"))
        back.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        back.clicked.connect(self.left)
        row.addWidget(back)
        notice.body.addLayout(row)
        return notice

    def _tiers(self, programme: Programme, how: Section, tiers: Sequence[Section]) -> Panel:
        panel = Panel(plain(self._words, how.title))
        for rule in how.rules:
            panel.add(self._sentence(rule))
        cards = []
        for tier in tiers:
            lines = [plain(self._words, rule.text) for rule in tier.rules]
            cards.append(TierCard(plain(self._words, tier.title), lines, tier_chip(programme, tier.id)[1]))
        panel.add(TierRow(cards))
        return panel

    def _later(self, section: Section) -> Notice:
        words, notice = self._words, Notice()
        notice.body.addWidget(Label(plain(words, section.title), "strong", wrap=True))
        told_why = words.tr("The file says this too. It is kept, and not counted yet: promise nobody anything of it.")
        notice.body.addWidget(Label(told_why, "small", wrap=True))
        for rule in section.rules:
            notice.body.addWidget(Label(f"· {plain(words, rule.text)}", "small", wrap=True))
        return notice

    def _things(self, title: str, sections: Sequence[Section]) -> Panel:
        panel = Panel(title)
        px = theme.current().px
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(20))
        grid.setVerticalSpacing(px(10))
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 5)
        for row, section in enumerate(sections):
            name = Label(plain(self._words, section.title), "strong", wrap=True)
            rules = Label(" ".join(plain(self._words, rule.text) for rule in section.rules), "body", wrap=True)
            for column, label in enumerate((name, rules)):
                label.setAlignment(Qt.AlignmentFlag.AlignTop)
                grid.addWidget(label, row, column)
        panel.body.addLayout(grid)
        return panel

    def _sentences(self, title: str, rules: Sequence[Rule]) -> Panel:
        panel = Panel(title)
        for rule in rules:
            panel.add(self._sentence(rule))
        return panel

    def _sentence(self, rule: Rule) -> Label:
        line = Label("", "body", wrap=True)
        line.set_text(*told(self._words, rule.text))
        return line

    def _space(self) -> None:
        self._box.setSpacing(theme.current().px(16))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)


_LISTED = ("tiers", "tier", "later", "reward", "item", "shop")
