"""The shop: what it is called and where it is, its logo, its day."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.cards.controls import Stepper
from kassa.ui.first.choices import SearchBox
from kassa.ui.importing.controls import ChoiceBox
from kassa.ui.settings.fields import Area, Field, Line, WordChoices
from kassa.ui.widgets import brush, icons
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.settings import ShopBlock
    from kassa.services.starting import Choice

_LOGO = 96
_LONGEST_NAME = 200
_MOST_DAYS = 3650
_STEPPED_MS = 700
_PICTURES = (".png", ".jpg", ".jpeg", ".svg")


class LogoView(QWidget):
    """The logo on white, as on paper; without one, a place for it. A picture may be dropped here."""

    dropped = Signal(Path)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QImage()
        self.setAccessibleName(name)
        self.setAcceptDrops(True)
        self.setProperty("takes_files", _PICTURES)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_logo(self, png: bytes | None) -> None:
        """Shows a logo, or that there is none."""
        self._picture = QImage.fromData(png) if png else QImage()
        self.update()

    @property
    def empty(self) -> bool:
        """Whether there is no logo."""
        return self._picture.isNull()

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(_LOGO), theme.current().px(_LOGO))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _picture_in(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        file = _picture_in(event)
        if file is not None:
            event.acceptProposedAction()
            self.dropped.emit(file)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self.empty:
            brush.rounded(painter, box, now.px(12), now.tokens.colour("ground"), now.tokens.colour("edge"))
            side = now.px(32)
            mark = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
            icons.paint(painter, "shop", mark, now.tokens.colour("muted"))
            return
        brush.rounded(painter, box, now.px(12), QColor("white"), now.tokens.colour("edge"))
        room = box.adjusted(now.px(8), now.px(8), -now.px(8), -now.px(8))
        fitted = self._picture.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, fitted.width(), fitted.height())
        place.moveCenter(room.center())
        # Scaled at once to the screen's own pixels: painted smaller than half, a picture frays.
        sharp = self._picture.scaled(
            fitted * self.devicePixelRatioF(),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        painter.drawImage(place, sharp)


def _picture_in(event: QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    file = Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
    return file if file is not None and file.suffix.lower() in _PICTURES else None


class ShopPanel(Panel):
    """``changed`` names a field and its new value; ``logo_dropped``, ``logo_wanted`` and ``logo_unwanted`` the logo."""

    changed = Signal(str, object)
    logo_dropped = Signal(Path)
    logo_wanted = Signal()
    logo_unwanted = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words.tr("The shop"), parent=parent)
        self.name, self.address, self.contact = Line(_LONGEST_NAME), Area(), Area()
        self.name.settled.connect(self._named)
        self.address.settled.connect(self._addressed)
        self.contact.settled.connect(self._contacted)
        on_cards = words.tr(
            "Telephone, e-mail, opening hours. With the address, the first four lines stand on loyalty cards."
        )
        self.fields = {
            "name": Field(words.tr("The shop's name"), self.name, words.tr("On the window and on loyalty cards.")),
            "address": Field(words.tr("Address"), self.address),
            "contact": Field(words.tr("Contact"), self.contact, on_cards),
        }
        self.logo = LogoView(words.tr("Logo"))
        self.logo.dropped.connect(self.logo_dropped)
        self.choose = QuietButton(words.tr("Choose a picture…"))
        self.choose.clicked.connect(self.logo_wanted)
        self.remove = QuietButton(words.tr("Remove"))
        self.remove.setAccessibleName(words.tr("Remove the logo"))
        self.remove.clicked.connect(self.logo_unwanted)
        for button in (self.choose, self.remove):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        for field in self.fields.values():
            self.add(field)
        self._lay_out_logo(words)

    def _lay_out_logo(self, words: Words) -> None:
        px = theme.current().px
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addWidget(self.choose)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        told = QVBoxLayout()
        told.setSpacing(px(6))
        told.addWidget(Label(words.tr("Logo"), "strong"))
        told.addLayout(buttons)
        used = words.tr("PNG, JPEG or SVG, made to fit. It stands on cards, posters and letters.")
        told.addWidget(Label(used, "muted", wrap=True))
        row = QHBoxLayout()
        row.setContentsMargins(0, px(6), 0, 0)
        row.setSpacing(px(14))
        row.addWidget(self.logo, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(told, 1)
        self.body.addLayout(row)

    def show_shop(self, shop: ShopBlock) -> None:
        """Shows what is set now."""
        self.name.set_value(shop.name)
        self.address.set_value(shop.address)
        self.contact.set_value(shop.contact)
        for field in self.fields.values():
            field.complain("")
        self.logo.show_logo(shop.logo)
        self.remove.setVisible(shop.logo is not None)

    def _named(self, value: str) -> None:
        self.changed.emit("name", value)

    def _addressed(self, value: str) -> None:
        self.changed.emit("address", value)

    def _contacted(self, value: str) -> None:
        self.changed.emit("contact", value)


class DayPanel(Panel):
    """What the programme says of the shop's day; ``changed`` names a field and its new value."""

    changed = Signal(str, object)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words.tr("The shop's day"), parent=parent)
        self._words = words
        self._shop: ShopBlock | None = None
        self.starts = ChoiceBox(words.tr("The day begins at"))
        self.days = Stepper(words.tr("Days to return"), words.tr("One day fewer"), words.tr("One day more"))
        self.days.set_bounds(0, _MOST_DAYS)
        self.amount = WordChoices(
            (
                ("optional", words.tr("If wanted")),
                ("required", words.tr("Always")),
                ("never", words.tr("Never")),
            )
        )
        self.zone = SearchBox()
        self.currency = Label("", "body")
        self.fields = {
            "amount": Field(words.tr("Is the amount typed?"), self.amount),
            "return_days": Field(words.tr("Days to return"), self.days, narrow=True),
            "day_starts": Field(words.tr("The day begins at"), self.starts),
            "timezone": Field(words.tr("The clock of"), self.zone),
            "currency": Field(
                words.tr("Currency"),
                self.currency,
                words.tr("All that was ever noted counts in it. Another currency needs a new store."),
            ),
        }
        for field in self.fields.values():
            self.add(field)
        rules = words.tr(
            "What is changed here holds from now on, as a new version of the programme. What customers have earned "
            "stays as it is."
        )
        self.add(Label(rules, "muted", wrap=True))
        self._settle = QTimer(self, singleShot=True, interval=_STEPPED_MS)
        self._settle.timeout.connect(self._stepped)
        self.days.changed.connect(self._settle.start)
        self.days.field.editingFinished.connect(self._stepped)
        self.starts.picked.connect(self._start_picked)
        self.amount.picked.connect(self._amount_picked)
        self.zone.currentIndexChanged.connect(self._zone_picked)

    def show_shop(self, shop: ShopBlock, zones: Sequence[Choice]) -> None:
        """Shows what is set now."""
        self._shop = shop
        self._settle.stop()
        start = f"{shop.day_starts:%H:%M}"
        times = {f"{half // 2:02d}:{half % 2 * 30:02d}" for half in range(25)} | {start}
        self.starts.set_options([(each, each) for each in sorted(times)])
        self.starts.set_value(start)
        with QSignalBlocker(self.days):
            self.days.set_value(shop.return_days)
        self.amount.set_value(shop.amount)
        with QSignalBlocker(self.zone):
            if not self.zone.count():
                self.zone.set_choices(zones, shop.timezone)
            if self.zone.findData(shop.timezone) < 0:
                self.zone.addItem(shop.timezone, shop.timezone)
            self.zone.choose(shop.timezone)
        self.currency.set_text(shop.currency)
        self._explain(shop)

    def _explain(self, shop: ShopBlock) -> None:
        words = self._words
        amounts = {
            "optional": words.tr("A visit may be saved with the amount or without."),
            "required": words.tr("A visit is saved only with its amount."),
            "never": words.tr("The till asks for no amount: visits and items alone count."),
        }
        self.fields["amount"].explain(amounts[shop.amount])
        back = words.ntr(
            "A cashier may take back a purchase for {n} day, an owner always.",
            "A cashier may take back a purchase for {n} days, an owner always.",
            shop.return_days,
        )
        self.fields["return_days"].explain(back.format(n=shop.return_days))
        start = f"{shop.day_starts:%H:%M}"
        late = words.tr("What is sold before {time} belongs to the day before.").format(time=start)
        self.fields["day_starts"].explain(late if start != "00:00" else words.tr("The day begins at midnight."))
        self.fields["timezone"].explain(words.tr("Days, campaigns and opening hours follow it."))

    def _stepped(self) -> None:
        self._settle.stop()
        if self._shop is not None and self.days.value != self._shop.return_days:
            self.changed.emit("return_days", self.days.value)

    def _start_picked(self, start: str) -> None:
        if self._shop is not None and start != f"{self._shop.day_starts:%H:%M}":
            self.changed.emit("day_starts", start)

    def _amount_picked(self, amount: str) -> None:
        if self._shop is not None and amount != self._shop.amount:
            self.changed.emit("amount", amount)

    def _zone_picked(self) -> None:
        if self._shop is not None and self.zone.code() and self.zone.code() != self._shop.timezone:
            self.changed.emit("timezone", self.zone.code())
