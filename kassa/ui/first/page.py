"""The first page of a new shop: four questions on one calm page, then the till.

Enter goes from question to question, and from the last one to the till. Nothing is made on disk before that.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from kassa.errors import KassaError
from kassa.services import starting
from kassa.services.starting import Answers, Guess, Places, System
from kassa.ui import theme
from kassa.ui.first import sample
from kassa.ui.first.choices import SearchBox, WordChoice
from kassa.ui.first.programme_choice import ProgrammeChoice
from kassa.ui.first.programmes import told
from kassa.ui.first.system import read_system
from kassa.ui.jobs import Job, Jobs
from kassa.ui.widgets.buttons import PrimaryButton, QuietButton
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.scroll import PageScroll
from kassa.words import LANGUAGES, OWN_NAMES, Words

_WIDEST = 1080
_NARROW = 820


class FirstPage(QWidget):
    """``answered`` carries the answers and an ``op``; whoever opens the shop by them says ``refused`` if it can't."""

    answered = Signal(object, str)

    def __init__(self, words: Words, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._jobs = jobs
        self._touched = False
        self._finishing = False
        self._op = str(uuid4())
        self.setWindowTitle("Kassa")
        self.title = Label("", "title", wrap=True)
        self.intro = Label("", "note", wrap=True, colour="muted")
        self.captions = {name: Label("", "caption", wrap=True) for name in ("shop", "language", "currency", "timezone")}
        self.asked = Label("", "caption", wrap=True)
        self.shop = QLineEdit()
        self.shop.setMaxLength(80)
        self.languages = {language: WordChoice(OWN_NAMES[language]) for language in LANGUAGES}
        self.currency, self.timezone = SearchBox(), SearchBox()
        self.programmes = {code: ProgrammeChoice(code, *starting.boxes_of(code)) for code in starting.READY_MADE}
        self.error = Label("", "strong", wrap=True, colour="wrong")
        self.error.hide()
        self.sample = QuietButton("", icon="shop")
        self.open = PrimaryButton("", "⏎")
        self._lay_out()
        self._connect()
        self.languages[words.language].setChecked(True)
        self.programmes[starting.READY_MADE[0]].setChecked(True)
        self._relabel()
        self._look_up()

    # How it is laid out

    def _lay_out(self) -> None:
        px = theme.current().px
        inside = QWidget()
        inside.setMaximumWidth(px(_WIDEST))
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(32), px(24), px(32), px(20))
        column.setSpacing(px(6))
        column.addStretch(1)
        column.addWidget(self.title)
        column.addWidget(self.intro)
        column.addSpacing(px(12))
        self._fields = QGridLayout()
        self._fields.setHorizontalSpacing(px(16))
        self._fields.setVerticalSpacing(px(6))
        column.addLayout(self._fields)
        column.addSpacing(px(12))
        column.addWidget(self.asked)
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._cards.setSpacing(px(16))
        for choice in self.programmes.values():
            self._cards.addWidget(choice, 1)
        column.addLayout(self._cards)
        column.addWidget(self.error)
        column.addSpacing(px(12))
        foot = QHBoxLayout()
        foot.setSpacing(px(16))
        foot.addWidget(self.sample)
        foot.addStretch(1)
        foot.addWidget(self.open)
        column.addLayout(foot)
        column.addStretch(2)
        self._languages = QWidget()
        row = QHBoxLayout(self._languages)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        group = QButtonGroup(self)
        for language in self.languages.values():
            group.addButton(language)
            row.addWidget(language)
        cards = QButtonGroup(self)
        for choice in self.programmes.values():
            cards.addButton(choice)
        for button in (self.sample, self.open):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        middle = QWidget()
        across = QHBoxLayout(middle)
        across.setContentsMargins(0, 0, 0, 0)
        across.addStretch(1)
        across.addWidget(inside, 1000)
        across.addStretch(1)
        self._scroll = PageScroll(middle)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._scroll)
        self._arrange(narrow=False)

    def _arrange(self, narrow: bool) -> None:
        """Two questions side by side, or one under the other."""
        places = ((0, 0), (0, 1), (2, 0), (2, 1)) if not narrow else ((0, 0), (2, 0), (4, 0), (6, 0))
        questions = (
            ("shop", self.shop),
            ("language", self._languages),
            ("currency", self.currency),
            ("timezone", self.timezone),
        )
        for (name, control), (row, column) in zip(questions, places, strict=True):
            self.captions[name].setContentsMargins(0, theme.current().px(8) if row else 0, 0, 0)
            self._fields.addWidget(self.captions[name], row, column)
            self._fields.addWidget(control, row + 1, column)
        self._fields.setColumnStretch(0, 1)
        self._fields.setColumnStretch(1, 0 if narrow else 1)
        across = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._cards.setDirection(across)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self.width() < theme.current().px(_NARROW))

    def _connect(self) -> None:
        self.shop.textChanged.connect(self._named)
        self.shop.returnPressed.connect(self._shop_entered)
        for language in self.languages.values():
            language.toggled.connect(self._language_toggled)
            language.entered.connect(self._to_currency)
        for box, following in ((self.currency, self._to_timezone), (self.timezone, self._to_programmes)):
            box.activated.connect(self._touch)
            box.field.textEdited.connect(self._touch)
            box.currentIndexChanged.connect(self._describe)
            box.entered.connect(following)
        for choice in self.programmes.values():
            choice.entered.connect(self.finish)
        self.open.clicked.connect(self.finish)
        self.sample.clicked.connect(self._open_sample)
        self._jobs.bug.connect(self._bug)

    # What it says

    def _relabel(self) -> None:
        words = self._words
        self.title.set_text(words.tr("Welcome to Kassa"))
        self.intro.set_text(words.tr("Four questions, then the till. All but the currency can be changed later."))
        named = {
            "shop": words.tr("What is your shop called?"),
            "language": words.tr("Which language do you speak in the shop?"),
            "currency": words.tr("Which currency do you take?"),
            "timezone": words.tr("Where is the shop?"),
        }
        for name, caption in self.captions.items():
            caption.set_text(named[name])
        self.shop.setAccessibleName(named["shop"])
        self.currency.setAccessibleName(named["currency"])
        self.timezone.setAccessibleName(named["timezone"])
        self.currency.field.setAccessibleName(named["currency"])
        self.timezone.field.setAccessibleName(named["timezone"])
        self.asked.set_text(words.tr("How do you want to thank those who come back?"))
        self.sample.set_label(words.tr("Look at the sample shop first"))
        self.open.set_label(words.tr("Open the shop"))
        for language, choice in self.languages.items():
            choice.setAccessibleName(OWN_NAMES[language])
        self._describe()
        self._named()

    def _describe(self) -> None:
        for code, choice in self.programmes.items():
            choice.say(told(self._words, code, self.currency.code()))

    def _named(self) -> None:
        name = self.shop.text().strip() or self._words.tr("Your shop")
        for choice in self.programmes.values():
            choice.set_shop(name)

    # What is chosen

    def _language_toggled(self, chosen: bool) -> None:
        if chosen:
            language = next(code for code, choice in self.languages.items() if choice.isChecked())
            self._words = Words(language)
            self._relabel()
            self._look_up()

    def _look_up(self) -> None:
        system = read_system(self._words)
        self._jobs.run(partial(_known, system), done=self._show_known, channel="first page")

    def _show_known(self, known: tuple[Guess, Places]) -> None:
        guess, places = known
        currency, timezone = self.currency.code(), self.timezone.code()
        self.currency.set_choices(places.currencies, currency if self._touched else guess.currency)
        self.timezone.set_choices(places.timezones, timezone if self._touched else guess.timezone)
        self._describe()
        if self._finishing:
            self.finish()

    def _touch(self) -> None:
        self._touched = True

    # From question to question

    def _go_on(self, control: QWidget) -> None:
        control.setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(control)

    def _shop_entered(self) -> None:
        self._go_on(next(choice for choice in self.languages.values() if choice.isChecked()))

    def _to_currency(self) -> None:
        self._go_on(self.currency)

    def _to_timezone(self) -> None:
        self._go_on(self.timezone)

    def _to_programmes(self) -> None:
        self._go_on(next(choice for choice in self.programmes.values() if choice.isChecked()))

    def answers(self) -> Answers:
        """What is answered now, complete or not."""
        return Answers(
            shop=self.shop.text().strip(),
            language=self._words.language,
            currency=self.currency.code(),
            timezone=self.timezone.code(),
            programme=next(code for code, choice in self.programmes.items() if choice.isChecked()),
        )

    def finish(self) -> None:
        """Enter at the last question, or the button."""
        answers = self.answers()
        if not answers.shop:
            self._say_error(self._words.tr("Type the shop's name first."))
            self.shop.setFocus()
            return
        if not self.open.isEnabled():
            return
        # Who presses Enter faster than the guesses come gets what is guessed.
        self._finishing = not answers.currency
        if self._finishing:
            return
        self.open.setEnabled(False)
        self.answered.emit(answers, self._op)

    def refused(self, error: KassaError) -> None:
        """The shop could not be opened by these answers."""
        self.open.setEnabled(True)
        self._op = str(uuid4())
        self._say_error(self._words.text(error.text))

    def _bug(self, error: Exception) -> None:
        self.open.setEnabled(True)
        sentence = self._words.tr("Something went wrong inside Kassa ({error}). What was saved before is safe.")
        self._say_error(sentence.format(error=type(error).__name__))

    def _say_error(self, text: str) -> None:
        self.error.set_text(text)
        self.error.setVisible(bool(text))

    def _open_sample(self) -> None:
        if not sample.open_sample(self._words):
            self._say_error(self._words.tr("The sample shop can't be started here. Start it yourself: kassa demo"))


def _known(system: System, _job: Job) -> tuple[Guess, Places]:
    return starting.guess(system, datetime.now(UTC)), starting.places(system.language)
