"""The customers page: the whole register in a table, and one customer whole."""
