"""The settings: the shop, this computer, where everything is kept."""
