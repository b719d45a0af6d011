"""Help, from the table of verbs."""

from __future__ import annotations

from kassa.cli.page import Page
from kassa.cli.verb import Verb
from kassa.cli.verbs import PROGRAMS, VERBS


def overview(page: Page) -> None:
    """How to call the program, and every verb in a line."""
    tr = page.words.tr
    page.line(tr("Kassa: the shop's memory at the till."))
    page.rows(
        [
            ("kassa", tr("opens the window")),
            ("kassa demo", tr("opens the window on a sample shop")),
            ("kassa [OPTION …] VERB …", tr("does one thing and says what it did")),
        ],
        tr("Use"),
    )
    page.rows(
        [
            ("--store WHERE", tr("the store's folder; else KASSA_STORE, else the usual place")),
            ("--till NAME", tr("which till this is; else the computer's name")),
            ("--lang sv|en|nb|pl", tr("the language; else the computer's")),
            ("--json", tr("one JSON document instead of words")),
            ("--help", tr("this help; after a verb, the verb's")),
            ("--version", tr("the version")),
        ],
        tr("Options, before the verb"),
    )
    page.rows(((verb.name, page.words.text(verb.help)) for verb in (*VERBS.values(), *PROGRAMS.values())), tr("Verbs"))


def of_verb(page: Page, verb: Verb) -> None:
    """How to call one verb."""
    tr = page.words.tr
    page.line(f"kassa {verb.name}: {page.words.text(verb.help)}")
    page.line()
    page.line(verb.usage)
    optional = [one for one in verb.fields if not one.required]
    page.rows(((one.name.upper(), one.form.example) for one in verb.fields if one.required), tr("In this order"))
    page.rows(((one.dashed, one.form.example) for one in optional), tr("May be left out"))
