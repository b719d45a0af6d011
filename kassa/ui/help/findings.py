"""What a diagnosis found, in words: what is wrong, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable

from kassa.ui.help.diagnosis import Diagnosis, Finding, Kind
from kassa.words import Words

Told = tuple[str, str]


def told(words: Words, finding: Finding) -> Told:
    """What is wrong in a short sentence, and what to do about it."""
    what, mend = _SENTENCES[finding.kind](words)
    detail = _layout_name(words, finding.detail) if finding.kind in _OF_LAYOUTS else finding.detail
    return what.format(what=detail), mend.format(what=detail)


def heading(words: Words, diagnosis: Diagnosis) -> str:
    """The verdict in one line."""
    if diagnosis.fine:
        return words.tr("The scanner works")
    if [finding.kind for finding in diagnosis.findings] == ["by hand"]:
        return words.tr("That was typed by hand")
    if diagnosis.code is None:
        return words.tr("That is no code of Kassa's")
    return words.ntr("One thing is to be set right", "{n} things are to be set right", len(diagnosis.findings)).format(
        n=len(diagnosis.findings)
    )


_OF_LAYOUTS = ("layout", "shift", "shift lock")


def _layout_name(words: Words, name: str) -> str:
    names = {
        "French": words.tr("French"),
        "Belgian": words.tr("Belgian"),
        "Czech": words.tr("Czech"),
        "Slovak": words.tr("Slovak"),
        "Hungarian": words.tr("Hungarian"),
        "Lithuanian": words.tr("Lithuanian"),
        "Arabic, Persian": words.tr("Arabic or Persian"),
        "Swedish, Norwegian, Danish": words.tr("Swedish, Norwegian or Danish"),
        "Polish, American": words.tr("Polish or American"),
        "British": words.tr("British"),
        "German": words.tr("German"),
        "Italian": words.tr("Italian"),
        "Spanish": words.tr("Spanish"),
    }
    return names.get(name, name)


def _manual(words: Words, setting: str) -> str:
    return words.tr("In the scanner's manual, scan the code for: {setting}").format(setting=setting)


_SENTENCES: dict[Kind, Callable[[Words], Told]] = {
    "nothing": lambda words: (
        words.tr("Nothing but Enter arrived"),
        words.tr("Hold the scanner a hand's breadth away, until it beeps."),
    ),
    "by hand": lambda words: (
        words.tr("It took {what} ms between two keys"),
        words.tr("Nobody types as fast as a scanner, so this one was typed. Scan the code instead."),
    ),
    "slow": lambda words: (
        words.tr("The scanner is too slow: {what} ms between two digits, 35 at most"),
        words.tr(
            "In the scanner's manual, scan the code for: no delay between characters (0 ms). A wireless one: bring it "
            "nearer to its base."
        ),
    ),
    "late enter": lambda words: (
        words.tr("Enter comes too late: {what} ms after the last digit, 150 at most"),
        _manual(words, words.tr("no delay before the suffix")),
    ),
    "no enter": lambda words: (
        words.tr("No Enter at the end"),
        _manual(words, words.tr("add the suffix CR (Enter)")),
    ),
    "tab": lambda words: (
        words.tr("Tab at the end instead of Enter"),
        _manual(words, words.tr("suffix CR (Enter), not TAB")),
    ),
    "enter twice": lambda words: (
        words.tr("Enter comes twice; the second would save a visit"),
        _manual(words, words.tr("suffix CR only, not CR LF")),
    ),
    "layout": lambda words: (
        words.tr("The computer's keyboard is {what}, the scanner types as on an American one"),
        words.tr("In the scanner's manual, scan the code for the keyboard of that country ({what})."),
    ),
    "shift": lambda words: (
        words.tr("The scanner types digits with Shift, as on a French keyboard; this one is {what}"),
        words.tr("In the scanner's manual, scan the code for the keyboard of your country, or American (US)."),
    ),
    "shift lock": lambda words: (
        words.tr("Caps Lock or Shift Lock is on: signs arrive instead of digits ({what} keyboard)"),
        words.tr(
            "Press Caps Lock and scan again. If nothing changes: in the scanner's manual, scan the code for Caps Lock "
            "off."
        ),
    ),
    "num lock": lambda words: (
        words.tr("The scanner types on the number pad, and Num Lock is off"),
        words.tr(
            "Press Num Lock. Better for good: in the scanner's manual, scan the code for digits of the main keyboard."
        ),
    ),
    "prefix": lambda words: (
        words.tr("The scanner puts something before the code: {what}"),
        _manual(words, words.tr("no prefix, no code ID (AIM)")),
    ),
    "suffix": lambda words: (
        words.tr("The scanner puts something after the code: {what}"),
        _manual(words, words.tr("no suffix but CR (Enter)")),
    ),
    "zeros": lambda words: (
        words.tr("The zeros at the code's beginning are missing"),
        _manual(words, words.tr("keep leading zeros")),
    ),
    "length": lambda words: (
        words.tr("{what} digits: a card of Kassa's has ten"),
        words.tr("That is a barcode on goods, or a card of another shop's. Scan the code on this page."),
    ),
    "check digit": lambda words: (
        words.tr("Ten digits, but the last one doesn't fit the others"),
        words.tr("It was read wrongly, or it is a card of another system's. Scan it again, straight from above."),
    ),
    "other": lambda words: (
        words.tr("Something else arrived: {what}"),
        words.tr("That code is of another kind. Scan the code on this page, or a card of this shop's."),
    ),
}
