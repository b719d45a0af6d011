"""``kassa demo``: the sample shop in a place of its own."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kassa.cli.call import Progress
from kassa.cli.options import Options
from kassa.services import demo


def build_demo(options: Options, values: Mapping[str, Any], progress: Progress) -> str:
    """Builds it in the store that was named, which must be empty, or else in a fresh folder; where it is."""
    asked = {name: values[name] for name in ("customers", "purchases", "seed") if name in values}
    if options.named:
        demo.build(options.where, **asked, progress=progress)
        return options.where if "://" in options.where else str(Path(options.where).absolute())
    fresh = tempfile.mkdtemp(prefix="kassa-demo-")
    try:
        demo.build(fresh, **asked, progress=progress)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    return fresh
