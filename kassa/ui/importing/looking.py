"""Looking at a file: what is understood of it on the preview, what can be done with it in the header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kassa.errors import KassaError
from kassa.exchange.mapping import Mapping
from kassa.ui.importing import sentences
from kassa.ui.importing.desk import Seen, Unclear
from kassa.ui.importing.header import Header
from kassa.ui.importing.look import Look
from kassa.ui.importing.preview import PreviewView
from kassa.ui.jobs import Progress
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.importing import ImportReport


class Looking(QObject):
    """``understood``: the preview shows what is known now; ``told``: it says something at its top; ``settled``: its
    figures have changed. ``unreadable`` carries why nothing at all can be read.
    """

    understood = Signal()
    told = Signal()
    settled = Signal()
    unreadable = Signal(str)

    def __init__(self, words: Words, look: Look, preview: PreviewView, header: Header, parent: QObject) -> None:
        super().__init__(parent)
        self._words, self._look, self._preview, self._header = words, look, preview, header
        look.understood.connect(self._understood)
        look.unclear.connect(self._not_clear)
        look.refused.connect(self._not_understood)
        look.progressed.connect(self._read_on)
        look.rehearsed.connect(self._rehearsed)
        preview.changed.connect(self.choose)
        preview.kind_changed.connect(self._choose_kind)
        preview.back_asked.connect(look.as_before)
        preview.earn_changed.connect(self._earn_chosen)

    def show(self) -> None:
        """Shows what is understood now."""
        seen = self._look.seen
        if seen is not None:
            self._preview.show_seen(seen, self._look.mapping)
            self._preview.show_rehearsed(self._look.rehearsal)
            self._offer()

    def choose(self, mapping: Mapping) -> None:
        """Reads the file with other choices."""
        self._look.choose(mapping)
        self._offer(reading=True)

    def _choose_kind(self, kind: str) -> None:
        self._look.choose_kind(kind)
        self._offer(reading=True)

    def _earn_chosen(self, earn: bool) -> None:
        self._look.earn = earn

    def _read_on(self, progress: Progress) -> None:
        if self._look.seen is not None:
            share = "" if not progress.total else f" {progress.done * 100 // progress.total} %"
            self._header.tell(self._words.tr("Reading it again …") + share)

    def _understood(self, seen: Seen) -> None:
        self._preview.trouble.hide()
        self._preview.say(self._nobody(), wrong=True)
        self.show()
        self.understood.emit()
        if self._preview.open_question() is None:
            self._look.rehearse()

    def _rehearsed(self, report: ImportReport | None) -> None:
        self._preview.show_rehearsed(report)
        self._offer()
        self.settled.emit()
        if report is not None and not self._look.coming and self._look.count:
            told = self._words.tr("All of this is here already. Importing it again changes nothing.")
            self._preview.say(told)

    def _not_clear(self, unclear: Unclear) -> None:
        if self._look.seen is not None:
            self._tell_trouble(self._words.text(unclear.why))
            return
        self._preview.say("")
        self._preview.show_unclear(unclear, self._look.mapping)
        self._header.show_file(sentences.short_name(self._look.file, 60), "")
        self._header.offer(self._words.tr("Import"), ready=False)
        self.understood.emit()

    def _not_understood(self, error: KassaError) -> None:
        why = self._words.text(error.text)
        if self._look.seen is None:
            self.unreadable.emit(why)
        else:
            self._tell_trouble(why)

    def _tell_trouble(self, why: str) -> None:
        self._preview.trouble.ask(why, "", (("back", self._words.tr("As it was before")),))
        self.told.emit()
        self._offer()

    def _nobody(self) -> str:
        """Why there is nothing to bring in; nothing when there is."""
        if self._look.count:
            return ""
        if self._look.kind == "sales":
            return self._words.tr("No receipt in this file says who bought, so there is nothing to bring in.")
        return self._words.tr("There is nobody in this file to bring in.")

    def _offer(self, reading: bool = False) -> None:
        seen, words = self._look.seen, self._words
        if seen is None:
            return
        origin = sentences.origin(words, seen.source.format, seen.source.kind)
        self._header.show_file(sentences.short_name(self._look.file, 60), origin)
        wrong = self._preview.trouble.isVisibleTo(self._preview)
        ready = self._look.count > 0 and not (reading or wrong or self._preview.open_question())
        self._header.offer(sentences.offer(words, self._look.kind, self._look.coming), ready)
