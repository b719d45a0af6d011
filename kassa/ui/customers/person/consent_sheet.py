"""What a customer agrees to or refuses, with how they said so; when is noted by itself."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QLineEdit, QWidget

from kassa.domain.people import CHANNELS, Channel, Consent
from kassa.ui.till.sheet import Sheet
from kassa.ui.widgets.buttons import PillToggle
from kassa.ui.widgets.flow import FlowBox
from kassa.ui.widgets.label import Label
from kassa.words import Words


@dataclass(frozen=True)
class ConsentValue:
    """A channel's consent or refusal, and how it was said."""

    channel: Channel
    given: bool
    how: str | None


def channel_name(words: Words, channel: Channel) -> str:
    """A channel as people call it."""
    names = {
        "email": words.tr("E-mail"),
        "sms": words.tr("Text messages"),
        "letter": words.tr("Letters"),
        "analysis": words.tr("Analysis of purchases"),
        "health": words.tr("Notes on health"),
    }
    return names[channel]


class ConsentSheet(Sheet):
    """Asks for one channel; the one asked about, what is recorded of it, and how it was said."""

    width_px = 600

    def __init__(
        self, words: Words, who: str, consents: tuple[Consent, ...], parent: QWidget, channel: Channel = "email"
    ) -> None:
        super().__init__(words, words.tr("What {name} agrees to").format(name=who), words.tr("Save"), parent)
        self._held = {each.channel: each for each in consents}
        self.channel = channel
        self.given: bool | None = None
        self.channels = self._pills({each: channel_name(words, each) for each in CHANNELS})
        self.form.addWidget(Label(words.tr("Answer"), "caption"))
        self.answers = self._pills({"yes": words.tr("Yes"), "no": words.tr("No")})
        self.form.addWidget(Label(words.tr("How it was said"), "caption"))
        self.how = QLineEdit()
        self.how.setAccessibleName(words.tr("How it was said"))
        self.how.setPlaceholderText(words.tr("in words, or one of these"))
        self.how.setMaxLength(200)
        self.form.addWidget(self.how)
        self.ways = self._pills(
            {
                "till": words.tr("At the till"),
                "form": words.tr("On a form"),
                "telephone": words.tr("By telephone"),
                "email": words.tr("By e-mail"),
            }
        )
        self.form.addWidget(Label(words.tr("Today's date is noted with it."), "muted", wrap=True))
        self.choose(channel)

    def _pills(self, names: dict[str, str]) -> dict[str, PillToggle]:
        row = FlowBox()
        pills: dict[str, PillToggle] = {}
        for each, name in names.items():
            pill = PillToggle(name)
            pill.setProperty("means", each)
            pill.clicked.connect(self._clicked)
            row.add(pill)
            pills[each] = pill
        self.form.addWidget(row)
        return pills

    def _clicked(self) -> None:
        pill = self.sender()
        if not isinstance(pill, PillToggle):
            return
        means = pill.property("means")
        if pill in self.channels.values():
            self.choose(means)
        elif pill in self.answers.values():
            self.answer(means == "yes")
        else:
            self.how.setText(pill.label)

    def choose(self, channel: Channel) -> None:
        """Asks about a channel; what is recorded of it is shown."""
        self.channel = channel
        for each, pill in self.channels.items():
            pill.setChecked(each == channel)
        held = self._held.get(channel)
        self.answer(held.given if held else None)
        self.how.setText((held.how or "") if held else "")

    def answer(self, given: bool | None) -> None:
        """Yes, no, or not yet asked."""
        self.given = given
        self.answers["yes"].setChecked(given is True)
        self.answers["no"].setChecked(given is False)

    def first_field(self) -> QWidget:
        return self.answers["yes"]

    def submit(self) -> None:
        if self.given is None:
            self.show_error(self.words.tr("Choose yes or no first."))
            self.answers["yes"].setFocus()
            return
        self.busy()
        self.accepted.emit(ConsentValue(self.channel, self.given, self.how.text().strip() or None))
