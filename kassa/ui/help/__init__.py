"""The help: one screen, the keys and what a beginner asks."""
