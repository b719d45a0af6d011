"""The steps of an import, one in front of the others, each scrolling for itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from kassa.ui.widgets.scroll import PageScroll


class Steps(QStackedWidget):
    """``page`` is the page whose cursor goes with the steps: it has it, or what is in it has."""

    def __init__(self, views: Sequence[QWidget], page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._scrolls = {view: PageScroll(view) for view in views}
        for scroll in self._scrolls.values():
            self.addWidget(scroll)

    @property
    def front(self) -> QWidget:
        """The step that is shown."""
        return next(view for view, scroll in self._scrolls.items() if scroll is self.currentWidget())

    def bring(self, view: QWidget, first: QWidget | None = None) -> None:
        """Shows a step; with the cursor on the page it goes to what is ``first`` there."""
        self.setCurrentWidget(self._scrolls[view])
        focus = QApplication.focusWidget()
        if first is not None and focus is not None and self._page.isAncestorOf(focus):
            first.setFocus()

    def to_top(self, view: QWidget) -> None:
        """Shows a step from its top."""
        self._scrolls[view].verticalScrollBar().setValue(0)

    def settle(self) -> None:
        """Lays the step out now: until then its rows would be painted into the room that was there before."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
