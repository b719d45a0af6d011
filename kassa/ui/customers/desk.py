"""The page's questions to the services, each asked off the window's thread; services are imported at first use."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kassa import config
from kassa.domain.people import Hit
from kassa.errors import KassaError
from kassa.ui.jobs import Job
from kassa.ui.till import desk as till
from kassa.ui.till.desk import Shop

if TYPE_CHECKING:
    from kassa.services.register import Question, Register, Row
    from kassa.services.session import Session

FIRST = 30
"""So many rows are read with the first answer: about what a screen holds."""
QUICK = 20_000
"""A register of at most so many answers whole as quickly as in part."""


@dataclass(frozen=True, slots=True)
class Read:
    """The register in numbers, and what the shop calls things now."""

    register: Register
    shop: Shop | None


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who is meant, the first of them as rows; ``whole`` when there are no more."""

    numbers: array[int]
    rows: tuple[Row, ...]
    whole: bool


def read(job: Job, session: Session, before: Register | None) -> Read:
    """The register; the one of before when nothing was written since."""
    from kassa.services import register

    job.check()
    return Read(register.read(session, before), _shop(session))


def _shop(session: Session) -> Shop | None:
    try:
        return till.shop(session)
    except KassaError as error:
        if error.code != "bad_value":
            raise
        return None


def first(job: Job, session: Session, query: str) -> tuple[Chosen, Shop | None]:
    """The first whom a query means, before the register is read."""
    from kassa.services import register

    job.check()
    numbers = register.first(session, query, FIRST)
    return Chosen(numbers, register.rows(session, numbers), False), _shop(session)


def choose(job: Job, session: Session, known: Register, question: Question, whole: bool) -> Chosen:
    """Those whom the question means: all, or the first screen of them."""
    from kassa.services import register

    job.check()
    numbers = register.choose(session, known, question, None if whole else FIRST, job.progress)
    return Chosen(numbers, register.rows(session, numbers[:FIRST]), whole or len(numbers) < FIRST)


def rows(job: Job, session: Session, numbers: array[int]) -> tuple[Row, ...]:
    """The customers of these numbers."""
    from kassa.services import register

    job.check()
    return register.rows(session, numbers)


def hits(job: Job, session: Session, numbers: array[int]) -> tuple[Hit, ...]:
    """The customers of these numbers as other pages know them."""
    return tuple(_hit(row) for row in rows(job, session, numbers))


def _hit(row: Row) -> Hit:
    end = "".join(char for char in row.phone or "" if char.isdigit())[-4:]
    return Hit(row.id, row.number, row.name, end or None, row.tier, row.last_visit)


def keep_columns(job: Job, columns: tuple[str, ...]) -> None:
    """Remembers the columns on this computer; where that can't be, the next start shows the usual ones."""
    job.check()
    try:
        config.change(columns=columns)
    except OSError:
        return
