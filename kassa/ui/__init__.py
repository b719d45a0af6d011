"""The window. Qt lives here and in ``kassa.app``, nowhere else."""

import builtins

import PySide6 as PySide6

# PySide replaces Python's import by one that reads the source of every module imported later, to see whether it asks
# for snake_case names. Nothing here does. Undone, what comes after the first paint loads faster and takes 18 MB less.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
