"""The programme page: the shop's rules in plain words, their history, and another file in their place."""
