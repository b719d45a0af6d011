"""The replies of the verbs that write files, as a person reads them."""

from __future__ import annotations

from kassa.cli.call import Reply
from kassa.cli.page import Page


def exported(page: Page, reply: Reply) -> None:
    """How many rows were written."""
    rows = reply["rows"]
    page.line(page.words.ntr("{n} row written.", "{n} rows written.", rows).format(n=rows))
