"""The world's failures: a code that programs rely on and a sentence that tells a cashier what to do now.

A bug is never a ``KassaError``; it stays an ordinary exception, is logged and shown as one.
"""

from __future__ import annotations

from typing import Any

from kassa.words import Text

CODES = frozenset(
    "unknown_customer unknown_card unknown_purchase unknown_reward ambiguous card_lost card_blocked card_taken "
    "bad_amount bad_value bad_file reward_used reward_expired reward_withdrawn already_undone too_late limit_reached "
    "not_allowed wrong_pin locked_out op_reused store_missing store_full store_busy store_damaged store_newer".split()
)


class KassaError(Exception):
    """A refusal: nothing was changed.

    ``code`` is one of ``CODES``; ``text`` is translated at the door (window, command line, pipe) that shows it;
    ``details`` holds JSON-ready extras of the contract, such as ``candidates`` or ``by``.
    """

    def __init__(self, code: str, text: Text, **details: Any) -> None:
        assert code in CODES, code
        super().__init__(f"{code}: {text}")
        self.code = code
        self.text = text
        self.details = details

    @property
    def exit_status(self) -> int:
        """The process's exit status for this refusal, as the contract lists them."""
        if self.code.startswith("bad_"):
            return 2
        if self.code.startswith("store_"):
            return 3
        return 1
