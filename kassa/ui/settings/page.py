"""The settings page: whatever is changed is saved at once and told; what changes the shop can be undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFileDialog,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from kassa.config import Config
from kassa.errors import KassaError
from kassa.ui import theme
from kassa.ui.jobs import Jobs
from kassa.ui.settings import desk
from kassa.ui.settings.camera_panel import CameraPanel
from kassa.ui.settings.computer_panel import ComputerPanel
from kassa.ui.settings.desk import Known
from kassa.ui.settings.items_panel import ItemsPanel
from kassa.ui.settings.place_panel import PlacePanel
from kassa.ui.settings.saving import Saving, Work
from kassa.ui.settings.shop_panels import DayPanel, ShopPanel
from kassa.ui.settings.slip_panel import SlipPanel
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.scroll import PageScroll
from kassa.ui.widgets.undo_page import UndoPage
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.session import Session
    from kassa.services.settings import QuickItem, ShopBlock

_NARROW = 860
_WIDEST = 1180
_CAME_FROM = "kassa_settings_control"


class SettingsPage(UndoPage[tuple[str, Work]]):
    """``shop_changed``: the till reads its shop anew. ``look_changed``: the theme in force is another.
    ``language_chosen`` names the language that the window is to speak. ``devices_changed`` gives what is chosen on
    this computer once its camera or its slip printer is another.
    """

    shop_changed = Signal()
    look_changed = Signal()
    language_chosen = Signal(str)
    devices_changed = Signal(object)

    def __init__(self, session: Session, words: Words, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.session, self.jobs = session, jobs
        self._known: Known | None = None
        self.shop = ShopPanel(words)
        self.day = DayPanel(words)
        self.items = ItemsPanel(words)
        self.computer = ComputerPanel(words)
        self.camera = CameraPanel(words, jobs)
        self.slips = SlipPanel(words)
        self.place = PlacePanel(words)
        self.no_shop = Label(words.tr("The shop's own settings come with its programme."), "note", wrap=True)
        self._lay_out()
        self._connect()
        self._show_shop_panels(False)
        self.setFocusProxy(self._first_control())

    def _lay_out(self) -> None:
        px = theme.current().px
        self.title = Label(self.words.tr("Settings"), "title", wrap=True)
        told = self.words.tr("Everything is saved as you change it")
        left, right = QVBoxLayout(), QVBoxLayout()
        sides: tuple[tuple[QVBoxLayout, tuple[QWidget, ...]], ...] = (
            (left, (self.no_shop, self.shop, self.items)),
            (right, (self.computer, self.camera, self.slips, self.day, self.place)),
        )
        for column, panels in sides:
            for panel in panels:
                column.addWidget(panel)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for column in (left, right):
            column.setSpacing(px(16))
            column.addStretch(1)
            self._columns.addLayout(column, 1)
        self._columns.setSpacing(px(20))
        inside = QWidget()
        inside.setMaximumWidth(px(_WIDEST))
        body = QVBoxLayout(inside)
        body.setContentsMargins(px(28), px(22), px(28), px(24))
        body.setSpacing(px(2))
        body.addWidget(self.title)
        body.addWidget(Label(told, "muted", wrap=True))
        body.addSpacing(px(14))
        body.addLayout(self._columns)
        middle = QWidget()
        across = QHBoxLayout(middle)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(inside, 1)
        self._scroll = PageScroll(middle)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._scroll)

    def _connect(self) -> None:
        self.shop.changed.connect(self._change)
        self.day.changed.connect(self._change)
        self.shop.logo_wanted.connect(self._choose_logo)
        self.shop.logo_dropped.connect(self.take_logo)
        self.shop.logo_unwanted.connect(self._remove_logo)
        self.items.ordered.connect(self._order)
        self.computer.language_picked.connect(self._pick_language)
        self.computer.theme_picked.connect(self._pick_theme)
        self.computer.size_picked.connect(self._pick_size)
        self.computer.till_named.connect(self._name_till)
        self.camera.camera_picked.connect(self._pick_camera)
        self.slips.picked.connect(self._pick_slips)
        self.slips.trial_asked.connect(self._print_trial)
        self.place.opened.connect(self._open)

    # ── what is set now ──

    def refresh(self) -> None:
        """Reads again how everything is set; for when the page becomes visible."""
        work = partial(desk.load, session=self.session, words=self.words)
        self.jobs.run(work, done=self._show, failed=self._refused, channel="settings")

    def _show(self, known: Known) -> None:
        self._known = known
        self._show_shop_panels(known.shop is not None)
        if known.shop is not None:
            self.shop.show_shop(known.shop)
            self.day.show_shop(known.shop, known.timezones)
            self._show_items(known.shop, known.keys)
        self._kept(known.config)
        self.place.show_place(known.place)

    def _show_shop_panels(self, there: bool) -> None:
        self.no_shop.setVisible(not there)
        for panel in (self.shop, self.day, self.items):
            panel.setVisible(there)

    def _show_items(self, shop: ShopBlock, keys: Mapping[str, str]) -> None:
        if shop.quick_items != self.items.items:
            self.items.show_items(shop.quick_items, keys)
        self.items.setVisible(bool(shop.quick_items))

    # ── the shop ──

    def _change(self, field: str, value: str | int) -> None:
        known = self._known
        if known is None or known.shop is None:
            return
        seen = {field: known.shop.value(field)}
        panel = self.shop if field in self.shop.fields else self.day
        work = partial(desk.change, changes={field: value}, seen=seen)
        undo = partial(desk.change, changes=seen, seen={field: value})
        self._save(panel.fields[field].name, work, undo, field)

    def _choose_logo(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        pictures = self.words.tr("Pictures")
        chosen, _ = QFileDialog.getOpenFileName(
            self, self.words.tr("Choose a picture"), folder, f"{pictures} (*.png *.jpg *.jpeg *.svg)"
        )
        if chosen:
            self.take_logo(Path(chosen))

    def take_logo(self, file: Path) -> None:
        """Makes a picture the shop's logo."""
        if self._known is not None and self._known.shop is not None:
            undo = partial(desk.set_logo, png=self._known.shop.logo)
            self._save(self.words.tr("Logo"), partial(desk.choose_logo, file=file), undo)

    def _remove_logo(self) -> None:
        if self._known is not None and self._known.shop is not None:
            undo = partial(desk.set_logo, png=self._known.shop.logo)
            self._save(self.words.tr("Logo"), partial(desk.set_logo, png=None), undo)

    def _order(self, items: tuple[QuickItem, ...]) -> None:
        if self._known is not None and self._known.shop is not None:
            undo = partial(desk.order_items, items=self._known.shop.quick_items)
            self._save(self.words.tr("Buttons at the till"), partial(desk.order_items, items=items), undo)

    def _save(self, what: str, work: Work, undo: Work, field: str = "") -> None:
        Saving(self, what, work, undo, field, self).start()

    def saved(self, what: str, op: str, undo: Work) -> None:
        """Something of the shop is saved."""
        self.remember(op, (what, undo))
        self.toasts.say(self.words.tr("Saved:"), what, op)
        self.shop_changed.emit()
        self.refresh()

    def not_saved(self, error: KassaError, field: str) -> None:
        """Something of the shop was refused: told at the field, or where there is none by a toast."""
        fields = {**self.shop.fields, **self.day.fields}
        if error.code == "bad_value" and field in fields:
            fields[field].complain(self.words.text(error.text))
            return
        self._refused(error)
        self.refresh()

    def take_back(self, what: tuple[str, Work]) -> None:
        """Undoes a change of the shop."""
        name, work = what
        Saving(self, name, work, None, "", self).start()

    def undone(self, what: str) -> None:
        """Something of the shop is as it was before."""
        self.toasts.say(self.words.tr("As before:"), what)
        self.shop_changed.emit()
        self.refresh()

    def _refused(self, error: KassaError) -> None:
        self.toasts.fail(self.words.text(error.text))

    # ── this computer ──

    def _pick_language(self, language: str) -> None:
        self._come_back_to("language")
        self._keep(self._language_kept, language=language)

    def _pick_theme(self, mode: theme.Mode) -> None:
        self._come_back_to("theme")
        self._keep(self._look_kept, theme=mode)

    def _pick_size(self, percent: int) -> None:
        if percent != round(theme.current().scale * 100):
            self._come_back_to("text_size")
            self._keep(self._look_kept, text_size=percent)

    def _name_till(self, till: str) -> None:
        self._keep(self._till_kept, till=till or None)

    def _pick_camera(self, camera: str | None) -> None:
        self._keep(self._device_kept, camera=camera)

    def _pick_slips(self, what: str, value: str | int | None) -> None:
        self._keep(self._device_kept, **{what: value})

    def _print_trial(self) -> None:
        self.slips.trial.setEnabled(False)
        work = partial(desk.print_trial, session=self.session, language=self.words.language)
        self.jobs.run(work, done=self._trial_printed, failed=self._refused, ended=self._trial_ended)

    def _trial_printed(self, _nothing: None) -> None:
        self.toasts.say(self.words.tr("The test slip is at the printer"))

    def _trial_ended(self) -> None:
        self.slips.trial.setEnabled(True)

    def _keep(self, done: Callable[[Config], None], **changes: object) -> None:
        self.jobs.run(partial(desk.keep, changes=changes), done=done, failed=self._not_kept)

    def _not_kept(self, error: KassaError) -> None:
        self._refused(error)
        self.refresh()

    def _language_kept(self, config: Config) -> None:
        if config.language is not None:
            self.language_chosen.emit(config.language)

    def _kept(self, config: Config) -> None:
        self.computer.show_config(config, self.session.actor.till)
        self.camera.show_config(config)
        self.slips.show_config(config)

    def _device_kept(self, config: Config) -> None:
        self._kept(config)
        self.devices_changed.emit(config)

    def _look_kept(self, config: Config) -> None:
        self._kept(config)
        self.look_changed.emit()

    def _till_kept(self, config: Config) -> None:
        self._kept(config)
        self.toasts.say(self.words.tr("Saved:"), self.words.tr("The till's name"))

    def _come_back_to(self, control: str) -> None:
        """The window may be made anew in another language or size; the cursor shall then stand where it stood."""
        app = QApplication.instance()
        if app is not None:
            app.setProperty(_CAME_FROM, control)

    def _first_control(self) -> QWidget:
        app = QApplication.instance()
        came_from = app.property(_CAME_FROM) if app is not None else None
        if app is not None:
            app.setProperty(_CAME_FROM, None)
        return getattr(self.computer, came_from) if came_from else self.shop.name

    def _open(self, folder: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            told = self.words.tr("No program here shows folders. It is {folder}")
            self.toasts.fail(told.format(folder=folder))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.current().px(_NARROW)
        self._columns.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
