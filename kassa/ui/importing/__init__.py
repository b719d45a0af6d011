"""Bringing customers and sales in from another program: a file dropped, understood, corrected, imported, undone."""

from kassa.ui.importing.drop import ImportDrop
from kassa.ui.importing.page import ImportPage

__all__ = ["ImportDrop", "ImportPage"]
