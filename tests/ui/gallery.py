"""Every control on one page, to be looked at. Run by hand: ``python tests/ui/gallery.py [folder]``.

With a folder it paints light and dark at 100 % and 200 % into pictures there, else it opens a window.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from kassa.domain.people import Hit
from kassa.ui import theme
from kassa.ui.widgets.amount import AmountField
from kassa.ui.widgets.buttons import DarkButton, IconButton, PillToggle, PrimaryButton, QuietButton
from kassa.ui.widgets.chips import Avatar, Chip, KeyCap
from kassa.ui.widgets.curtain import Curtain
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.numberpad import NumberPad
from kassa.ui.widgets.panel import Greeting, Panel
from kassa.ui.widgets.purchases import PurchaseLine, PurchaseTable
from kassa.ui.widgets.rail import Rail, RailEntry
from kassa.ui.widgets.rows import NoteRow, RewardRow
from kassa.ui.widgets.search import HitLine, HitList, SearchField
from kassa.ui.widgets.stamps import StampCardView
from kassa.ui.widgets.tier import TierProgress
from kassa.ui.widgets.toasts import ToastStack
from kassa.words import Words

WORDS = Words("en")
ENTRIES = (
    RailEntry("till", "till", "I kassan"),
    RailEntry("people", "people", "Kunder"),
    RailEntry("todo", "heart", "Att göra"),
    RailEntry("cards", "card", "Stamkort"),
    RailEntry("perks", "star", "Förmåner"),
    RailEntry("figures", "chart", "Siffror"),
)
LINES = {
    "a": HitLine("Maria Lindqvist", "··· 45 12 · i torsdags", "Guld", "gold"),
    "b": HitLine("Marcus Lind", "··· 90 03 · 3 veckor sedan"),
    "c": HitLine("Linda Mårtensson", "··· 17 44 · i går", "Silver", "silver"),
    "d": HitLine("Marek Lindowski", "··· 62 80 · 8 månader sedan"),
    "e": HitLine("<b>Lind</b> Bartholomeus von Oldenburg-Marstrand & Co", "i dag", "Platina", "platinum"),
}


def hit(key: str) -> Hit:
    return Hit(key, 1, LINES[key].name, "4512", None, datetime(2026, 11, 19, tzinfo=UTC))


def left_column() -> QWidget:
    column = QWidget()
    box = QVBoxLayout(column)
    field = SearchField("Namn, telefon eller kort", name="Sök")
    field.setText("lind mar")
    box.addWidget(field)
    box.addWidget(Label("4 träffar · skanna kort när som helst", "muted"))
    hits = HitList(lambda found: LINES[found.id], "Träffar")
    hits.show_hits([hit(key) for key in LINES], "lind mar")
    box.addWidget(hits, 1)
    box.addWidget(QuietButton("Ny kund", "F4"))
    column.setFixedWidth(theme.current().px(300))
    return column


def middle_column() -> QWidget:
    column = QWidget()
    box = QVBoxLayout(column)
    head = QHBoxLayout()
    head.addWidget(Label("Maria Lindqvist", "title"), 1)
    head.addWidget(Chip("Guld", "gold"))
    box.addLayout(head)
    box.addWidget(Label("Kund sedan 2023 · 41 besök · senast i torsdags", "muted"))
    greeting = Greeting()
    greeting.body.addWidget(Label("”Hej Maria! Hur var bröllopet i Visby?”", "greeting", private=True, wrap=True), 1)
    greeting.body.addWidget(QuietButton("Frågat", "F6", accent=True))
    box.addWidget(greeting)
    notes = Panel("Kom ihåg", "Ctrl N", key_name="Ny anteckning")
    notes.add(
        NoteRow(
            "1",
            "Lovat",
            "promise",
            "Röda rummet har kommit, hylla 4 — lämna i dag",
            bold="Röda rummet",
            due="i dag",
            late=True,
            done_name="Gjort",
        )
    )
    notes.add(NoteRow("2", "Familj", "family", "Dottern Ella läser på KTH sedan i höstas", pinned=True))
    notes.add(
        NoteRow("3", "Gillar", "likes", "Havremjölk i kaffet. Kanelbulle på fredagar, gärna den största som finns")
    )
    box.addWidget(notes)
    bought = Panel("Senaste köp")
    table = PurchaseTable("Senaste köp", ("Dag", "Vad", "Belopp", "Stämplar"))
    table.show_lines(
        [
            PurchaseLine("1", "to 19 nov", "Kaffe, kanelbulle", "89,00", "+1"),
            PurchaseLine("2", "må 16 nov", "Bok, kaffe", "1 318,00", "+1"),
            PurchaseLine("3", "fr 13 nov", "Kaffe ×2, bulle ×2", "176,00", "+2", gone=True),
            PurchaseLine("4", "on 11 nov", "Kaffe", "42,00", "+1"),
        ]
    )
    bought.add(table, 1)
    box.addWidget(bought, 1)
    return column


def right_column() -> QWidget:
    column = QWidget()
    box = QVBoxLayout(column)
    panel = Panel("Kaffekortet · nr 5")
    card = StampCardView(WORDS)
    card.set_card(
        card="x", stamps=7, boxes=10, gift="3 kvar till en valfri kaffedryck", bold="3 kvar", name="Kaffekortet"
    )
    panel.add(card)
    box.addWidget(panel)
    tier = Panel("Nivå")
    progress = TierProgress()
    progress.set_tier(
        "Guld",
        "Platina",
        0.72,
        "1 240 kr kvar till Platina",
        "1 240 kr kvar",
        ["Guld t.o.m. 31 mars 2027", "Förmån: 5 % på böcker, slå av i kassan"],
    )
    tier.add(progress)
    box.addWidget(tier)
    rewards = Panel("Att lösa in")
    rewards.add(RewardRow("r", "Födelsedagskaka", "t.o.m. 30 nov · slå in: bulle, 100 %", "Lös in", "F8"))
    box.addWidget(rewards)
    box.addStretch(1)
    column.setFixedWidth(theme.current().px(360))
    return column


def cards_column() -> QWidget:
    column = QWidget()
    box = QVBoxLayout(column)
    for stamps, boxes, head, title in (
        (4, 10, 2, "Första kortet"),
        (-2, 8, 0, "Två att gottgöra"),
        (7, 20, 2, "20"),
        (37, 100, 0, "100"),
    ):
        panel = Panel(title)
        card = StampCardView(WORDS)
        card.set_card(card=title, stamps=stamps, boxes=boxes, head_start=head, gift="Ett till, så är kaffet gratis")
        panel.add(card)
        box.addWidget(panel)
    box.addStretch(1)
    column.setFixedWidth(theme.current().px(360))
    return column


def bits_column() -> QWidget:
    column = QWidget()
    box = QVBoxLayout(column)
    chips = QHBoxLayout()
    for tone in ("base", "silver", "gold", "platinum"):
        chips.addWidget(Chip(tone.title(), tone))
    chips.addStretch(1)
    box.addLayout(chips)
    kinds = QHBoxLayout()
    for tone in ("promise", "family", "likes", "ask", "health", "occasion", "base"):
        kinds.addWidget(Chip(tone.title(), tone, square=True))
    kinds.addStretch(1)
    box.addLayout(kinds)
    for make in (PrimaryButton, QuietButton, DarkButton):
        row = QHBoxLayout()
        for state in ("Vanlig", "Av", "Med tangent"):
            button = make(state, "F8" if state == "Med tangent" else "")
            button.setEnabled(state != "Av")
            row.addWidget(button)
        row.addStretch(1)
        box.addLayout(row)
    row = QHBoxLayout()
    row.addWidget(KeyCap("F9"))
    row.addWidget(Avatar("EL", 44, "reward"))
    for icon in (
        "plus",
        "pin",
        "undo",
        "curtain",
        "gift",
        "pencil",
        "note",
        "phone",
        "print",
        "save",
        "warning",
        "clock",
        "import",
        "shop",
        "more",
        "search",
        "keypad",
    ):
        row.addWidget(IconButton(icon, icon, colour="text"))
    row.addStretch(1)
    box.addLayout(row)
    box.addWidget(QLineEdit("Ett vanligt fält"))
    for text in ("189,50", "89,505", "x9"):
        field = AmountField(WORDS, "SEK", "Belopp")
        box.addWidget(field)
        field.edit.setText(text)
    pad = NumberPad(WORDS, AmountField(WORDS, "SEK", "Belopp"))
    pad.setParent(column, Qt.WindowType.Widget)
    box.addWidget(pad)
    box.addStretch(1)
    column.setFixedWidth(theme.current().px(900))
    return column


def bar() -> QWidget:
    row = QWidget()
    box = QHBoxLayout(row)
    now = theme.current()
    box.setContentsMargins(now.px(26), now.px(20), now.px(22), now.px(20))
    box.setSpacing(now.px(14))
    field = AmountField(WORDS, "SEK", "Belopp")
    field.set_minor(18900)
    box.addWidget(field)
    coffee = PillToggle("Kaffe")
    coffee.set_count(1)
    for pill in (
        coffee,
        PillToggle("Bulle"),
        PillToggle("Bok"),
        PillToggle("", icon="plus"),
        PillToggle("123", icon="keypad"),
    ):
        box.addWidget(pill)
    box.addStretch(1)
    button = PrimaryButton("Stämpla", "\u23ce")
    button.setFixedHeight(now.px(68))
    box.addWidget(button)
    return row


def page() -> tuple[QWidget, ToastStack]:
    whole = QWidget()
    outer = QHBoxLayout(whole)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.setSpacing(0)
    rail = Rail("kassa", ENTRIES, "Lås", "Ctrl L")
    rail.choose("till")
    rail.set_person("EL", "Eva Larsson")
    outer.addWidget(rail)
    outer.addWidget(left_column())
    rest = QWidget()
    box = QVBoxLayout(rest)
    columns = QHBoxLayout()
    for column in (middle_column(), right_column(), cards_column(), bits_column()):
        columns.addWidget(column)
    box.addLayout(columns, 1)
    floor = bar()
    box.addWidget(floor)
    outer.addWidget(rest, 1)
    toasts = ToastStack(rest, floor, WORDS)
    toasts.fail("Kortet är spärrat. Fråga kunden efter namnet och ge ett nytt kort ur lådan.")
    toasts.say("Marcus Lind · 176 kr ·", "+2, 6 av 10", "op")
    return whole, toasts


def main() -> None:
    app = QApplication(sys.argv)
    if len(sys.argv) > 1:
        folder = Path(sys.argv[1])
        for mode in ("light", "dark"):
            for scale in (1.0, 2.0):
                theme.apply(app, mode, scale)
                whole, _ = page()
                whole.resize(round(2560 * scale), round(1000 * scale))
                whole.show()
                app.processEvents()
                whole.grab().save(str(folder / f"gallery-{mode}-{scale:g}.png"))
                if scale == 1.0:
                    curtain = Curtain()
                    curtain.draw()
                    whole.grab().save(str(folder / f"gallery-{mode}-curtain.png"))
                    curtain.draw(False)
        return
    theme.apply(app, "system")
    whole, _ = page()
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(whole)
    area.resize(1366, 768)
    area.show()
    app.exec()


if __name__ == "__main__":
    main()
