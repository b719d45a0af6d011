"""What a verb is: its fields, how a request for it is read, and for a use case what it calls and shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any

from kassa.cli.call import Call, Reply
from kassa.cli.fields import Field, missing
from kassa.cli.options import shown, wrong
from kassa.cli.page import Page
from kassa.errors import KassaError
from kassa.words import Text, say


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb's words: its name, what it is for, and its fields; ``later``: fields that a later version takes."""

    name: str
    help: Text
    fields: tuple[Field, ...]
    _: KW_ONLY
    later: tuple[str, ...] = ()

    @property
    def usage(self) -> str:
        """The command line in one line."""
        parts = [field.name.upper() for field in self.fields if field.required]
        optional = [field for field in self.fields if not field.required]
        parts += [f"[{field.dashed}{'' if field.form.flag else ' ' + field.form.example}]" for field in optional]
        return " ".join(["kassa", self.name, *parts])

    def read(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """The request's fields as services take them. Null is absent; what isn't known is refused by name."""
        known = {field.name: field for field in self.fields}
        for name, value in request.items():
            if name not in known and value is not None:
                raise self._unknown(name)
        values: dict[str, Any] = {}
        for field in self.fields:
            value = request.get(field.name)
            if value is None:
                if field.required:
                    raise missing(field.name)
            elif field.clears and value == "":
                values[field.name] = None
            else:
                values[field.name] = field.form.read(field.name, value)
        return values

    def _unknown(self, name: str) -> KassaError:
        if name in self.later:
            return wrong(say("{field} isn't in this version of Kassa yet. Leave it out.", field=name), name)
        names = ", ".join(field.name for field in self.fields) or "–"
        text = say("{verb} has no {field}. It takes: {fields}.", verb=self.name, field=shown(name), fields=names)
        return wrong(text, name)


@dataclass(frozen=True, slots=True)
class UseCase(Verb):
    """A verb with one service call behind it.

    ``call`` gives the reply's fields as services return them, ``show`` writes them for a person; one that ``creates``
    makes the store where there is none. ``before`` refuses what can be seen to be wrong without a store, so that none
    is made for nothing; ``damaged`` answers for a store that can't even be opened. One that ``wants_whole`` is about
    the whole register: it waits until what an import left half done is out.
    """

    call: Callable[[Call], Reply]
    show: Callable[[Page, Reply], None]
    _: KW_ONLY
    creates: bool = False
    wants_whole: bool = False
    before: Callable[[Mapping[str, Any]], None] | None = None
    damaged: Callable[[KassaError], Reply] | None = None
