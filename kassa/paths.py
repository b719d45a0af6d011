"""Where things are: the shipped resources and the platform's folders."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import platformdirs


@cache
def resources() -> Path:
    """The folder of fonts, icons, translations and sheets: inside the wheel, or beside the package in a checkout."""
    package = Path(__file__).resolve().parent
    shipped = package / "resources"
    return shipped if shipped.is_dir() else package.parent / "resources"


def default_store() -> str:
    """Where the store is when nobody says otherwise: ``KASSA_STORE``, else the platform's data folder."""
    return os.environ.get("KASSA_STORE") or platformdirs.user_data_dir("kassa", appauthor=False)


def log_folder() -> Path:
    """The platform's folder for logs of our own failures."""
    return Path(platformdirs.user_log_dir("kassa", appauthor=False))
