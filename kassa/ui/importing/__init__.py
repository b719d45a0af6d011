"""Bringing customers and sales in from another program: a file dropped, understood, corrected, imported, undone."""
