"""All SQL. SQLAlchemy is loaded here once, without asyncio, which only asynchronous drivers use.

SQLAlchemy imports asyncio for one function and the names of two errors. That costs every till ten megabytes and a part
of its start, so while it is loaded it gets a stand-in, which fetches the real module when somebody asks it for more.
"""

from __future__ import annotations

import importlib
import sys
from inspect import iscoroutine
from types import ModuleType
from typing import Any

_NAME = "asyncio"


class _NeverRaisedError(BaseException):
    """Nobody can be cancelled by what was never loaded."""


class _Later(ModuleType):
    iscoroutine = staticmethod(iscoroutine)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name in _ERRORS and _NAME not in sys.modules:
            return _ERRORS[name]
        return getattr(importlib.import_module(_NAME), name)


# Asked for at every failed statement.
_ERRORS: dict[str, type[BaseException]] = {"TimeoutError": TimeoutError, "CancelledError": _NeverRaisedError}


def _load_sqlalchemy() -> None:
    if _NAME in sys.modules:
        return
    stand_in = sys.modules[_NAME] = _Later(_NAME)
    try:
        importlib.import_module("sqlalchemy.dialects.sqlite")
    finally:
        if sys.modules.get(_NAME) is stand_in:
            del sys.modules[_NAME]


_load_sqlalchemy()
