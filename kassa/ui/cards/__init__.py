"""The page that prints loyalty cards: whose, on which sheet, how it will look, saved or printed."""
