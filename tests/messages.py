"""The catalogues of ``resources/i18n``: ``python -m tests.messages`` levels them with the source and compiles them.

What the source no longer says goes, what it newly says stands empty in every ``.po`` and is listed at the end; the
translations themselves are written in the ``.po`` files by hand. ``tests/test_words.py`` fails while one is missing.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATED = ("sv", "nb", "pl")
SENTENCES = {"tr": 1, "ntr": 2, "say": 1, "say_n": 2}  # how many of the first arguments are sentences
_HEADERS = ("Language:", "Plural-Forms:", "MIME-Version:", "Content-Type:", "Content-Transfer-Encoding:")

Key = str | tuple[str, str]


class Catalogue(Catalog):
    """A catalogue whose header says nothing that changes from run to run."""

    def __iter__(self) -> Iterator[Message]:
        for message in super().__iter__():
            if not message.id:
                message.string = "".join(
                    f"{line}\n" for line in str(message.string).splitlines() if line.startswith(_HEADERS)
                )
            yield message


def catalogue_file(language: str) -> Path:
    """Where a language's ``.po`` is; its ``.mo`` is beside it."""
    return ROOT / "resources" / "i18n" / language / "LC_MESSAGES" / "kassa.po"


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call that names a sentence: ``tr`` and ``ntr`` of a ``Words``, and the functions ``say`` and ``say_n``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            if isinstance(node.func, ast.Attribute) and node.func.attr in ("tr", "ntr"):
                name = node.func.attr
            if name in SENTENCES:
                yield name, node


def templates(name: str, call: ast.Call) -> list[str | None]:
    """The call's sentence, with its plural where there is one; None for what is no literal."""
    arguments = call.args[: SENTENCES[name]]
    return [one.value if isinstance(one, ast.Constant) and isinstance(one.value, str) else None for one in arguments]


def sentences() -> dict[Key, list[str]]:
    """Every sentence of the source, a counting one with its plural, and the files that say it.

    Babel's own extractor would take any method called ``say`` for ours.
    """
    said: dict[Key, list[str]] = {}
    for file in sorted((ROOT / "kassa").rglob("*.py")):
        found = [
            (call.lineno, call.col_offset, templates(name, call)) for name, call in calls(ast.parse(file.read_bytes()))
        ]
        for _, _, (one, *many) in sorted(found, key=lambda call: call[:2]):
            if one:
                files = said.setdefault((one, many[0]) if many and many[0] else one, [])
                files += {file.relative_to(ROOT).as_posix()} - set(files)
    return said


def read(language: str) -> Catalog:
    """A language's ``.po`` as it is."""
    with catalogue_file(language).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def merged(language: str, said: Mapping[Key, list[str]]) -> Catalogue:
    """The language's catalogue with exactly the source's sentences, translated as far as its ``.po`` knows them."""
    old = read(language)
    new = Catalogue(language, header_comment=old.header_comment, fuzzy=False)
    for key, files in said.items():
        known = old.get(key if isinstance(key, str) else key[0])
        kept = known if known is not None and known.id == key and not known.fuzzy else None
        new.add(
            key,
            kept.string if kept is not None else None,
            locations=[(file, 0) for file in files],
            user_comments=kept.user_comments if kept is not None else (),
        )
    return new


def missing(catalogue: Catalog) -> list[Key]:
    """The sentences that have no translation, or lack one of the language's plural forms."""
    return [
        message.id if isinstance(message.id, str) else (message.id[0], message.id[1])
        for message in catalogue
        if message.id and not _whole(message, catalogue.num_plurals)
    ]


def _whole(message: Message, plurals: int) -> bool:
    if isinstance(message.id, str):
        return bool(message.string)
    return isinstance(message.string, tuple) and len(message.string) == plurals and all(message.string)


def as_po(catalogue: Catalog) -> bytes:
    """The catalogue as its ``.po`` file."""
    out = BytesIO()
    write_po(out, catalogue, width=0, include_lineno=False)
    return out.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    """The catalogue as its ``.mo`` file."""
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def main() -> int:
    """Merges and compiles every language; 1 while something is untranslated."""
    said, status = sentences(), 0
    for language in TRANSLATED:
        catalogue = merged(language, said)
        file = catalogue_file(language)
        file.write_bytes(as_po(catalogue))
        file.with_suffix(".mo").write_bytes(as_mo(catalogue))
        left = missing(catalogue)
        status = 1 if left else status
        sys.stdout.write(f"{language}: {len(said)} sentences, {len(left)} to translate\n")
        sys.stdout.writelines(f"  {key!r}\n" for key in left)
    return status


if __name__ == "__main__":
    sys.exit(main())
