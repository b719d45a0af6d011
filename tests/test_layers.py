"""What import-linter cannot say: the rules stand on the standard library, and translated sentences are literals."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "kassa"
BENEATH = ("kassa.domain", "kassa.errors", "kassa.words", "kassa.paths")
TRANSLATED = {"tr": 1, "ntr": 2, "say": 1, "say_n": 2}


def parsed(folder: Path) -> Iterator[tuple[str, ast.AST]]:
    for path in sorted(folder.rglob("*.py")):
        yield str(path.relative_to(PACKAGE)), ast.parse(path.read_text("utf-8"))


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (
                [f"kassa.{alias.name}" for alias in node.names] if node.module == "kassa" else [node.module or ""]
            )


def test_the_rules_need_only_the_standard_library() -> None:
    strangers = [
        (name, module)
        for name, tree in parsed(PACKAGE / "domain")
        for module in imported(tree)
        if module.partition(".")[0] not in sys.stdlib_module_names and not module.startswith(BENEATH)
    ]
    assert strangers == []


@pytest.mark.parametrize("module", ["sqlite3", "socket", "os", "time", "pathlib", "logging"])
def test_the_rules_touch_nothing_outside(module: str) -> None:
    """Files, clocks and chance are passed in: the same values in give the same decisions out."""
    assert [name for name, tree in parsed(PACKAGE / "domain") if module in imported(tree)] == []


def test_every_sentence_for_a_person_is_a_literal() -> None:
    made_up = []
    for name, tree in parsed(PACKAGE):
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            sentences = node.args[: TRANSLATED.get(called, 0)]
            if any(isinstance(part, ast.JoinedStr | ast.BinOp) for part in sentences):
                made_up.append(f"{name}:{node.lineno}")
    assert made_up == []
