"""Posters and post: choose what, write it, see the page as it will be printed, save it or print it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QEvent, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kassa.domain.people import Hit
from kassa.errors import KassaError
from kassa.services.mailing import LeftOut
from kassa.services.register import Question
from kassa.ui import theme
from kassa.ui.cards.stage import Stage
from kassa.ui.jobs import Jobs
from kassa.ui.post import desk
from kassa.ui.post.desk import Drawn, Made, Studio
from kassa.ui.post.head import Head
from kassa.ui.post.panels import KindPanel, PosterPanel, PostPanel
from kassa.ui.post.press import Press
from kassa.ui.post.text_panel import TextPanel
from kassa.ui.post.wish import Kind, People, Wish
from kassa.ui.widgets.scroll import PageScroll
from kassa.ui.widgets.toasts import ToastStack
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.session import Session

_SOON_MS, _TYPING_MS, _RESIZED_MS = 40, 300, 180
_COLUMN = 384
_DRAWING = "post-preview"
_TURNS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class _Column(PageScroll):
    """The panels; PgUp and PgDn turn the preview's pages."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in _TURNS:
            event.ignore()
            return
        super().keyPressEvent(event)


class PostPage(QWidget):
    """``finished``: the page may be left."""

    finished = Signal()

    def __init__(self, session: Session, words: Words, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.words, self.jobs = session, words, jobs
        self._studio: Studio | None = None
        self._drawn: Drawn | None = None
        self._at = 0
        self.head = Head(words)
        self.kinds = KindPanel(words)
        self.poster = PosterPanel(words)
        self.post = PostPanel(words)
        self.writing = TextPanel(words)
        self.stage = Stage(words)
        self.press = Press(session, words, jobs, self.stage, self)
        self.toasts = ToastStack(self, None, words, self.stage)
        self._soon = QTimer(self, singleShot=True)
        self._lay_out()
        self._connect()
        self._show_kind()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # No focus proxy: with one, Qt's Tab skips what stands before it.
        self.kinds.choices[self.kinds.kind()].setFocus(event.reason())

    def _lay_out(self) -> None:
        px = theme.current().px
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, px(4), 0)
        column.setSpacing(px(14))
        for panel in (self.kinds, self.poster, self.post, self.writing):
            column.addWidget(panel)
        column.addStretch(1)
        self.column = _Column(inside)
        body = QHBoxLayout()
        body.setSpacing(px(20))
        body.addWidget(self.column)
        body.addWidget(self.stage, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(px(28), px(22), px(28), px(24))
        page.setSpacing(px(14))
        page.addWidget(self.head)
        page.addLayout(body, 1)
        self._dress()

    def _connect(self) -> None:
        self.head.back_asked.connect(self.finished)
        self.head.save_asked.connect(self.save)
        self.head.print_asked.connect(self.print_out)
        self.kinds.picked.connect(self._kind_picked)
        self.poster.changed.connect(self._changed)
        self.post.changed.connect(self._changed)
        self.post.asked.connect(self._find)
        self.writing.changed.connect(self._typed)
        self.stage.resized.connect(self._resized)
        self.stage.pager.turned.connect(self.turn)
        self.press.began.connect(self._allow)
        self.press.over.connect(self._allow)
        self.press.made.connect(self._made)
        self.press.refused.connect(self._complain)
        self.toasts.undo_asked.connect(self.undo)
        self._soon.timeout.connect(self._draw)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self)
        shortcut.activated.connect(self.head.print.click)

    # ── what is chosen ──

    def refresh(self) -> None:
        """Reads again what the shop and its register say; what is chosen and written stays."""
        before = self._studio.known if self._studio is not None else None
        work = partial(desk.studio, session=self.session, before=before, language=self.words.language)
        self.jobs.run(work, done=self._show, failed=self._refused, channel="post-studio")

    def write_to(self, those: Question) -> None:
        """Makes ready for post to whom the register showed."""
        if not self.wish().is_post:
            self.kinds.choose("letter")
        everybody = not those.query.strip() and not those.filters
        self.post.people.choose(People("all" if everybody else "some", (), those.query.strip(), those.filters))
        self.post.rows.open_one(self.post.to_row)

    def write_to_all(self, customers: Sequence[Hit]) -> None:
        """Makes ready for post to these customers."""
        if not self.wish().is_post:
            self.kinds.choose("letter")
        self.post.people.names.choose_customers(customers)
        self.post.people.choose(People("chosen", tuple(hit.id for hit in customers)))
        self.post.rows.open_one(self.post.to_row)

    def wish(self) -> Wish:
        """What is chosen now."""
        post = self.post
        return Wish(
            self.kinds.kind(),
            self.words.language,
            self.poster.headline.text().strip(),
            self.poster.papers.value() or "A4",
            post.people.people(),
            self.writing.title_line.text().strip(),
            self.writing.text.toPlainText().strip(),
            post.coupon.value() or None,
            post.card_papers.value(),
            "short-edge" if post.edges.value() == "short-edge" else "long-edge",
            "left" if post.windows.value() == "left" else "right",
            "c65" if post.envelopes.value() == "c65" else "c5",
        )

    def _show(self, studio: Studio) -> None:
        self._studio = studio
        self.poster.headline.setPlaceholderText(studio.headline)
        self.post.people.offer(studio.shop, studio.known.tags)
        self.post.show_rewards(studio.rewards)
        self.post.no_sender.setVisible(not studio.has_address)
        programme = studio.shop.programme
        self.writing.show_rules(bool(programme.stamp_cards), programme.tiers is not None)
        self._changed()

    def _kind_picked(self) -> None:
        self._at = 0
        self._show_kind()
        self._changed()

    def _show_kind(self) -> None:
        kind: Kind = self.kinds.kind()
        post = kind in ("postcard", "letter")
        self.poster.setVisible(not post)
        self.post.setVisible(post)
        self.writing.setVisible(post)
        self.poster.show_kind(kind)
        self.post.show_kind(kind)
        self._allow()

    def _find(self, query: str) -> None:
        self.jobs.run(partial(desk.find, session=self.session, query=query), done=self._show_hits, channel="post-find")

    def _show_hits(self, found: tuple[str, tuple[Hit, ...]]) -> None:
        self.post.people.names.show_hits(*found)

    def _changed(self) -> None:
        self.writing.show_coupon(bool(self.post.coupon.value()))
        self._soon.start(_SOON_MS)

    def _typed(self) -> None:
        self._soon.start(_TYPING_MS)

    def _resized(self) -> None:
        if self.stage.has_page():
            self._soon.start(_RESIZED_MS)

    # ── the preview ──

    @property
    def settled(self) -> bool:
        """Whether nothing is about to be drawn."""
        return not self._soon.isActive()

    def _draw(self) -> None:
        if self._studio is None:
            return
        wish = self.wish()
        self.stage.set_paper(*wish.page_size)
        work = partial(
            desk.preview,
            session=self.session,
            wish=wish,
            known=self._studio.known,
            at=self._at,
            pixels=self.stage.picture_width(),
        )
        self.jobs.run(work, done=self._show_page, failed=self._refused, channel=_DRAWING)

    def turn(self, by: int) -> None:
        """Goes to another page, as far as there are any."""
        drawn = self._drawn
        if drawn is None or not 0 <= drawn.at + by < drawn.pages:
            return
        self._at = drawn.at + by
        work = partial(desk.turn, drawn=drawn, at=self._at, pixels=self.stage.picture_width())
        self.jobs.run(work, done=self._turned, failed=self._refused, channel=_DRAWING)

    def _turned(self, drawn: Drawn) -> None:
        self._drawn = drawn
        if drawn.image is not None:
            told = self.words.tr("page {n} of {of}").format(n=drawn.at + 1, of=drawn.pages)
            self.stage.show_page(drawn.image, QSizeF(drawn.width, drawn.height), told)
            sides = self.wish().backs is not None
            self.stage.show_place(drawn.at + 1, drawn.pages, drawn.at % 2 == 1 if sides else None)

    def _show_page(self, drawn: Drawn) -> None:
        self._turned(drawn)
        self.post.show_left_out(drawn.left_out)
        if drawn.image is None:
            self.stage.show_nothing(
                self.words.tr("Nobody gets any post"),
                self.words.tr("Whoever has an address and hasn't said no to letters can get some."),
            )
            self.stage.show_place(0, 0, None)
        wish = self.wish()
        self.stage.say("good" if drawn.pieces else "none", self._counted(wish.kind, drawn.pieces, drawn.left_out))
        self._allow()

    def _counted(self, kind: Kind, pieces: int, left_out: tuple[LeftOut, ...]) -> str:
        """How many get one, how many don't."""
        if not pieces:
            return ""
        told = self._pieces(kind, pieces)
        if left_out:
            none = self.words.ntr("{n} gets none", "{n} get none", len(left_out)).format(n=len(left_out))
            told = f"{told} · {none}"
        return told

    def _pieces(self, kind: Kind, count: int) -> str:
        if kind == "postcard":
            return self.words.ntr("{n} postcard", "{n} postcards", count).format(n=count)
        return self.words.ntr("{n} letter", "{n} letters", count).format(n=count)

    # ── saving and printing ──

    def save(self) -> None:
        """Asks for a file and saves it there."""
        wish = self.wish()
        out = None if self.press.busy else self.press.choose_file(wish)
        if out is not None:
            self.press.save(wish, out)

    def print_out(self) -> None:
        """Asks for a printer and prints on it."""
        wish = self.wish()
        printer = None if self.press.busy else self.press.choose_printer(wish, self.head.print.label)
        if printer is not None:
            self.press.print_on(wish, printer)

    def _made(self, made: Made | None, where: str) -> None:
        if made is None:
            self.stage.say("note", self.words.tr("Stopped. Nothing was saved."))
            return
        self._soon.stop()
        self.jobs.cancel(_DRAWING)
        self._turned(made.first)
        wish = self.wish()
        what = self._pieces(wish.kind, made.pieces) if made.pieces else self._pages(made.pages)
        if made.pages_out < made.pages:
            stopped = self.words.tr("Stopped after page {n} of {of}.")
            self.stage.say("note", stopped.format(n=made.pages_out, of=made.pages))
        else:
            self.stage.say("good", f"{what} · {where}")
        if made.coupons:
            valid = self.words.ntr("{n} coupon is valid now", "{n} coupons are valid now", made.coupons)
            self.toasts.say(valid.format(n=made.coupons), "", made.op)

    def _pages(self, count: int) -> str:
        return self.words.ntr("{n} page", "{n} pages", count).format(n=count)

    def undo(self, operation: str) -> None:
        """Takes the coupons of a mailing back, those that nobody has used."""
        work = partial(desk.undo, session=self.session, operation=operation, op=str(uuid4()))
        self.jobs.run(work, done=self._undone, failed=self._complain)

    def undo_last(self) -> None:
        """Ctrl+Z: the latest coupons are taken back."""
        operation = self.toasts.latest_operation()
        if operation is not None:
            self.undo(operation)

    def _undone(self, operation: str) -> None:
        self.toasts.forget(operation)
        self.toasts.say(self.words.tr("The coupons are no longer valid. Throw the printed ones away."))

    def _complain(self, error: KassaError) -> None:
        self.toasts.fail(self.words.text(error.text))

    def _refused(self, error: KassaError) -> None:
        self.stage.say("wrong", self.words.text(error.text))
        self._drawn = None
        self._allow()

    def _allow(self) -> None:
        wish, drawn = self.wish(), self._drawn
        pieces = drawn.pieces if drawn is not None else 0
        ready = drawn is not None and drawn.image is not None and not self.press.busy
        self.head.allow(ready)
        if wish.is_post and pieces:
            told = (
                self.words.ntr("Print {n} postcard", "Print {n} postcards", pieces)
                if wish.kind == "postcard"
                else self.words.ntr("Print {n} letter", "Print {n} letters", pieces)
            )
            self.head.name_print(told.format(n=pieces))
        else:
            self.head.name_print(self.words.tr("Print"))

    # ── keys and room ──

    def keyPressEvent(self, event: QKeyEvent) -> None:
        turn = _TURNS.get(Qt.Key(event.key()))
        if turn is None:
            super().keyPressEvent(event)
        else:
            self.turn(turn)

    def _dress(self) -> None:
        # With large type on a small screen the sheet keeps half of the page.
        self.column.setFixedWidth(min(theme.current().px(_COLUMN), self.width() // 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "column"):
            self._dress()
        super().changeEvent(event)
