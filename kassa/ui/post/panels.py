"""What to make, and on which paper: a poster's headline, whom post goes to, its coupon, paper or envelope."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from kassa.services.mailing import LeftOut
from kassa.services.posters import LONGEST_HEADLINE, POSTER_PAPERS
from kassa.ui import theme
from kassa.ui.cards.rows import FoldRow, Rows
from kassa.ui.first.choices import WordChoice
from kassa.ui.importing.controls import ChoiceBox
from kassa.ui.post.people import PeopleChooser
from kassa.ui.post.wish import Kind
from kassa.ui.settings.fields import WordChoices
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.words import Words

_TYPING_MS = 250
_NAMED = 20
# Where most shops of a language buy their window envelopes.
_WINDOW_RIGHT = ("sv", "pl")


class KindPanel(Panel):
    """What to make. ``picked`` says that another was chosen."""

    picked = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words.tr("What to print"), parent=parent)
        named: tuple[tuple[Kind, str], ...] = (
            ("poster", words.tr("Poster")),
            ("talker", words.tr("Table talker")),
            ("postcard", words.tr("Postcard")),
            ("letter", words.tr("Letter")),
        )
        self.choices: dict[Kind, WordChoice] = {}
        grid = QGridLayout()
        grid.setSpacing(theme.current().px(8))
        for number, (kind, name) in enumerate(named):
            choice = self.choices[kind] = WordChoice(name)
            choice.setAccessibleName(name)
            choice.setChecked(kind == "poster")
            choice.toggled.connect(self._toggled)
            choice.entered.connect(choice.click)
            grid.addWidget(choice, number // 2, number % 2)
        self.body.addLayout(grid)

    def kind(self) -> Kind:
        """What is chosen."""
        return next(kind for kind, choice in self.choices.items() if choice.isChecked())

    def choose(self, kind: Kind) -> None:
        """Chooses for the person."""
        self.choices[kind].setChecked(True)

    def _toggled(self, on: bool) -> None:
        if on:
            self.picked.emit()


class PosterPanel(Panel):
    """A poster's or a talker's headline and paper. ``changed`` says that another is meant."""

    changed = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words.tr("Headline"), parent=parent)
        self.headline = QLineEdit()
        self.headline.setMaxLength(LONGEST_HEADLINE)
        self.headline.setAccessibleName(words.tr("Headline"))
        self.papers = ChoiceBox(words.tr("Paper"))
        look = Label(
            words.tr("It wears the look of your cards: design, colours and logo are chosen there."), "muted", wrap=True
        )
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        for widget in (self.headline, Label(words.tr("Paper"), "small"), self.papers, look):
            self.add(widget)
        self.headline.textEdited.connect(self._typed)
        self._typing.timeout.connect(self._said)
        self.papers.picked.connect(self._said)

    def show_kind(self, kind: Kind) -> None:
        """The papers that there are for it."""
        if kind == "poster" or kind == "talker":
            self.papers.set_options([(paper, paper) for paper in POSTER_PAPERS[kind]])

    def _typed(self) -> None:
        self._typing.start()

    def _said(self) -> None:
        self.changed.emit()


class PostPanel(Panel):
    """Whom post goes to and on what. ``changed`` says that something else is meant, ``asked`` looks for a name."""

    changed = Signal()
    asked = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words.tr("Post"), parent=parent)
        self.words = words
        self.people = PeopleChooser(words)
        self.nobody = Label("", "small", wrap=True, private=True)
        self.no_sender = Label(
            words.tr(
                "Your shop's address isn't known yet. Write it down in the settings: it stands there as the sender."
            ),
            "muted",
            wrap=True,
        )
        self.coupon = ChoiceBox(words.tr("Coupon"), [("", words.tr("No coupon"))])
        self.card_papers = ChoiceBox(
            words.tr("Paper"),
            (
                ("a4", words.tr("A4, four to cut")),
                ("a6", words.tr("A6, one on each")),
                ("letter", words.tr("Letter, four to cut")),
            ),
        )
        self.edges = WordChoices((("long-edge", words.tr("Long edge")), ("short-edge", words.tr("Short edge"))))
        self.edges.set_value("long-edge")
        self.windows = WordChoices((("left", words.tr("Window left")), ("right", words.tr("Window right"))))
        self.windows.set_value("right" if words.language in _WINDOW_RIGHT else "left")
        self.envelopes = WordChoices(
            (("c5", words.tr("C5, folded once")), ("c65", words.tr("C6/5 or DL, folded twice")))
        )
        self.envelopes.set_value("c5")
        self.rows = Rows()
        self.to_row = FoldRow(words.tr("To"), self.people)
        self.nobody_row = FoldRow(words.tr("Gets none"), _column(self.nobody))
        coupon_hint = words.tr("Each gets a code of their own; the till redeems it when it is scanned.")
        self.coupon_row = FoldRow(words.tr("Coupon"), _column(self.coupon, Label(coupon_hint, "muted", wrap=True)))
        turned = Label(words.tr("The printer turns the paper"), "small", wrap=True)
        self.paper_row = FoldRow(words.tr("Paper"), _column(self.card_papers, turned, self.edges))
        self.envelope_row = FoldRow(words.tr("Envelope"), _column(self.windows, self.envelopes))
        for row in (self.to_row, self.nobody_row, self.coupon_row, self.paper_row, self.envelope_row):
            self.rows.add(row)
        self.add(self.rows)
        self.add(self.no_sender)
        self.nobody_row.hide()
        self.no_sender.hide()
        self.people.changed.connect(self._said)
        self.people.asked.connect(self.asked)
        for choice in (self.coupon, self.card_papers, self.edges, self.windows, self.envelopes):
            choice.picked.connect(self._said)
        self._tell()

    def show_kind(self, kind: Kind) -> None:
        """A postcard has its paper, a letter its envelope."""
        self.paper_row.setVisible(kind == "postcard")
        self.envelope_row.setVisible(kind == "letter")
        self.set_title(self.words.tr("Postcard") if kind == "postcard" else self.words.tr("Letter"))

    def show_rewards(self, rewards: Sequence[tuple[str, str]]) -> None:
        """What a coupon may be for."""
        self.coupon.set_options([("", self.words.tr("No coupon")), *rewards])
        self._tell()

    def show_left_out(self, left_out: Sequence[LeftOut]) -> None:
        """Who gets nothing, and why."""
        self.nobody_row.setVisible(bool(left_out))
        self.nobody_row.button.set_value(str(len(left_out)))
        why = {
            "no address": self.words.tr("No address"),
            "said no": self.words.tr("Said no to letters"),
            "gone": self.words.tr("No longer in the register"),
            "letters": self.words.tr("Letters that this computer cannot print"),
        }
        told = []
        for reason, heading in why.items():
            those = [each for each in left_out if each.why == reason]
            if those:
                told.append(f"{heading} ({len(those)}): {self._names(those)}")
        self.nobody.set_text("\n".join(told))

    def _names(self, those: Sequence[LeftOut]) -> str:
        names = [each.name or self.words.tr("no. {number}").format(number=each.customer[1:]) for each in those[:_NAMED]]
        if len(those) > _NAMED:
            more = len(those) - _NAMED
            names.append(self.words.ntr("and {n} more", "and {n} more", more).format(n=more))
        return ", ".join(names)

    def _said(self) -> None:
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        """Each row says what is chosen in it."""
        self.to_row.button.set_value(self.people.in_words())
        self.coupon_row.button.set_value(self.coupon.currentText())
        self.paper_row.button.set_value(self.card_papers.currentText())
        chosen = (self.windows.choices[self.windows.value()], self.envelopes.choices[self.envelopes.value()])
        self.envelope_row.button.set_value(", ".join(choice.accessibleName() for choice in chosen))
        self.edges.setEnabled(self.card_papers.value() != "a6")


def _column(*widgets: QWidget) -> QWidget:
    """Widgets below each other, to stand inside a row."""
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setSpacing(theme.current().px(8))
    for widget in widgets:
        column.addWidget(widget)
    return inside
